"""Rules about how the policy hands out spots: bookings, visits, releases, durations."""

from datetime import date, datetime, timedelta

from izix_desk.domain.case import PASSED, Case, Finding, is_alive
from izix_desk.domain.decision import Reason, Value
from izix_desk.domain.parkers import HostAnswer, Reservation
from izix_desk.domain.site import Policy, Strategy

_MINUTE = timedelta(minutes=1)


def by_strategy(case: Case) -> Finding:
    """Refuse outside the booking or visit, on a released spot, or without what else it takes."""
    match case.access.policy.strategy:
        case Strategy.BOOK:
            return _booked(case, Reason.NO_BOOKING)
        case Strategy.VEHICLE_BOOK:
            return _booked(case, Reason.VEHICLE_NOT_BOOKED)
        case Strategy.OTFB:
            return _chosen(case) if case.entering else _stayed(case)
        case Strategy.VISITOR:
            return _visiting(case)
        case Strategy.PREF | Strategy.VEHICLE_PREF:
            return _not_released(case)
        case Strategy.FCFS | Strategy.FTP:
            return PASSED


def bookable_until(policy: Policy, day: date) -> date | None:
    """Return the last day that may be booked on a day; None is without limit."""
    return None if policy.planning_days is None else day + timedelta(days=policy.planning_days)


def _booked(case: Case, without: Reason) -> Finding:
    booking, policy = case.booked, case.access.policy
    if booking is None or not is_alive(booking):
        last = bookable_until(policy, case.moment.day)
        values: dict[str, Value] = {"access": policy.name or policy.id}
        return Finding(without, values | ({"bookable_until": last.isoformat()} if last else {}))
    return _in_window(case, booking, (Reason.BOOKING_TOO_EARLY, Reason.BOOKING_ENDED))


def _visiting(case: Case) -> Finding:
    visit = case.booked
    if visit is None:
        return Finding(Reason.NO_BOOKING, {"access": case.access.policy.name})
    refused = _called_off(case, visit)
    if refused is not None:
        return Finding(Reason.VISIT_CANCELLED, _window(case, visit) | {"because": refused})
    return _in_window(case, visit, (Reason.VISIT_TOO_EARLY, Reason.VISIT_ENDED))


def _called_off(case: Case, visit: Reservation) -> str | None:
    if not is_alive(visit):
        return visit.state.value
    if visit.host_answer is HostAnswer.NO:
        return "HOST_SAID_NO"
    host = case.access.organisation
    if host and host.visitors.host_must_confirm and visit.host_answer is not HostAnswer.YES:
        return visit.host_answer.value
    return None


def _chosen(case: Case) -> Finding:
    policy, kept = case.access.policy, kept_until_its_end(case)
    until = kept.ends if kept else case.until
    if until is None or until <= case.moment.at:
        return Finding(Reason.DURATION_REQUIRED, {"access": policy.name or policy.id})
    return Finding(None, {"ends": case.moment.clock(until)})


def kept_until_its_end(case: Case) -> Reservation | None:
    """Return the spot that is kept from now to an end that was chosen at the desk."""
    booked, at = case.booked, case.moment.at
    if case.access.policy.strategy is not Strategy.OTFB or booked is None:
        return None
    return booked if is_alive(booked) and booked.starts <= at < booked.ends else None


def _stayed(case: Case) -> Finding:
    inside, after, booked = case.candidate.inside, case.access.policy.grace_after, case.booked
    if inside is None:
        return PASSED
    began = booked is not None and is_alive(booked) and booked.starts <= case.moment.at
    end = inside.until or (booked.ends if booked and began else None)
    if end is None:
        return PASSED
    over = case.moment.at - end
    values: dict[str, Value] = {"ends": case.moment.clock(end), "grace": after}
    if over < after * _MINUTE:
        return Finding(None, values)
    return Finding(Reason.OVERSTAY, values | {"minutes": -(-over // _MINUTE)})


def _in_window(case: Case, reservation: Reservation, off: tuple[Reason, Reason]) -> Finding:
    at, policy = case.moment.at, case.access.policy
    values = _window(case, reservation)
    if at < reservation.starts - policy.grace_before * _MINUTE:
        return Finding(off[0], values | {"grace": policy.grace_before})
    if at >= reservation.ends + policy.grace_after * _MINUTE:
        return Finding(off[1], values | {"grace": policy.grace_after})
    return Finding(None, values)


def _window(case: Case, reservation: Reservation) -> dict[str, Value]:
    return {
        "starts": case.moment.clock(reservation.starts),
        "ends": case.moment.clock(reservation.ends),
        "minutes": minutes_off(reservation, case.moment.at),
        "host": reservation.host,
    }


def minutes_off(reservation: Reservation, at: datetime) -> int:
    """Return the whole minutes to a reservation's window, rounded up; 0 inside it."""
    off = max(reservation.starts - at, at - reservation.ends, timedelta(0))
    return -(-off // _MINUTE)


def _not_released(case: Case) -> Finding:
    at = case.moment.at
    for released in case.access.released:
        if released.starts <= at < released.ends:
            values = {
                "starts": case.moment.clock(released.starts),
                "ends": case.moment.clock(released.ends),
            }
            return Finding(Reason.SPOT_RELEASED, values)
    return PASSED
