"""Who may pass, as a table that a parking manager can read; each line with its numbers."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from izix_desk.domain.decision import Candidate, Decision, Occupancy, Reason
from izix_desk.domain.events import Outcome
from izix_desk.domain.parkers import HostAnswer
from izix_desk.domain.site import Direction, Method, Sequence, Strategy
from tests.support.parking import (
    CANCELLED,
    LEASES,
    LOT,
    NO_SHOW,
    booking,
    decision,
    parker,
    right,
    time,
    visit,
)


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    name: str
    who: Candidate | tuple[Candidate, ...]
    at: str
    reason: str
    numbers: dict[str, Any] = field(default_factory=dict[str, Any])
    gate: str = "in"
    world: dict[str, Any] = field(default_factory=dict[str, Any])

    def decide(self) -> Decision:
        """Return the decision of this line."""
        who = self.who if isinstance(self.who, tuple) else (self.who,)
        return decision(self.at, *who, gate=self.gate, **self.world)


NOBODY: tuple[Candidate, ...] = ()
ALWAYS = ""
STAFF = parker(right())
STAFF_NO_GRACE = parker(right(grace_before=0, grace_after=0))
BOOK = Strategy.BOOK
NINE_TO_FIVE = parker(right(BOOK, ALWAYS, booked=(booking("Tue 09:00", "Tue 17:00"),)))
VISITOR = parker(visit("Tue 14:00", "Tue 16:00"))
ALL_DAY = {"lot": replace(LOT, hours="")}
FULL = {"groups": {"staff": Occupancy(120, 116, 4)}}
ONE_LEFT = {"groups": {"staff": Occupancy(120, 116, 3)}}
LEASED_FULL = {
    "groups": {"staff": Occupancy(120, 100, 2)},
    "tenants": {("acme", "staff"): Occupancy(80, 79, 1)},
}


def _plate(**reading: object) -> dict[str, Any]:
    return {"reading": reading}


CASES = [
    # 1. the gate and the method
    Case("gate set out of service", STAFF, "Mon 09:00", "GATE_OUT_OF_SERVICE",
         {"note": "arm broken"}, "out of service"),
    Case("a plate at a gate for badges", STAFF, "Mon 09:00", "METHOD_NOT_ALLOWED",
         {"method": "PLATE", "allowed": "BADGE"}, "badges only"),
    # 2. the read
    Case("read well enough", STAFF, "Mon 09:00", "GRANTED", {}, "sharp camera",
         _plate(confidence=0.8)),
    Case("read too poorly", STAFF, "Mon 09:00", "PLATE_UNREADABLE",
         {"confidence": 0.79, "minimum": 0.8}, "sharp camera", _plate(confidence=0.79)),
    Case("a camera that gives no confidence", STAFF, "Mon 09:00", "GRANTED", {}, "sharp camera"),
    Case("a confidence that is no number", STAFF, "Mon 09:00", "PLATE_UNREADABLE", {}, "in",
         _plate(confidence=float("nan"))),
    Case("an empty read", STAFF, "Mon 09:00", "PLATE_UNREADABLE", {}, "in", _plate(plate="--")),
    Case("a plate of 40 characters", STAFF, "Mon 09:00", "PLATE_UNREADABLE", {}, "in",
         _plate(plate="A" * 40)),
    Case("in or out not known", STAFF, "Mon 09:00", "DIRECTION_UNKNOWN", {}, "both ways"),
    Case("the camera tells in", STAFF, "Mon 09:00", "GRANTED", {"way": "ENTRY"}, "both ways",
         _plate(direction=Direction.ENTRY)),
    Case("the camera tells out", NOBODY, "Mon 09:00", "GRANTED", {"way": "EXIT"}, "both ways",
         _plate(direction=Direction.EXIT)),
    # 3. who it is
    Case("nobody has this plate", NOBODY, "Mon 09:00", "UNKNOWN_PLATE", {"plate": "1-ABC-234"}),
    Case("an unknown badge", NOBODY, "Mon 09:00", "UNKNOWN_CREDENTIAL", {"method": "BADGE"},
         "badges only", _plate(method=Method.BADGE)),
    Case("one plate looks the same", NOBODY, "Mon 09:00", "PLATE_SIMILAR",
         {"similar": "1-A8C-234", "names": "Claes"}, "in",
         {"similar": (parker(name="Claes", plate="1-A8C-234"),)}),
    Case("two plates look the same", NOBODY, "Mon 09:00", "UNKNOWN_PLATE", {"lookalikes": 2}, "in",
         {"similar": (parker(plate="1-A8C-234"), parker(name="Maes", plate="I-ABC-234"))}),
    Case("a plate linked until yesterday", parker(right(), vehicle={"valid_until":
         time("2026-11-22T12:00")}), "Mon 09:00", "UNKNOWN_PLATE"),
    Case("two share the plate, one has a right", (STAFF, parker(name="Maes")), "Mon 09:00",
         "GRANTED", {"access": "FCFS Mo-Fr 07:00-19:00"}),
    Case("two share the plate, both have a right", (STAFF, parker(right(), name="Maes")),
         "Mon 09:00", "AMBIGUOUS_MATCH", {"profiles": 2, "valid": 2, "names": "Maes, Peeters"}),
    Case("two share the plate, none has a right", (parker(), parker(name="Maes")), "Mon 09:00",
         "AMBIGUOUS_MATCH", {"profiles": 2, "valid": 0}),
    Case("two share the plate, the only right finds no room", (STAFF, parker(name="Maes")),
         "Mon 09:00", "PARKING_FULL", {"inside": 116}, "in", FULL),
    # 4. blocked
    Case("blocked parker", parker(right(), blocked=True, block_note="unpaid"), "Mon 09:00",
         "BLOCKLISTED", {"what": "profile", "note": "unpaid"}),
    Case("blocked vehicle", parker(right(), vehicle={"blocked": True}), "Mon 09:00",
         "BLOCKLISTED", {"what": "vehicle", "who": "1-ABC-234"}),
    Case("parker not active", parker(right(), active=False), "Mon 09:00", "PROFILE_INACTIVE",
         {"what": "profile"}),
    Case("vehicle not active", parker(right(), vehicle={"active": False}), "Mon 09:00",
         "PROFILE_INACTIVE", {"what": "vehicle"}),
    Case("blocked weighs more than not active", parker(right(), blocked=True, active=False),
         "Mon 09:00", "BLOCKLISTED"),
    # 5. a right for this lot and gate
    Case("known, without any right", parker(), "Mon 09:00", "NO_ACCESS_RIGHT", {"lot": "P1"}),
    Case("a right for another lot", parker(right(lot="p2")), "Mon 09:00", "NO_ACCESS_RIGHT",
         {"elsewhere": "p2"}),
    Case("staff at the visitors' gate", STAFF, "Mon 09:00", "GATE_NOT_INCLUDED",
         {"groups": "Staff", "leads_to": "Visitors"}, "visitors in"),
    # 6. the lease
    Case("lease ended in October", parker(right(org="gone")), "Mon 09:00", "LEASE_INACTIVE",
         {"ends": "2026-10-31"}),
    Case("lease starts in December", parker(right(org="soon")), "Mon 09:00", "LEASE_INACTIVE",
         {"starts": "2026-12-01"}),
    Case("last day of the lease", parker(right(org="gone")), "2026-10-30T09:00", "GRANTED"),
    # 7. the days of the right
    Case("right from tomorrow", parker(right(given=("2026-11-24", ""))), "Mon 09:00",
         "ACCESS_NOT_STARTED", {"starts": "2026-11-24", "days": 1}),
    Case("first day of the right", parker(right(given=("2026-11-23", ""))), "Mon 09:00", "GRANTED"),
    Case("right from today, policy from tomorrow", parker(right(given=("2026-11-23", ""),
         starts=date(2026, 11, 24))), "Mon 09:00", "ACCESS_NOT_STARTED", {"days": 1}),
    Case("policy until yesterday, right longer", parker(right(given=("", "2026-11-30"),
         ends=date(2026, 11, 22))), "Mon 09:00", "ACCESS_EXPIRED", {"days": 1}),
    Case("right until yesterday", parker(right(given=("", "2026-11-22"))), "Mon 09:00",
         "ACCESS_EXPIRED", {"ends": "2026-11-22", "days": 1}),
    Case("last minute of the last day", parker(right(Strategy.FTP, ALWAYS,
         given=("", "2026-11-23"))), "Mon 21:59", "GRANTED"),
    # 8. the hours of the lot, then the timetable with its grace
    Case("lot closed in the evening", parker(right(timetable=ALWAYS)), "Mon 22:30", "LOT_CLOSED",
         {"minutes": 30, "closed": "2026-11-23T22:00+01:00", "opens": "2026-11-24T06:00+01:00"}),
    Case("lot closed on Sunday", parker(right(timetable=ALWAYS)), "Sun 09:00", "LOT_CLOSED",
         {"minutes": 15 * 60}),
    Case("lot closed for a day", STAFF, "Fri 09:00", "LOT_CLOSED", {"closing_day": True}),
    Case("lot closed on All Saints' Day 2027", STAFF, "2027-11-01T09:00", "LOT_CLOSED"),
    Case("a lot without closing days", parker(right(timetable=ALWAYS)), "Mon 22:30", "LOT_CLOSED",
         {"minutes": 30}, "in", {"lot": replace(LOT, closed_on=())}),
    Case("a lot without hours, closed for a day", parker(right(timetable=ALWAYS)), "Fri 09:00",
         "LOT_CLOSED", {"closing_day": True, "opens": "2026-11-28T00:00+01:00"}, "in", ALL_DAY),
    Case("a lot without hours, another day", parker(right(timetable=ALWAYS)), "Sun 03:00",
         "GRANTED", {}, "in", ALL_DAY),
    Case("a night whose first day is a closing day", parker(right(Strategy.FTP,
         "Mo-Su 22:00-02:00")), "Sat 01:00", "OUTSIDE_TIMETABLE", {}, "in", ALL_DAY),
    Case("the minute of opening", STAFF_NO_GRACE, "Mon 07:00", "GRANTED"),
    Case("12 minutes early, no grace", STAFF_NO_GRACE, "Mon 06:48", "OUTSIDE_TIMETABLE",
         {"minutes": 12, "before": True, "opens": "2026-11-23T07:00+01:00"}),
    Case("15 minutes early, within grace", STAFF, "Mon 06:45", "GRANTED"),
    Case("16 minutes early", STAFF, "Mon 06:44", "OUTSIDE_TIMETABLE",
         {"minutes": 16, "grace_before": 15}),
    Case("half a minute more than 15", STAFF, "Mon 06:44:30", "OUTSIDE_TIMETABLE", {"minutes": 16}),
    Case("the minute of closing, no grace", STAFF_NO_GRACE, "Mon 19:00", "OUTSIDE_TIMETABLE",
         {"minutes": 0, "before": False, "closed": "2026-11-23T19:00+01:00"}),
    Case("14 minutes late, within grace", STAFF, "Mon 19:14", "GRANTED"),
    Case("15 minutes late", STAFF, "Mon 19:15", "OUTSIDE_TIMETABLE",
         {"minutes": 15, "opens": "2026-11-24T07:00+01:00"}),
    Case("weekday right on Saturday", STAFF, "Sat 09:00", "OUTSIDE_TIMETABLE",
         {"opens": "2026-11-30T07:00+01:00"}),
    Case("outside the hours of the lease", parker(right(org="nine")), "Mon 08:30",
         "OUTSIDE_TIMETABLE", {"minutes": 30, "of_lease": True}),
    Case("within grace of the lease", parker(right(org="nine")), "Mon 08:45", "GRANTED"),
    # 9. bookings, visits, guaranteed spots
    Case("within the booking", NINE_TO_FIVE, "Tue 09:00", "GRANTED"),
    Case("15 minutes before the booking", NINE_TO_FIVE, "Tue 08:45", "GRANTED"),
    Case("17 minutes before the booking", NINE_TO_FIVE, "Tue 08:43", "BOOKING_TOO_EARLY",
         {"minutes": 17, "starts": "2026-11-24T09:00+01:00", "grace": 15}),
    Case("15 minutes after the booking", NINE_TO_FIVE, "Tue 17:15", "BOOKING_ENDED",
         {"minutes": 15, "ends": "2026-11-24T17:00+01:00"}),
    Case("25 minutes early with half an hour's grace", parker(right(BOOK, ALWAYS, grace_before=30,
         grace_after=0, booked=(booking("Tue 09:00", "Tue 17:00"),))), "Tue 08:35", "GRANTED"),
    Case("the end of the booking without grace", parker(right(BOOK, ALWAYS, grace_before=30,
         grace_after=0, booked=(booking("Tue 09:00", "Tue 17:00"),))), "Tue 17:00",
         "BOOKING_ENDED", {"minutes": 0}),
    Case("no booking at all", parker(right(BOOK, ALWAYS)), "Tue 09:00", "NO_BOOKING"),
    Case("booking cancelled", parker(right(BOOK, ALWAYS, booked=(
         booking("Tue 09:00", "Tue 17:00", state=CANCELLED),))), "Tue 10:00", "NO_BOOKING"),
    Case("a cancelled booking does not hide the next", parker(right(BOOK, ALWAYS, booked=(
         booking("Tue 09:00", "Tue 17:00", state=CANCELLED), booking("Tue 12:00", "Tue 17:00")))),
         "Tue 09:30", "BOOKING_TOO_EARLY", {"minutes": 150}),
    Case("graces that differ are told apart", parker(right(BOOK, ALWAYS, grace_before=5,
         grace_after=30, booked=(booking("Tue 09:00", "Tue 17:00"),))), "Tue 08:50",
         "BOOKING_TOO_EARLY", {"minutes": 10, "grace": 5}),
    Case("two bookings, the nearer tells", parker(right(BOOK, ALWAYS, booked=(
         booking("Mon 09:00", "Mon 17:00"), booking("Tue 09:00", "Tue 17:00")))), "Tue 08:00",
         "BOOKING_TOO_EARLY", {"minutes": 60}),
    Case("fleet car not booked", parker(right(Strategy.VEHICLE_BOOK, ALWAYS)), "Tue 09:00",
         "VEHICLE_NOT_BOOKED"),
    Case("no end chosen", parker(right(Strategy.OTFB, ALWAYS)), "Tue 09:00", "DURATION_REQUIRED"),
    Case("guaranteed spot", parker(right(Strategy.PREF)), "Mon 09:00", "GRANTED"),
    Case("guaranteed spot released", parker(right(Strategy.PREF, released=(
         "Mon 00:00", "Wed 00:00"))), "Mon 09:00", "SPOT_RELEASED",
         {"ends": "2026-11-25T00:00+01:00"}),
    Case("released spot is back", parker(right(Strategy.PREF, released=(
         "Mon 00:00", "Wed 00:00"))), "Wed 09:00", "GRANTED"),
    Case("visitor in time", VISITOR, "Tue 14:00", "GRANTED", {"spot": "Visitors"}),
    Case("visitor two hours early", VISITOR, "Tue 12:00", "VISIT_TOO_EARLY",
         {"minutes": 120, "host": "E. Claes"}),
    Case("visitor the next morning", VISITOR, "Wed 09:00", "VISIT_ENDED", {"minutes": 17 * 60}),
    Case("visit cancelled", parker(visit("Tue 14:00", "Tue 16:00", state=CANCELLED)), "Tue 14:00",
         "VISIT_CANCELLED", {"because": "CANCELLED"}),
    Case("visit given up as a no-show", parker(visit("Tue 14:00", "Tue 16:00", state=NO_SHOW)),
         "Tue 15:00", "VISIT_CANCELLED", {"because": "NO_SHOW"}),
    Case("host said no", parker(visit("Tue 14:00", "Tue 16:00", host_answer=HostAnswer.NO)),
         "Tue 14:00", "VISIT_CANCELLED", {"because": "HOST_SAID_NO"}),
    Case("host must confirm and did not", parker(visit("Tue 14:00", "Tue 16:00", confirm=True)),
         "Tue 14:00", "VISIT_CANCELLED", {"because": "NOT_ASKED"}),
    Case("host must confirm and did", parker(visit("Tue 14:00", "Tue 16:00", confirm=True,
         host_answer=HostAnswer.YES)), "Tue 14:00", "GRANTED"),
    # 10. sequence and re-entry
    Case("inside, nobody minds", parker(right(), inside="Mon 08:00"), "Mon 09:00", "GRANTED"),
    Case("inside, reported", parker(right(sequence=Sequence.SOFT), inside="Mon 08:00"),
         "Mon 09:00", "GRANTED", {"since": "2026-11-23T08:00+01:00"}),
    Case("inside, refused", parker(right(sequence=Sequence.HARD), inside="Mon 08:00"),
         "Mon 09:00", "ASE_ALREADY_IN", {"since": "2026-11-23T08:00+01:00", "gate_in": "in"}),
    Case("left and back", parker(right(), left="Mon 12:00"), "Mon 13:00", "GRANTED"),
    Case("left, lets in once", parker(right(reentry=False), left="Mon 12:00"), "Mon 13:00",
         "NO_REENTRY", {"left": "2026-11-23T12:00+01:00"}),
    Case("left yesterday, lets in once", parker(right(reentry=False), left="Mon 18:00"),
         "Tue 08:00", "GRANTED"),
    Case("coach party, second car of two", parker(visit("Tue 14:00", "Tue 16:00", cars=2,
         cars_in=1), inside="Tue 14:00"), "Tue 14:05", "GRANTED"),
    # 11. room
    Case("the last free spot", STAFF, "Mon 09:00", "GRANTED", {"spot": "Staff"}, "in", ONE_LEFT),
    Case("full, reserved spots count", STAFF, "Mon 09:00", "PARKING_FULL",
         {"group": "Staff", "inside": 116, "reserved": 4, "spots": 120}, "in", FULL),
    Case("Acme's own spots are full", STAFF, "Mon 09:00", "TENANT_QUOTA_FULL",
         {"organisation": "Acme", "inside": 79, "reserved": 1, "spots": 80}, "in", LEASED_FULL),
    Case("staff full, visitors' spots too", parker(right(groups=("staff", "visitors"))),
         "Mon 09:00", "GRANTED", {"spot": "Visitors"}, "in", FULL),
    Case("full, but the spot is guaranteed", parker(right(Strategy.PREF)), "Mon 09:00", "GRANTED",
         {}, "in", FULL),
    Case("full, but booked", NINE_TO_FIVE, "Tue 09:00", "GRANTED", {}, "in", FULL),
    Case("full, but takes no spot", parker(right(Strategy.FTP)), "Mon 09:00", "GRANTED", {}, "in",
         FULL),
    Case("full, and counted inside already", parker(right(), inside="Mon 08:00"), "Mon 09:00",
         "GRANTED", {}, "in", FULL),
    # several rights of one parker: the one that gets furthest tells
    Case("expired, and outside hours", parker(right(given=("", "2026-10-31"), name="old"),
         right(grace_after=0)), "Mon 19:12", "OUTSIDE_TIMETABLE", {"minutes": 12}),
    Case("expired, and valid", parker(right(given=("", "2026-10-31"), name="old"), right()),
         "Mon 09:00", "GRANTED", {"access": "FCFS Mo-Fr 07:00-19:00"}),
    Case("staff full, but a visit is due", parker(right(), visit("Mon 08:00", "Mon 10:00")),
         "Mon 09:00", "GRANTED", {"spot": "Visitors"}, "in", FULL),
    Case("two visits, the nearer tells", parker(visit("Tue 14:00", "Tue 16:00"),
         visit("Wed 14:00", "Wed 16:00")), "Tue 13:00", "VISIT_TOO_EARLY", {"minutes": 60}),
    # out
    Case("out, not known", NOBODY, "Mon 09:00", "GRANTED", {"warned": "UNKNOWN_PLATE"}, "out"),
    Case("out, blocked", parker(right(), blocked=True), "Mon 09:00", "GRANTED",
         {"warned": "BLOCKLISTED"}, "out"),
    Case("out, read too poorly", NOBODY, "Mon 09:00", "GRANTED", {"warned": "PLATE_UNREADABLE"},
         "out, sharp", _plate(confidence=0.1)),
    Case("out, at a gate for badges", STAFF, "Mon 09:00", "GRANTED",
         {"warned": "METHOD_NOT_ALLOWED"}, "out, badges only"),
    Case("out after hours", parker(right(), inside="Mon 08:00"), "Mon 20:00", "GRANTED",
         {"warned": "OUTSIDE_TIMETABLE", "minutes": 60}, "out"),
    Case("out, booking over for 2 h", parker(right(BOOK, ALWAYS, booked=(
         booking("Tue 09:00", "Tue 17:00"),)), inside="Tue 09:00"), "Tue 19:00", "GRANTED",
         {"warned": "OVERSTAY", "minutes": 120}, "out"),
    Case("out, never seen to come in", parker(right(sequence=Sequence.SOFT)), "Mon 09:00",
         "GRANTED", {"warned": "ASE_NOT_IN"}, "out"),
    Case("out, never seen to come in, hard", parker(right(sequence=Sequence.HARD)), "Mon 09:00",
         "GRANTED", {"warned": "ASE_NOT_IN"}, "out"),
    Case("out, two share the plate, one is inside", (parker(right(), inside="Mon 08:00"),
         parker(right(), name="Maes")), "Mon 09:00", "GRANTED", {"warned": ""}, "out"),
    Case("out, two share the plate", (STAFF, parker(right(), name="Maes")), "Mon 09:00", "GRANTED",
         {"warned": "AMBIGUOUS_MATCH"}, "out"),
    Case("out by the right that let in, which has ended", parker(right(), right(name="old",
         given=("", "2026-10-31")), inside="Mon 08:00", by="old"), "Mon 09:00", "GRANTED",
         {"warned": "ACCESS_EXPIRED", "access": "old"}, "out"),
    Case("out by the right that let in, which is valid", parker(right(), right(name="late",
         timetable="Mo-Fr 12:00-13:00"), inside="Mon 08:00", by="FCFS Mo-Fr 07:00-19:00"),
         "Mon 09:00", "GRANTED", {"warned": ""}, "out"),
    Case("out by the visit that let in, over for 1 h", parker(visit("Mon 14:00", "Mon 16:00"),
         visit("Mon 16:30", "Mon 18:00"), inside="Mon 14:00",
         visiting=visit("Mon 14:00", "Mon 16:00")), "Mon 17:00", "GRANTED",
         {"warned": "OVERSTAY", "minutes": 60}, "out"),
    Case("out while full", STAFF, "Mon 09:00", "GRANTED", {"warned": ""}, "out", FULL),
    Case("known only: not known", NOBODY, "Mon 09:00", "UNKNOWN_PLATE", {}, "out, known only"),
    Case("known only: read too poorly", STAFF, "Mon 09:00", "PLATE_UNREADABLE", {},
         "out, sharp, known only", _plate(confidence=0.1)),
    Case("known only: known, without a right", parker(), "Mon 09:00", "GRANTED",
         {"warned": "NO_ACCESS_RIGHT"}, "out, known only"),
    Case("known only: blocked, but known", parker(right(), blocked=True), "Mon 09:00", "GRANTED",
         {"warned": "BLOCKLISTED"}, "out, known only"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_decision(case: Case) -> None:
    """Reason and numbers are those of the line."""
    made = case.decide()
    numbers = dict(case.numbers)
    if "warned" in numbers:
        assert ", ".join(made.warnings) == numbers.pop("warned")
    assert (made.reason, {key: made.values.get(key) for key in numbers}) == (case.reason, numbers)


def test_no_two_lines_have_one_name() -> None:
    """A line that fails can be found."""
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) >= 60


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_rules_tell_the_same_story(case: Case) -> None:
    """What *Why?* shows ends with the rule that refused."""
    made = case.decide()
    failed = [check.rule for check in made.rules if not check.passed]
    assert bool(failed) == (made.reason is not Reason.GRANTED or bool(made.warnings))
    if made.reason is not Reason.GRANTED:
        assert not made.rules[-1].passed
        assert made.outcome in {Outcome.DENIED, Outcome.FAILED}


def test_a_soft_sequence_is_reported_and_lets_in() -> None:
    """Soft lets in, and says that it should not have."""
    made = decision("Mon 09:00", parker(right(sequence=Sequence.SOFT), inside="Mon 08:00"))
    assert (made.granted, made.warnings) == (True, (Reason.ASE_ALREADY_IN,))


def test_what_was_decided_on_is_named() -> None:
    """The record names parker, access and group."""
    made = decision("Mon 09:00", STAFF)
    assert STAFF.profile is not None
    assert (made.profile, made.access, made.group) == (
        STAFF.profile.id,
        "policy:FCFS Mo-Fr 07:00-19:00",
        "staff",
    )
    visiting = decision("Tue 14:30", VISITOR)
    assert visiting.access == f"visit:{VISITOR.accesses[0].reservations[0].id}"
    assert visiting.group == "visitors"


def test_a_way_of_asking_that_an_exit_does_not_take_still_tells_who_left() -> None:
    """The session of who is let out can be closed."""
    assert STAFF.profile is not None
    assert decision("Mon 09:00", STAFF, gate="out, badges only").profile == STAFF.profile.id


def test_grace_is_part_of_what_is_told() -> None:
    """*Why?* shows that it was close."""
    made = decision("Mon 06:50", STAFF)
    told = next(check.values for check in made.rules if check.rule == "timetable")
    assert (told["within_grace"], told["minutes"]) == (True, 10)


@pytest.mark.parametrize(("at", "lease"), [("2026-04-01T10:00", "2026-03-31"),
                                           ("2026-05-31T10:00", None)])  # fmt: skip
def test_the_nearest_lease_is_named(at: str, lease: str | None) -> None:
    """The one that ended last week says more than the one of next year."""
    made = decision(
        at,
        parker(right(timetable="", org="acme")),
        leases=tuple(
            replace(LEASES[0], starts=date(2026, first, 1), ends=last)
            for first, last in ((1, date(2026, 3, 31)), (6, None))
        ),
        lot=replace(LOT, hours=""),
    )
    assert (made.reason, made.values["ends"]) == (Reason.LEASE_INACTIVE, lease)


def test_who_is_still_counted_inside_takes_the_same_spot_again() -> None:
    """A stale session does not send them to another group."""
    again = parker(right(groups=("staff", "visitors")), inside="Mon 08:00")
    full = {"staff": Occupancy(120, 116, 4), "visitors": Occupancy(20, 0, 0)}
    assert decision("Mon 09:00", again, groups=full).group == "staff"


def test_a_profile_that_is_found_twice_is_one() -> None:
    """Two vehicles with one plate do not make two parkers."""
    twice = (STAFF, replace(STAFF, vehicle=None))
    assert decision("Mon 09:00", *twice).granted
