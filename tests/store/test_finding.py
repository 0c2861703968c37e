"""Finding people by whatever is said of them."""

from uuid import UUID

import pytest

from izix_desk.domain.parkers import Profile, Vehicle
from izix_desk.store.database import Database, Transaction
from izix_desk.store.finding import find
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import add_vehicles, save_profile
from izix_desk.store.queries import nearly, one_error
from izix_desk.store.ranking import Match
from izix_desk.store.search_index import index_profile, unindex_profile
from izix_desk.store.search_words import phone_prefix, phone_words

PEOPLE = (
    ("Marie", "Janssens", "1-ABC-234", {"external_id": "A-1001", "phones": ("+32 475 12 34 56",)}),
    ("Ahmed", "El Idrissi", "1-GHI-777", {"emails": ("a.elidrissi@acme.example",)}),
    ("Jean-François", "D'Hondt", "2-DEF-111", {"phones": ("0476 22 33 44",)}),
    ("Jan", "Van den Berg", "5-QSO-805", {}),
    ("Zoé", "Maëlle", "1-ABC-999", {"company": "Café Noir"}),
    ("Jansje", "Marien", "", {"phones": ("+1 202 555 0147",)}),
    ("Berg", "Peeters", "", {}),
)


@pytest.fixture
def people(database: Database) -> Database:
    """Return a store with a few people whose names are spelt in many ways."""
    for first, last, plate, more in PEOPLE:
        values: dict[str, object] = {"organisation": "acme", **more}
        who = Profile(id=new_id(), first_name=first, last_name=last, **values)  # pyright: ignore[reportArgumentType]
        cars = [Vehicle(id=new_id(), plate=plate, profile=who.id)] if plate else []
        database.write(lambda tx, who=who, cars=cars: _add(tx, who, cars))
    return database


def _add(tx: Transaction, who: Profile, cars: list[Vehicle]) -> None:
    save_profile(tx, who)
    add_vehicles(tx, cars)
    index_profile(tx, who.id)


def _find(database: Database, text: str) -> list[Match]:
    return list(database.read(lambda tx: find(tx, text)))


def _names(database: Database, text: str) -> list[str]:
    return [match.profile.last_name for match in _find(database, text)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("janss", "Janssens"),
        ("JANSSENS", "Janssens"),
        ("marie janssens", "Janssens"),
        ("janssens marie", "Janssens"),
        ("mar jan", "Janssens"),
        ("jean francois", "D'Hondt"),
        ("Jean-François", "D'Hondt"),
        ("dhondt", "D'Hondt"),
        ("d'hondt", "D'Hondt"),
        ("hondt jean", "D'Hondt"),
        ("elidrissi", "El Idrissi"),
        ("idrissi", "El Idrissi"),
        ("vandenberg", "Van den Berg"),
        ("van den berg", "Van den Berg"),
        ("maelle zoe", "Maëlle"),
        ("cafe noir", "Maëlle"),
        ("1-abc-234", "Janssens"),
        ("1abc2", "Janssens"),
        ("I-A8C-Z34", "Janssens"),
        ("1-A?C-234", "Janssens"),
        ("?-ghi-777", "El Idrissi"),
        ("1-ghi-77?", "El Idrissi"),
        ("hi-77", "El Idrissi"),
        ("0475 12 34 56", "Janssens"),
        ("+32 475 12", "Janssens"),
        ("0032475123456", "Janssens"),
        ("0476 22", "D'Hondt"),
        ("+1 202 555", "Marien"),
        ("a.elidrissi@acme", "El Idrissi"),
        ("A-1001", "Janssens"),
        ("a1001", "Janssens"),
        ("jansens", "Janssens"),
        ("janssenss", "Janssens"),
        ("jnassens", "Janssens"),
        ("hondd", "D'Hondt"),
        ("1-abd-234", "Janssens"),
        ("1-acb-234", "Janssens"),
    ],
)
def test_people_are_found(people: Database, typed: str, first: str) -> None:
    """People are found, and first."""
    assert _names(people, typed)[:1] == [first]


@pytest.mark.parametrize(
    "typed", ["", "  ", "-", "?", "???", "xyzzy", "9-zzz-999", "0499 99 99 99"]
)
def test_nobody_is_found(people: Database, typed: str) -> None:
    """Nobody is found for nonsense."""
    assert _names(people, typed) == []


@pytest.mark.parametrize("typed", ['"', "a OR b", "words: x", "NEAR(", "*", "%", "'; DROP", "^a"])
def test_signs_of_the_query_language_mean_nothing(people: Database, typed: str) -> None:
    """Signs of the query language mean nothing."""
    assert isinstance(_names(people, typed), list)


@pytest.mark.parametrize(
    "typed",
    ["Janssens", "marie janssens", "1abc234", "0475123456", "A-1001", "a.elidrissi@acme.example"],
)
def test_exact_matches_are_marked(people: Database, typed: str) -> None:
    """Exact matches are marked."""
    assert _find(people, typed)[0].exact


@pytest.mark.parametrize("typed", ["Janss", "1abc23", "04751234", "I-A8C-Z34", "jansens"])
def test_others_are_not_marked(people: Database, typed: str) -> None:
    """Others are not marked."""
    assert not _find(people, typed)[0].exact


def test_last_names_come_before_first_names(people: Database) -> None:
    """Last names come before first names."""
    assert _names(people, "berg") == ["Van den Berg", "Peeters"]


def test_a_whole_organisation_is_found_by_its_name(people: Database) -> None:
    """A whole organisation is found by its name, also together with a name."""
    assert len(_names(people, "acme")) == len(PEOPLE)
    assert _names(people, "acme janssens") == ["Janssens"]


def test_plates_that_fit_come_first(people: Database) -> None:
    """Plates that fit come first."""
    [match] = _find(people, "2-def")
    assert match.plates == ("2-DEF-111",)


def test_who_changed_is_found_by_the_new_name_only(people: Database) -> None:
    """Who changed is found by the new name only."""
    [match] = _find(people, "marien jansje")
    old = match.profile
    new = Profile(id=old.id, organisation="acme", first_name="Jansje", last_name="Claes")

    def rename(tx: Transaction) -> None:
        unindex_profile(tx, old.id)
        save_profile(tx, new)
        index_profile(tx, new.id)

    people.write(rename)
    assert _names(people, "claes") == ["Claes"]
    assert _names(people, "jansje marien") == []


def test_a_common_beginning_gives_no_flood(database: Database) -> None:
    """A common beginning gives no flood, and the exact name among many comes first."""
    wanted: list[UUID] = []
    for number in range(120):
        last = "Peeters" if number == 100 else f"Peeterson{number}"
        who = Profile(id=new_id(), organisation="acme", last_name=last)
        database.write(lambda tx, who=who: _add(tx, who, []))
        wanted += [who.id] if number == 100 else []
    found = _find(database, "peeters")
    assert len(found) <= 60
    assert [found[0].profile.id] == wanted


@pytest.mark.parametrize(
    ("typed", "meant", "near"),
    [
        ("janssens", "janssens", True),
        ("jansens", "janssens", True),
        ("jjanssens", "janssens", True),
        ("kanssens", "janssens", True),
        ("jnassens", "janssens", True),
        ("jnasesns", "janssens", False),
        ("janss", "janssens", False),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_one_error_is_one_letter(typed: str, meant: str, *, near: bool) -> None:
    """One error is one letter."""
    assert one_error(typed, meant) is near
    assert one_error(meant, typed) is near


def test_nearly_holds_exactly_what_one_error_reaches() -> None:
    """What is nearly a plate is one error away from it."""
    assert "1A8C23" in nearly("1A8C234")
    assert all(one_error("1A8C234", other) for other in nearly("1A8C234"))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("+32 475 12 34 56", ("32475123456", "475123456")),
        ("0032475123456", ("32475123456", "475123456")),
        ("+1 (202) 555-0147", ("12025550147", "2025550147")),
        ("+352 621 123 456", ("352621123456", "621123456")),
        ("0475/12.34.56", ("475123456",)),
    ],
)
def test_a_number_is_kept_with_and_without_its_country(
    written: str, words: tuple[str, ...]
) -> None:
    """A number is kept with and without its country."""
    assert phone_words(written) == words


def test_a_few_digits_are_no_phone_number() -> None:
    """A few digits are no phone number."""
    assert phone_prefix("1234") == ""
    assert phone_prefix("04") == "4"
    assert phone_prefix("1-ABC-234") == ""
