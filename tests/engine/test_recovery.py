"""What a starting engine makes of what the last one left, on a real store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from izix_desk.domain.commands import ASSUMED, Stage, StageRecord
from izix_desk.domain.events import EntryKind, Outcome
from izix_desk.domain.requests import OpenRequest
from izix_desk.domain.site import Output, TimedBy
from izix_desk.engine.recovery import Watched, coil_found_on, recover, settle_unseen
from izix_desk.services.moments import Moment, present
from izix_desk.services.opening import ask_open
from izix_desk.store.commands import record_stage, stages, unfinished
from izix_desk.store.database import Database, Role
from izix_desk.store.entries import open_entries
from izix_desk.store.events import last_event
from tests.support import quay

SITE = quay.site()
UNANSWERED = (Stage.CLAIMED, Stage.SENT, Stage.NOT_MEASURED)
LIFE = (Stage.CLAIMED, Stage.SENT, Stage.ANSWERED, Stage.UP)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """Give a gate connection to a store with a small site."""
    database = quay.quay(tmp_path / "site", SITE).open(Role.GATE)
    yield database
    database.close()


def left_at(store: Database, stage: Stage, gate: str = "entry") -> UUID:
    """Leave a command as an engine would that stopped at that stage."""
    request = OpenRequest(gate=gate, reason="DELIVERY", operator="Guard 1", desk="lodge")
    command = ask_open(store, request)
    for reached in LIFE[: LIFE.index(stage) + 1] if stage in LIFE else ():
        _reach(store, command, reached)
    return command


def _reach(store: Database, command: UUID, stage: Stage) -> None:
    now = present()
    record = StageRecord(command=command, stage=stage, at=now.wall, monotonic=now.monotonic)
    assert store.write(lambda tx: record_stage(tx, record))


def restart(store: Database, after: float = 1.0) -> tuple[Watched, ...]:
    """Start the next engine so many seconds later."""
    now = present()
    later = Moment(now.wall + timedelta(seconds=after), now.monotonic + after)
    return store.write(lambda tx: recover(tx, SITE, later))


def last(store: Database, command: UUID) -> StageRecord:
    """Return the last stage."""
    return store.read(lambda tx: stages(tx, command))[-1]


def test_what_nobody_claimed_has_expired(store: Database) -> None:
    """It is not sent, however fresh; nobody needs to look."""
    command = left_at(store, Stage.ASKED)
    restart(store, after=0.1)
    assert last(store, command).stage is Stage.EXPIRED
    assert "was not running" in last(store, command).detail
    assert store.read(open_entries) == ()


def test_what_was_asked_while_it_recovers_is_its_own(store: Database) -> None:
    """Whoever asked had seen that an engine holds the site."""
    started = present()
    command = left_at(store, Stage.ASKED)
    store.write(lambda tx: recover(tx, SITE, started))
    assert last(store, command).stage is Stage.ASKED


@pytest.mark.parametrize("stage", [Stage.CLAIMED, Stage.SENT])
def test_what_was_under_way_is_not_sure(store: Database, stage: Stage) -> None:
    """In red: an event that failed and an entry, told that the gate may be open."""
    command = left_at(store, stage)
    assert restart(store) == ()
    assert last(store, command).stage is Stage.NOT_SURE
    (entry,) = store.read(open_entries)
    assert entry.kind is EntryKind.NOT_SURE
    assert "the gate may be open" in entry.text
    event = store.read(lambda tx: last_event(tx, "entry"))
    assert event is not None
    assert (event.outcome, event.command) == (Outcome.FAILED, command)


def test_what_was_answered_just_now_is_watched_on(store: Database) -> None:
    """The inputs may yet tell; if they do not, nobody knows."""
    command = left_at(store, Stage.ANSWERED)
    (watched,) = restart(store)
    assert watched.command.id == command
    store.write(lambda tx: settle_unseen(tx, SITE, watched.command, present()))
    assert last(store, command).stage is Stage.NOT_SURE
    assert "before the barrier was seen" in last(store, command).detail


def test_what_was_answered_long_ago_is_not_sure_where_it_could_have_been_seen(
    store: Database,
) -> None:
    """The barrier may have gone up and down while no engine ran."""
    command = left_at(store, Stage.ANSWERED)
    assert restart(store, after=61) == ()
    assert last(store, command).stage is Stage.NOT_SURE


def test_where_nothing_is_measured_an_answer_counts_as_passed(store: Database) -> None:
    """As it would have without the restart, and marked as assumed."""
    command = left_at(store, Stage.ANSWERED, gate="exit")
    assert restart(store, after=60) == ()
    assert last(store, command).stage is Stage.PASSED
    assert last(store, command).detail.startswith(ASSUMED)


def test_what_went_well_is_left_alone(store: Database) -> None:
    """The barrier was up: nothing to say."""
    command = left_at(store, Stage.UP)
    assert restart(store, after=60) == ()
    assert last(store, command).stage is Stage.UP
    assert store.read(open_entries) == ()


@pytest.mark.parametrize("stage", [Stage.CLAIMED, Stage.SENT, Stage.ANSWERED])
def test_a_contact_that_our_pulse_left_on_is_dropped(store: Database, stage: Stage) -> None:
    """However long no engine ran, and it is recorded."""
    left_at(store, stage)
    restart(store, after=3600)
    later = quay.now() + timedelta(hours=1)
    assert store.write(lambda tx: coil_found_on(tx, SITE.gate("entry"), later))
    event = store.read(lambda tx: last_event(tx, "entry"))
    assert event is not None
    assert "switched off" in event.text


def test_a_contact_that_somebody_else_switched_on_needs_a_person(store: Database) -> None:
    """It is not touched: it may hold the gate for the fire brigade."""
    assert not store.write(lambda tx: coil_found_on(tx, SITE.gate("entry"), quay.now()))
    (entry,) = store.read(open_entries)
    assert entry.kind is EntryKind.GATE
    event = store.read(lambda tx: last_event(tx, "entry"))
    assert event is not None
    assert event.reason == "OPENED_WITHOUT_US"


def test_an_opening_that_went_well_long_ago_explains_no_contact(store: Database) -> None:
    """Its pulse ended then."""
    left_at(store, Stage.UP)
    gate = SITE.gate("entry")
    assert store.write(lambda tx: coil_found_on(tx, gate, quay.now()))
    later = quay.now() + timedelta(minutes=5)
    assert not store.write(lambda tx: coil_found_on(tx, gate, later))


def test_a_pulse_that_the_board_times_is_the_boards_to_end(store: Database) -> None:
    """Neither dropped nor reported."""
    timed = replace(SITE.gate("entry"), open=Output(number=0, timed_by=TimedBy.BOARD))
    assert not store.write(lambda tx: coil_found_on(tx, timed, quay.now()))
    assert store.read(open_entries) == ()


def test_what_no_controller_confirmed_stays_not_measured(store: Database) -> None:
    """Watched on while a car may still drive through, then left as it is."""
    request = OpenRequest(gate="exit", reason="DELIVERY", operator="Guard 1", desk="lodge")
    command = ask_open(store, request)
    for reached in UNANSWERED:
        _reach(store, command, reached)
    assert [left.command.id for left in restart(store)] == [command]
    assert not restart(store, after=11.0)
    assert last(store, command).stage is Stage.NOT_MEASURED
    assert not store.read(unfinished)
