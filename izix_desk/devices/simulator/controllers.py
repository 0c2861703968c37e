"""A line of simulated boards: frames end in silence, and every byte takes its time both ways."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass

from izix_desk.devices.modbus.frames import READ_COILS, READ_INPUTS, is_sound
from izix_desk.devices.modbus.master import timing_of
from izix_desk.devices.simulator.boards import SimBoard, request_size
from izix_desk.devices.simulator.journal import Journal
from izix_desk.devices.simulator.wires import Wire
from izix_desk.domain.site import Line

TURNAROUND_SECONDS = 0.001


@dataclass(slots=True)
class Faults:
    """What is wrong with a line at the moment."""

    silent: bool = False
    """Nothing arrives at the boards and nothing comes back, as with a pulled plug."""
    late: float = 0.0
    """Seconds by which every answer is late."""
    dropped: int = 0
    """How many of the next answers get lost; the boards do what they were told."""
    dropped_acks: int = 0
    """The same for answers to commands only."""
    noisy: bool = False
    cut: bool = False
    """Answers come in two pieces."""
    echo: bool = False
    """The adapter gives back every byte that is sent."""
    foreign: bool = False
    """A frame of another board precedes every answer."""


class ControllerLine:
    """All boards of one line behind one wire."""

    def __init__(
        self, line: Line, boards: Mapping[int, SimBoard], wire: Wire, journal: Journal
    ) -> None:
        self.line = line
        self.faults = Faults()
        self._boards = boards
        self._wire = wire
        self._journal = journal
        self._timing = timing_of(line)
        self._chance = random.Random(line.id)  # noqa: S311 - noise, not secrets
        self._loop = asyncio.get_running_loop()
        self._buffer = b""
        self._received_at = 0.0
        self._silence: asyncio.TimerHandle | None = None
        wire.on_bytes = self._receive

    def _receive(self, data: bytes) -> None:
        # A byte is there when its last bit is: bytes written at once still arrive one by one.
        begin = max(self._received_at, self._loop.time())
        self._received_at = begin + self._timing.frame(len(data))
        self._buffer += data
        if self.faults.echo:
            self._wire.write(data)
        if self._silence is not None:
            self._silence.cancel()
        end = self._received_at + self._timing.gap
        self._silence = self._loop.call_at(end, self._frame_ended)

    def _frame_ended(self) -> None:
        received, self._buffer = self._buffer, b""
        self._silence = None
        if self.faults.silent:
            return
        # On a busy machine this process may sleep through the silence between two frames.
        while received:
            size = request_size(received)
            frame, received = received[:size], received[size:]
            self._take(frame, self._received_at - self._timing.frame(len(received)))

    def _take(self, frame: bytes, at: float) -> None:
        if not is_sound(frame):
            self._journal.note("noise", at=at, line=self.line.id, bytes=frame.hex(" "))
            return
        self._note(frame, at)
        board = self._boards.get(frame[0])
        if board is not None:
            answer = board.answer(frame, at)
            if not self._is_lost(is_command=frame[1] not in {READ_COILS, READ_INPUTS}):
                self._answer(answer)

    def _note(self, frame: bytes, at: float) -> None:
        is_question = frame[1] in {READ_COILS, READ_INPUTS}
        if is_question and not self._journal.notes_questions:
            return
        self._journal.note(
            "question" if is_question else "frame",
            at=at,
            line=self.line.id,
            unit=frame[0],
            bytes=frame.hex(" "),
        )

    def _is_lost(self, *, is_command: bool) -> bool:
        if is_command and self.faults.dropped_acks > 0:
            self.faults.dropped_acks -= 1
            return True
        if self.faults.dropped > 0:
            self.faults.dropped -= 1
            return True
        return False

    def _answer(self, answer: bytes) -> None:
        sent = self._spoilt(answer)
        turnaround = max(TURNAROUND_SECONDS, self._timing.gap) + self.faults.late
        end = self._received_at + turnaround + self._timing.frame(len(sent))
        if self.faults.cut:
            half = len(sent) // 2
            self._loop.call_at(end - self._timing.frame(len(sent) - half), self._send, sent[:half])
            sent = sent[half:]
        self._loop.call_at(end, self._send, sent)

    def _spoilt(self, answer: bytes) -> bytes:
        if self.faults.foreign:
            answer = bytes((answer[0] % 247 + 1,)) + answer[1:] + answer
        if self.faults.noisy:
            answer = self._chance.randbytes(self._chance.randint(1, 5)) + answer
            if self._chance.random() < 0.2:
                spot = self._chance.randrange(len(answer))
                answer = answer[:spot] + bytes((answer[spot] ^ 0x10,)) + answer[spot + 1 :]
        return answer

    def _send(self, data: bytes) -> None:
        if not self.faults.silent:
            self._wire.write(data)
