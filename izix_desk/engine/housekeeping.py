"""What the engine tidies up beside its work; all of it can as well be done the next time."""

import asyncio
import sys
from collections.abc import Callable, Collection
from datetime import timedelta
from functools import partial

from izix_desk.domain.errors import Refused, StoreFault
from izix_desk.services.cars import forget_cars
from izix_desk.services.moments import present
from izix_desk.store.batches import has_leftovers, sweep
from izix_desk.store.commands import forget_unfinished
from izix_desk.store.database import AsyncDatabase, Role, open_database
from izix_desk.store.lock import import_lock

EVERY_SECONDS = 20.0
FINISHED_AFTER = timedelta(minutes=10)
"""Nobody drives through on an opening that old any more."""


class Housekeeping:
    """Closes what nobody dealt with, and removes what dead imports left."""

    def __init__(self, store: AsyncDatabase, standing: Callable[[], Collection[str]]) -> None:
        self._store = store
        self._standing = standing

    async def run(self) -> None:
        """Keep house for as long as the engine runs."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.tidy()
            except StoreFault as fault:
                sys.stderr.write(f"izix-desk: {fault}\n")

    async def tidy(self) -> None:
        """Go through the house once."""
        at = present().wall
        await self._store.write(partial(forget_cars, at=at, standing=self._standing()))
        await self._store.write(partial(forget_unfinished, before=at - FINISHED_AFTER))
        if await self._store.read(has_leftovers):
            await asyncio.to_thread(self._sweep)
        # The gate connections leave this to others, and there may be none.
        await asyncio.to_thread(self._store.database.tidy)

    def _sweep(self) -> None:
        folder = self._store.database.folder
        try:
            with import_lock(folder):
                bulk = open_database(folder, Role.BULK)
                try:
                    sweep(bulk)
                finally:
                    bulk.close()
        except Refused:
            pass  # not left over: the import runs
