"""What the engine tidies up beside its work; all of it can as well be done the next time."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from functools import partial

from izix_desk.domain.errors import Refused, StoreFault
from izix_desk.services.cars import forget_cars
from izix_desk.services.counting import mend_counters, recount
from izix_desk.services.moments import present
from izix_desk.services.sessions import AT_A_TIME, end_too_long
from izix_desk.store.batches import has_leftovers, sweep
from izix_desk.store.commands import forget_unfinished
from izix_desk.store.database import AsyncDatabase, Role, open_database
from izix_desk.store.lock import import_lock
from izix_desk.store.site import load_site

EVERY_SECONDS = 20.0
PAUSE_SECONDS = 0.005
FINISHED_AFTER = timedelta(minutes=10)
"""Nobody drives through on an opening that old any more."""


class Housekeeping:
    """Closes what nobody dealt with, and removes what dead imports left."""

    def __init__(self, store: AsyncDatabase, standing: Callable[[], Collection[str]]) -> None:
        self._store = store
        self._standing = standing

    async def run(self) -> None:
        """Keep house for as long as the engine runs."""
        await self._unless_busy(self.count_anew())
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            await self._unless_busy(self.tidy())

    async def _unless_busy(self, work: Awaitable[None]) -> None:
        try:
            await work
        except StoreFault as fault:
            sys.stderr.write(f"izix-desk: {fault}\n")

    async def count_anew(self) -> None:
        """Compare the counters with the sessions; should they differ, mend them and say so."""
        if not await self._store.read(recount):
            return
        for each in await self._store.write(mend_counters):
            where = "/".join(filter(None, (each.lot, each.organisation, each.group)))
            sys.stderr.write(
                f"izix-desk: {each.kept} cars were counted in {where}, {each.counted} are inside: "
                "the counter was set right.\n"
            )

    async def tidy(self) -> None:
        """Go through the house once."""
        at = present().wall
        await self._store.write(partial(forget_cars, at=at, standing=self._standing()))
        await self._store.write(partial(forget_unfinished, before=at - FINISHED_AFTER))
        site = await self._store.read(load_site)
        ended = AT_A_TIME
        while ended == AT_A_TIME:
            ended = await self._store.write(partial(end_too_long, site=site, at=at))
            await asyncio.sleep(PAUSE_SECONDS)  # a gate may be waiting
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
