"""Notices what any process commits, and tells while the store cannot be looked at."""

import asyncio
from collections.abc import Callable

from izix_desk.domain.errors import StoreFault
from izix_desk.store.database import Database

LOOK_SECONDS = 0.05


class StoreWatch:
    """Looks 20 times a second, and whenever it is hinted to."""

    def __init__(
        self, store: Database, *, changed: Callable[[], None], trouble: Callable[[str], None]
    ) -> None:
        self._store = store
        self._changed = changed
        self._trouble = trouble
        self._fault = ""
        """Why the store could not be looked at last time."""
        self.version = -1
        """Another number whenever somebody committed."""

    async def run(self) -> None:
        """Go on looking."""
        while True:
            self.look()
            await asyncio.sleep(LOOK_SECONDS)

    def look(self) -> None:
        """Look whether anybody committed since the last time."""
        try:
            version = self._store.data_version()
        except StoreFault as fault:
            self._tell(str(fault))
            return
        self._tell("")
        if version != self.version:
            self.version = version
            self._changed()

    def _tell(self, fault: str) -> None:
        # Once, and not at each look, until it is over or another one.
        if fault != self._fault:
            self._fault = fault
            self._trouble(fault)
