"""What the store knows becomes a decision, and the decision words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from izix_desk.domain.decision import Decision, Occupancy, Read, Reason
from izix_desk.domain.parkers import Reservation, ReservationKind, Right, Vehicle
from izix_desk.domain.site import Community, Method, Site, Strategy
from izix_desk.services.catalogue import catalogue
from izix_desk.services.judging import judge, known_for, verdict
from izix_desk.store.database import Database, Transaction
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import add_reservation, add_rights, add_vehicles
from izix_desk.store.sequence import set_neutral
from izix_desk.store.site import load_site, save_site
from tests.support.staffed_site import Staffed, at, policy, staffed

MONDAY = "2026-11-23T09:00"


@pytest.fixture
def people(database: Database) -> Staffed:
    """Give a store with the small Quai Nord."""
    return staffed(database)


def read(plate: str = "1-ABC-234", time: str = MONDAY, gate: str = "p1-entry") -> Read:
    """Return a plate read at a gate."""
    return Read(gate=gate, at=at(time), plate=plate, raw=plate)


def judged(people: Staffed, reading: Read, site: Site | None = None) -> Decision:
    """Return the decision from what the store knows, with another site where one is given."""
    if site is not None:
        people.database.write(lambda tx: save_site(tx, site))
    return people.database.read(lambda tx: judge(tx, load_site(tx), reading))


def test_a_parker_with_a_right(people: Staffed) -> None:
    """However the plate is written."""
    who = people.park("Peeters", "acme-weekdays", plates=("1-ABC-234",))
    made = judged(people, read("1 abc 234"))
    assert (made.granted, made.profile, made.access) == (True, who, "policy:acme-weekdays")


def test_only_a_look_alike(people: Staffed) -> None:
    """It is suggested by name, and refused."""
    people.park("Claes", "acme-weekdays", plates=("1-A8C-234",))
    made = judged(people, read())
    assert (made.reason, made.values["names"]) == (Reason.PLATE_SIMILAR, "Claes")


def test_nobody(people: Staffed) -> None:
    """No plate, no parker."""
    assert judged(people, read()).reason is Reason.UNKNOWN_PLATE
    badge = Read(gate="p1-entry", at=at(MONDAY), method=Method.BADGE, raw="26:1:2")
    assert judged(people, badge).reason is Reason.METHOD_NOT_ALLOWED


def test_a_plate_shared_by_two(people: Staffed) -> None:
    """The one with a right is meant; with two of them a person must choose."""
    people.park("Peeters", plates=("1-ABC-234",))
    maes = people.park("Maes", "acme-weekdays", plates=("1-ABC-234",))
    assert judged(people, read()).profile == maes
    people.park("Claes", "acme-weekdays", plates=("1-ABC-234",))
    made = judged(people, read())
    assert (made.reason, made.values["valid"]) == (Reason.AMBIGUOUS_MATCH, 2)


def test_spots_are_counted_from_sessions_and_visits(people: Staffed) -> None:
    """Inside and reserved, for the group and for the tenant."""
    people.enter(None, "2026-11-23T08:00")
    guest = people.park("Dupont", visitor=True)
    people.visit(guest, "2026-11-23T08:00", "2026-11-23T12:00", cars=2, cars_in=1)
    seen = people.database.read(lambda tx: known_for(tx, people.site, read()))
    assert seen.groups == {"staff": Occupancy(3, 1, 0), "visitors": Occupancy(2, 0, 1)}
    assert seen.tenants == {
        ("acme", "staff"): Occupancy(2, 1, 0),
        ("acme", "visitors"): Occupancy(2, 0, 1),
    }


def test_the_tenant_s_own_spots_run_out_first(people: Staffed) -> None:
    """Two of three spots are Acme's; others than Acme fill the third."""
    people.park("Peeters", "acme-weekdays", plates=("1-ABC-234",))
    for _ in range(2):
        people.enter(None, "2026-11-23T08:00")
    made = judged(people, read())
    assert (made.reason, made.values["spots"]) == (Reason.TENANT_QUOTA_FULL, 2)
    people.enter(None, "2026-11-23T08:00", organisation=None)
    line = verdict(judged(people, read()), catalogue()).line
    assert line == "Staff is full: 3 inside, 0 reserved, 3 spots"


def test_a_community_shares_its_spots(people: Staffed) -> None:
    """Two organisations share one spot of the group, and both count in it."""
    shared = Community(
        id="ev", name="Charging", lot="p1", organisations=("acme", "nord"), spots={"staff": 1}
    )
    site = replace(people.site, communities=(shared,))
    people.park("Peeters", "acme-weekdays", plates=("1-ABC-234",))
    assert judged(people, read(), site).granted
    people.enter(None, "2026-11-23T08:00", organisation="nord")
    made = judged(people, read())
    assert (made.reason, made.values["inside"]) == (Reason.COMMUNITY_FULL, 1)
    line = verdict(made, catalogue()).line
    assert line == "Staff is full for its community Charging: 1 inside, 0 reserved, 1 shared"


def test_the_plan_of_the_lot_s_owner_counts_for_the_control_room(people: Staffed) -> None:
    """Who owns the lot and has no control room refuses everybody, and says so."""
    lots = tuple(replace(lot, owner="delta") for lot in people.site.lots)
    poor = tuple(replace(each, plan=()) for each in people.site.organisations)
    people.park("Peeters", "acme-weekdays", plates=("1-ABC-234",))
    made = judged(people, read(), replace(people.site, lots=lots, organisations=poor))
    assert (made.reason, made.values["organisation"]) == (Reason.PLAN_WITHOUT_FEATURE, "Delta")


@pytest.mark.parametrize(
    ("time", "lease"),
    [
        ("2026-11-01T22:59", False),
        ("2026-11-01T23:00", True),
        ("2026-11-22T22:59", True),
        ("2026-11-22T23:00", False),
    ],
)
def test_a_lease_counts_by_the_days_of_the_lot(people: Staffed, time: str, lease: bool) -> None:
    """In Brussels the day begins and ends an hour before UTC's."""
    days = replace(people.site.leases[0], starts=date(2026, 11, 2), ends=date(2026, 11, 22))
    people.park("Peeters", "acme-weekdays", plates=("1-ABC-234",))
    instant = datetime.fromisoformat(time).replace(tzinfo=UTC)
    made = judged(people, replace(read(), at=instant), replace(people.site, leases=(days,)))
    assert (made.reason is not Reason.LEASE_INACTIVE) == lease


def test_a_fleet_car_is_booked_by_itself(people: Staffed) -> None:
    """The booking belongs to the vehicle, whoever made it, and to no other car of that person."""
    fleet = replace(
        policy(people.site, "booking"), id="fleet", strategy=Strategy.VEHICLE_BOOK, timetable=""
    )
    site = replace(people.site, policies=(*people.site.policies, fleet))
    van = Vehicle(id=new_id(), plate="1-VAN-001", organisation="acme")
    driver = people.park("Maes", "booking", plates=("1-ABC-234",))
    booked = Reservation(
        id=new_id(), kind=ReservationKind.BOOKING, profile=driver, lot="p1", group="staff",
        starts=at("2026-11-23T08:00"), ends=at("2026-11-23T18:00"), policy="fleet", vehicle=van.id,
    )  # fmt: skip

    def add(tx: Transaction) -> None:
        save_site(tx, site)
        add_vehicles(tx, [van])
        add_rights(tx, [Right(id=new_id(), policy="fleet", vehicle=van.id)])

    people.database.write(add)
    assert judged(people, read("1-VAN-001"), site).reason is Reason.VEHICLE_NOT_BOOKED
    people.database.write(lambda tx: add_reservation(tx, booked))
    made = judged(people, read("1-VAN-001"), site)
    assert (made.granted, made.access, made.vehicle) == (True, "policy:fleet", van.id)
    assert judged(people, read(), site).reason is Reason.NO_BOOKING


def test_somebody_set_to_neutral_comes_in_again(people: Staffed) -> None:
    """Nobody knows whether they are inside, so the next passage decides."""
    who = people.park("Peeters", "once", plates=("1-ABC-234",))
    people.enter(who, "2026-11-23T08:00", group="visitors")
    assert judged(people, read()).reason is Reason.ASE_ALREADY_IN
    people.database.write(lambda tx: set_neutral(tx, who, "p1", at("2026-11-23T07:00")))
    assert judged(people, read()).reason is Reason.ASE_ALREADY_IN
    people.database.write(lambda tx: set_neutral(tx, who, "p1", at("2026-11-23T08:30")))
    assert judged(people, read()).granted


def test_the_host_s_own_policy_for_visitors_counts(people: Staffed) -> None:
    """Where the host has a policy for visitors, its grace and timetable hold for a visit."""
    strict = replace(
        policy(people.site, "booking"), id="guests", strategy=Strategy.VISITOR, grace_before=0,
        groups=("visitors",), timetable="",
    )  # fmt: skip
    people.database.write(
        lambda tx: save_site(tx, replace(people.site, policies=(*people.site.policies, strict)))
    )
    guest = people.park("Dupont", plates=("1-ABC-234",), visitor=True)
    people.visit(guest, "2026-11-23T10:00", "2026-11-23T12:00")
    assert judged(people, read(time="2026-11-23T09:50")).reason is Reason.VISIT_TOO_EARLY
    assert judged(people, read(time="2026-11-23T10:00")).granted


def test_balances_of_a_sheet_are_only_read(people: Staffed) -> None:
    """Credits and what is to be paid are facts of the parker."""
    paying = replace(policy(people.site, "acme-weekdays"), credits=2, pay_first=True)
    site = replace(people.site, policies=(paying,))
    people.park("Poor", "acme-weekdays", plates=("1-ABC-234",), credits=1)
    people.park("Owes", "acme-weekdays", plates=("1-OWE-111",), credits=2, due_cents=1250)
    few, owing = judged(people, read(), site), judged(people, read("1-OWE-111"), site)
    assert verdict(few, catalogue()).line == "Not enough credits: balance 1, 2 needed"
    assert verdict(owing, catalogue()).line == "Payment required: 12.50"


def test_a_visitor_in_time_and_too_early(people: Staffed) -> None:
    """The visit is the access; its spot is reserved."""
    guest = people.park("Dupont", plates=("1-ABC-234",), visitor=True)
    visit = people.visit(guest, "2026-11-23T10:00", "2026-11-23T12:00")
    made = judged(people, read(time="2026-11-23T09:50"))
    assert (made.granted, made.access, made.group) == (True, f"visit:{visit.id}", "visitors")
    early = verdict(judged(people, read()), catalogue())
    assert early.line == "Visit too early by 1 hour: starts 10:00, host E. Claes"
    assert early.fixes[0] == "start_now"


def test_the_words_name_whom_to_ask(people: Staffed) -> None:
    """Case 2: the app, the web, or the manager with phone."""
    people.park("Peeters", "acme-weekdays", plates=("1-ABC-234",))
    made = judged(people, read(time="2026-11-23T19:27"))
    told = verdict(
        made, catalogue(), site=people.site, organisation=people.site.organisation("acme")
    )
    assert not told.may_pass
    assert told.line == "Outside timetable by 27 minutes: ended 19:00, opens Tue 24 Nov 07:00"
    assert told.say == (
        "Please check in the app or on the web when your access is valid, "
        "or ask Facility desk of Acme, +32 2 555 10 00."
    )


def test_names_stand_where_the_rules_have_ids(people: Staffed) -> None:
    """The gate of the entry is named as the operator knows it."""
    who = people.park("Peeters", "once", plates=("1-ABC-234",))
    people.enter(who, "2026-11-23T08:00", group="visitors")
    told = verdict(judged(people, read()), catalogue(), site=people.site)
    assert told.line == "Already inside since 08:00, by P1 Entry"


def test_blocked_is_never_one_click(people: Staffed) -> None:
    """And the line carries the note of the block."""
    people.park(
        "Peeters", "acme-weekdays", plates=("1-ABC-234",), blocked=True, block_note="unpaid"
    )
    told = verdict(judged(people, read()), catalogue())
    assert (told.blocked, told.line) == (True, "Blocked: unpaid")
    leaving = verdict(judged(people, read(gate="p1-exit")), catalogue())
    assert (leaving.may_pass, leaving.blocked) == (True, False)
    assert leaving.line == "May leave. Blocked: unpaid"
