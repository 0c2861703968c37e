"""From a read to its verdict, store included, as the site grows to a million profiles."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from izix_desk.commands.bench.figures import Row, idle_control, load, table, timed
from izix_desk.commands.bench.held_store import copy_store, held_store
from izix_desk.commands.bench.programs import Program
from izix_desk.domain.decision import Read
from izix_desk.domain.site import Group, Site, Strategy
from izix_desk.services.judging import judge
from izix_desk.services.site_loading import apply_site
from izix_desk.store.columns import to_microseconds
from izix_desk.store.database import Database, Role, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.site import load_site

MOST_HELD, MOST_INSIDE = 1_000_000, 50_000
HELD_PER_SAMPLE = 1_000
"""A short run judges among fewer profiles; from n = 1000 on it is all."""
GROWTH = (100, 10, 1)
STRANGERS = 10
"""Each tenth car is not known, which asks for all that look like it."""
_FILL = (
    'INSERT INTO session (id, lot, "group", gate_in, started, profile, policy, organisation)'
    " SELECT id, 'p1', 'staff', 'g1', ?, id, 'acme-always', 'acme' FROM profile ORDER BY nr LIMIT ?"
)
_PLATES = "SELECT plate FROM vehicle ORDER BY substr(id, 12) LIMIT ?"
"""In an order that has nothing to do with how they lie in the file."""


def measure(n: int, keep: Path | None) -> Iterator[str]:
    """Yield the table of a run with n reads per size; `keep` holds the large stores."""
    held = min(MOST_HELD, n * HELD_PER_SAMPLE)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="izix-bench-") as path:
        where = keep or Path(path) / "held"
        where.mkdir(parents=True, exist_ok=True)
        for part in GROWTH:
            kept, copy = held_store(where, held // part), Path(path) / "copy"
            rows.append(_among(copy_store(kept, copy), held // part, n))
            shutil.rmtree(copy)
    title = "decision: read → verdict, store included, each after a commit by another process"
    yield table(f"{title}, {load()}", (*rows, idle_control(n)))
    yield f"wanted: p99 5 ms among {MOST_HELD:,} profiles with {MOST_INSIDE:,} inside\n"


def _among(folder: SiteFolder, held: int, n: int) -> Row:
    inside = min(MOST_INSIDE, held)
    writer = open_database(folder, Role.BULK)
    plates = _prepare(writer, inside, n)
    writer.close()
    other = Program(str(folder.path), module=f"{__package__}.other_process")
    database = open_database(folder, Role.GATE)
    try:
        other.line()
        times = list(_judged(database, other, plates))
    finally:
        database.close()
        other.close()
    return Row(f"among {held:,} profiles", times, f"{inside:,} inside")


def _prepare(database: Database, inside: int, n: int) -> Sequence[str]:
    """Let that many be inside, of spots that are counted, and return plates to read."""
    apply_site(database, _counted(database.read(load_site)))
    since = to_microseconds(datetime.now(UTC) - timedelta(hours=3))
    database.write(lambda _: database.raw.execute(_FILL, (since, inside)))
    known = database.read(lambda _: database.raw.execute(_PLATES, (n,)).fetchall())
    plates = [str(row[0]) for row in known]
    return [f"9-ZZZ-{i:03}" if i % STRANGERS == 0 else plate for i, plate in enumerate(plates)]


def _counted(site: Site) -> Site:
    spots = 2 * MOST_INSIDE
    lots = tuple(replace(lot, groups=(Group("staff", "Staff", spots),)) for lot in site.lots)
    leases = tuple(replace(lease, spots={"staff": spots}) for lease in site.leases)
    policies = tuple(replace(p, strategy=Strategy.FCFS) for p in site.policies)
    return replace(site, lots=lots, leases=leases, policies=policies)


def _judged(database: Database, other: Program, plates: Sequence[str]) -> Iterator[float]:
    site = database.read(load_site)
    for plate in plates:
        other.say("commit")
        other.line()
        read = Read(gate="g1", at=datetime.now(UTC), plate=plate)
        yield timed(lambda read=read: database.read(lambda tx: judge(tx, site, read)))
