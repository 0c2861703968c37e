"""Who is inside: sessions begin and end with the cars that drove through."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from izix_desk.domain.commands import GateCommand
from izix_desk.domain.decision import Decision
from izix_desk.domain.errors import StoreFault
from izix_desk.domain.frozen import thaw
from izix_desk.domain.parkers import Reservation, ReservationState, Session
from izix_desk.domain.plates import normalise
from izix_desk.domain.site import Direction, Gate, Site, Strategy
from izix_desk.services.catalogue import catalogue
from izix_desk.services.opening import VALID
from izix_desk.store.database import Transaction
from izix_desk.store.events import get_event
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import profile, reservation, save_reservation
from izix_desk.store.sessions import (
    end_session,
    open_session,
    open_session_of_plate,
    start_session,
)


def car_passed(tx: Transaction, site: Site, command: GateCommand, at: datetime) -> None:
    """Count a car in or out that drove through on a command."""
    gate = next((gate for gate in site.gates if gate.id == command.gate), None)
    if gate is None:
        return
    inside = _inside(tx, command, gate.lot)
    if _leaves(tx, command, gate, inside):
        _leave(tx, inside, at)
    else:
        _enter(tx, site, command, gate, at)


def _leaves(tx: Transaction, command: GateCommand, gate: Gate, inside: Session | None) -> bool:
    if gate.direction is not Direction.BOTH:
        return gate.direction is Direction.EXIT
    read = None if command.event is None else get_event(tx, command.event)
    if read is not None and read.direction is not Direction.BOTH:
        return read.direction is Direction.EXIT
    return inside is not None


def _inside(tx: Transaction, command: GateCommand, lot: str) -> Session | None:
    by_plate = open_session_of_plate(tx, command.plate, lot) if command.plate else None
    if by_plate is not None or command.profile is None:
        return by_plate
    return open_session(tx, command.profile, lot)


def _leave(tx: Transaction, inside: Session | None, at: datetime) -> None:
    if inside is None:
        return
    end_session(tx, inside.id, at)
    visit = None if inside.reservation is None else reservation(tx, inside.reservation)
    if visit is None or inside.profile is None:
        return
    if open_session(tx, inside.profile, inside.lot) is None and visit.cars_in >= visit.cars:
        save_reservation(tx, replace(visit, state=ReservationState.LEFT))


def _enter(tx: Transaction, site: Site, command: GateCommand, gate: Gate, at: datetime) -> None:
    access = _access(tx, command)
    if not _takes_spot(site, command, access):
        return
    visit = _reservation(tx, access)
    again = _inside(tx, command, gate.lot)
    if again is not None and (visit is None or again.plate == normalise(command.plate)):
        end_session(tx, again.id, at)  # the same car came in again: its way out was missed
    start_session(tx, _session(tx, site, command, gate, at))
    if visit is not None:
        cars = min(visit.cars, visit.cars_in + 1)
        save_reservation(tx, replace(visit, cars_in=cars, state=ReservationState.INSIDE))


def _session(
    tx: Transaction, site: Site, command: GateCommand, gate: Gate, at: datetime
) -> Session:
    access = _access(tx, command)
    visit = _reservation(tx, access)
    policy = access.removeprefix("policy:") if access.startswith("policy:") else None
    parker = None if command.profile is None else profile(tx, command.profile)
    owners = {p.id: p.organisation for p in site.policies}
    tenant = visit.organisation if visit is not None else owners.get(policy or "")
    return Session(
        id=new_id(),
        lot=gate.lot,
        group=_group(tx, site, command, gate, visit),
        gate_in=gate.id,
        started=at,
        profile=command.profile,
        plate=normalise(command.plate),
        policy=policy,
        reservation=visit.id if visit is not None else None,
        organisation=tenant or (parker.organisation if parker is not None else None),
    )


def _access(tx: Transaction, command: GateCommand) -> str:
    """Return the access it was opened on; a read that led to it knows that too."""
    decision = None if command.access else _decision(tx, command)
    return command.access if decision is None else decision.access


def _decision(tx: Transaction, command: GateCommand) -> Decision | None:
    read = None if command.event is None else get_event(tx, command.event)
    try:
        return thaw(read.decision) if read is not None and read.decision else None
    except StoreFault:
        return None  # of another version of the program: the car counts all the same


def _takes_spot(site: Site, command: GateCommand, access: str) -> bool:
    free = {f"policy:{p.id}" for p in site.policies if p.strategy is Strategy.FTP}
    if access in free:
        return False
    reasons = {reason.code: reason.counts_spot for reason in catalogue().openings()}
    return command.reason == VALID or reasons.get(command.reason, True)


def _reservation(tx: Transaction, access: str) -> Reservation | None:
    if not access.startswith("visit:"):
        return None
    return reservation(tx, UUID(access.removeprefix("visit:")))


def _group(
    tx: Transaction, site: Site, command: GateCommand, gate: Gate, visit: Reservation | None
) -> str:
    if visit is not None:
        return visit.group
    decision = _decision(tx, command)
    if decision is not None and decision.group:
        return decision.group
    here = gate.groups or tuple(group.id for group in site.lot(gate.lot).groups)
    policy = command.access.removeprefix("policy:")
    theirs = next((p.groups for p in site.policies if p.id == policy), ())
    return next((group for group in theirs if group in here), here[0] if here else "")
