"""Asking a gate to open: a committed row first, then a hint."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from izix_desk.domain.commands import SAME_COMMAND_SECONDS, VALID, Action, GateCommand
from izix_desk.domain.errors import BadInput, NotFound, Refused
from izix_desk.domain.events import EventKind, GateEvent, Outcome
from izix_desk.domain.hours import zone
from izix_desk.domain.requests import OpenRequest
from izix_desk.domain.roles import Role
from izix_desk.domain.site import Gate, Site
from izix_desk.services.catalogue import catalogue
from izix_desk.services.judging import organisation_of
from izix_desk.services.moments import Moment, present
from izix_desk.services.passing import expect_car
from izix_desk.services.permits import may, not_for
from izix_desk.services.validity import check_valid
from izix_desk.store.commands import add_command, find_same
from izix_desk.store.database import Database, Transaction
from izix_desk.store.events import add_event
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import profile as stored_profile
from izix_desk.store.site import load_site


def ask_open(db: Database, request: OpenRequest, hint: Callable[[], None] | None = None) -> UUID:
    """Commit the command and return its id; raises NotFound, BadInput or Refused."""
    command = db.write(lambda tx: ask(tx, request, present()))
    if hint is not None:
        hint()
    return command


def ask(tx: Transaction, request: OpenRequest, at: Moment, site: Site | None = None) -> UUID:
    """Store the command with its event; a second click within 2 s is the first one's.

    A site that the caller has read a moment ago saves reading it within the write lock; the
    engine weighs the command against its own.
    """
    site = site or load_site(tx)
    gate = checked_gate(site, request, at.wall)
    command = GateCommand(
        id=new_id(),
        gate=gate.id,
        action=request.action,
        reason=request.reason,
        operator=request.operator,
        desk=request.desk,
        asked=at.wall,
        asked_monotonic=at.monotonic,
        note=request.note,
        for_whom=request.for_whom,
        profile=request.profile,
        plate=request.plate,
        event=request.event,
        access=request.access,
        until=request.until,
    )
    same = find_same(tx, command, SAME_COMMAND_SECONDS)
    if same is not None:
        return same
    if request.reason == VALID and request.action is Action.OPEN:
        check_valid(tx, site, gate, request, at.wall)
    add_command(tx, command)
    expect_car(tx, site, command)
    add_event(tx, _asked_event(tx, site, gate, command))
    return command.id


def checked_gate(site: Site, request: OpenRequest, at: datetime) -> Gate:
    """Return the gate if this may be asked of it; raises NotFound, BadInput or Refused."""
    gate = find_gate(site, request.gate)
    # A hold must be able to end whatever a person set since.
    if not gate.in_service and request.action is not Action.RELEASE:
        note = f" ({gate.out_of_service_note})" if gate.out_of_service_note else ""
        raise Refused(f"{gate.name} is out of service{note}: use another gate or open it by hand.")
    if not any(line.id == gate.line for line in site.lines):
        raise Refused(f"{gate.name} is on line {gate.line}, which this PC does not have.")
    _check_role(request)
    _check_action(gate, request, at)
    _check_reason(request)
    return gate


def find_gate(site: Site, name: str) -> Gate:
    """Return the gate of that id or name; raises NotFound, which names the gates there are."""
    wanted = name.strip().casefold()
    for gate in site.gates:
        if wanted in {gate.id.casefold(), gate.name.casefold()}:
            return gate
    known = ", ".join(gate.id for gate in site.gates) or "none yet, load a site file first"
    raise NotFound(f"There is no gate {name!r} here; the gates are: {known}.")


def _check_role(request: OpenRequest) -> None:
    holds = request.action is not Action.OPEN
    if request.role is Role.AUDITOR or (holds and not may(_HOLDING, request.role)):
        roles = catalogue().fix(_HOLDING, {}).roles
        raise Refused(f"{not_for(request.role, roles)}. Nothing was sent.")


def _check_action(gate: Gate, request: OpenRequest, at: datetime) -> None:
    if request.action is Action.OPEN:
        return
    if gate.hold is None:
        raise Refused(f"{gate.name} cannot be held open: no hold output is wired.")
    if request.action is Action.HOLD_OPEN and request.until is None:
        raise BadInput(f"Say until when {gate.name} is to be held open.")
    if request.until is not None and request.until <= at:
        raise BadInput(f"{gate.name} cannot be held open until a time that is over.")


def _check_reason(request: OpenRequest) -> None:
    if request.reason == VALID:
        return
    reasons = {reason.code: reason for reason in catalogue().openings()}
    reason = reasons.get(request.reason)
    if reason is None:
        known = ", ".join(reasons)
        raise BadInput(f"{request.reason!r} is no reason for opening; take one of: {known}.")
    if request.action is Action.HOLD_OPEN and not reason.holds:
        raise BadInput(f"No gate is held open for {reason.code}: it is about one person.")
    if request.role not in reason.roles:
        raise Refused(f"{not_for(request.role, reason.roles)}. Nothing was sent.")
    if reason.needs_note and not request.note.strip():
        raise BadInput(f"The reason {reason.code} needs a note that says why.")


def _asked_event(tx: Transaction, site: Site, gate: Gate, command: GateCommand) -> GateEvent:
    parker = None if command.profile is None else stored_profile(tx, command.profile)
    host = organisation_of(tx, site, command.profile)
    opens = command.action is Action.OPEN
    return GateEvent(
        id=new_id(),
        at=command.asked,
        gate=gate.id,
        kind=EventKind.OPENING,
        outcome=Outcome.GRANTED if opens and command.reason == VALID else Outcome.NOTED,
        reason=command.reason,
        direction=gate.direction,
        plate=command.plate,
        profile=command.profile,
        who=parker.name if parker else command.for_whom,
        organisation=host.name if host else "",
        text=_words(site, command),
        command=command.id,
        operator=command.operator,
    )


def _words(site: Site, command: GateCommand) -> str:
    labels = {reason.code: reason.label for reason in catalogue().openings()}
    parts = [_DONE[command.action]] if command.action in _DONE else []
    if command.until is not None:
        parts.append(f"until {command.until.astimezone(zone(site.timezone)):%H:%M}")
    said = " ".join(parts)
    return ": ".join(part for part in (said, labels.get(command.reason, ""), command.note) if part)


_HOLDING = "release"
"""The fix whose roles may hold a gate and release it."""
_DONE = {Action.HOLD_OPEN: "held open", Action.RELEASE: "released"}
