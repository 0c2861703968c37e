"""Fixes that make, move or prolong a booking or a visit, where there is room for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from izix_desk.domain.decision import Access
from izix_desk.domain.errors import BadInput, Refused
from izix_desk.domain.parkers import HostAnswer, Reservation, ReservationKind
from izix_desk.domain.site import Policy, Strategy
from izix_desk.services.fix_job import Job
from izix_desk.services.room import Stay, check_room, room_for
from izix_desk.store.candidates import candidate, candidates
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import add_reservation, save_reservation

_BOOKABLE = (Strategy.BOOK, Strategy.OTFB)
_OVER = "That is over already: choose a later time."


def save_stay(job: Job) -> str:
    """Store the reservation as it was planned, if there is room for it."""
    stay = PLANNING[job.request.code](job)
    if stay is None:
        raise BadInput("Say until when.")
    check_room(job.tx, job.site, stay, job.person.id, job.at)
    changed = replace(job.mine(), starts=stay.starts, ends=stay.ends)
    save_reservation(job.tx, changed)
    what = "Visit" if changed.kind is ReservationKind.VISIT else "Booking"
    return job.noted(f"{what} now from {job.clock(changed.starts)} to {job.clock(changed.ends)}")


def book(job: Job) -> str:
    """Make a booking for a parker."""
    return _book(job, _booked(job), vehicle=None)


def book_vehicle(job: Job) -> str:
    """Make a booking of a fleet's vehicle for whoever drives it."""
    return _book(job, _vehicle_booked(job), vehicle=job.subject)


def host_said_yes(job: Job) -> str:
    """Note that the host wants to see the visitor."""
    visit = replace(job.mine(), host_answer=HostAnswer.YES)
    save_reservation(job.tx, visit)
    return job.noted(f"The host{f' {visit.host}' if visit.host else ''} said yes")


def _book(job: Job, stay: Stay, vehicle: UUID | None) -> str:
    check_room(job.tx, job.site, stay, job.person.id, job.at)
    booking = Reservation(
        id=new_id(), kind=ReservationKind.BOOKING, profile=job.person.id, lot=stay.lot,
        group=stay.group, starts=stay.starts, ends=stay.ends, policy=job.request.policy,
        organisation=stay.organisation, vehicle=vehicle,
    )  # fmt: skip
    add_reservation(job.tx, booking)
    group = job.site.lot(stay.lot).group(stay.group).name
    return job.noted(f"Booked in {group} until {job.clock(stay.ends)}")


def _started_now(job: Job) -> Stay:
    visit = job.mine()
    if visit.starts <= job.at:
        raise Refused("This visit has begun already.")
    now = job.at.replace(second=0, microsecond=0)
    return _stay(visit, now, visit.ends)


def _longer(job: Job) -> Stay | None:
    mine, until = job.mine(), job.request.ends
    if until is None:
        return None
    if until <= job.at:
        raise BadInput(_OVER)
    host = next((o for o in job.site.organisations if o.id == mine.organisation), None)
    if mine.kind is ReservationKind.VISIT and host is not None:
        longest = timedelta(hours=host.visitors.longest_stay_hours)
        if until - mine.starts > longest:
            hours = f"{host.visitors.longest_stay_hours:g} hours"
            raise BadInput(f"Visits of {host.name} last at most {hours}: make a new visit.")
    return _stay(mine, mine.starts, until)


def _moved(job: Job) -> Stay | None:
    starts, ends = job.request.starts, job.request.ends
    if starts is None or ends is None:
        return None
    _check_window(job, starts, ends)
    return _stay(job.mine(), starts, ends)


def _booked(job: Job) -> Stay:
    who = candidate(job.tx, job.person.id, job.gate.lot, job.at)
    policy = _bookable(job, who.accesses if who else (), _BOOKABLE)
    if policy is None:
        raise Refused(f"{job.person.name} has no access that can be booked here.")
    return _roomiest(job, policy)


def _vehicle_booked(job: Job) -> Stay:
    cars = candidates(job.tx, job.request.plate, job.gate.lot, job.at)
    for car in cars:
        ours = car.vehicle is not None and car.vehicle.organisation == job.person.organisation
        if ours and car.vehicle is not None and car.vehicle.id == job.subject:
            policy = _bookable(job, car.accesses, (Strategy.VEHICLE_BOOK,))
            if policy is not None:
                return _roomiest(job, policy)
    raise Refused("This vehicle cannot be booked here.")


def _roomiest(job: Job, policy: Policy) -> Stay:
    """Return the stay in the group with the most room; a full lot is said of that one."""
    starts, ends = job.request.starts, job.request.ends
    if starts is None or ends is None:
        raise BadInput("Say from when and until when.")
    _check_window(job, starts, ends)
    _check_planning(job, policy, starts)
    stays = [
        Stay(
            lot=policy.lot, group=group, organisation=policy.organisation, starts=starts, ends=ends
        )
        for group in _groups(job, policy)
    ]
    return max(stays, key=lambda stay: room_for(job.tx, job.site, stay, job.at).free)


def _groups(job: Job, policy: Policy) -> tuple[str, ...]:
    groups = policy.groups or tuple(group.id for group in job.site.lot(policy.lot).groups)
    led_to = job.gate.groups
    return tuple(each for each in groups if not led_to or each in led_to) or groups


def _bookable(
    job: Job, accesses: tuple[Access, ...], strategies: tuple[Strategy, ...]
) -> Policy | None:
    for access in accesses:
        policy = access.policy
        mine = policy.id == job.request.policy and policy.lot == job.gate.lot
        if mine and access.right is not None and policy.strategy in strategies:
            return policy
    return None


def _check_planning(job: Job, policy: Policy, starts: datetime) -> None:
    if policy.planning_days is not None and starts > job.at + timedelta(days=policy.planning_days):
        raise BadInput(f"This access may be booked {policy.planning_days} days ahead at most.")


def _check_window(job: Job, starts: datetime, ends: datetime) -> None:
    if ends <= starts:
        raise BadInput("It must end after it starts.")
    if ends <= job.at:
        raise BadInput(_OVER)


def _stay(mine: Reservation, starts: datetime, ends: datetime) -> Stay:
    return Stay(
        lot=mine.lot, group=mine.group, organisation=mine.organisation or "",
        starts=starts, ends=ends, but=mine.id,
    )  # fmt: skip


Planning: TypeAlias = Callable[[Job], Stay | None]
PLANNING: dict[str, Planning] = {
    "start_now": _started_now,
    "extend": _longer,
    "extend_booking": _longer,
    "move_booking": _moved,
    "create_booking": _booked,
    "enter_duration": _booked,
    "book_vehicle": _vehicle_booked,
}
"""What a fix keeps a spot for, by its code."""
