"""Fixes about spots: one taken back that was given up, and who is counted inside put right."""

from datetime import datetime, time, timedelta

from izix_desk.domain.decision import Access
from izix_desk.domain.errors import BadInput, NotFound, Refused
from izix_desk.domain.hours import zone
from izix_desk.domain.parkers import Right, Session, SessionEnd
from izix_desk.domain.site import Group
from izix_desk.services.fix_job import GONE, Job
from izix_desk.services.room import Stay, room_for
from izix_desk.store.candidates import candidate
from izix_desk.store.ids import new_id
from izix_desk.store.occupancy import inside_counts
from izix_desk.store.releases import add_release, end_release, releases_at
from izix_desk.store.sequence import set_neutral
from izix_desk.store.sessions import end_session, start_session, unknown_sessions

AT_A_TIME = 50
"""Cars by which a count is corrected in one transaction: a gate may wait for it."""


def cancel_release(job: Job) -> str:
    """Take a spot back that was given up, until the end of the day; the rest stays given up."""
    right, day_ends = _released(job), _day_ends(job)
    said = overbooking(job)
    for release in releases_at(job.tx, right.id, job.at):
        end_release(job.tx, release.id, job.at)
        if release.ends > day_ends:
            add_release(job.tx, right.id, day_ends, release.ends)
    return job.noted("; ".join(filter(None, ("Spot taken back for today", said))))


def overbooking(job: Job) -> str:
    """Return by how much a spot that is taken back overbooks its group; empty when it does not."""
    stay = _taken_back(job)
    found = room_for(job.tx, job.site, stay, job.at)
    if found.free > 0:
        return ""
    counts = f"{found.inside} inside, {found.reserved} reserved, {found.spots} spots"
    return f"{_group(job, stay.group).name} is overbooked by {1 - found.free} then ({counts})"


def room_after(job: Job) -> str:
    """Return how much is free besides the spot, or by how much it overbooks."""
    stay = _taken_back(job)
    found = room_for(job.tx, job.site, stay, job.at)
    return overbooking(job) or f"{_group(job, stay.group).name}: {found.free} of {found.spots} free"


def be_neutral(job: Job) -> str:
    """Let the next passage of a parker tell whether they are inside."""
    lot = job.site.lot(job.gate.lot)
    set_neutral(job.tx, job.person.id, lot.id, job.at)
    return job.noted(f"Inside {lot.name} or not is open: the next passage tells")


def correct_count(job: Job) -> str:
    """Let a group count as many cars as a person has seen inside."""
    group, wanted = _group(job, job.request.group), job.request.cars
    counted = inside_counts(job.tx, job.gate.lot).get(group.id, 0)
    _check_count(counted, wanted)
    for _ in range(wanted - counted):
        start_session(job.tx, _nobodys(job, group))
    _end_unknown(job, group, counted - wanted)
    cars = "car" if wanted == 1 else "cars"
    return job.noted(f"{group.name}: {wanted} {cars} inside, {counted} counted until now")


def _end_unknown(job: Job, group: Group, cars: int) -> None:
    """End the sessions of cars that nobody knows: whose other ones are gone, a person must say."""
    if cars <= 0:
        return
    unknown = unknown_sessions(job.tx, job.gate.lot, group.id, cars)
    if len(unknown) < cars:
        raise Refused(
            f"Only {len(unknown)} of the cars inside {group.name} are nobody's: "
            "end the sessions of the others one by one, with Find old sessions."
        )
    for session in unknown:
        end_session(job.tx, session.id, job.at, SessionEnd.BY_HAND)


def _check_count(counted: int, wanted: int) -> None:
    if wanted < 0:
        raise BadInput("There cannot be fewer than no cars inside.")
    if wanted == counted:
        raise BadInput(f"{counted} are counted already: say how many are inside in truth.")
    if abs(wanted - counted) > AT_A_TIME:
        raise BadInput(f"A count is corrected by {AT_A_TIME} cars at a time at most.")


def _nobodys(job: Job, group: Group) -> Session:
    return Session(
        id=new_id(), lot=job.gate.lot, group=group.id, gate_in=job.gate.id, started=job.at
    )


def _group(job: Job, group: str) -> Group:
    found = next((each for each in job.site.lot(job.gate.lot).groups if each.id == group), None)
    if found is None:
        raise NotFound("Choose the group of spots.")
    return found


def _released(job: Job) -> Right:
    right = _access(job).right
    if right is None or not releases_at(job.tx, right.id, job.at):
        raise NotFound(GONE)
    return right


def _access(job: Job) -> Access:
    who = candidate(job.tx, job.person.id, job.gate.lot, job.at)
    for access in who.accesses if who is not None else ():
        if access.right is not None and access.right.id == job.subject:
            return access
    raise NotFound(GONE)


def _taken_back(job: Job) -> Stay:
    policy = _access(job).policy
    lot = job.site.lot(policy.lot)
    return Stay(
        lot=policy.lot, group=next(iter(policy.groups), lot.groups[0].id),
        organisation=policy.organisation, starts=job.at, ends=_day_ends(job),
    )  # fmt: skip


def _day_ends(job: Job) -> datetime:
    local = zone(job.site.timezone)
    tomorrow = job.at.astimezone(local).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), local)
