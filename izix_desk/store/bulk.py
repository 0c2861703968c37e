"""Many writes in small transactions, so that a gate never waits long for its turn."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from izix_desk.store.database import Database, Transaction

T = TypeVar("T")

MOST_ROWS = 50
MOST_SECONDS = 0.010
PAUSE = 0.005


class BulkWriter:
    """Writes through one connection: at most 50 rows and 10 ms at a time, 5 ms apart."""

    def __init__(self, database: Database, most: int = MOST_ROWS) -> None:
        self._database = database
        self._most = most
        self._rows = most // 2
        self._free_from = 0.0

    def run(self, work: Callable[[Transaction], T]) -> T:
        """Commit one small piece of work once the pause after the last one is over."""
        self._pause()
        try:
            return self._database.write(work)
        finally:
            self._free_from = time.monotonic() + PAUSE

    def each(
        self, items: Iterable[T], write: Callable[[Transaction, Sequence[T]], None]
    ) -> Iterator[int]:
        """Commit all items in their order, as many at a time as the limits allow.

        Yields how many went in; they are taken from `items` during the pauses.
        """
        waiting = iter(items)
        while batch := tuple(islice(waiting, self._rows)):
            self._pause()
            # Our own work only: fewer rows would not make a slow disk or a busy machine quicker,
            # they would make it commit more often.
            started = time.thread_time()
            self.run(lambda tx, batch=batch: write(tx, batch))
            self._adapt(len(batch), time.thread_time() - started)
            yield len(batch)

    def _adapt(self, rows: int, seconds: float) -> None:
        # Aim below the limit: the next rows may cost a little more than these.
        fitting = int(rows * 0.8 * MOST_SECONDS / max(seconds, 0.0001))
        self._rows = max(1, min(self._most, fitting, self._rows + 5))

    def _pause(self) -> None:
        time.sleep(max(0.0, self._free_from - time.monotonic()))
