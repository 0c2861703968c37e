"""Imports: rows come in step by step, unseen, and one row makes all of them count at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self, TypeVar
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from izix_desk.store import schema
from izix_desk.store.bulk import BulkWriter
from izix_desk.store.changes import apply_changes, json_to_change
from izix_desk.store.columns import strings_to_json
from izix_desk.store.database import Database, Transaction
from izix_desk.store.lock import import_lock
from izix_desk.store.parker_rows import (
    Parker,
    ParkerRows,
    Ready,
    Row,
    last_number,
    write_keys,
    write_names,
    write_parkers,
    write_words,
)
from izix_desk.store.search_index import remove_profiles

T = TypeVar("T")

_KEYS_KEPT = 500_000
"""Search keys put in their order before they are written: 30 MB, and few pages for many keys."""
_WORDS_FROM = 4
"""Batches whose words are written together: for one alone FTS5 has much to tidy."""
_WORDS_AT_ONCE = 400
_KEYS_AT_ONCE = 2_000
_NAMES_AT_ONCE = 50
_NAMES_ASKED = 2_000
"""Entries of an index, which may be more than rows as long as the time for them is kept."""
_ASKED = 500
"""Changes, or profiles to remove, that are read together."""


class ImportBatch:
    """One import under way; leaving the block before `make_live` removes what came in."""

    def __init__(self, database: Database, title: str) -> None:
        self._database = database
        self._title = title
        self._lock = import_lock(database.folder)
        self._writer = BulkWriter(database)
        self._number = 0
        self._live = False
        self._index = _Index(database)

    def __enter__(self) -> Self:
        self._lock.__enter__()
        try:
            sweep(self._database)
            self._number = self._writer.run(lambda tx: _start(tx, self._database, self._title))
            # A power cut may take back what nobody has seen: the next import sweeps up the rest.
            self._database.set_lasting(False)
        except BaseException:
            self._lock.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._database.set_lasting(True)
            if not self._live:
                _remove(self._database, self._number)
        finally:
            self._lock.__exit__(kind, error, trace)

    def add(self, ready: Iterable[Ready]) -> Iterator[int]:
        """Bring in new parkers, unseen as yet, and note changes; yields how many each time.

        Changes are carried out once the batch is live.
        """
        yield from self._writer.each(ready, self._write, self._index.write_if_full)

    def write_index(self) -> None:
        """Write what the new parkers are found by, as far as it was kept back."""
        self._index.write()

    def make_live(self) -> None:
        """Make everything count at once, then carry out the changes step by step."""
        self.write_index()
        # From here on each commit must last; this one makes all of those before it last too.
        self._database.set_lasting(True)
        now = datetime.now(UTC)
        mine = update(schema.batch).where(schema.batch.c.nr == self._number)
        self._writer.run(lambda tx: tx.execute(mine.values(live=now)))
        self._live = True
        _carry_out(self._database, self._number)

    def _write(self, tx: Transaction, ready: Sequence[Ready]) -> None:
        new = [each for each in ready if isinstance(each, ParkerRows)]
        changes = [(self._number, each) for each in ready if isinstance(each, str)]
        if new:
            # Through the connection below the transaction, which is many times quicker.
            self._index.keep(write_parkers(self._database.raw, new, self._number), new)
            self._index.write_some_words(_WORDS_FROM * len(ready))
        if changes:
            tx.exec_driver_sql("INSERT INTO batch_change (batch, record) VALUES (?, ?)", changes)


class _Index:
    """What new parkers are found by, kept until there is enough to write it in order."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._words: list[Row] = []
        self._keys: list[bytes] = []
        """Key and number as one text each: a third of the memory of a pair, and the same order."""
        self._names: set[str] = set()
        self._written: set[str] = set()

    def write_if_full(self) -> None:
        """Write it once there is so much that memory would suffer."""
        if len(self._keys) >= _KEYS_KEPT:
            self.write()

    def write_some_words(self, least: int) -> None:
        """Write the words in the transaction under way, once there are so many."""
        if len(self._words) >= least:
            write_words(self._database.raw, self._words)
            self._words = []

    def keep(self, first: int, parkers: Sequence[ParkerRows]) -> None:
        """Take in parkers that were written, from this number on."""
        for nr, rows in enumerate(parkers, first):
            self._words.append((nr, rows.words))
            self._keys += [f"{key}\t{nr}".encode() for key in rows.keys]
            self._names.update(rows.names)

    def write(self) -> None:
        """Write it all in small steps."""
        raw = self._database.raw
        self._keys.sort()
        for entries, most, write in (
            (self._words, _WORDS_AT_ONCE, write_words),
            (map(_key_row, self._keys), _KEYS_AT_ONCE, write_keys),
            (self._new_names(), _NAMES_AT_ONCE, write_names),
        ):
            writer = BulkWriter(self._database, most)
            for _ in writer.each(entries, lambda _, part, write=write: write(raw, part)):
                pass
        self._written |= self._names
        self._words, self._keys, self._names = [], [], set()

    def _new_names(self) -> list[Row]:
        names = sorted(self._names - self._written)
        fresh: list[Row] = []
        for start in range(0, len(names), _NAMES_ASKED):
            asked = strings_to_json(tuple(names[start : start + _NAMES_ASKED]))
            fresh += self._database.read(lambda tx, asked=asked: _not_noted(tx, asked))
        return fresh


def _key_row(text: bytes) -> Row:
    key, _, number = text.rpartition(b"\t")
    return key.decode(), int(number)


def _not_noted(tx: Transaction, names: str) -> list[Row]:
    sql = "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT token FROM name_token)"
    return [(str(row[0]),) for row in tx.exec_driver_sql(sql, (names,))]


def sweep(database: Database) -> None:
    """Finish or remove what imports left that were stopped half-way; hold the import lock."""
    batch = schema.batch.c
    dead = database.read(
        lambda tx: tx.execute(select(batch.nr).where(batch.live.is_(None))).scalars().all()
    )
    for number in dead:
        _remove(database, number)
    query = select(schema.batch_change.c.batch).distinct()
    for number in database.read(lambda tx: tx.execute(query).scalars().all()):
        _carry_out(database, number)


def has_leftovers(tx: Transaction) -> bool:
    """Tell whether an import was stopped half-way, or is under way."""
    unfinished = select(schema.batch.c.nr).where(schema.batch.c.live.is_(None))
    waiting = select(schema.batch_change.c.nr)
    return any(tx.execute(query.limit(1)).first() for query in (unfinished, waiting))


def _start(tx: Transaction, database: Database, title: str) -> int:
    above = last_number(database.raw)
    values = {"title": title, "started": datetime.now(UTC), "above": above}
    return int(tx.execute(insert(schema.batch).values(**values)).lastrowid)


def _carry_out(database: Database, number: int) -> None:
    def step(tx: Transaction, changes: Sequence[tuple[int, Parker]]) -> None:
        apply_changes(tx, [change for _, change in changes])
        done = schema.batch_change.c.nr.in_([nr for nr, _ in changes])
        tx.execute(delete(schema.batch_change).where(done))

    for _ in BulkWriter(database).each(_noted_changes(database, number), step):
        pass


def _noted_changes(database: Database, number: int) -> Iterator[tuple[int, Parker]]:
    change = schema.batch_change.c
    query = select(change.nr, change.record).where(change.batch == number).order_by(change.nr)

    def page(tx: Transaction, last: int) -> list[tuple[int, str]]:
        rows = tx.execute(query.where(change.nr > last).limit(_ASKED))
        return [(row.nr, row.record) for row in rows]

    for nr, record in _paged(database, page):
        yield nr, json_to_change(record)


def _remove(database: Database, number: int) -> None:
    batch, profile = schema.batch.c, schema.profile.c
    above = select(batch.above).where(batch.nr == number).scalar_subquery()
    query = select(profile.nr, profile.id).where(profile.batch == number, profile.nr > above)

    def page(tx: Transaction, last: int) -> list[tuple[int, UUID]]:
        rows = tx.execute(query.where(profile.nr > last).order_by(profile.nr).limit(_ASKED))
        return [(row.nr, row.id) for row in rows]

    writer = BulkWriter(database)
    for _ in writer.each((who for _, who in _paged(database, page)), remove_profiles):
        pass
    writer.run(lambda tx: _forget(tx, number))


def _paged(
    database: Database, page: Callable[[Transaction, int], list[tuple[int, T]]]
) -> Iterator[tuple[int, T]]:
    """Yield numbered rows, read some at a time: those after the last number."""
    last = 0
    while rows := database.read(lambda tx, last=last: page(tx, last)):
        yield from rows
        last = rows[-1][0]


def _forget(tx: Transaction, number: int) -> None:
    tx.execute(delete(schema.batch_change).where(schema.batch_change.c.batch == number))
    tx.execute(delete(schema.batch).where(schema.batch.c.nr == number))
