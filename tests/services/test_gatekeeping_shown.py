"""Badges, PINs and codes at a gate on a real store: one event each, and nothing tells a PIN."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from izix_desk.domain.cards import Card
from izix_desk.domain.commands import Stage, StageRecord
from izix_desk.domain.credentials import Credential
from izix_desk.domain.decision import Reason
from izix_desk.domain.events import EntryKind, EventKind, Outcome
from izix_desk.domain.methods import Method, Reader
from izix_desk.domain.parkers import Reservation, ReservationKind
from izix_desk.domain.site import Direction, Group
from izix_desk.services.gatekeeping import Admission, take_late_read, take_locked_pin, take_read
from izix_desk.services.moments import Moment, present
from izix_desk.services.passing import car_passed
from izix_desk.services.reads import Shown, Spot, card_shown, plate_read, shown_read, spot_of
from izix_desk.services.shown import shown_view
from izix_desk.store.commands import record_stage
from izix_desk.store.credentials import add_credentials
from izix_desk.store.database import Database, Role, Transaction
from izix_desk.store.entries import open_entries
from izix_desk.store.events import events_at_gate, feed_since
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import add_reservation
from izix_desk.store.search_index import index_profile
from izix_desk.store.sessions import open_session
from izix_desk.store.site import load_site, save_site
from tests.support import quay

CARD = Card(26, "2F76CE", 123, 45678)
STRANGE = Card(26, "0000001", 1, 1)
ALL = (Method.PLATE, Method.BADGE, Method.PIN, Method.QR)
READER = Reader("readers", 5, 0)
SITE = quay.with_gate(quay.site(), "entry", methods=ALL, readers=(Reader("readers", 5),))
DOOR = quay.with_gate(SITE, "entry", direction=Direction.BOTH, on_foot=True, inputs={})


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Database, UUID]]:
    """Give a gate connection to a store with one parker, who has a badge, a PIN and a code."""
    made = quay.quay(tmp_path / "site", SITE)
    database = made.open(Role.GATE)
    held = [
        Credential(Method.BADGE, "26:123:45678"),
        Credential(Method.PIN, "4711"),
        Credential(Method.QR, "token-of-ada"),
    ]

    def give(tx: Transaction) -> None:
        add_credentials(tx, made.ada, held)
        index_profile(tx, made.ada)

    database.write(give)
    yield database, made.ada
    database.close()


def spot(store: Database, gate: str = "entry") -> Spot:
    """Return the reader of a gate, as the site has it."""
    site = store.read(load_site)
    return spot_of(site, READER) or Spot(site.gate(gate), READER, None)


def show(store: Database, shown: Shown, *, later: float = 0) -> Admission:
    """Show something to the reader, so many seconds later."""
    site, now = store.read(load_site), present()
    at = Moment(now.wall + timedelta(seconds=later), now.monotonic + later)
    read = shown_read(at, spot(store), shown)
    return store.write(lambda tx: take_read(tx, site, read, at))


BADGE = card_shown(CARD, Method.BADGE)
OTHER = card_shown(STRANGE, Method.BADGE)
PIN, WRONG = Shown(Method.PIN, ("4711",)), Shown(Method.PIN, ("9999",))
CODE = Shown(Method.QR, ("token-of-ada",))


@pytest.mark.parametrize(
    ("shown", "raw"), [(BADGE, "26:123:45678"), (PIN, "••••"), (CODE, "…-ada")]
)
def test_whoever_has_it_is_admitted(place: tuple[Database, UUID], shown: Shown, raw: str) -> None:
    """The event says by what, and not more than one may know."""
    store, ada = place
    admission = show(store, shown)
    assert admission.claimed
    assert admission.opens is not None
    assert (admission.opens.profile, admission.opens.for_whom) == (ada, "Ada Maes")
    (event,) = store.read(lambda tx: events_at_gate(tx, "entry"))
    assert (event.method, event.raw, event.plate, event.who) == (shown.method, raw, "", "Ada Maes")
    row = store.read(lambda tx: feed_since(tx, event.at))[0][0]
    assert (row.method, row.raw) == (shown.method, raw)


def test_a_stranger_waits_for_a_person(place: tuple[Database, UUID]) -> None:
    """The entry shows the badge where a plate would be."""
    store, _ = place
    admission = show(store, OTHER)
    assert admission.event.reason == Reason.UNKNOWN_CREDENTIAL
    (entry,) = store.read(open_entries)
    assert (entry.kind, entry.plate, entry.method, entry.raw, entry.text) == (
        EntryKind.REFUSED, "", "BADGE", "26:1:1", "Badge not known here: 26:1:1",
    )  # fmt: skip


def test_the_same_again_is_counted(place: tuple[Database, UUID]) -> None:
    """Within the gate's time one event, one opening; another person's is another one."""
    store, _ = place
    first, again = show(store, BADGE), show(store, BADGE, later=5)
    assert first.opens is not None
    assert again.opens is None
    assert again.event.command == first.opens.id
    show(store, OTHER, later=6)
    show(store, OTHER, later=40)  # still waits for a person
    show(store, BADGE, later=41)
    told = [(e.raw, e.reads) for e in store.read(lambda tx: events_at_gate(tx, "entry"))]
    assert told == [("26:123:45678", 1), ("26:1:1", 2), ("26:123:45678", 2)]


def test_wrong_pins_of_some_seconds_are_one_event(place: tuple[Database, UUID]) -> None:
    """They cannot be told apart here; a while later it may be anybody."""
    store, _ = place
    show(store, WRONG)
    assert show(store, Shown(Method.PIN, ("8888",)), later=4).event.reads == 2
    assert show(store, WRONG, later=40).event.reads == 1
    (entry,) = store.read(open_entries)
    assert (entry.method, entry.raw) == ("PIN", "••••")


def test_two_strangers_are_two_entries(place: tuple[Database, UUID]) -> None:
    """Also where no loop says who stands there, and whatever a ring belongs to."""
    store, _ = place
    store.write(lambda tx: save_site(tx, DOOR))
    show(store, OTHER)
    show(store, card_shown(Card(26, "2", 1, 2), Method.BADGE), later=1)
    assert [e.raw for e in store.read(open_entries)] == ["26:1:1", "26:1:2"]


def test_a_pin_is_written_nowhere(place: tuple[Database, UUID]) -> None:
    """Not in events, entries or commands, right or wrong."""
    store, _ = place
    for pin in ("4711", "471147"):
        show(store, Shown(Method.PIN, (pin,)))
    for table in ("gate_event", "entry", "gate_command", "stage"):
        rows = store.read(lambda tx, t=table: tx.exec_driver_sql(f"SELECT * FROM {t}").all())  # noqa: S608 - a table of this test
        assert not [row for row in rows if "4711" in repr(tuple(row))]


def test_a_door_counts_nobody(place: tuple[Database, UUID]) -> None:
    """The person walks through, and no car is inside for it; the lot may be full."""
    store, ada = place
    full = replace(DOOR.lots[0], groups=(Group("staff", "Staff", 0),))
    store.write(lambda tx: save_site(tx, replace(DOOR, lots=(full,))))
    admission = show(store, BADGE)
    command = admission.opens
    assert command is not None
    store.write(lambda tx: car_passed(tx, load_site(tx), command, command.asked))
    assert store.read(lambda tx: open_session(tx, ada, "p1")) is None


def test_a_badge_at_a_barrier_counts_a_car(place: tuple[Database, UUID]) -> None:
    """Without its plate."""
    store, ada = place
    command = show(store, BADGE).opens
    assert command is not None
    store.write(lambda tx: car_passed(tx, load_site(tx), command, command.asked))
    session = store.read(lambda tx: open_session(tx, ada, "p1"))
    assert session is not None
    assert session.plate == ""


def test_each_car_of_a_party_that_comes_by_one_code_counts(place: tuple[Database, UUID]) -> None:
    """Nothing tells one car from another, so none is taken for the one before."""
    store, ada = place
    now = present().wall
    visit = Reservation(
        id=new_id(), kind=ReservationKind.VISIT, profile=ada, lot="p1", group="staff",
        starts=now - timedelta(hours=1), ends=now + timedelta(hours=1), organisation="acme",
        cars=3, code="KM74WX",
    )  # fmt: skip
    store.write(lambda tx: add_reservation(tx, visit))
    for n in range(3):
        command = show(store, Shown(Method.QR, ("KM74WX",)), later=20 * n).opens
        assert command is not None
        assert command.access == f"visit:{visit.id}"
        _reach(store, command.id, Stage.SENT, Stage.ANSWERED, Stage.PASSED)
        store.write(lambda tx, c=command: car_passed(tx, load_site(tx), c, c.asked))
    inside = "SELECT sum(cars) FROM inside_count"
    assert store.read(lambda tx: tx.exec_driver_sql(inside).scalar()) == 3


def _reach(store: Database, command: UUID, *reached: Stage) -> None:
    for stage in reached:
        now = present()
        record = StageRecord(command=command, stage=stage, at=now.wall, monotonic=now.monotonic)
        assert store.write(lambda tx, record=record: record_stage(tx, record))


def test_a_late_one_opens_nothing(place: tuple[Database, UUID]) -> None:
    """It is recorded and marked."""
    store, _ = place
    at = present()
    read = shown_read(at, spot(store), BADGE)
    event = store.write(lambda tx: take_late_read(tx, load_site(tx), read))
    assert (event.late, event.outcome, event.command) == (True, Outcome.FAILED, None)
    assert store.read(open_entries) == ()


def test_a_pin_at_a_locked_keypad_is_told_and_not_judged(place: tuple[Database, UUID]) -> None:
    """Even a right one; a person sees who waits, and until when."""
    store, _ = place
    at = present()
    read = shown_read(at, spot(store), PIN)
    until = at.wall + timedelta(seconds=60)
    for _ in range(2):
        store.write(lambda tx: take_locked_pin(tx, load_site(tx), read, until))
    (event,) = store.read(lambda tx: events_at_gate(tx, "entry"))
    assert (event.kind, event.reason, event.raw, event.reads) == (
        EventKind.READ, Reason.KEYPAD_LOCKED, "••••", 2,
    )  # fmt: skip
    assert event.text.startswith("PINs are not taken at this keypad until ")
    (entry,) = store.read(open_entries)
    assert entry.text == event.text


def test_what_a_reader_says_that_reads_codes() -> None:
    """As text, or as the bits of a text; and else by its bits."""
    text = Card(48, b"KM74WX".hex())
    assert card_shown(text, Method.QR) == Shown(Method.QR, ("KM74WX",))
    assert card_shown(Card(0, "KM74WX\r"), Method.QR) == Shown(Method.QR, ("KM74WX",))
    assert card_shown(Card(26, "2F76CE"), Method.QR) == Shown(Method.QR, ("0x2F76CE",))


def test_which_gate_a_reader_is_of() -> None:
    """By its number where several gates share a device; the way where there are two."""
    one = replace(DOOR.gates[0], readers=(Reader("readers", 5, 0),))
    two = replace(one, id="two", readers=(Reader("readers", 5, 1),))
    two = replace(two, readers_out=(Reader("readers", 6),))
    site = replace(DOOR, gates=(one, two))
    found = [spot_of(site, Reader("readers", *where)) for where in ((5, 0), (5, 1), (6, 3))]
    ways = [(each.gate.id, each.way) for each in found if each]
    assert ways == [("entry", None), ("two", Direction.ENTRY), ("two", Direction.EXIT)]
    assert spot_of(site, Reader("readers", 5, 2)) is None
    assert spot_of(site, Reader("north", 5, 0)) is None


def test_the_panel_shows_what_was_shown(place: tuple[Database, UUID]) -> None:
    """As it was judged: what was pressed is kept nowhere, so nothing is judged again."""
    store, _ = place
    site, event = store.read(load_site), show(store, OTHER).event
    view = store.read(lambda tx: shown_view(tx, site, event.id, event.at))
    assert view is not None
    assert (view.plate, view.verdict.reason) == ("26:1:1", "UNKNOWN_CREDENTIAL")
    assert {"search", "create_profile"} <= set(view.verdict.fixes)
    read = plate_read(present(), site.gate("entry"), "9-XYZ-999", 0.9)
    plate = store.write(lambda tx: take_read(tx, site, read, present())).event
    assert store.read(lambda tx: shown_view(tx, site, plate.id, plate.at)) is None
