"""Gate events, and the feed that the desk shows of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, func, insert, or_, select, update

from izix_desk.domain.events import EventKind, GateEvent
from izix_desk.domain.methods import SHOWN
from izix_desk.domain.views import FeedRow
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.shapes import Shape

_EVENTS = Shape(schema.gate_event, GateEvent)
_event = schema.gate_event.c
_stage = schema.stage.c
_gate = schema.gate.c
_ADD = insert(schema.gate_event)
_LAST_READ = (
    _EVENTS.select()
    # Its index leaves out events without a plate, and is used only when the query says so too.
    .where(_event.plate == bindparam("plate"), _event.plate != "")
    .where(_event.gate == bindparam("gate"), _event.kind == EventKind.READ)
    .order_by(_event.seq.desc())
    .limit(1)
)
_READ_AGAIN = (
    update(schema.gate_event)
    .where(_event.id == bindparam("event"))
    .values(reads=schema.gate_event.c.reads + 1)
)
_FEED_LIMIT = 2_000
_READ_AGAIN_AMONG = 25
"""Events that are looked at for cars that were read once more."""
_NEWEST_FIRST = (_event.seq + 0).desc()
"""A sum, or SQLite walks through all events in this order instead of using their indices."""


@dataclass(frozen=True, slots=True)
class FeedMark:
    """How far a feed was read: the last event and the last stage."""

    event: int = 0
    stage: int = 0
    reads: int = 0
    """Of the latest events: a car that is read again is no new event."""


def add_event(tx: Transaction, event: GateEvent) -> int:
    """Append an event; return its place in the order of recording."""
    values = _EVENTS.values(event)
    del values["seq"]
    result = tx.execute(_ADD, values)
    return int(result.lastrowid)


def get_event(tx: Transaction, event: UUID) -> GateEvent | None:
    """Return an event, or None."""
    return _EVENTS.first(tx, _event.id == event)


def numbered_event(tx: Transaction, seq: int) -> GateEvent | None:
    """Return the event with a number in the order of recording, or None."""
    return _EVENTS.first(tx, _event.seq == seq)


def last_event(tx: Transaction, gate: str) -> GateEvent | None:
    """Return what was recorded last at a gate, or None."""
    query = _EVENTS.select().where(_event.gate == gate).order_by(_event.seq.desc()).limit(1)
    return next(iter(_EVENTS.all(tx, query)), None)


def last_event_of(tx: Transaction, gate: str, kind: EventKind) -> GateEvent | None:
    """Return the last event of one kind at a gate, or None."""
    query = _EVENTS.select().where(_event.gate == gate, _event.kind == kind)
    return next(iter(_EVENTS.all(tx, query.order_by(_event.seq.desc()).limit(1))), None)


def last_read(tx: Transaction, gate: str, plate: str) -> GateEvent | None:
    """Return the last event of a plate, as it was read, at a gate, or None."""
    return next(iter(_EVENTS.all(tx, _LAST_READ, {"gate": gate, "plate": plate})), None)


def last_judged(tx: Transaction, gate: str, plate: str) -> GateEvent | None:
    """Return what was decided last about a plate at a gate, read or said by a person, or None."""
    # Its index leaves out events without a plate, and is used only when the query says so too.
    mine = _EVENTS.select().where(
        _event.plate == plate, _event.plate != "", _event.gate == gate, _event.decision != ""
    )
    return next(iter(_EVENTS.all(tx, mine.order_by(_event.seq.desc()).limit(1))), None)


def count_read(tx: Transaction, event: UUID) -> None:
    """Note on an event that the same car was read once more."""
    tx.execute(_READ_AGAIN, {"event": event})


def events_of_profile(tx: Transaction, profile: UUID, limit: int = 5) -> tuple[GateEvent, ...]:
    """Return what somebody did at the gates, newest first."""
    mine = _EVENTS.select().where(_event.profile == profile)
    return _EVENTS.all(tx, mine.order_by(_event.seq.desc()).limit(limit))


def events_of_plate(tx: Transaction, plate: str, limit: int = 5) -> tuple[GateEvent, ...]:
    """Return where a plate was read, as it was read, newest first."""
    # Its index leaves out events without a plate, and is used only when the query says so too.
    mine = _EVENTS.select().where(_event.plate == plate, _event.plate != "")
    return _EVENTS.all(tx, mine.order_by(_event.seq.desc()).limit(limit))


def events_at_gate(tx: Transaction, gate: str, limit: int = 10) -> tuple[GateEvent, ...]:
    """Return what happened at a gate, newest first."""
    here = _EVENTS.select().where(_event.gate == gate)
    return _EVENTS.all(tx, here.order_by(_event.seq.desc()).limit(limit))


def feed_since(
    tx: Transaction, since: datetime, limit: int = _FEED_LIMIT
) -> tuple[tuple[FeedRow, ...], FeedMark]:
    """Return the events since then, newest first, and where the feed stands."""
    query = _feed().where(_event.at >= since).order_by(_NEWEST_FIRST).limit(limit)
    return tuple(_row(row) for row in tx.execute(query)), _mark(tx)


def feed_after(tx: Transaction, mark: FeedMark) -> tuple[tuple[FeedRow, ...], FeedMark]:
    """Return events that are new, or whose command got a new stage, newest first."""
    now = _mark(tx)
    if now == mark:
        return (), mark
    moved = select(_stage.command).where(_stage.seq > mark.stage)
    again = and_(_event.seq > now.event - _READ_AGAIN_AMONG, _event.reads > 1)
    news = or_(_event.seq > mark.event, _event.command.in_(moved))
    news = or_(news, again) if now.reads != mark.reads else news
    query = _feed().where(news).order_by(_NEWEST_FIRST).limit(_FEED_LIMIT)
    return tuple(_row(row) for row in tx.execute(query)), now


def _feed() -> Select[*tuple[Any, ...]]:
    ending, detail = (
        select(column)
        .where(_stage.command == _event.command)
        .order_by(_stage.seq.desc())
        .limit(1)
        .scalar_subquery()
        for column in (_stage.stage, _stage.detail)
    )
    return select(
        *_EVENTS.columns,
        _gate.name.label("gate_name"),
        _gate.lot,
        ending.label("ending"),
        detail.label("detail"),
    ).outerjoin(schema.gate, _gate.id == _event.gate)


def _row(row: Row[*tuple[Any, ...]]) -> FeedRow:
    event = _EVENTS.value(row)
    gate_name, lot, ending, detail = row[len(_EVENTS.columns) :]
    return FeedRow(
        id=event.id,
        seq=event.seq,
        at=event.at,
        gate=event.gate,
        gate_name=gate_name or event.gate,
        lot=lot or "",
        direction=event.direction.value,
        kind=event.kind.value,
        outcome=event.outcome,
        reason=event.reason,
        text=event.text,
        plate=event.plate,
        method=event.method,
        raw=event.raw if event.method in SHOWN else "",
        who=event.who,
        organisation=event.organisation,
        profile=event.profile,
        operator=event.operator,
        command=event.command,
        ending=ending.value if ending else "",
        detail=detail or "",
        late=event.late,
        reads=event.reads,
    )


def _mark(tx: Transaction) -> FeedMark:
    event = tx.execute(select(func.max(_event.seq))).scalar()
    stage = tx.execute(select(func.max(_stage.seq))).scalar()
    latest = _event.seq > (event or 0) - _READ_AGAIN_AMONG
    reads = tx.execute(select(func.sum(_event.reads)).where(latest)).scalar()
    return FeedMark(event or 0, stage or 0, reads or 0)
