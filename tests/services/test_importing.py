"""A sheet goes into a real store whole or not at all, and every refusal is reported."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from izix_desk.domain.errors import BadInput, StoreFault
from izix_desk.domain.parkers import Profile
from izix_desk.services.importing import ImportReport, ImportRequest, SharedPlate, import_parkers
from izix_desk.services.resources import resource
from izix_desk.services.site_file import read_site
from izix_desk.services.site_loading import apply_site, open_site
from izix_desk.store.batches import has_leftovers
from izix_desk.store.candidates import candidates
from izix_desk.store.database import Database, Role, Transaction
from izix_desk.store.folder import SiteFolder
from izix_desk.store.known_parkers import holdings, plate_owners
from izix_desk.store.parkers import profiles
from tests.support.sheet_files import write_sheet

HEADINGS = ["First name", "Last name", "Email", "Licence plates", "Organisation", "Policy", "ID"]
MARIE = ["Marie", "Janssens", "m@acme.example", "1-ABC-234;BE 2 DEF 111", "Acme", "acme-staff", "1"]
AHMED = ["Ahmed", "El Idrissi", "a@nord.example", "1-GHI-777", "Nord Logistique", "", "2"]
JF = ["Jean-François", "D'Hondt", "", "", "Delta", "delta-staff", ""]
GOOD = [HEADINGS, MARIE, AHMED, JF]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """Give the store of the demo site, without a parker."""
    database = open_site(SiteFolder(tmp_path / "site"), key="file", role=Role.BULK).database
    apply_site(database, read_site(resource("demo/site.toml")))
    yield database
    database.close()


def _import(
    store: Database, path: Path, *, dry_run: bool = False, keep_good: bool = False
) -> ImportReport:
    return import_parkers(store, ImportRequest(file=path, dry_run=dry_run, keep_good=keep_good))


def _owner(store: Database, plate: str) -> Profile | None:
    """Return whom a plate belongs to, as the gatekeeper sees it."""

    def look(tx: Transaction) -> Profile | None:
        found = candidates(tx, plate, "p1", NOW)
        return found[0].profile if found else None

    return store.read(look)


def _everybody(store: Database) -> int:
    count = "SELECT count(*) FROM profile"
    return store.read(lambda tx: tx.exec_driver_sql(count).scalar_one())


@pytest.mark.parametrize("name", ["p.csv", "p.xlsx", "p.ods"])
def test_a_good_sheet_is_stored(store: Database, tmp_path: Path, name: str) -> None:
    """People, plates and rights are there, and the gatekeeper knows them."""
    report = _import(store, write_sheet(tmp_path / name, GOOD))
    assert (report.rows, report.added, report.refused, report.stored) == (3, 3, [], True)
    marie = _owner(store, "2DEF111")
    assert marie is not None
    assert (marie.name, marie.organisation, marie.external_id) == ("Marie Janssens", "acme", "1")
    assert marie.language == ""  # nobody has said it: the site's is spoken
    held = store.read(lambda tx: holdings(tx, [marie.id]))[marie.id]
    assert held.plates == {"1ABC234", "2DEF111"}
    assert held.policies == {"acme-staff": (None, None)}


def test_the_example_of_the_format_loads(store: Database) -> None:
    """What the documentation shows must work, once its policies are here."""
    example = read_site(resource("site-example.toml"))
    apply_site(store, example)
    report = _import(store, resource("parkers-example.csv"))
    assert (report.added, report.refused) == (3, [])


def test_one_bad_row_refuses_the_whole_sheet(store: Database, tmp_path: Path) -> None:
    """Nothing is stored, and every bad row is reported, not only the first."""
    zed, twice = [*AHMED], [*JF]
    zed[4], twice[3] = "Zed", "1-AAA-111;1 aaa 111"
    report = _import(store, write_sheet(tmp_path / "p.csv", [HEADINGS, MARIE, zed, AHMED, twice]))
    assert [refusal.row for refusal in report.refused] == [3, 5]
    assert "“Zed”" in report.refused[0].reason
    assert "1AAA111" in report.refused[1].reason
    assert not report.stored
    assert _everybody(store) == 0
    assert not store.read(has_leftovers)


def test_the_good_rows_can_be_kept(store: Database, tmp_path: Path) -> None:
    """Only on demand, and the others are still reported."""
    zed = [*AHMED]
    zed[4] = "Zed"
    path = write_sheet(tmp_path / "p.csv", [HEADINGS, MARIE, zed, JF])
    report = _import(store, path, keep_good=True)
    assert (report.added, len(report.refused), report.stored) == (2, 1, True)
    assert _owner(store, "1ABC234") is not None
    assert _owner(store, "1GHI777") is None


def test_a_dry_run_stores_nothing(store: Database, tmp_path: Path) -> None:
    """It reports what an import would do."""
    report = _import(store, write_sheet(tmp_path / "p.csv", GOOD), dry_run=True)
    assert (report.added, report.stored) == (3, False)
    assert _everybody(store) == 0


def test_known_parkers_are_updated_and_empty_cells_change_nothing(
    store: Database, tmp_path: Path
) -> None:
    """Same organisation and external ID, else e-mail address, is the same person."""
    _import(store, write_sheet(tmp_path / "a.csv", GOOD))
    first = _owner(store, "1ABC234")
    rows = [
        HEADINGS,
        ["Marie-Jeanne", "Janssens", "", "1-NEW-001", "acme", "acme-chargers", "1"],
        ["Ahmed", "El Idrissi", "A@nord.example", "1-NEW-002", "nord", "", ""],
    ]
    report = _import(store, write_sheet(tmp_path / "b.csv", rows))
    assert (report.added, report.changed) == (0, 2)
    marie = _owner(store, "1NEW001")
    assert marie is not None
    assert first is not None
    assert marie.id == first.id
    assert marie.first_name == "Marie-Jeanne"
    assert marie.emails == ("m@acme.example",)
    held = store.read(lambda tx: holdings(tx, [marie.id]))[marie.id]
    assert held.plates == {"1ABC234", "2DEF111", "1NEW001"}
    assert held.policies.keys() == {"acme-staff", "acme-chargers"}
    ahmed = _owner(store, "1NEW002")
    assert ahmed is not None
    assert ahmed.external_id == "2"
    assert _everybody(store) == 3


def test_the_same_sheet_again_changes_nothing(store: Database, tmp_path: Path) -> None:
    """A nightly import writes only what differs; only who has no mark of identity comes again."""
    path = write_sheet(tmp_path / "p.csv", [HEADINGS, MARIE, AHMED])
    _import(store, path)
    report = _import(store, path)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 2)


def test_an_access_may_be_prolonged(store: Database, tmp_path: Path) -> None:
    """A later sheet moves the days of an access; a day that it leaves open stays."""
    names = ["Name", "Organisation", "ID", "Plate", "Policy", "Valid from", "Valid until"]
    jan = ["Peeters", "Acme", "7", "1-KLM-456", "acme-staff"]
    sheet = [names, [*jan, "2026-01-01", "2026-06-30"]]
    _import(store, write_sheet(tmp_path / "a.csv", sheet))
    later = write_sheet(tmp_path / "b.csv", [names, [*jan, "", "31/12/2026"]])
    assert _import(store, later).changed == 1
    assert _import(store, later).unchanged == 1
    owner = _owner(store, "1KLM456")
    assert owner is not None
    held = store.read(lambda tx: holdings(tx, [owner.id]))[owner.id]
    assert held.policies == {"acme-staff": (date(2026, 1, 1), date(2026, 12, 31))}


def test_an_access_never_ends_before_it_starts(store: Database, tmp_path: Path) -> None:
    """One day stands in the sheet and the other in the store: together they are refused."""
    names = ["Name", "Organisation", "ID", "Policy", "Valid from", "Valid until"]
    jan = ["Peeters", "Acme", "7", "acme-staff"]
    first = [names, [*jan, "2026-06-01", ""]]
    assert _import(store, write_sheet(tmp_path / "a.csv", first)).stored
    second = [names, [*jan, "", "2026-05-31"]]
    report = _import(store, write_sheet(tmp_path / "b.csv", second))
    assert not report.stored
    said = "The access would end on 2026-05-31, before it starts on 2026-06-01."
    assert [refused.reason for refused in report.refused] == [said]


def test_the_same_id_or_address_elsewhere_is_somebody_else(store: Database, tmp_path: Path) -> None:
    """Marks of identity count within one organisation, and another external ID is another one."""
    _import(store, write_sheet(tmp_path / "a.csv", [HEADINGS, MARIE]))
    rows = [
        HEADINGS,
        ["Mia", "Maes", "", "", "Delta", "", "1"],
        ["Mo", "Maes", "m@acme.example", "", "Delta", "", ""],
        ["Max", "Maes", "m@acme.example", "", "Acme", "", "9"],
    ]
    assert _import(store, write_sheet(tmp_path / "b.csv", rows)).added == 3


def test_a_shared_plate_is_reported_and_taken(store: Database, tmp_path: Path) -> None:
    """Two people may drive one car: within a sheet, and with somebody who is here already."""
    _import(store, write_sheet(tmp_path / "a.csv", [HEADINGS, MARIE]))
    rows = [
        HEADINGS,
        ["Jan", "Peeters", "", "1abc234", "Acme", "", "7"],
        ["Bert", "Claes", "", "1-XYZ-937", "Delta", "", "8"],
        ["Els", "Claes", "", "1 XYZ 937", "Delta", "", "9"],
    ]
    report = _import(store, write_sheet(tmp_path / "b.csv", rows))
    assert report.shared == [SharedPlate(2, "1ABC234"), SharedPlate(4, "1XYZ937", 3)]
    assert report.stored
    owners = store.read(lambda tx: plate_owners(tx, ["1XYZ937"]))["1XYZ937"]
    assert {each.first_name for each in store.read(lambda tx: profiles(tx, owners)).values()} == {
        "Bert",
        "Els",
    }


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"First name,Last name\nMarie,Janssens\n", "“Organisation” is missing"),
        (b"Name,Organisation\nMaes,Delta\nLef\xe8vre,Delta\n", "row 3 is not UTF-8"),
        (b"", "is empty"),
    ],
    ids=["missing column", "wrong encoding", "empty"],
)
def test_a_bad_file_is_refused_and_leaves_nothing(
    store: Database, tmp_path: Path, content: bytes, sentence: str
) -> None:
    """One sentence, also when the fault is behind rows that went in already."""
    path = tmp_path / "p.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=sentence):
        _import(store, path)
    assert _everybody(store) == 0
    assert not store.read(has_leftovers)


def test_an_import_needs_a_site(tmp_path: Path) -> None:
    """Without organisations no row can be right."""
    database = open_site(SiteFolder(tmp_path / "site"), key="file").database
    with pytest.raises(StoreFault, match="site load"):
        _import(database, write_sheet(tmp_path / "p.csv", GOOD))
    database.close()


def test_progress_ends_at_the_end(store: Database, tmp_path: Path) -> None:
    """A progress bar gets growing shares and every row."""
    told: list[tuple[int, float]] = []
    request = ImportRequest(file=write_sheet(tmp_path / "p.csv", GOOD))
    import_parkers(store, request, lambda rows, share: told.append((rows, share)))
    assert told == sorted(told)
    assert told[-1] == (3, 1.0)
