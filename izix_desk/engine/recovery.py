"""What a starting engine does with what the last one left: it tells, and never sends again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from izix_desk.domain.commands import ASSUMED, TAKEN, Action, GateCommand, Stage, StageRecord
from izix_desk.domain.decision import Reason
from izix_desk.domain.site import Gate, Site, TimedBy
from izix_desk.engine.watching import ASSUMED_PASSED_SECONDS
from izix_desk.services.moments import Moment
from izix_desk.services.outcomes import keep_stage, note_gate, report_gate
from izix_desk.store.commands import finish, last_opening, unclaimed, unfinished
from izix_desk.store.database import Transaction

UNDER_WAY = "the engine stopped while it was under way; the gate may be open"
NOT_RUNNING = "the engine was not running when it was asked"
UNSEEN = "the controller answered, but the engine stopped before the barrier was seen"
NOT_WATCHED = f"{ASSUMED}: the engine was not running"
DUE_SECONDS = 60.0
"""An opening that went well so long ago has had the end of its pulse."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A command that was answered just before the engine stopped; its inputs may yet tell."""

    command: GateCommand
    answered: StageRecord


def recover(tx: Transaction, site: Site, now: Moment) -> tuple[Watched, ...]:
    """End what cannot be known any more; return what is to be watched on.

    `now` is the instant from which this engine held the site.
    """
    for command in unclaimed(tx):
        if command.asked_monotonic >= now.monotonic:
            continue  # asked since this engine holds the lock: whoever asked saw it running
        _end(tx, site, command, (Stage.EXPIRED, NOT_RUNNING), now)
    watched: list[Watched] = []
    for command, last in unfinished(tx):
        if last.stage in {Stage.CLAIMED, Stage.SENT}:
            _end(tx, site, command, (Stage.NOT_SURE, UNDER_WAY), now)
        elif last.stage in TAKEN and command.action is Action.OPEN:
            watched += _answered(tx, site, Watched(command, last), now)
    return tuple(watched)


def settle_unseen(tx: Transaction, site: Site, command: GateCommand, now: Moment) -> bool:
    """End an answered command of the last engine: its barrier was not seen up since."""
    return _end(tx, site, command, (Stage.NOT_SURE, UNSEEN), now)


def coil_found_on(tx: Transaction, gate: Gate, at: datetime) -> bool:
    """Record an open contact that a board was found with; tell whether it is ours to drop."""
    if gate.open.timed_by is TimedBy.BOARD:
        return False  # the board ends the pulse by itself
    if _is_ours(tx, gate, at):
        note_gate(tx, gate, "", "its open contact was still on after an opening: switched off", at)
        return True
    text = "its open contact is on and no opening of ours explains it"
    report_gate(tx, gate, Reason.OPENED_WITHOUT_US, text, at)
    return False


def _is_ours(tx: Transaction, gate: Gate, at: datetime) -> bool:
    found = last_opening(tx, gate.id)
    if found is None:
        return False
    _, last = found
    went_well = last.stage in {Stage.UP, Stage.PASSED, Stage.NOT_MOVED}
    return not went_well or at - last.at < timedelta(seconds=DUE_SECONDS)


def _answered(tx: Transaction, site: Site, left: Watched, now: Moment) -> list[Watched]:
    gate = next((gate for gate in site.gates if gate.id == left.command.gate), None)
    age = (now.wall - left.answered.at).total_seconds()
    same_boot = now.monotonic >= left.answered.monotonic
    measures = gate is not None and bool({"opened", "closed"} & set(gate.inputs))
    if gate is None or (measures and not (same_boot and 0 <= age < DUE_SECONDS)):
        settle_unseen(tx, site, left.command, now)
        return []
    if not measures and age >= ASSUMED_PASSED_SECONDS:
        if left.answered.stage is Stage.NOT_MEASURED:
            finish(tx, left.command.id)
        else:
            _end(tx, site, left.command, (Stage.PASSED, NOT_WATCHED), now)
        return []
    return [left]


def _end(
    tx: Transaction, site: Site, command: GateCommand, end: tuple[Stage, str], now: Moment
) -> bool:
    stage, detail = end
    record = StageRecord(
        command=command.id, stage=stage, at=now.wall, monotonic=now.monotonic, detail=detail
    )
    return keep_stage(tx, site, record)
