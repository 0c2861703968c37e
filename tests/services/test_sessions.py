"""Sessions that no exit ended."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from izix_desk.domain.errors import NotFound, Refused
from izix_desk.domain.events import EventKind
from izix_desk.domain.parkers import Session, SessionEnd
from izix_desk.domain.site import Site, Strategy
from izix_desk.services.counting import group_views
from izix_desk.services.sessions import end_by_hand, end_too_long, stale_sessions
from izix_desk.store.database import Database
from izix_desk.store.events import last_event
from izix_desk.store.ids import new_id
from izix_desk.store.sessions import get_session, last_exit, start_session
from tests.support import quay

NOW = quay.now()
HOUR = timedelta(hours=1)


def _site() -> Site:
    plain = quay.site()
    usual = plain.policies[0]
    others = (replace(usual, id=strategy.value, strategy=strategy) for strategy in Strategy)
    return replace(plain, policies=(usual, *others))


SITE = _site()


@pytest.fixture
def place(tmp_path: Path) -> quay.Quay:
    """Give a store with policies of every strategy."""
    return quay.quay(tmp_path / "site", SITE)


@pytest.fixture
def store(place: quay.Quay) -> Iterator[Database]:
    """Give a connection to it."""
    database = place.open()
    yield database
    database.close()


def enter(store: Database, hours: float, policy: str | None = "FCFS", **more: object) -> UUID:
    """Let a car be inside since so many hours."""
    session = Session(
        id=new_id(), lot="p1", group="staff", gate_in="entry", started=NOW - hours * HOUR,
        policy=policy,
    )  # fmt: skip
    store.write(lambda tx: start_session(tx, replace(session, **more)))
    return session.id


def ended(store: Database, session: UUID) -> SessionEnd | None:
    """Return how a session ended."""
    found = store.read(lambda tx: get_session(tx, session))
    assert found is not None
    assert (found.ended is None) == (found.ending is None)
    return found.ending


def test_first_come_sessions_end_by_themselves_after_48_hours(store: Database) -> None:
    """And those of cars that nobody knew; a guaranteed or reserved spot is kept."""
    sessions = {p: enter(store, 48.01, p) for p in (*(s.value for s in Strategy), None)}
    recent = enter(store, 47.99)
    while store.write(lambda tx: end_too_long(tx, SITE, NOW, limit=2)):
        pass
    over = {policy for policy, each in sessions.items() if ended(store, each)}
    assert over == {"FCFS", "OTFB", None}
    assert ended(store, sessions["FCFS"]) is SessionEnd.TOO_LONG
    assert ended(store, recent) is None


def test_a_person_ends_a_session_once_and_it_is_noted(store: Database, place: quay.Quay) -> None:
    """With a name; it is no exit, so nobody is refused for having left."""
    old = enter(store, 30, profile=place.ada, plate="1ABC123")
    store.write(lambda tx: end_by_hand(tx, SITE, old, "Guard 1", NOW))
    assert ended(store, old) is SessionEnd.BY_HAND
    note = store.read(lambda tx: last_event(tx, "entry"))
    assert note is not None
    assert (note.kind, note.operator, note.who, note.plate) == (
        EventKind.NOTE, "Guard 1", "Ada Maes", "1ABC123",
    )  # fmt: skip
    assert note.text.startswith("session ended by hand; inside since ")
    assert store.read(lambda tx: last_exit(tx, place.ada, "p1")) is None
    assert store.read(lambda tx: group_views(tx, SITE, NOW))[0].inside == 0
    with pytest.raises(Refused, match="ended already"):
        store.write(lambda tx: end_by_hand(tx, SITE, old, "Guard 1", NOW))


@pytest.mark.parametrize("policy", ["PREF", "VEHICLE_PREF"])
def test_a_guaranteed_spot_is_not_ended_by_hand(store: Database, policy: str) -> None:
    """It ends when the car leaves."""
    kept = enter(store, 30, policy)
    with pytest.raises(Refused, match="guaranteed"):
        store.write(lambda tx: end_by_hand(tx, SITE, kept, "Guard 1", NOW))
    assert ended(store, kept) is None
    (found,) = store.read(lambda tx: stale_sessions(tx, SITE, NOW))
    assert not found.may_end


def test_who_is_inside_for_long_comes_oldest_first(store: Database, place: quay.Quay) -> None:
    """By name where there is one."""
    newer = enter(store, 25, profile=place.ada)
    older = enter(store, 26, plate="9XYZ999")
    enter(store, 1)
    found = store.read(lambda tx: stale_sessions(tx, SITE, NOW - 24 * HOUR, "p1"))
    assert [(each.session.id, each.who, each.gate) for each in found] == [
        (older, "", "Quay entry"), (newer, "Ada Maes", "Quay entry"),
    ]  # fmt: skip


def test_what_is_not_there_is_said(store: Database) -> None:
    """A lot, a session."""
    with pytest.raises(NotFound, match="the lots are: p1"):
        store.read(lambda tx: stale_sessions(tx, SITE, NOW, "p9"))
    with pytest.raises(NotFound):
        store.write(lambda tx: end_by_hand(tx, SITE, new_id(), "Guard 1", NOW))
