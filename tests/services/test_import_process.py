"""A large sheet is read by a second process; it comes to the same, and outlives nobody."""

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from izix_desk.domain.errors import BadInput
from izix_desk.services.import_chunks import SharedPlate
from izix_desk.services.importing import ImportReport, ImportRequest, import_parkers
from izix_desk.services.resources import resource
from izix_desk.services.site_file import read_site
from izix_desk.services.site_loading import apply_site, open_site
from izix_desk.store.batches import has_leftovers
from izix_desk.store.database import Database, Role
from izix_desk.store.folder import SiteFolder
from tests.support.programs import Program, Programs
from tests.support.sheet_files import write_sheet
from tests.support.waiting import wait_until

HEADINGS = ["Last name", "Licence plate", "Organisation", "ID", "Note", "Shoe size"]
MARIE = ["Janssens", "1-ABC-234", "Acme", "A-1", "", "38"]
ROWS = 1_200


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """Give the store of the demo site, with one parker."""
    database = open_site(SiteFolder(tmp_path / "site"), key="file", role=Role.BULK).database
    apply_site(database, read_site(resource("demo/site.toml")))
    _import(database, write_sheet(tmp_path / "marie.csv", [HEADINGS, MARIE]))
    yield database
    database.close()


def _import(
    store: Database, path: Path, *, dry_run: bool = False, keep_good: bool = False
) -> ImportReport:
    return import_parkers(store, ImportRequest(file=path, dry_run=dry_run, keep_good=keep_good))


def _row(number: int) -> list[str]:
    # The note is what makes the sheet large: a hash of the number, which no format makes smaller.
    note = f"{pow(3, number + 10_000, 2**1279 - 1):x}"[-190:]
    return [f"Number {number}", f"1-Q{number:06}", "Acme", f"B-{number}", note, ""]


def _large() -> list[list[str]]:
    """Return good rows with two bad ones, a shared plate, a change, and somebody as before."""
    rows = [HEADINGS, *(_row(number) for number in range(2, ROWS + 2))]
    rows[10 - 1][2] = rows[1_100 - 1][2] = "Zed"
    rows[1_150 - 1][1] = rows[20 - 1][1]
    rows[30 - 1] = ["Claes", *MARIE[1:]]
    rows[40 - 1] = ["Maes", "1 abc 234", "Delta", "D-1", "", ""]
    return rows


def _everybody(store: Database) -> int:
    count = "SELECT count(*) FROM profile"
    return store.read(lambda tx: tx.exec_driver_sql(count).scalar_one())


def _names(store: Database, where: str) -> Sequence[str]:
    names = f"SELECT last_name FROM profile WHERE {where} ORDER BY nr"  # noqa: S608 (a test's own words)
    return store.read(lambda tx: tx.exec_driver_sql(names).scalars().all())


@pytest.mark.parametrize("name", ["p.csv", "p.xlsx", "p.ods"])
def test_a_large_sheet_is_reported_as_a_small_one(
    store: Database, tmp_path: Path, name: str
) -> None:
    """Every row counts once, faults come in their order, and one of them refuses it all."""
    path = write_sheet(tmp_path / name, _large())
    assert path.stat().st_size > 150_000
    report = _import(store, path)
    assert (report.rows, report.added, report.changed) == (ROWS, ROWS - 3, 1)
    assert [refusal.row for refusal in report.refused] == [10, 1_100]
    assert report.shared == [SharedPlate(40, "1ABC234", 30), SharedPlate(1_150, "1Q000020", 20)]
    assert report.ignored_columns == ("Shoe size",)
    assert not report.stored
    assert _everybody(store) == 1
    assert not store.read(has_leftovers)


def test_the_good_rows_of_a_large_sheet_are_kept(store: Database, tmp_path: Path) -> None:
    """In the order of the sheet; who was here already is changed, and then no more."""
    path = write_sheet(tmp_path / "p.csv", _large())
    assert not _import(store, path, dry_run=True, keep_good=True).stored
    assert _everybody(store) == 1
    assert _import(store, path, keep_good=True).stored
    assert _everybody(store) == ROWS - 2
    assert _names(store, "organisation = 'acme'")[:4] == [
        "Claes", "Number 2", "Number 3", "Number 4",
    ]  # fmt: skip
    again = _import(store, path, keep_good=True)
    assert (again.added, again.changed, again.unchanged) == (0, 0, ROWS - 2)


@pytest.mark.parametrize(
    ("headings", "end", "sentence"),
    [
        (HEADINGS[:2], "", "“Organisation” is missing"),
        (HEADINGS, "L\xe8vre,,Acme", "row 1202 is not UTF-8"),
    ],
    ids=["missing column", "wrong encoding at the end"],
)
def test_a_large_sheet_that_is_wrong_is_refused_in_one_sentence(
    store: Database, tmp_path: Path, headings: list[str], end: str, sentence: str
) -> None:
    """As a small one is, with nothing left of it."""
    path = write_sheet(tmp_path / "p.csv", [headings, *_large()[1:]])
    with path.open("ab") as file:
        file.write(end.encode("latin-1"))
    with pytest.raises(BadInput, match=sentence):
        _import(store, path)
    assert _everybody(store) == 1
    assert not store.read(has_leftovers)


@pytest.fixture
def under_way(store: Database, tmp_path: Path, programs: Programs) -> Program:
    """Give a large import that has stored some rows, but not all."""
    rows = [HEADINGS, *(_row(number) for number in range(30_000))]
    path = write_sheet(tmp_path / "many.csv", rows)
    program = programs.start("import", str(path), "--site", str(store.folder.path))
    wait_until(lambda: _everybody(store) > 200 or not program.running, 20, "rows of the import")
    assert program.running, program.output
    return program


def _reader_of(program: Program) -> psutil.Process:
    (reader,) = psutil.Process(program.pid).children()
    return reader


def _is_over(process: psutil.Process) -> bool:
    # In a container nobody may fetch the end of an orphan, which then stays as a zombie.
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def _next_import_works(store: Database, tmp_path: Path) -> None:
    _import(store, write_sheet(tmp_path / "next.csv", [HEADINGS, _row(1)]))
    assert _names(store, "last_name LIKE 'Number%'") == ["Number 1"]
    assert not store.read(has_leftovers)


def test_a_killed_import_leaves_no_process_and_nothing_seen(
    store: Database, tmp_path: Path, under_way: Program
) -> None:
    """The process that reads ends by itself; what came in is swept away by the next import."""
    reader = _reader_of(under_way)
    under_way.kill()
    wait_until(lambda: _is_over(reader), 20, "the end of the process that reads")
    assert store.read(has_leftovers)
    _next_import_works(store, tmp_path)


def test_a_killed_reader_ends_the_import_in_one_sentence(
    store: Database, tmp_path: Path, under_way: Program
) -> None:
    """Nothing is stored, and it is said what to do."""
    _reader_of(under_way).kill()
    assert under_way.ended(60) == 1, under_way.output
    told = under_way.output.splitlines()[-1]
    assert told.endswith("many.csv ended too early, so nothing was stored: import it again.")
    assert "Traceback" not in under_way.output
    assert _everybody(store) == 1
    assert not store.read(has_leftovers)
    _next_import_works(store, tmp_path)


def test_ctrl_c_ends_both_and_takes_back_what_came_in(
    store: Database, tmp_path: Path, under_way: Program
) -> None:
    """Without a word from the process that reads."""
    reader = _reader_of(under_way)
    # As a terminal does: to every process of the group in the foreground.
    for pid in (under_way.pid, reader.pid):
        if os.getpgid(pid) == os.getpgid(under_way.pid):
            os.kill(pid, signal.SIGINT)
    assert under_way.ended(60) == 130, under_way.output
    assert _is_over(reader)
    assert "Traceback" not in under_way.output
    assert _everybody(store) == 1
    assert not store.read(has_leftovers)
    _next_import_works(store, tmp_path)
