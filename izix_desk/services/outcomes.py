"""What a stage of a gate command means for the feed and for *Needs you*; stored with the stage."""

from datetime import datetime

from izix_desk.domain.commands import GATEKEEPER, TAKEN, GateCommand, Stage, StageRecord
from izix_desk.domain.decision import Reason
from izix_desk.domain.events import Entry, EntryKind, EventKind, GateEvent, Outcome
from izix_desk.domain.plates import normalise
from izix_desk.domain.site import Direction, Gate, Site
from izix_desk.store.commands import get_command, record_stage
from izix_desk.store.database import Transaction
from izix_desk.store.entries import close_entry, open_entries, open_entry
from izix_desk.store.events import add_event
from izix_desk.store.ids import new_id

LET_IN = "LET_IN"
SYSTEM = "engine"
"""Operator of what the engine writes down by itself."""

_WORDS = {
    Stage.NO_ANSWER: "no answer",
    Stage.NOT_MOVED: "nothing moved",
    Stage.NOT_SURE: "not sure: the gate may be open",
    Stage.EXPIRED: "too late to be sent",
    Stage.REFUSED: "not opened",
}
_ALWAYS = frozenset({Stage.NO_ANSWER, Stage.NOT_MOVED, Stage.NOT_SURE})


def keep_stage(tx: Transaction, site: Site, record: StageRecord, trouble: str = "") -> bool:
    """Store a stage with what follows from it; False when it cannot follow the last one.

    `trouble` is the reason code of a refusal that a person must hear of.
    """
    if not record_stage(tx, record):
        return False
    command = get_command(tx, record.command)
    assert command is not None  # its stage has just been stored
    if record.stage in _WORDS:
        nobody_looks = command.operator == GATEKEEPER
        if record.stage in _ALWAYS or trouble or nobody_looks:
            _report(tx, site, command, record, trouble or Reason.GATE_TIMEOUT)
    elif record.stage in _opened_at(site, command):
        _close_let_in(tx, command, record.at)
    return True


def report_gate(tx: Transaction, gate: Gate, reason: str, text: str, at: datetime) -> None:
    """Record what a gate told by itself and put it on *Needs you*."""
    _open(tx, note_gate(tx, gate, reason, text, at), EntryKind.GATE)


def note_gate(tx: Transaction, gate: Gate, reason: str, text: str, at: datetime) -> GateEvent:
    """Record what a gate told by itself, for the feed only."""
    event = GateEvent(
        id=new_id(),
        at=at,
        gate=gate.id,
        kind=EventKind.GATE,
        outcome=Outcome.NOTED,
        reason=reason,
        direction=gate.direction,
        text=text,
        operator=SYSTEM,
    )
    add_event(tx, event)
    return event


def _report(
    tx: Transaction, site: Site, command: GateCommand, record: StageRecord, reason: str
) -> None:
    # The gate may be gone from the site while its last command ends.
    directions = {gate.id: gate.direction for gate in site.gates}
    event = GateEvent(
        id=new_id(),
        at=record.at,
        gate=command.gate,
        kind=EventKind.GATE,
        outcome=Outcome.FAILED,
        reason=reason,
        direction=directions.get(command.gate, Direction.BOTH),
        plate=command.plate,
        profile=command.profile,
        who=command.for_whom,
        text="; ".join(part for part in (_WORDS[record.stage], record.detail) if part),
        command=command.id,
        operator=command.operator,
    )
    add_event(tx, event)
    sure = record.stage is not Stage.NOT_SURE
    _open(tx, event, EntryKind.FAILED if sure else EntryKind.NOT_SURE)


def _open(tx: Transaction, event: GateEvent, kind: EntryKind) -> None:
    open_entry(
        tx,
        Entry(
            id=new_id(),
            gate=event.gate,
            kind=kind,
            opened=event.at,
            plate=event.plate,
            text=event.text,
            event=event.id,
            profile=event.profile,
        ),
    )


def _opened_at(site: Site, command: GateCommand) -> frozenset[Stage]:
    """Return the stages that say that the gate is open, as far as it can be told there."""
    gate = next((gate for gate in site.gates if gate.id == command.gate), None)
    seen = gate is not None and {"opened", "closed"} & gate.inputs.keys()
    opened = frozenset({Stage.UP, Stage.PASSED})
    return opened if seen else opened | TAKEN


def _close_let_in(tx: Transaction, command: GateCommand, at: datetime) -> None:
    """Close what waited for this car; an entry about the gate itself stays."""
    for entry in open_entries(tx, command.gate):
        if entry.kind is not EntryKind.GATE and _is_of(entry, command):
            close_entry(tx, entry.id, LET_IN, operator=command.operator, at=at)


def _is_of(entry: Entry, command: GateCommand) -> bool:
    """Tell whether an entry waits for the car that a gate was opened for."""
    mine, plate = normalise(entry.plate), normalise(command.plate)
    if not mine or not plate or mine == plate:
        return True
    # A plate that was misread: whoever opened did it out of this entry, or for this parker.
    opened_from = command.event is not None and command.event == entry.event
    same_parker = command.profile is not None and command.profile == entry.profile
    return opened_from or same_parker or entry.taken_by == command.operator
