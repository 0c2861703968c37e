"""From the operator's confirm to the last byte of the coil frame at the board."""

import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

from izix_desk.commands.bench.figures import Row, idle_control, ratio, table, timed
from izix_desk.commands.bench.programs import (
    BAUDRATE,
    LOOK_SECONDS,
    UNITS,
    BenchFault,
    BenchWorld,
    Program,
    bench_world,
)
from izix_desk.commands.bench.sheets import write_sheet
from izix_desk.domain.commands import Stage
from izix_desk.domain.events import EventKind, GateEvent, GateState, Outcome
from izix_desk.domain.requests import OpenRequest
from izix_desk.domain.site import Direction
from izix_desk.link.client import LinkClient
from izix_desk.link.messages import Gates, Message
from izix_desk.services.moments import present
from izix_desk.services.opening import ask
from izix_desk.store.commands import stages
from izix_desk.store.database import Role, open_database
from izix_desk.store.events import add_event
from izix_desk.store.ids import new_id
from izix_desk.store.keys import link_authkey, store_key
from izix_desk.store.site import load_site

TITLE = (
    f"gate: confirm → last byte of the coil frame at the board, {UNITS} units polled at {BAUDRATE}"
)
WARM_UP = 20
PAUSE = 0.15
"""Longest pause between two openings; a random part of it meets every phase of the poll cycle."""
RIVAL_PAUSE = 0.06
SILENT_SECONDS = 30.0
GIVE_UP = 5.0
COMMIT_EVERY = 10
MOST_ROWS = 100_000
ROWS_PER_SAMPLE = 100
"""A short run imports fewer rows, so that a test can be one; from n = 1000 on it is all."""
MOST_RIVAL = 300


@dataclass(slots=True)
class Tally:
    """What a series of openings came to, and what the disk did meanwhile."""

    latencies: list[float] = field(default_factory=list[float])
    disk: list[float] = field(default_factory=list[float])
    """One bare write and fsync after each opening: two of our own are part of every opening."""
    expired: int = 0
    lost: int = 0

    def row(self, name: str, note: str = "") -> Row:
        """Return the series as a row of the table."""
        ends = f"{self.expired} expired, {self.lost} lost"
        return Row(name, self.latencies, f"{ends}  {note}".rstrip())

    def control(self) -> Row:
        """Return what the disk alone took, between the openings of this series."""
        return Row("  disk control: a bare fsync of 4 KB", self.disk, "an opening waits for two")


def measure(n: int, _keep: Path | None = None) -> Iterator[str]:
    """Yield the table of a run with n openings of each kind."""
    with bench_world() as world:
        world.make_store()
        world.start_engine()
        desk = _Desk(world)
        try:
            _series(desk, min(WARM_UP, n))
            series = _series(desk, n)
            alone = series.row("alone")
            commit = Row("a commit", desk.commits, "of one event, during the same run")
            rows = [alone, series.control(), commit, idle_control(n)]
            for load in (_Imports(world, n), _Backups(world)):
                rows += _loaded(world, desk, load, n)
            world.simulator.kill()
            rows.append(_refused(desk, max(1, n // 10)))
        finally:
            desk.close()
    rival = _rival(min(n, MOST_RIVAL))
    yield table(TITLE, [*rows, rival])
    yield f"rival / alone: {ratio(alone, rival)}\n"
    yield f"wanted: 25 median, {50 + 2 * commit.median:.1f} p99; 100 p99 and 0 expired under load\n"


class _Desk:
    """Asks as the window does: a commit on the gate connection, then a hint on the link."""

    def __init__(self, world: BenchWorld) -> None:
        self.commits: list[float] = []
        self._journal = world.journal
        self._store = open_database(world.folder, Role.GATE)
        self._site = self._store.read(load_site)
        authkey = link_authkey(store_key(world.folder))
        self._link = LinkClient(world.folder.link_address, authkey, take=self._hear)
        self._link.start()
        self._offline = threading.Event()
        self._dice = random.Random(1)  # noqa: S311 - phases of a cycle, not secrets
        self._count = 0
        self._disk = (world.path / "disk-control").open("wb", buffering=0)

    def open_one(self, tally: Tally) -> None:
        """Open a gate and wait for its frame at the board."""
        time.sleep(self._dice.random() * PAUSE)
        self._count += 1
        unit = self._dice.randint(1, UNITS)
        request = self._request(unit)
        self._journal.news()
        confirmed = time.monotonic()
        command = self._ask(request)
        reached = self._journal.await_opening(unit, confirmed + GIVE_UP)
        if reached is not None:
            tally.latencies.append((reached - confirmed) * 1000)
        elif self._store.read(lambda tx: stages(tx, command))[-1].stage is Stage.EXPIRED:
            tally.expired += 1
        else:
            tally.lost += 1
        if self._count % COMMIT_EVERY == 0:
            self.commits.append(timed(self._commit))
        tally.disk.append(timed(self._fsync))

    def await_silence(self) -> None:
        """Wait until the tiles say that no controller answers."""
        if not self._offline.wait(SILENT_SECONDS):
            raise BenchFault("The tiles never said that the controllers are silent.")

    def refuse_one(self) -> float:
        """Ask for a gate that does not answer; return the milliseconds until the store says no."""
        time.sleep(self._dice.random() * PAUSE)
        self._count += 1
        request = self._request(self._dice.randint(1, UNITS))
        confirmed = time.monotonic()
        command = self._ask(request)
        while self._store.read(lambda tx: stages(tx, command))[-1].stage is not Stage.REFUSED:
            if time.monotonic() > confirmed + GIVE_UP:
                raise BenchFault("An opening was not refused although no controller answers.")
            time.sleep(LOOK_SECONDS)
        return (time.monotonic() - confirmed) * 1000

    def close(self) -> None:
        """Let store and link go."""
        self._disk.close()
        self._link.close()
        self._store.close()

    def _request(self, unit: int) -> OpenRequest:
        return OpenRequest(
            gate=f"g{unit}", reason="TEST", operator="bench", desk="bench",
            for_whom=f"car {self._count}",
        )  # fmt: skip

    def _hear(self, message: Message) -> None:
        readings = message.readings if isinstance(message, Gates) else ()
        silent = sum(reading.state is GateState.OFFLINE for reading in readings)
        if silent == UNITS:
            self._offline.set()

    def _ask(self, request: OpenRequest) -> UUID:
        # As the window does, with the site that it already knows.
        at = present()
        command = self._store.write(lambda tx: ask(tx, request, at, self._site))
        self._link.hint()
        return command

    def _fsync(self) -> None:
        self._disk.write(bytes(4096))
        os.fsync(self._disk.fileno())

    def _commit(self) -> None:
        note = GateEvent(
            id=new_id(), at=datetime.now(UTC), gate="g1", kind=EventKind.NOTE,
            outcome=Outcome.NOTED, reason="", direction=Direction.ENTRY,
        )  # fmt: skip
        self._store.write(lambda tx: add_event(tx, note))


def _series(desk: _Desk, n: int) -> Tally:
    tally = Tally()
    for _ in range(n):
        desk.open_one(tally)
    return tally


class _Imports:
    """Sheets of parkers, imported one after the other."""

    def __init__(self, world: BenchWorld, n: int) -> None:
        self._rows = min(MOST_ROWS, n * ROWS_PER_SAMPLE)
        self.name = f"while {self._rows:,} rows are imported"
        self._world = world
        self._count = 0

    def prepare(self) -> Callable[[], Program]:
        """Write a sheet of new parkers and return what starts its import."""
        self._count += 1
        sheet = self._world.path / f"parkers-{self._count}.csv"
        write_sheet(sheet, self._rows, self._count)
        site = str(self._world.folder.path)
        return lambda: self._world.start("import", "--site", site, str(sheet))


class _Backups:
    """Copies of the store, one after the other."""

    name = "while a backup runs"

    def __init__(self, world: BenchWorld) -> None:
        self._world = world
        self._count = 0

    def prepare(self) -> Callable[[], Program]:
        """Return what starts another backup."""
        self._count += 1
        target = self._world.path / f"backup-{self._count}"
        site = str(self._world.folder.path)
        return lambda: self._world.start("backup", "--site", site, str(target))


def _loaded(world: BenchWorld, desk: _Desk, load: _Imports | _Backups, n: int) -> list[Row]:
    """Open gates for as long as the load runs, again and again until there are n openings."""
    tally = Tally()
    runs = 0
    while len(tally.latencies) + tally.expired + tally.lost < n:
        start = load.prepare()
        program = start()
        runs += 1
        while program.is_running():
            desk.open_one(tally)
        if not program.succeeded():
            return [tally.row(load.name, "the load itself failed: not measured")]
    return [tally.row(load.name, f"{runs} runs of it"), tally.control()]


def _refused(desk: _Desk, n: int) -> Row:
    desk.await_silence()
    return Row(
        "refused, no controller answers", [desk.refuse_one() for _ in range(n)], "wanted: 50"
    )


def _rival(n: int) -> Row:
    name = "rival: pymodbus, writes after the cycle"
    if find_spec("pymodbus") is None:
        return Row(name, (), "pymodbus is not installed: not measured")
    with bench_world() as world:
        words = (str(world.path / "links" / "north"), str(BAUDRATE), str(UNITS))
        rival = world.start(*words, module="izix_desk.commands.bench.rival")
        rival.line()
        return Row(name, list(_rival_samples(world, rival, n)))


def _rival_samples(world: BenchWorld, rival: Program, n: int) -> Iterator[float]:
    dice = random.Random(2)  # noqa: S311 - phases of a cycle, not secrets
    for _ in range(n):
        time.sleep(dice.random() * RIVAL_PAUSE)
        unit = dice.randint(1, UNITS)
        confirmed = time.monotonic()
        rival.say(str(unit))
        reached = world.journal.await_opening(unit, confirmed + GIVE_UP)
        if reached is None:
            sys.stderr.write("The rival lost a command.\n")
        else:
            yield (reached - confirmed) * 1000
