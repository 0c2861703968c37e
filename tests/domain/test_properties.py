"""What holds for every decision, whatever the world around it."""

import os
import time as machine
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, seed, settings
from hypothesis import strategies as some

from izix_desk.domain.deciding import decide
from izix_desk.domain.decision import Reason
from izix_desk.domain.events import Outcome
from izix_desk.domain.frozen import freeze, thaw
from tests.support.parking_worlds import one_access, shuffled, world

_SOAK = os.environ.get("IZIX_SOAK") == "1"
_SEED = int(os.environ.get("IZIX_SEED", "0"))
_many = settings(max_examples=5000 if _SOAK else 300, deadline=None, database=None)
_numbers = some.integers(0, 2**40)
_NOT_KNOWN = {Reason.UNKNOWN_PLATE, Reason.PLATE_UNREADABLE, Reason.PLATE_SIMILAR}
_REACHED_BY_READS = {
    Reason.GRANTED, Reason.UNKNOWN_PLATE, Reason.PLATE_UNREADABLE, Reason.DIRECTION_UNKNOWN,
    Reason.PLATE_SIMILAR, Reason.AMBIGUOUS_MATCH, Reason.METHOD_NOT_ALLOWED,
    Reason.GATE_NOT_INCLUDED, Reason.PROFILE_INACTIVE, Reason.BLOCKLISTED, Reason.NO_ACCESS_RIGHT,
    Reason.ACCESS_NOT_STARTED, Reason.ACCESS_EXPIRED, Reason.LEASE_INACTIVE, Reason.LOT_CLOSED,
    Reason.OUTSIDE_TIMETABLE, Reason.NO_BOOKING, Reason.BOOKING_TOO_EARLY, Reason.BOOKING_ENDED,
    Reason.VISIT_TOO_EARLY, Reason.VISIT_ENDED, Reason.VISIT_CANCELLED, Reason.SPOT_RELEASED,
    Reason.DURATION_REQUIRED, Reason.VEHICLE_NOT_BOOKED, Reason.PARKING_FULL,
    Reason.TENANT_QUOTA_FULL, Reason.ASE_ALREADY_IN, Reason.NO_REENTRY, Reason.ASE_NOT_IN,
    Reason.OVERSTAY, Reason.GATE_OUT_OF_SERVICE,
}  # fmt: skip


@seed(_SEED)
@_many
@given(_numbers)
def test_exactly_one_reason_and_it_fits_the_outcome(number: int) -> None:
    """Granted means GRANTED, nothing else does, and all of it can be stored."""
    it = world(number)
    made = decide(it.read, it.known)
    assert (made.outcome is Outcome.GRANTED) == (made.reason is Reason.GRANTED)
    assert len(set(made.warnings)) == len(made.warnings)
    assert thaw(freeze(made)) == made


@seed(_SEED)
@_many
@given(_numbers)
def test_nobody_is_kept_in(number: int) -> None:
    """A free exit lets out everybody; one for known cars refuses only those not known."""
    it = world(number)
    if it.leaving and it.known.gate.in_service:
        made = decide(it.read, it.known)
        known_only = it.known.gate.exit == "known"
        assert made.granted or (known_only and made.reason in _NOT_KNOWN)


@seed(_SEED)
@_many
@given(_numbers)
def test_the_order_of_rights_and_parkers_does_not_matter(number: int) -> None:
    """What the store happens to return first decides nothing."""
    it = world(number)
    mixed = [replace(c, accesses=shuffled(c.accesses, number)) for c in it.known.candidates]
    other = it.by(*shuffled(mixed, number + 1))
    assert decide(other.read, other.known) == decide(it.read, it.known)


@seed(_SEED)
@_many
@given(_numbers)
def test_another_right_never_keeps_out_whom_the_others_let_in(number: int) -> None:
    """Adding a right to the parker who was let in leaves them let in."""
    it = world(number)
    made = decide(it.read, it.known)
    if made.granted:
        more = one_access(number + 1)
        richer = it.by(
            *(
                replace(each, accesses=(*each.accesses, more))
                if each.profile and each.profile.id == made.profile
                else each
                for each in it.known.candidates
            )
        )
        assert decide(richer.read, richer.known).granted


@seed(_SEED)
@_many
@given(_numbers)
def test_more_grace_never_keeps_out_whom_less_lets_in(number: int) -> None:
    """Grace only ever widens what a parker may do."""
    it = world(number)
    alone = it.by(*it.known.candidates[:1])
    if not alone.known.candidates or not decide(alone.read, alone.known).granted:
        return
    who = alone.known.candidates[0]
    wider = [
        replace(each, policy=replace(each.policy, grace_before=30, grace_after=30, reentry=True))
        for each in who.accesses
    ]
    generous = alone.by(replace(who, accesses=tuple(wider)))
    assert decide(generous.read, generous.known).granted


@seed(_SEED)
@settings(max_examples=100, deadline=None, database=None)
@given(_numbers)
def test_the_machine_s_time_zone_does_not_matter(number: int) -> None:
    """A PC that stands in Tokyo decides like one in Brussels."""
    it = world(number)
    made = decide(it.read, it.known)
    before = os.environ.get("TZ")
    try:
        for place in ("Asia/Tokyo", "America/St_Johns"):
            os.environ["TZ"] = place
            machine.tzset()
            assert decide(it.read, it.known) == made
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        machine.tzset()


def test_the_worlds_reach_every_reason(count: Callable[[int], int]) -> None:
    """Random worlds that all end alike would prove nothing."""
    met: Counter[Reason] = Counter()
    for number in range(count(600_000)):
        it = world(number)
        made = decide(it.read, it.known)
        met.update([made.reason, *made.warnings])
    print("\n".join(f"{reason:22}{times:7}" for reason, times in met.most_common()))
    assert not _REACHED_BY_READS - set(met)
    assert min(met[reason] for reason in _REACHED_BY_READS) >= 5
