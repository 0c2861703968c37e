"""The engine at work: joins lines, gates, gatekeeper and link to the store, in one loop."""

import asyncio
import os
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from izix_desk.devices import wire
from izix_desk.domain.commands import GateCommand
from izix_desk.domain.errors import StoreFault
from izix_desk.domain.events import LineReading
from izix_desk.domain.lines import LineFigures
from izix_desk.domain.pairing import Pairing
from izix_desk.domain.scanning import SearchNews
from izix_desk.domain.site import Site
from izix_desk.engine.admitting import Gatekeeper, Wires
from izix_desk.engine.commander import Commander
from izix_desk.engine.gates import Gates
from izix_desk.engine.housekeeping import Housekeeping
from izix_desk.engine.onlookers import Onlookers
from izix_desk.engine.pool import LinePool
from izix_desk.engine.recorder import Recorder
from izix_desk.engine.recovery import recover
from izix_desk.engine.reporter import Reporter
from izix_desk.engine.terminal import Terminal
from izix_desk.link.line_messages import SearchLine, TryNow
from izix_desk.link.messages import COMMANDS, Beat, Hint, Message
from izix_desk.link.server import LinkServer
from izix_desk.services.moments import Moment, present
from izix_desk.store.database import AsyncDatabase
from izix_desk.store.pairings import load_pairings
from izix_desk.store.site import load_site

LOOK_EVERY = 0.02
"""Who wants a gate opened hints at it besides, so this is what others' news wait for at most."""
TELL_EVERY = 0.1
BEAT_EVERY = 1.0
AGAIN_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Stores:
    """The engine's connections: gate work has one that nothing else uses."""

    gate: AsyncDatabase
    rest: AsyncDatabase
    read: AsyncDatabase


class Host:
    """Owns all that runs in the engine; `run` ends when `stop` is called."""

    def __init__(
        self,
        stores: Stores,
        link: Callable[[Callable[[Message], None]], LinkServer],
        started: Moment,
    ) -> None:
        self._stores = stores
        self._loop = asyncio.get_running_loop()
        self._started = started
        self._stopping = asyncio.Event()
        self._asked = asyncio.Event()
        self._committed_by_others = asyncio.Event()
        self._failure: BaseException | None = None
        self._told: deque[wire.Message] = deque()
        """What the lines told, in that order."""
        self._version = -1
        self._fault = ""
        """Why the store could not be looked at last time."""
        self._pairings: tuple[Pairing, ...] = ()
        self._link = link(self._heard)
        self._pool = LinePool(self._post)
        self._reporter = Reporter(self._link.publish)
        self._terminal = Terminal()
        self._onlookers = Onlookers(self._link, self._pool)
        self._recorder = Recorder(stores.gate, self._committed)
        self._gates = Gates(self._recorder, self._reporter, self._pool.drop_coil)
        self._keeper = Gatekeeper(
            stores.gate,
            self._gates,
            self._recorder,
            Wires(self._send, self._pool.signal),
            self._committed,
        )
        self._house = Housekeeping(stores.rest, self._gates.standing)
        self._commander = Commander(stores.gate, self._gates, self._started, self._send)

    async def run(self, ready: Callable[[], None]) -> None:
        """Recover, start the lines and work until stopped; then end them in order."""
        await self._recover()
        self._link.start()
        await asyncio.to_thread(self._pool.apply, self._gates.site, self._pairings)
        try:
            await self._work(ready)
        finally:
            await asyncio.to_thread(self._pool.stop)
            self._link.close()

    def fail(self, failure: BaseException) -> None:
        """End because of our own bug: an engine that lives on half blind is worse than none."""
        self._failure = self._failure or failure
        self._stopping.set()

    def stop(self) -> None:
        """End the work; what is asked from now on is for the next engine to refuse."""
        self._stopping.set()

    async def _recover(self) -> None:
        site = await self._stores.gate.read(load_site)
        self._gates.apply(site)
        # Nobody pairs a device while an engine holds the site, so they stay as they are.
        self._pairings = await self._stores.gate.read(load_pairings)
        for left in await self._stores.gate.write(lambda tx: recover(tx, site, self._started)):
            self._gates.watch_on(left)

    async def _work(self, ready: Callable[[], None]) -> None:
        loops = (
            self._recorder.run(),
            self._keeper.run(),
            self._take_commands(),
            self._follow_site(),
            self._tell(),
            self._house.run(),
        )
        tasks = [asyncio.create_task(loop) for loop in loops]
        self._notice()
        ready()
        stopping = asyncio.create_task(self._stopping.wait())
        done, _ = await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
        await self._wind_down(tasks, stopping)
        for task in done:
            task.result()  # a loop that ended by itself ended by our own bug: let it be seen
        if self._failure is not None:
            raise self._failure

    async def _wind_down(
        self, tasks: list[asyncio.Task[None]], stopping: asyncio.Task[bool]
    ) -> None:
        self._stopping.set()
        await asyncio.to_thread(self._pool.stop)
        drained = asyncio.create_task(self._recorder.drained())
        await asyncio.wait([drained, *tasks], timeout=3, return_when=asyncio.FIRST_COMPLETED)
        rest: list[asyncio.Task[Any]] = [*tasks, stopping, drained]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _notice(self) -> None:
        """Look for what is no hurry, by a callback: a task would cost ten times."""
        if self._stopping.is_set():
            return
        self._loop.call_later(LOOK_EVERY, self._notice)
        self._take_told()
        try:
            version = self._stores.read.database.data_version()
        except StoreFault as fault:
            self._tell_fault(str(fault))
            return
        self._fault = ""
        if version != self._version:
            self._version = version
            self._asked.set()
            self._committed_by_others.set()

    def _tell_fault(self, fault: str) -> None:
        # Once, and not at each of 50 looks a second, until it is over or another one.
        if fault != self._fault:
            self._fault = fault
            sys.stderr.write(f"izix-desk: {fault}\n")

    async def _take_commands(self) -> None:
        while True:
            await self._asked.wait()
            self._asked.clear()
            try:
                again = await self._commander.look()
            except StoreFault as fault:
                sys.stderr.write(f"izix-desk: {fault}\n")
                again = AGAIN_SECONDS
            if again is not None:
                self._loop.call_later(again, self._asked.set)

    async def _follow_site(self) -> None:
        while True:
            await self._committed_by_others.wait()
            self._committed_by_others.clear()
            site = await self._stored_site()
            if site is not None and site != self._gates.site:
                async with self._gates.turn:
                    self._gates.apply(site)
                await asyncio.to_thread(self._pool.apply, site, self._pairings)
                self._onlookers.keep_only({line.id for line in site.lines})
            await asyncio.sleep(1)  # an import commits 100 times a second; the site can wait

    async def _tell(self) -> None:
        next_beat = 0.0
        while True:
            now = present()
            self._gates.tick(now)
            self._reporter.tell(now.monotonic)
            self._onlookers.tell(now.monotonic)
            if now.monotonic >= next_beat:
                next_beat = now.monotonic + BEAT_EVERY
                self._link.publish(Beat(os.getpid(), now.monotonic))
            await asyncio.sleep(TELL_EVERY)

    async def _stored_site(self) -> Site | None:
        try:
            return await self._stores.read.read(load_site)
        except StoreFault as fault:  # the one we have is good until the next look
            sys.stderr.write(f"izix-desk: {fault}\n")
            return None

    def _post(self, message: wire.Message) -> None:
        """Take a message in a line's own thread; waking the loop costs more than taking it."""
        self._told.append(message)
        if wire.is_news(message):
            self._loop.call_soon_threadsafe(self._take_told)

    def _take_told(self) -> None:
        while self._told:
            self._take(self._told.popleft())

    def _take(self, message: wire.Message) -> None:
        if isinstance(message, LineReading):
            self._terminal.line(message)
        if isinstance(message, LineFigures):
            self._onlookers.take(message)
        elif isinstance(message, SearchNews):
            self._onlookers.found(message)
        elif isinstance(message, wire.PlateLine | wire.CardRead | wire.KeysRead | wire.CodeRead):
            self._keeper.take(message)
        else:
            self._gates.take(message)

    def _send(self, command: GateCommand) -> None:
        """Hand a command over whose claim is committed."""
        self._gates.claimed(command, present().monotonic)
        expires = command.expires_monotonic
        order = wire.LineOrder(command.id, command.gate, command.action, expires)
        line = self._gates.site.gate(command.gate).line
        if not self._pool.order(line, order):
            self._gates.take(wire.Unsent(command.id, f"line {line} does not run on this PC"))

    def _heard(self, message: Message) -> None:
        """Take a desk's message in the link's thread."""
        if isinstance(message, Hint):
            self._loop.call_soon_threadsafe(self._asked.set)
        elif isinstance(message, SearchLine):
            self._loop.call_soon_threadsafe(self._onlookers.search, message)
        elif isinstance(message, TryNow):
            self._loop.call_soon_threadsafe(self._pool.try_now, message.line, message.address)

    def _committed(self) -> None:
        self._link.publish(Hint(COMMANDS))
