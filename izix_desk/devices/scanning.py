"""Searches a port for devices: only ever asks, never writes an output."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from izix_desk.devices.asking import Caller, Probe
from izix_desk.devices.footing import GROUND, Footing
from izix_desk.devices.frames.scanning import FramesProbe
from izix_desk.devices.modbus.scanning import ModbusProbe
from izix_desk.devices.osdp.scanning import OsdpProbe
from izix_desk.devices.port_faults import PORT_LOST
from izix_desk.devices.ports import Port
from izix_desk.domain.errors import LineFault
from izix_desk.domain.frame_table import FrameTable
from izix_desk.domain.scanning import FoundDevice, Report, Setting
from izix_desk.domain.site import Line, Protocol

READ_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Search:
    """Where to look."""

    port: str
    settings: Sequence[Setting]
    addresses: range | None = None
    """None is all of each protocol; what a protocol does not have is not asked in it."""
    table: FrameTable | None = None
    """What devices understand where a setting says that they speak frames."""
    footing: Footing = GROUND

    def probe(self, protocol: Protocol) -> Probe:
        """Return how devices of a protocol are asked."""
        if protocol is Protocol.FRAMES:
            assert self.table is not None, "frames are told apart by their table"
            return FramesProbe(self.table)
        return OsdpProbe() if protocol is Protocol.OSDP else ModbusProbe()

    def asked_in(self, protocol: Protocol) -> range:
        """Return the addresses to ask in a protocol; 127 of OSDP, say, means every device."""
        known = self.probe(protocol).addresses
        wanted = known if self.addresses is None else self.addresses
        return range(max(known[0], wanted[0]), min(known[-1], wanted[-1]) + 1)


Tell = Callable[[Setting, int, FoundDevice | None], None]
"""Takes each address that was asked, and who answered there."""


def scan(search: Search, tell: Tell) -> Report:
    """Try one setting after the other until devices answer; raises LineFault."""
    report = Report()
    for setting in search.settings:
        if not search.asked_in(setting.protocol):
            continue
        try:
            port = search.footing.open_port(_line(search.port, setting), READ_SECONDS)
        except LineFault:
            if setting.parity == "N" or not report.tried:
                raise
            continue  # the port is there, and cannot do this parity
        report.tried.append(setting)
        _scan_on(port, search, report, tell)
        if report.found:
            break
    return report


def _line(port: str, setting: Setting) -> Line:
    return Line(
        id="",  # of no site
        port=port,
        protocol=setting.protocol,
        baudrate=setting.baudrate,
        parity=setting.parity,
        stopbits=setting.stopbits,
    )


def _ask_each(
    caller: Caller, addresses: Iterable[int], report: Report, tell: Tell
) -> Sequence[int]:
    """Return those that did not answer."""
    setting, silent = report.tried[-1], list[int]()
    for address in addresses:
        words = caller.find(address)
        found = None if words is None else FoundDevice(setting, address, words)
        if found is None:
            silent.append(address)
        else:
            report.found.append(found)
        tell(setting, address, found)
    return silent


def _scan_on(port: Port, search: Search, report: Report, tell: Tell) -> None:
    setting = report.tried[-1]
    probe = search.probe(setting.protocol)
    line = _line(search.port, setting)
    try:
        caller = Caller(port, line, probe, report.evidence, search.footing)
        caller.listen()
        silent = _ask_each(caller, search.asked_in(setting.protocol), report, tell)
        if caller.heard_any:  # somebody is there, so that silence may be a lost answer
            _ask_each(caller, silent, report, tell)
    except PORT_LOST as problem:
        raise LineFault(
            f"Port {search.port} was lost: check its plug, then scan again."
        ) from problem
    finally:
        port.close()
