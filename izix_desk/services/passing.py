"""Who is inside: sessions begin and end with the cars that drove through."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from izix_desk.domain.case import distance, is_alive
from izix_desk.domain.commands import VALID, Action, GateCommand
from izix_desk.domain.decision import Decision
from izix_desk.domain.errors import StoreFault
from izix_desk.domain.frozen import thaw
from izix_desk.domain.parkers import (
    Reservation,
    ReservationKind,
    ReservationState,
    Session,
    SessionEnd,
)
from izix_desk.domain.plates import normalise
from izix_desk.domain.site import Direction, Gate, Policy, Site, Strategy
from izix_desk.services.catalogue import catalogue
from izix_desk.store.database import Transaction
from izix_desk.store.events import get_event
from izix_desk.store.ids import new_id
from izix_desk.store.occupancy import Coming, keep_spot
from izix_desk.store.parkers import (
    bookings_of_vehicle,
    profile,
    reservation,
    reservations_of,
    save_reservation,
)
from izix_desk.store.sessions import (
    end_session,
    oldest_unknown,
    open_session,
    open_session_of_plate,
    start_session,
)

_BOOKED = frozenset({Strategy.BOOK, Strategy.OTFB, Strategy.VEHICLE_BOOK})


@dataclass(frozen=True, slots=True)
class _Entry:
    """A car that an entry was opened for, with what it was opened on."""

    command: GateCommand
    gate: Gate
    access: str
    decision: Decision | None
    reserved: Reservation | None
    inside: Session | None
    """Its session, if it is counted inside already."""

    @property
    def comes_again(self) -> bool:
        """Tell whether its way out was missed; the cars of one visit are told by their plates."""
        if self.inside is None:
            return False
        plate, made = normalise(self.command.plate), self.reserved
        if made is None or made.kind is ReservationKind.BOOKING or (not plate and made.cars == 1):
            return True
        # Cars of a party that come by one code are not told apart: each counts.
        return bool(plate) and self.inside.plate == plate


def expect_car(tx: Transaction, site: Site, command: GateCommand) -> None:
    """Keep a spot for a car that a gate opens for, until it has driven in or did not come.

    Else the last spot would be given away again while its car is still driving through.
    """
    gate = _gate(site, command)
    if gate is None or command.action is not Action.OPEN or _leaves(tx, command, gate):
        return
    car = _entry(tx, site, command, gate)
    kept = car.reserved is not None and car.reserved.cars_in < car.reserved.cars
    if kept or car.inside is not None or not _takes_spot(site, car):
        return  # it has a spot already, or takes none
    session = _session(tx, site, car, command.asked)
    keep_spot(
        tx,
        Coming(
            command=command.id,
            lot=session.lot,
            group=session.group,
            organisation=session.organisation or "",
            profile=session.profile,
            plate=session.plate,
        ),
    )


def car_passed(tx: Transaction, site: Site, command: GateCommand, at: datetime) -> None:
    """Count a car in or out that drove through on a command."""
    gate = _gate(site, command)
    if gate is None:
        return
    if _leaves(tx, command, gate):
        known = command.plate or command.profile
        inside = _inside(tx, command, gate.lot) if known else oldest_unknown(tx, gate.lot)
        _leave(tx, inside, at)
    else:
        _enter(tx, site, _entry(tx, site, command, gate), at)


def stranger_passed(tx: Transaction, site: Site, gate: Gate, at: datetime) -> None:
    """Count a car that nobody knows and that was not asked for.

    On its way out it stands for one that nobody knew when it came in; else nobody can be named.
    """
    if gate.on_foot:
        return
    if gate.direction is Direction.EXIT:
        unknown = oldest_unknown(tx, gate.lot)
        _leave(tx, unknown, at)
        return
    groups = gate.groups or tuple(group.id for group in site.lot(gate.lot).groups)
    start_session(
        tx,
        Session(
            id=new_id(),
            lot=gate.lot,
            group=groups[0] if groups else "",
            gate_in=gate.id,
            started=at,
        ),
    )


def _gate(site: Site, command: GateCommand) -> Gate | None:
    """Return the gate of a command, unless people walk through it: then no car is counted."""
    return next((g for g in site.gates if g.id == command.gate and not g.on_foot), None)


def _leaves(tx: Transaction, command: GateCommand, gate: Gate) -> bool:
    if gate.direction is not Direction.BOTH:
        return gate.direction is Direction.EXIT
    read = None if command.event is None else get_event(tx, command.event)
    if read is not None and read.direction is not Direction.BOTH:
        return read.direction is Direction.EXIT
    return _inside(tx, command, gate.lot) is not None


def _inside(tx: Transaction, command: GateCommand, lot: str) -> Session | None:
    by_plate = open_session_of_plate(tx, command.plate, lot) if command.plate else None
    if by_plate is not None or command.profile is None:
        return by_plate
    return open_session(tx, command.profile, lot)


def _leave(tx: Transaction, inside: Session | None, at: datetime) -> None:
    if inside is not None:
        end_session(tx, inside.id, at)
        after_leaving(tx, inside)


def after_leaving(tx: Transaction, ended: Session) -> None:
    """Note on a reservation that the last of its cars has left."""
    made = None if ended.reservation is None else reservation(tx, ended.reservation)
    if made is None or ended.profile is None:
        return
    if open_session(tx, ended.profile, ended.lot) is None and made.cars_in >= made.cars:
        save_reservation(tx, replace(made, state=ReservationState.LEFT))


def _enter(tx: Transaction, site: Site, car: _Entry, at: datetime) -> None:
    if not _takes_spot(site, car):
        return
    if car.inside is not None and car.comes_again:
        end_session(tx, car.inside.id, at, SessionEnd.REENTRY)
    start_session(tx, _session(tx, site, car, at))
    if car.reserved is not None:
        cars = min(car.reserved.cars, car.reserved.cars_in + 1)
        save_reservation(tx, replace(car.reserved, cars_in=cars, state=ReservationState.INSIDE))


def _entry(tx: Transaction, site: Site, command: GateCommand, gate: Gate) -> _Entry:
    decision = _decision(tx, command)
    # What it was opened on; a read that led to it knows that too.
    access = command.access or (decision.access if decision is not None else "")
    return _Entry(
        command=command,
        gate=gate,
        access=access,
        decision=decision,
        reserved=_reserved(tx, site, command, _Asked(gate, access, decision)),
        inside=_inside(tx, command, gate.lot),
    )


def _session(tx: Transaction, site: Site, car: _Entry, at: datetime) -> Session:
    command, policy = car.command, _policy(site, car.access)
    parker = None if command.profile is None else profile(tx, command.profile)
    tenants = (
        car.reserved.organisation if car.reserved is not None else None,
        policy.organisation if policy is not None else None,
        parker.organisation if parker is not None else None,
    )
    return Session(
        id=new_id(),
        lot=car.gate.lot,
        group=_group(site, car),
        gate_in=car.gate.id,
        started=at,
        profile=command.profile,
        plate=normalise(command.plate),
        policy=policy.id if policy is not None else None,
        reservation=car.reserved.id if car.reserved is not None else None,
        organisation=next(filter(None, tenants), None),
        until=_until(car, policy),
    )


def _until(car: _Entry, policy: Policy | None) -> datetime | None:
    """Return the end that was chosen at the desk, which keeps a spot till then, or at the gate."""
    if policy is None or policy.strategy is not Strategy.OTFB:
        return None
    if car.reserved is not None:
        return car.reserved.ends
    return car.decision.until if car.decision is not None else None


def _policy(site: Site, access: str) -> Policy | None:
    return next((p for p in site.policies if f"policy:{p.id}" == access), None)


def _decision(tx: Transaction, command: GateCommand) -> Decision | None:
    read = None if command.event is None else get_event(tx, command.event)
    try:
        return thaw(read.decision) if read is not None and read.decision else None
    except StoreFault:
        return None  # of another version of the program: the car counts all the same


def _takes_spot(site: Site, car: _Entry) -> bool:
    policy = _policy(site, car.access)
    if policy is not None and policy.strategy is Strategy.FTP:
        return False
    reasons = {reason.code: reason.counts_spot for reason in catalogue().openings()}
    return car.command.reason == VALID or reasons.get(car.command.reason, True)


class _Asked(NamedTuple):
    """What an entry was asked on."""

    gate: Gate
    access: str
    decision: Decision | None


def _reserved(
    tx: Transaction, site: Site, command: GateCommand, asked: _Asked
) -> Reservation | None:
    """Return the visit or booking that the car comes on."""
    if asked.access.startswith("visit:"):
        return reservation(tx, UUID(asked.access.removeprefix("visit:")))
    policy = _policy(site, asked.access)
    if policy is None or policy.strategy not in _BOOKED:
        return None
    early, late = (timedelta(minutes=n) for n in (policy.grace_before, policy.grace_after))
    theirs = (
        each
        for each in _bookings(tx, command, asked.decision)
        if (each.policy, each.lot) == (policy.id, asked.gate.lot)
        and is_alive(each)
        and each.starts - early <= command.asked < each.ends + late
    )
    return min(theirs, key=lambda each: distance(each, command.asked), default=None)


def _bookings(
    tx: Transaction, command: GateCommand, decision: Decision | None
) -> tuple[Reservation, ...]:
    """Return those of the parker, or of the fleet's vehicle where nobody is named."""
    if command.profile is not None:
        return reservations_of(tx, command.profile, command.asked)
    vehicle = decision.vehicle if decision is not None else None
    return () if vehicle is None else bookings_of_vehicle(tx, vehicle, command.asked)


def _group(site: Site, car: _Entry) -> str:
    if car.reserved is not None:
        return car.reserved.group
    if car.decision is not None and car.decision.group:
        return car.decision.group
    here = car.gate.groups or tuple(group.id for group in site.lot(car.gate.lot).groups)
    policy = _policy(site, car.access)
    theirs = policy.groups if policy is not None else ()
    return next((group for group in theirs if group in here), here[0] if here else "")
