"""How long bytes take on a line, and by which clock a line lives."""

import time
from typing import Protocol

from izix_desk.domain.site import Line


def character_seconds(line: Line) -> float:
    """Return the time of one byte: start bit, eight data bits, parity if any, stop bits."""
    return (9 + (line.parity != "N") + line.stopbits) / line.baudrate


class TooLate(Exception):
    """The moment had passed after which a frame must not leave any more; none of it did."""


class Waitable(Protocol):
    """A condition or an event of `threading`."""

    def wait(self, timeout: float | None = None) -> bool:
        """Sleep until it is told, or the time is over."""
        ...


class Clock(Protocol):
    """Where a line gets its time from: the machine, or a test that has no time to lose."""

    def now(self) -> float:
        """Return the instant in seconds; it never goes back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let so much time pass."""
        ...

    def wait(self, news: Waitable, seconds: float) -> None:
        """Let so much time pass, or less if there is news."""
        ...


class MachineClock:
    """The monotonic clock, which all processes of a machine share."""

    def now(self) -> float:
        """Return the instant in seconds; it never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let so much time pass."""
        time.sleep(seconds)

    def wait(self, news: Waitable, seconds: float) -> None:
        """Let so much time pass, or less if there is news."""
        news.wait(seconds)


MACHINE = MachineClock()
