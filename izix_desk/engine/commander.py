"""Takes the commands that were asked: claims each in the store, and only then has it sent."""

from collections.abc import Callable, Sequence
from functools import partial

from izix_desk.domain.commands import Action, GateCommand, Stage, StageRecord
from izix_desk.domain.site import Site
from izix_desk.engine.gates import Gates
from izix_desk.engine.weighing import End, Judgement, Send, Situation, Wait, weigh
from izix_desk.services.moments import Moment, present
from izix_desk.services.outcomes import keep_stage
from izix_desk.store.commands import unclaimed
from izix_desk.store.database import AsyncDatabase, Transaction


class Commander:
    """Looks for asked commands on the gate connection; order is: claim committed, then sent."""

    def __init__(
        self,
        store: AsyncDatabase,
        gates: Gates,
        started: Moment,
        send: Callable[[GateCommand], None],
    ) -> None:
        self._store = store
        self._gates = gates
        self._started = started
        self._send = send

    async def look(self) -> float | None:
        """Judge what was asked; return after how many seconds to look again, or None."""
        async with self._gates.turn:
            return await self._look()

    async def _look(self) -> float | None:
        asked = await self._store.read(unclaimed)
        if not asked:
            return None
        situation = self._gates.situation(self._started)
        judged = judge_all(asked, situation, present())
        settled = [pair for pair in judged if not isinstance(pair[1], Wait)]
        if settled:
            for command in await self._store.write(partial(settle, self._gates.site, settled)):
                self._send(command)
        waiting = [command for command, judgement in judged if isinstance(judgement, Wait)]
        return next_look(waiting, situation, present())


def judge_all(
    asked: Sequence[GateCommand], situation: Situation, now: Moment
) -> list[tuple[GateCommand, Judgement]]:
    """Judge the commands in the order in which they were asked; one car at a time per gate."""
    judged: list[tuple[GateCommand, Judgement]] = []
    taken: set[str] = set()
    for command in asked:
        judgement = weigh(command, situation, now)
        if isinstance(judgement, Send) and command.action is Action.OPEN:
            if command.gate in taken:
                judgement = Wait()
            taken.add(command.gate)
        judged.append((command, judgement))
    return judged


def settle(
    site: Site, judged: Sequence[tuple[GateCommand, Judgement]], tx: Transaction
) -> list[GateCommand]:
    """Store what was judged and return the commands whose claim is now committed to be sent."""
    now = present()
    claimed: list[GateCommand] = []
    for command, judgement in judged:
        if isinstance(judgement, Send):
            if keep_stage(tx, site, _record(command, Stage.CLAIMED, "", now)):
                claimed.append(command)
        elif isinstance(judgement, End):
            record = _record(command, judgement.stage, judgement.detail, now)
            keep_stage(tx, site, record, judgement.trouble)
    return claimed


def _record(command: GateCommand, stage: Stage, detail: str, now: Moment) -> StageRecord:
    return StageRecord(
        command=command.id, stage=stage, at=now.wall, monotonic=now.monotonic, detail=detail
    )


def next_look(waiting: Sequence[GateCommand], situation: Situation, now: Moment) -> float | None:
    """Return after how many seconds one of these can be sent or is too old; None without any."""
    if not waiting:
        return None
    free = (situation.free_at.get(each.gate, now.monotonic) for each in waiting)
    due = min(*free, *(each.expires_monotonic for each in waiting))
    return max(0.005, due - now.monotonic)
