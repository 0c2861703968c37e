"""Decisions about somebody whom a person has identified, and about one access of theirs."""

import pytest

from izix_desk.domain.deciding import decide_for, judge_access
from izix_desk.domain.decision import Candidate, Decision
from izix_desk.domain.site import Direction
from tests.support.parking import known, parker, read, right


def judged(who: Candidate, gate: str = "in", **reading: object) -> Decision:
    """Return the decision about somebody who stands at a gate on Monday at nine."""
    return decide_for(read("Mon 09:00", gate, **reading), known(gate), who)


STAFF = parker(right())


@pytest.mark.parametrize(("gate", "plate"), [
    ("in", ""), ("in", "9-XYZ-999"), ("badges only", ""), ("sharp camera", ""),
])  # fmt: skip
def test_what_was_read_does_not_matter(gate: str, plate: str) -> None:
    """Somebody said who it is: the camera, the plate and the way of asking are past."""
    made = judged(STAFF, gate, plate=plate, confidence=0.1)
    assert STAFF.profile is not None
    assert (made.granted, made.profile) == (True, STAFF.profile.id)


def test_the_gate_still_matters() -> None:
    """Out of service is out of service, and in or out must be known."""
    assert judged(STAFF, "out of service").reason == "GATE_OUT_OF_SERVICE"
    assert judged(STAFF, "both ways").reason == "DIRECTION_UNKNOWN"
    assert judged(STAFF, "both ways", direction=Direction.ENTRY).granted
    assert judged(STAFF, "visitors in").reason == "GATE_NOT_INCLUDED"


def test_blocked_stays_blocked() -> None:
    """Who was found by name is as blocked as who was read."""
    assert judged(parker(right(), blocked=True)).reason == "BLOCKLISTED"


def test_one_access_is_judged_as_if_it_were_the_only_one() -> None:
    """Another right that lets in does not help this one."""
    old = right(name="old", given=("", "2026-10-31"))
    who = parker(right(), old)
    reading, around = read("Mon 09:00"), known()
    assert judge_access(reading, around, who, who.accesses[0]).granted
    assert judge_access(reading, around, who, old).reason == "ACCESS_EXPIRED"
