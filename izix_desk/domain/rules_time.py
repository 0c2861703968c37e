"""Rules about the hour: the lot's, the lease's and the policy's."""

from izix_desk.domain.case import PASSED, Case, Finding
from izix_desk.domain.decision import Reason, Value
from izix_desk.domain.hours import Hours, HoursCheck
from izix_desk.domain.rules_right import covers, leases_of


def lot_open(case: Case) -> Finding:
    """Refuse while the lot is closed; there is no grace on the gates of a closed lot."""
    lot, known = case.known.lot, case.known
    if not lot.hours and not lot.closed_on:
        return PASSED
    hours = Hours(lot.hours, known.country, known.timezone)
    check = hours.check(case.moment.at, closed_on=lot.closed_on)
    if check.open:
        return Finding(None, {"hours": lot.hours})
    values = {"lot": lot.name, "closing_day": case.moment.day in lot.closed_on}
    return Finding(Reason.LOT_CLOSED, values | _off(case, lot.hours, check))


def in_timetable(case: Case) -> Finding:
    """Refuse outside the timetable of the policy, or of the lease, with the policy's grace."""
    text = case.access.policy.timetable
    check = _check(case, text) if text else None
    if check is not None and not check.usable:
        return Finding(Reason.OUTSIDE_TIMETABLE, _off(case, text, check) | _grace(case))
    return _in_lease_hours(case) or _let_in(text, check)


def _in_lease_hours(case: Case) -> Finding | None:
    organisation = case.access.policy.organisation
    if organisation == case.known.lot.owner:
        return None
    leases = leases_of(case.known, organisation)
    hours = [lease.hours for lease in leases if covers(lease, case.moment.day)]
    if not all(hours):
        return None
    # Of several leases any may let in; of those that do not, the nearest hours are told.
    checks = [(_check(case, text), text) for text in hours]
    if not checks or any(check.usable for check, _ in checks):
        return None
    check, text = min(checks, key=lambda each: (each[0].minutes_off is None, each[0].minutes_off))
    values = _off(case, text, check) | _grace(case)
    return Finding(Reason.OUTSIDE_TIMETABLE, values | {"of_lease": True})


def _let_in(text: str, check: HoursCheck | None) -> Finding:
    if check is None:
        return PASSED
    if check.open:
        return Finding(None, {"timetable": text})
    return Finding(None, {"timetable": text, "within_grace": True, "minutes": check.minutes_off})


def _check(case: Case, text: str) -> HoursCheck:
    policy, known = case.access.policy, case.known
    hours = Hours(text, known.country, known.timezone)
    return hours.check(
        case.moment.at,
        before=policy.grace_before,
        after=policy.grace_after,
        closed_on=known.lot.closed_on,
    )


def _off(case: Case, text: str, check: HoursCheck) -> dict[str, Value]:
    return {
        "hours": text,
        "minutes": check.minutes_off,
        "before": check.before,
        "opens": case.moment.clock(check.opens) if check.opens else None,
        "closed": case.moment.clock(check.closed_since) if check.closed_since else None,
    }


def _grace(case: Case) -> dict[str, Value]:
    policy = case.access.policy
    return {"grace_before": policy.grace_before, "grace_after": policy.grace_after}
