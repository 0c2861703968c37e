"""Searches a port for devices: only ever asks, never writes an output."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol as Shape

from izix_desk.devices.footing import GROUND, Footing
from izix_desk.devices.modbus.scanning import ModbusProbe
from izix_desk.devices.osdp.scanning import OsdpProbe
from izix_desk.devices.ports import PORT_LOST, Port
from izix_desk.devices.tally import Verdict
from izix_desk.devices.timing import character_seconds
from izix_desk.domain.errors import LineFault
from izix_desk.domain.scanning import Evidence, FoundDevice, Report, Setting
from izix_desk.domain.site import Line, Protocol

LISTEN_SECONDS = 0.5
READ_SECONDS = 0.02
LONGEST = 512
"""Bytes after which somebody talks on and on, and is not waited for."""
GAP_SECONDS = 0.005


class Probe(Shape):
    """How devices of one protocol are asked whether they are there."""

    addresses: range
    patience: float
    """Seconds that a device may take to begin its answer."""

    def questions(self, address: int) -> Sequence[bytes]:
        """Return the frames that show whether somebody is there; the first answer is enough."""
        ...

    def judge(self, asked: bytes, received: bytes) -> Verdict:
        """Return what came back."""
        ...

    def has_question(self, received: bytes) -> bool:
        """Tell whether a sound frame of another master is among these bytes."""
        ...

    def describe(self, address: int, ask: Callable[[bytes], bytes]) -> str:
        """Return who a device that answered is; `ask` returns what comes back for a frame."""
        ...


def probe_of(protocol: Protocol) -> Probe:
    """Return how devices of a protocol are asked; only Modbus and OSDP can be searched."""
    return OsdpProbe() if protocol is Protocol.OSDP else ModbusProbe()


@dataclass(frozen=True, slots=True)
class Search:
    """Where to look."""

    port: str
    settings: Sequence[Setting]
    addresses: range | None = None
    """None is all of each protocol."""
    footing: Footing = GROUND


Tell = Callable[[Setting, int, FoundDevice | None], None]
"""Takes each address that was asked, and who answered there."""


def scan(search: Search, tell: Tell) -> Report:
    """Try one setting after the other until devices answer; raises LineFault."""
    report = Report()
    for setting in search.settings:
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
        id="scan",
        port=port,
        protocol=setting.protocol,
        baudrate=setting.baudrate,
        parity=setting.parity,
        stopbits=setting.stopbits,
    )


def _scan_on(port: Port, search: Search, report: Report, tell: Tell) -> None:
    setting = report.tried[-1]
    probe = probe_of(setting.protocol)
    line = _line(search.port, setting)
    try:
        caller = Caller(port, line, probe, report.evidence, search.footing)
        caller.listen()
        for address in search.addresses or probe.addresses:
            words = caller.find(address)
            found = None if words is None else FoundDevice(setting, address, words)
            report.found += [] if found is None else [found]
            tell(setting, address, found)
    except PORT_LOST as problem:
        raise LineFault(
            f"Port {search.port} was lost: check its plug, then scan again."
        ) from problem
    finally:
        port.close()


class Caller:
    """Asks on an open port, one address after the other, and notes what else is heard."""

    def __init__(
        self, port: Port, line: Line, probe: Probe, evidence: Evidence, footing: Footing
    ) -> None:
        self._port = port
        self._probe = probe
        self._evidence = evidence
        self._clock = footing.clock
        self._character = character_seconds(line)

    def listen(self) -> None:
        """Hear whether anybody talks before anything is asked."""
        until = self._clock.now() + LISTEN_SECONDS
        heard = b""
        while self._clock.now() < until and len(heard) < LONGEST:
            heard += self._port.read(LONGEST)
        self._take_unasked(heard)

    def find(self, address: int) -> str | None:
        """Return who is at an address, in words; None when nobody answers."""
        for question in self._probe.questions(address):
            # Once more after damage: devices that are there must not be missed by one bit.
            for _ in range(2):
                verdict = self._verdict(question)
                if verdict is Verdict.GOOD:
                    return self._probe.describe(address, self._ask)
                if verdict is Verdict.NOTHING:
                    break
        return None

    def _verdict(self, question: bytes) -> Verdict:
        self._evidence.asked += 1
        received = self._ask(question)
        verdict = self._probe.judge(question, received)
        if verdict is not Verdict.GOOD:
            self._evidence.masters += self._probe.has_question(received)
        self._evidence.damaged += verdict is Verdict.BAD_CHECK
        self._evidence.strange += verdict is Verdict.NO_FRAME
        return verdict

    def _ask(self, question: bytes) -> bytes:
        self._take_unasked(self._port.discard())
        self._port.write(question)
        until = self._clock.now() + len(question) * self._character + self._probe.patience
        received = b"".join(self._pieces(until)).removeprefix(question)  # an adapter's echo
        self._clock.sleep(GAP_SECONDS)
        return received

    def _pieces(self, until: float) -> Iterator[bytes]:
        size, piece = 0, b""
        while (piece or self._clock.now() < until) and size < LONGEST:
            piece = self._port.read(LONGEST)
            size += len(piece)
            yield piece
            if size and not piece:
                return

    def _take_unasked(self, heard: bytes) -> None:
        self._evidence.unasked += len(heard)
        self._evidence.masters += self._probe.has_question(heard)
