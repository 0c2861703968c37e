"""What the panel shows of parkers and plates, from a real store."""

from uuid import UUID

import pytest

from izix_desk.domain.errors import NotFound
from izix_desk.domain.events import EventKind, GateEvent, Outcome
from izix_desk.domain.site import Direction
from izix_desk.domain.views import ParkerView, PlateView
from izix_desk.services.panel import parker_view, plate_view
from izix_desk.store.database import Database
from izix_desk.store.events import add_event
from izix_desk.store.ids import new_id
from tests.support.staffed_site import Staffed, at, staffed

MONDAY = "2026-11-23T09:00"


@pytest.fixture
def people(database: Database) -> Staffed:
    """Give a store with the small Quai Nord."""
    return staffed(database)


def panel(
    people: Staffed, name: str, *rights: str, gate: str | None = "p1-entry", **more: object
) -> ParkerView:
    """Add a parker and show them."""
    who = people.park(name, *rights, plates=("1-ABC-234",), **more)
    return people.database.read(lambda tx: parker_view(tx, people.site, who, gate, at(MONDAY)))


def plate(people: Staffed, text: str, gate: str = "p1-entry") -> PlateView:
    """Show a plate."""
    return people.database.read(lambda tx: plate_view(tx, people.site, text, gate, at(MONDAY)))


def test_each_access_is_judged_by_itself(people: Staffed) -> None:
    """Those that let in now come first, and the verdict is that of the best."""
    shown = panel(people, "Peeters", "old", "acme-weekdays", "weekend")
    assert shown.verdict.may_pass
    assert [(a.key, a.verdict.reason) for a in shown.accesses] == [
        ("policy:acme-weekdays", "GRANTED"),
        ("policy:old", "ACCESS_EXPIRED"),
        ("policy:weekend", "OUTSIDE_TIMETABLE"),
    ]
    assert shown.accesses[0].title == "Staff weekdays · P1 · first come"
    assert (shown.accesses[1].validity, shown.accesses[0].validity) == (
        "until 31 Dec 2025",
        "always",
    )


def test_the_gate_in_hand_is_what_counts(people: Staffed) -> None:
    """Without one each access is judged at a gate of its own lot."""
    shown = panel(people, "Peeters", "p2-staff")
    assert [a.verdict.reason for a in shown.accesses] == ["NO_ACCESS_RIGHT"]
    assert shown.verdict.line == "Known, but no right for this lot: P1 (only for P2)"
    anywhere = panel(people, "Maes", "p2-staff", "acme-weekdays", gate=None)
    assert [a.verdict.reason for a in anywhere.accesses] == ["GRANTED", "GRANTED"]


def test_instructions_in_the_parker_s_language(people: Staffed) -> None:
    """English stands in for what is not translated."""
    shown = panel(people, "Lambert", "p2-staff", language="fr_BE", gate="p2-entry")
    assert shown.instructions == "Ligne bleue."
    assert shown.accesses[0].instructions == "Niveau 2"
    leaving = panel(people, "Lambert", "p2-staff", language="fr_BE", gate="p2-exit")
    assert leaving.instructions == "Red line."
    assert panel(people, "Weber", language="de_BE").instructions == "Blue line."


def test_whom_to_ask_and_what_to_know(people: Staffed) -> None:
    """Managers, vehicles, notes of the parker and of the lot."""
    shown = panel(people, "Peeters", note="brother of the baker")
    assert shown.managers[0].phone == "+32 2 555 10 00"
    assert [vehicle.plate for vehicle in shown.vehicles] == ["1-ABC-234"]
    assert shown.internal_note == "brother of the baker\nBarrier arm replaced in May."
    assert shown.verdict.reason == "NO_ACCESS_RIGHT"
    assert "Facility desk of Acme, +32 2 555 10 00" in shown.verdict.say


def test_visits_now_later_and_over(people: Staffed) -> None:
    """The current one opens, the next is announced, one of last week is not shown."""
    guest = people.park("Dupont", visitor=True)
    now = people.visit(guest, "2026-11-23T08:30", "2026-11-23T12:00")
    later = people.visit(guest, "2026-11-25T08:30", "2026-11-25T12:00")
    people.visit(guest, "2026-11-20T08:30", "2026-11-20T12:00")
    shown = people.database.read(
        lambda tx: parker_view(tx, people.site, guest, "p1-entry", at(MONDAY))
    )
    assert [(a.key, a.verdict.may_pass, a.upcoming) for a in shown.accesses] == [
        (f"visit:{now.id}", True, False),
        (f"visit:{later.id}", False, True),
    ]
    assert shown.accesses[0].title == "Visit to Acme · P1"
    assert shown.accesses[0].validity == "Mon 23 Nov 08:30 to Mon 23 Nov 12:00"
    assert len(shown.reservations) == 3


def test_who_is_inside_wants_out_of_a_gate_that_leads_both_ways(people: Staffed) -> None:
    """Nobody has to say the direction for somebody whose session is open."""
    who = people.park("Peeters", "acme-weekdays")
    assert _way(people, who) == "May pass now: Staff weekdays"
    people.enter(who, "2026-11-23T08:00")
    assert _way(people, who) == "May leave"


def _way(people: Staffed, who: UUID) -> str:
    view = people.database.read(lambda tx: parker_view(tx, people.site, who, "p1-ramp", at(MONDAY)))
    return view.verdict.line


def test_last_passages(people: Staffed) -> None:
    """When, where and how it ended, newest first."""
    who = people.park("Peeters", "acme-weekdays")
    for time, gate in (("2026-11-20T08:31", "p1-entry"), ("2026-11-20T18:04", "p1-exit")):
        event = GateEvent(
            id=new_id(), at=at(time), gate=gate, kind=EventKind.READ, outcome=Outcome.GRANTED,
            reason="GRANTED", direction=Direction.ENTRY, profile=who,
        )  # fmt: skip
        people.database.write(lambda tx, event=event: add_event(tx, event))
    view = people.database.read(
        lambda tx: parker_view(tx, people.site, who, "p1-entry", at(MONDAY))
    )
    assert view.last_passages == (
        "Fri 20 Nov 18:04 · P1 Exit · granted",
        "Fri 20 Nov 08:31 · P1 Entry · granted",
    )


def test_nobody_of_that_id(people: Staffed) -> None:
    """A profile that was deleted meanwhile ends in a sentence."""
    with pytest.raises(NotFound, match="not known here any more"):
        people.database.read(
            lambda tx: parker_view(tx, people.site, new_id(), "p1-entry", at(MONDAY))
        )


def test_a_plate_with_look_alikes(people: Staffed) -> None:
    """They are offered by name, organisation and plate."""
    claes = people.park("Claes", plates=("1-A8C-234",))
    shown = plate(people, "1-ABC-234")
    assert shown.verdict.line == "Plate not known here; 1-A8C-234 looks the same: Claes"
    assert [(hit.profile, hit.organisation, hit.plates) for hit in shown.similar] == [
        (claes, "Acme", ("1-A8C-234",))
    ]
    assert (shown.instructions, shown.internal_note) == (
        "Blue line.",
        "Barrier arm replaced in May.",
    )


def test_a_plate_that_several_share(people: Staffed) -> None:
    """All of them are offered."""
    for name in ("Peeters", "Maes"):
        people.park(name, "acme-weekdays", plates=("1-ABC-234",))
    shown = plate(people, "1-ABC-234")
    assert shown.verdict.reason == "AMBIGUOUS_MATCH"
    assert {hit.name for hit in shown.similar} == {"Peeters", "Maes"}


def test_no_plate_at_all(people: Staffed) -> None:
    """A call without a read shows what to ask."""
    assert plate(people, "").verdict.line == "Plate read too poorly"
