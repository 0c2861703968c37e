"""Whether somebody else asks on a line, from what came that nobody of ours had asked for."""

from collections import deque
from collections.abc import Callable, Sequence

from izix_desk.domain.scanning import ANOTHER_MASTER

SEEN_SECONDS = 10.0
OFTEN = 2
"""Noise may look like one question with a right check, but not twice in that time."""
LATEST = 8
"""An adapter gives back what we sent a frame or two ago, and no older one."""
CLEAN = 3
"""After so many answers without an echo it is no adapter that gives back our own questions."""
LONGEST = 512
"""Bytes that are looked through at once: whoever talks without end asks again."""


class Rivals:
    """Told by the line's tap; `questions` returns the sound questions among some bytes."""

    def __init__(self, questions: Callable[[bytes], Sequence[bytes]]) -> None:
        self._questions = questions
        self._own: deque[bytes] = deque(maxlen=LATEST)
        self._clean = 0
        self._seen: deque[float] = deque(maxlen=OFTEN)

    def begin(self) -> None:
        """Begin anew on a port that was just opened: another adapter may be plugged in."""
        self._own.clear()
        self._seen.clear()
        self._clean = 0

    def sent(self, frame: bytes) -> None:
        """Take a frame of ours; it may come back."""
        self._own.append(frame)

    def answered(self, frame: bytes, received: bytes, now: float) -> None:
        """Take all that came with a good answer: it shows whether our frames come back."""
        if received == frame:
            return  # the answer to a command, or its echo in the place of that
        # An adapter may lose the first byte as it turns round; nothing comes before its echo.
        if received.startswith((frame, frame[1:])):
            self._clean = 0
            return
        if frame[1:] in received:
            self.heard(received, now)
        self._clean += 1

    def heard(self, received: bytes, now: float) -> None:
        """Take bytes that were no answer, or that came when nobody had been asked."""
        for question in self._questions(received[-LONGEST:]):
            if self._clean >= CLEAN or not any(question in frame for frame in self._own):
                self._seen.append(now)

    def trouble(self, line: str, now: float) -> str:
        """Return the sentence about them while they ask, or an empty text."""
        is_there = len(self._seen) == OFTEN and now - self._seen[0] < SEEN_SECONDS
        return ANOTHER_MASTER.format(line) if is_there else ""
