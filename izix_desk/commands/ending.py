"""Ends a command in order when the system asks it to."""

import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def ended_by_signals() -> Generator[None]:
    """Let the first SIGINT, SIGTERM or SIGHUP unwind the block, so that it can tidy up in peace."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [getattr(signal, name) for name in names]

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        # A second one would break into the tidying, and leave processes and files behind.
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        sys.exit(128 + number)

    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
