"""Visits: who takes visitors and where, and a visitor with the visit stored in one go."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

from izix_desk.domain.decision import Occupancy
from izix_desk.domain.errors import BadInput, NotFound
from izix_desk.domain.hours import zone
from izix_desk.domain.parkers import (
    HostAnswer,
    Profile,
    Reservation,
    ReservationKind,
    Vehicle,
)
from izix_desk.domain.plates import normalise
from izix_desk.domain.rules_right import covers
from izix_desk.domain.site import Lot, Organisation, Site
from izix_desk.domain.views import FieldFault, Hit, HostOrganisation, VisitForm
from izix_desk.services.counting import taken
from izix_desk.services.room import Stay, room_for
from izix_desk.services.visit_rules import VisitCase, faults
from izix_desk.store.database import Transaction
from izix_desk.store.finding import find
from izix_desk.store.ids import new_id
from izix_desk.store.occupancy import per_group
from izix_desk.store.parkers import (
    code_is_taken,
    profile,
    save_visit,
    vehicles_of,
    visits_today,
)
from izix_desk.store.ranking import Match
from izix_desk.store.search_index import index_profile, unindex_profile

_CODE_SIGNS = "ACDEFHJKMNPRTUVWXY3479"
"""Without signs that look or sound alike."""
_CODE_LENGTH = 6
_FEWEST_LETTERS = 3
_PAST_SHOWN = 8
_FEATURE = "visitors"


def host_organisations(tx: Transaction, site: Site, at: datetime) -> tuple[HostOrganisation, ...]:
    """Return all organisations by name, with where their visitors may park and what is free."""
    ordered = sorted(site.organisations, key=lambda each: each.name.casefold())
    return tuple(_host(tx, site, each, at) for each in ordered)


def check_visit(
    tx: Transaction, site: Site, form: VisitForm, at: datetime
) -> tuple[FieldFault, ...]:
    """Return what is wrong with a form, field by field; nothing is stored."""
    organisation = next((o for o in site.organisations if o.id == form.organisation), None)
    if organisation is None:
        return (FieldFault("organisation", "Choose the organisation visited."),)
    host = _host(tx, site, organisation, max(at, form.starts))
    case = VisitCase(
        site=site,
        form=form,
        at=at,
        host=host,
        room=_room(tx, site, form, host, at),
        visits_that_day=visits_today(tx, organisation.id, *_day(site, form.starts)),
    )
    return faults(case)


def _room(
    tx: Transaction, site: Site, form: VisitForm, host: HostOrganisation, at: datetime
) -> Occupancy | None:
    if form.group not in host.lots.get(form.lot, ()) or form.ends <= max(at, form.starts):
        return None
    stay = Stay(
        lot=form.lot, group=form.group, organisation=form.organisation,
        starts=form.starts, ends=form.ends,
    )  # fmt: skip
    return room_for(tx, site, stay, at)


def register_visit(tx: Transaction, site: Site, form: VisitForm, at: datetime) -> tuple[UUID, UUID]:
    """Store visitor, visit and plates in the caller's transaction; return both ids.

    Raises BadInput with the first fault, NotFound when the past visitor is gone.
    """
    wrong = check_visit(tx, site, form, at)
    if wrong:
        raise BadInput(wrong[0].message)
    visitor = _visitor(tx, form)
    visit = _visit(tx, form, visitor)
    unindex_profile(tx, visitor.id)
    save_visit(tx, visitor, visit, _new_vehicles(tx, form, visitor))
    index_profile(tx, visitor.id)
    return visitor.id, visit.id


def past_visitors(
    tx: Transaction, site: Site, last_name: str, organisation: str
) -> tuple[Hit, ...]:
    """Return visitors of the past by last name, from three letters on, the host's own first."""
    if len(last_name.strip()) < _FEWEST_LETTERS:
        return ()
    found = [match for match in find(tx, last_name) if match.profile.visitor]
    found.sort(key=lambda match: match.profile.organisation != organisation)
    return tuple(_past(site, match) for match in found[:_PAST_SHOWN])


def _host(
    tx: Transaction, site: Site, organisation: Organisation, at: datetime
) -> HostOrganisation:
    lots: dict[str, tuple[str, ...]] = {}
    spots = free = 0
    for lot in site.lots:
        counts = _visitor_spots(site, organisation, lot, at)
        if counts:
            lots[lot.id] = tuple(counts)
            spots += sum(counts.values())
            free += _free(tx, organisation, lot, counts, at)
    takes = organisation.takes_visitors and _FEATURE in organisation.plan
    return HostOrganisation(
        organisation=replace(organisation, takes_visitors=takes),
        lots=lots if takes else {},
        free=max(free, 0),
        spots=spots,
        visits_today=visits_today(tx, organisation.id, *_day(site, at)),
    )


def _visitor_spots(
    site: Site, organisation: Organisation, lot: Lot, at: datetime
) -> Mapping[str, int]:
    """Return how many spots per group of a lot an organisation has for visitors on that day."""
    day = at.astimezone(zone(site.timezone)).date()
    allowed = organisation.visitors.groups
    counts: dict[str, int] = {}
    for lease in site.leases:
        if (lease.tenant, lease.lot) == (organisation.id, lot.id) and covers(lease, day):
            for group, spots in lease.spots.items():
                counts[group] = counts.get(group, 0) + spots
    if lot.owner == organisation.id:
        counts = {group.id: group.spots for group in lot.groups}
    return {group: n for group, n in counts.items() if n > 0 and (not allowed or group in allowed)}


def _free(
    tx: Transaction, organisation: Organisation, lot: Lot, counts: Mapping[str, int], at: datetime
) -> int:
    there = taken(tx, lot.id, at)
    inside, reserved = per_group(there.inside), per_group(there.reserved)
    free = 0
    for group, spots in counts.items():
        mine = (organisation.id, group)
        in_group = lot.group(group).spots - inside.get(group, 0) - reserved.get(group, 0)
        ours = spots - there.inside.get(mine, 0) - there.reserved.get(mine, 0)
        free += max(0, min(ours, in_group))
    return free


def _visitor(tx: Transaction, form: VisitForm) -> Profile:
    past = _fresh(form) if form.profile is None else profile(tx, form.profile)
    if past is None:
        raise NotFound("This visitor is not known any more: clear the name and type it again.")
    if not past.visitor:
        return past  # a parker who visits: only an import or an administrator changes them
    return replace(
        past,
        organisation=form.organisation,
        first_name=form.first_name.strip(),
        last_name=form.last_name.strip(),
        company=form.company.strip(),
        language=form.language,
        phones=_with(form.phone, past.phones),
        emails=_with(form.email, past.emails),
    )


def _fresh(form: VisitForm) -> Profile:
    return Profile(id=new_id(), organisation=form.organisation, last_name="", visitor=True)


def _with(typed: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is known with what was typed in front of it."""
    return tuple(dict.fromkeys(each for each in (typed.strip(), *known) if each))


def _visit(tx: Transaction, form: VisitForm, visitor: Profile) -> Reservation:
    return Reservation(
        id=new_id(),
        kind=ReservationKind.VISIT,
        profile=visitor.id,
        lot=form.lot,
        group=form.group,
        starts=form.starts,
        ends=form.ends,
        organisation=form.organisation,
        host=form.host.strip(),
        host_answer=HostAnswer(form.host_answer),
        cars=form.cars,
        plates=form.plates,
        note=form.note.strip(),
        code=_new_code(tx),
    )


def _new_vehicles(tx: Transaction, form: VisitForm, visitor: Profile) -> list[Vehicle]:
    theirs = {normalise(vehicle.plate) for vehicle in vehicles_of(tx, visitor.id)}
    plates = {normalise(plate): plate.strip() for plate in form.plates}
    return [
        Vehicle(id=new_id(), plate=written, profile=visitor.id)
        for plate, written in plates.items()
        if plate not in theirs
    ]


def _new_code(tx: Transaction) -> str:
    while True:
        code = "".join(secrets.choice(_CODE_SIGNS) for _ in range(_CODE_LENGTH))
        if not code_is_taken(tx, code):
            return code


def _day(site: Site, at: datetime) -> tuple[datetime, datetime]:
    local = zone(site.timezone)
    midnight = datetime.combine(at.astimezone(local).date(), time(), local)
    next_day = midnight.date() + timedelta(days=1)
    return midnight, datetime.combine(next_day, time(), local)


def _past(site: Site, match: Match) -> Hit:
    organisations = {each.id: each.name for each in site.organisations}
    person = match.profile
    return Hit(
        profile=person.id,
        name=person.name,
        organisation=organisations.get(person.organisation, person.organisation),
        plates=match.plates,
        group="visitors",
        note=person.company,
        exact=match.exact,
    )
