"""Fixes about spots, plates, ways and gates, each offered where it helps and carried out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from izix_desk.domain.commands import VALID, GateCommand
from izix_desk.domain.decision import Read, Reason
from izix_desk.domain.errors import BadInput, Refused
from izix_desk.domain.parkers import Profile, Right, Vehicle
from izix_desk.domain.requests import FixRequest, OpenRequest
from izix_desk.domain.roles import Role
from izix_desk.domain.site import (
    Direction,
    Group,
    Method,
    Policy,
    Sequence,
    Strategy,
)
from izix_desk.domain.views import Asks, Offer, ParkerView, PlateView
from izix_desk.services import remedies
from izix_desk.services.gate_news import tailgated
from izix_desk.services.gate_views import gate_news
from izix_desk.services.gatekeeping import take_read
from izix_desk.services.moments import Moment, present
from izix_desk.services.opening import ask
from izix_desk.services.panel import Looker, parker_view, plate_view
from izix_desk.services.passing import car_passed
from izix_desk.store.commands import get_command
from izix_desk.store.entries import open_entries
from izix_desk.store.events import get_event, last_event
from izix_desk.store.ids import new_id
from izix_desk.store.occupancy import inside_counts
from izix_desk.store.parkers import (
    add_rights,
    add_vehicles,
    reservations_of,
    rights_of,
    save_profile,
    vehicles_of,
)
from izix_desk.store.releases import add_release, releases_at
from izix_desk.store.search_index import index_profile
from izix_desk.store.sessions import open_session, open_session_of_plate
from izix_desk.store.site import load_site
from tests.services.test_remedies import AT, HOUR, SPOTS, Desk, _site, other_site
from tests.support import quay

STRANGE = "9-XYZ-999"
FLEET = "1-FLT-001"
DAY = timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk of a lot with two spots, one of them guaranteed to Ada."""
    desk = Desk(tmp_path / "site", _site(Strategy.PREF, sequence=Sequence.HARD))
    yield desk
    desk.store.close()


def view(desk: Desk, plate: str = "", role: Role = Role.ADMINISTRATOR) -> ParkerView:
    """Return what the panel shows of Ada while a car waits."""
    looker = Looker(role, plate)
    return desk.store.read(
        lambda tx: parker_view(tx, load_site(tx), desk.ada, "entry", AT, looker=looker)
    )


def plate_of(desk: Desk, plate: str, gate: str = "entry") -> PlateView:
    """Return what the panel shows of a plate."""
    return desk.store.read(lambda tx: plate_view(tx, load_site(tx), plate, gate, AT))


def offer(shown: ParkerView | PlateView, code: str) -> Offer:
    """Return an offer that must be there."""
    return next(each for each in shown.offers if each.code == code)


def give_up(desk: Desk, starts: datetime, ends: datetime) -> UUID:
    """Let Ada give up her spot; return her right."""
    right = desk.store.read(lambda tx: rights_of(tx, desk.ada))[0].id
    desk.store.write(lambda tx: add_release(tx, right, starts, ends))
    return right


def fix(desk: Desk, made: Offer, role: Role = Role.ADMINISTRATOR, **chosen: object) -> str:
    """Carry out an offer at its own gate."""
    values = {
        "subject": made.subject, "policy": made.policy, "plate": made.plate, "way": made.way,
        "starts": made.starts, "ends": made.ends, "profile": desk.ada, **chosen,
    }  # fmt: skip
    request = FixRequest(
        code=made.code, gate=made.gate or "entry", operator="Guard 1", role=role, **values
    )
    return desk.store.write(lambda tx: remedies.carry_out(tx, load_site(tx), request, AT))


def test_a_spot_that_was_given_up_is_taken_back_for_today_only(desk: Desk) -> None:
    """Tomorrow it stays given up; what is over stays as it was."""
    right = give_up(desk, AT - DAY, AT + 2 * DAY)
    assert view(desk).verdict.reason == Reason.SPOT_RELEASED
    made = offer(view(desk), "cancel_release")
    assert desk.room(made).line == "Staff: 2 of 2 free"
    assert fix(desk, made) == "Spot taken back for today"
    assert view(desk).verdict.may_pass
    midnight = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    for at, given_up in ((AT - HOUR, 1), (AT, 0), (midnight - HOUR, 0), (midnight, 1)):
        assert len(desk.store.read(lambda tx, at=at: releases_at(tx, right, at))) == given_up
    with pytest.raises(Exception, match="look again"):
        fix(desk, made)


def test_taking_a_spot_back_says_by_how_much_that_overbooks(desk: Desk) -> None:
    """The spot was given to others meanwhile; it is taken back all the same, and recorded."""
    give_up(desk, AT - HOUR, AT + HOUR)
    for number in range(SPOTS):
        desk.book(AT - HOUR, AT + HOUR)
        del number
    made = offer(view(desk), "cancel_release")
    told = "Staff is overbooked by 1 then (0 inside, 2 reserved, 2 spots)"
    assert desk.room(made).line == told
    assert fix(desk, made) == f"Spot taken back for today; {told}"
    assert any(told in note for note in desk.notes())


def test_a_plate_becomes_a_parkers_own(desk: Desk) -> None:
    """Also one that they were lent; and what is theirs is not offered again."""
    lent = offer(view(desk, STRANGE), "use_plate_until")
    assert lent.label == "Use 9-XYZ-999 until…"
    fix(desk, lent)
    assert {each.code for each in view(desk, STRANGE).offers} & {"link_plate"} == set()
    assert fix(desk, replace(lent, code="link_plate")) == "9-XYZ-999 is theirs from now on"
    mine = desk.store.read(lambda tx: vehicles_of(tx, desk.ada))
    assert [(each.plate, each.valid_until) for each in mine] == [
        (quay.KNOWN_PLATE, None), ("9XYZ999", None),
    ]  # fmt: skip
    assert desk.read("9XYZ999", AT + 30 * DAY) == Reason.GRANTED
    with pytest.raises(Refused, match="already"):
        fix(desk, replace(lent, code="link_plate"))


def test_whose_else_a_plate_is_is_said_and_a_blocked_one_is_never_lent(desk: Desk) -> None:
    """Whoever lends it must know; a car that is kept out gets in by nobody."""
    bert = quay.park(desk.store, "Claes", STRANGE)
    warned = {each.code: each.warning for each in view(desk, STRANGE).offers}
    assert warned["use_plate_until"] == "9-XYZ-999 is a plate of Claes (Acme)."
    assert warned["link_plate"] == warned["use_plate_until"]
    blocked = Profile(id=bert, organisation="acme", last_name="Claes", blocked=True)
    desk.store.write(lambda tx: save_profile(tx, blocked))
    assert "use_plate_until" not in {each.code for each in view(desk, STRANGE).offers}
    made = Offer(code="use_plate_until", label="", plate=STRANGE, ends=AT + HOUR)
    with pytest.raises(Refused, match="blocked: nobody may use it"):
        fix(desk, made)


def test_only_an_administrator_gives_a_plate_for_good(desk: Desk) -> None:
    """It is not offered to the others, and refused when it is asked for all the same."""
    for role, codes in (
        (Role.SECURITY, {"use_plate_until"}),
        (Role.ADMINISTRATOR, {"use_plate_until", "link_plate"}),
        (Role.OWNER, set()),
        (Role.AUDITOR, set()),
    ):
        offered = {each.code for each in view(desk, STRANGE, role).offers}
        assert offered & {"use_plate_until", "link_plate"} == codes
    made = Offer(code="link_plate", label="", plate=STRANGE)
    with pytest.raises(Refused, match=r"role \(security\) does not include this; ask: adm"):
        fix(desk, made, Role.SECURITY)


def _with_fleet(desk: Desk, tmp_path: Path) -> UUID:
    """Give Acme a vehicle that anybody of theirs may drive once it is booked."""
    site = _site()
    pool = Policy(
        id="pool", organisation="acme", strategy=Strategy.VEHICLE_BOOK, lot="p1",
        groups=("staff",), name="Pool cars",
    )  # fmt: skip
    other_site(desk, tmp_path, replace(site, policies=(*site.policies, pool)))
    car = Vehicle(id=new_id(), plate=FLEET, organisation="acme")
    given = Right(id=new_id(), policy="pool", vehicle=car.id)
    desk.store.write(lambda tx: (add_vehicles(tx, [car]), add_rights(tx, [given])))
    return car.id


def test_a_vehicle_of_the_fleet_is_booked_for_who_drives_it(desk: Desk, tmp_path: Path) -> None:
    """The capacity is shown; then the car may pass, and its booking is used up by driving in."""
    car = _with_fleet(desk, tmp_path)
    assert plate_of(desk, FLEET).verdict.reason == Reason.VEHICLE_NOT_BOOKED
    assert plate_of(desk, FLEET).fleet == "Acme"
    made = offer(view(desk, FLEET), "book_vehicle")
    assert (made.label, made.asks) == ("Book 1-FLT-001", Asks.WINDOW)
    assert desk.room(made).line == "Staff: 2 of 2 free then"
    assert fix(desk, made).startswith("Booked in Staff until")
    assert plate_of(desk, FLEET).verdict.may_pass
    command = _open(desk, OpenRequest(
        gate="entry", reason=VALID, operator="Guard 1", desk="d", plate=FLEET,
        event=_read(desk, FLEET), access="policy:pool",
    ))  # fmt: skip
    desk.store.write(lambda tx: car_passed(tx, load_site(tx), command, AT))
    inside = desk.store.read(lambda tx: open_session_of_plate(tx, FLEET, "p1"))
    (booking,) = desk.store.read(lambda tx: reservations_of(tx, desk.ada))
    assert inside is not None
    assert (inside.reservation, booking.vehicle, booking.cars_in) == (booking.id, car, 1)


def test_a_fleets_vehicle_is_booked_by_its_own_people_only(desk: Desk, tmp_path: Path) -> None:
    """A visitor from elsewhere is not offered it."""
    _with_fleet(desk, tmp_path)
    stranger = Profile(id=new_id(), organisation="delta", last_name="Peeters")
    desk.store.write(lambda tx: (save_profile(tx, stranger), index_profile(tx, stranger.id)))
    desk.ada = stranger.id
    assert "book_vehicle" not in {each.code for each in view(desk, FLEET).offers}
    with pytest.raises(Refused, match="plan does not include bookings"):
        fix(desk, Offer(code="book_vehicle", label="", plate=FLEET), subject=new_id(),
            policy="pool", starts=AT, ends=AT + HOUR)  # fmt: skip


def test_the_end_that_was_chosen_is_the_sessions(desk: Desk, tmp_path: Path) -> None:
    """At the desk it keeps a spot until then; from there the gate is asked for."""
    other_site(desk, tmp_path, _site(Strategy.OTFB))
    assert view(desk).verdict.reason == Reason.DURATION_REQUIRED
    made = offer(view(desk), "enter_duration")
    assert (made.asks, made.opens) == (Asks.UNTIL, True)
    fix(desk, made, ends=AT + HOUR)
    command = _open(desk, OpenRequest(
        gate="entry", reason=VALID, operator="Guard 1", desk="d", profile=desk.ada,
        plate=quay.KNOWN_PLATE, access="policy:acme-staff",
    ))  # fmt: skip
    desk.store.write(lambda tx: car_passed(tx, load_site(tx), command, AT))
    inside = desk.store.read(lambda tx: open_session(tx, desk.ada, "p1"))
    assert inside is not None
    assert inside.until == AT + HOUR


def test_an_end_that_the_gate_itself_asked_for_is_the_sessions(desk: Desk, tmp_path: Path) -> None:
    """The gatekeeper judges the read by it, and no booking is made."""
    other_site(desk, tmp_path, _site(Strategy.OTFB))
    read = Read(gate="entry", at=AT, plate=quay.KNOWN_PLATE, until=AT + 3 * HOUR)
    admitted = desk.store.write(lambda tx: take_read(tx, load_site(tx), read, Moment(AT, 0.0)))
    assert admitted.opens is not None
    command = admitted.opens
    desk.store.write(lambda tx: car_passed(tx, load_site(tx), command, AT))
    inside = desk.store.read(lambda tx: open_session(tx, desk.ada, "p1"))
    assert inside is not None
    assert inside.until == AT + 3 * HOUR


def _read(desk: Desk, plate: str, gate: str = "entry") -> UUID:
    """Have a plate read; return its event."""
    read = Read(gate=gate, at=AT, raw=plate, plate=plate)
    taken = desk.store.write(lambda tx: take_read(tx, load_site(tx), read, Moment(AT, 0.0)))
    return taken.event.id


def _open(desk: Desk, request: OpenRequest) -> GateCommand:
    """Ask for an opening as the desk does."""
    at = Moment(AT, present().monotonic)
    asked = desk.store.write(lambda tx: ask(tx, request, at, load_site(tx)))
    command = desk.store.read(lambda tx: get_command(tx, asked))
    assert command is not None
    return command


def test_in_or_out_is_said_by_a_person_and_judged_anew(desk: Desk, tmp_path: Path) -> None:
    """What waits says the result; the passage counts the way that was said."""
    site = quay.with_gate(_site(Strategy.FCFS), "entry", direction=Direction.BOTH)
    other_site(desk, tmp_path, site)
    desk.enter()
    _read(desk, quay.KNOWN_PLATE)
    shown = plate_of(desk, quay.KNOWN_PLATE)
    assert shown.verdict.reason == Reason.DIRECTION_UNKNOWN
    ways = [each for each in shown.offers if each.code == "choose_direction"]
    assert [each.label for each in ways] == ["Coming in", "Going out"]
    # Still counted inside, for an exit was missed; yet the driver says that they come in.
    assert fix(desk, ways[0], profile=None).startswith("Coming in: May pass now")
    assert plate_of(desk, quay.KNOWN_PLATE).profile == desk.ada
    (entry,) = desk.store.read(open_entries)
    assert (entry.profile, entry.text.startswith("May pass now")) == (desk.ada, True)
    command = _open(desk, OpenRequest(
        gate="entry", reason=VALID, operator="Guard 1", desk="d", profile=desk.ada,
        plate=quay.KNOWN_PLATE, event=entry.event, access="policy:acme-staff",
    ))  # fmt: skip
    desk.store.write(lambda tx: car_passed(tx, load_site(tx), command, AT))
    inside = desk.store.read(lambda tx: open_session(tx, desk.ada, "p1"))
    assert inside is not None
    assert inside.started == AT


def test_a_camera_of_two_lanes_leads_to_the_lane_that_is_said(desk: Desk, tmp_path: Path) -> None:
    """Whoever goes out stands at the exit; what waits moves there."""
    site = quay.with_gate(_site(Strategy.FCFS), "exit", plates="camera")
    other_site(desk, tmp_path, site)
    _read(desk, quay.KNOWN_PLATE)
    ways = [each for each in plate_of(desk, quay.KNOWN_PLATE).offers if each.way]
    assert [(each.way, each.gate) for each in ways] == [
        (Direction.ENTRY, "entry"), (Direction.EXIT, "exit"),
    ]  # fmt: skip
    fix(desk, ways[1], profile=None)
    (entry,) = desk.store.read(open_entries)
    assert entry.gate == "exit"
    event = desk.store.read(lambda tx: get_event(tx, entry.event or new_id()))
    assert event is not None
    assert (event.direction, event.operator) == (Direction.EXIT, "Guard 1")
    with pytest.raises(BadInput, match="in or goes out"):
        fix(desk, replace(ways[1], way=None), profile=None)


def test_the_right_gate_is_named(desk: Desk, tmp_path: Path) -> None:
    """The one that leads to the groups of the access, and takes plates; it stores nothing."""
    site = _site(Strategy.FCFS)
    lot = replace(site.lots[0], groups=(Group("staff", "Staff", 2), Group("vip", "VIP", 2)))
    site = quay.with_gate(replace(site, lots=(lot,)), "entry", groups=("vip",))
    right = replace(site.gates[0], id="north", name="North entry", groups=("staff",), address=3)
    pin = replace(right, id="pin", name="PIN only", methods=(Method.PIN,), address=4)
    other_site(desk, tmp_path, replace(site, gates=(*site.gates, pin, right)))
    assert view(desk).verdict.reason == Reason.GATE_NOT_INCLUDED
    made = offer(view(desk), "show_right_gate")
    assert (made.label, made.gate, made.asks) == ("Show North entry", "north", Asks.GATE)
    with pytest.raises(BadInput, match="There is no fix"):
        fix(desk, made)


def test_who_may_be_called_is_said(desk: Desk, tmp_path: Path) -> None:
    """With the number; and where there is room, when a group is full."""
    site = _site(Strategy.FCFS)
    lot = replace(site.lots[0], groups=(Group("staff", "Staff", 0), Group("vip", "VIP", 3)))
    lease = replace(site.leases[0], spots={"staff": 0})
    other_site(desk, tmp_path, replace(site, lots=(lot,), leases=(lease,)))
    assert offer(view(desk), "other_group").label == "Room elsewhere: VIP 3"
    unknown = {each.code for each in plate_of(desk, STRANGE).offers}
    assert unknown == set()
    other_site(desk, tmp_path / "b", _site(starts=AT.date() + DAY))
    assert view(desk).verdict.reason == Reason.ACCESS_NOT_STARTED
    assert offer(view(desk), "call_manager").label == "Call Desk, +32 2 555 10 00"


def test_a_count_is_put_right_and_recorded(desk: Desk) -> None:
    """More cars are nobody's; fewer are taken from those, never from somebody who is known."""
    desk.enter()
    site = desk.store.read(load_site)
    desk.store.write(lambda tx: tailgated(tx, site, site.gate("entry"), AT))
    told = desk.store.read(lambda tx: last_event(tx, "entry"))
    assert told is not None
    news = desk.store.read(lambda tx: gate_news(tx, site, told.id))
    assert news is not None
    made = next(each for each in news.offers if each.code == "correct_count")
    assert (made.asks, made.about) == (Asks.COUNT, "P1")
    nobody = {"profile": None, "group": "staff"}
    assert fix(desk, made, **nobody, cars=3) == "Staff: 3 cars inside, 2 counted until now"
    assert desk.store.read(lambda tx: inside_counts(tx, "p1")) == {"staff": 3}
    assert fix(desk, made, **nobody, cars=1) == "Staff: 1 car inside, 3 counted until now"
    for cars, fault in ((1, "counted already"), (-1, "fewer than no"), (60, "50 cars at a time"),
                        (0, "Only 0 of the cars")):  # fmt: skip
        with pytest.raises((BadInput, Refused), match=fault):
            fix(desk, made, **nobody, cars=cars)
    assert desk.store.read(lambda tx: open_session(tx, desk.ada, "p1")) is not None
    with pytest.raises(Refused, match="does not include this"):
        fix(desk, made, Role.RECEPTIONIST, **nobody, cars=5)


def test_a_read_is_no_news_of_the_gate(desk: Desk) -> None:
    """It is about a car, which the panel shows anyway."""
    event = _read(desk, STRANGE)
    site = desk.store.read(load_site)
    assert desk.store.read(lambda tx: gate_news(tx, site, event)) is None
    assert desk.store.read(lambda tx: gate_news(tx, site, new_id())) is None


def test_who_is_set_to_neutral_passes_next(desk: Desk) -> None:
    """Inside or not is open then, and the next passage tells; it is recorded."""
    desk.enter()
    assert view(desk).verdict.reason == Reason.ASE_ALREADY_IN
    made = offer(view(desk), "set_neutral")
    assert made.opens
    fix(desk, made)
    assert view(desk).verdict.may_pass
    assert any("the next passage tells" in note for note in desk.notes())
