"""What the panel shows about a parker, or about a plate that is nobody's for certain."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from izix_desk.domain.deciding import decide, decide_for
from izix_desk.domain.decision import Candidate, Known, Read
from izix_desk.domain.errors import NotFound
from izix_desk.domain.events import GateEvent
from izix_desk.domain.hours import zone
from izix_desk.domain.roles import Role
from izix_desk.domain.site import Direction, Organisation, Site
from izix_desk.domain.views import AccessView, Hit, ParkerView, PlateView, Verdict
from izix_desk.services.access_views import access_views, in_language, spoken
from izix_desk.services.catalogue import catalogue
from izix_desk.services.gate_choice import usual_gate
from izix_desk.services.judging import known_at, known_for, verdict
from izix_desk.services.offers import offers, plate_offers
from izix_desk.services.standing import Standing
from izix_desk.services.ways import read_here
from izix_desk.store.candidates import candidate, candidates
from izix_desk.store.database import Transaction
from izix_desk.store.events import events_of_profile
from izix_desk.store.parkers import reservations_of, vehicles_of
from izix_desk.store.sessions import open_session_of_plate


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks, and at which car: fixes are for this role and this plate."""

    role: Role = Role.ADMINISTRATOR
    plate: str = ""


_ANYBODY = Looker()


def parker_view(
    tx: Transaction,
    site: Site,
    profile: UUID,
    gate: str | None,
    at: datetime,
    *,
    looker: Looker = _ANYBODY,
) -> ParkerView:
    """Return all that the panel shows of a parker at the gate in hand; raises NotFound."""
    who = _candidate(tx, profile, site.gate(gate).lot if gate else "", at)
    here = site.gate(gate) if gate else usual_gate(site, who)
    who = who if gate else _candidate(tx, profile, here.lot, at)
    plate = looker.plate if gate else ""
    inside = who.inside is not None
    seen, read = read_here(tx, site, here, at, inside=inside, plate=plate)
    return _view(tx, seen, who, replace(read, plate="", raw=""), looker, fixed=gate is not None)


def plate_view(
    tx: Transaction,
    site: Site,
    plate: str,
    gate: str,
    at: datetime,
    *,
    role: Role = Role.ADMINISTRATOR,
) -> PlateView:
    """Return what is known of a plate at a gate: who looks like it, or all who share it."""
    here = site.gate(gate)
    inside = bool(plate) and open_session_of_plate(tx, plate, here.lot) is not None
    seen, read = read_here(tx, site, here, at, inside=inside, plate=plate)
    known = known_for(tx, seen, read)
    alike = known.candidates or known.similar
    decision = decide(read, known)
    told = verdict(decision, catalogue(), site=site, language=spoken(site, None))
    only = known.candidates[0] if len(known.candidates) == 1 else None
    standing = Standing(seen, only, read, role=role, plate=plate, groups=known.groups)
    return PlateView(
        plate=plate,
        verdict=told,
        similar=tuple(hit for who in alike if (hit := _hit(site, who)) is not None),
        instructions=_instructions(site, read, spoken(site, None)),
        internal_note=known.lot.internal_note,
        profile=decision.profile,
        fleet=_fleet(site, known),
        offers=offers(standing, told.fixes),
    )


def _view(
    tx: Transaction, site: Site, who: Candidate, read: Read, looker: Looker, *, fixed: bool
) -> ParkerView:
    person = who.profile
    if person is None:
        raise NotFound("This vehicle belongs to a fleet, not to a person.")
    organisation = _organisation(site, person.organisation)
    known = known_at(tx, site, read, (who,))
    told = verdict(
        decide_for(read, known, who), catalogue(),
        site=site, organisation=organisation, language=spoken(site, person),
    )  # fmt: skip
    accesses = access_views(tx, site, who, read, fixed=fixed)
    lot = site.lot(site.gate(read.gate).lot)
    standing = replace(_standing(tx, site, who, read, looker), groups=known.groups)
    linking = plate_offers(standing) if fixed and not told.blocked else ()
    return ParkerView(
        profile=person,
        organisation=organisation,
        verdict=told,
        accesses=accesses,
        vehicles=vehicles_of(tx, person.id),
        reservations=reservations_of(tx, person.id, read.at),
        managers=organisation.managers,
        instructions=_instructions(site, read, spoken(site, person)),
        internal_note="\n".join(filter(None, (person.note, lot.internal_note))),
        last_passages=tuple(_passage(site, event) for event in events_of_profile(tx, person.id)),
        offers=(*linking, *offers(standing, _fixes(told, accesses, standing))),
    )


def _standing(tx: Transaction, site: Site, who: Candidate, read: Read, looker: Looker) -> Standing:
    """Return where a parker stands, with the car that waits there and whose it is."""
    lot, mine = site.gate(read.gate).lot, who.profile
    there = candidates(tx, looker.plate, lot, read.at) if looker.plate else ()
    own = next((c for c in there if mine and c.profile and c.profile.id == mine.id), None)
    held = replace(who, vehicle=own.vehicle) if own is not None else who
    others = tuple(each for each in there if each is not own)
    return Standing(site, held, read, looker.role, looker.plate, others)


def _fixes(told: Verdict, accesses: Iterable[AccessView], standing: Standing) -> tuple[str, ...]:
    """Return the verdict's fixes, then those that any other access would let in by."""
    fleet = ("book_vehicle",) if any(each.profile is None for each in standing.holders) else ()
    if told.may_pass:
        return (*fleet, *told.fixes)
    others = (fix for access in accesses for fix in access.verdict.fixes)
    return tuple(dict.fromkeys((*fleet, *told.fixes, *others)))


def _candidate(tx: Transaction, profile: UUID, lot: str, at: datetime) -> Candidate:
    found = candidate(tx, profile, lot, at)
    if found is None:
        raise NotFound("This parker is not known here any more: search again.")
    return found


def _organisation(site: Site, organisation: str) -> Organisation:
    known = (each for each in site.organisations if each.id == organisation)
    return next(known, Organisation(id=organisation, name=organisation))


def _fleet(site: Site, known: Known) -> str:
    """Return whose fleet a car is of, when it is nobody's but a fleet's."""
    owners = {each.vehicle.organisation for each in known.candidates if each.vehicle}
    people = any(each.profile is not None for each in known.candidates)
    owner = None if people else next(iter(owners), None)
    return _organisation(site, owner).name if owner else ""


def _instructions(site: Site, read: Read, language: str) -> str:
    gate = site.gate(read.gate)
    lot = site.lot(gate.lot)
    way = gate.direction if gate.direction is not Direction.BOTH else read.direction
    leaving = way is Direction.EXIT
    return in_language(lot.exit_instructions if leaving else lot.entry_instructions, language)


def _passage(site: Site, event: GateEvent) -> str:
    when = catalogue().wording().when(event.at.astimezone(zone(site.timezone)).isoformat())
    gate = next((gate.name for gate in site.gates if gate.id == event.gate), event.gate)
    what = event.outcome.value if event.outcome.value != "noted" else event.kind.value.lower()
    return " · ".join((when, gate, what))


def _hit(site: Site, who: Candidate) -> Hit | None:
    if who.profile is None:
        return None
    plates = (who.vehicle.plate,) if who.vehicle else ()
    organisation = _organisation(site, who.profile.organisation).name
    return Hit(
        profile=who.profile.id, name=who.profile.name, organisation=organisation, plates=plates
    )
