"""Which fixes of a refusal can be carried out for a parker, and what each would change."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from izix_desk.domain.case import distance, is_alive
from izix_desk.domain.decision import Access, Candidate, Read
from izix_desk.domain.hours import zone
from izix_desk.domain.parkers import HostAnswer, Reservation, ReservationKind
from izix_desk.domain.site import Organisation, Site, Strategy
from izix_desk.domain.views import Asks, Offer
from izix_desk.services.catalogue import catalogue
from izix_desk.services.sessions import may_end

_QUARTER = timedelta(minutes=15)
USUAL_BOOKING = timedelta(hours=2)
USUAL_EXTENSION = timedelta(hours=1)
_BOOKED = {"create_booking": Strategy.BOOK, "enter_duration": Strategy.OTFB}


@dataclass(frozen=True, slots=True)
class Standing:
    """A parker at a gate who was refused."""

    site: Site
    who: Candidate
    read: Read

    @property
    def lot(self) -> str:
        """Id of the lot that the gate is of."""
        return self.site.gate(self.read.gate).lot

    @property
    def accesses(self) -> tuple[Access, ...]:
        """The parker's accesses to this lot."""
        return tuple(access for access in self.who.accesses if access.policy.lot == self.lot)

    def nearest(self, kind: ReservationKind) -> Reservation | None:
        """Return the booking or visit of this lot that still counts and is nearest to now."""
        found = (
            each
            for access in self.accesses
            for each in access.reservations
            if (each.kind, each.lot) == (kind, self.lot) and is_alive(each)
        )
        return min(found, key=lambda each: distance(each, self.read.at), default=None)

    def clock(self, at: datetime) -> str:
        """Return an instant as the site's clock shows it."""
        return catalogue().wording().when(at.astimezone(zone(self.site.timezone)).isoformat())

    def organisation(self, organisation: str | None) -> Organisation | None:
        """Return an organisation of the site."""
        return next((each for each in self.site.organisations if each.id == organisation), None)


def offers(standing: Standing, fixes: Iterable[str]) -> tuple[Offer, ...]:
    """Return those of a verdict's fixes that change something and can be carried out here."""
    made = (_MAKING[code](standing, code) for code in fixes if code in _MAKING)
    return tuple(replace(each, gate=standing.read.gate) for each in made if each is not None)


def _end_session(standing: Standing, code: str) -> Offer | None:
    session = standing.who.inside
    if session is None or not may_end(standing.site, session):
        return None
    about = f"Inside since {standing.clock(session.started)}"
    return Offer(code=code, label=_label(code), about=about, subject=session.id, opens=True)


def _stale_sessions(standing: Standing, code: str) -> Offer:
    lot = standing.site.lot(standing.lot).name
    return Offer(code=code, label=_label(code), about=lot, asks=Asks.SESSION)


def _start_now(standing: Standing, code: str) -> Offer | None:
    visit = standing.nearest(ReservationKind.VISIT)
    if visit is None or visit.starts <= standing.read.at or not _in_plan(standing, code, visit):
        return None
    return Offer(code=code, label=_label(code), about=_visit(standing, visit), subject=visit.id)


def _host_said_yes(standing: Standing, code: str) -> Offer | None:
    visit = standing.nearest(ReservationKind.VISIT)
    asked = standing.organisation(visit.organisation) if visit is not None else None
    if visit is None or asked is None or visit.host_answer is HostAnswer.YES:
        return None
    # Somebody who said no may say yes later; nobody has to, where the policy does not want it.
    wanted = asked.visitors.host_must_confirm or visit.host_answer is HostAnswer.NO
    if not wanted or not _in_plan(standing, code, visit):
        return None
    return Offer(code=code, label=_label(code), about=_visit(standing, visit), subject=visit.id)


def _extend(standing: Standing, code: str) -> Offer | None:
    visit = standing.nearest(ReservationKind.VISIT)
    if visit is None or visit.starts > standing.read.at or not _in_plan(standing, code, visit):
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
        code=code, label=_label(code), about=about, asks=Asks.UNTIL,
        subject=reservation.id, starts=reservation.starts, ends=until,
    )  # fmt: skip


def _move_booking(standing: Standing, code: str) -> Offer | None:
    booking, now = standing.nearest(ReservationKind.BOOKING), standing.read.at
    if booking is None or booking.starts <= now or not _may_book(standing, code):
        return None
    return Offer(
        code=code, label=_label(code), about=_booking(standing, booking), asks=Asks.WINDOW,
        subject=booking.id, starts=now, ends=quarter(now + (booking.ends - booking.starts)),
    )  # fmt: skip


def _create_booking(standing: Standing, code: str) -> Offer | None:
    access = next((a for a in standing.accesses if a.policy.strategy is _BOOKED[code]), None)
    if access is None or not _may_book(standing, code):
        return None
    now, policy = standing.read.at, access.policy
    return Offer(
        code=code, label=_label(code), about=policy.name or policy.id, asks=Asks.WINDOW,
        policy=policy.id, starts=now, ends=quarter(now + USUAL_BOOKING),
    )  # fmt: skip


def quarter(at: datetime) -> datetime:
    """Return the next quarter of an hour."""
    floor = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    return floor if floor == at else floor + _QUARTER


def _in_plan(standing: Standing, code: str, visit: Reservation) -> bool:
    host = standing.organisation(visit.organisation)
    feature = catalogue().fix(code, {}).plan
    return host is not None and (not feature or feature in host.plan)


def _may_book(standing: Standing, code: str) -> bool:
    person = standing.who.profile
    own = standing.organisation(person.organisation if person else None)
    feature = catalogue().fix(code, {}).plan
    return own is not None and (not feature or feature in own.plan)


def _visit(standing: Standing, visit: Reservation) -> str:
    host = standing.organisation(visit.organisation)
    return f"Visit of {host.name if host else visit.organisation}, {_window(standing, visit)}"


def _booking(standing: Standing, booking: Reservation) -> str:
    return f"Booking {_window(standing, booking)}"


def _window(standing: Standing, reservation: Reservation) -> str:
    return f"{standing.clock(reservation.starts)} to {standing.clock(reservation.ends)}"


def _label(code: str) -> str:
    return catalogue().fix(code, {}).label


_Making: TypeAlias = Callable[[Standing, str], Offer | None]
_MAKING: dict[str, _Making] = {
    "end_session": _end_session,
    "stale_sessions": _stale_sessions,
    "start_now": _start_now,
    "host_said_yes": _host_said_yes,
    "extend": _extend,
    "extend_booking": _extend_booking,
    "move_booking": _move_booking,
    "create_booking": _create_booking,
    "enter_duration": _create_booking,
}
