"""The keys of devices in the encrypted store."""

from dataclasses import replace
from datetime import UTC, datetime

from izix_desk.store.database import Database
from izix_desk.store.pairings import keep_candidate, keep_pairing, keys_tried, load_pairings
from tests.support import osdp

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ONE, TWO = osdp.pairing(1), osdp.pairing(2)


def candidate(database: Database, key: bytes) -> None:
    """Keep a key that is sent next."""
    database.write(lambda tx: keep_candidate(tx, "north", 1, key, operator="Ada", at=NOW))


def test_a_candidate_is_no_pairing(database: Database) -> None:
    """It is only tried at the next pairing, after the key that was proven."""
    candidate(database, ONE.key)
    assert database.read(load_pairings) == ()
    assert database.read(lambda tx: keys_tried(tx, "north", 1)) == (ONE.key,)
    database.write(lambda tx: keep_pairing(tx, ONE))
    candidate(database, TWO.key)
    assert database.read(load_pairings) == (ONE,)
    assert database.read(lambda tx: keys_tried(tx, "north", 1)) == (ONE.key, TWO.key)
    assert database.read(lambda tx: keys_tried(tx, "north", 2)) == ()


def test_a_later_pairing_takes_the_place_of_the_first(database: Database) -> None:
    """One per address; each leaves its line in the audit, which holds no key."""
    again = replace(ONE, key=TWO.key, serial=4711)
    for pairing in (TWO, ONE, again):
        database.write(lambda tx, pairing=pairing: keep_pairing(tx, pairing))
    assert database.read(load_pairings) == (again, TWO)
    assert database.read(lambda tx: keys_tried(tx, "north", 1)) == (TWO.key,)
    rows = database.read(
        lambda tx: tx.exec_driver_sql("SELECT action, subject, detail FROM audit_record").all()
    )
    assert [row[:2] for row in rows] == [
        ("PAIRED", "north/2"),
        ("PAIRED", "north/1"),
        ("PAIRED", "north/1"),
    ]
    assert TWO.key.hex() not in str(rows)


def test_a_key_is_not_shown(database: Database) -> None:
    """Not in a log or a traceback either."""
    assert ONE.key.hex() not in repr(ONE)
    assert repr(ONE.key) not in repr(ONE)
    assert database.read(load_pairings) == ()
