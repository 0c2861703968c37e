"""A line of simulated relay boards that speak Modbus; a frame ends in silence."""

from collections.abc import Mapping

from typing_extensions import override

from izix_desk.devices.modbus.frames import READ_COILS, READ_INPUTS, is_sound, seal
from izix_desk.devices.modbus.master import timing_of
from izix_desk.devices.simulator.boards import SimBoard, request_size
from izix_desk.devices.simulator.controllers import SimLine
from izix_desk.devices.simulator.journal import Journal
from izix_desk.devices.simulator.wires import Wire
from izix_desk.domain.site import Line


class SimModbusLine(SimLine):
    """All boards of one line."""

    def __init__(
        self, line: Line, boards: Mapping[int, SimBoard], wire: Wire, journal: Journal
    ) -> None:
        super().__init__(line, wire, journal, timing_of(line).gap)
        self._boards = boards

    def _size(self, received: bytes) -> int:
        return request_size(received)

    def _take(self, frame: bytes, at: float) -> None:
        if not is_sound(frame):
            self._journal.note("noise", at=at, line=self.line.id, bytes=frame.hex(" "))
            return
        self._note(frame, at)
        board = self._boards.get(frame[0])
        if board is not None and not board.is_deaf(at):
            answer = board.answer(frame, at)
            if not self._is_lost(is_command=frame[1] not in {READ_COILS, READ_INPUTS}):
                self._answer(answer)

    @override
    def _unit(self, frame: bytes) -> int | None:
        return frame[0]

    def _foreign(self, answer: bytes) -> bytes:
        return seal(bytes((answer[0] % 247 + 1,)) + answer[1:-2])

    def _note(self, frame: bytes, at: float) -> None:
        is_question = frame[1] in {READ_COILS, READ_INPUTS}
        if is_question and not self._journal.notes_questions:
            return
        self._journal.note(
            "question" if is_question else "frame",
            at=at,
            line=self.line.id,
            unit=frame[0],
            quiet=self.quiet,
            bytes=frame.hex(" "),
        )
