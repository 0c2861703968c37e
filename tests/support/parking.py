"""A small parking to decide about: one lot, a few gates, and parkers made in one line each.

All times are on the clock of Brussels in the week from Monday 23 November 2026, so `Mon 09:00`
says enough; a full ISO time names any other.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from izix_desk.domain.deciding import decide
from izix_desk.domain.decision import Access, Candidate, Decision, Known, Read
from izix_desk.domain.parkers import (
    Profile,
    Release,
    Reservation,
    ReservationKind,
    ReservationState,
    Right,
    Session,
    Vehicle,
)
from izix_desk.domain.site import (
    Direction,
    ExitRule,
    Gate,
    Group,
    Lease,
    Lot,
    Method,
    Organisation,
    Output,
    Policy,
    Strategy,
    VisitorPolicy,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_IDS = UUID("6b1f7c52-0000-7000-8000-000000000000")

LOT = Lot(
    id="p1",
    name="P1",
    groups=(Group("staff", "Staff", 120), Group("visitors", "Visitors", 20)),
    hours="Mo-Fr 06:00-22:00; Sa 08:00-18:00; PH off",
    closed_on=(date(2026, 11, 27),),
)
ACME = Organisation(id="acme", name="Acme", plan=("control_room", "visitors", "bookings"))
LEASES = (
    Lease(tenant="acme", lot="p1", spots={"staff": 80}, starts=date(2026, 1, 1)),
    Lease(tenant="gone", lot="p1", spots={}, starts=date(2025, 1, 1), ends=date(2026, 10, 31)),
    Lease(tenant="soon", lot="p1", spots={}, starts=date(2026, 12, 1)),
    Lease(tenant="nine", lot="p1", spots={}, starts=date(2026, 1, 1), hours="Mo-Fr 09:00-17:00"),
)


def ident(name: str) -> UUID:
    """Return a lasting id for a name."""
    return uuid5(_IDS, name)


def time(text: str) -> datetime:
    """Return `Mon 09:00` of the week, or any ISO time, on the clock of Brussels unless it says."""
    if text[:3] not in _DAYS:
        instant = datetime.fromisoformat(text)
        return instant if instant.tzinfo else instant.replace(tzinfo=BRUSSELS)
    day = 23 + _DAYS.index(text[:3])
    return datetime.fromisoformat(f"2026-11-{day}T{text[4:]}").replace(tzinfo=BRUSSELS)


def _gate(name: str, direction: Direction = Direction.ENTRY, **more: object) -> Gate:
    plain = Gate(
        id=name, name=name, lot="p1", direction=direction, line="n", address=1,
        open=Output(number=0),
    )  # fmt: skip
    return replace(plain, **more)


GATES = {
    gate.id: gate
    for gate in (
        _gate("in"),
        _gate("out", Direction.EXIT),
        _gate("out, known only", Direction.EXIT, exit=ExitRule.KNOWN),
        _gate("both ways", Direction.BOTH),
        _gate("visitors in", groups=("visitors",)),
        _gate("badges only", methods=(Method.BADGE,)),
        _gate("out of service", in_service=False, out_of_service_note="arm broken"),
        _gate("sharp camera", min_confidence=0.8),
        _gate("out, sharp", Direction.EXIT, min_confidence=0.8),
        _gate("out, sharp, known only", Direction.EXIT, min_confidence=0.8, exit=ExitRule.KNOWN),
        _gate("door", Direction.BOTH, methods=(Method.BADGE, Method.PIN), on_foot=True),
        _gate("out, badges only", Direction.EXIT, methods=(Method.BADGE,)),
    )
}


def right(
    strategy: Strategy = Strategy.FCFS,
    timetable: str = "Mo-Fr 07:00-19:00",
    *,
    org: str = "acme",
    given: tuple[str, str] = ("", ""),
    booked: tuple[Reservation, ...] = (),
    released: tuple[str, str] | None = None,
    name: str = "",
    **policy: object,
) -> Access:
    """Return a right by a policy; `given` are its first and last day."""
    name = name or f"{strategy} {timetable}"
    plain = Policy(
        id=name, name=name, organisation=org, strategy=strategy, timetable=timetable, lot="p1",
        groups=("staff",),
    )  # fmt: skip
    terms = replace(plain, **policy)
    starts, ends = (date.fromisoformat(day) if day else None for day in given)
    gone = (Release(time(released[0]), time(released[1])),) if released else ()
    return Access(
        policy=terms,
        right=Right(id=ident(name), policy=name, starts=starts, ends=ends),
        organisation=replace(ACME, id=org),
        reservations=booked,
        released=gone,
    )


def booking(starts: str, ends: str, **more: object) -> Reservation:
    """Return a booking of a staff spot."""
    plain = Reservation(
        id=ident(f"booking {starts}"), kind=ReservationKind.BOOKING, profile=ident("Peeters"),
        lot="p1", group="staff", starts=time(starts), ends=time(ends),
    )  # fmt: skip
    return replace(plain, **more)


def visit(starts: str, ends: str, *, confirm: bool = False, **more: object) -> Access:
    """Return a visit to Acme."""
    made = replace(
        booking(starts, ends, **more), kind=ReservationKind.VISIT, group="visitors",
        organisation="acme", host="E. Claes",
    )  # fmt: skip
    policy = Policy(
        id="visit", name="Visit", organisation="acme", strategy=Strategy.VISITOR, lot="p1",
        groups=("visitors",),
    )  # fmt: skip
    host = replace(ACME, visitors=VisitorPolicy(host_must_confirm=confirm))
    return Access(policy=policy, organisation=host, reservations=(made,))


CANCELLED = ReservationState.CANCELLED
NO_SHOW = ReservationState.NO_SHOW


def parker(
    *accesses: Access,
    name: str = "Peeters",
    plate: str = "1-ABC-234",
    inside: str = "",
    left: str = "",
    by: str | None = None,
    visiting: Access | None = None,
    vehicle: Mapping[str, object] | None = None,
    **profile: object,
) -> Candidate:
    """Return a parker; `inside` since when, `by` a policy or `visiting`; `left` when last."""
    entered = Session(
        id=ident(f"session {name}"), lot="p1", group="staff", gate_in="in",
        started=time(inside or "Mon 08:00"), policy=by,
        reservation=visiting.reservations[0].id if visiting else None,
    )  # fmt: skip
    person = Profile(id=ident(name), organisation="acme", last_name=name)
    return Candidate(
        profile=replace(person, **profile),
        vehicle=replace(Vehicle(id=ident(plate + name), plate=plate), **(vehicle or {})),
        accesses=accesses,
        inside=entered if inside else None,
        last_exit=time(left) if left else None,
    )


def known(gate: str = "in", *who: Candidate) -> Known:
    """Return what is known at a gate; without counts there is room."""
    return Known(
        timezone="Europe/Brussels", country="BE", lot=LOT, gate=GATES[gate], candidates=who,
        leases=LEASES,
    )  # fmt: skip


def read(at: str, gate: str = "in", **more: object) -> Read:
    """Return a read of 1-ABC-234, or of what else is given."""
    return replace(Read(gate=gate, at=time(at), plate="1-ABC-234", raw="1-ABC-234"), **more)


def decision(
    at: str,
    *who: Candidate,
    gate: str = "in",
    reading: Mapping[str, object] | None = None,
    **world: object,
) -> Decision:
    """Return the decision about a read of 1-ABC-234; `world` is what else is known."""
    return decide(read(at, gate, **(reading or {})), replace(known(gate, *who), **world))
