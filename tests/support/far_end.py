"""A port in this process, on a clock of the test: what is written to it is answered at once."""

from collections.abc import Callable

from tests.support.hostile import TestClock
from tests.support.untuned import Untuned


class FarEnd(Untuned):
    """Reads wait their time-out in full where bytes lack."""

    def __init__(
        self, clock: TestClock, answer: Callable[[bytes], bytes], timeout: float = 0.02
    ) -> None:
        self._clock = clock
        self._answer = answer
        self._timeout = timeout
        self._received = b""

    def read(self, size: int) -> bytes:
        """Return up to so many bytes, after the time-out if there are fewer."""
        if len(self._received) < size:
            self._clock.sleep(self._timeout)
        return self._give(size)

    def read_some(self) -> bytes:
        """Return what is there, after the time-out if nothing is."""
        return self.read(max(1, len(self._received)))

    def write(self, data: bytes) -> None:
        """Have it answered."""
        self._received += self._answer(data)

    def discard(self) -> bytes:
        """Return what was received and not read."""
        return self._give(len(self._received))

    def close(self) -> None:
        """Lose what was not read."""
        self._received = b""

    def _give(self, size: int) -> bytes:
        given, self._received = self._received[:size], self._received[size:]
        return given
