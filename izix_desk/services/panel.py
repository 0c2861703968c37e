"""What the panel shows about a parker, or about a plate that is nobody's for certain."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from izix_desk.domain.deciding import decide, decide_for
from izix_desk.domain.decision import Candidate, Read
from izix_desk.domain.errors import NotFound
from izix_desk.domain.events import GateEvent
from izix_desk.domain.hours import zone
from izix_desk.domain.site import Direction, Organisation, Site
from izix_desk.domain.views import AccessView, Hit, ParkerView, PlateView, Verdict
from izix_desk.services.access_views import access_views, in_language
from izix_desk.services.catalogue import catalogue
from izix_desk.services.gate_choice import read_at, usual_gate
from izix_desk.services.judging import known_at, known_for, verdict
from izix_desk.services.offers import Standing, offers
from izix_desk.store.candidates import candidate
from izix_desk.store.database import Transaction
from izix_desk.store.events import events_of_profile
from izix_desk.store.parkers import reservations_of, vehicles_of
from izix_desk.store.sessions import open_session_of_plate


def parker_view(
    tx: Transaction, site: Site, profile: UUID, gate: str | None, at: datetime
) -> ParkerView:
    """Return all that the panel shows of a parker at the gate in hand; raises NotFound."""
    who = _candidate(tx, profile, site.gate(gate).lot if gate else "", at)
    here = site.gate(gate) if gate else usual_gate(site, who)
    who = who if gate else _candidate(tx, profile, here.lot, at)
    read = read_at(here, at, inside=who.inside is not None)
    return _view(tx, site, who, read, fixed=gate is not None)


def plate_view(tx: Transaction, site: Site, plate: str, gate: str, at: datetime) -> PlateView:
    """Return what is known of a plate at a gate: who looks like it, or all who share it."""
    here = site.gate(gate)
    inside = bool(plate) and open_session_of_plate(tx, plate, here.lot) is not None
    read = read_at(here, at, inside=inside, plate=plate)
    known = known_for(tx, site, read)
    alike = known.candidates or known.similar
    return PlateView(
        plate=plate,
        verdict=verdict(decide(read, known), catalogue(), site=site),
        similar=tuple(hit for who in alike if (hit := _hit(site, who)) is not None),
        instructions=_instructions(site, read, "en"),
        internal_note=known.lot.internal_note,
    )


def _view(tx: Transaction, site: Site, who: Candidate, read: Read, *, fixed: bool) -> ParkerView:
    person = who.profile
    if person is None:
        raise NotFound("This vehicle belongs to a fleet, not to a person.")
    organisation = _organisation(site, person.organisation)
    decision = decide_for(read, known_at(tx, site, read, (who,)), who)
    lot = site.lot(site.gate(read.gate).lot)
    told = verdict(
        decision, catalogue(), site=site, organisation=organisation, language=person.language
    )
    accesses = access_views(tx, site, who, read, fixed=fixed)
    return ParkerView(
        profile=person,
        organisation=organisation,
        verdict=told,
        accesses=accesses,
        vehicles=vehicles_of(tx, person.id),
        reservations=reservations_of(tx, person.id, read.at),
        managers=organisation.managers,
        instructions=_instructions(site, read, person.language),
        internal_note="\n".join(filter(None, (person.note, lot.internal_note))),
        last_passages=tuple(_passage(site, event) for event in events_of_profile(tx, person.id)),
        offers=offers(Standing(site, who, read), _fixes(told, accesses)),
    )


def _fixes(told: Verdict, accesses: Iterable[AccessView]) -> tuple[str, ...]:
    """Return the verdict's fixes, then those that any other access would let in by."""
    if told.may_pass:
        return told.fixes
    others = (fix for access in accesses for fix in access.verdict.fixes)
    return tuple(dict.fromkeys((*told.fixes, *others)))


def _candidate(tx: Transaction, profile: UUID, lot: str, at: datetime) -> Candidate:
    found = candidate(tx, profile, lot, at)
    if found is None:
        raise NotFound("This parker is not known here any more: search again.")
    return found


def _organisation(site: Site, organisation: str) -> Organisation:
    known = (each for each in site.organisations if each.id == organisation)
    return next(known, Organisation(id=organisation, name=organisation))


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
