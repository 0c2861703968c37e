"""What a gate tells by itself beside its commands: recorded, counted, and put before a person."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from izix_desk.domain.commands import GateCommand
from izix_desk.domain.decision import Reason, Value
from izix_desk.domain.events import Entry, EntryKind, EventKind, GateEvent, Outcome
from izix_desk.domain.site import Gate, Site
from izix_desk.services.catalogue import catalogue
from izix_desk.services.outcomes import SYSTEM
from izix_desk.services.passing import stranger_passed
from izix_desk.store.commands import finish
from izix_desk.store.database import Transaction
from izix_desk.store.entries import open_entry
from izix_desk.store.events import add_event
from izix_desk.store.ids import new_id


def not_read(tx: Transaction, gate: Gate, at: datetime) -> None:
    """Put before a person that a car stands there and its camera read nothing."""
    event = _event(gate, Reason.NO_READ, {"gate": gate.name}, at)
    add_event(tx, event)
    _ask(tx, event, EntryKind.REFUSED)


def camera_misses(tx: Transaction, gate: Gate, missed: int, cars: int, at: datetime) -> None:
    """Put before a person that a camera does not read as it should."""
    values = {"gate": gate.name, "missed": missed, "cars": cars}
    event = _event(gate, Reason.CAMERA_SILENT, values, at)
    add_event(tx, event)
    _ask(tx, event, EntryKind.GATE)


def left_open(tx: Transaction, gate: Gate, seconds: float, at: datetime) -> None:
    """Put before a person that a barrier stays up."""
    values = {"gate": gate.name, "minutes": int(seconds // 60)}
    event = _event(gate, Reason.LEFT_OPEN, values, at)
    add_event(tx, event)
    _ask(tx, event, EntryKind.GATE)


def tailgated(tx: Transaction, site: Site, gate: Gate, at: datetime) -> None:
    """Record and count a car that followed another through."""
    add_event(tx, _event(gate, Reason.TAILGATED, {"gate": gate.name}, at))
    stranger_passed(tx, site, gate, at)


def turned_back(tx: Transaction, gate: Gate, command: GateCommand, at: datetime) -> None:
    """Record that nobody drove through on a command; the spot kept for the car is free again."""
    event = _event(gate, Reason.TURNED_BACK, {"gate": gate.name}, at)
    add_event(
        tx,
        replace(
            event,
            plate=command.plate,
            profile=command.profile,
            who=command.for_whom,
            command=command.id,
        ),
    )
    finish(tx, command.id)


def _event(gate: Gate, reason: Reason, values: Mapping[str, Value], at: datetime) -> GateEvent:
    words = catalogue()
    failed = words.severity(reason) == "F"
    return GateEvent(
        id=new_id(),
        at=at,
        gate=gate.id,
        kind=EventKind.GATE,
        outcome=Outcome.FAILED if failed else Outcome.NOTED,
        reason=reason,
        direction=gate.direction,
        text=words.line(reason, values),
        operator=SYSTEM,
    )


def _ask(tx: Transaction, event: GateEvent, kind: EntryKind) -> None:
    open_entry(
        tx,
        Entry(
            id=new_id(),
            gate=event.gate,
            kind=kind,
            opened=event.at,
            text=event.text,
            event=event.id,
        ),
    )
