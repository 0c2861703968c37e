"""Coroutines that a widget starts, and drops when it no longer wants the answer."""

import asyncio
import sys
from collections.abc import Callable, Coroutine

from izix_desk.domain.errors import DeskError


class Latest:
    """Runs one coroutine at a time: starting another drops the answer of the one before."""

    def __init__(self, on_fault: Callable[[str], None]) -> None:
        self._on_fault = on_fault
        self._task: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Tell whether an answer is still to come."""
        return self._task is not None and not self._task.done()

    def start(self, work: Coroutine[object, object, None]) -> None:
        """Run this instead of what runs now."""
        self.drop()
        self._task = asyncio.ensure_future(work)
        self._task.add_done_callback(self._end)

    def drop(self) -> None:
        """Forget what runs now."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _end(self, task: asyncio.Task[None]) -> None:
        if task.cancelled():
            return
        fault = task.exception()
        if isinstance(fault, DeskError):
            self._on_fault(str(fault))
        elif fault is not None:  # our bug: it goes where every other one goes
            sys.excepthook(type(fault), fault, fault.__traceback__)
