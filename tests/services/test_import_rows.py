"""What a row of a sheet means, and why some are refused."""

from datetime import date

import pytest

from izix_desk.domain.credentials import Credential
from izix_desk.domain.errors import BadInput
from izix_desk.domain.site import Method
from izix_desk.services.import_headings import find_columns, known_headings
from izix_desk.services.import_rows import Refusal, RowReader
from izix_desk.services.plate_countries import split_country
from izix_desk.services.resources import resource
from izix_desk.services.site_file import read_site
from izix_desk.store.parker_rows import Parker

HEADINGS = known_headings()
ENGLISH = [
    "First name", "Last name", "Email", "Phone", "Licence plates", "Organisation",
    "Access policies", "External ID", "Language", "Tags", "Badge", "Valid from", "Valid until",
]  # fmt: skip
FRENCH = [
    "Prénom", "NOM", "Courriel", "Téléphone", "Plaques d'immatriculation", "Société",
    "Droits d'accès", "Matricule", "Langue", "Étiquettes", "Numéro de badge", "Valable du",
    "Jusqu'au",
]  # fmt: skip
DUTCH = [
    "Voornaam", "Achternaam", "E-mailadres", "GSM", "Nummerplaten", "Organisatie",
    "Toegangsrechten", "Personeelsnummer", "Taal", "Labels", "Badgenummer", "Geldig vanaf",
    "Geldig tot en met",
]  # fmt: skip
MARIE = [
    "Marie", "Janssens", "marie@acme.example", "0475 12 34 56", "1-ABC-234;BE 2 DEF 111", "Acme",
    "acme-staff;acme-chargers", "A-1", "fr_BE", "staff;ev", "26:123:45678", "2026-01-01",
    "31/12/2026",
]  # fmt: skip


def _reader(headings: list[str]) -> RowReader:
    site = read_site(resource("demo/site.toml"))
    return RowReader(site, find_columns("p.csv", headings, HEADINGS), HEADINGS)


def _taken(read: Parker | Refusal) -> Parker:
    assert isinstance(read, Parker), read
    return read


@pytest.mark.parametrize("headings", [ENGLISH, FRENCH, DUTCH], ids=["en", "fr", "nl"])
@pytest.mark.parametrize("turned", [False, True], ids=["usual order", "other order"])
def test_a_row_is_understood_in_three_languages(headings: list[str], *, turned: bool) -> None:
    """Columns are told by their headings, wherever they are."""
    row = MARIE[::-1] if turned else MARIE
    parker = _taken(_reader(headings[::-1] if turned else headings).read(2, row))
    profile = parker.profile
    assert (profile.first_name, profile.last_name) == ("Marie", "Janssens")
    assert (profile.organisation, profile.external_id) == ("acme", "A-1")
    assert profile.emails == ("marie@acme.example",)
    assert profile.phones == ("0475 12 34 56",)
    assert profile.language == "fr_BE"
    assert profile.tags == ("staff", "ev")
    assert [(v.plate, v.country) for v in parker.vehicles] == [
        ("1-ABC-234", ""),
        ("2 DEF 111", "BE"),
    ]
    assert {vehicle.profile for vehicle in parker.vehicles} == {profile.id}
    assert [right.policy for right in parker.rights] == ["acme-staff", "acme-chargers"]
    assert parker.rights[0].starts == date(2026, 1, 1)
    assert parker.rights[0].ends == date(2026, 12, 31)
    assert parker.credentials == (Credential(Method.BADGE, "26:123:45678"),)


def test_only_name_and_organisation_are_needed() -> None:
    """Optional columns may be missing, and rows may be short."""
    parker = _taken(_reader(["Name", "Organisation", "Phone"]).read(2, ["D'Hondt", "delta"]))
    assert parker.profile.last_name == "D'Hondt"
    assert parker.vehicles == parker.rights == parker.credentials == ()


def test_names_of_organisations_and_policies_are_taken_loosely() -> None:
    """Case, accents and spaces do not matter; a policy goes by id or name."""
    row = ["Rémy", "CLINIQUE SAINT REMI", "night shift"]
    parker = _taken(_reader(["Name", "Organisation", "Policy"]).read(2, row))
    assert parker.profile.organisation == "clinique"
    assert parker.rights[0].policy == "clinique-nights"


def test_a_column_with_several_values_may_be_there_more_than_once() -> None:
    """Plate 1 and Plate 2 both count."""
    reader = _reader(["Name", "Organisation", "Plate 1", "Plate 2"])
    parker = _taken(reader.read(2, ["Maes", "Delta", "1-AAA-111", "1-BBB-222"]))
    assert [vehicle.plate for vehicle in parker.vehicles] == ["1-AAA-111", "1-BBB-222"]


@pytest.mark.parametrize(
    ("column", "value", "parts"),
    [
        ("Last name", "", ["last name is empty"]),
        ("Organisation", "", ["organisation is empty"]),
        ("Organisation", "Zed", ["“Zed”", "not known"]),
        ("Access policies", "acme-staff;vip", ["“vip”", "Acme"]),
        ("Access policies", "delta-staff", ["“delta-staff”", "Acme"]),
        ("Licence plates", "1-ABC-234;1 abc 234", ["1ABC234", "twice"]),
        ("Licence plates", "1-ABC-234, 2-DEF-111", ["at most 12"]),
        ("Licence plates", "---", ["is not a plate"]),
        ("Phone", "call me", ["“call me”", "telephone"]),
        ("Phone", "+32 12", ["“+32 12”", "telephone"]),
        ("Phone", "+999 123 456 78", ["telephone"]),
        ("Email", "marie@acme", ["“marie@acme”", "e-mail"]),
        ("Language", "tlh", ["“tlh”", "en_US, fr_BE, nl_BE or de_BE"]),
        ("Valid from", "2026-02-30", ["“2026-02-30”", "not a date"]),
        ("Valid from", "2027-02-28", ["ends on 2026-12-31", "before"]),
        ("First name", "x" * 201, ["201 characters"]),
    ],
)
def test_a_bad_value_refuses_its_row(column: str, value: str, parts: list[str]) -> None:
    """The reason is one sentence that names the value."""
    row = [
        value if heading == column else cell for heading, cell in zip(ENGLISH, MARIE, strict=True)
    ]
    refused = _reader(ENGLISH).read(7, row)
    assert isinstance(refused, Refusal)
    assert refused.row == 7
    for part in parts:
        assert part in refused.reason


@pytest.mark.parametrize(
    ("credits", "due", "read"),
    [("12", "12.5", (12, 1250)), ("-3", "7", (-3, 700)), ("", "", (None, None)),
     ("0", "0,05", (0, 5))],
)  # fmt: skip
def test_balances_are_read(credits: str, due: str, read: tuple[int | None, int | None]) -> None:
    """Credits are counted whole, money in hundredths; an empty cell says nothing."""
    reader = _reader(["Name", "Organisation", "Solde", "Te betalen"])
    parker = _taken(reader.read(2, ["Maes", "Delta", credits, due]))
    assert (parker.profile.credits, parker.profile.due_cents) == read


@pytest.mark.parametrize(("credits", "due", "part"), [("many", "", "no number of credits"),
                                                      ("", "-2", "no amount to pay")])  # fmt: skip
def test_balances_that_are_none(credits: str, due: str, part: str) -> None:
    """The reason names the cell's text."""
    reader = _reader(["Name", "Organisation", "Credits", "Amount due"])
    refused = reader.read(2, ["Maes", "Delta", credits, due])
    assert isinstance(refused, Refusal)
    assert part in refused.reason


def test_an_external_id_comes_once_per_organisation() -> None:
    """The second row with it is refused and names the first; elsewhere it is another person."""
    reader = _reader(["Name", "Organisation", "ID"])
    _taken(reader.read(2, ["Maes", "Delta", "7"]))
    _taken(reader.read(3, ["Maes", "Acme", "7"]))
    assert reader.read(4, ["Claes", "Delta", "7"]) == Refusal(
        4, "The external ID “7” is already in row 2."
    )


def test_missing_columns_are_named_with_what_was_found() -> None:
    """One sentence tells what is missing and which headings there are."""
    with pytest.raises(BadInput, match="“Organisation” is missing; found “Voornaam”, “Naam”"):
        find_columns("p.csv", ["Voornaam", "Naam"], HEADINGS)
    with pytest.raises(BadInput, match="the columns “Last name” and “Organisation” are missing"):
        find_columns("p.csv", ["x"], HEADINGS)


def test_unknown_columns_are_ignored_and_the_same_one_twice_is_refused() -> None:
    """A column that nobody knows harms nobody."""
    assert find_columns("p", ["Nom", "Société", "Shoe size", ""], HEADINGS).ignored == (
        "Shoe size",
    )
    with pytest.raises(BadInput, match="“Name” and “Surname” mean the same"):
        find_columns("p.csv", ["Name", "Organisation", "Surname"], HEADINGS)


@pytest.mark.parametrize(
    ("text", "plate", "country"),
    [
        ("BE 2 DEF 111", "2 DEF 111", "BE"),
        ("b-1-ABC-234", "1-ABC-234", "BE"),
        ("F AB-123-CD", "AB-123-CD", "FR"),
        ("FR-123-AB", "FR-123-AB", ""),
        ("NL 12-ABC-3", "12-ABC-3", "NL"),
        ("1-ABC-234", "1-ABC-234", ""),
    ],
)
def test_a_country_sign_is_no_part_of_the_plate(text: str, plate: str, country: str) -> None:
    """Only before a whole plate of that country, so that French plates stay whole."""
    assert split_country(text) == (plate, country)
