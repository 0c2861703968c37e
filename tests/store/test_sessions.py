"""Who is inside, and how many spots that and the reservations take."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from izix_desk.domain.parkers import (
    Profile,
    Reservation,
    ReservationKind,
    ReservationState,
    Session,
)
from izix_desk.store.database import Database
from izix_desk.store.ids import new_id
from izix_desk.store.occupancy import (
    inside_counts,
    reserved_counts,
    tenant_counts,
    tenant_reserved,
)
from izix_desk.store.parkers import (
    add_reservation,
    expected,
    reservation,
    save_profile,
    save_reservation,
    visits_today,
)
from izix_desk.store.sessions import (
    end_session,
    last_exit,
    open_session,
    open_session_of_plate,
    start_session,
)

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _enter(database: Database, **more: object) -> Session:
    values: dict[str, object] = {
        "id": new_id(), "lot": "p1", "group": "staff", "gate_in": "entry", "started": NOW, **more,
    }  # fmt: skip
    session = Session(**values)  # pyright: ignore[reportArgumentType] the test's own names
    database.write(lambda tx: start_session(tx, session))
    return session


def _book(database: Database, profile: UUID, **more: object) -> Reservation:
    values: dict[str, object] = {
        "id": new_id(), "kind": ReservationKind.VISIT, "profile": profile, "lot": "p1",
        "group": "visitors", "starts": NOW, "ends": NOW + HOUR, "organisation": "acme", **more,
    }  # fmt: skip
    made = Reservation(**values)  # pyright: ignore[reportArgumentType] the test's own names
    database.write(lambda tx: add_reservation(tx, made))
    return made


def _somebody(database: Database) -> UUID:
    who = Profile(id=new_id(), organisation="acme", last_name="Maes")
    database.write(lambda tx: save_profile(tx, who))
    return who.id


def test_who_is_inside_leaves_once(database: Database) -> None:
    """Who is inside leaves once."""
    who = new_id()
    session = _enter(database, profile=who, plate="1ABC123", organisation="acme", policy="x")
    assert database.read(lambda tx: open_session(tx, who, "p1")) == session
    assert database.read(lambda tx: open_session(tx, who, "p2")) is None
    assert database.read(lambda tx: open_session_of_plate(tx, "1-ABC-123", "p1")) == session
    assert database.write(lambda tx: end_session(tx, session.id, NOW + HOUR))
    assert not database.write(lambda tx: end_session(tx, session.id, NOW + 2 * HOUR))
    assert database.read(lambda tx: open_session(tx, who, "p1")) is None
    assert database.read(lambda tx: last_exit(tx, who, "p1")) == NOW + HOUR
    assert database.read(lambda tx: last_exit(tx, new_id(), "p1")) is None


def test_cars_count_per_group_and_tenant_and_only_in_their_lot(database: Database) -> None:
    """Cars count per group and tenant, and only in their lot."""
    for number in range(3):
        _enter(database, organisation="acme" if number else None)
    _enter(database, group="visitors", organisation="delta")
    _enter(database, lot="p2")
    left = _enter(database)
    database.write(lambda tx: end_session(tx, left.id, NOW))
    assert database.read(lambda tx: inside_counts(tx, "p1")) == {"staff": 3, "visitors": 1}
    assert database.read(lambda tx: tenant_counts(tx, "p1")) == {
        ("", "staff"): 1, ("acme", "staff"): 2, ("delta", "visitors"): 1,
    }  # fmt: skip


def test_reserved_spots_are_those_of_cars_that_are_still_to_come(database: Database) -> None:
    """Reserved spots are those of cars that are still to come."""
    who = _somebody(database)
    _book(database, who, cars=12, cars_in=7)
    _book(database, who, organisation=None)
    _book(database, who, starts=NOW + timedelta(minutes=1))
    _book(database, who, starts=NOW - HOUR, ends=NOW)
    _book(database, who, lot="p2")
    _book(database, who, cars_in=1)
    for state in (ReservationState.CANCELLED, ReservationState.LEFT, ReservationState.NO_SHOW):
        _book(database, who, state=state)
    assert database.read(lambda tx: reserved_counts(tx, "p1", NOW)) == {"visitors": 6}
    assert database.read(lambda tx: tenant_reserved(tx, "p1", NOW)) == {
        ("acme", "visitors"): 5, ("", "visitors"): 1,
    }  # fmt: skip


def test_a_reservation_comes_back_whole_and_changes(database: Database) -> None:
    """A reservation comes back whole, and changes."""
    visit = _book(
        database, _somebody(database), host="Eva", cars=3, plates=("1-ABC-123", "2-DEF-111"),
        note="crane", code="K7M2Q4", policy="x",
    )  # fmt: skip
    assert database.read(lambda tx: reservation(tx, visit.id)) == visit
    moved = replace(visit, cars_in=2)
    database.write(lambda tx: save_reservation(tx, moved))
    assert database.read(lambda tx: reservation(tx, visit.id)) == moved


def test_who_is_expected_is_in_the_order_of_coming(database: Database) -> None:
    """Who is expected is in the order of coming."""
    who = _somebody(database)
    later = _book(database, who, starts=NOW + HOUR, ends=NOW + 3 * HOUR)
    sooner = _book(database, who)
    _book(database, who, starts=NOW + 3 * HOUR, ends=NOW + 4 * HOUR)
    _book(database, who, cars_in=1)
    _book(database, who, state=ReservationState.CANCELLED)
    found = database.read(lambda tx: expected(tx, "p1", NOW, NOW + 2 * HOUR))
    assert found == (sooner, later)


def test_visits_of_a_day_count_by_car(database: Database) -> None:
    """Visits of a day count by car."""
    who = _somebody(database)
    _book(database, who, cars=3)
    _book(database, who, starts=NOW + 24 * HOUR, ends=NOW + 25 * HOUR)
    _book(database, who, kind=ReservationKind.BOOKING, policy="x")
    _book(database, who, state=ReservationState.CANCELLED)
    _book(database, who, organisation="delta")
    day = NOW - 9 * HOUR
    assert database.read(lambda tx: visits_today(tx, "acme", day, day + 24 * HOUR)) == 3
