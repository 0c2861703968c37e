"""What the store knows becomes a decision, and the decision words."""

import pytest

from izix_desk.domain.decision import Decision, Occupancy, Read, Reason
from izix_desk.domain.site import Method
from izix_desk.services.catalogue import catalogue
from izix_desk.services.judging import judge, known_for, verdict
from izix_desk.store.database import Database
from tests.support.staffed_site import Staffed, at, staffed

MONDAY = "2026-11-23T09:00"


@pytest.fixture
def people(database: Database) -> Staffed:
    """Give a store with the small Quai Nord."""
    return staffed(database)


def read(plate: str = "1-ABC-234", time: str = MONDAY, gate: str = "p1-entry") -> Read:
    """Return a plate read at a gate."""
    return Read(gate=gate, at=at(time), plate=plate, raw=plate)


def judged(people: Staffed, reading: Read) -> Decision:
    """Return the decision from what the store knows."""
    return people.database.read(lambda tx: judge(tx, people.site, reading))


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
