"""Sessions: who is inside which group since when, and how full that makes it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update

from izix_desk.domain.parkers import ReservationState, Session
from izix_desk.domain.plates import normalise
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.shapes import Shape

SESSIONS = Shape(schema.session, Session)
_session = schema.session.c
_reservation = schema.reservation.c


def start_session(tx: Transaction, session: Session) -> None:
    """Record that a car is inside."""
    SESSIONS.insert(tx, [session])


def end_session(tx: Transaction, session: UUID, at: datetime) -> bool:
    """Record that a car left; False when the session had ended."""
    query = update(schema.session).where(_session.id == session, _session.ended.is_(None))
    return tx.execute(query.values(ended=at)).rowcount > 0


def open_session(tx: Transaction, profile: UUID, lot: str) -> Session | None:
    """Return the session of somebody who is inside a lot, the newest if there are several."""
    query = (
        SESSIONS.select()
        .where(_session.profile == profile, _session.lot == lot, _session.ended.is_(None))
        .order_by(_session.started.desc())
        .limit(1)
    )
    return next(iter(SESSIONS.all(tx, query)), None)


def open_session_of_plate(tx: Transaction, plate: str, lot: str) -> Session | None:
    """Return the session of a car that is inside a lot, also when nobody knows whose it is."""
    query = SESSIONS.select().where(
        _session.plate == normalise(plate), _session.lot == lot, _session.ended.is_(None)
    )
    return next(iter(SESSIONS.all(tx, query.order_by(_session.started.desc()).limit(1))), None)


def last_exit(tx: Transaction, profile: UUID, lot: str) -> datetime | None:
    """Return when somebody left a lot last, or None."""
    query = select(func.max(_session.ended)).where(_session.profile == profile, _session.lot == lot)
    return tx.execute(query).scalar()


def inside_counts(tx: Transaction, lot: str) -> dict[str, int]:
    """Return how many cars are inside, per group of a lot that has any."""
    return per_group(tenant_counts(tx, lot))


def tenant_counts(tx: Transaction, lot: str) -> dict[tuple[str, str], int]:
    """Return how many cars are inside, per organisation (empty for none) and group of a lot."""
    query = (
        select(_session.group, _session.organisation, func.count())
        .where(_session.lot == lot, _session.ended.is_(None))
        .group_by(_session.group, _session.organisation)
    )
    return {(tenant or "", group): count for group, tenant, count in tx.execute(query)}


def reserved_counts(tx: Transaction, lot: str, at: datetime) -> dict[str, int]:
    """Return how many spots are reserved now by cars that have not arrived, per group."""
    return per_group(tenant_reserved(tx, lot, at))


def per_group(counts: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Return counts per organisation and group as counts per group."""
    totals: dict[str, int] = {}
    for (_, group), count in counts.items():
        totals[group] = totals.get(group, 0) + count
    return totals


def tenant_reserved(tx: Transaction, lot: str, at: datetime) -> dict[tuple[str, str], int]:
    """Return the same per organisation (empty for none) and group."""
    waiting = _reservation.cars - _reservation.cars_in
    tenant = func.coalesce(_reservation.organisation, "")
    query = (
        select(tenant, _reservation.group, func.sum(waiting))
        .where(
            _reservation.lot == lot,
            _reservation.ends > at,
            _reservation.starts <= at,
            _reservation.deleted_at.is_(None),
            _reservation.state.in_([ReservationState.PLANNED, ReservationState.ARRIVED]),
            waiting > 0,
        )
        .group_by(tenant, _reservation.group)
    )
    return {(name, group): count for name, group, count in tx.execute(query)}
