"""Fixes of a refusal: offered where they help, carried out in one transaction, told in the feed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from izix_desk.domain.decision import Read, Reason
from izix_desk.domain.errors import BadInput, NotFound, Refused
from izix_desk.domain.events import Entry, EntryKind
from izix_desk.domain.parkers import Reservation, ReservationKind, Right, Session
from izix_desk.domain.requests import FixRequest
from izix_desk.domain.site import (
    Direction,
    Group,
    Method,
    Policy,
    Sequence,
    Site,
    Strategy,
    VisitorPolicy,
)
from izix_desk.domain.views import Asks, Offer, ParkerView, Room
from izix_desk.services import remedies
from izix_desk.services.judging import judge
from izix_desk.services.panel import parker_view
from izix_desk.services.sessions import old_sessions
from izix_desk.store.database import Database
from izix_desk.store.entries import open_entries, open_entry
from izix_desk.store.events import events_at_gate
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import add_reservation, add_rights
from izix_desk.store.sessions import open_session, start_session
from izix_desk.store.site import load_site
from tests.support import quay

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
SPOTS = 2


def _site(strategy: Strategy = Strategy.BOOK, **policy: object) -> Site:
    plain = quay.site()
    acme = replace(
        plain.organisations[0], takes_visitors=True, plan=("control_room", "visitors", "bookings")
    )
    terms = Policy(
        id="acme-staff", organisation="acme", strategy=strategy, lot="p1", groups=("staff",),
        name="Staff",
    )  # fmt: skip
    return replace(
        plain,
        lots=(replace(plain.lots[0], groups=(Group("staff", "Staff", SPOTS),)),),
        leases=(replace(plain.leases[0], spots={"staff": SPOTS}),),
        organisations=(acme,),
        policies=(replace(terms, **policy),),
    )


class Desk:
    """A store with Ada at the entry, and a hand on the fixes."""

    def __init__(self, path: Path, site: Site) -> None:
        made = quay.quay(path, site)
        self.ada = made.ada
        self.store: Database = made.open()

    def view(self, at: datetime = AT) -> ParkerView:
        """Return what the panel shows of Ada."""
        return self.store.read(lambda tx: parker_view(tx, load_site(tx), self.ada, "entry", at))

    def offer(self, code: str) -> Offer:
        """Return an offer that must be there."""
        return next(offer for offer in self.view().offers if offer.code == code)

    def fix(self, offer: Offer, **chosen: object) -> str:
        """Carry out an offer as it was proposed, or as chosen."""
        request = self._request(offer, chosen)
        return self.store.write(lambda tx: remedies.carry_out(tx, load_site(tx), request, AT))

    def room(self, offer: Offer, **chosen: object) -> Room:
        """Ask how much room there is for it."""
        request = self._request(offer, chosen)
        return self.store.read(lambda tx: remedies.room(tx, load_site(tx), request, AT))

    def book(self, starts: datetime, ends: datetime, **more: object) -> Reservation:
        """Store a booking, or a visit, of Ada's."""
        values: dict[str, Any] = {"kind": ReservationKind.BOOKING, "policy": "acme-staff", **more}
        booking = Reservation(
            id=new_id(), profile=self.ada, lot="p1", group="staff", starts=starts, ends=ends,
            organisation="acme", **values,
        )  # fmt: skip
        self.store.write(lambda tx: add_reservation(tx, booking))
        return booking

    def visit(self, starts: datetime, ends: datetime) -> Reservation:
        """Store a visit of Ada's."""
        return self.book(starts, ends, kind=ReservationKind.VISIT, policy=None)

    def enter(self) -> Session:
        """Have Ada inside since an hour."""
        session = Session(
            id=new_id(), lot="p1", group="staff", gate_in="entry", started=AT - HOUR,
            profile=self.ada, policy="acme-staff", organisation="acme",
        )  # fmt: skip
        self.store.write(lambda tx: start_session(tx, session))
        return session

    def read(self, plate: str, at: datetime = AT) -> Reason:
        """Return why a plate is let in or not."""
        read = Read(
            gate="entry", at=at, method=Method.PLATE, plate=plate, direction=Direction.ENTRY
        )
        return self.store.read(lambda tx: judge(tx, load_site(tx), read)).reason

    def notes(self) -> list[str]:
        """Return what the feed tells of the gate."""
        rows = self.store.read(lambda tx: events_at_gate(tx, "entry"))
        return [f"{row.operator}: {row.who}: {row.text}" for row in rows]

    def _request(self, offer: Offer, chosen: Mapping[str, object]) -> FixRequest:
        values: dict[str, Any] = {
            "subject": offer.subject, "policy": offer.policy, "plate": offer.plate,
            "starts": offer.starts, "ends": offer.ends, "profile": self.ada, **chosen,
        }  # fmt: skip
        return FixRequest(code=offer.code, gate="entry", operator="Guard 1", **values)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk of a lot with two spots, in which Ada may be only with a booking."""
    desk = Desk(tmp_path / "site", _site())
    yield desk
    desk.store.close()


def other_site(desk: Desk, tmp_path: Path, site: Site) -> Desk:
    """Return a desk of another site."""
    desk.store.close()
    desk.__init__(tmp_path / "other", site)
    return desk


def test_a_booking_is_made_and_lets_in(desk: Desk) -> None:
    """From now, for two hours up to the next quarter, in the right's own group."""
    assert desk.view().verdict.reason == Reason.NO_BOOKING
    offer = desk.offer("create_booking")
    assert (offer.asks, offer.ends) == (Asks.WINDOW, AT + 2 * HOUR)
    assert desk.room(offer) == Room(line="Staff: 2 of 2 free then")
    assert desk.fix(offer) == "Booked in Staff until Mon 23 Nov 12:30"
    assert desk.view().verdict.may_pass
    assert desk.notes() == ["Guard 1: Ada Maes: Booked in Staff until Mon 23 Nov 12:30"]


def test_a_booking_lies_no_further_ahead_than_the_policy_plans(desk: Desk, tmp_path: Path) -> None:
    """Up to the minute."""
    other_site(desk, tmp_path, _site(planning_days=7))
    offer = desk.offer("create_booking")
    ahead = AT + timedelta(days=7)
    assert desk.room(offer, starts=ahead, ends=ahead + HOUR).fault == ""
    late = ahead + timedelta(minutes=1)
    assert "7 days ahead" in desk.room(offer, starts=late, ends=late + HOUR).fault


def test_the_last_spot_is_sold_once(desk: Desk) -> None:
    """Bookings that only follow each other share a spot; the sentence says what is taken."""
    for start in (0, 0, 3):
        booked = desk.book(AT + start * HOUR, AT + (start + 2) * HOUR)
        other = replace(booked, id=new_id(), cars_in=0)
        if start == 3:
            desk.store.write(lambda tx, other=other: add_reservation(tx, other))
    offer = Offer(code="create_booking", label="", policy="acme-staff")
    for starts, ends, free in ((0, 1, False), (2, 3, True), (1, 4, False), (2.5, 4, False)):
        chosen = {"starts": AT + starts * HOUR, "ends": AT + ends * HOUR}
        assert (desk.room(offer, **chosen).fault == "") is free
    with pytest.raises(Refused, match=r"Staff is full then \(0 inside, 2 reserved, 2 spots\)"):
        desk.fix(offer, starts=AT, ends=AT + HOUR)
    assert desk.notes() == []


def test_who_is_inside_takes_a_spot_of_what_begins_now(desk: Desk) -> None:
    """And of nothing that begins later: by then they may have left."""
    for _ in range(SPOTS):
        session = Session(
            id=new_id(), lot="p1", group="staff", gate_in="entry", started=AT - HOUR,
            organisation="acme",
        )  # fmt: skip
        desk.store.write(lambda tx, session=session: start_session(tx, session))
    offer = Offer(code="create_booking", label="", policy="acme-staff")
    with pytest.raises(Refused, match="2 inside, 0 reserved"):
        desk.fix(offer, starts=AT, ends=AT + HOUR)
    assert desk.fix(offer, starts=AT + HOUR, ends=AT + 2 * HOUR).startswith("Booked")


def test_a_booking_too_early_is_moved(desk: Desk) -> None:
    """To now, as long as it was, and it does not stand in its own way."""
    desk.book(AT + 3 * HOUR, AT + 5 * HOUR)
    desk.book(AT + 4 * HOUR, AT + 5 * HOUR)
    assert desk.view().verdict.reason == Reason.BOOKING_TOO_EARLY
    offer = desk.offer("move_booking")
    assert (offer.starts, offer.ends) == (AT, AT + 2 * HOUR)
    assert desk.room(offer, ends=AT + 5 * HOUR).fault == ""
    assert desk.fix(offer) == "Booking now from Mon 23 Nov 10:30 to Mon 23 Nov 12:30"
    assert desk.view().verdict.may_pass


def test_a_booking_that_ended_is_extended(desk: Desk) -> None:
    """By an hour from now unless another time is chosen."""
    desk.book(AT - 3 * HOUR, AT - HOUR)
    offer = desk.offer("extend_booking")
    assert (offer.asks, offer.ends) == (Asks.UNTIL, AT + HOUR)
    with pytest.raises(BadInput, match="over already"):
        desk.fix(offer, ends=AT)
    desk.fix(offer)
    assert desk.view().verdict.may_pass


def test_an_early_visitor_may_come_now(desk: Desk) -> None:
    """The visit begins with this minute and ends as planned."""
    visit = desk.visit(AT + 2 * HOUR, AT + 4 * HOUR)
    offer = desk.offer("start_now")
    assert (offer.asks, offer.about) == (
        Asks.NOTHING,
        "Visit of Acme, Mon 23 Nov 12:30 to Mon 23 Nov 14:30",
    )
    desk.fix(offer)
    assert desk.view().verdict.may_pass
    with pytest.raises(Refused, match="begun already"):
        desk.fix(offer)
    assert desk.view().reservations[0] == replace(visit, starts=AT)


def test_a_late_visitor_may_stay_longer(desk: Desk) -> None:
    """As long as the host's policy allows."""
    desk.visit(AT - 3 * HOUR, AT - HOUR)
    offer = desk.offer("extend")
    assert "at most 10 hours" in desk.room(offer, ends=AT + 8 * HOUR).fault
    desk.fix(offer, ends=AT + 2 * HOUR)
    assert desk.view().verdict.may_pass


def test_a_visit_that_its_host_must_confirm_is_confirmed(desk: Desk, tmp_path: Path) -> None:
    """On the telephone, while the visitor waits; where nobody must, it is not offered."""
    site = _site()
    strict = replace(site.organisations[0], visitors=VisitorPolicy(host_must_confirm=True))
    desk.visit(AT + 2 * HOUR, AT + 4 * HOUR)
    assert "host_said_yes" not in {offer.code for offer in desk.view().offers}
    other_site(desk, tmp_path, replace(site, organisations=(strict,)))
    desk.visit(AT, AT + HOUR)
    assert not desk.view().verdict.may_pass
    assert desk.fix(desk.offer("host_said_yes")) == "The host said yes"
    assert desk.view().verdict.may_pass


def test_a_session_that_is_stale_is_ended_and_the_gate_asked_for(
    desk: Desk, tmp_path: Path
) -> None:
    """The driver stands outside: the record was wrong."""
    other_site(desk, tmp_path, _site(Strategy.FCFS, sequence=Sequence.HARD))
    desk.enter()
    assert desk.view().verdict.reason == Reason.ASE_ALREADY_IN
    offer = desk.offer("end_session")
    assert offer.opens
    assert desk.fix(offer) == "Session since Mon 23 Nov 09:30 ended"
    assert desk.view().verdict.may_pass
    assert desk.store.read(lambda tx: open_session(tx, desk.ada, "p1")) is None
    with pytest.raises(Refused, match="ended already"):
        desk.fix(offer)


def test_a_full_lot_offers_its_old_sessions(desk: Desk, tmp_path: Path) -> None:
    """Only those of a car that is long gone free a spot."""
    other_site(desk, tmp_path, _site(Strategy.FCFS))
    sessions = [
        Session(
            id=new_id(), lot="p1", group="staff", gate_in="entry", plate=plate,
            started=AT - age * HOUR, organisation="acme",
        )
        for plate, age in (("9XYZ999", 50), ("8ABC888", 1))
    ]  # fmt: skip
    for session in sessions:
        desk.store.write(lambda tx, session=session: start_session(tx, session))
    assert desk.view().verdict.reason == Reason.PARKING_FULL
    offer = desk.offer("stale_sessions")
    assert (offer.asks, offer.about) == (Asks.SESSION, "P1")
    (old,) = desk.store.read(lambda tx: old_sessions(tx, load_site(tx), "entry", AT))
    assert old.line == "Sat 21 Nov 08:30 · 9-XYZ-999 · Staff"
    desk.fix(Offer(code="end_session", label="", subject=old.id))
    assert desk.view().verdict.may_pass


def test_the_session_of_a_guaranteed_spot_is_not_ended_by_hand(desk: Desk, tmp_path: Path) -> None:
    """It is neither offered nor done."""
    other_site(desk, tmp_path, _site(Strategy.PREF, sequence=Sequence.HARD))
    session = desk.enter()
    assert desk.view().verdict.reason == Reason.ASE_ALREADY_IN
    assert [offer.code for offer in desk.view().offers] == ["set_neutral"]
    with pytest.raises(Refused, match="guaranteed"):
        desk.fix(Offer(code="end_session", label="", subject=session.id))


def test_a_borrowed_car_may_be_used_for_a_while(desk: Desk) -> None:
    """It lets in as the parker's own, and ends by itself."""
    desk.book(AT - HOUR, AT + 99 * HOUR)
    offer = Offer(code="use_plate_until", label="", plate="8-new-008", ends=AT + 24 * HOUR)
    assert desk.read("8NEW008") == Reason.UNKNOWN_PLATE
    assert desk.fix(offer) == "8-NEW-008 may be used until Tue 24 Nov 10:30"
    assert desk.read("8NEW008") == Reason.GRANTED
    assert desk.read("8NEW008", AT + 24 * HOUR) == Reason.UNKNOWN_PLATE
    for fault, chosen in (
        ("7 days", {"ends": AT + timedelta(days=7, minutes=1), "plate": "9-ABC-999"}),
        ("already", {}),
        ("until when", {"ends": AT}),
    ):
        with pytest.raises((BadInput, Refused), match=fault):
            desk.fix(offer, **chosen)


def test_what_waits_at_the_gate_says_how_they_stand_now(desk: Desk) -> None:
    """Else the list would go on saying what was just put right."""
    entry = Entry(
        id=new_id(), gate="entry", kind=EntryKind.REFUSED, opened=AT, plate="8-NEW-008",
        text="Plate not known here",
    )  # fmt: skip
    desk.store.write(lambda tx: open_entry(tx, entry))
    desk.book(AT - HOUR, AT + HOUR)
    desk.fix(
        Offer(code="use_plate_until", label="", plate="8-NEW-008", ends=AT + HOUR),
    )
    (told,) = desk.store.read(open_entries)
    assert told.text.startswith("May pass now")
    assert told.profile == desk.ada


def test_what_the_plan_lacks_is_not_offered(desk: Desk, tmp_path: Path) -> None:
    """Here neither bookings nor visits."""
    site = _site()
    poor = replace(site.organisations[0], plan=("control_room",))
    other_site(desk, tmp_path, replace(site, organisations=(poor,)))
    assert [offer.asks for offer in desk.view().offers] == [Asks.ADVICE]
    with pytest.raises(Refused, match="plan of Acme does not include bookings"):
        desk.fix(Offer(code="create_booking", label="", policy="acme-staff"), ends=AT + HOUR)


@pytest.mark.parametrize("subject", [None, new_id()])
def test_what_is_gone_cannot_be_changed(desk: Desk, subject: UUID | None) -> None:
    """Another desk may have removed it meanwhile."""
    offer = Offer(code="extend", label="", subject=subject, ends=AT + HOUR)
    with pytest.raises(NotFound, match="look again"):
        desk.fix(offer)


def test_an_access_that_cannot_be_booked_is_refused(desk: Desk, tmp_path: Path) -> None:
    """Whatever a window that is out of date still asks for."""
    other_site(desk, tmp_path, _site(Strategy.FCFS))
    with pytest.raises(Refused, match="no access that can be booked"):
        desk.fix(
            Offer(code="create_booking", label="", policy="acme-staff"), starts=AT, ends=AT + HOUR
        )


def test_a_parker_of_two_accesses_books_the_one_that_is_asked(desk: Desk, tmp_path: Path) -> None:
    """A pass for all days is no booking."""
    site = _site()
    always = replace(site.policies[0], id="pass", strategy=Strategy.OTFB)
    other_site(desk, tmp_path, replace(site, policies=(*site.policies, always)))
    given = Right(id=new_id(), policy="pass", profile=desk.ada)
    desk.store.write(lambda tx: add_rights(tx, [given]))
    offer = Offer(code="enter_duration", label="", policy="pass")
    desk.fix(offer, starts=AT, ends=AT + HOUR)
    assert [each.policy for each in desk.view().reservations] == ["pass"]
