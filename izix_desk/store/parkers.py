"""Parkers, and what is known of them when they stand at a gate."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.sql import ColumnElement

from izix_desk.domain.parkers import (
    Profile,
    Reservation,
    ReservationKind,
    ReservationState,
    Right,
    Vehicle,
)
from izix_desk.domain.plates import fold, normalise
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.shapes import Shape

PROFILES = Shape(schema.profile, Profile)
VEHICLES = Shape(schema.vehicle, Vehicle)
RIGHTS = Shape(schema.access_right, Right)
RESERVATIONS = Shape(schema.reservation, Reservation)
PAST = timedelta(days=7)
AHEAD = timedelta(days=90)
"""Reservations that ended or start within these say something at the gate."""
_profile = schema.profile.c
_vehicle = schema.vehicle.c
_right = schema.access_right.c
_reservation = schema.reservation.c


def visible() -> ColumnElement[bool]:
    """Tell which profiles there are: not deleted, and not of an import under way."""
    live = select(schema.batch.c.nr).where(schema.batch.c.live.is_not(None))
    return _profile.deleted_at.is_(None) & or_(_profile.batch.is_(None), _profile.batch.in_(live))


_THESE = PROFILES.select().where(_profile.id.in_(bindparam("ids", expanding=True)), visible())
"""Built once, since a car waits for it."""


def profile(tx: Transaction, profile_id: UUID, *, of_any_batch: bool = False) -> Profile | None:
    """Return a profile, or None; one of an import under way only when that is asked for."""
    there = _profile.deleted_at.is_(None) if of_any_batch else visible()
    return PROFILES.first(tx, _profile.id == profile_id, there)


def profiles(tx: Transaction, ids: Sequence[UUID]) -> dict[UUID, Profile]:
    """Return the profiles of these ids that there are."""
    return {each.id: each for each in PROFILES.all(tx, _THESE, {"ids": list(ids)})}


def vehicles_of(tx: Transaction, profile_id: UUID) -> tuple[Vehicle, ...]:
    """Return somebody's vehicles, oldest first."""
    mine = VEHICLES.select().where(_vehicle.profile == profile_id, _vehicle.deleted_at.is_(None))
    return VEHICLES.all(tx, mine.order_by(_vehicle.id))


def plates_of(tx: Transaction, ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return the plates of several people as written."""
    query = select(_vehicle.profile, _vehicle.plate).where(
        _vehicle.profile.in_(ids), _vehicle.deleted_at.is_(None)
    )
    plates: dict[UUID, tuple[str, ...]] = {}
    for owner, plate in tx.execute(query.order_by(_vehicle.id)):
        plates[owner] = (*plates.get(owner, ()), plate)
    return plates


def rights_of(tx: Transaction, profile_id: UUID) -> tuple[Right, ...]:
    """Return the rights that somebody was given."""
    mine = RIGHTS.select().where(_right.profile == profile_id, _right.deleted_at.is_(None))
    return RIGHTS.all(tx, mine.order_by(_right.id))


def reservations_of(
    tx: Transaction, profile_id: UUID, around: datetime | None = None
) -> tuple[Reservation, ...]:
    """Return somebody's bookings and visits by start; with an instant only those near it.

    Near is what ended at most 7 days before, or starts at most 90 days after.
    """
    query = RESERVATIONS.select().where(
        _reservation.profile == profile_id, _reservation.deleted_at.is_(None)
    )
    if around is not None:
        query = query.where(
            _reservation.ends >= around - PAST,
            _reservation.starts <= around + AHEAD,
        )
    return RESERVATIONS.all(tx, query.order_by(_reservation.starts, _reservation.id))


def bookings_of_vehicle(
    tx: Transaction, vehicle: UUID, around: datetime
) -> tuple[Reservation, ...]:
    """Return the bookings near an instant of a fleet's vehicle, by start."""
    query = RESERVATIONS.select().where(
        _reservation.vehicle == vehicle,
        _reservation.vehicle.is_not(None),
        _reservation.deleted_at.is_(None),
        _reservation.ends >= around - PAST,
        _reservation.starts <= around + AHEAD,
    )
    return RESERVATIONS.all(tx, query.order_by(_reservation.starts, _reservation.id))


def reservation(tx: Transaction, reservation_id: UUID) -> Reservation | None:
    """Return a reservation, or None."""
    return RESERVATIONS.first(
        tx, _reservation.id == reservation_id, _reservation.deleted_at.is_(None)
    )


def save_visit(
    tx: Transaction, visitor: Profile, visit: Reservation, vehicles: Sequence[Vehicle]
) -> None:
    """Store a visitor (new, or again), the visit, and the vehicles that are new."""
    save_profile(tx, visitor)
    RESERVATIONS.insert(tx, [visit])
    add_vehicles(tx, vehicles)


def save_profile(tx: Transaction, value: Profile) -> None:
    """Store a profile, new or changed; `search_index` keeps it findable."""
    columns = PROFILES.values(value)
    change = update(schema.profile).where(_profile.id == value.id)
    if tx.execute(change.values(**columns, version=_profile.version + 1)).rowcount == 0:
        tx.execute(insert(schema.profile).values(**columns))


def add_vehicles(tx: Transaction, vehicles: Sequence[Vehicle]) -> None:
    """Store new vehicles."""
    rows = [
        {
            **VEHICLES.values(each),
            "plate_norm": normalise(each.plate),
            "plate_fold": fold(each.plate),
        }
        for each in vehicles
    ]
    if rows:
        tx.execute(insert(schema.vehicle), rows)


def delete_vehicles(tx: Transaction, ids: Sequence[UUID], at: datetime) -> None:
    """Let vehicles be gone; `search_index` keeps the others findable."""
    these = update(schema.vehicle).where(_vehicle.id.in_(ids))
    tx.execute(these.values(deleted_at=at, version=_vehicle.version + 1))


def add_rights(tx: Transaction, rights: Sequence[Right]) -> None:
    """Store new rights."""
    RIGHTS.insert(tx, rights)


def add_reservation(tx: Transaction, value: Reservation) -> None:
    """Store a new booking or visit."""
    RESERVATIONS.insert(tx, [value])


def save_reservation(tx: Transaction, value: Reservation) -> None:
    """Store a booking or visit that changed."""
    mine = update(schema.reservation).where(_reservation.id == value.id)
    changed = {**RESERVATIONS.values(value), "version": _reservation.version + 1}
    tx.execute(mine.values(**changed))


def code_is_taken(tx: Transaction, code: str) -> bool:
    """Tell whether a visit or booking already has this access code."""
    # Its index leaves out empty codes, and is used only when the query says so too.
    same = select(_reservation.id).where(_reservation.code == code, _reservation.code != "")
    return tx.execute(same.limit(1)).first() is not None


def visits_today(tx: Transaction, organisation: str, start: datetime, end: datetime) -> int:
    """Return how many cars an organisation's visits bring that start in a period."""
    query = select(_reservation.cars).where(
        _reservation.organisation == organisation,
        _reservation.starts >= start,
        _reservation.starts < end,
        _reservation.kind == ReservationKind.VISIT,
        _reservation.state != ReservationState.CANCELLED,
        _reservation.deleted_at.is_(None),
    )
    return sum(tx.execute(query).scalars())


def expected(
    tx: Transaction, lot: str, start: datetime, end: datetime, limit: int = 60
) -> tuple[Reservation, ...]:
    """Return bookings and visits in a period whose cars have not all arrived, by start."""
    query = (
        RESERVATIONS.select()
        .where(
            _reservation.lot == lot,
            _reservation.ends > start,
            _reservation.starts <= end,
            _reservation.cars_in < _reservation.cars,
            _reservation.state.in_([ReservationState.PLANNED, ReservationState.ARRIVED]),
            _reservation.deleted_at.is_(None),
        )
        .order_by(_reservation.starts, _reservation.id)
        .limit(limit)
    )
    return RESERVATIONS.all(tx, query)
