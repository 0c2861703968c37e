"""What happens to a read: judged, recorded as one event, and where it may, the gate opens."""

from dataclasses import dataclass, replace
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
from izix_desk.domain.site import Direction, Gate, Site
from izix_desk.services.cars import next_car
from izix_desk.services.catalogue import catalogue
from izix_desk.services.judging import judge, organisation_of, verdict
from izix_desk.services.moments import Moment, present
from izix_desk.services.passing import expect_car
from izix_desk.store.commands import add_command, find_same, record_stage
from izix_desk.store.database import Transaction
from izix_desk.store.entries import open_entries, open_entry
from izix_desk.store.events import add_event, count_read, last_read
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
    gate, seen = site.gate(read.gate), _as_seen(site, read)
    decision = judge(tx, seen, read)
    event = _event(tx, seen, read, decision)
    command = None
    if decision.granted and gate.admit:
        command = _command(event, decision, at)
        same = _same_car(tx, command, decision, gate.same_car_seconds)
        event = replace(event, command=same or command.id)
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
    """Return the event of this very car, unless there is more to say now than there was then."""
    last = last_read(tx, gate.id, event.plate) if event.plate else None
    if last is None or last.late:
        return None
    said = (last.outcome, last.reason, last.command, last.direction)
    if said != (event.outcome, event.reason, event.command, event.direction):
        return None
    soon = abs((event.at - last.at).total_seconds()) < gate.same_car_seconds
    stands = any(entry.event == last.id for entry in open_entries(tx, gate.id))
    return last if soon or stands else None


def take_late_read(tx: Transaction, site: Site, read: Read) -> GateEvent:
    """Record a read that waited for too long: it is marked, and nothing follows from it."""
    seen = _as_seen(site, read)
    decision = judge(tx, seen, read)
    event = replace(_event(tx, seen, read, decision), late=True)
    if decision.granted and site.gate(read.gate).admit:
        text = f"{TOO_LATE}: {event.text}"
        event = replace(event, outcome=Outcome.FAILED, reason=Reason.GATE_TIMEOUT, text=text)
    add_event(tx, event)
    return event


def gates_of_read(site: Site, line: str, way: str) -> tuple[Gate, ...]:
    """Return the gates that a camera's read is for; one camera may see both lanes.

    A read that does not tell the lane is recorded at the first of them.
    """
    seen = _seen_by(site, line)
    said = _way(way)
    lane = tuple(gate for gate in seen if gate.direction in {said, Direction.BOTH})
    return lane or seen[:1]


def _seen_by(site: Site, line: str) -> tuple[Gate, ...]:
    return tuple(gate for gate in site.gates if gate.plates == line)


def _as_seen(site: Site, read: Read) -> Site:
    """Return the site as the camera sees it: which of two lanes it was, only the read can tell.

    Else a car at the entry would open the exit, which lets out everybody.
    """
    gate = site.gate(read.gate)
    if gate.plates is None or read.direction is not None or len(_seen_by(site, gate.plates)) < 2:
        return site
    unknown = replace(gate, direction=Direction.BOTH)
    return replace(site, gates=tuple(unknown if each is gate else each for each in site.gates))


def plate_read(
    at: Moment,
    gate: Gate,
    plate: str,
    confidence: float | None = None,
    *,
    way: str = "",
    raw: str = "",
) -> Read:
    """Return a camera's line as a read at a gate; `way` is the direction in the camera's words."""
    return Read(
        gate=gate.id,
        at=at.wall,
        raw=raw or plate,
        plate=plate,
        confidence=confidence,
        direction=_way(way),
    )


_WAYS = {
    Direction.ENTRY: frozenset({"in", "entry", "enter", "approach", "approaching", "towards"}),
    Direction.EXIT: frozenset({"out", "exit", "leave", "leaving", "away", "depart"}),
}


def _way(word: str) -> Direction | None:
    said = word.strip().casefold()
    return next((direction for direction, words in _WAYS.items() if said in words), None)


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
