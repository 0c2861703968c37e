"""What holds for every decision, whatever the world around it."""

import os
import time as machine
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, seed, settings
from hypothesis import strategies as some

from izix_desk.domain.deciding import decide
from izix_desk.domain.decision import Access, Occupancy, Reason, SharedRoom
from izix_desk.domain.events import Outcome
from izix_desk.domain.frozen import freeze, thaw
from izix_desk.domain.parkers import Release
from izix_desk.domain.site import Direction, Lease
from tests.support.parking import parker
from tests.support.parking_worlds import World, one_access, shuffled, world

_SOAK = os.environ.get("IZIX_SOAK") == "1"
_SEED = int(os.environ.get("IZIX_SEED", "0"))
_many = settings(max_examples=5000 if _SOAK else 300, deadline=None, database=None)
_WEEK = timedelta(days=7)
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
        assert made.granted or (known_only and made.reason in _NOT_KNOWN and made.call)


@seed(_SEED)
@_many
@given(_numbers)
def test_whoever_may_want_out_and_is_held_is_called_for(number: int) -> None:
    """A car that is not let through is either certainly coming in, or rings at the desk."""
    it = world(number)
    made = decide(it.read, it.known)
    coming_in = Direction.ENTRY in {it.known.gate.direction, it.read.direction}
    certain = it.known.gate.direction is not Direction.BOTH or it.read.direction is not None
    assert made.call == (not made.granted and not (coming_in and certain and not it.leaving))


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
@_many
@given(_numbers)
def test_other_people_s_data_does_not_matter(number: int) -> None:
    """Neither their leases and communities elsewhere, nor plates that look alike, when one fits."""
    it = world(number)
    if not it.known.candidates:
        return
    made = decide(it.read, it.known)
    strangers = (Lease(tenant="strangers", lot="p1", spots={"staff": 5}, starts=date(2026, 1, 1)),)
    full = SharedRoom("Theirs", ("strangers", "others"), "staff", Occupancy(0))
    known = replace(
        it.known,
        leases=(*strangers, *it.known.leases),
        similar=(parker(name="Look-alike", plate="1-A8C-234"),),
        tenants={**it.known.tenants, ("strangers", "staff"): Occupancy(0)},
        shared=(full,),
    )
    assert decide(it.read, known) == made


@seed(_SEED)
@_many
@given(_numbers, some.integers(-2, 2))
def test_whole_weeks_change_nothing(number: int, weeks: int) -> None:
    """Where no clock change, holiday, closing day or dated limit lies between."""
    it = _calm(world(number))
    before = decide(it.read, it.known)
    after = _later(it, weeks * _WEEK)
    made = decide(after.read, after.known)
    assert (made.reason, made.warnings, made.group) == (
        before.reason,
        before.warnings,
        before.group,
    )
    assert made.values.get("minutes") == before.values.get("minutes")


def _calm(it: World) -> World:
    """Return the world without days that count only once."""
    people = [
        replace(who, accesses=tuple(_undated(each) for each in who.accesses))
        for who in it.known.candidates
    ]
    leases = tuple(replace(each, starts=date(2026, 1, 1), ends=None) for each in it.known.leases)
    lot = replace(it.known.lot, closed_on=(), hours=it.known.lot.hours.replace("; PH off", ""))
    return replace(it, known=replace(it.known, lot=lot, leases=leases)).by(*people)


def _undated(access: Access) -> Access:
    right = access.right and replace(access.right, starts=None, ends=None)
    hours = access.policy.timetable.replace("; PH off", "")
    return replace(access, right=right, policy=replace(access.policy, timetable=hours))


def _later(it: World, by: timedelta) -> World:
    """Return the world with everything in it as much later."""
    people = [
        replace(
            who,
            accesses=tuple(_moved(each, by) for each in who.accesses),
            inside=who.inside and replace(who.inside, started=who.inside.started + by),
            last_exit=who.last_exit and who.last_exit + by,
        )
        for who in it.known.candidates
    ]
    return replace(it, read=replace(it.read, at=it.read.at + by)).by(*people)


def _moved(access: Access, by: timedelta) -> Access:
    return replace(
        access,
        reservations=tuple(
            replace(each, starts=each.starts + by, ends=each.ends + by)
            for each in access.reservations
        ),
        released=tuple(Release(each.starts + by, each.ends + by) for each in access.released),
    )


@seed(_SEED)
@settings(max_examples=5000 if _SOAK else 100, deadline=None, database=None)
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


def test_the_worlds_reach_every_reason(
    count: Callable[[int], int], figures: Callable[[Mapping[str, float]], None]
) -> None:
    """Random worlds that all end alike would prove nothing."""
    met: Counter[Reason] = Counter()
    for number in range(count(600_000)):
        it = world(number)
        made = decide(it.read, it.known)
        met.update([made.reason, *made.warnings])
    figures({reason.value: times for reason, times in met.items()})
    assert not _REACHED_BY_READS - set(met)
    assert min(met[reason] for reason in _REACHED_BY_READS) >= 5
