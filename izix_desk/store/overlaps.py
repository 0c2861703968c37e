"""Reservations that share time with a window: what a booking competes with."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from izix_desk.domain.parkers import ReservationState
from izix_desk.store import schema
from izix_desk.store.database import Transaction

_reservation = schema.reservation.c


@dataclass(frozen=True, slots=True)
class Overlap:
    """Spots that one reservation keeps for cars that have not arrived."""

    starts: datetime
    ends: datetime
    cars: int
    organisation: str


def overlaps(
    tx: Transaction,
    place: tuple[str, str],
    window: tuple[datetime, datetime],
    but: UUID | None = None,
) -> tuple[Overlap, ...]:
    """Return what keeps spots of a group (lot, group) within a window, one reservation excepted."""
    waiting = _reservation.cars - _reservation.cars_in
    query = select(
        _reservation.starts,
        _reservation.ends,
        waiting,
        func.coalesce(_reservation.organisation, ""),
    ).where(
        _reservation.lot == place[0],
        _reservation.group == place[1],
        _reservation.ends > window[0],
        _reservation.starts < window[1],
        _reservation.deleted_at.is_(None),
        _reservation.state.in_([ReservationState.PLANNED, ReservationState.ARRIVED]),
        waiting > 0,
    )
    if but is not None:
        query = query.where(_reservation.id != but)
    return tuple(Overlap(*row) for row in tx.execute(query))
