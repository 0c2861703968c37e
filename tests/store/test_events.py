"""Events and the feed: in the order of recording, with the newest stage of their command."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from izix_desk.domain.commands import Action, GateCommand, Stage, StageRecord
from izix_desk.domain.events import EventKind, GateEvent, Outcome
from izix_desk.domain.site import Direction
from izix_desk.store.commands import add_command, record_stage
from izix_desk.store.database import Database
from izix_desk.store.events import (
    add_event,
    count_read,
    events_of_plate,
    events_of_profile,
    feed_after,
    feed_since,
    get_event,
    last_event,
    last_event_of,
)
from izix_desk.store.ids import new_id

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def _event(**more: object) -> GateEvent:
    values: dict[str, object] = {
        "id": new_id(),
        "at": NOW,
        "gate": "entry",
        "kind": EventKind.READ,
        "outcome": Outcome.GRANTED,
        "reason": "GRANTED",
        "direction": Direction.ENTRY,
        **more,
    }
    return GateEvent(**values)  # pyright: ignore[reportArgumentType] the test's own names


def _add(database: Database, *events: GateEvent) -> list[int]:
    return [database.write(lambda tx, each=each: add_event(tx, each)) for each in events]


def test_an_event_comes_back_whole(database: Database) -> None:
    """An event comes back whole."""
    event = _event(
        method="PLATE", raw="1ABC123", plate="1-ABC-123", confidence=0.93, profile=new_id(),
        vehicle=new_id(), who="Ada Maes", organisation="Acme", decision='{"v": 1}', text="ok",
        command=new_id(), operator="Guard 1", late=True,
    )  # fmt: skip
    [seq] = _add(database, event)
    stored = database.read(lambda tx: get_event(tx, event.id))
    assert stored is not None
    assert stored.seq == seq
    assert [getattr(stored, n) for n in event.__slots__ if n != "seq"] == [
        getattr(event, n) for n in event.__slots__ if n != "seq"
    ]


def test_an_event_is_stored_once(database: Database) -> None:
    """An event is stored once."""
    event = _event()
    _add(database, event)
    with pytest.raises(IntegrityError):
        _add(database, event)


def test_the_feed_begins_with_what_came_last_and_names_its_gate(database: Database) -> None:
    """The feed begins with what came last and names its gate."""
    old, late, new = _event(at=NOW - timedelta(hours=1)), _event(), _event(gate="gone")
    _add(database, old, new, late)
    rows, _ = database.read(lambda tx: feed_since(tx, NOW))
    assert [row.id for row in rows] == [late.id, new.id]
    assert (rows[0].gate_name, rows[0].lot) == ("Quay entry", "p1")
    assert (rows[1].gate_name, rows[1].lot) == ("gone", "")


def test_news_are_new_events_and_events_with_a_new_stage(database: Database) -> None:
    """News are new events and events with a new stage."""
    command = GateCommand(
        id=new_id(), gate="entry", action=Action.OPEN, reason="VALID", operator="Guard 1",
        desk="desk", asked=NOW, asked_monotonic=1.0,
    )  # fmt: skip
    opening = _event(kind=EventKind.OPENING, command=command.id)
    database.write(lambda tx: add_command(tx, command))
    _add(database, _event(), opening)
    rows, mark = database.read(lambda tx: feed_since(tx, NOW))
    assert [row.ending for row in rows] == ["ASKED", ""]
    assert database.read(lambda tx: feed_after(tx, mark)) == ((), mark)

    claimed = StageRecord(command=command.id, stage=Stage.CLAIMED, at=NOW, monotonic=2.0)
    database.write(lambda tx: record_stage(tx, claimed))
    [row], mark = database.read(lambda tx: feed_after(tx, mark))
    assert (row.id, row.ending) == (opening.id, "CLAIMED")

    fresh = _event()
    _add(database, fresh)
    [row], mark = database.read(lambda tx: feed_after(tx, mark))
    assert row.id == fresh.id
    assert database.read(lambda tx: feed_after(tx, mark)) == ((), mark)


def test_the_last_events_of_gate_profile_and_plate(database: Database) -> None:
    """The last events of gate profile and plate."""
    who = new_id()
    read = _event(profile=who, plate="1-ABC-123")
    call = _event(kind=EventKind.CALL)
    _add(database, read, call, _event(gate="exit", plate="2-DEF-111"))
    last = database.read(lambda tx: last_event(tx, "entry"))
    assert last is not None
    assert last.id == call.id
    last = database.read(lambda tx: last_event_of(tx, "entry", EventKind.READ))
    assert last is not None
    assert last.id == read.id
    assert [e.id for e in database.read(lambda tx: events_of_profile(tx, who))] == [read.id]
    assert [e.id for e in database.read(lambda tx: events_of_plate(tx, "1-ABC-123"))] == [read.id]


def test_news_cost_the_same_however_much_happened_before(database: Database) -> None:
    """News, and the feed's last minutes, cost the same however much happened before."""

    def steps() -> int:
        counted = [0]

        def count() -> int:
            counted[0] += 1
            return 0

        _, mark = database.read(lambda tx: feed_since(tx, NOW))
        _add(database, _event(command=new_id()))
        database.raw.set_progress_handler(count, 10)
        assert len(database.read(lambda tx: feed_after(tx, mark))[0]) == 1
        database.read(lambda tx: feed_since(tx, NOW + timedelta(hours=1)))
        database.raw.set_progress_handler(None, 0)
        return counted[0]

    _add(database, _event(command=new_id()))
    few = steps()
    old = [_event(at=NOW - timedelta(days=1), command=new_id()) for _ in range(1_000)]
    database.write(lambda tx: [add_event(tx, each) for each in old])
    assert steps() < few + 20


def test_a_car_that_is_read_again_is_news_of_its_row(database: Database) -> None:
    """The row says how often it was read; without that nothing has changed."""
    event = _event()
    _add(database, event)
    _, mark = database.read(lambda tx: feed_since(tx, NOW - timedelta(hours=1)))
    assert database.read(lambda tx: feed_after(tx, mark)) == ((), mark)
    database.write(lambda tx: (count_read(tx, event.id), count_read(tx, event.id)))
    rows, later = database.read(lambda tx: feed_after(tx, mark))
    assert [(row.id, row.reads) for row in rows] == [(event.id, 3)]
    assert database.read(lambda tx: feed_after(tx, later)) == ((), later)
