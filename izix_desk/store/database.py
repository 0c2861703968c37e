"""The local store's connections: one piece of work at a time, done whole or not at all."""

import asyncio
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, TypeVar

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from izix_desk.domain.errors import StoreFault
from izix_desk.store import connecting, revisions
from izix_desk.store.creating import create_store
from izix_desk.store.faults import is_busy, plainly, refuse_old_sqlite, require_store
from izix_desk.store.folder import SiteFolder
from izix_desk.store.keys import store_key
from izix_desk.store.turns import Turnstile

T = TypeVar("T")
Transaction: TypeAlias = Connection
"""What work on the store is given; other rooms hand it on and never look inside."""

_NAP = 0.0005


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a connection behaves: patience in seconds, cache, and when it tidies the WAL."""

    patience: float
    cache_kib: int
    checkpoint_pages: int


class Role(Enum):
    """What a connection is for."""

    READ = _Manner(10.0, 8_000, 0)
    """Cannot write, whatever it is asked."""
    GATE = _Manner(2.5, 2_000, 20_000)
    """Goes before everybody else; leaves moving the WAL into the file to the others."""
    BULK = _Manner(10.0, 24_000, 8_000)
    """Appends and writes in order, so a larger cache would only cost memory."""
    REST = _Manner(10.0, 2_000, 1_000)


class Database:
    """One connection; threads may share it and then take turns."""

    def __init__(self, folder: SiteFolder, key: bytes, role: Role) -> None:
        self.folder = folder
        self.role = role
        self._key = key
        self._lock = threading.Lock()
        self._raw = self._connect()
        if role is Role.READ:
            self._raw.execute("PRAGMA query_only = ON")
        self._watch: dbapi2.Connection | None = None
        self._watch_lock = threading.Lock()
        self.turns = Turnstile(folder.turns)
        self._engine = create_engine(
            "sqlite://", creator=lambda: self._raw, module=dbapi2, poolclass=StaticPool
        )
        self._connection = self._engine.connect()

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Return what work finds in one consistent view of the store; it must not write."""
        with self._lock, plainly(self.folder), self._transaction(self._begin_reading):
            return work(self._connection)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Commit what work does; the write lock is taken first, so nothing fails half-way."""
        with self._lock, plainly(self.folder), self._transaction(self._begin_writing):
            return work(self._connection)

    def data_version(self) -> int:
        """Return a number that differs once anybody else committed; costs a few microseconds."""
        with self._watch_lock, plainly(self.folder):
            if self._watch is None:
                # Its own connection, never in a transaction: a long read must not delay it.
                self._watch = self._connect()
            row = self._watch.execute("PRAGMA data_version").fetchone()
        return int(str(row[0])) if row else 0

    def tidy(self) -> None:
        """Move the WAL into the file as far as nobody reads it; the gate connections leave it."""
        with self._lock, plainly(self.folder):
            self._raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def set_lasting(self, lasting: bool) -> None:
        """Say whether each commit must outlast a power cut, or only the next one that must.

        Nothing is ever torn: what a power cut takes back are the last commits, in their order.
        """
        with self._lock, plainly(self.folder):
            self._raw.execute(f"PRAGMA synchronous = {'FULL' if lasting else 'NORMAL'}")

    def close(self) -> None:
        """Finish the work under way and drop the connections."""
        with self._lock, self._watch_lock:
            self._connection.close()
            self._engine.dispose()
            self._raw.close()
            if self._watch is not None:
                self._watch.close()
            self.turns.close()

    @property
    def raw(self) -> dbapi2.Connection:
        """The connection below, for the store's own bulk work; only inside `read` or `write`."""
        return self._raw

    def _connect(self) -> dbapi2.Connection:
        manner = self.role.value
        return connecting.connect(
            self.folder.store,
            self._key,
            cache_kib=manner.cache_kib,
            checkpoint_pages=manner.checkpoint_pages,
        )

    @contextmanager
    def _transaction(self, begin: Callable[[], None]) -> Generator[None]:
        begin()
        try:
            yield
            self._raw.execute("COMMIT")
        finally:
            # Ends SQLAlchemy's own notion of a transaction, and the real one if work failed.
            self._connection.rollback()
            if self._raw.in_transaction:
                self._raw.rollback()

    def _begin_reading(self) -> None:
        # The first read takes the snapshot; only then can another connection no longer interfere.
        self._persist("BEGIN", self._snapshot, lambda: time.sleep(_NAP))

    def _begin_writing(self) -> None:
        if self.role is Role.GATE:
            if not self._try("BEGIN IMMEDIATE"):
                with self.turns.hand() as hand:
                    self._persist("BEGIN IMMEDIATE", lambda: None, hand.wait)
            return
        self.turns.let_through()
        self._persist("BEGIN IMMEDIATE", lambda: None, self._wait_politely)

    def _wait_politely(self) -> None:
        time.sleep(_NAP)
        self.turns.let_through()

    def _persist(self, begin: str, then: Callable[[], None], wait: Callable[[], None]) -> None:
        end = time.monotonic() + self.role.value.patience
        while not self._try(begin, then):
            if time.monotonic() > end:
                raise StoreFault(
                    f"The store {self.folder.store} stayed busy for "
                    f"{self.role.value.patience:g} s, "
                    "nothing was stored: try again, and close other programs that use it."
                )
            wait()

    def _try(self, begin: str, then: Callable[[], None] = lambda: None) -> bool:
        try:
            self._raw.execute(begin)
            then()
        except dbapi2.Error as error:
            if self._raw.in_transaction:
                self._raw.rollback()
            if is_busy(error):
                return False
            raise
        return True

    def _snapshot(self) -> None:
        self._raw.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()


class AsyncDatabase:
    """A database with a worker thread of its own, for an event loop."""

    def __init__(self, database: Database) -> None:
        self.database = database
        name = f"store-{database.role.name.lower()}"
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Return what work finds in one consistent view of the store."""
        return await self._run(self.database.read, work)

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Commit what work does, off the loop."""
        return await self._run(self.database.write, work)

    async def close(self) -> None:
        """Finish the work under way and drop the connections."""
        await asyncio.get_running_loop().run_in_executor(self._worker, self.database.close)
        self._worker.shutdown(wait=False)

    async def _run(
        self,
        transact: Callable[[Callable[[Transaction], T]], T],
        work: Callable[[Transaction], T],
    ) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._worker, transact, work)


def open_database(folder: SiteFolder, role: Role = Role.REST, *, create: bool = False) -> Database:
    """Open the store of a site; raises StoreFault when it is missing, locked away or newer."""
    refuse_old_sqlite(dbapi2.sqlite_version)
    if create and not folder.store.exists():
        create_store(folder)
    require_store(folder)
    with plainly(folder):
        database = Database(folder, store_key(folder), role)
        try:
            database.read(lambda tx: revisions.check(folder, tx))
        except BaseException:
            database.close()
            raise
    return database
