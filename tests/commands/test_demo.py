"""The demo: its data shows every case at any hour, and it leaves nothing behind."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from izix_desk.__main__ import main
from izix_desk.domain.decision import Read, Reason
from izix_desk.domain.site import Protocol
from izix_desk.services.judging import judge
from izix_desk.services.resources import resource
from izix_desk.services.searching import search
from izix_desk.services.sheets import open_sheet
from izix_desk.store.database import Database, Role, Transaction, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.lock import engine_runs
from izix_desk.store.occupancy import inside_counts
from izix_desk.store.site import load_site
from tests.support.programs import Programs
from tests.support.waiting import wait_until

MONDAY_NIGHT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """Give the prepared demo, made once for the tests that only read it."""
    path = tmp_path_factory.mktemp("demo") / "site"
    assert main(["demo", "--prepare", "--folder", str(path)]) == 0
    return SiteFolder(path)


@pytest.fixture
def demo(folder: SiteFolder) -> Iterator[Database]:
    """Give a reading connection to the demo's store."""
    database = open_database(folder, Role.READ)
    yield database
    database.close()


def test_the_site_has_what_the_guard_needs(demo: Database) -> None:
    """Two lots, six gates on two lines, two cameras, twelve tenants, two without visitors."""
    site = demo.read(load_site)
    kinds = Counter(line.protocol for line in site.lines)
    assert (len(site.lots), len(site.gates)) == (2, 6)
    assert kinds == {Protocol.MODBUS_RTU: 2, Protocol.PLATES: 2}
    assert len(site.organisations) == 12
    assert sum(not each.takes_visitors for each in site.organisations) == 2
    assert all(each.managers for each in site.organisations)
    assert {lease.tenant for lease in site.leases} == {each.id for each in site.organisations}
    assert not any(line.port.startswith("sim://") for line in site.lines)


def test_everybody_is_there(demo: Database) -> None:
    """5,000 parkers with 7,000 plates, and the visitors of today."""

    def count(tx: Transaction, what: str) -> int:
        return tx.exec_driver_sql(f"SELECT count(*) FROM {what}").scalar_one()  # noqa: S608 - ours

    assert demo.read(lambda tx: count(tx, "profile WHERE visitor = 0")) == 5_000
    assert demo.read(lambda tx: count(tx, "vehicle v JOIN profile p ON p.id = v.profile"
                                          " WHERE p.visitor = 0")) == 7_000  # fmt: skip
    assert demo.read(lambda tx: count(tx, "profile WHERE visitor = 1")) == 8
    inside = demo.read(lambda tx: inside_counts(tx, "p1"))
    assert inside["staff"] > 90
    assert inside["ev"] == 4


@pytest.mark.parametrize("hours", range(0, 168, 29))
def test_every_hour_of_the_week_shows_who_may_and_who_may_not(demo: Database, hours: int) -> None:
    """The first parker of each kind is judged: most may pass, others have four reasons."""
    at = MONDAY_NIGHT + timedelta(hours=hours)
    with open_sheet(resource("demo/parkers.csv")) as sheet:
        rows = [cells for _, cells in sheet.rows][:0:-1]
    plates = {cells[6]: cells[4].split(";")[0] for cells in rows if cells[4]}

    def judged(tx: Transaction) -> Counter[Reason]:
        site = load_site(tx)
        best: Counter[Reason] = Counter()
        for plate in plates.values():
            reads = [
                Read(gate=f"{lot.id}-entry", at=at, raw=plate, plate=plate) for lot in site.lots
            ]
            reasons = {judge(tx, site, read).reason for read in reads}
            # The gate of the other lot only says that they have no right there.
            here = reasons - {Reason.NO_ACCESS_RIGHT} or reasons
            best[Reason.GRANTED if Reason.GRANTED in here else here.pop()] += 1
        return best

    reasons = demo.read(judged)
    assert reasons[Reason.GRANTED] > len(plates) / 2
    assert set(reasons) >= {
        Reason.NO_ACCESS_RIGHT,
        Reason.NO_BOOKING,
        Reason.ACCESS_EXPIRED,
        Reason.LEASE_INACTIVE,
    }


def test_somebody_is_expected(demo: Database) -> None:
    """An empty search box shows the visits of the next two hours."""

    def look(tx: Transaction) -> set[str]:
        hits = search(tx, load_site(tx), "", "p1-entry", datetime.now(UTC))
        return {hit.name for hit in hits}

    assert {"Hélène Dupont", "Sanne van den Berg"} <= demo.read(look)


def test_preparing_needs_a_folder_and_spares_a_real_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A demo never fills or drives a site that is somebody's own."""
    assert main(["demo", "--prepare"]) == 2
    assert "--folder" in capsys.readouterr().err
    own = str(tmp_path / "own")
    main(["site", "load", str(resource("site-example.toml")), "--site", own, "--key", "file"])
    capsys.readouterr()
    assert main(["demo", "--prepare", "--folder", own]) == 2
    assert "no demo" in capsys.readouterr().err


def test_without_a_screen_it_says_so_at_once(programs: Programs) -> None:
    """One sentence that names another way, before anything is prepared."""
    hidden = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    program = programs.run("demo", env=hidden)
    assert "make screenshots" in program.output
    assert program.output.count("\n") == 1


def test_a_demo_runs_and_leaves_nothing(
    programs: Programs, tmp_path: Path, folder: SiteFolder
) -> None:
    """Simulator, engine and desk come up on the prepared site; ended, all of them are gone."""
    journal = tmp_path / "journal.jsonl"
    program = programs.start(
        "demo", "--folder", str(folder.path), "--no-traffic", "--journal", str(journal)
    )
    wait_until(lambda: engine_runs(folder), 30, "the engine")
    wait_until((folder.path / "ports" / "north").exists, 5, "the simulated port")
    started = [each.pid for each in psutil.Process(program.pid).children(recursive=True)]
    assert len(started) >= 3
    program.stop(30)
    wait_until(lambda: not any(map(psutil.pid_exists, started)), 10, "the end of all processes")
    assert not engine_runs(folder)
    assert json.loads(journal.read_text("utf-8").splitlines()[0])


def test_a_throw_away_folder_is_removed(programs: Programs, tmp_path: Path) -> None:
    """Also when the demo is ended while it prepares."""
    program = programs.start("demo", "--no-traffic", env={"TMPDIR": str(tmp_path)})
    wait_until(lambda: list(tmp_path.glob("izix-demo-*/site/store.db")), 30, "a store")
    program.stop(30)
    assert not list(tmp_path.glob("izix-demo-*"))
