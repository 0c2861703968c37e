"""Sessions: who is inside which group since when."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select, text, update

from izix_desk.domain.parkers import Session, SessionEnd
from izix_desk.domain.plates import normalise
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.shapes import Shape

SESSIONS = Shape(schema.session, Session)
_session = schema.session.c
SEEN_TO_LEAVE = text("session.ending = 'EXIT'")
"""In the words of the index: a session that a person or time ended tells of no exit."""

# Built once: making a statement costs more than running it, and a car waits for these.
_NEWEST = (
    SESSIONS.select()
    .where(_session.lot == bindparam("lot"), _session.ended.is_(None))
    .order_by(_session.started.desc())
    .limit(1)
)
_OF_PROFILE = _NEWEST.where(_session.profile == bindparam("profile"))
_UNKNOWN = (
    SESSIONS.select()
    .where(
        _session.lot == bindparam("lot"),
        _session.ended.is_(None),
        _session.plate == "",
        _session.profile.is_(None),
    )
    .order_by(_session.started)
    .limit(1)
)
_OF_PLATE = _NEWEST.where(_session.plate == bindparam("plate"))


def start_session(tx: Transaction, session: Session) -> None:
    """Record that a car is inside."""
    SESSIONS.insert(tx, [session])


def end_session(
    tx: Transaction, session: UUID, at: datetime, ending: SessionEnd = SessionEnd.EXIT
) -> bool:
    """Record that a car left, or is taken as gone; False when the session had ended."""
    query = update(schema.session).where(_session.id == session, _session.ended.is_(None))
    return tx.execute(query.values(ended=at, ending=ending)).rowcount > 0


def get_session(tx: Transaction, session: UUID) -> Session | None:
    """Return a session, open or ended, or None."""
    return SESSIONS.first(tx, _session.id == session)


def open_session(tx: Transaction, profile: UUID, lot: str) -> Session | None:
    """Return the session of somebody who is inside a lot, the newest if there are several."""
    given = {"profile": profile, "lot": lot}
    return next(iter(SESSIONS.all(tx, _OF_PROFILE, given)), None)


def open_session_of_plate(tx: Transaction, plate: str, lot: str) -> Session | None:
    """Return the session of a car that is inside a lot, also when nobody knows whose it is."""
    given = {"plate": normalise(plate), "lot": lot}
    return next(iter(SESSIONS.all(tx, _OF_PLATE, given)), None)


def oldest_unknown(tx: Transaction, lot: str) -> Session | None:
    """Return the oldest session of a car of which nothing is known, neither plate nor parker."""
    return next(iter(SESSIONS.all(tx, _UNKNOWN, {"lot": lot})), None)


def unknown_sessions(tx: Transaction, lot: str, group: str, limit: int) -> tuple[Session, ...]:
    """Return the sessions of such cars inside one group, oldest first."""
    query = SESSIONS.select().where(
        _session.lot == lot,
        _session.group == group,
        _session.ended.is_(None),
        _session.plate == "",
        _session.profile.is_(None),
    )
    return SESSIONS.all(tx, query.order_by(_session.started, _session.id).limit(limit))


def last_exit(tx: Transaction, profile: UUID, lot: str) -> datetime | None:
    """Return when somebody was seen to leave a lot last, or None."""
    query = select(func.max(_session.ended)).where(
        _session.profile == profile, _session.lot == lot, SEEN_TO_LEAVE
    )
    return tx.execute(query).scalar()


def open_since_before(
    tx: Transaction,
    lot: str,
    before: datetime,
    limit: int,
    policies: Collection[str] | None = None,
) -> tuple[Session, ...]:
    """Return the sessions of a lot that are open since before then, oldest first.

    With policies only those by one of them, or by none.
    """
    query = SESSIONS.select().where(
        _session.lot == lot, _session.started < before, _session.ended.is_(None)
    )
    if policies is not None:
        query = query.where(_session.policy.is_(None) | _session.policy.in_(policies))
    return SESSIONS.all(tx, query.order_by(_session.started, _session.id).limit(limit))
