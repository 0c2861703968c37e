"""A line of simulated devices whose frames a table declares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from typing_extensions import override

from izix_desk.devices.simulator.controllers import SimLine
from izix_desk.devices.simulator.frame_codec import frame
from izix_desk.devices.simulator.journal import Journal
from izix_desk.devices.simulator.relays import Relays
from izix_desk.devices.simulator.wires import Wire
from izix_desk.devices.timing import character_seconds
from izix_desk.domain.frame_table import Bit, FrameTable
from izix_desk.domain.site import Line

PULSE_SECONDS = 1.0
STATUS = "status"


@dataclass(frozen=True, slots=True)
class Meant:
    """What a frame says, to whom."""

    key: str
    unit: int
    output: int
    reply: str


class SimFramesLine(SimLine):
    """All devices of one line; they know every frame that is for them by heart."""

    def __init__(
        self, line: Line, devices: Mapping[int, Relays], wire: Wire, journal: Journal
    ) -> None:
        assert line.frames is not None, "the site file was checked"
        super().__init__(line, wire, journal, 1.5 * character_seconds(line))
        self._table = line.frames
        self._devices = devices
        self._known = dict(_vocabulary(line.frames, devices))
        self._sizes = sorted({len(known) for known in self._known})

    def _size(self, received: bytes) -> int:
        whole = (size for size in self._sizes if received[:size] in self._known)
        return next(whole, len(received))

    @override
    def _unit(self, frame: bytes) -> int | None:
        meant = self._known.get(frame)
        return None if meant is None else meant.unit

    def _take(self, frame: bytes, at: float) -> None:
        meant = self._known.get(frame)
        if meant is None:
            self._journal.note("noise", at=at, line=self.line.id, bytes=frame.hex(" "))
            return
        self._note(meant, frame, at)
        device = self._devices[meant.unit]
        if device.is_deaf(at):
            return
        self._do(meant, device, at)
        if meant.reply and not self._is_lost(is_command=meant.key != STATUS):
            self._answer(self._reply(meant, device))

    def _do(self, meant: Meant, device: Relays, at: float) -> None:
        if meant.key == "pulse":
            device.pulse(meant.output, PULSE_SECONDS, at)
        elif meant.key != STATUS:
            device.switch(meant.output, meant.key == "on", "write", at)

    def _reply(self, meant: Meant, device: Relays) -> bytes:
        lit = _lit(self._table, device) if meant.key == STATUS else ()
        channel = self._table.channels[meant.output]
        return frame(self._table, meant.reply, meant.unit, channel, lit)

    def _foreign(self, answer: bytes) -> bytes:
        return bytes((answer[0] ^ 0x80,)) + answer[1:]

    def _note(self, meant: Meant, frame: bytes, at: float) -> None:
        is_question = meant.key == STATUS
        if not is_question or self._journal.notes_questions:
            self._journal.note(
                "question" if is_question else "frame",
                at=at,
                line=self.line.id,
                unit=meant.unit,
                bytes=frame.hex(" "),
            )


def _vocabulary(table: FrameTable, units: Mapping[int, Relays]) -> Iterator[tuple[bytes, Meant]]:
    for unit in units:
        for key, exchange in table.commands.items():
            for output, channel in enumerate(table.channels):
                request = frame(table, exchange.request, unit, channel)
                yield request, Meant(key, unit, output, exchange.reply)
        if table.status is not None:
            request = frame(table, table.status.request, unit, table.channels[0])
            yield request, Meant(STATUS, unit, 0, table.status.reply)


def _lit(table: FrameTable, device: Relays) -> Iterator[Bit]:
    assert table.status is not None, "it was asked"
    for number, bit in enumerate(table.status.outputs):
        if device.is_on(number):
            yield bit
    for number, bit in enumerate(table.status.inputs):
        terminal = device.inputs.get(number)
        if terminal is not None and terminal():
            yield bit
