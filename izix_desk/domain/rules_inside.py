"""Rules about who is inside: sequence, re-entry, and room for one more car."""

from datetime import datetime, timedelta

from izix_desk.domain.case import PASSED, Case, Finding, group_name
from izix_desk.domain.decision import Occupancy, Reason
from izix_desk.domain.hours import Hours, midnight
from izix_desk.domain.parkers import ReservationKind
from izix_desk.domain.site import Sequence, Strategy

_RESERVED = frozenset({Strategy.BOOK, Strategy.VEHICLE_BOOK, Strategy.OTFB, Strategy.VISITOR})
_MINUTE = timedelta(minutes=1)


def in_sequence(case: Case) -> Finding:
    """Refuse, or report, an entry of somebody who is inside."""
    inside, policy = case.candidate.inside, case.access.policy
    if inside is None or policy.sequence is Sequence.OFF or _more_cars(case):
        return Finding(None, {"inside": inside is not None})
    values = {
        "since": case.moment.clock(inside.started),
        "gate_in": inside.gate_in,
        "sequence": policy.sequence.value,
    }
    return Finding(Reason.ASE_ALREADY_IN, values, warning=policy.sequence is Sequence.SOFT)


def may_return(case: Case) -> Finding:
    """Refuse somebody who left, where the policy lets in only once."""
    left, policy = case.candidate.last_exit, case.access.policy
    if policy.reentry or left is None or _more_cars(case) or left < _once_since(case):
        return PASSED
    return Finding(Reason.NO_REENTRY, {"left": case.moment.clock(left)})


def was_inside(case: Case) -> Finding:
    """Report an exit of somebody whose entry was never seen."""
    if case.candidate.inside is not None or case.access.policy.sequence is Sequence.OFF:
        return PASSED
    return Finding(Reason.ASE_NOT_IN, {}, warning=True)


def has_room(case: Case) -> Finding:
    """Refuse when the group or the tenant's spots are full; the tightest of them tells."""
    if not counts_room(case):
        return Finding(None, {"counted": False})
    fullest = Finding(Reason.PARKING_FULL, {"group": "", "spots": 0})
    widest: int | None = None
    for group in case.reachable:
        reason, room = _tightest(case, group)
        free = room.free + _own_spot(case, group)
        if free > 0:
            return Finding(None, _count(case, group, room))
        if widest is None or free > widest:
            widest, fullest = free, Finding(reason, _count(case, group, room))
    return fullest


def counts_room(case: Case) -> bool:
    """Tell whether this access needs a free spot; a guaranteed or reserved one does not."""
    return case.access.policy.strategy is Strategy.FCFS


def spot_group(case: Case) -> str:
    """Return the group whose spot the car takes; empty when it takes none."""
    strategy = case.access.policy.strategy
    if strategy is Strategy.FTP:
        return ""
    if strategy in _RESERVED and case.booked is not None:
        return case.booked.group
    if not counts_room(case):
        return case.reachable[0]
    with_room = (g for g in case.reachable if _tightest(case, g)[1].free + _own_spot(case, g) > 0)
    return next(with_room, case.reachable[0])


def _more_cars(case: Case) -> bool:
    visit = case.booked
    if visit is None or visit.kind is not ReservationKind.VISIT:
        return False
    return visit.cars > 1 and visit.cars_in < visit.cars


def _once_since(case: Case) -> datetime:
    """Return since when an exit counts: the booking's, the timetable's or the day's start."""
    moment, policy, known = case.moment, case.access.policy, case.known
    if case.booked is not None:
        return case.booked.starts - policy.grace_before * _MINUTE
    if policy.timetable:
        hours = Hours(policy.timetable, known.country, known.timezone)
        check = hours.check(moment.at, before=policy.grace_before, after=policy.grace_after)
        if check.started is not None:
            return check.started
    return midnight(moment.day, moment.place)


def _tightest(case: Case, group: str) -> tuple[Reason, Occupancy]:
    room = case.known.groups.get(group) or _empty(case, group)
    tenant = case.known.tenants.get((case.access.policy.organisation, group))
    if tenant is not None and tenant.free < room.free:
        return Reason.TENANT_QUOTA_FULL, tenant
    return Reason.PARKING_FULL, room


def _empty(case: Case, group: str) -> Occupancy:
    return Occupancy(next((g.spots for g in case.known.lot.groups if g.id == group), 0))


def _own_spot(case: Case, group: str) -> int:
    # Whoever is still counted inside does not need a second spot: the old session ends by re-entry.
    inside = case.candidate.inside
    return 1 if inside is not None and inside.group == group else 0


def _count(case: Case, group: str, room: Occupancy) -> dict[str, str | int]:
    owner = case.access.organisation
    return {
        "group": group_name(case.known, group),
        "organisation": owner.name if owner else case.access.policy.organisation,
        "inside": room.inside,
        "reserved": room.reserved,
        "spots": room.spots,
    }
