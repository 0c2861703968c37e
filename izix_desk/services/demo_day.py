"""Makes the demo's store look like a day under way: who is inside, who is booked or expected."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NotRequired, TypedDict, cast

from izix_desk.domain.parkers import (
    Profile,
    Reservation,
    ReservationKind,
    Session,
)
from izix_desk.domain.plates import normalise
from izix_desk.domain.site import Direction, Policy, Site
from izix_desk.domain.views import VisitForm
from izix_desk.services.resources import resource
from izix_desk.services.visits import register_visit
from izix_desk.store.database import Database, Transaction
from izix_desk.store.holders import holders
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import add_reservation, plates_of
from izix_desk.store.sessions import start_session
from izix_desk.store.site import load_site

_BOOKED_FOR = timedelta(hours=8)
_LONGEST_INSIDE_MINUTES = 420


class _Visit(TypedDict):
    organisation: str
    lot: str
    last_name: str
    first_name: str
    company: NotRequired[str]
    phone: NotRequired[str]
    host: str
    plates: list[str]
    cars: NotRequired[int]


@dataclass(frozen=True, slots=True)
class _Day:
    inside: Mapping[str, int]
    booked: Mapping[str, int]
    visits: tuple[_Visit, ...]
    windows: tuple[tuple[int, int], ...]
    """Start and end of each visit in minutes from now."""


def fill_day(database: Database, now: datetime) -> None:
    """Put sessions, bookings and visits around this instant into the store of the demo site."""
    site = database.read(load_site)
    day = _read_day()
    policies = {policy.id: policy for policy in site.policies}
    database.write(lambda tx: _fill_inside(tx, site, _counted(day.inside, policies), now))
    database.write(lambda tx: _fill_booked(tx, _counted(day.booked, policies), now))
    for visit, window in zip(day.visits, day.windows, strict=True):
        form = _form(visit, window, now)
        database.write(lambda tx, form=form: register_visit(tx, site, form, now))


def _read_day() -> _Day:
    text = resource("demo/day.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    visits: list[dict[str, object]] = tables["visit"]
    windows = tuple((cast("int", v.pop("from")), cast("int", v.pop("until"))) for v in visits)
    typed = tuple(cast("_Visit", visit) for visit in visits)
    return _Day(tables["inside"], tables["booked"], typed, windows)


def _counted(
    counts: Mapping[str, int], policies: Mapping[str, Policy]
) -> tuple[tuple[Policy, int], ...]:
    return tuple((policies[name], count) for name, count in counts.items())


def _each_holder(
    tx: Transaction, counts: tuple[tuple[Policy, int], ...]
) -> Iterator[tuple[Policy, Profile]]:
    for policy, count in counts:
        for profile in holders(tx, policy.id, count):
            yield policy, profile


def _fill_inside(
    tx: Transaction, site: Site, counts: tuple[tuple[Policy, int], ...], now: datetime
) -> None:
    entries = {g.lot: g.id for g in site.gates if g.direction is Direction.ENTRY}
    several = list(_each_holder(tx, counts))
    plates = plates_of(tx, [profile.id for _, profile in several])
    for place, (policy, profile) in enumerate(several):
        own = plates.get(profile.id, ())
        minutes = 20 + place * 37 % _LONGEST_INSIDE_MINUTES
        session = Session(
            id=new_id(),
            lot=policy.lot,
            group=policy.groups[0],
            gate_in=entries[policy.lot],
            started=now - timedelta(minutes=minutes),
            profile=profile.id,
            plate=normalise(own[0]) if own else "",
            policy=policy.id,
            organisation=policy.organisation,
        )
        start_session(tx, session)


def _fill_booked(tx: Transaction, counts: tuple[tuple[Policy, int], ...], now: datetime) -> None:
    for place, (policy, profile) in enumerate(_each_holder(tx, counts)):
        starts = now - timedelta(minutes=20 + 25 * place)
        booking = Reservation(
            id=new_id(),
            kind=ReservationKind.BOOKING,
            profile=profile.id,
            lot=policy.lot,
            group=policy.groups[0],
            starts=starts,
            ends=starts + _BOOKED_FOR,
            policy=policy.id,
        )
        add_reservation(tx, booking)


def _form(visit: _Visit, window: tuple[int, int], now: datetime) -> VisitForm:
    return VisitForm(
        organisation=visit["organisation"],
        lot=visit["lot"],
        group="visitors",
        starts=now + timedelta(minutes=window[0]),
        ends=now + timedelta(minutes=window[1]),
        last_name=visit["last_name"],
        first_name=visit["first_name"],
        company=visit.get("company", ""),
        phone=visit.get("phone", ""),
        host=visit["host"],
        host_answer="YES",
        cars=visit.get("cars", 1),
        plates=tuple(visit["plates"]),
    )
