"""Coroutines started from Qt slots: each has an owner that ends it, and none fails unseen."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from izix_desk.domain.errors import DeskError


class Tasks:
    """Runs coroutines for one window; the world's faults go to `tell`, bugs to the hook."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it beside everything else; needs the running loop."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    async def close(self) -> None:
        """Cancel what still runs and wait until it is gone."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        problem = None if task.cancelled() else task.exception()
        if isinstance(problem, DeskError):
            self._tell(str(problem))
        elif problem is not None:
            sys.excepthook(type(problem), problem, problem.__traceback__)
