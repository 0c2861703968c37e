"""Reads at a gate on a real store: one event each, and the gate opens for whom it should."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from izix_desk.domain.commands import Stage, StageRecord
from izix_desk.domain.events import EntryKind, EventKind, Outcome
from izix_desk.domain.frozen import thaw
from izix_desk.domain.site import Direction, ExitRule
from izix_desk.services.cars import car_called, car_left, forget_cars, next_car
from izix_desk.services.gatekeeping import Admission, take_read
from izix_desk.services.moments import Moment, present
from izix_desk.services.reads import gates_of_read, plate_read
from izix_desk.store.commands import record_stage, stages
from izix_desk.store.database import Database, Role
from izix_desk.store.entries import get_entry, open_entries
from izix_desk.store.events import events_at_gate, get_event
from izix_desk.store.site import load_site, save_site
from tests.support import quay


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """Give a gate connection to a store with a small site."""
    database = quay.quay(tmp_path / "site", quay.site()).open(Role.GATE)
    yield database
    database.close()


def read(
    store: Database, plate: str, *, gate: str = "entry", later: float = 0, may_send: bool = True
) -> Admission:
    """Let the camera of a gate read a plate."""
    site, now = store.read(load_site), present()
    at = Moment(now.wall + timedelta(seconds=later), now.monotonic + later)
    seen = plate_read(at, site.gate(gate), plate, 0.9)
    return store.write(lambda tx: take_read(tx, site, seen, at, may_send=may_send))


def test_a_valid_parker_is_admitted(store: Database) -> None:
    """One granted event with its frozen decision; the claim is committed with it."""
    admission = read(store, quay.KNOWN_PLATE)
    event = store.read(lambda tx: get_event(tx, admission.event.id))
    assert event is not None
    assert (event.kind, event.outcome, event.who, event.organisation) == (
        EventKind.READ,
        Outcome.GRANTED,
        "Ada Maes",
        "Acme",
    )
    assert thaw(event.decision).granted
    command = admission.opens
    assert command is not None
    assert admission.claimed
    assert event.command == command.id
    recorded = store.read(lambda tx: stages(tx, command.id))
    assert [record.stage for record in recorded] == [Stage.ASKED, Stage.CLAIMED]
    assert store.read(open_entries) == ()


def test_while_the_barrier_is_busy_the_command_waits_for_its_turn(store: Database) -> None:
    """It is asked, and the claim is left to whoever sends it."""
    admission = read(store, quay.KNOWN_PLATE, may_send=False)
    assert admission.opens is not None
    assert not admission.claimed
    command = admission.opens.id
    assert [r.stage for r in store.read(lambda tx: stages(tx, command))] == [Stage.ASKED]


def test_a_car_that_is_read_twice_is_let_in_once(store: Database) -> None:
    """One event, that counts both reads; the second opens nothing."""
    first, second = read(store, quay.KNOWN_PLATE), read(store, quay.KNOWN_PLATE, later=5)
    assert second.opens is None
    assert first.opens is not None
    assert second.event.command == first.opens.id
    (event,) = store.read(lambda tx: events_at_gate(tx, "entry"))
    assert event.reads == 2


def test_after_bytes_have_left_a_second_read_sends_nothing_again(store: Database) -> None:
    """Not sure whether it opened: a person decides. When certainly nothing moved, it is tried."""
    first = read(store, quay.KNOWN_PLATE)
    _reach(store, first, Stage.SENT, Stage.NOT_SURE)
    assert read(store, quay.KNOWN_PLATE, later=1).opens is None
    assert read(store, quay.KNOWN_PLATE, later=11).opens is not None


def test_what_never_left_the_port_is_tried_for_the_next_read(store: Database) -> None:
    """Nothing moved, so nothing opens twice."""
    first = read(store, quay.KNOWN_PLATE)
    _reach(store, first, Stage.NO_ANSWER)
    assert read(store, quay.KNOWN_PLATE, later=1).opens is not None


def test_two_unread_cars_both_get_out(store: Database) -> None:
    """The first has driven through: the same unread plate is another car now."""
    free = quay.with_gate(quay.site(), "exit", plates="camera", admit=True, min_confidence=0.95)
    free = quay.with_gate(free, "entry", plates=None)
    store.write(lambda tx: save_site(tx, free))
    first = read(store, "UNREAD", gate="exit")
    assert read(store, "UNREAD", gate="exit", later=1).opens is None
    _reach(store, first, Stage.SENT, Stage.ANSWERED, Stage.PASSED)
    assert read(store, "UNREAD", gate="exit", later=6).opens is not None


def _reach(store: Database, admission: Admission, *reached: Stage) -> None:
    assert admission.opens is not None
    for stage in reached:
        now = present()
        record = StageRecord(
            command=admission.opens.id, stage=stage, at=now.wall, monotonic=now.monotonic
        )
        assert store.write(lambda tx, record=record: record_stage(tx, record))


def test_a_stranger_waits_for_a_person(store: Database) -> None:
    """One denied event with its line, and one entry on *Needs you*."""
    admission = read(store, quay.STRANGE_PLATE)
    assert admission.opens is None
    assert admission.event.outcome is Outcome.DENIED
    assert admission.event.reason == "UNKNOWN_PLATE"
    assert admission.event.text
    (entry,) = store.read(open_entries)
    assert (entry.kind, entry.plate, entry.text) == (
        EntryKind.REFUSED,
        quay.STRANGE_PLATE,
        admission.event.text,
    )


def test_whoever_is_held_on_the_way_out_calls(store: Database) -> None:
    """An exit that lets out only who is known never holds a car in silence."""
    site = quay.with_gate(quay.site(), "exit", exit=ExitRule.KNOWN)
    store.write(lambda tx: save_site(tx, site))
    admission = read(store, quay.STRANGE_PLATE, gate="exit")
    assert not admission.decision.granted
    (entry,) = store.read(open_entries)
    assert (entry.kind, entry.gate, entry.plate) == (
        EntryKind.CALL, "exit", quay.STRANGE_PLATE,
    )  # fmt: skip


def test_a_gate_without_admit_opens_for_nobody_by_itself(store: Database) -> None:
    """Granted is recorded; only operators open there."""
    store.write(lambda tx: save_site(tx, quay.with_gate(quay.site(), "entry", admit=False)))
    admission = read(store, quay.KNOWN_PLATE)
    assert admission.event.outcome is Outcome.GRANTED
    assert admission.opens is None
    assert store.read(open_entries) == ()


def test_a_ring_joins_the_refused_car(store: Database) -> None:
    """One entry per car: the ring makes it urgent and keeps why it was refused."""
    admission = read(store, quay.STRANGE_PLATE)
    gate = store.read(load_site).gate("entry")
    store.write(lambda tx: car_called(tx, gate, quay.now()))
    (entry,) = store.read(open_entries)
    assert entry.kind is EntryKind.CALL
    assert (entry.plate, entry.text) == (quay.STRANGE_PLATE, admission.event.text)
    newest = store.read(lambda tx: events_at_gate(tx, "entry"))[0]
    assert (newest.kind, newest.plate) == (EventKind.CALL, quay.STRANGE_PLATE)


def test_a_car_that_leaves_takes_its_entry_along(store: Database) -> None:
    """Closed as LEFT, by nobody's hand."""
    read(store, quay.STRANGE_PLATE)
    (entry,) = store.read(open_entries)
    gate = store.read(load_site).gate("entry")
    store.write(lambda tx: car_left(tx, gate, quay.now()))
    closed = store.read(lambda tx: get_entry(tx, entry.id))
    assert closed is not None
    assert (closed.outcome, store.read(open_entries)) == ("LEFT", ())


def test_a_car_that_left_while_no_engine_ran_takes_its_entry_along(store: Database) -> None:
    """What came up since the engine runs is of a car that may still stand there."""
    gate, start = store.read(load_site).gate("entry"), quay.now()
    store.write(lambda tx: car_called(tx, gate, start))
    for begun, still in ((start, 1), (start + timedelta(seconds=1), 0)):
        left = start + timedelta(seconds=2)
        store.write(lambda tx, begun=begun, left=left: car_left(tx, gate, left, came_before=begun))
        assert len(store.read(open_entries)) == still


def test_without_an_arrive_loop_the_next_car_or_ten_minutes_close_an_entry(
    store: Database,
) -> None:
    """Counted as not dealt with; the same car's next read does not."""
    site = quay.with_gate(quay.site(), "entry", inputs={})
    store.write(lambda tx: save_site(tx, site))
    read(store, quay.STRANGE_PLATE)
    (first,) = store.read(open_entries)
    read(store, quay.STRANGE_PLATE, later=1)
    assert store.read(open_entries)[0].id == first.id
    read(store, "8-OTH-888", later=2)
    assert _outcome(store, first.id) == "NOT_DEALT_WITH"
    (second,) = store.read(open_entries)
    store.write(lambda tx: forget_cars(tx, quay.now() + timedelta(minutes=9)))
    assert _outcome(store, second.id) == ""
    store.write(lambda tx: forget_cars(tx, quay.now() + timedelta(minutes=11)))
    assert _outcome(store, second.id) == "NOT_DEALT_WITH"


def test_a_car_that_was_read_and_never_came_is_forgotten(store: Database) -> None:
    """Read on the road, it never drove onto the loop; one that stands there is not forgotten."""
    read(store, quay.STRANGE_PLATE)
    (entry,) = store.read(open_entries)
    much_later = quay.now() + timedelta(minutes=11)
    store.write(lambda tx: forget_cars(tx, much_later, standing={"entry"}))
    assert _outcome(store, entry.id) == ""
    store.write(lambda tx: forget_cars(tx, much_later))
    assert _outcome(store, entry.id) == "NOT_DEALT_WITH"


def test_a_button_pressed_again_and_again_is_one_ring(store: Database) -> None:
    """One row in a minute while it rings; once somebody closed it, the next press is new."""
    gate, start = store.read(load_site).gate("entry"), quay.now()

    def press(seconds: float) -> int:
        at = start + timedelta(seconds=seconds)
        store.write(lambda tx: car_called(tx, gate, at))
        return len(store.read(lambda tx: events_at_gate(tx, "entry", 100)))

    assert [press(seconds) for seconds in (0, 15, 30, 59)] == [1, 1, 1, 1]
    (entry,) = store.read(open_entries)
    assert (entry.kind, entry.opened) == (EntryKind.CALL, start)
    assert [press(61), press(75)] == [2, 2]
    assert [each.id for each in store.read(open_entries)] == [entry.id]
    store.write(lambda tx: car_left(tx, gate, start + timedelta(seconds=80)))
    assert press(85) == 3
    assert len(store.read(open_entries)) == 1


def test_a_button_pressed_after_a_refused_read_rings(store: Database) -> None:
    """Though another car rang at the gate a moment ago."""
    gate = store.read(load_site).gate("entry")
    store.write(lambda tx: car_called(tx, gate, quay.now()))
    store.write(lambda tx: car_left(tx, gate, quay.now()))
    read(store, quay.STRANGE_PLATE)
    store.write(lambda tx: car_called(tx, gate, quay.now()))
    (entry,) = store.read(open_entries)
    assert (entry.kind, entry.plate) == (EntryKind.CALL, quay.STRANGE_PLATE)


def _outcome(store: Database, entry: UUID) -> str:
    found = store.read(lambda tx: get_entry(tx, entry))
    return found.outcome if found is not None else "missing"


def test_with_an_arrive_loop_the_next_read_closes_nothing(store: Database) -> None:
    """The loop knows better: two cars may stand there."""
    read(store, quay.STRANGE_PLATE)
    gate = store.read(load_site).gate("entry")
    store.write(lambda tx: next_car(tx, gate, "8-OTH-888", quay.now()))
    assert len(store.read(open_entries)) == 1


def test_one_camera_may_see_both_lanes() -> None:
    """The direction of a read names the gate; without one it is recorded at the first."""
    both = quay.with_gate(quay.site(), "exit", plates="camera")
    assert [g.id for g in gates_of_read(both, "camera", "EXIT")] == ["exit"]
    assert [g.id for g in gates_of_read(both, "camera", "in")] == ["entry"]
    assert [g.id for g in gates_of_read(both, "camera", "")] == ["entry"]
    assert gates_of_read(both, "other", "") == ()
    assert plate_read(present(), both.gate("exit"), "x", way="OUT").direction is Direction.EXIT


def test_a_lane_that_is_not_told_opens_no_gate(store: Database) -> None:
    """Else any car at the entry would open the exit, which lets out everybody."""
    both = quay.with_gate(quay.site(), "exit", plates="camera", admit=True)
    store.write(lambda tx: save_site(tx, both))
    for gate in ("entry", "exit"):
        admission = read(store, quay.KNOWN_PLATE, gate=gate)
        assert admission.opens is None
        assert admission.event.reason == "DIRECTION_UNKNOWN"
    assert len(store.read(open_entries)) == 2
