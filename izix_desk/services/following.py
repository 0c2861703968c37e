"""How a gate command goes: its stages as they are stored, until none can follow."""

import time
from collections.abc import Callable, Iterator
from uuid import UUID

from izix_desk.domain.commands import BAD_ENDS, TAKEN, Action, GateCommand, Stage, StageRecord
from izix_desk.domain.errors import NotFound
from izix_desk.services.moments import Moment, present
from izix_desk.store.commands import get_command, record_stage, stages
from izix_desk.store.database import Database, Transaction

LOOK_EVERY = 0.005
RUNS_EVERY = 0.1
LATE_SECONDS = 0.5
"""How long past its time to live an asked command is left to its engine."""
FOLLOW_SECONDS = 150.0
"""After this nothing is added to the stages of a command any more."""
NOT_TAKEN = "no engine took it in time; nothing was sent"


_ENDS = {
    Action.OPEN: {Stage.PASSED},
    Action.HOLD_OPEN: {Stage.PASSED, Stage.UP},
    Action.RELEASE: {Stage.PASSED, Stage.UP} | TAKEN,
}
"""Stages after which none follows: a held gate is passed by many, a release drops a contact."""


class Following:
    """What is known of one command so far; asks the store only for what is new."""

    def __init__(self, command: GateCommand) -> None:
        self.command = command
        self.last: StageRecord | None = None
        self._seen = 0

    def news(self, tx: Transaction) -> tuple[StageRecord, ...]:
        """Return the stages that were stored since the last call."""
        fresh = stages(tx, self.command.id)[self._seen :]
        self._seen += len(fresh)
        self.last = fresh[-1] if fresh else self.last
        return fresh

    def over(self, now: Moment) -> bool:
        """Tell whether nothing can follow."""
        if self.last is None:
            return False
        ends = BAD_ENDS | _ENDS[self.command.action]
        old = now.monotonic - self.last.monotonic > FOLLOW_SECONDS
        return self.last.stage in ends or (old and self.last.stage in TAKEN | {Stage.UP})

    def overdue(self, now: Moment) -> bool:
        """Tell whether no engine took it although its time is up; the asker then ends it."""
        unclaimed = self.last is not None and self.last.stage is Stage.ASKED
        waited = now.monotonic - self.command.asked_monotonic
        return unclaimed and not 0 <= waited <= self.command.ttl + LATE_SECONDS

    @property
    def under_way(self) -> bool:
        """Tell whether only an engine can say how it ends."""
        return self.last is not None and self.last.stage in {Stage.CLAIMED, Stage.SENT}


def follow(tx: Transaction, command: UUID) -> Following:
    """Return a command to be followed; raises NotFound."""
    known = get_command(tx, command)
    if known is None:
        raise NotFound(f"There is no gate command {command} in this store.")
    return Following(known)


def expire_if_unclaimed(tx: Transaction, command: UUID, at: Moment) -> bool:
    """End a command that no engine has claimed and that is too old; tell whether it did.

    Run in one write: an engine that wakes up late then finds it ended and sends nothing.
    """
    known = get_command(tx, command)
    if known is None or known.is_fresh(at.wall, at.monotonic):
        return False
    if stages(tx, command)[-1].stage is not Stage.ASKED:
        return False
    return record_stage(
        tx,
        StageRecord(
            command=command,
            stage=Stage.EXPIRED,
            at=at.wall,
            monotonic=at.monotonic,
            detail=NOT_TAKEN,
        ),
    )


def stages_until_end(
    db: Database,
    command: UUID,
    engine_runs: Callable[[], bool],
    enough: Callable[[StageRecord], bool] = lambda _: False,
) -> Iterator[StageRecord]:
    """Yield the stages as they are stored, until none can follow or `enough` of the last one.

    It also ends when the engine is gone with the command under way: how that ended is not
    known before an engine runs again.
    """
    following = db.read(lambda tx: follow(tx, command))
    version, runs, asked_at = -1, True, float("-inf")
    while True:
        now = present()
        if now.monotonic - asked_at > RUNS_EVERY:
            runs, asked_at = engine_runs(), now.monotonic
        if (current := db.data_version()) != version or not runs:
            version = current
            yield from db.read(following.news)
        if _done(following, now, enough) or (following.under_way and not runs):
            return
        if following.overdue(now):
            db.write(lambda tx: expire_if_unclaimed(tx, command, present()))
        time.sleep(LOOK_EVERY)


def _done(following: Following, now: Moment, enough: Callable[[StageRecord], bool]) -> bool:
    last = following.last
    return following.over(now) or (last is not None and enough(last))
