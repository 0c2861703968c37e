"""Finding parkers in a few milliseconds among a million."""

from uuid import UUID

from sqlalchemy import select

from izix_desk.store import parkers, schema
from izix_desk.store.database import Transaction
from izix_desk.store.search_words import name_words, profile_words, typo_keys


def index_profile(tx: Transaction, profile_id: UUID) -> None:
    """Write the search words of a profile anew, its visits' hosts included."""
    value = parkers.profile(tx, profile_id)
    if value is None:
        return
    number = tx.execute(
        select(schema.profile.c.nr).where(schema.profile.c.id == profile_id)
    ).scalar_one()
    visit = schema.reservation.c
    hosts = tx.execute(select(visit.host).where(visit.profile == profile_id).distinct()).scalars()
    words = profile_words(value, hosts)
    tx.exec_driver_sql(
        "INSERT OR REPLACE INTO search_words (rowid, words) VALUES (?, ?)", (number, words)
    )
    for name in name_words(value):
        note_name(tx, name)


def note_name(tx: Transaction, name: str) -> None:
    """Note a name, so that it is found when misspelt."""
    added = tx.exec_driver_sql("INSERT OR IGNORE INTO name_token VALUES (?)", (name,))
    if added.rowcount > 0:
        keys = [(key, name) for key in typo_keys(name)]
        tx.exec_driver_sql("INSERT OR IGNORE INTO name_typo VALUES (?, ?)", keys)
