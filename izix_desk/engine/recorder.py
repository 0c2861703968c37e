"""Writes down what the lines told, in order, several facts to a commit."""

import asyncio
import sys
from collections import deque
from collections.abc import Callable
from typing import TypeAlias

from izix_desk.domain.errors import StoreFault
from izix_desk.store.database import AsyncDatabase, Transaction

Fact: TypeAlias = Callable[[Transaction], object]
MOST = 20
"""Facts of one commit; a claim that waits behind it waits no longer than this takes."""
AGAIN_SECONDS = 0.5


class Recorder:
    """A queue of facts in front of the gate connection; none is lost while the store is busy."""

    def __init__(self, store: AsyncDatabase, committed: Callable[[], None]) -> None:
        self._store = store
        self._committed = committed
        self._facts: deque[Fact] = deque()
        self._filled = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()

    def add(self, fact: Fact) -> None:
        """Have a fact written after those that wait already."""
        self._facts.append(fact)
        self._empty.clear()
        self._filled.set()

    async def run(self) -> None:
        """Write for as long as the engine runs."""
        while True:
            await self._filled.wait()
            batch = [self._facts[n] for n in range(min(MOST, len(self._facts)))]
            try:
                await self._store.write(lambda tx, batch=batch: [fact(tx) for fact in batch])
            except StoreFault as fault:
                sys.stderr.write(f"izix-desk: {fault}\n")
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            self._forget(len(batch))
            self._committed()

    async def drained(self) -> None:
        """Wait until everything is written."""
        await self._empty.wait()

    def _forget(self, count: int) -> None:
        for _ in range(count):
            self._facts.popleft()
        if not self._facts:
            self._filled.clear()
            self._empty.set()
