"""Rules about the person and the right: blocked, lot, gate, lease, dates."""

from datetime import date

from izix_desk.domain.case import PASSED, Case, Finding, Moment, group_names
from izix_desk.domain.decision import Candidate, Known, Reason
from izix_desk.domain.site import Lease, Strategy

_FEATURES = {
    Strategy.VISITOR: "visitors",
    Strategy.BOOK: "bookings",
    Strategy.VEHICLE_BOOK: "bookings",
}
"""What the plan of the organisation visited, or of the parker, must include."""


def not_blocked(candidate: Candidate) -> Finding:
    """Refuse a blocked or inactive profile or vehicle."""
    profile, vehicle = candidate.profile, candidate.vehicle
    if profile is not None and profile.blocked:
        values = {"what": "profile", "who": profile.name, "note": profile.block_note}
        return Finding(Reason.BLOCKLISTED, values)
    if vehicle is not None and vehicle.blocked:
        values = {"what": "vehicle", "who": vehicle.plate, "note": vehicle.block_note}
        return Finding(Reason.BLOCKLISTED, values)
    if profile is not None and not profile.active:
        return Finding(Reason.PROFILE_INACTIVE, {"what": "profile", "who": profile.name})
    if vehicle is not None and not vehicle.active:
        return Finding(Reason.PROFILE_INACTIVE, {"what": "vehicle", "who": vehicle.plate})
    return PASSED


def for_lot(case: Case) -> Finding:
    """Refuse a right for another lot."""
    policy, lot = case.access.policy, case.known.lot
    if policy.lot == lot.id:
        return Finding(
            None, {"access": policy.name or policy.id, "strategy": policy.strategy.value}
        )
    return Finding(Reason.NO_ACCESS_RIGHT, {"lot": lot.name, "elsewhere": policy.lot})


def at_gate(case: Case) -> Finding:
    """Refuse a gate that leads to none of the right's groups."""
    reachable = case.reachable
    if reachable:
        return Finding(None, {"groups": group_names(case, reachable)})
    known = case.known
    values = {
        "gate": known.gate.name,
        "groups": group_names(case, case.access.policy.groups),
        "leads_to": group_names(case, known.gate.groups),
    }
    return Finding(Reason.GATE_NOT_INCLUDED, values)


def leases_of(known: Known, organisation: str) -> tuple[Lease, ...]:
    """Return the leases that an organisation has, had or will have in the gate's lot."""
    return tuple(
        lease
        for lease in known.leases
        if lease.tenant == organisation and lease.lot == known.lot.id
    )


def active_leases(case: Case, organisation: str) -> tuple[Lease, ...]:
    """Return the leases of an organisation in the gate's lot that are active today."""
    found = case.leases.get(organisation)
    if found is None:
        day, leases = case.moment.day, leases_of(case.known, organisation)
        case.leases[organisation] = found = tuple(x for x in leases if covers(x, day))
    return found


def covers(lease: Lease, day: date) -> bool:
    """Tell whether a lease is active on a day; its last day is included."""
    return lease.starts <= day and (lease.ends is None or day <= lease.ends)


def leased(case: Case) -> Finding:
    """Refuse when the organisation neither owns the lot nor has an active lease there."""
    organisation, lot = case.access.policy.organisation, case.known.lot
    if lot.owner == organisation:
        return Finding(None, {"owner": True})
    active = active_leases(case, organisation)
    if active:
        return Finding(None, _dates(active[0]))
    leases = leases_of(case.known, organisation)
    owner = case.access.organisation
    values = {"organisation": owner.name if owner else organisation, "lot": lot.name}
    nearest = min(leases, key=lambda lease: _days_off(lease, case.moment), default=None)
    return Finding(Reason.LEASE_INACTIVE, values | (_dates(nearest) if nearest else {}))


def in_plan(case: Case) -> Finding:
    """Refuse a visit or a booking that the plan of the organisation does not include."""
    feature, who = _FEATURES.get(case.access.policy.strategy), case.access.organisation
    if feature is None or who is None:
        return PASSED
    if feature in who.plan:
        return Finding(None, {"feature": feature})
    return Finding(Reason.PLAN_WITHOUT_FEATURE, {"organisation": who.name, "feature": feature})


def _dates(lease: Lease) -> dict[str, str | None]:
    ends = lease.ends.isoformat() if lease.ends else None
    return {"starts": lease.starts.isoformat(), "ends": ends}


def _days_off(lease: Lease, moment: Moment) -> int:
    if moment.day < lease.starts:
        return (lease.starts - moment.day).days
    return (moment.day - (lease.ends or moment.day)).days


def on_day(case: Case) -> Finding:
    """Refuse before the first and after the last day of the policy or the right."""
    policy, right, day = case.access.policy, case.access.right, case.moment.day
    starts = _latest(policy.starts, right.starts if right else None)
    ends = _earliest(policy.ends, right.ends if right else None)
    values = {
        "starts": starts.isoformat() if starts else None,
        "ends": ends.isoformat() if ends else None,
    }
    if ends is not None and day > ends:
        return Finding(Reason.ACCESS_EXPIRED, {**values, "days": (day - ends).days})
    if starts is not None and day < starts:
        return Finding(Reason.ACCESS_NOT_STARTED, {**values, "days": (starts - day).days})
    return Finding(None, values)


def _latest(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else one or other


def _earliest(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other
