"""Who may pass, as a table that a parking manager can read; each line with its numbers."""

from dataclasses import replace
from datetime import date

import pytest

from izix_desk.domain.decision import Occupancy, Reason
from izix_desk.domain.events import Outcome
from izix_desk.domain.site import Sequence, Strategy
from tests.domain.case_lines import STAFF, VISITOR, Case
from tests.domain.cases_nights import NIGHTS
from tests.domain.cases_order import ORDER
from tests.domain.cases_rights import RIGHTS
from tests.domain.cases_room import ROOM_AND_EXITS
from tests.domain.cases_shown import SHOWN_CASES
from tests.domain.cases_terms import TERMS
from tests.support.parking import LEASES, LOT, decision, parker, right

NEVER_A_READ = {
    "NO_READ", "CAMERA_SILENT", "TAILGATED", "OPENED_WITHOUT_US", "LEFT_OPEN", "TURNED_BACK",
    "GATE_OFFLINE", "GATE_TIMEOUT", "GATE_BLOCKED", "UNAUTHORISED_OPERATOR",
    "DEVICE_DISTRUSTED", "KEYPAD_LOCKED",
}  # fmt: skip
"""What gates and roles tell."""
CASES = [*RIGHTS, *ROOM_AND_EXITS, *TERMS, *NIGHTS, *ORDER, *SHOWN_CASES]


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
    assert len(set(names)) == len(names) >= 150


def test_every_reason_has_a_line() -> None:
    """What a read can be answered with is in the table, and so is each strategy."""
    told = {case.reason for case in CASES} | {
        warning.value for case in CASES for warning in case.decide().warnings
    }
    assert {reason.value for reason in Reason} - told == NEVER_A_READ
    rights = [access for case in CASES for who in case.people for access in who.accesses]
    assert {access.policy.strategy for access in rights} == set(Strategy)


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
