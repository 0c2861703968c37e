"""Keeps what parkers are found by in step with them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from izix_desk.store import parkers, schema
from izix_desk.store.credentials import credentials_of
from izix_desk.store.database import Transaction
from izix_desk.store.search_keys import profile_keys
from izix_desk.store.search_words import name_words, profile_words, typo_keys
from izix_desk.store.whole_parkers import WholeParker, whole_parkers

_ADD_KEY = "INSERT OR IGNORE INTO search_key (key, nr) VALUES (?, ?)"
_REMOVE_KEY = "DELETE FROM search_key WHERE key = ? AND nr = ?"


def index_profile(tx: Transaction, profile_id: UUID) -> None:
    """Write what a profile is found by anew: plates, credentials and its visits' hosts included."""
    value = parkers.profile(tx, profile_id)
    if value is None:
        return
    number = _number(tx, profile_id)
    visit = schema.reservation.c
    hosts = tx.execute(select(visit.host).where(visit.profile == profile_id).distinct()).scalars()
    tx.exec_driver_sql(
        "INSERT OR REPLACE INTO search_words (rowid, words) VALUES (?, ?)",
        (number, profile_words(value, hosts)),
    )
    rows = [(key, number) for key in _keys(tx, value)]
    tx.exec_driver_sql(_ADD_KEY, rows)
    for name in name_words(value):
        _note_name(tx, name)


def unindex_profile(tx: Transaction, profile_id: UUID) -> None:
    """Take away what a profile is found by, before it changes or goes."""
    value = parkers.profile(tx, profile_id, of_any_batch=True)
    if value is None:
        return
    number = _number(tx, profile_id)
    tx.exec_driver_sql("DELETE FROM search_words WHERE rowid = ?", (number,))
    rows = [(key, number) for key in _keys(tx, value)]
    tx.exec_driver_sql(_REMOVE_KEY, rows)


def index_anew(tx: Transaction, pairs: Sequence[tuple[WholeParker, WholeParker]]) -> None:
    """Write what differs in what parkers, before and after a change, are found by."""
    words = [(new.number, new.words()) for old, new in pairs if new.words() != old.words()]
    keys = [(new.number, old.search_keys(), new.search_keys()) for old, new in pairs]
    _many(tx, "INSERT OR REPLACE INTO search_words (rowid, words) VALUES (?, ?)", words)
    _many(tx, _REMOVE_KEY, [(key, nr) for nr, old, new in keys for key in old - new])
    _many(tx, _ADD_KEY, [(key, nr) for nr, old, new in keys for key in new - old])
    for name in {name for old, new in pairs for name in new.names() - old.names()}:
        _note_name(tx, name)


def remove_profiles(tx: Transaction, ids: Sequence[UUID]) -> None:
    """Take profiles that never counted out of the store, with everything of them."""
    there = whole_parkers(tx, ids, of_any_batch=True).values()
    _many(tx, "DELETE FROM search_words WHERE rowid = ?", [(each.number,) for each in there])
    _many(tx, _REMOVE_KEY, [(key, each.number) for each in there for key in each.search_keys()])
    for table in (schema.access_right, schema.credential, schema.vehicle):
        tx.execute(delete(table).where(table.c.profile.in_(ids)))
    tx.execute(delete(schema.profile).where(schema.profile.c.id.in_(ids)))


def _many(tx: Transaction, statement: str, rows: Sequence[tuple[str | int, ...]]) -> None:
    if rows:
        # In their order, so that neighbours are written into one page.
        tx.exec_driver_sql(statement, sorted(rows))


def _keys(tx: Transaction, value: parkers.Profile) -> list[str]:
    plates = parkers.plates_of(tx, [value.id]).get(value.id, ())
    return profile_keys(value, plates, credentials_of(tx, value.id))


def _number(tx: Transaction, profile_id: UUID) -> int:
    mine = select(schema.profile.c.nr).where(schema.profile.c.id == profile_id)
    return tx.execute(mine).scalar_one()


def _note_name(tx: Transaction, name: str) -> None:
    added = tx.exec_driver_sql("INSERT OR IGNORE INTO name_token VALUES (?)", (name,))
    if added.rowcount > 0:
        keys = [(key, name) for key in typo_keys(name)]
        tx.exec_driver_sql("INSERT OR IGNORE INTO name_typo VALUES (?, ?)", keys)
