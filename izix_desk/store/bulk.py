"""Many writes in small transactions, so that a gate never waits long for its turn."""

import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from izix_desk.store.database import Database, Transaction

T = TypeVar("T")

MOST_ROWS = 50
MOST_SECONDS = 0.010
PAUSE = 0.005
_TURN = 0.0001
_AHEAD = 40
"""Batches made ready while others wait to be written: what reads them may work in bursts."""


class BulkWriter:
    """Writes through one connection: at most 50 rows and 10 ms at a time, 5 ms apart."""

    def __init__(self, database: Database, most: int = MOST_ROWS) -> None:
        self._database = database
        self._most = most
        self._rows = most // 2
        self._each = MOST_SECONDS / most
        self._free_from = 0.0

    def run(self, work: Callable[[Transaction], T]) -> T:
        """Commit one small piece of work once the pause after the last one is over."""
        self._pause()
        try:
            return self._database.write(work)
        finally:
            self._free_from = time.monotonic() + PAUSE

    def each(
        self,
        items: Iterable[T],
        write: Callable[[Transaction, Sequence[T]], None],
        after: Callable[[], None] = lambda: None,
    ) -> Iterator[int]:
        """Commit all items in their order, as many at a time as the limits allow.

        Yields how many went in. The next ones are taken from `items` while a thread writes;
        `after` follows each commit in that thread.
        """
        waiting = iter(items)
        under_way: deque[Future[int]] = deque()
        with _quick_turns(), ThreadPoolExecutor(1, thread_name_prefix="bulk") as thread:
            try:
                while batch := tuple(islice(waiting, self._rows)):
                    under_way.append(thread.submit(self._write, batch, write, after))
                    while under_way and (under_way[0].done() or len(under_way) > _AHEAD):
                        yield under_way.popleft().result()
                while under_way:
                    yield under_way.popleft().result()
            finally:
                # After a fault, or when nobody wants the rest: what has not begun never does.
                thread.shutdown(cancel_futures=True)

    def _write(
        self,
        batch: Sequence[T],
        write: Callable[[Transaction, Sequence[T]], None],
        after: Callable[[], None],
    ) -> int:
        # Our own work only, from when we have the lock: fewer rows would not make a slow disk or
        # a busy machine quicker, they would make it commit more often.
        started = self.run(lambda tx: _timed(write, tx, batch))
        self._adapt(len(batch), time.thread_time() - started)
        after()
        return len(batch)

    def _adapt(self, rows: int, seconds: float) -> None:
        # Slowly, since now and then one step carries the tidying of many.
        self._each += 0.2 * (seconds / rows - self._each)
        # Below the limit: the next rows may cost a little more than these.
        self._rows = max(1, min(self._most, int(0.8 * MOST_SECONDS / self._each)))

    def _pause(self) -> None:
        time.sleep(max(0.0, self._free_from - time.monotonic()))


def _timed(
    write: Callable[[Transaction, Sequence[T]], None], tx: Transaction, batch: Sequence[T]
) -> float:
    started = time.thread_time()
    write(tx, batch)
    return started


@contextmanager
def _quick_turns() -> Generator[None]:
    # The thread that writes holds the lock of the store, so it must not wait for the other one
    # to be done with 5 ms of Python each time SQLite returns to it.
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
