"""What the search box shows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from izix_desk.domain.parkers import Profile, Reservation, ReservationKind
from izix_desk.domain.views import Hit
from izix_desk.services.searching import search
from izix_desk.store.database import Database, Transaction
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import add_reservation, save_profile
from izix_desk.store.search_index import index_profile
from tests.support import quay

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """Return the quay's store, with Ada Maes who may pass."""
    opened = quay.quay(tmp_path / "site", quay.site()).open()
    yield opened
    opened.close()


def _search(store: Database, text: str, gate: str | None = "entry") -> tuple[Hit, ...]:
    return store.read(lambda tx: search(tx, quay.site(), text, gate, AT))


def _visitor(store: Database, last_name: str, starts: datetime, host: str = "") -> None:
    who = Profile(id=new_id(), organisation="acme", last_name=last_name, visitor=True)
    visit = Reservation(
        id=new_id(), kind=ReservationKind.VISIT, profile=who.id, lot="p1", group="staff",
        starts=starts, ends=starts + HOUR, organisation="acme", host=host, code=last_name.upper(),
    )  # fmt: skip

    def add(tx: Transaction) -> None:
        save_profile(tx, who)
        add_reservation(tx, visit)
        index_profile(tx, who.id)

    store.write(add)


def _person(store: Database, last_name: str) -> None:
    who = Profile(id=new_id(), organisation="acme", last_name=last_name)
    store.write(lambda tx: (save_profile(tx, who), index_profile(tx, who.id)))


def test_who_may_pass_is_told_from_who_may_not(store: Database) -> None:
    """Who may pass is told from who may not, with the reason."""
    _person(store, "Maesen")
    groups = {hit.name: (hit.group, hit.note) for hit in _search(store, "maes")}
    assert groups["Ada Maes"] == ("may_pass", "")
    assert groups["Maesen"][0] == "may_not"
    assert "no right" in groups["Maesen"][1]


def test_without_a_gate_nobody_is_judged(store: Database) -> None:
    """Without a gate nobody is judged."""
    [hit] = _search(store, "maes", None)
    assert (hit.group, hit.organisation, hit.plates) == ("people", "Acme", (quay.KNOWN_PLATE,))


def test_an_exact_plate_is_marked(store: Database) -> None:
    """An exact plate is marked."""
    [hit] = _search(store, quay.KNOWN_PLATE)
    assert hit.exact


def test_who_is_expected_comes_right_after_exact_matches(store: Database) -> None:
    """Who is expected comes right after exact matches, with the hour where the lot is."""
    _person(store, "Maes")
    _person(store, "Maesa")
    _visitor(store, "Maeszen", AT + HOUR)
    hits = _search(store, "maes")
    assert [hit.name for hit in hits] == ["Maes", "Ada Maes", "Maeszen", "Maesa"]
    assert hits[2].group == "visitors"
    assert hits[2].note.startswith("expected 11:30")


def test_an_empty_box_shows_who_is_expected_within_two_hours(store: Database) -> None:
    """An empty box shows who is expected within two hours, in the order of coming."""
    _visitor(store, "Later", AT + 2 * HOUR)
    _visitor(store, "Now", AT - timedelta(minutes=10))
    _visitor(store, "Afternoon", AT + 3 * HOUR)
    _visitor(store, "Morning", AT - 3 * HOUR)
    for nothing in ("", "   "):
        assert [hit.name for hit in _search(store, nothing)] == ["Now", "Later"]
    assert _search(store, "")[0].group == "may_pass"


def test_a_visit_is_found_by_its_code_and_its_host(store: Database) -> None:
    """A visit is found by its code and by its host."""
    _visitor(store, "Dupont", AT, host="Eva Claes")
    for text in ("claes", "dupont"):
        assert [hit.name for hit in _search(store, text)] == ["Dupont"]
    [hit] = _search(store, "DUPONT")
    assert hit.exact


def test_a_typing_error_is_forgiven_and_said(store: Database) -> None:
    """A typing error is forgiven, and the hit says so."""
    [hit] = _search(store, "maesx ada")
    assert (hit.name, hit.exact, hit.note) == ("Ada Maes", False, "similar")


def test_a_long_list_is_cut(store: Database) -> None:
    """A long list is cut, and its beginning is judged."""
    for number in range(40):
        _person(store, f"Peeters{number}")
    hits = _search(store, "peeters")
    assert len(hits) == 20
    assert {hit.group for hit in hits[:12]} == {"may_not"}
