"""100,000 rows into stores that hold up to a million profiles: seconds, memory, and the gates."""

import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from izix_desk.commands.bench.figures import Row, idle_control, load, table
from izix_desk.commands.bench.held_store import copy_store, held_store, write_crowd
from izix_desk.commands.bench.loads import Gate, Load, run_load
from izix_desk.store.folder import SiteFolder

MOST_ROWS, MOST_HELD = 100_000, 1_000_000
ROWS_PER_SAMPLE, HELD_PER_SAMPLE = 100, 1_000
"""A short run imports fewer rows into a smaller store; from n = 1000 on it is all."""
GROWTH = (100, 10, 1)


def measure(n: int, keep: Path | None = None) -> Iterator[str]:
    """Yield the tables of a run; `keep` holds the large stores for the next one."""
    rows, held = min(MOST_ROWS, n * ROWS_PER_SAMPLE), min(MOST_HELD, n * HELD_PER_SAMPLE)
    with tempfile.TemporaryDirectory(prefix="izix-bench-") as path:
        where = keep or Path(path) / "held"
        where.mkdir(parents=True, exist_ok=True)
        bench = _Bench(Path(path), rows)
        ours = [bench.import_into(held_store(where, size), size) for size in _sizes(held)]
        rival = bench.rival_into(held_store(where, held), held)
    yield table(f"import: {rows:,} rows of a CSV, {load()}", bench.rows, "s")
    yield f"rival / into {held:,}: {rival.beside(ours[-1])}\n"
    yield f"into {held:,} / into {_sizes(held)[0]:,}: {ours[-1].beside(ours[0])}\n"
    yield f"wanted: 30 s and 300 MB for {MOST_ROWS:,} rows into {MOST_HELD:,}\n"
    waits = (
        bench.ours.row("a gate's commit beside an import"),
        bench.rivals.row("a gate's commit beside the rival"),
        idle_control(n),
    )
    yield table("import: what a gate's commit waits meanwhile", waits)


def _sizes(held: int) -> list[int]:
    return [max(1, held // part) for part in GROWTH]


class _Bench:
    """The runs of one measurement, each into a copy of a store that is thrown away after it."""

    def __init__(self, path: Path, rows: int) -> None:
        self.rows: list[Row] = []
        self.ours = Gate()
        self.rivals = Gate()
        self._path = path
        self._count = rows

    def import_into(self, kept: SiteFolder, held: int) -> Load:
        """Import into a copy of a store as a person does."""
        with self._world(kept, held) as (folder, sheet):
            done = run_load(
                ("izix_desk", "import", "--site", str(folder.path), str(sheet)), folder, self.ours
            )
        self.rows.append(done.row(f"into {held:,} held profiles"))
        return done

    def rival_into(self, kept: SiteFolder, held: int) -> Load:
        """Write the same rows into another copy, all in one transaction."""
        with self._world(kept, held) as (folder, sheet):
            words = (f"{__package__}.naive_import", str(folder.path), str(sheet))
            done = run_load(words, folder, self.rivals)
        self.rows.append(done.row(f"rival: unchecked, one transaction, into {held:,}"))
        return done

    @contextmanager
    def _world(self, kept: SiteFolder, held: int) -> Generator[tuple[SiteFolder, Path]]:
        sheet, copy = self._path / "rows.csv", self._path / "copy"
        write_crowd(sheet, self._count, held)
        try:
            yield copy_store(kept, copy), sheet
        finally:
            shutil.rmtree(copy, ignore_errors=True)
