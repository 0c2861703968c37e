"""What a gate tells by itself: in the feed, before a person, and in the count."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from izix_desk.domain.decision import Read
from izix_desk.domain.events import EntryKind, EventKind, GateEvent, Outcome
from izix_desk.services.cars import car_left
from izix_desk.services.counting import group_views
from izix_desk.services.gate_news import (
    camera_misses,
    left_open,
    not_read,
    tailgated,
    turned_back,
)
from izix_desk.services.gatekeeping import take_read
from izix_desk.services.moments import present
from izix_desk.services.reads import plate_read
from izix_desk.store.commands import unfinished
from izix_desk.store.database import Database
from izix_desk.store.entries import open_entries
from izix_desk.store.events import last_event
from tests.support import quay

SITE = quay.site()
GATE = SITE.gate("entry")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """Give a connection to a store with a small site."""
    database = quay.quay(tmp_path / "site", SITE).open()
    yield database
    database.close()


def last(store: Database, gate: str = "entry") -> GateEvent:
    """Return the newest event of a gate."""
    event = store.read(lambda tx: last_event(tx, gate))
    assert event is not None
    assert event.kind is EventKind.GATE
    return event


def taken(store: Database) -> tuple[int, int]:
    """Return how many are inside, and on their way in."""
    (staff,) = store.read(lambda tx: group_views(tx, SITE, quay.now()))
    return staff.inside, staff.reserved


def test_a_car_that_is_not_read_waits_for_a_person_until_it_leaves(store: Database) -> None:
    """One entry, however it goes on."""
    store.write(lambda tx: not_read(tx, GATE, quay.now()))
    event = last(store)
    assert (event.reason, event.outcome, event.text) == (
        "NO_READ", Outcome.FAILED, "A car stands at Quay entry, and nothing was read",
    )  # fmt: skip
    (entry,) = store.read(open_entries)
    assert (entry.kind, entry.event) == (EntryKind.REFUSED, event.id)
    store.write(lambda tx: car_left(tx, GATE, quay.now()))
    assert store.read(open_entries) == ()


def test_a_camera_that_misses_cars_is_told_with_its_rate(store: Database) -> None:
    """It stays until a person has dealt with it, whoever drives through."""
    store.write(lambda tx: camera_misses(tx, GATE, 7, 20, quay.now()))
    text = "The camera of Quay entry is silent: 7 of the last 20 cars not read"
    assert (last(store).reason, last(store).text) == ("CAMERA_SILENT", text)
    store.write(lambda tx: car_left(tx, GATE, quay.now()))
    assert [entry.kind for entry in store.read(open_entries)] == [EntryKind.GATE]


def test_a_barrier_that_stays_up_is_told_with_its_minutes(store: Database) -> None:
    """A person must look."""
    store.write(lambda tx: left_open(tx, GATE, 185.0, quay.now()))
    assert (last(store).reason, last(store).text) == (
        "LEFT_OPEN", "Quay entry is left open for 3 minutes",
    )  # fmt: skip
    assert len(store.read(open_entries)) == 1


def test_a_car_that_follows_is_recorded_and_counted(store: Database) -> None:
    """In, and out again; who is known is never counted out for it."""
    store.write(lambda tx: tailgated(tx, SITE, GATE, quay.now()))
    assert (last(store).reason, last(store).outcome) == ("TAILGATED", Outcome.NOTED)
    assert taken(store) == (1, 0)
    for _ in range(2):
        store.write(lambda tx: tailgated(tx, SITE, SITE.gate("exit"), quay.now()))
    assert taken(store) == (0, 0)
    assert store.read(open_entries) == ()


def test_a_car_that_turned_back_did_not_pass(store: Database) -> None:
    """Its spot is free again, and nobody is inside."""
    seen = plate_read(present(), GATE, quay.KNOWN_PLATE, 0.9)
    command = store.write(lambda tx: take_read(tx, SITE, seen, present())).opens
    assert command is not None
    assert taken(store) == (0, 1)
    store.write(lambda tx: turned_back(tx, GATE, command, quay.now()))
    event = last(store)
    assert (event.reason, event.plate, event.command) == ("TURNED_BACK", "1-ABC-123", command.id)
    assert taken(store) == (0, 0)
    assert store.read(unfinished) == ()


def test_a_car_that_turned_back_and_comes_again_is_let_in_again(store: Database) -> None:
    """However soon: the barrier is down again, and it was not for another car."""
    first = store.write(lambda tx: take_read(tx, SITE, _ada(), present()))
    again = store.write(lambda tx: take_read(tx, SITE, _ada(), present()))
    assert again.event.id == first.event.id
    assert first.opens is not None
    command = first.opens
    store.write(lambda tx: turned_back(tx, GATE, command, quay.now()))
    returned = store.write(lambda tx: take_read(tx, SITE, _ada(), present()))
    assert returned.opens is not None
    assert returned.opens.id != command.id


def _ada() -> Read:
    return plate_read(present(), GATE, quay.KNOWN_PLATE, 0.9)
