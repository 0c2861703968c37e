"""Every command ends in time, whatever its line does; on a real store, with a clock of the test."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from izix_desk.devices import wire
from izix_desk.domain.commands import Action, GateCommand, Stage, StageRecord
from izix_desk.domain.events import EntryKind, EventKind
from izix_desk.domain.requests import OpenRequest
from izix_desk.engine.gates import Gates
from izix_desk.engine.recorder import Recorder
from izix_desk.engine.reporter import Reporter
from izix_desk.services.moments import Moment, present
from izix_desk.services.opening import ask
from izix_desk.services.outcomes import keep_stage
from izix_desk.store.commands import get_command, stages, unclaimed
from izix_desk.store.database import AsyncDatabase, Role, Transaction
from izix_desk.store.entries import open_entries
from izix_desk.store.events import events_at_gate
from tests.support import quay

SITE = quay.site()
LATEST = 5.0
"""The issue's: every command ends within so many seconds."""


class Room:
    """Gates without lines: the test is the line, and the clock."""

    def __init__(self, store: AsyncDatabase) -> None:
        self.store = store
        self.recorder = Recorder(store, lambda: None)
        self.gates = Gates(self.recorder, Reporter(lambda _: None), lambda _: None)
        self.gates.apply(SITE)

    async def claim(self, action: Action = Action.OPEN, until: float = 0.0) -> GateCommand:
        """Ask for something at the entry and claim it, as far as a line that says nothing."""
        held = action is Action.HOLD_OPEN
        end = present().wall + timedelta(seconds=until) if held else None
        request = OpenRequest(
            gate="entry", action=action, reason="DELIVERY", operator="Guard 1", desk="lodge",
            until=end,
        )  # fmt: skip

        def store(tx: Transaction) -> GateCommand:
            now = present()
            command = get_command(tx, ask(tx, request, now))
            assert command is not None, "it was asked"
            record = staged(command, Stage.CLAIMED, now)
            assert keep_stage(tx, SITE, record)
            return command

        command = await self.store.write(store)
        self.gates.claimed(command, command.asked_monotonic)
        return command

    def pass_time(self, command: GateCommand, began: float, ended: float) -> None:
        """Let time pass as the host does, from so many seconds after the asking on."""
        for tenth in range(round(began * 10), round(ended * 10) + 1):
            after = tenth / 10
            wall = command.asked + timedelta(seconds=after)
            self.gates.tick(Moment(wall, command.asked_monotonic + after))

    async def stages(self, command: GateCommand) -> list[Stage]:
        """Return its stages, once all is written."""
        await self.recorder.drained()
        return [each.stage for each in await self.store.read(lambda tx: stages(tx, command.id))]

    async def notes(self) -> list[str]:
        """Return what the gate told for the feed."""
        found = await self.store.read(lambda tx: events_at_gate(tx, "entry", 100))
        return [each.text for each in found if each.kind is EventKind.GATE]


def staged(command: GateCommand, stage: Stage, now: Moment) -> StageRecord:
    """Return a stage as of now."""
    return StageRecord(command=command.id, stage=stage, at=now.wall, monotonic=now.monotonic)


@asynccontextmanager
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """Give a room whose recorder writes."""
    here = Room(AsyncDatabase(quay.quay(tmp_path / "site", SITE).open(Role.GATE)))
    writing = asyncio.create_task(here.recorder.run())
    yield here
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await here.store.close()


async def test_a_line_that_tells_nothing_leaves_no_command_open(tmp_path: Path) -> None:
    """Not sure by then, in red; not before, for a line may still tell more."""
    async with room(tmp_path) as here:
        command = await here.claim()
        here.gates.take(wire.Sent(command.id, command.asked_monotonic + 0.1))
        here.pass_time(command, 0, 4.6)
        assert await here.stages(command) == [Stage.ASKED, Stage.CLAIMED, Stage.SENT]
        here.pass_time(command, 4.7, LATEST)
        assert (await here.stages(command))[-1] is Stage.NOT_SURE
        (entry,) = await here.store.read(open_entries)
        assert entry.kind is EntryKind.NOT_SURE
        assert "may be open" in entry.text


async def test_what_is_told_after_the_end_is_a_fact_and_no_stage(tmp_path: Path) -> None:
    """It is in the feed; the end stays, and nobody sends anything for it."""
    async with room(tmp_path) as here:
        command = await here.claim()
        here.pass_time(command, 0, LATEST)
        ended = await here.stages(command)
        at = command.asked_monotonic + 5.5
        here.gates.take(wire.Sent(command.id, at - 2.6))
        here.gates.take(wire.Answered(command.id, at))
        raised = {"closed": False, "opened": True}
        here.gates.take(wire.Inputs("entry", {"closed": True, "opened": False}, at))
        here.gates.take(wire.Inputs("entry", raised, at + 1))
        here.pass_time(command, 5.6, 20)
        assert await here.stages(command) == ended == [Stage.ASKED, Stage.CLAIMED, Stage.NOT_SURE]
        told = [text for text in await here.notes() if "ended as not sure" in text]
        assert sorted(text.partition(": ")[2] for text in told) == [
            "it was sent", "the controller answered",
        ]  # fmt: skip
        assert not [text for text in await here.notes() if "without a command" in text]
        assert await here.store.read(unclaimed) == ()


async def test_an_answer_is_an_end_and_its_barrier_has_its_own_time(tmp_path: Path) -> None:
    """Four seconds here: longer than what is left of five."""
    async with room(tmp_path) as here:
        command = await here.claim()
        sent = command.asked_monotonic + 2.9
        here.gates.take(wire.Sent(command.id, sent))
        here.gates.take(wire.Answered(command.id, sent + 0.1))
        here.pass_time(command, 0, 6.8)
        assert (await here.stages(command))[-1] is Stage.ANSWERED
        shut, moves_within = {"closed": True, "opened": False}, SITE.gate("entry").moves_within
        for after in range(round(moves_within) + 1):
            assert (await here.stages(command))[-1] is Stage.ANSWERED
            here.gates.take(wire.Inputs("entry", shut, sent + after))
        assert (await here.stages(command))[-1] is Stage.NOT_MOVED


async def test_an_engine_that_stood_still_hears_its_lines_first(tmp_path: Path) -> None:
    """After a sleep the clock is ahead of what the lines could tell meanwhile."""
    async with room(tmp_path) as here:
        command = await here.claim()
        here.pass_time(command, 0, 1)
        here.pass_time(command, 30, 30)
        here.gates.take(wire.Expired(command.id))
        here.pass_time(command, 30.1, 31)
        assert (await here.stages(command))[-1] is Stage.EXPIRED


async def test_a_hold_that_may_have_been_done_has_its_end(tmp_path: Path) -> None:
    """Nobody confirmed it, so nobody knows that the gate is held: it is released all the same."""
    async with room(tmp_path) as here:
        command = await here.claim(Action.HOLD_OPEN, until=60)
        here.gates.take(wire.Sent(command.id, command.asked_monotonic + 0.1))
        here.gates.take(wire.Unsure(command.id, "no answer", ""))
        here.pass_time(command, 58, 59.5)
        assert (await here.stages(command))[-1] is Stage.NOT_SURE
        assert await here.store.read(unclaimed) == ()
        here.pass_time(command, 60.5, 61)
        await here.recorder.drained()
        (release,) = await here.store.read(unclaimed)
        assert (release.gate, release.action) == ("entry", Action.RELEASE)


async def test_what_nobody_could_see_is_in_the_feed(tmp_path: Path) -> None:
    """The loop is read between other things; whoever counts should know when it was not."""
    async with room(tmp_path) as here:
        raised = {"closed": False, "opened": True, "under": False}
        at = present().monotonic
        for after in (0.0, 0.3, 2.0, 2.3):
            here.gates.take(wire.Inputs("entry", raised, at + after))
        await here.recorder.drained()
        assert [text for text in await here.notes() if "count may be off" in text] == [
            "its controller told nothing for 1.7 s while cars could drive: the count may be off"
        ]


async def test_an_alarm_of_a_line_needs_a_person(tmp_path: Path) -> None:
    """It is on the desks as soon as the line tells it, with its words."""
    async with room(tmp_path) as here:
        why = "The device at address 5 of line north is not alone at its address."
        here.gates.take(wire.Distrust("entry", why, present().monotonic))
        await here.recorder.drained()
        (entry,) = await here.store.read(open_entries)
        assert (entry.gate, entry.kind, entry.text) == ("entry", EntryKind.GATE, why)
