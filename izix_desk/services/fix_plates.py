"""Fixes about a plate: linked to a parker for a while or for good, with whose else it is."""

from datetime import datetime, timedelta

from izix_desk.domain.decision import Candidate
from izix_desk.domain.errors import BadInput, Refused
from izix_desk.domain.parkers import Vehicle
from izix_desk.domain.plates import checked_plate, normalise, pretty
from izix_desk.services.fix_job import Job
from izix_desk.store.candidates import candidates
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import add_vehicles, delete_vehicles, vehicles_of
from izix_desk.store.search_index import index_profile, unindex_profile

LONGEST_PLATE = timedelta(days=7)
"""For which a plate may be linked to somebody at the desk, unless for good."""


def use_plate(job: Job) -> str:
    """Let a parker use a plate until an instant, a week away at most."""
    until = job.request.ends
    if until is None or until <= job.at:
        raise BadInput("Say until when the plate may be used.")
    if until > job.at + LONGEST_PLATE:
        raise BadInput(f"A plate may be used for {LONGEST_PLATE.days} days at most.")
    plate = _link(job, until)
    return job.noted(f"{pretty(plate)} may be used until {job.clock(until)}")


def link_plate(job: Job) -> str:
    """Make a plate one of a parker's own; one that they used for a while stays theirs."""
    return job.noted(f"{pretty(_link(job, None))} is theirs from now on")


def holds_barred(holders: tuple[Candidate, ...]) -> bool:
    """Tell whether a plate is of somebody, or of a vehicle, that is blocked."""
    return any(
        (each.vehicle is not None and each.vehicle.blocked)
        or (each.profile is not None and each.profile.blocked)
        for each in holders
    )


def _link(job: Job, until: datetime | None) -> str:
    plate = checked_plate(job.request.plate)
    mine = [v for v in vehicles_of(job.tx, job.person.id) if _same(v, plate) and _counts(v, job.at)]
    if any(until is not None or each.valid_until is None for each in mine):
        raise Refused(f"{pretty(plate)} is a plate of {job.person.name} already.")
    if holds_barred(candidates(job.tx, plate, job.gate.lot, job.at)):
        raise Refused(f"{pretty(plate)} is blocked: nobody may use it.")
    unindex_profile(job.tx, job.person.id)
    delete_vehicles(job.tx, [each.id for each in mine], job.at)
    linked = Vehicle(id=new_id(), plate=plate, profile=job.person.id, valid_until=until)
    add_vehicles(job.tx, [linked])
    index_profile(job.tx, job.person.id)
    return plate


def _same(vehicle: Vehicle, plate: str) -> bool:
    return normalise(vehicle.plate) == normalise(plate)


def _counts(vehicle: Vehicle, at: datetime) -> bool:
    return vehicle.valid_until is None or vehicle.valid_until > at
