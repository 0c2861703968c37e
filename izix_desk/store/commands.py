"""Gate commands and their stages: appended, never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, insert, select, update

from izix_desk.domain.commands import BAD_ENDS, Action, GateCommand, Stage, StageRecord, may_follow
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.shapes import Shape

_COMMANDS = Shape(schema.gate_command, GateCommand)
_STAGES = Shape(schema.stage, StageRecord)
_command = schema.gate_command.c
_stage = schema.stage.c
_unfinished = schema.unfinished_command


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
    tx.execute(insert(_unfinished).values(command=command.id, stage=Stage.ASKED))


def get_command(tx: Transaction, command: UUID) -> GateCommand | None:
    """Return a command, or None."""
    return _COMMANDS.first(tx, _command.id == command)


def find_same(
    tx: Transaction,
    *,
    gate: str,
    action: Action,
    profile: UUID | None,
    plate: str,
    for_whom: str,
    since: datetime,
) -> UUID | None:
    """Return the newest command for the same gate and person since then that may still succeed."""
    failed = exists().where(_stage.command == _command.id, _stage.stage.in_(BAD_ENDS))
    query = (
        select(_command.id)
        .where(
            _command.gate == gate,
            _command.asked >= since,
            _command.action == action,
            _command.profile.is_(None) if profile is None else _command.profile == profile,
            _command.plate == plate,
            _command.for_whom == for_whom,
            ~failed,
        )
        .order_by(_command.asked.desc())
        .limit(1)
    )
    return tx.execute(query).scalar()


def record_stage(tx: Transaction, record: StageRecord) -> bool:
    """Record a stage if it may follow the last one; return False, and change nothing, if not."""
    newest = select(_stage.stage).where(_stage.command == record.command)
    last = tx.execute(newest.order_by(_stage.seq.desc()).limit(1)).scalar()
    if last is None or not may_follow(last, record.stage):
        return False
    _STAGES.insert(tx, [record])
    mine = _unfinished.c.command == record.command
    if any(may_follow(record.stage, following) for following in Stage):
        tx.execute(update(_unfinished).where(mine).values(stage=record.stage))
    else:
        tx.execute(delete(_unfinished).where(mine))
    return True


def stages(tx: Transaction, command: UUID) -> tuple[StageRecord, ...]:
    """Return the stages of a command in the order they were recorded."""
    query = _STAGES.select().where(_stage.command == command).order_by(_stage.seq)
    return _STAGES.all(tx, query)


def unclaimed(tx: Transaction) -> tuple[GateCommand, ...]:
    """Return the commands that were asked and that nobody took up, oldest first."""
    query = (
        _COMMANDS.select()
        .join(_unfinished, _unfinished.c.command == _command.id)
        .where(_unfinished.c.stage == Stage.ASKED)
        .order_by(_command.asked, _command.id)
    )
    return _COMMANDS.all(tx, query)


def unfinished(tx: Transaction) -> tuple[tuple[GateCommand, StageRecord], ...]:
    """Return the commands that were claimed and may still get a stage, with their last one."""
    query = (
        select(*_COMMANDS.columns, *_STAGES.columns)
        .join(_unfinished, _unfinished.c.command == _command.id)
        .join(schema.stage, (_stage.command == _command.id) & (_stage.stage == _unfinished.c.stage))
        .where(_unfinished.c.stage != Stage.ASKED)
        .order_by(_command.asked, _command.id)
    )
    width = len(_COMMANDS.columns)
    return tuple(
        (_COMMANDS.value(row), StageRecord(**dict(zip(_STAGES.names, row[width:], strict=True))))
        for row in tx.execute(query)
    )


def forget_unfinished(tx: Transaction, before: datetime) -> int:
    """Stop listing commands asked before then as unfinished; their stages stay as they are."""
    old = select(_command.id).where(_command.asked < before)
    done = tx.execute(delete(_unfinished).where(_unfinished.c.command.in_(old)))
    return done.rowcount


def last_opening(tx: Transaction, gate: str) -> tuple[GateCommand, StageRecord] | None:
    """Return the newest opening of a gate that was or may have been sent, with its last stage."""
    # Claimed is enough: the engine may have died between the first byte and the record of it.
    sent = exists().where(_stage.command == _command.id, _stage.stage == Stage.CLAIMED)
    query = (
        _COMMANDS.select()
        .where(_command.gate == gate, _command.action == Action.OPEN, sent)
        .order_by(_command.asked.desc())
        .limit(1)
    )
    row = tx.execute(query).first()
    if row is None:
        return None
    command = _COMMANDS.value(row)
    return command, stages(tx, command.id)[-1]
