"""Which fixes of a refusal can be carried out for a parker, and what each would change."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias

from izix_desk.domain.decision import Access
from izix_desk.domain.parkers import HostAnswer, Reservation, ReservationKind
from izix_desk.domain.plates import pretty
from izix_desk.domain.site import Organisation, Strategy
from izix_desk.domain.views import Asks, Offer
from izix_desk.services.fix_plates import holds_barred
from izix_desk.services.offers_places import PLACES
from izix_desk.services.permits import in_plan, may
from izix_desk.services.sessions import may_end
from izix_desk.services.standing import Standing, label, quarter

USUAL_BOOKING = timedelta(hours=2)
USUAL_EXTENSION = timedelta(hours=1)
BORROWED = timedelta(days=1)
"""For how long a plate is linked unless another time is chosen."""
_BOOKED = {"create_booking": Strategy.BOOK, "enter_duration": Strategy.OTFB}


def offers(standing: Standing, fixes: Iterable[str]) -> tuple[Offer, ...]:
    """Return those of a verdict's fixes that help here and that the operator may carry out."""
    made = (each for code in fixes if may(code, standing.role) for each in _made(standing, code))
    return tuple(each if each.gate else replace(each, gate=standing.read.gate) for each in made)


def plate_offers(standing: Standing) -> tuple[Offer, ...]:
    """Offer to link the plate of the car that waits, when it is none of this parker's."""
    if not standing.plate or holds_barred(standing.holders) or standing.owns_plate:
        return ()
    whose = standing.names(standing.holders)
    warning = f"{pretty(standing.plate)} is a plate of {whose}." if whose else ""
    until = standing.read.at + BORROWED
    plate = Offer(code="", label="", gate=standing.read.gate, plate=standing.plate, warning=warning)
    values = {"plate": pretty(standing.plate), "own": True}
    wanted = (
        replace(plate, code="use_plate_until", asks=Asks.UNTIL, ends=until),
        replace(plate, code="link_plate"),
    )
    return tuple(
        replace(each, label=label(each.code, values))
        for each in wanted
        if may(each.code, standing.role)
    )


def _made(standing: Standing, code: str) -> tuple[Offer, ...]:
    if code in _MAKING:
        made = _MAKING[code](standing, code)
        return () if made is None else (made,)
    return PLACES[code](standing, code) if code in PLACES else ()


def _end_session(standing: Standing, code: str) -> Offer | None:
    session = standing.who.inside if standing.who else None
    if session is None or not may_end(standing.site, session):
        return None
    about = f"Inside since {standing.clock(session.started)}"
    return Offer(code=code, label=label(code), about=about, subject=session.id, opens=True)


def _set_neutral(standing: Standing, code: str) -> Offer | None:
    who = standing.who
    if who is None or who.profile is None or who.neutral:
        return None
    lot = standing.site.lot(standing.lot).name
    return Offer(code=code, label=label(code), about=f"{who.profile.name} · {lot}", opens=True)


def _stale_sessions(standing: Standing, code: str) -> Offer:
    lot = standing.site.lot(standing.lot).name
    return Offer(code=code, label=label(code), about=lot, asks=Asks.SESSION)


def _start_now(standing: Standing, code: str) -> Offer | None:
    visit = standing.nearest(ReservationKind.VISIT)
    if visit is None or visit.starts <= standing.read.at or not _host_may(standing, code, visit):
        return None
    return Offer(code=code, label=label(code), about=_visit(standing, visit), subject=visit.id)


def _host_said_yes(standing: Standing, code: str) -> Offer | None:
    visit = standing.nearest(ReservationKind.VISIT)
    asked = standing.organisation(visit.organisation) if visit is not None else None
    if visit is None or asked is None or visit.host_answer is HostAnswer.YES:
        return None
    # Somebody who said no may say yes later; nobody has to, where the policy does not want it.
    wanted = asked.visitors.host_must_confirm or visit.host_answer is HostAnswer.NO
    if not wanted or not _host_may(standing, code, visit):
        return None
    return Offer(code=code, label=label(code), about=_visit(standing, visit), subject=visit.id)


def _extend(standing: Standing, code: str) -> Offer | None:
    visit = standing.nearest(ReservationKind.VISIT)
    if visit is None or visit.starts > standing.read.at or not _host_may(standing, code, visit):
        return None
    return _longer(standing, code, visit, _visit(standing, visit))


def _extend_booking(standing: Standing, code: str) -> Offer | None:
    booking = standing.nearest(ReservationKind.BOOKING)
    if booking is None or booking.starts > standing.read.at or not _may_book(standing, code):
        return None
    return _longer(standing, code, booking, _booking(standing, booking))


def _longer(standing: Standing, code: str, reservation: Reservation, about: str) -> Offer:
    until = quarter(max(reservation.ends, standing.read.at) + USUAL_EXTENSION)
    return Offer(
        code=code, label=label(code), about=about, asks=Asks.UNTIL,
        subject=reservation.id, starts=reservation.starts, ends=until,
    )  # fmt: skip


def _move_booking(standing: Standing, code: str) -> Offer | None:
    booking, now = standing.nearest(ReservationKind.BOOKING), standing.read.at
    if booking is None or booking.starts <= now or not _may_book(standing, code):
        return None
    return Offer(
        code=code, label=label(code), about=_booking(standing, booking), asks=Asks.WINDOW,
        subject=booking.id, starts=now, ends=quarter(now + (booking.ends - booking.starts)),
    )  # fmt: skip


def _create_booking(standing: Standing, code: str) -> Offer | None:
    access = next((a for a in standing.accesses if a.policy.strategy is _BOOKED[code]), None)
    if access is None or not _may_book(standing, code):
        return None
    # Whoever was asked how long they stay is driven on to the gate.
    chosen = code == "enter_duration"
    return replace(
        _window(standing, code, access),
        asks=Asks.UNTIL if chosen else Asks.WINDOW, opens=chosen,
    )  # fmt: skip


def _book_vehicle(standing: Standing, code: str) -> Offer | None:
    person = standing.who.profile if standing.who else None
    own = person.organisation if person else None
    for car in standing.holders:
        vehicle = car.vehicle
        if car.profile is not None or vehicle is None or own is None or vehicle.organisation != own:
            continue
        access = standing.of_strategy(car.accesses, Strategy.VEHICLE_BOOK)
        if access is not None and _may_book(standing, code):
            made = replace(_window(standing, code, access), subject=vehicle.id, about_car=True)
            return replace(made, plate=vehicle.plate, label=_of_plate(code, vehicle.plate))
    return None


def _window(standing: Standing, code: str, access: Access) -> Offer:
    now, policy = standing.read.at, access.policy
    return Offer(
        code=code, label=label(code), about=policy.name or policy.id, asks=Asks.WINDOW,
        policy=policy.id, starts=now, ends=quarter(now + USUAL_BOOKING),
    )  # fmt: skip


def _cancel_release(standing: Standing, code: str) -> Offer | None:
    now = standing.read.at
    for access in standing.accesses:
        for given in access.released:
            if given.starts <= now < given.ends and access.right is not None:
                times = f"{standing.clock(given.starts)} to {standing.clock(given.ends)}"
                about = f"{access.policy.name or access.policy.id}: given up from {times}"
                if not _may_book(standing, code):
                    return None
                return Offer(code=code, label=label(code), about=about, subject=access.right.id)
    return None


def _host_may(standing: Standing, code: str, visit: Reservation) -> bool:
    return in_plan(code, standing.organisation(visit.organisation))


def _may_book(standing: Standing, code: str) -> bool:
    return in_plan(code, _own(standing))


def _own(standing: Standing) -> Organisation | None:
    person = standing.who.profile if standing.who else None
    return standing.organisation(person.organisation if person else None)


def _of_plate(code: str, plate: str) -> str:
    return label(code, {"plate": pretty(plate), "own": True})


def _visit(standing: Standing, visit: Reservation) -> str:
    host = standing.organisation(visit.organisation)
    return f"Visit of {host.name if host else visit.organisation}, {standing.window(visit)}"


def _booking(standing: Standing, booking: Reservation) -> str:
    return f"Booking {standing.window(booking)}"


_Making: TypeAlias = Callable[[Standing, str], Offer | None]
_MAKING: dict[str, _Making] = {
    "end_session": _end_session,
    "stale_sessions": _stale_sessions,
    "set_neutral": _set_neutral,
    "start_now": _start_now,
    "host_said_yes": _host_said_yes,
    "extend": _extend,
    "extend_booking": _extend_booking,
    "move_booking": _move_booking,
    "create_booking": _create_booking,
    "enter_duration": _create_booking,
    "book_vehicle": _book_vehicle,
    "cancel_release": _cancel_release,
}
