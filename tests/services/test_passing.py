"""Who is inside after a car drove through, on a real store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from izix_desk.domain.commands import Action, GateCommand
from izix_desk.domain.parkers import Reservation, ReservationKind, ReservationState
from izix_desk.domain.site import Direction, Site
from izix_desk.services.counting import group_views
from izix_desk.services.passing import car_passed
from izix_desk.store.database import Database
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import add_reservation, reservation
from izix_desk.store.sessions import open_session, open_session_of_plate
from tests.support import quay

SITE = quay.site()


@pytest.fixture
def place(tmp_path: Path) -> quay.Quay:
    """Give a store with a small site."""
    return quay.quay(tmp_path / "site", SITE)


@pytest.fixture
def store(place: quay.Quay) -> Iterator[Database]:
    """Give a connection to it."""
    database = place.open()
    yield database
    database.close()


def opening(gate: str, **changes: object) -> GateCommand:
    """Make a command that a car drives through on."""
    made = GateCommand(
        id=new_id(),
        gate=gate,
        action=Action.OPEN,
        reason="VALID",
        operator="Guard 1",
        desk="lodge",
        asked=quay.now(),
        asked_monotonic=1.0,
    )
    return replace(made, **changes)


def drive(store: Database, command: GateCommand, site: Site = SITE) -> None:
    """Let a car pass on a command."""
    store.write(lambda tx: car_passed(tx, site, command, quay.now()))


def inside(store: Database) -> int:
    """Count who is inside."""
    (staff,) = store.read(lambda tx: group_views(tx, SITE, quay.now()))
    return staff.inside


def test_a_parker_goes_in_and_out(store: Database, place: quay.Quay) -> None:
    """By the policy that let them in, counted for the tenant."""
    entry = opening("entry", profile=place.ada, plate="1-abc-123", access="policy:acme-staff")
    drive(store, entry)
    session = store.read(lambda tx: open_session(tx, place.ada, "p1"))
    assert session is not None
    assert (session.group, session.policy, session.organisation, session.plate) == (
        "staff",
        "acme-staff",
        "acme",
        "1ABC123",
    )
    drive(store, opening("exit", profile=place.ada))
    assert inside(store) == 0


def test_who_comes_in_twice_is_inside_once(store: Database, place: quay.Quay) -> None:
    """The way out was missed; one car cannot stand on two spots."""
    for _ in range(2):
        drive(store, opening("entry", profile=place.ada, plate=quay.KNOWN_PLATE))
    assert inside(store) == 1


def test_a_stranger_counts_one_car_unless_the_reason_says_otherwise(store: Database) -> None:
    """Found again by its plate when it leaves."""
    drive(store, opening("entry", reason="DELIVERY", plate="9-XYZ-999"))
    drive(store, opening("entry", reason="TEST"))
    assert inside(store) == 1
    assert store.read(lambda tx: open_session_of_plate(tx, "9XYZ999", "p1")) is not None
    drive(store, opening("exit", reason="DELIVERY", plate="9-XYZ-999"))
    assert inside(store) == 0


def test_leaving_without_having_come_changes_nothing(store: Database) -> None:
    """An exit opened for anybody counts nobody out."""
    drive(store, opening("entry", plate="9-XYZ-999"))
    drive(store, opening("exit"))
    assert inside(store) == 1


def test_at_a_gate_for_both_ways_who_is_inside_goes_out(store: Database, place: quay.Quay) -> None:
    """Nothing else tells the direction there."""
    both = quay.with_gate(SITE, "entry", direction=Direction.BOTH)
    drive(store, opening("entry", profile=place.ada), both)
    assert inside(store) == 1
    drive(store, opening("entry", profile=place.ada), both)
    assert inside(store) == 0


def test_each_car_of_a_visit_is_counted(store: Database, place: quay.Quay) -> None:
    """Two of two in; the visit has left when the last car has."""
    visit = Reservation(
        id=new_id(),
        kind=ReservationKind.VISIT,
        profile=place.ada,
        lot="p1",
        group="staff",
        starts=quay.now(),
        ends=quay.now() + timedelta(hours=2),
        organisation="acme",
        cars=2,
    )
    store.write(lambda tx: add_reservation(tx, visit))
    for plate in ("1-ONE-111", "2-TWO-222"):
        car = opening("entry", profile=place.ada, plate=plate, access=f"visit:{visit.id}")
        drive(store, car)
    assert (inside(store), _visit(store, visit.id)) == (2, (2, ReservationState.INSIDE))
    drive(store, opening("exit", profile=place.ada, plate="1-ONE-111"))
    assert _visit(store, visit.id) == (2, ReservationState.INSIDE)
    drive(store, opening("exit", profile=place.ada, plate="2-TWO-222"))
    assert _visit(store, visit.id) == (2, ReservationState.LEFT)


def _visit(store: Database, visit: UUID) -> tuple[int, ReservationState]:
    found = store.read(lambda tx: reservation(tx, visit))
    assert found is not None
    return found.cars_in, found.state
