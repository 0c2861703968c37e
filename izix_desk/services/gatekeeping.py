"""What happens to a read: judged, recorded as one event, and where it may, the gate opens."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from izix_desk.domain.commands import (
    GATEKEEPER,
    VALID,
    Action,
    GateCommand,
    Stage,
    StageRecord,
)
from izix_desk.domain.decision import Decision, Read, Reason
from izix_desk.domain.events import Entry, EntryKind, EventKind, GateEvent, Outcome
from izix_desk.domain.frozen import freeze
from izix_desk.domain.hours import zone
from izix_desk.domain.site import Direction, Gate, Method, Site
from izix_desk.services.cars import next_car
from izix_desk.services.catalogue import catalogue
from izix_desk.services.judging import judge, organisation_of, verdict
from izix_desk.services.moments import Moment, present
from izix_desk.services.passing import expect_car
from izix_desk.services.reads import as_seen
from izix_desk.store.commands import add_command, find_same, record_stage
from izix_desk.store.database import Transaction
from izix_desk.store.entries import open_entries, open_entry
from izix_desk.store.events import add_event, count_read, last_event_of, last_read
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import profile as stored_profile

_NOTHING_MOVED = frozenset({Stage.REFUSED, Stage.EXPIRED, Stage.NO_ANSWER})
"""Only after these is a car that is read again opened for again; else a person decides."""
TOO_LATE = "judged too late to open for it"


@dataclass(frozen=True, slots=True)
class Admission:
    """What came of one read."""

    event: GateEvent
    decision: Decision
    opens: GateCommand | None = None
    """A command that is committed now."""
    claimed: bool = False
    """Its claim is committed as well: it is to be sent at once."""


def take_read(
    tx: Transaction, site: Site, read: Read, at: Moment, *, may_send: bool = True
) -> Admission:
    """Judge and record one read of that moment, all in the caller's transaction.

    `may_send` is False while the barrier is busy with another car: the command is then left to
    be claimed when its turn comes.
    """
    gate, seen = site.gate(read.gate), as_seen(site, read)
    decision = judge(tx, seen, read)
    event = _event(tx, seen, read, decision)
    command = None
    if decision.granted and gate.admit:
        command = _command(event, decision, at)
        same = _same_car(tx, command, decision, gate.same_car_seconds)
        event = replace(event, command=same or command.id)
    if read.method is Method.PLATE:
        next_car(tx, gate, read.plate, read.at)
    again = _read_again(tx, gate, event)
    if again is not None:
        count_read(tx, again.id)
        return Admission(replace(again, reads=again.reads + 1), decision)
    add_event(tx, event)
    if not decision.granted:
        _needs_somebody(tx, event, calls=decision.call)
    if command is None or event.command != command.id:
        return Admission(event, decision)
    claimed = _store(tx, command, may_send=may_send)
    expect_car(tx, site, command)
    return Admission(event, decision, command, claimed)


def _read_again(tx: Transaction, gate: Gate, event: GateEvent) -> GateEvent | None:
    """Return the event of this very car or person, unless there is more to say now than then."""
    last = _last_of(tx, gate, event)
    if last is None or last.late:
        return None
    said = (last.outcome, last.reason, last.command, last.direction)
    if said != (event.outcome, event.reason, event.command, event.direction):
        return None
    if abs((event.at - last.at).total_seconds()) < gate.same_car_seconds:
        return last
    # A PIN that nobody has does not tell who pressed it.
    told = event.method != Method.PIN or event.profile is not None
    stands = told and any(entry.event == last.id for entry in open_entries(tx, gate.id))
    return last if stands else None


def _last_of(tx: Transaction, gate: Gate, event: GateEvent) -> GateEvent | None:
    if event.method == Method.PLATE:
        return last_read(tx, gate.id, event.plate) if event.plate else None
    last = last_event_of(tx, gate.id, EventKind.READ)
    shown = (event.method, event.raw, event.profile)
    return last if last and (last.method, last.raw, last.profile) == shown else None


def take_late_read(tx: Transaction, site: Site, read: Read) -> GateEvent:
    """Record a read that waited for too long: it is marked, and nothing follows from it."""
    seen = as_seen(site, read)
    decision = judge(tx, seen, read)
    event = replace(_event(tx, seen, read, decision), late=True)
    if decision.granted and site.gate(read.gate).admit:
        text = f"{TOO_LATE}: {event.text}"
        event = replace(event, outcome=Outcome.FAILED, reason=Reason.GATE_TIMEOUT, text=text)
    add_event(tx, event)
    return event


def take_locked_pin(tx: Transaction, site: Site, read: Read, until: datetime) -> GateEvent:
    """Record a PIN that was pressed while its keypad is locked: it is not judged."""
    gate = site.gate(read.gate)
    event = GateEvent(
        id=new_id(),
        at=read.at,
        gate=gate.id,
        kind=EventKind.READ,
        outcome=Outcome.DENIED,
        reason=Reason.KEYPAD_LOCKED,
        direction=read.direction or gate.direction,
        method=read.method,
        raw=read.raw,
        text=locked_line(site, until, read.at),
    )
    again = _read_again(tx, gate, event)
    if again is not None:
        count_read(tx, again.id)
        return replace(again, reads=again.reads + 1)
    add_event(tx, event)
    _needs_somebody(tx, event, calls=gate.direction is Direction.BOTH)
    return event


def locked_line(site: Site, until: datetime, at: datetime, wrong: int | None = None) -> str:
    """Return the line for a keypad that is locked, and after how many wrong PINs."""
    clock = zone(site.timezone)
    times = {"until": until.astimezone(clock).isoformat(), "at": at.astimezone(clock).isoformat()}
    return catalogue().line(Reason.KEYPAD_LOCKED, {**times, "wrong": wrong})


def _command(event: GateEvent, decision: Decision, at: Moment) -> GateCommand:
    return GateCommand(
        id=new_id(),
        gate=event.gate,
        action=Action.OPEN,
        reason=VALID,
        operator=GATEKEEPER,
        desk=GATEKEEPER,
        asked=at.wall,
        asked_monotonic=at.monotonic,
        for_whom=event.who,
        profile=event.profile,
        plate=event.plate,
        event=event.id,
        access=decision.access,
    )


def _same_car(
    tx: Transaction, command: GateCommand, decision: Decision, within: float
) -> UUID | None:
    unread = Reason.PLATE_UNREADABLE in decision.warnings
    # Two cars may both be unread: once the first has left, the next read is of another one.
    over = _NOTHING_MOVED | {Stage.PASSED} if unread else _NOTHING_MOVED
    return find_same(tx, command, within, over)


def _event(tx: Transaction, site: Site, read: Read, decision: Decision) -> GateEvent:
    gate = site.gate(read.gate)
    parker = None if decision.profile is None else stored_profile(tx, decision.profile)
    host = organisation_of(tx, site, decision.profile)
    both_ways = gate.direction is Direction.BOTH
    return GateEvent(
        id=new_id(),
        at=read.at,
        gate=gate.id,
        kind=EventKind.READ,
        outcome=decision.outcome,
        reason=decision.reason,
        direction=(read.direction or gate.direction) if both_ways else gate.direction,
        method=read.method,
        raw=read.raw,
        plate=read.plate,
        confidence=read.confidence,
        profile=decision.profile,
        vehicle=decision.vehicle,
        who=parker.name if parker else "",
        organisation=host.name if host else "",
        decision=freeze(decision),
        text=verdict(decision, catalogue(), site=site, organisation=host).line,
    )


def _needs_somebody(tx: Transaction, event: GateEvent, *, calls: bool) -> None:
    """Let a person see it; whoever is held on the way out calls, as if the button were pressed."""
    open_entry(
        tx,
        Entry(
            id=new_id(),
            gate=event.gate,
            kind=EntryKind.CALL if calls else EntryKind.REFUSED,
            opened=event.at,
            plate=event.plate,
            method="" if event.plate else event.method,
            raw="" if event.plate else event.raw,
            text=event.text,
            event=event.id,
            profile=event.profile,
        ),
    )


def _store(tx: Transaction, command: GateCommand, *, may_send: bool) -> bool:
    add_command(tx, command)
    now = present()
    claim = StageRecord(
        command=command.id, stage=Stage.CLAIMED, at=now.wall, monotonic=now.monotonic
    )
    return may_send and record_stage(tx, claim)
