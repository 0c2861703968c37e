"""A line of simulated controllers: every byte takes its time both ways, and much can go wrong."""

import asyncio
import random
from abc import ABC, abstractmethod
from dataclasses import dataclass

from izix_desk.devices.simulator.journal import Journal
from izix_desk.devices.simulator.wires import Wire
from izix_desk.devices.timing import character_seconds
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


class SimLine(ABC):
    """All controllers of one line behind one wire."""

    def __init__(self, line: Line, wire: Wire, journal: Journal, gap: float) -> None:
        self.line = line
        self.faults = Faults()
        self._wire = wire
        self._journal = journal
        self._gap = gap
        self._character = character_seconds(line)
        self._chance = random.Random(line.id)  # noqa: S311 - noise, not secrets
        self._loop = asyncio.get_running_loop()
        self._buffer = b""
        self._received_at = 0.0
        self._silence: asyncio.TimerHandle | None = None
        wire.on_bytes = self._receive

    @abstractmethod
    def _size(self, received: bytes) -> int:
        """Return how many of the bytes are the first frame; all of them if none is."""

    @abstractmethod
    def _take(self, frame: bytes, at: float) -> None:
        """Do what a frame asks, whose last byte came at that moment."""

    @abstractmethod
    def _foreign(self, answer: bytes) -> bytes:
        """Return an answer as if another controller had sent it."""

    def _receive(self, data: bytes) -> None:
        # A byte is there when its last bit is: bytes written at once still arrive one by one.
        begin = max(self._received_at, self._loop.time())
        self._received_at = begin + len(data) * self._character
        self._buffer += data
        if self.faults.echo:
            self._wire.write(data)
        if self._silence is not None:
            self._silence.cancel()
        self._silence = self._loop.call_at(self._received_at + self._gap, self._frame_ended)

    def _frame_ended(self) -> None:
        received, self._buffer = self._buffer, b""
        self._silence = None
        if self.faults.silent:
            return
        # On a busy machine this process may sleep through the silence between two frames.
        while received:
            size = self._size(received)
            frame, received = received[:size], received[size:]
            self._take(frame, self._received_at - len(received) * self._character)

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
        turnaround = max(TURNAROUND_SECONDS, self._gap) + self.faults.late
        end = self._received_at + turnaround + len(sent) * self._character
        if self.faults.cut:
            half = len(sent) // 2
            rest = (len(sent) - half) * self._character
            self._loop.call_at(end - rest, self._send, sent[:half])
            sent = sent[half:]
        self._loop.call_at(end, self._send, sent)

    def _spoilt(self, answer: bytes) -> bytes:
        if self.faults.foreign:
            answer = self._foreign(answer) + answer
        if self.faults.noisy:
            answer = self._chance.randbytes(self._chance.randint(1, 5)) + answer
            if self._chance.random() < 0.2:
                spot = self._chance.randrange(len(answer))
                answer = answer[:spot] + bytes((answer[spot] ^ 0x10,)) + answer[spot + 1 :]
        return answer

    def _send(self, data: bytes) -> None:
        if not self.faults.silent:
            self._wire.write(data)
