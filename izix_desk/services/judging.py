"""Asks the store what is known at a gate, and lets the domain decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from izix_desk.domain.deciding import decide
from izix_desk.domain.decision import (
    Candidate,
    Decision,
    Known,
    Occupancy,
    Read,
    SharedRoom,
    Value,
)
from izix_desk.domain.hours import zone
from izix_desk.domain.plates import normalise
from izix_desk.domain.rules_right import covers
from izix_desk.domain.site import Lot, Method, Organisation, Site
from izix_desk.domain.views import Verdict
from izix_desk.services.catalogue import ENGLISH, Catalogue
from izix_desk.services.counting import Taken, taken
from izix_desk.store.bearers import bearers
from izix_desk.store.candidates import candidates, similar
from izix_desk.store.database import Transaction
from izix_desk.store.occupancy import per_group
from izix_desk.store.parkers import profile


def known_for(tx: Transaction, site: Site, read: Read) -> Known:
    """Return all that is known of a read: who it may be, leases, and how full the lot is."""
    gate = site.gate(read.gate)
    if read.method is not Method.PLATE:
        shown = bearers(tx, read.method, read.names, gate.lot, read.at)
        return known_at(tx, site, read, shown)
    found: tuple[Candidate, ...] = ()
    alike: tuple[Candidate, ...] = ()
    if normalise(read.plate):
        found = candidates(tx, read.plate, gate.lot, read.at)
        alike = () if found else similar(tx, read.plate, gate.lot, read.at)
    return known_at(tx, site, read, found, alike)


def known_at(
    tx: Transaction,
    site: Site,
    read: Read,
    found: tuple[Candidate, ...],
    alike: tuple[Candidate, ...] = (),
) -> Known:
    """Return what is known at a gate when it is clear who may stand there."""
    gate = site.gate(read.gate)
    lot = site.lot(gate.lot)
    fullness = _fullness(tx, site, read, found)
    return Known(
        timezone=site.timezone,
        country=site.country,
        lot=lot,
        gate=gate,
        candidates=found,
        similar=alike,
        leases=tuple(lease for lease in site.leases if lease.lot == lot.id),
        owner=next((each for each in site.organisations if each.id == lot.owner), None),
        groups=fullness.groups,
        tenants=fullness.tenants,
        shared=fullness.shared,
    )


@dataclass(frozen=True, slots=True)
class _Fullness:
    """How full a lot is: each group, the leased spots of each tenant, what communities share."""

    groups: Mapping[str, Occupancy]
    tenants: Mapping[tuple[str, str], Occupancy]
    shared: tuple[SharedRoom, ...]


def _fullness(tx: Transaction, site: Site, read: Read, found: tuple[Candidate, ...]) -> _Fullness:
    lot = site.lot(site.gate(read.gate).lot)
    who = found[0].profile if len(found) == 1 else None
    spots = taken(tx, lot.id, read.at, but_plate=read.plate, but_profile=who.id if who else None)
    inside, reserved = per_group(spots.inside), per_group(spots.reserved)
    groups = {
        group.id: Occupancy(group.spots, inside.get(group.id, 0), reserved.get(group.id, 0))
        for group in lot.groups
    }
    tenants = {
        key: Occupancy(count, spots.inside.get(key, 0), spots.reserved.get(key, 0))
        for key, count in _leased(site, lot, read).items()
    }
    return _Fullness(groups, tenants, tuple(_shared(site, lot, spots)))


def _shared(site: Site, lot: Lot, there: Taken) -> Iterator[SharedRoom]:
    counts = there.inside, there.reserved
    for community in site.communities:
        if community.lot != lot.id:
            continue
        for group, spots in community.spots.items():
            members = [(who, group) for who in community.organisations]
            inside, kept = (sum(of.get(m, 0) for m in members) for of in counts)
            room = Occupancy(spots, inside, kept)
            yield SharedRoom(community.name, community.organisations, group, room)


def _leased(site: Site, lot: Lot, read: Read) -> dict[tuple[str, str], int]:
    spots: dict[tuple[str, str], int] = {}
    day = read.at.astimezone(zone(site.timezone)).date()
    for lease in site.leases:
        if lease.lot == lot.id and covers(lease, day):
            for group, count in lease.spots.items():
                spots[lease.tenant, group] = spots.get((lease.tenant, group), 0) + count
    return spots


def judge(tx: Transaction, site: Site, read: Read) -> Decision:
    """Return the decision about a read, from what the store knows now."""
    return decide(read, known_for(tx, site, read))


def organisation_of(tx: Transaction, site: Site, who: UUID | None) -> Organisation | None:
    """Return the organisation of a profile, whose manager a driver may be sent to."""
    found = profile(tx, who) if who else None
    return next((o for o in site.organisations if found and o.id == found.organisation), None)


def verdict(
    decision: Decision,
    words: Catalogue,
    *,
    site: Site | None = None,
    organisation: Organisation | None = None,
    language: str = ENGLISH,
) -> Verdict:
    """Return a decision in words: English for the operator, `language` for the driver."""
    values = _named(decision.values, site, organisation)
    lines = [words.line(decision.reason, values)]
    lines += [words.line(warning, values) for warning in decision.warnings]
    return Verdict(
        may_pass=decision.granted,
        reason=decision.reason.value,
        line=". ".join(line for line in lines if line),
        say=words.say(decision.reason, values, language),
        fixes=words.fixes(decision.reason),
        rules=decision.rules,
        warnings=tuple(warning.value for warning in decision.warnings),
        blocked=not decision.granted and not words.one_click(decision.reason),
    )


def _named(
    values: Mapping[str, Value], site: Site | None, organisation: Organisation | None
) -> dict[str, Value]:
    """Add whom to ask, and put names where the domain has ids."""
    named: dict[str, Value] = {}
    if organisation is not None:
        manager = next(iter(organisation.managers), None)
        named["organisation"] = organisation.name
        named["manager"] = manager.name if manager else None
        named["phone"] = manager.phone if manager else None
    named |= values
    for key, parts in (("gate_in", site.gates), ("elsewhere", site.lots)) if site else ():
        named[key] = next((p.name for p in parts if p.id == values.get(key)), values.get(key))
    return named
