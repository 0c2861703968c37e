"""Gate commands and their stages: appended, never changed."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, delete, exists, insert, select, update

from izix_desk.domain.commands import BAD_ENDS, Action, GateCommand, Stage, StageRecord, may_follow
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.shapes import Shape

_COMMANDS = Shape(schema.gate_command, GateCommand)
_STAGES = Shape(schema.stage, StageRecord)
_command = schema.gate_command.c
_stage = schema.stage.c
_unfinished = schema.unfinished_command
_UNMOVED = frozenset({Stage.REFUSED, Stage.EXPIRED, Stage.NO_ANSWER})
"""Ends after which it is certain that no contact was switched."""
_ENDS = frozenset(stage for stage in Stage if not any(may_follow(stage, next_) for next_ in Stage))


# Built once: making a statement costs more than running it, and a gate waits for these.
_ASKED = insert(_unfinished)
_SAME = (
    select(_command.id)
    .where(
        _command.gate == bindparam("gate"),
        _command.asked.between(bindparam("since"), bindparam("until")),
        _command.asked_monotonic.between(bindparam("after"), bindparam("before")),
        _command.action == bindparam("action"),
        _command.profile.is_not_distinct_from(bindparam("profile")),
        _command.plate == bindparam("plate"),
        _command.for_whom == bindparam("for_whom"),
        ~exists().where(
            _stage.command == _command.id, _stage.stage.in_(bindparam("over", expanding=True))
        ),
        exists().where(_unfinished.c.command == _command.id)
        | exists().where(_stage.command == _command.id, _stage.stage.in_(_ENDS)),
    )
    .order_by(_command.asked.desc())
    .limit(1)
)
_LAST = (
    select(_stage.stage)
    .where(_stage.command == bindparam("command"))
    .order_by(_stage.seq.desc())
    .limit(1)
)
_MINE = _unfinished.c.command == bindparam("mine")
_REACHED = update(_unfinished).where(_MINE).values(stage=bindparam("reached"))
_FINISHED = delete(_unfinished).where(_MINE)
_UNCLAIMED = (
    _COMMANDS.select()
    .join(_unfinished, _unfinished.c.command == _command.id)
    .where(_unfinished.c.stage == Stage.ASKED)
    .order_by(_command.asked, _command.id)
)
_OF_COMMAND = _STAGES.select().where(_stage.command == bindparam("command")).order_by(_stage.seq)
_ONE = _COMMANDS.select().where(_command.id == bindparam("command"))


def add_command(tx: Transaction, command: GateCommand) -> None:
    """Record a command and that it was asked; after the commit one may say so."""
    _COMMANDS.insert(tx, [command])
    asked = StageRecord(
        command=command.id,
        stage=Stage.ASKED,
        at=command.asked,
        monotonic=command.asked_monotonic,
    )
    _STAGES.insert(tx, [asked])
    tx.execute(_ASKED, {"command": command.id, "stage": Stage.ASKED})


def get_command(tx: Transaction, command: UUID) -> GateCommand | None:
    """Return a command, or None."""
    row = tx.execute(_ONE, {"command": command}).first()
    return None if row is None else _COMMANDS.value(row)


def find_same(
    tx: Transaction, like: GateCommand, within: float, over: frozenset[Stage] = BAD_ENDS
) -> UUID | None:
    """Return the newest command for the same gate and person, asked within so many seconds of it.

    One that reached a stage of `over` is not meant, nor one on which the car turned back.
    """
    same = {"gate": like.gate, "action": like.action, "profile": like.profile}
    same |= {"plate": like.plate, "for_whom": like.for_whom, "over": sorted(over)}
    # On both clocks: after the time of day was set back, an old command is not a first click.
    # To both sides: of two desks the one that asked first may come second to the lock.
    span, now = timedelta(seconds=within), like.asked_monotonic
    same |= {"since": like.asked - span, "until": like.asked + span}
    return tx.execute(_SAME, {**same, "after": now - within, "before": now + within}).scalar()


def record_stage(tx: Transaction, record: StageRecord) -> bool:
    """Record a stage if it may follow the last one; return False, and change nothing, if not."""
    last = tx.execute(_LAST, {"command": record.command}).scalar()
    if last is None or not may_follow(last, record.stage):
        return False
    _STAGES.insert(tx, [record])
    if record.stage not in _ENDS:
        tx.execute(_REACHED, {"mine": record.command, "reached": record.stage})
    else:
        tx.execute(_FINISHED, {"mine": record.command})
    return True


def stages(tx: Transaction, command: UUID) -> tuple[StageRecord, ...]:
    """Return the stages of a command in the order they were recorded."""
    found = tx.execute(_OF_COMMAND, {"command": command})
    return tuple(_STAGES.value(row) for row in found)


def unclaimed(tx: Transaction) -> tuple[GateCommand, ...]:
    """Return the commands that were asked and that nobody took up, oldest first."""
    return _COMMANDS.all(tx, _UNCLAIMED)


def unfinished(tx: Transaction) -> tuple[tuple[GateCommand, StageRecord], ...]:
    """Return the commands that were claimed and may still get a stage, with their last one."""
    # The list is short and the commands are many; in one join SQLite would begin with the many.
    claimed = select(_unfinished.c.command).where(_unfinished.c.stage != Stage.ASKED)
    ids = tx.execute(claimed).scalars().all()
    query = _COMMANDS.select().where(_command.id.in_(ids)).order_by(_command.asked, _command.id)
    return tuple((command, stages(tx, command.id)[-1]) for command in _COMMANDS.all(tx, query))


def finish(tx: Transaction, command: UUID) -> None:
    """Stop listing a command as unfinished: nothing follows on it any more."""
    tx.execute(_FINISHED, {"mine": command})


def forget_unfinished(tx: Transaction, before: datetime) -> int:
    """Stop listing commands asked before then as unfinished; their stages stay as they are."""
    old = exists().where(_command.id == _unfinished.c.command, _command.asked < before)
    done = tx.execute(delete(_unfinished).where(old))
    return done.rowcount


def last_hold(tx: Transaction, gate: str) -> GateCommand | None:
    """Return the newest hold or release of a gate that was or may have been sent."""
    sent = exists().where(_stage.command == _command.id, _stage.stage == Stage.CLAIMED)
    query = (
        _COMMANDS.select()
        .where(_command.gate == gate, _command.action != Action.OPEN, sent)
        .order_by(_command.asked.desc())
        .limit(1)
    )
    row = tx.execute(query).first()
    return None if row is None else _COMMANDS.value(row)


def last_opening(tx: Transaction, gate: str) -> tuple[GateCommand, StageRecord] | None:
    """Return the newest opening of a gate that was or may have been sent, with its last stage."""
    # Claimed is enough: the engine may have died between the first byte and the record of it.
    sent = exists().where(_stage.command == _command.id, _stage.stage == Stage.CLAIMED)
    moved_nothing = exists().where(_stage.command == _command.id, _stage.stage.in_(_UNMOVED))
    query = (
        _COMMANDS.select()
        .where(_command.gate == gate, _command.action == Action.OPEN, sent, ~moved_nothing)
        .order_by(_command.asked.desc())
        .limit(1)
    )
    row = tx.execute(query).first()
    if row is None:
        return None
    command = _COMMANDS.value(row)
    return command, stages(tx, command.id)[-1]
