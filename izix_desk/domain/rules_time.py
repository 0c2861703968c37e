"""Rules about the hour: the lot's, the lease's and the policy's."""

from izix_desk.domain.case import PASSED, Case, Finding, Moment
from izix_desk.domain.decision import Known, Reason, Value
from izix_desk.domain.hours import HoursCheck, hours_of
from izix_desk.domain.rules_right import active_leases


def lot_open(known: Known, moment: Moment) -> Finding:
    """Refuse while the lot is closed; there is no grace on the gates of a closed lot."""
    lot = known.lot
    if not lot.hours and not lot.closed_on:
        return PASSED
    hours = hours_of(lot.hours, known.country, known.timezone)
    check = hours.check(moment.at, closed_on=lot.closed_on, today=moment.day)
    if check.open:
        return Finding(None, {"hours": lot.hours})
    values = {"lot": lot.name, "closing_day": moment.day in lot.closed_on}
    return Finding(Reason.LOT_CLOSED, values | _off(moment, lot.hours, check))


def in_lot_hours(case: Case) -> Finding:
    """Return what `lot_open` found."""
    return case.lot_open


def in_timetable(case: Case) -> Finding:
    """Refuse outside the timetable of the policy, or of the lease, with the policy's grace."""
    text = case.access.policy.timetable
    check = _check(case, text) if text else None
    if check is not None and not check.usable:
        return Finding(Reason.OUTSIDE_TIMETABLE, _off(case.moment, text, check) | _grace(case))
    return _in_lease_hours(case) or _let_in(text, check)


def _in_lease_hours(case: Case) -> Finding | None:
    organisation = case.access.policy.organisation
    if organisation == case.known.lot.owner:
        return None
    hours = [lease.hours for lease in active_leases(case, organisation)]
    if not all(hours):
        return None
    # Of several leases any may let in; of those that do not, the nearest hours are told.
    checks = [(_check(case, text), text) for text in hours]
    if not checks or any(check.usable for check, _ in checks):
        return None
    check, text = min(checks, key=lambda each: (each[0].minutes_off is None, each[0].minutes_off))
    values = _off(case.moment, text, check) | _grace(case)
    return Finding(Reason.OUTSIDE_TIMETABLE, values | {"of_lease": True})


def _let_in(text: str, check: HoursCheck | None) -> Finding:
    if check is None:
        return PASSED
    if check.open:
        return Finding(None, {"timetable": text})
    return Finding(None, {"timetable": text, "within_grace": True, "minutes": check.minutes_off})


def _check(case: Case, text: str) -> HoursCheck:
    policy, known = case.access.policy, case.known
    hours = hours_of(text, known.country, known.timezone)
    return hours.check(
        case.moment.at,
        before=policy.grace_before,
        after=policy.grace_after,
        closed_on=known.lot.closed_on,
        today=case.moment.day,
    )


def _off(moment: Moment, text: str, check: HoursCheck) -> dict[str, Value]:
    return {
        "hours": text,
        "minutes": check.minutes_off,
        "before": check.before,
        "opens": moment.clock(check.opens) if check.opens else None,
        "closed": moment.clock(check.closed_since) if check.closed_since else None,
    }


def _grace(case: Case) -> dict[str, Value]:
    policy = case.access.policy
    return {"grace_before": policy.grace_before, "grace_after": policy.grace_after}
