"""One exchange at a time on an open port, with the silences that the standard asks for."""

import math
from dataclasses import dataclass

from izix_desk.devices.modbus.frames import SHORTEST_ANSWER, Answer, Request, find_answer
from izix_desk.devices.ports import WRITE_SECONDS, Port
from izix_desk.devices.timing import MACHINE, Clock, TooLate, character_seconds
from izix_desk.domain.site import Line

LONGEST_FRAME = 256
BOARD_SECONDS = 0.1
"""What a board, and a USB adapter that collects bytes, may take to begin an answer."""
LONGEST_USUAL_ANSWER = 16
FAST_GAP = 0.00175
"""Silence between frames above 19200 baud, where 3.5 characters would be too short to see."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Times of a line in seconds, computed from its speed."""

    character: float
    gap: float
    reply: float
    """How long an answer is waited for."""

    def frame(self, size: int) -> float:
        """Return how long that many characters take on the wire."""
        return size * self.character


def timing_of(line: Line) -> Timing:
    """Return the times of a line."""
    character = character_seconds(line)
    gap = FAST_GAP if line.baudrate > 19200 else 3.5 * character
    return Timing(character, gap, BOARD_SECONDS + LONGEST_USUAL_ANSWER * character)


class Master:
    """The asking side; nothing is ever sent a second time by it."""

    def __init__(self, port: Port, timing: Timing, clock: Clock = MACHINE) -> None:
        self._port = port
        self._timing = timing
        self._clock = clock
        self._echoes = False
        self.ready_at = 0.0
        """The earliest moment (monotonic) of the next frame."""

    @property
    def longest(self) -> float:
        """Seconds that one question and the silence before it take, on a port that stalls."""
        # An answer may stop in its middle, after which as much time again is waited for the rest.
        on_wire = self._timing.frame(LONGEST_USUAL_ANSWER)
        return WRITE_SECONDS + 3 * self._timing.reply + on_wire

    def ask(self, request: Request) -> Answer | None:
        """Return the checked answer, or None after the time-out."""
        self.send(request)
        return self.receive(request)

    def send(self, request: Request, not_after: float = math.inf) -> float:
        """Write the frame after the gap and return when its last byte has left; or TooLate."""
        self.await_gap()
        self._port.discard()
        if self._clock.now() >= not_after:  # asked last: a computer may have slept meanwhile
            raise TooLate
        self._port.write(request.frame)
        # A UART sends from its own buffer, so the end of the frame is computed, not asked.
        began = self._clock.now()
        size = len(request.frame) + request.answer_size
        self.ready_at = began + self._timing.frame(size) + 2 * self._timing.gap
        return began + self._timing.frame(len(request.frame))

    def await_gap(self) -> None:
        """Sleep until the wire was silent for long enough."""
        rest = self.ready_at - self._clock.now()
        if rest > 0:
            self._clock.sleep(rest)

    def receive(self, request: Request) -> Answer | None:
        """Return the checked answer, or None after the time-out and the silence that follows it."""
        received, answer = self._collect(request)
        if not request.is_command and received.startswith(request.frame):
            self._echoes = True  # else an adapter's echo would pass for the answer to a command
        elif not request.is_command and answer is None and len(received) == request.answer_size:
            answer = find_answer(request, received)
            # Nothing but an answer: what passed for an echo was somebody else's same question.
            self._echoes = self._echoes and answer is None
        quiet = self._timing.gap
        if answer is None:
            quiet += self._timing.frame(request.answer_size)
        self.ready_at = max(self.ready_at, self._clock.now() + quiet)
        return answer

    def hush(self) -> None:
        """Keep the line quiet for a whole answer time, so that a late answer dies away."""
        self.ready_at = self._clock.now() + self._timing.reply

    def _collect(self, request: Request) -> tuple[bytes, Answer | None]:
        skip = len(request.frame) if self._echoes else 0
        until = self._clock.now() + self._timing.frame(len(request.frame)) + self._timing.reply
        received = b""
        while len(received) < LONGEST_FRAME:
            wanted = _wanted(len(received) - skip, request)
            chunk = self._port.read(wanted)
            received += chunk
            answer = find_answer(request, received[skip:])
            if answer is not None or len(chunk) < wanted or self._clock.now() > until:
                return received, answer
        return received, None


def _wanted(have: int, request: Request) -> int:
    # The shortest answer first: an exception is complete while a good answer is not.
    if have < SHORTEST_ANSWER:
        return SHORTEST_ANSWER - have
    return max(1, request.answer_size - have)
