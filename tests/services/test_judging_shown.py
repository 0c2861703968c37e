"""Badges, PINs and codes become decisions, from what a real store knows."""

from dataclasses import replace
from uuid import UUID

import pytest

from izix_desk.domain.cards import Card
from izix_desk.domain.credentials import masked
from izix_desk.domain.decision import Decision, Read, Reason
from izix_desk.domain.frozen import freeze
from izix_desk.domain.parkers import ReservationState
from izix_desk.domain.site import Method
from izix_desk.services.catalogue import catalogue
from izix_desk.services.judging import judge, verdict
from izix_desk.store.credentials import credentials_of, take_credentials
from izix_desk.store.database import Database, Transaction
from izix_desk.store.finding import find
from izix_desk.store.search_index import index_profile, unindex_profile
from izix_desk.store.site import load_site, save_site
from tests.support.staffed_site import Staffed, at, staffed

MONDAY = "2026-11-23T09:00"
CARD = Card(26, "2F76CE", 123, 45678)
ALL = (Method.BADGE, Method.PIN, Method.QR, Method.APP)


@pytest.fixture
def people(database: Database) -> Staffed:
    """Give a store with the small Quai Nord, whose entry takes everything but plates."""
    made = staffed(database)
    gates = tuple(replace(gate, methods=ALL) for gate in made.site.gates)
    database.write(lambda tx: save_site(tx, replace(made.site, gates=gates)))
    return made


def show(
    people: Staffed, method: Method, *names: str, time: str = MONDAY, gate: str = "p1-entry"
) -> Decision:
    """Return the decision about something that was shown."""
    raw = masked(method, names[0])
    read = Read(gate=gate, at=at(time), method=method, raw=raw, names=names)
    return people.database.read(lambda tx: judge(tx, load_site(tx), read))


def parker(people: Staffed, name: str = "Peeters", *policies: str) -> UUID:
    """Return somebody who may park on weekdays, or by other policies."""
    return people.park(name, *(policies or ("acme-weekdays",)))


@pytest.mark.parametrize("written", CARD.names)
def test_a_badge_however_the_sheet_has_it(people: Staffed, written: str) -> None:
    """With its format, its facility, only its number, or its bits; rights need no plate."""
    who = parker(people)
    people.give(who, Method.BADGE, written)
    made = show(people, Method.BADGE, *CARD.names)
    assert (made.granted, made.profile, made.access) == (True, who, "policy:acme-weekdays")


@pytest.mark.parametrize("other", ["26:124:45678", "34:123:45678", "124:45678", "2F76CE"])
def test_another_badge(people: Staffed, other: str) -> None:
    """One that only looks like it is nobody's."""
    people.give(parker(people), Method.BADGE, other)
    made = show(people, Method.BADGE, *CARD.names)
    assert made.reason is Reason.UNKNOWN_CREDENTIAL
    assert verdict(made, catalogue()).line == "Badge not known here: 26:123:45678"


@pytest.mark.parametrize("method", ALL)
def test_each_kind_counts_as_itself_only(people: Staffed, method: Method) -> None:
    """A printed badge number is no QR code, and a PIN is no badge."""
    people.give(parker(people), method, "4711")
    assert [each for each in ALL if show(people, each, "4711").granted] == [method]


def test_a_badge_of_several(people: Staffed) -> None:
    """Refused, unless exactly one of them has a valid right."""
    one, other = parker(people), parker(people, "Maes", "p2-staff")
    people.give(one, Method.BADGE, "45678")
    people.give(other, Method.BADGE, "123:45678")
    assert show(people, Method.BADGE, *CARD.names).profile == one
    third = parker(people, "Claes")
    people.give(third, Method.BADGE, "26:123:45678")
    made = show(people, Method.BADGE, *CARD.names)
    assert (made.reason, made.values["valid"]) == (Reason.AMBIGUOUS_MATCH, 2)
    assert verdict(made, catalogue()).line == (
        "Several parkers have this badge: Claes, Maes, Peeters; 2 of 3 valid here now"
    )


def test_a_known_badge_at_the_wrong_time(people: Staffed) -> None:
    """Refused for its right, and by name."""
    who = parker(people)
    people.give(who, Method.BADGE, "45678")
    made = show(people, Method.BADGE, "45678", time="2026-11-23T21:00")
    assert (made.reason, made.profile) == (Reason.OUTSIDE_TIMETABLE, who)


def test_a_badge_that_was_taken_away(people: Staffed) -> None:
    """Opens nothing, and is not found any more."""
    who = parker(people)
    people.give(who, Method.BADGE, "45678")
    assert people.database.read(lambda tx: find(tx, "45678"))
    people.database.write(lambda tx: _take(tx, who))
    assert show(people, Method.BADGE, "45678").reason is Reason.UNKNOWN_CREDENTIAL
    assert not people.database.read(lambda tx: find(tx, "45678"))


def _take(tx: Transaction, who: UUID) -> None:
    unindex_profile(tx, who)
    take_credentials(tx, who, credentials_of(tx, who))
    index_profile(tx, who)


@pytest.mark.parametrize("kind", [Method.PIN, Method.QR, Method.APP])
def test_a_secret_is_not_searched_by(people: Staffed, kind: Method) -> None:
    """Who types it into the search box learns nothing, and no record has it."""
    people.give(parker(people), kind, "471199")
    assert not people.database.read(lambda tx: find(tx, "471199"))
    made = show(people, kind, "471199")
    assert made.granted
    assert "471199" not in freeze(made)
    assert "471199" not in freeze(show(people, kind, "4711990"))


def test_the_code_of_a_visit(people: Staffed) -> None:
    """Scanned or typed, it lets in on this visit, and on nothing else that the visitor has."""
    who = parker(people, "Dupont", "acme-weekdays")
    visit = people.visit(who, "2026-11-23T08:00", "2026-11-23T12:00", code="KM74WX")
    people.visit(who, "2026-11-24T08:00", "2026-11-24T12:00", code="AAAAAA")
    for method, code in ((Method.QR, "KM74WX"), (Method.QR, "km74wx"), (Method.PIN, "KM74WX")):
        made = show(people, method, code)
        assert (made.granted, made.access) == (True, f"visit:{visit.id}")
    assert show(people, Method.BADGE, "KM74WX").reason is Reason.UNKNOWN_CREDENTIAL
    made = show(people, Method.QR, "AAAAAA")
    assert (made.reason, made.profile) == (Reason.VISIT_TOO_EARLY, who)
    late = show(people, Method.QR, "KM74WX", time="2026-11-23T13:00")
    assert late.reason is Reason.VISIT_ENDED


def test_the_code_of_a_cancelled_visit(people: Staffed) -> None:
    """Refused as such."""
    who = people.park("Dupont")
    cancelled = ReservationState.CANCELLED
    people.visit(who, "2026-11-23T08:00", "2026-11-23T12:00", code="KM74WX", state=cancelled)
    assert show(people, Method.QR, "KM74WX").reason is Reason.VISIT_CANCELLED


def test_a_way_of_asking_that_the_gate_does_not_take(people: Staffed) -> None:
    """Whoever it is."""
    people.give(parker(people), Method.BADGE, "45678")
    site = replace(
        people.site,
        gates=tuple(replace(each, methods=(Method.QR,)) for each in people.site.gates),
    )
    people.database.write(lambda tx: save_site(tx, site))
    assert show(people, Method.BADGE, "45678").reason is Reason.METHOD_NOT_ALLOWED
