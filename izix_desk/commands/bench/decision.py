"""From the last byte of a camera's read to the last byte of the coil frame, decided in between."""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from izix_desk.commands.bench import rules, verdicts
from izix_desk.commands.bench.figures import Row, idle_control, table, timed
from izix_desk.commands.bench.programs import BAUDRATE, CAMERA, UNITS, BenchWorld, bench_world
from izix_desk.commands.bench.sheets import write_sheet
from izix_desk.domain.decision import Read
from izix_desk.domain.errors import StoreFault
from izix_desk.services.judging import judge
from izix_desk.store.database import Role, open_database
from izix_desk.store.site import load_site

TITLE = (
    "decision: camera's last byte → decided, stored, claimed → last byte of the coil frame,"
    f" {UNITS} units polled at {BAUDRATE}"
)
WARM_UP = 5
PAUSE = 0.15
GIVE_UP = 5.0
UNIT = 1
"""The board of the gate that the camera reads."""
MOST_PARKERS = 100_000
PARKERS_PER_SAMPLE = 100


def measure(n: int, keep: Path | None = None) -> Iterator[str]:
    """Yield the tables of a run with n reads of n different known cars."""
    with bench_world() as world:
        world.make_store()
        parkers = min(MOST_PARKERS, n * PARKERS_PER_SAMPLE)
        plates = _load(world, parkers)
        world.start_engine()
        # A plate that two of them share opens nothing by itself.
        cars = [plate for plate, count in Counter(plates).items() if count == 1][: n + WARM_UP]
        list(_reads(world, cars[:WARM_UP]))
        times = list(_reads(world, cars[WARM_UP:]))
        lost = len(cars) - WARM_UP - len(times)
        rows = (
            Row("a read opens the gate", times, f"{lost} lost"),
            Row("the decision alone", _judged(world, cars), f"among {parkers:,} parkers"),
            idle_control(n),
        )
    yield table(TITLE, rows)
    yield from rules.measure(n)
    yield from verdicts.measure(n, keep)


def _load(world: BenchWorld, parkers: int) -> Sequence[str]:
    sheet = world.path / "parkers.csv"
    plates = write_sheet(sheet, parkers, 1)
    if not world.start("import", "--site", str(world.folder.path), str(sheet)).succeeded():
        raise StoreFault("The parkers of the measurement could not be imported: see above.")
    return plates


def _reads(world: BenchWorld, cars: Sequence[str]) -> Iterator[float]:
    dice = random.Random(1)  # noqa: S311 - phases of a cycle, not secrets
    for plate in cars:
        time.sleep(dice.random() * PAUSE)
        world.journal.news()
        world.simulator.say(f"read {CAMERA} {plate};0.95")
        world.simulator.line()
        until = time.monotonic() + GIVE_UP
        read = world.journal.await_note(until, lambda note: note["what"] == "read")
        opened = world.journal.await_opening(UNIT, until)
        if read is not None and opened is not None:
            yield (opened - read) * 1000


def _judged(world: BenchWorld, cars: Sequence[str]) -> list[float]:
    database = open_database(world.folder, Role.READ)
    try:
        site = database.read(load_site)
        reads = [Read(gate=f"g{UNIT}", at=datetime.now(UTC), plate=plate) for plate in cars]
        return [
            timed(lambda read=read: database.read(lambda tx: judge(tx, site, read)))
            for read in reads
        ]
    finally:
        database.close()
