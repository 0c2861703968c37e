"""Badges, PINs and codes of a sheet: kept, looked up, and each PIN one person's only."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from izix_desk.domain.credentials import Credential
from izix_desk.domain.site import Method
from izix_desk.services.importing import ImportReport, ImportRequest, import_parkers
from izix_desk.services.resources import resource
from izix_desk.services.site_file import read_site
from izix_desk.services.site_loading import apply_site, open_site
from izix_desk.store.credentials import credentials_of, holders
from izix_desk.store.database import Database, Role
from izix_desk.store.folder import SiteFolder
from tests.support.sheet_files import write_sheet

HEADINGS = ["Last name", "Organisation", "ID", "Badge", "PIN", "QR code", "App ID"]
MARIE = ["Janssens", "Acme", "1", "026:123:45678;99", "4711", "tok-A;tok-B", "app-1"]
AHMED = ["El Idrissi", "Acme", "2", "", "", "", ""]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """Give the store of the demo site, without a parker."""
    database = open_site(SiteFolder(tmp_path / "site"), key="file", role=Role.BULK).database
    apply_site(database, read_site(resource("demo/site.toml")))
    yield database
    database.close()


def load(store: Database, tmp_path: Path, *rows: list[str]) -> ImportReport:
    """Import a sheet."""
    path = write_sheet(tmp_path / "sheet.csv", [HEADINGS, *rows])
    return import_parkers(store, ImportRequest(file=path))


def refusals(report: ImportReport) -> list[tuple[int, str]]:
    """Return what was refused; then nothing is stored."""
    assert report.stored is not bool(report.refused)
    return [(each.row, each.reason) for each in report.refused]


def held(store: Database, kind: Method, name: str) -> int:
    """Return how many have a credential."""
    return len(store.read(lambda tx: holders(tx, kind, [name])))


def test_each_kind_of_a_sheet_is_kept(store: Database, tmp_path: Path) -> None:
    """And a sheet that is imported again changes nothing."""
    assert load(store, tmp_path, MARIE, AHMED).added == 2
    for kind, name in (
        (Method.BADGE, "26:123:45678"), (Method.BADGE, "99"), (Method.PIN, "4711"),
        (Method.QR, "tok-A"), (Method.QR, "tok-B"), (Method.APP, "app-1"),
    ):  # fmt: skip
        assert held(store, kind, name) == 1
    assert load(store, tmp_path, MARIE, AHMED).unchanged == 2
    (who,) = store.read(lambda tx: holders(tx, Method.PIN, ["4711"]))
    assert len(store.read(lambda tx: credentials_of(tx, who))) == 6


def test_a_new_pin_takes_the_place_of_the_old_one(store: Database, tmp_path: Path) -> None:
    """Badges are added; the old PIN is nobody's any more, and free for somebody else."""
    load(store, tmp_path, MARIE, AHMED)
    assert load(store, tmp_path, ["Janssens", "Acme", "1", "100", "4712", "", ""]).changed == 1
    (who,) = store.read(lambda tx: holders(tx, Method.PIN, ["4712"]))
    kept = set(store.read(lambda tx: credentials_of(tx, who)))
    assert {Credential(Method.BADGE, "99"), Credential(Method.BADGE, "100")} < kept
    assert held(store, Method.PIN, "4711") == 0
    assert load(store, tmp_path, ["El Idrissi", "Acme", "2", "", "4711", "", ""]).changed == 1


def test_a_pin_is_one_persons_only(store: Database, tmp_path: Path) -> None:
    """Twice in a sheet, or somebody else's already: refused by row, without repeating it."""
    other = ["El Idrissi", "Acme", "2", "", "4711", "", ""]
    assert refusals(load(store, tmp_path, MARIE, other)) == [
        (3, "The PIN is already that of row 2: each must be another one.")
    ]
    load(store, tmp_path, MARIE)
    assert refusals(load(store, tmp_path, other)) == [
        (2, "The PIN already belongs to somebody else here: choose another.")
    ]
    short = ["El Idrissi", "Acme", "2", "", "471", "", ""]
    assert refusals(load(store, tmp_path, short)) == [
        (2, "A PIN has 4 to 12 digits and nothing else.")
    ]


def test_a_badge_may_be_shared(store: Database, tmp_path: Path) -> None:
    """As a plate may; at the gate a person chooses."""
    other = ["El Idrissi", "Acme", "2", "26:123:45678", "", "", ""]
    assert not refusals(load(store, tmp_path, MARIE, other))
    assert held(store, Method.BADGE, "26:123:45678") == 2
