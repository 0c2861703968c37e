"""Checks the ports of a site's lines: each is one, set as its line speaks, and one line's only."""

import os
from collections.abc import Iterable
from pathlib import Path

from izix_desk.domain.site import Line
from izix_desk.services.site_tables import Table, shown

SCHEMES = ("socket", "rfc2217", "spy", "sim")


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
