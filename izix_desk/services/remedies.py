"""The fixes of a refusal, each carried out in the caller's transaction and noted in the feed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from izix_desk.domain.decision import Candidate
from izix_desk.domain.errors import BadInput, NotFound, Refused
from izix_desk.domain.events import EventKind, GateEvent, Outcome
from izix_desk.domain.hours import zone
from izix_desk.domain.parkers import HostAnswer, Profile, Reservation, ReservationKind, Vehicle
from izix_desk.domain.plates import checked_plate, normalise, pretty
from izix_desk.domain.requests import FixRequest
from izix_desk.domain.site import Gate, Policy, Site, Strategy
from izix_desk.domain.views import Room
from izix_desk.services.catalogue import catalogue
from izix_desk.services.judging import organisation_of
from izix_desk.services.panel import parker_view
from izix_desk.services.room import Stay, check_room, room_for
from izix_desk.services.sessions import end_by_hand
from izix_desk.store.candidates import candidate
from izix_desk.store.database import Transaction
from izix_desk.store.entries import open_entries, tell_anew
from izix_desk.store.events import add_event
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import (
    add_reservation,
    add_vehicles,
    profile,
    reservation,
    save_reservation,
    vehicles_of,
)
from izix_desk.store.search_index import index_profile, unindex_profile

LONGEST_PLATE = timedelta(days=7)
"""For which a plate may be linked to somebody at the desk."""
_GONE = "What this would change is not there any more: look again."
_BOOKABLE = (Strategy.BOOK, Strategy.OTFB)


@dataclass(frozen=True, slots=True)
class _Job:
    """A fix to carry out, with all that it may need."""

    tx: Transaction
    site: Site
    request: FixRequest
    person: Profile
    at: datetime

    @property
    def gate(self) -> Gate:
        """The gate at which the parker stands."""
        return self.site.gate(self.request.gate)

    def clock(self, at: datetime) -> str:
        """Return an instant as the site's clock shows it."""
        return catalogue().wording().when(at.astimezone(zone(self.site.timezone)).isoformat())


def carry_out(tx: Transaction, site: Site, request: FixRequest, at: datetime) -> str:
    """Carry out a fix and return what was done, in words; raises BadInput, NotFound or Refused."""
    job = _job(tx, site, request, at)
    done = _DOING[request.code](job)
    _tell_who_waits(job)
    return done


def room(tx: Transaction, site: Site, request: FixRequest, at: datetime) -> Room:
    """Return how much room there is for a fix as chosen, and why it cannot be done, if so."""
    job = _job(tx, site, request, at)
    try:
        stay = _PLANNING[request.code](job)
    except (BadInput, Refused) as no:
        return Room(line="", fault=str(no))
    if stay is None:
        return Room(line="")
    try:
        return Room(line=check_room(job.tx, job.site, stay, job.person.id, job.at))
    except Refused as no:
        return Room(line="", fault=str(no))


def _job(tx: Transaction, site: Site, request: FixRequest, at: datetime) -> _Job:
    person = profile(tx, request.profile)
    if person is None:
        raise NotFound("This parker is not known here any more: search again.")
    if request.code not in _DOING:
        raise BadInput(f"There is no fix {request.code!r}; there are: {', '.join(_DOING)}.")
    return _Job(tx, site, request, person, at)


def _end_session(job: _Job) -> str:
    ended = end_by_hand(job.tx, job.site, _subject(job), job.request.operator, job.at)
    return f"Session since {job.clock(ended.started)} ended"


def _save(job: _Job) -> str:
    """Store the reservation as it was planned, if there is room for it."""
    stay = _PLANNING[job.request.code](job)
    if stay is None:
        raise BadInput("Say until when.")
    check_room(job.tx, job.site, stay, job.person.id, job.at)
    changed = replace(_mine(job), starts=stay.starts, ends=stay.ends)
    save_reservation(job.tx, changed)
    what = "Visit" if changed.kind is ReservationKind.VISIT else "Booking"
    return _noted(job, f"{what} now from {job.clock(changed.starts)} to {job.clock(changed.ends)}")


def _create_booking(job: _Job) -> str:
    stay = _booked(job)
    check_room(job.tx, job.site, stay, job.person.id, job.at)
    booking = Reservation(
        id=new_id(), kind=ReservationKind.BOOKING, profile=job.person.id, lot=stay.lot,
        group=stay.group, starts=stay.starts, ends=stay.ends, policy=job.request.policy,
        organisation=stay.organisation,
    )  # fmt: skip
    add_reservation(job.tx, booking)
    group = job.site.lot(stay.lot).group(stay.group).name
    return _noted(job, f"Booked in {group} until {job.clock(stay.ends)}")


def _host_said_yes(job: _Job) -> str:
    visit = replace(_mine(job), host_answer=HostAnswer.YES)
    save_reservation(job.tx, visit)
    return _noted(job, f"The host{f' {visit.host}' if visit.host else ''} said yes")


def _use_plate(job: _Job) -> str:
    until, plate = job.request.ends, checked_plate(job.request.plate)
    if until is None or until <= job.at:
        raise BadInput("Say until when the plate may be used.")
    if until > job.at + LONGEST_PLATE:
        raise BadInput(f"A plate may be used for {LONGEST_PLATE.days} days at most.")
    same = (each.plate for each in vehicles_of(job.tx, job.person.id) if _counts(each, job.at))
    if normalise(plate) in map(normalise, same):
        raise Refused(f"{pretty(plate)} is a plate of {job.person.name} already.")
    unindex_profile(job.tx, job.person.id)
    linked = Vehicle(id=new_id(), plate=plate, profile=job.person.id, valid_until=until)
    add_vehicles(job.tx, [linked])
    index_profile(job.tx, job.person.id)
    return _noted(job, f"{pretty(plate)} may be used until {job.clock(until)}")


def _counts(vehicle: Vehicle, at: datetime) -> bool:
    return vehicle.valid_until is None or vehicle.valid_until > at


def _started_now(job: _Job) -> Stay:
    visit = _mine(job)
    if visit.starts <= job.at:
        raise Refused("This visit has begun already.")
    now = job.at.replace(second=0, microsecond=0)
    return _stay(visit, now, visit.ends)


def _longer(job: _Job) -> Stay | None:
    mine, until = _mine(job), job.request.ends
    if until is None:
        return None
    if until <= job.at:
        raise BadInput("That is over already: choose a later time.")
    host = next((o for o in job.site.organisations if o.id == mine.organisation), None)
    if mine.kind is ReservationKind.VISIT and host is not None:
        longest = timedelta(hours=host.visitors.longest_stay_hours)
        if until - mine.starts > longest:
            hours = f"{host.visitors.longest_stay_hours:g} hours"
            raise BadInput(f"Visits of {host.name} last at most {hours}: make a new visit.")
    return _stay(mine, mine.starts, until)


def _moved(job: _Job) -> Stay | None:
    starts, ends = job.request.starts, job.request.ends
    if starts is None or ends is None:
        return None
    _check_window(job, starts, ends)
    return _stay(_mine(job), starts, ends)


def _booked(job: _Job) -> Stay:
    starts, ends = job.request.starts, job.request.ends
    if starts is None or ends is None:
        raise BadInput("Say from when and until when.")
    _check_window(job, starts, ends)
    policy = _bookable(job)
    _check_planning(job, policy, starts)
    stays = [
        Stay(
            lot=policy.lot, group=group, organisation=policy.organisation, starts=starts, ends=ends
        )
        for group in _groups(job, policy)
    ]
    # The group with the most room; a full lot is said of that one.
    return max(stays, key=lambda stay: room_for(job.tx, job.site, stay, job.at).free)


def _groups(job: _Job, policy: Policy) -> tuple[str, ...]:
    groups = policy.groups or tuple(group.id for group in job.site.lot(policy.lot).groups)
    led_to = job.gate.groups
    return tuple(each for each in groups if not led_to or each in led_to) or groups


def _bookable(job: _Job) -> Policy:
    who: Candidate | None = candidate(job.tx, job.person.id, job.gate.lot, job.at)
    for access in who.accesses if who is not None else ():
        policy = access.policy
        mine = policy.id == job.request.policy and policy.lot == job.gate.lot
        if mine and access.right is not None and policy.strategy in _BOOKABLE:
            return policy
    raise Refused(f"{job.person.name} has no access that can be booked here.")


def _check_planning(job: _Job, policy: Policy, starts: datetime) -> None:
    if policy.planning_days is not None and starts > job.at + timedelta(days=policy.planning_days):
        raise BadInput(f"This access may be booked {policy.planning_days} days ahead at most.")


def _check_window(job: _Job, starts: datetime, ends: datetime) -> None:
    if ends <= starts:
        raise BadInput("It must end after it starts.")
    if ends <= job.at:
        raise BadInput("That is over already: choose a later time.")


def _mine(job: _Job) -> Reservation:
    found = reservation(job.tx, _subject(job))
    if found is None or found.profile != job.person.id:
        raise NotFound(_GONE)
    return found


def _subject(job: _Job) -> UUID:
    if job.request.subject is None:
        raise NotFound(_GONE)
    return job.request.subject


def _stay(mine: Reservation, starts: datetime, ends: datetime) -> Stay:
    return Stay(
        lot=mine.lot, group=mine.group, organisation=mine.organisation or "",
        starts=starts, ends=ends, but=mine.id,
    )  # fmt: skip


def _tell_who_waits(job: _Job) -> None:
    """Let what waits at the gate for this parker say how they stand now."""
    plate = normalise(job.request.plate)
    mine = [
        entry
        for entry in open_entries(job.tx, job.gate.id)
        if entry.profile == job.person.id or (plate and normalise(entry.plate) == plate)
    ]
    if mine:
        view = parker_view(job.tx, job.site, job.person.id, job.gate.id, job.at)
        for entry in mine:
            tell_anew(job.tx, entry.id, view.verdict.line, job.person.id)


def _noted(job: _Job, text: str) -> str:
    """Record in the feed what was changed, for whom and by whom, and return it."""
    organisation = organisation_of(job.tx, job.site, job.person.id)
    add_event(
        job.tx,
        GateEvent(
            id=new_id(),
            at=job.at,
            gate=job.gate.id,
            kind=EventKind.NOTE,
            outcome=Outcome.NOTED,
            reason="",
            direction=job.gate.direction,
            plate=job.request.plate,
            profile=job.person.id,
            who=job.person.name,
            organisation=organisation.name if organisation else "",
            text=text,
            operator=job.request.operator,
        ),
    )
    return text


_Doing: TypeAlias = Callable[[_Job], str]
_DOING: dict[str, _Doing] = {
    "end_session": _end_session,
    "start_now": _save,
    "host_said_yes": _host_said_yes,
    "extend": _save,
    "extend_booking": _save,
    "move_booking": _save,
    "create_booking": _create_booking,
    "enter_duration": _create_booking,
    "use_plate_until": _use_plate,
}
_Planning: TypeAlias = Callable[[_Job], Stay | None]
_PLANNING: dict[str, _Planning] = {
    "start_now": _started_now,
    "extend": _longer,
    "extend_booking": _longer,
    "move_booking": _moved,
    "create_booking": _booked,
    "enter_duration": _booked,
    "end_session": lambda _: None,
    "host_said_yes": lambda _: None,
    "use_plate_until": lambda _: None,
}
