"""Whom a plate belongs to, with everything that is judged about them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from izix_desk.domain.parkers import (
    Profile,
    Release,
    Reservation,
    ReservationKind,
    Right,
    Session,
    Vehicle,
)
from izix_desk.domain.site import Strategy
from izix_desk.store import schema
from izix_desk.store.candidates import candidate, candidates, candidates_among, similar
from izix_desk.store.database import Database, Transaction
from izix_desk.store.ids import new_id
from izix_desk.store.occupancy import reserved_counts
from izix_desk.store.parkers import add_reservation, add_rights, add_vehicles, save_profile
from izix_desk.store.search_index import index_profile
from izix_desk.store.sessions import start_session
from izix_desk.store.site import save_site
from tests.support import quay

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def _park(database: Database, plate: str, **more: object) -> Vehicle:
    who = Profile(id=new_id(), organisation="acme", last_name="Maes")
    values: dict[str, object] = {"plate": plate, "profile": who.id, **more}
    car = Vehicle(id=new_id(), **values)  # pyright: ignore[reportArgumentType]
    right = Right(id=new_id(), policy="acme-staff", profile=who.id, starts=date(2026, 1, 1))

    def add(tx: Transaction) -> None:
        save_profile(tx, who)
        add_vehicles(tx, [car])
        add_rights(tx, [right])
        index_profile(tx, who.id)

    database.write(add)
    return car


def _plates(database: Database, plate: str) -> list[str]:
    found = database.read(lambda tx: candidates(tx, plate, "p1", NOW))
    return sorted(each.vehicle.plate for each in found if each.vehicle)


def test_a_plate_is_found_however_it_is_written(database: Database) -> None:
    """A plate is found however it is written."""
    _park(database, "1-ABC-123")
    for written in ("1-ABC-123", "1abc123", " 1 ABC 123 "):
        assert _plates(database, written) == ["1-ABC-123"]
    assert _plates(database, "1-ABC-12") == []


def test_look_alikes_are_similar_and_never_the_same(database: Database) -> None:
    """Look-alikes are similar and never the same."""
    _park(database, "1-ABC-123")
    assert _plates(database, "I-A8C-I23") == []
    [alike] = database.read(lambda tx: similar(tx, "I-A8C-I23", "p1", NOW))
    assert alike.vehicle is not None
    assert alike.vehicle.plate == "1-ABC-123"
    assert database.read(lambda tx: similar(tx, "1-ABC-123", "p1", NOW)) == ()


def test_a_shared_plate_gives_all_who_share_it(database: Database) -> None:
    """A shared plate gives all who share it."""
    cars = [_park(database, "1-ABC-123") for _ in range(3)]
    found = database.read(lambda tx: candidates(tx, "1-ABC-123", "p1", NOW))
    assert {each.profile.id for each in found if each.profile} == {car.profile for car in cars}


def test_a_plate_that_was_linked_for_a_while_lapses(database: Database) -> None:
    """A plate that was linked for a while lapses."""
    _park(database, "1-ABC-123", valid_until=NOW)
    _park(database, "2-DEF-111", valid_until=NOW + DAY)
    assert _plates(database, "1-ABC-123") == []
    assert _plates(database, "2-DEF-111") == ["2-DEF-111"]


def test_a_fleet_vehicle_has_rights_of_its_own(database: Database) -> None:
    """A fleet vehicle has rights of its own."""
    van = Vehicle(id=new_id(), plate="3-VAN-001", organisation="acme")
    right = Right(id=new_id(), policy="acme-staff", vehicle=van.id)
    database.write(lambda tx: (add_vehicles(tx, [van]), add_rights(tx, [right])))
    [found] = database.read(lambda tx: candidates(tx, "3-VAN-001", "p1", NOW))
    assert (found.profile, found.vehicle) == (None, van)
    assert [access.right for access in found.accesses] == [right]


def test_accesses_are_rights_then_visits_with_all_about_them(database: Database) -> None:
    """Accesses are rights, then visits, with all that is about them."""
    car = _park(database, "1-ABC-123")
    assert car.profile is not None
    visit, past, booking = (
        Reservation(
            id=new_id(), kind=kind, profile=car.profile, lot="p1", group="staff",
            starts=NOW + days * DAY, ends=NOW + days * DAY + DAY / 24, policy=policy,
            organisation=None if policy else "acme",
        )
        for kind, days, policy in (
            (ReservationKind.VISIT, 1, None),
            (ReservationKind.VISIT, -30, None),
            (ReservationKind.BOOKING, 2, "acme-staff"),
        )
    )  # fmt: skip
    inside = Session(
        id=new_id(), lot="p1", group="staff", gate_in="entry", started=NOW - DAY,
        profile=car.profile,
    )  # fmt: skip

    def add(tx: Transaction) -> None:
        for each in (visit, past, booking):
            add_reservation(tx, each)
        start_session(tx, inside)

    database.write(add)
    found = database.read(lambda tx: candidate(tx, car.profile or new_id(), "p1", NOW))
    assert found is not None
    assert [access.key for access in found.accesses] == ["policy:acme-staff", f"visit:{visit.id}"]
    assert found.accesses[0].reservations == (booking,)
    assert found.accesses[1].policy.strategy is Strategy.VISITOR
    assert found.inside == inside


def test_what_was_given_up_of_a_guaranteed_spot_is_known(database: Database) -> None:
    """What was given up of a guaranteed spot is known."""
    car = _park(database, "1-ABC-123")
    site = quay.site()
    guaranteed = replace(site.policies[0], strategy=Strategy.PREF)
    database.write(lambda tx: save_site(tx, replace(site, policies=(guaranteed,))))
    found = database.read(lambda tx: candidate(tx, car.profile or new_id(), "p1", NOW))
    assert found is not None
    right = found.accesses[0].right
    assert right is not None
    row = {"id": new_id(), "right": right.id, "starts": NOW, "ends": NOW + DAY}
    database.write(lambda tx: tx.execute(schema.spot_release.insert().values(row)))
    found = database.read(lambda tx: candidate(tx, car.profile or new_id(), "p1", NOW))
    assert found is not None
    assert found.accesses[0].released == (Release(NOW, NOW + DAY),)


def test_many_at_once_are_known_as_each_alone(database: Database) -> None:
    """Many at once are known as each alone."""
    ids = [car.profile for n in range(5) if (car := _park(database, f"1-ABC-{n:03}")).profile]
    together = database.read(lambda tx: candidates_among(tx, [*ids, new_id()], "p1", NOW))
    assert together == {
        who: database.read(lambda tx, who=who: candidate(tx, who, "p1", NOW)) for who in ids
    }


def _steps(database: Database) -> int:
    """Return how many steps of ten instructions SQLite takes for a plate and what is full."""
    steps: list[None] = []

    def count() -> int:
        steps.append(None)
        return 0  # go on

    database.raw.set_progress_handler(count, 10)
    try:
        database.read(
            lambda tx: (candidates(tx, "1-ABC-123", "p1", NOW), reserved_counts(tx, "p1", NOW))
        )
    finally:
        database.raw.set_progress_handler(None, 0)
    return len(steps)


def test_a_plate_that_two_share_costs_the_same_however_many_are_inside_or_booked(
    database: Database,
) -> None:
    """A plate that two share costs the same however many are inside or booked."""
    _park(database, "1-ABC-123")
    _park(database, "1-ABC-123")
    booker = _park(database, "2-DEF-111").profile
    assert booker
    _steps(database)  # the first time it also loads the site
    few = _steps(database)
    inside = [
        Session(id=new_id(), lot="p1", group="staff", gate_in="in", started=NOW, profile=new_id())
        for _ in range(2000)
    ]
    booked = [
        Reservation(
            id=new_id(),
            kind=ReservationKind.BOOKING,
            profile=booker,
            lot="p1",
            group="staff",
            starts=NOW + number * DAY,
            ends=NOW + number * DAY + timedelta(hours=8),
            organisation="acme",
        )
        for number in range(60, 2060)
    ]

    def fill(tx: Transaction) -> None:
        for session in inside:
            start_session(tx, session)
        for booking in booked:
            add_reservation(tx, booking)

    database.write(fill)
    assert 0 < _steps(database) < 2 * few
