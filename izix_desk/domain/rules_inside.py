"""Rules about who is inside: sequence, re-entry, and room for one more car."""

from datetime import datetime, timedelta

from izix_desk.domain.case import PASSED, Case, Finding
from izix_desk.domain.decision import Candidate, Occupancy, Reason
from izix_desk.domain.hours import hours_of, midnight
from izix_desk.domain.parkers import ReservationKind
from izix_desk.domain.plates import normalise
from izix_desk.domain.rules_strategy import kept_until_its_end
from izix_desk.domain.site import Sequence, Strategy

_RESERVED = frozenset({Strategy.BOOK, Strategy.VEHICLE_BOOK, Strategy.VISITOR})
_COUNTED = frozenset({Strategy.FCFS, Strategy.OTFB})
_MINUTE = timedelta(minutes=1)


def in_sequence(case: Case) -> Finding:
    """Refuse, or report, an entry of somebody who is inside."""
    inside, policy = case.candidate.inside, case.access.policy
    if case.candidate.neutral:
        return Finding(None, {"neutral": True})
    if inside is None or policy.sequence is Sequence.OFF or _more_cars(case):
        return Finding(None, {"inside": inside is not None})
    values = {
        "since": case.moment.clock(inside.started),
        "gate_in": inside.gate_in,
        "sequence": policy.sequence.value,
    }
    # Who came out by a gate of another desk meanwhile must not be kept out.
    soft = policy.sequence is Sequence.SOFT or case.known.away_since is not None
    return Finding(Reason.ASE_ALREADY_IN, values, warning=soft)


def may_return(case: Case) -> Finding:
    """Refuse somebody who left, where the policy lets in only once."""
    left = None if case.candidate.neutral else case.candidate.last_exit
    once = not case.access.policy.reentry
    if not once or left is None or _more_cars(case) or left < _once_since(case):
        return PASSED
    return Finding(Reason.NO_REENTRY, {"left": case.moment.clock(left)})


def was_inside(case: Case) -> Finding:
    """Report an exit of somebody whose entry was never seen."""
    policy, who = case.access.policy, case.candidate
    sequence = policy.sequence if policy.sequence_out is None else policy.sequence_out
    if who.inside is not None or who.neutral or sequence is Sequence.OFF:
        return PASSED
    return Finding(Reason.ASE_NOT_IN, {}, warning=True)


def has_room(case: Case) -> Finding:
    """Refuse when the group or the tenant's spots are full; the tightest of them tells."""
    if not counts_room(case):
        return Finding(None, {"counted": False})
    fullest = Finding(Reason.PARKING_FULL, {"group": "", "spots": 0})
    widest: int | None = None
    for group in case.reachable:
        reason, room, community = _tightest(case, group)
        free = room.free + _own_spot(case, group)
        if free > 0:
            return Finding(None, _count(case, group, room))
        if widest is None or free > widest:
            values = _count(case, group, room)
            named = {"community": community} if community else {}
            widest, fullest = free, Finding(reason, values | named)
    return fullest


def has_credits(case: Case) -> Finding:
    """Refuse when the balance does not cover the credits that an entry takes."""
    needed, profile = case.access.policy.credits, case.candidate.profile
    if not needed or profile is None:
        return PASSED
    balance = profile.credits or 0
    short = Reason.INSUFFICIENT_CREDITS if balance < needed else None
    return Finding(short, {"balance": balance, "needed": needed})


def has_paid(case: Case) -> Finding:
    """Refuse who owes something, where that must be paid first."""
    profile = case.candidate.profile
    due = profile.due_cents or 0 if profile is not None else 0
    if not case.access.policy.pay_first or due <= 0:
        return PASSED
    return Finding(Reason.PAYMENT_REQUIRED, {"amount": f"{due / 100:.2f}"})


def counts_room(case: Case) -> bool:
    """Tell whether this access needs a free spot; a guaranteed or reserved one does not."""
    return case.access.policy.strategy in _COUNTED and kept_until_its_end(case) is None


def spot_group(case: Case) -> str:
    """Return the group whose spot the car takes; empty when it takes none."""
    strategy = case.access.policy.strategy
    if strategy is Strategy.FTP:
        return ""
    kept = case.booked if strategy in _RESERVED else kept_until_its_end(case)
    if kept is not None:
        return kept.group
    if not counts_room(case) or len(case.reachable) == 1:
        return case.reachable[0]
    with_room = (g for g in case.reachable if _tightest(case, g)[1].free + _own_spot(case, g) > 0)
    return next(with_room, case.reachable[0])


def _more_cars(case: Case) -> bool:
    visit = case.booked
    if visit is None or visit.kind is not ReservationKind.VISIT or visit.cars < 2:
        return False
    return visit.cars_in < visit.cars and not _same_car(case.candidate)


def _same_car(candidate: Candidate) -> bool:
    inside, vehicle = candidate.inside, candidate.vehicle
    return bool(
        inside and inside.plate and vehicle and normalise(inside.plate) == normalise(vehicle.plate)
    )


def _once_since(case: Case) -> datetime:
    """Return since when an exit counts: the booking's, the timetable's or the day's start."""
    moment, policy, known = case.moment, case.access.policy, case.known
    if case.booked is not None:
        return case.booked.starts - policy.grace_before * _MINUTE
    if policy.timetable:
        hours = hours_of(policy.timetable, known.country, known.timezone)
        check = hours.check(moment.at, before=policy.grace_before, after=policy.grace_after)
        if check.started is not None:
            return check.started - policy.grace_before * _MINUTE
    return midnight(moment.day, moment.place)


def _tightest(case: Case, group: str) -> tuple[Reason, Occupancy, str]:
    """Return what has the least room left, and the community when that is its shared room."""
    organisation = case.access.policy.organisation
    reason, room, community = Reason.PARKING_FULL, case.known.groups.get(group), ""
    room = _empty(case, group) if room is None else room
    tenant = case.known.tenants.get((organisation, group))
    if tenant is not None and tenant.free < room.free:
        reason, room = Reason.TENANT_QUOTA_FULL, tenant
    for shared in case.known.shared:
        ours = shared.group == group and organisation in shared.organisations
        if ours and shared.room.free < room.free:
            reason, room, community = Reason.COMMUNITY_FULL, shared.room, shared.community
    return reason, room, community


def _empty(case: Case, group: str) -> Occupancy:
    return Occupancy(next((g.spots for g in case.known.lot.groups if g.id == group), 0))


def _own_spot(case: Case, group: str) -> int:
    # Whoever is still counted inside does not need a second spot: the old session ends by re-entry.
    inside = case.candidate.inside
    return 1 if inside is not None and inside.group == group else 0


def _count(case: Case, group: str, room: Occupancy) -> dict[str, str | int]:
    owner = case.access.organisation
    values: dict[str, str | int] = {
        "group": case.names.get(group, group),
        "organisation": owner.name if owner else case.access.policy.organisation,
        "inside": room.inside,
        "reserved": room.reserved,
        "spots": room.spots,
    }
    return values | ({"guaranteed": room.guaranteed} if room.guaranteed else {})
