"""A line on the terminal that tells how far something has come."""

import sys
import time
from types import TracebackType
from typing import Self

_WIDTH = 30
_EVERY = 0.1


class ProgressLine:
    """One line on stderr, drawn again ten times a second; silent where nobody watches."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._drawn = 0.0
        self._watched = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._watched and self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def show(self, done: int, share: float) -> None:
        """Draw how many are done, and which share of all that is (0 to 1)."""
        now = time.monotonic()
        if not self._watched or now - self._drawn < _EVERY:
            return
        self._drawn = now
        bar = "#" * round(share * _WIDTH)
        sys.stderr.write(f"\r{self._title} [{bar:<{_WIDTH}}] {share:4.0%}  {done}")
        sys.stderr.flush()
