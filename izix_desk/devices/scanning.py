"""Searches a port for devices: only ever asks, never writes an output."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from izix_desk.devices.asking import GAP_CHARACTERS, LISTEN_SECONDS, Caller, Probe
from izix_desk.devices.footing import GROUND, Footing
from izix_desk.devices.frames.scanning import FramesProbe
from izix_desk.devices.modbus.scanning import ModbusProbe
from izix_desk.devices.osdp.scanning import OsdpProbe
from izix_desk.devices.port_faults import PORT_LOST
from izix_desk.devices.timing import character_seconds
from izix_desk.domain.errors import LineFault
from izix_desk.domain.frame_table import FrameTable
from izix_desk.domain.pairing import Pairing
from izix_desk.domain.scanning import USUAL_LAST, FoundDevice, Report, Setting
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
    every_setting: bool = False
    """Go on where somebody answered: others may be set to something else."""
    pairings: Sequence[Pairing] | None = None
    """The OSDP devices of a site, to know them again; None where there is no site."""
    footing: Footing = GROUND

    def probe(self, protocol: Protocol) -> Probe:
        """Return how devices of a protocol are asked."""
        if protocol is Protocol.FRAMES:
            assert self.table is not None, "frames are told apart by their table"
            return FramesProbe(self.table)
        return OsdpProbe(self.pairings) if protocol is Protocol.OSDP else ModbusProbe()

    def asked_in(self, protocol: Protocol) -> range:
        """Return the addresses to ask in a protocol; 127 of OSDP, say, means every device."""
        known = self.probe(protocol).addresses
        wanted = known if self.addresses is None else self.addresses
        return range(max(known[0], wanted[0]), min(known[-1], wanted[-1]) + 1)

    def usual_in(self, protocol: Protocol) -> range:
        """Return those of them that are asked first, at all settings."""
        asked = self.asked_in(protocol)
        return range(asked.start, max(asked.start, min(asked.stop, USUAL_LAST + 1)))

    def seconds(self, *, usual: bool) -> float:
        """Return how long it takes where nobody answers, or until the usual addresses are asked."""
        return sum(self._seconds_at(each, usual=usual) for each in self.settings)

    def _seconds_at(self, setting: Setting, *, usual: bool) -> float:
        protocol, probe = setting.protocol, self.probe(setting.protocol)
        asked = self.usual_in(protocol) if usual else self.asked_in(protocol)
        if not asked:
            return 0.0
        character = character_seconds(_line(self.port, setting))
        questions = probe.questions(asked[0])
        on_wire = sum(map(len, questions)) * character
        silences = probe.patience + READ_SECONDS + max(probe.gap, GAP_CHARACTERS * character)
        return LISTEN_SECONDS + len(asked) * (on_wire + len(questions) * silences)


Tell = Callable[[Setting, int, FoundDevice | None], None]
"""Takes each address that was asked, and who answered there."""


def scan(search: Search, tell: Tell, report: Report | None = None) -> Report:
    """Try one setting after the other until devices answer; raises LineFault.

    A report that is given is filled as it goes on, so that whoever interrupts has what was heard.
    """
    report = Report() if report is None else report
    left = {each: search.asked_in(each.protocol) for each in search.settings}
    for is_usual in (True, False):
        for setting in search.settings:
            usual = search.usual_in(setting.protocol)
            part = usual if is_usual else left[setting]
            if not part or not left[setting]:
                continue
            rest = range(part.stop, left[setting].stop)
            left[setting] = _scan_at(setting, search, report, (part, rest), tell)
            if report.found and not search.every_setting:
                report.left_out = any(left.values())
                return report
    return report


def _scan_at(
    setting: Setting, search: Search, report: Report, parts: tuple[range, range], tell: Tell
) -> range:
    """Ask the first part, and the rest too where somebody answers; return what is left."""
    try:
        port = search.footing.open_port(_line(search.port, setting), READ_SECONDS)
    except LineFault:
        if setting.parity == "N" or not report.tried:
            raise
        return range(0)  # the port is there, and cannot do this parity
    is_new = setting not in report.tried
    report.tried += [setting] if is_new else []
    try:
        probe = search.probe(setting.protocol)
        line = _line(search.port, setting)
        caller = Caller(port, line, probe, report.evidence, search.footing)
        if is_new:
            caller.listen()
        round_ = _Round(setting, caller, report, tell)
        if not round_.ask_twice(parts[0]):
            return parts[1]
        round_.ask_twice(parts[1])
        return range(0)
    except PORT_LOST as problem:
        raise LineFault(
            f"Port {search.port} was lost: check its plug, then scan again."
        ) from problem
    finally:
        port.close()


def _line(port: str, setting: Setting) -> Line:
    return Line(
        id="",  # of no site
        port=port,
        protocol=setting.protocol,
        baudrate=setting.baudrate,
        parity=setting.parity,
        stopbits=setting.stopbits,
    )


@dataclass(frozen=True, slots=True)
class _Round:
    """All that is asked at one setting."""

    setting: Setting
    caller: Caller
    report: Report
    tell: Tell

    def ask_twice(self, addresses: range) -> bool:
        """Ask each address, the silent ones once more if anybody was heard; tell whether it was."""
        silent = self._ask(addresses)
        if self.caller.heard_any:  # somebody is there, so that silence may be a lost answer
            self.caller.hear_out()
            silent = self._ask(silent)
        return len(silent) < len(addresses)

    def _ask(self, addresses: Iterable[int]) -> Sequence[int]:
        """Return those that did not answer."""
        silent: list[int] = []
        for address in addresses:
            words = self.caller.find(address)
            found = None if words is None else FoundDevice(self.setting, address, words)
            if found is None:
                silent.append(address)
            else:
                self.report.found.append(found)
            self.report.last = self.setting, address
            self.tell(self.setting, address, found)
        return silent
