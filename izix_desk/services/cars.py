"""Cars that stand at a gate: who rings, who gives up, and whom nobody dealt with."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from izix_desk.domain.events import Entry, EntryKind, EventKind, GateEvent, Outcome
from izix_desk.domain.plates import normalise
from izix_desk.domain.site import Gate
from izix_desk.services.outcomes import SYSTEM
from izix_desk.store.database import Transaction
from izix_desk.store.entries import close_entry, open_entries, open_entry
from izix_desk.store.events import add_event, last_event_of
from izix_desk.store.ids import new_id

LEFT = "LEFT"
NOT_DEALT_WITH = "NOT_DEALT_WITH"
FORGOTTEN_AFTER = timedelta(minutes=10)
"""After this a car that is not seen to stand there is taken as gone."""
RINGS_FOR = timedelta(seconds=60)
"""Whoever presses the button again within this is rung for already."""
_OF_A_CAR = frozenset({EntryKind.CALL, EntryKind.REFUSED})


def car_called(tx: Transaction, gate: Gate, at: datetime) -> None:
    """Record that somebody rings, for the car that stands there if one was read.

    Pressed again and again it stays one ring in the feed; the entry goes on calling.
    """
    waiting = _of_cars(tx, gate)
    if _rings_already(tx, gate, waiting, at):
        return
    plate = waiting[0].plate if waiting else ""
    event = GateEvent(
        id=new_id(),
        at=at,
        gate=gate.id,
        kind=EventKind.CALL,
        outcome=Outcome.NOTED,
        reason="",
        direction=gate.direction,
        plate=plate,
        text="the call button was pressed",
    )
    add_event(tx, event)
    open_entry(
        tx,
        Entry(
            id=new_id(),
            gate=gate.id,
            kind=EntryKind.CALL,
            opened=at,
            plate=plate,
            # The read before it says why it was refused; the ring must not hide that.
            event=waiting[0].event if waiting else event.id,
        ),
    )


def car_left(
    tx: Transaction, gate: Gate, at: datetime, came_before: datetime | None = None
) -> None:
    """Close what waited for the car that was seen to leave without driving through.

    Nobody saw it leave where no engine ran: then only what waited before that is closed.
    """
    for entry in _of_cars(tx, gate):
        if came_before is None or entry.opened < came_before:
            close_entry(tx, entry.id, LEFT, operator=SYSTEM, at=at)


def next_car(tx: Transaction, gate: Gate, plate: str, at: datetime) -> None:
    """Close what waited for another car, where only the next read tells that it is gone."""
    if "arrive" in gate.inputs:
        return
    for entry in _of_cars(tx, gate):
        other = entry.plate and normalise(entry.plate) != normalise(plate)
        if other and not entry.taken_by:
            close_entry(tx, entry.id, NOT_DEALT_WITH, operator=SYSTEM, at=at)


def forget_cars(tx: Transaction, at: datetime, standing: Collection[str] = ()) -> None:
    """Close what nobody dealt with for 10 minutes; `standing` are gates where a car is seen.

    Also where there is a loop: a car may be read on the road and never drive onto it.
    """
    for entry in open_entries(tx):
        old = at - entry.opened >= FORGOTTEN_AFTER and entry.gate not in standing
        if entry.kind in _OF_A_CAR and old and not entry.taken_by:
            close_entry(tx, entry.id, NOT_DEALT_WITH, operator=SYSTEM, at=at)


def _rings_already(tx: Transaction, gate: Gate, waiting: Sequence[Entry], at: datetime) -> bool:
    last = last_event_of(tx, gate.id, EventKind.CALL)
    calling = any(entry.kind is EntryKind.CALL for entry in waiting)
    return calling and last is not None and timedelta(0) <= at - last.at < RINGS_FOR


def _of_cars(tx: Transaction, gate: Gate) -> list[Entry]:
    return [entry for entry in open_entries(tx, gate.id) if entry.kind in _OF_A_CAR]
