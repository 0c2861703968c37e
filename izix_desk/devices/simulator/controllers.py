"""A line of simulated controllers: every byte takes its time both ways, and much can go wrong."""

import asyncio
from abc import ABC, abstractmethod

from izix_desk.devices.simulator.faults import Trouble
from izix_desk.devices.simulator.journal import Journal
from izix_desk.devices.simulator.wires import Wire
from izix_desk.devices.timing import character_seconds
from izix_desk.domain.site import Line

TURNAROUND_SECONDS = 0.001


class SimLine(ABC):
    """All controllers of one line behind one wire."""

    def __init__(self, line: Line, wire: Wire, journal: Journal, gap: float) -> None:
        self.line = line
        self.trouble = Trouble(line.id)
        self._wire = wire
        self._journal = journal
        self._gap = gap
        self._character = character_seconds(line)
        self._loop = asyncio.get_running_loop()
        self._buffer = b""
        self._received_at = 0.0
        self._busy_until = 0.0
        """When the last byte of either side had passed."""
        self.quiet = 0.0
        """Seconds of silence on the wire before the first byte of what is being received."""
        self._silence: asyncio.TimerHandle | None = None
        self._asked: int | None = None
        """The controller that a frame under way is for."""
        self._frame = b""
        self._question = b""
        """The last frame that changed nothing; what a second master asks too."""
        self._other: asyncio.TimerHandle | None = None
        wire.on_bytes = self._receive

    @abstractmethod
    def _size(self, received: bytes) -> int:
        """Return how many of the bytes are the first frame; all of them if none is."""

    @abstractmethod
    def _take(self, frame: bytes, at: float) -> None:
        """Do what a frame asks, whose last byte came at that moment."""

    def _unit(self, frame: bytes) -> int | None:
        """Return the address that a frame is for, as far as that can be told."""
        del frame
        return None

    @abstractmethod
    def _foreign(self, answer: bytes) -> bytes:
        """Return an answer as if another controller had sent it."""

    def _receive(self, data: bytes) -> None:
        # A byte is there when its last bit is: bytes written at once still arrive one by one.
        begin = max(self._received_at, self._loop.time())
        if not self._buffer:
            self.quiet = begin - self._busy_until
        self._received_at = self._busy_until = begin + len(data) * self._character
        self._buffer += data
        if self.trouble.line.echo:
            self._wire.write(data)
        if self._silence is not None:
            self._silence.cancel()
        self._silence = self._loop.call_at(self._received_at + self._gap, self._frame_ended)

    def _frame_ended(self) -> None:
        received, self._buffer = self._buffer, b""
        self._silence = None
        # On a busy machine this process may sleep through the silence between two frames.
        while received:
            size = self._size(received)
            frame, received = received[:size], received[size:]
            self._hear(frame, self._received_at - len(received) * self._character)

    def _hear(self, frame: bytes, at: float) -> None:
        self._asked = self._unit(frame)
        heard = self.trouble.request(frame, self._asked)
        if heard is not None:
            self._frame = heard
            self._take(heard, at)

    def _is_lost(self, *, is_command: bool) -> bool:
        if not is_command:
            self._question = self._frame
        return self.trouble.is_answer_lost(self._asked, is_command=is_command)

    def _answer(self, answer: bytes) -> None:
        end = self._received_at + max(TURNAROUND_SECONDS, self._gap)
        for late, piece in self.trouble.answer(answer, self._asked, self._foreign):
            end += len(piece) * self._character
            self._busy_until = max(self._busy_until, end + late)
            self._loop.call_at(end + late, self._send, piece)

    def _send(self, data: bytes) -> None:
        if not self.trouble.line.silent:
            # Before it is written: nobody can have seen it earlier, whoever runs next.
            self._busy_until = max(self._busy_until, self._loop.time())
            self._wire.write(data)

    def disturb(self) -> None:
        """Let the second master ask, now and for as long as there is one."""
        if self._other is not None:
            self._other.cancel()
            self._other = None
        seconds = self.trouble.line.second_master
        if seconds > 0:
            self._other = self._loop.call_later(seconds, self._ask_too)

    def _ask_too(self) -> None:
        if self._question and not self.trouble.line.silent:
            self._wire.write(self._question)  # its bytes are heard by the desk as well
            self._received_at = max(self._received_at, self._loop.time())
            self._hear(self._question, self._received_at)
        self.disturb()
