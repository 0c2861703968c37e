"""A fix at a gate where nobody could tell in from out: a person says it, and it is judged anew."""

from dataclasses import replace
from uuid import UUID

from izix_desk.domain.decision import Read
from izix_desk.domain.errors import BadInput
from izix_desk.domain.plates import normalise
from izix_desk.domain.site import Direction
from izix_desk.services.catalogue import catalogue
from izix_desk.services.fix_job import Job
from izix_desk.services.gate_choice import lanes
from izix_desk.services.judging import judge, organisation_of, verdict
from izix_desk.store.entries import open_entries, tell_anew
from izix_desk.store.parkers import profile

_SAID = {Direction.ENTRY: "Coming in", Direction.EXIT: "Going out"}


def choose_direction(job: Job) -> str:
    """Judge the car again as coming in or going out, and let what waits for it say the result."""
    way = job.request.way
    if way is None or way not in _SAID:
        raise BadInput("Say whether the car comes in or goes out.")
    read = Read(
        gate=job.gate.id, at=job.at, raw=job.request.plate, plate=job.request.plate, direction=way
    )
    decision = judge(job.tx, job.site, read)
    host = organisation_of(job.tx, job.site, decision.profile)
    line = verdict(decision, catalogue(), site=job.site, organisation=host).line
    parker = None if decision.profile is None else profile(job.tx, decision.profile)
    event = replace(job, who=parker).note(f"{_SAID[way]}: {line}", way=way, decision=decision)
    _tell(job, line, event.id, decision.profile)
    return event.text


def _tell(job: Job, line: str, event: UUID, who: UUID | None) -> None:
    """Move what waits for this car to the gate at which it stands, with what is known now."""
    plate, gates = normalise(job.request.plate), {each.id for each in lanes(job.site, job.gate)}
    for entry in open_entries(job.tx):
        if entry.gate in gates and normalise(entry.plate) == plate:
            tell_anew(job.tx, entry.id, line, who, gate=job.gate.id, event=event)
