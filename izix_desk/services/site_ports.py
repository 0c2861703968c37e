"""Checks the ports of a site's lines: each is one, set as its line speaks, and one line's only."""

import os
from collections.abc import Iterable
from pathlib import Path

from izix_desk.domain.site import Line, Protocol
from izix_desk.services.site_tables import Table, shown

SCHEMES = ("socket", "rfc2217", "spy", "sim")
ANY_SPEED = ("socket://", "sim://")
"""Begin ports whose speed is not set here: how fast they are is only known for what it takes."""
SPEEDS = range(300, 1_000_001)
USUAL_SPEEDS = (
    *(300, 600, 1200, 1800, 2400, 4800, 9600, 14400, 19200, 28800, 38400, 56000, 57600, 76800),
    *(115200, 128000, 230400, 250000, 256000, 460800, 500000, 576000, 921600, 1_000_000),
)
OSDP_SPEEDS = (9600, 19200, 38400, 57600, 115200, 230400)


def read_port(table: Table) -> str:
    """Return the port of a line as it is written."""
    port = table.text("port")
    scheme, parted, _ = port.partition("://")
    if parted and scheme not in SCHEMES:
        table.wrong("port", "a serial port, socket://host:port or rfc2217://host:port")
    if port == "serial:":
        table.wrong("port", "serial: with the serial number of the adapter behind it")
    if not parted and Path(port).is_dir():
        table.wrong("port", "a serial port such as /dev/ttyUSB0, no folder")
    return port


def read_baudrate(table: Table, port: str, protocol: Protocol) -> int:
    """Return the speed of a line, one that its port can be set to."""
    usual = 19200 if protocol is Protocol.MODBUS_RTU else 9600
    baudrate = table.whole("baudrate", SPEEDS, usual)
    speeds = OSDP_SPEEDS if protocol is Protocol.OSDP else USUAL_SPEEDS
    if not port.startswith(ANY_SPEED) and baudrate not in speeds:
        table.wrong("baudrate", f"one of {', '.join(map(str, speeds))}")
    return baudrate


def check_framing(table: Table, line: Line) -> None:
    """Refuse what no OSDP device speaks: its characters are 8N1."""
    if line.protocol is not Protocol.OSDP:
        return
    if line.parity != "N":
        table.fault("parity", f"must be N, as OSDP always is, not {line.parity}")
    if line.stopbits != 1:
        table.fault("stopbits", f"must be 1, as OSDP always has, not {line.stopbits}")


def check_ports(file: str, lines: Iterable[Line]) -> None:
    """Refuse one port for two lines, as far as its names and this PC's links tell."""
    taken: dict[str, Line] = {}
    for line in lines:
        other = taken.setdefault(_place(line.port), line)
        if other is line:
            continue
        alias = "" if other.port == line.port else f", there called {shown(other.port)}"
        Table(file, f'line "{line.id}"', {}).fault(
            "port",
            f'must differ from that of line "{other.id}", but {shown(line.port)} is the same'
            f" port{alias}",
        )


def _place(port: str) -> str:
    """Return the same text for all names of one port that can be told to be that."""
    if "://" in port:
        return port.casefold().rstrip("/")
    path = Path(port)
    return os.path.realpath(path) if path.is_absolute() else port.upper()
