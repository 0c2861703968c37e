"""The gatekeeper at work on a real store: who is sent, and who comes too late."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from izix_desk.devices.wire import PlateLine, Signal
from izix_desk.domain.commands import GateCommand
from izix_desk.domain.events import EventKind, GateEvent, Outcome
from izix_desk.domain.requests import OpenRequest
from izix_desk.engine.admitting import WAITING, Gatekeeper, Wires
from izix_desk.engine.commander import Commander
from izix_desk.engine.gates import Gates
from izix_desk.engine.recorder import Recorder
from izix_desk.engine.reporter import Reporter
from izix_desk.services.moments import present
from izix_desk.services.opening import ask
from izix_desk.store.commands import unclaimed
from izix_desk.store.database import AsyncDatabase, Role
from izix_desk.store.entries import open_entries
from izix_desk.store.events import events_at_gate
from tests.support import quay

SITE = quay.site()


@dataclass
class Room:
    """An engine without lines: what it would send is kept."""

    store: AsyncDatabase
    sent: list[GateCommand] = field(default_factory=list[GateCommand])
    shown: list[tuple[str, Signal]] = field(default_factory=list[tuple[str, Signal]])

    def __post_init__(self) -> None:
        """Wire it as the host does."""
        self.recorder = Recorder(self.store, lambda: None)
        self.gates = Gates(self.recorder, Reporter(lambda _: None), lambda _: None)
        self.gates.apply(SITE)
        self.keeper = Gatekeeper(
            self.store, self.gates, self.recorder, Wires(self._send, self._signal), lambda: None
        )
        self.commander = Commander(self.store, self.gates, present(), self._send)

    def read(self, plate: str, age: float = 0.0) -> None:
        """Let the camera read a plate so many seconds ago."""
        at = present().monotonic - age
        self.keeper.take(PlateLine("camera", plate, 0.9, "", plate, at))

    async def events(self, count: int) -> tuple[GateEvent, ...]:
        """Wait for so many reads to be recorded at the entry."""
        async with asyncio.timeout(10):
            while True:
                found = await self.store.read(lambda tx: events_at_gate(tx, "entry", 1_000))
                reads = tuple(event for event in found if event.kind is EventKind.READ)
                if len(reads) >= count:
                    return reads
                await asyncio.sleep(0.01)

    def _signal(self, line: str, signal: Signal) -> None:
        self.shown.append((line, signal))

    def _send(self, command: GateCommand) -> None:
        self.gates.claimed(command, present().monotonic)
        self.sent.append(command)


@asynccontextmanager
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """Give a room whose recorder writes."""
    here = Room(AsyncDatabase(quay.quay(tmp_path / "site", SITE).open(Role.GATE)))
    writing = asyncio.create_task(here.recorder.run())
    yield here
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await here.store.close()


async def test_a_read_that_waited_opens_nothing(tmp_path: Path) -> None:
    """It is recorded and marked; the barrier does not rise for a car of four seconds ago."""
    async with room(tmp_path) as here:
        judging = asyncio.create_task(here.keeper.run())
        here.read(quay.KNOWN_PLATE, age=4)
        here.read(quay.STRANGE_PLATE, age=4)
        stranger, known = await here.events(2)
        judging.cancel()
        assert (known.late, known.outcome, known.command) == (True, Outcome.FAILED, None)
        assert known.text.startswith("judged too late")
        assert (stranger.late, stranger.outcome) == (True, Outcome.DENIED)
        assert await here.store.read(open_entries) == ()
        assert here.sent == []
        assert await here.store.read(unclaimed) == ()


async def test_a_fresh_read_expires_from_when_it_came_in(tmp_path: Path) -> None:
    """The time to live is the car's, not the queue's."""
    async with room(tmp_path) as here:
        judging = asyncio.create_task(here.keeper.run())
        here.read(quay.KNOWN_PLATE, age=1)
        (event,) = await here.events(1)
        judging.cancel()
        (command,) = here.sent
        assert not event.late
        assert present().monotonic - command.asked_monotonic > 1


async def test_a_camera_that_floods_loses_no_read(tmp_path: Path) -> None:
    """What does not fit into the queue is recorded as late."""
    async with room(tmp_path) as here:
        for number in range(WAITING + 2):
            here.read(f"FLOOD{number}")
        late = await here.events(2)
        assert [event.late for event in late] == [True, True]


async def test_a_read_and_a_person_do_not_open_for_two_cars_at_once(tmp_path: Path) -> None:
    """The second is sent after the barrier's shortest cycle, whoever asked first."""
    async with room(tmp_path) as here:
        request = OpenRequest(gate="entry", reason="DELIVERY", operator="a", desk="b")
        await here.store.write(lambda tx: ask(tx, request, present(), SITE))
        here.read(quay.KNOWN_PLATE)
        judging = asyncio.create_task(here.keeper.run())
        await here.commander.look()
        await here.events(1)
        judging.cancel()
        assert len(here.sent) == 1
        assert len(await here.store.read(unclaimed)) == 1
