"""A gate set out of service by a person, with the reason, and put back into it."""

from izix_desk.domain.decision import Reason
from izix_desk.domain.errors import BadInput, NotFound, Refused
from izix_desk.domain.hours import zone
from izix_desk.domain.rules_gate import CONTROL_ROOM
from izix_desk.domain.site import Gate, OutOfService, Site
from izix_desk.services.catalogue import catalogue
from izix_desk.services.fix_job import Job
from izix_desk.store.audit import add_audit
from izix_desk.store.out_of_service import set_back, set_out
from izix_desk.store.site import filed_site, load_site

OUT, BACK = "out_of_service", "back_in_service"
"""Codes of the two in the catalogue."""


def set_out_of_service(job: Job) -> str:
    """Keep a gate out of service until a person puts it back; say so in feed and audit."""
    gate = _checked_out(job)
    why = " ".join(job.request.note.split())
    if not why:
        raise BadInput(f"Say why {gate.name} is to be out of service.")
    who = job.request.operator
    set_out(job.tx, OutOfService(gate=gate.id, since=job.at, operator=who, note=why))
    add_audit(job.tx, "OUT_OF_SERVICE", gate.id, why, operator=who, at=job.at)
    return job.noted(". ".join(filter(None, (f"Set out of service: {why}", last_way_out(job)))))


def put_back_in_service(job: Job) -> str:
    """Put a gate back into service; its site file may still keep it out."""
    gate = _checked_back(job)
    why = " ".join(job.request.note.split())
    set_back(job.tx, gate.id)
    add_audit(job.tx, "BACK_IN_SERVICE", gate.id, why, operator=job.request.operator, at=job.at)
    filed = next(each for each in filed_site(job.tx).gates if each.id == gate.id)
    kept = "" if filed.in_service else "The site file still keeps it out of service"
    done = f"Back in service{f': {why}' if why else ''}"
    return job.noted(". ".join(filter(None, (done, kept))))


def service_line(job: Job) -> str:
    """Return what to think of before a gate changes; raises Refused where it cannot."""
    if job.request.code == BACK:
        return standing_out(job.site, _checked_back(job))
    _checked_out(job)
    return last_way_out(job)


def last_way_out(job: Job) -> str:
    """Return that no other gate lets cars out of this lot; empty where one does."""
    gate, site = _now(job), job.site
    others = [each for each in load_site(job.tx).gates if each.lot == gate.lot]
    if not gate.is_way_out or any(
        each.is_way_out and each.in_service and each.id != gate.id for each in others
    ):
        return ""
    by_hand = f" ({gate.by_hand})" if gate.by_hand else ""
    lot = site.lot(gate.lot).name
    return (
        f"No other gate lets cars out of {lot}: without this one they leave by hand only{by_hand}"
    )


def standing_out(site: Site, gate: Gate) -> str:
    """Return since when a gate is out of service, who set it so, and why."""
    if gate.out_of_service_since is None:
        return ": ".join(
            filter(None, ("Out of service by the site file", gate.out_of_service_note))
        )
    local = gate.out_of_service_since.astimezone(zone(site.timezone))
    since = catalogue().wording().when(local.isoformat())
    return f"Out of service since {since}, {gate.out_of_service_by}: {gate.out_of_service_note}"


def _checked_out(job: Job) -> Gate:
    gate = _now(job)
    if not gate.in_service:
        note = f" ({gate.out_of_service_note})" if gate.out_of_service_note else ""
        raise Refused(f"{gate.name} is out of service already{note}: nothing was changed.")
    _check_plan(job, gate)
    return gate


def _checked_back(job: Job) -> Gate:
    gate = _now(job)
    if gate.in_service:
        raise Refused(f"{gate.name} is in service already: nothing was changed.")
    if not gate.set_out_by_hand:
        raise Refused(
            f"The site file keeps {gate.name} out of service: take in_service = false out of it, "
            "and load it again."
        )
    return gate


def _now(job: Job) -> Gate:
    """Return the gate as it is stored now: another desk may have been quicker."""
    gates = load_site(job.tx).gates
    gate = next((each for each in gates if each.id == job.request.gate), None)
    if gate is None:
        raise NotFound("This gate is not here any more: the site was loaded anew.")
    return gate


def _check_plan(job: Job, gate: Gate) -> None:
    """Refuse where the lot owner's plan has no control room; it never keeps a gate shut."""
    owner = job.site.lot(gate.lot).owner
    for organisation in job.site.organisations:
        if organisation.id == owner and CONTROL_ROOM not in organisation.plan:
            values = {"organisation": organisation.name, "feature": CONTROL_ROOM}
            line = catalogue().line(Reason.PLAN_WITHOUT_FEATURE, values)
            raise Refused(f"{line}. Nothing was changed.")
