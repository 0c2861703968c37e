"""Needs you: one entry per car at a gate, or per thing at a gate."""

from datetime import UTC, datetime, timedelta

from izix_desk.domain.events import Entry, EntryKind
from izix_desk.store.database import Database
from izix_desk.store.entries import (
    close_entry,
    entry_at,
    get_entry,
    open_entries,
    open_entry,
    reopen_entry,
    take_entry,
)
from izix_desk.store.ids import new_id

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def _open(database: Database, kind: EntryKind, plate: str = "", **more: object) -> Entry:
    values: dict[str, object] = {"gate": "entry", "opened": NOW, **more}
    entry = Entry(id=new_id(), kind=kind, plate=plate, **values)  # pyright: ignore[reportArgumentType]
    return database.write(lambda tx: open_entry(tx, entry))


def test_a_ring_makes_the_refusal_of_the_same_car_more_urgent(database: Database) -> None:
    """A ring makes the refusal of the same car more urgent."""
    refused = _open(database, EntryKind.REFUSED, "1-ABC-123", text="Staff is full")
    rung = _open(database, EntryKind.CALL, opened=NOW + timedelta(seconds=5), text="call")
    assert rung.id == refused.id
    assert (rung.kind, rung.plate, rung.text) == (EntryKind.CALL, "1-ABC-123", "Staff is full")
    assert rung.opened == NOW
    assert database.read(open_entries) == (rung,)


def test_the_same_plate_read_again_is_the_same_car(database: Database) -> None:
    """The same plate read again is the same car."""
    first = _open(database, EntryKind.REFUSED, "1-ABC-123", text="Staff is full")
    again = _open(database, EntryKind.REFUSED, "1ABC123", text="Lot closed")
    assert again.id == first.id
    assert again.text == "Lot closed"


def test_another_car_another_gate_or_a_thing_is_another_entry(database: Database) -> None:
    """Another car another gate or a thing is another entry."""
    made = [
        _open(database, EntryKind.REFUSED, "1-ABC-123"),
        _open(database, EntryKind.REFUSED, "2-DEF-111"),
        _open(database, EntryKind.REFUSED, "1-ABC-123", gate="exit"),
        _open(database, EntryKind.GATE, text="left open"),
    ]
    assert len({entry.id for entry in made}) == 4
    assert len(database.read(open_entries)) == 4


def test_ringing_comes_first_then_the_oldest(database: Database) -> None:
    """Ringing comes first then the oldest."""
    for minute, (kind, gate) in enumerate(
        [
            (EntryKind.REFUSED, "a"),
            (EntryKind.NOT_SURE, "b"),
            (EntryKind.CALL, "c"),
            (EntryKind.CALL, "d"),
        ]
    ):
        _open(database, kind, gate=gate, opened=NOW + timedelta(minutes=minute))
    assert [entry.gate for entry in database.read(open_entries)] == ["c", "d", "b", "a"]
    first = database.read(lambda tx: entry_at(tx, "b"))
    assert first is not None
    assert first.kind is EntryKind.NOT_SURE
    assert database.read(lambda tx: entry_at(tx, "z")) is None


def test_an_entry_is_taken_closed_and_opened_again(database: Database) -> None:
    """An entry is taken closed and opened again."""
    entry = _open(database, EntryKind.CALL)

    def close() -> bool:
        return database.write(
            lambda tx: close_entry(tx, entry.id, "LET_IN", operator="Guard 1", at=NOW)
        )

    assert database.write(lambda tx: take_entry(tx, entry.id, "desk 1"))
    assert close()
    assert not close()
    assert not database.write(lambda tx: take_entry(tx, entry.id, "desk 2"))
    closed = database.read(lambda tx: get_entry(tx, entry.id))
    assert closed is not None
    assert (closed.taken_by, closed.outcome, closed.operator) == ("desk 1", "LET_IN", "Guard 1")
    assert database.read(open_entries) == ()
    assert database.write(lambda tx: reopen_entry(tx, entry.id))
    assert not database.write(lambda tx: reopen_entry(tx, entry.id))
    [again] = database.read(open_entries)
    assert (again.taken_by, again.outcome) == ("desk 1", "")


def test_a_closed_entry_is_not_merged_into(database: Database) -> None:
    """A closed entry is not merged into."""
    first = _open(database, EntryKind.CALL, "1-ABC-123")
    database.write(lambda tx: close_entry(tx, first.id, "LEFT", operator="", at=NOW))
    assert _open(database, EntryKind.CALL, "1-ABC-123").id != first.id
