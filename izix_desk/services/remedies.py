"""The fixes of a refusal, each carried out in the caller's transaction and noted in the feed."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from izix_desk.domain.errors import BadInput, NotFound, Refused
from izix_desk.domain.parkers import ReservationKind
from izix_desk.domain.plates import normalise
from izix_desk.domain.requests import FixRequest
from izix_desk.domain.site import Organisation, Site
from izix_desk.domain.views import Room
from izix_desk.services.fix_job import Job
from izix_desk.services.fix_plates import link_plate, use_plate
from izix_desk.services.fix_service import (
    BACK,
    OUT,
    put_back_in_service,
    service_line,
    set_out_of_service,
)
from izix_desk.services.fix_spots import be_neutral, cancel_release, correct_count, room_after
from izix_desk.services.fix_stays import PLANNING, book, book_vehicle, host_said_yes, save_stay
from izix_desk.services.fix_ways import choose_direction
from izix_desk.services.judging import organisation_of
from izix_desk.services.panel import parker_view, plate_view
from izix_desk.services.permits import check_permit
from izix_desk.services.room import check_room
from izix_desk.services.sessions import end_by_hand
from izix_desk.store.database import Transaction
from izix_desk.store.entries import open_entries, tell_anew
from izix_desk.store.parkers import profile, reservation


def carry_out(tx: Transaction, site: Site, request: FixRequest, at: datetime) -> str:
    """Carry out a fix and return what was done, in words; raises BadInput, NotFound or Refused."""
    job = _job(tx, site, request, at)
    _check(job)
    done = _DOING[request.code](job)
    if job.who is not None:
        _tell_who_waits(job)
    return done


def room(tx: Transaction, site: Site, request: FixRequest, at: datetime) -> Room:
    """Return how much room there is for a fix as chosen, and why it cannot be done, if so."""
    job = _job(tx, site, request, at)
    try:
        _check(job)
        return Room(line=_room_line(job))
    except (BadInput, Refused) as no:
        return Room(line="", fault=str(no))


def _room_line(job: Job) -> str:
    if job.request.code == "cancel_release":
        return room_after(job)
    if job.request.code in {OUT, BACK}:
        return service_line(job)
    plan = PLANNING.get(job.request.code)
    stay = plan(job) if plan is not None else None
    return "" if stay is None else check_room(job.tx, job.site, stay, job.person.id, job.at)


def _job(tx: Transaction, site: Site, request: FixRequest, at: datetime) -> Job:
    person = None if request.profile is None else profile(tx, request.profile)
    if person is None and request.profile is not None:
        raise NotFound("This parker is not known here any more: search again.")
    if request.code not in _DOING:
        raise BadInput(f"There is no fix {request.code!r}; there are: {', '.join(_DOING)}.")
    return Job(tx, site, request, person, at)


def _check(job: Job) -> None:
    """Refuse what the operator's role or the plan that counts does not include."""
    check_permit(job.request.code, job.request.role, _whose_plan(job))


def _whose_plan(job: Job) -> Organisation | None:
    """Return the host of a visit, else the parker's own organisation."""
    subject = job.request.subject
    stay = None if subject is None else reservation(job.tx, subject)
    if stay is not None and stay.kind is ReservationKind.VISIT:
        return next((o for o in job.site.organisations if o.id == stay.organisation), None)
    return None if job.who is None else organisation_of(job.tx, job.site, job.who.id)


def _end_session(job: Job) -> str:
    ended = end_by_hand(job.tx, job.site, job.subject, job.request.operator, job.at)
    return f"Session since {job.clock(ended.started)} ended"


def _tell_who_waits(job: Job) -> None:
    """Let what waits at the gate for this parker say how they stand now."""
    plate = normalise(job.request.plate)
    mine = [
        entry
        for entry in open_entries(job.tx, job.gate.id)
        if entry.profile == job.person.id or (plate and normalise(entry.plate) == plate)
    ]
    if not mine:
        return
    if job.request.code == "book_vehicle":  # the car may pass, whoever drives it
        line = plate_view(job.tx, job.site, job.request.plate, job.gate.id, job.at).verdict.line
    else:
        line = parker_view(job.tx, job.site, job.person.id, job.gate.id, job.at).verdict.line
    for entry in mine:
        tell_anew(job.tx, entry.id, line, entry.profile or _owner(job))


def _owner(job: Job) -> UUID | None:
    return None if job.request.code == "book_vehicle" else job.person.id


_Doing: TypeAlias = Callable[[Job], str]
_DOING: dict[str, _Doing] = {
    "end_session": _end_session,
    "start_now": save_stay,
    "host_said_yes": host_said_yes,
    "extend": save_stay,
    "extend_booking": save_stay,
    "move_booking": save_stay,
    "create_booking": book,
    "enter_duration": book,
    "book_vehicle": book_vehicle,
    "cancel_release": cancel_release,
    "use_plate_until": use_plate,
    "link_plate": link_plate,
    "choose_direction": choose_direction,
    "correct_count": correct_count,
    "set_neutral": be_neutral,
    OUT: set_out_of_service,
    BACK: put_back_in_service,
}
