"""Waiting for a condition, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_PAUSE = 0.005


def wait_until(predicate: Callable[[], T], seconds: float, what: str) -> T:
    """Return the first true answer; fail, saying what was awaited, when the deadline passes."""
    deadline = time.monotonic() + seconds
    while True:
        answer = predicate()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"waited {seconds} s in vain for {what}"
        time.sleep(_PAUSE)
