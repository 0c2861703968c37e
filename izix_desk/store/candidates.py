"""Whom a credential may belong to, with all that is judged about them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select

from izix_desk.domain.decision import Candidate
from izix_desk.domain.parkers import Profile, Release, Reservation, Right, Session, Vehicle
from izix_desk.domain.plates import fold, normalise
from izix_desk.store import candidate_queries as queries
from izix_desk.store.accesses import GUARANTEED, Terms, terms
from izix_desk.store.database import Transaction
from izix_desk.store.parkers import (
    AHEAD,
    PAST,
    RESERVATIONS,
    RIGHTS,
    VEHICLES,
    profiles,
)
from izix_desk.store.search_keys import KeyKind
from izix_desk.store.sequence import neutral_since
from izix_desk.store.sessions import SESSIONS, open_session_of_plate
from izix_desk.store.site import load_site

T = TypeVar("T")


def candidates(tx: Transaction, plate: str, lot: str, at: datetime) -> tuple[Candidate, ...]:
    """Return all whom a plate belongs to exactly, fleet vehicles included."""
    vehicles = _alike(tx, plate, queries.EXACT)
    return _owners(tx, vehicles, lot, at)


def similar(
    tx: Transaction, plate: str, lot: str, at: datetime, limit: int = 5
) -> tuple[Candidate, ...]:
    """Return those whose plate differs from this one, but only by look-alike characters."""
    vehicles = _alike(tx, plate, queries.LOOK_ALIKE)
    return _owners(tx, vehicles[: 2 * limit], lot, at)[:limit]


def candidate(
    tx: Transaction, profile_id: UUID, lot: str, at: datetime, vehicle: Vehicle | None = None
) -> Candidate | None:
    """Return what is known of one profile when it stands at a lot, or None without a profile."""
    by_profile = {profile_id: vehicle}
    return next(iter(_people(tx, by_profile, lot, at)), None)


def candidates_among(
    tx: Transaction, ids: Iterable[UUID], lot: str, at: datetime
) -> dict[UUID, Candidate]:
    """Return the same for many profiles, with as few questions as for one."""
    found = _people(tx, dict.fromkeys(ids), lot, at)
    return {each.profile.id: each for each in found if each.profile is not None}


def _alike(tx: Transaction, plate: str, asked: Sequence[Select[Any]]) -> tuple[Vehicle, ...]:
    folded = fold(plate)
    given = {"key": KeyKind.PLATE + folded, "fold": folded, "norm": normalise(plate)}
    return tuple(found for query in asked for found in VEHICLES.all(tx, query, given))


def _owners(
    tx: Transaction, vehicles: Sequence[Vehicle], lot: str, at: datetime
) -> tuple[Candidate, ...]:
    by_profile: dict[UUID, Vehicle | None] = {}
    fleet: list[Vehicle] = []
    for vehicle in vehicles:
        if vehicle.valid_until is not None and vehicle.valid_until <= at:
            continue
        if vehicle.profile is None:
            fleet.append(vehicle)
        else:
            by_profile.setdefault(vehicle.profile, vehicle)
    return (*_people(tx, by_profile, lot, at), *_fleet(tx, fleet, lot, at))


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store says about several people at one lot, by profile or vehicle."""

    people: Mapping[UUID, Profile]
    rights: Mapping[UUID, tuple[Right, ...]]
    released: Mapping[UUID, tuple[Release, ...]]
    booked: Mapping[UUID, tuple[Reservation, ...]]
    inside: Mapping[UUID, tuple[Session, ...]]
    last_exit: Mapping[UUID, datetime]
    neutral: Mapping[UUID, datetime]


def _people(
    tx: Transaction, by_profile: Mapping[UUID, Vehicle | None], lot: str, at: datetime
) -> tuple[Candidate, ...]:
    if not by_profile:
        return ()
    on_terms = terms(load_site(tx))
    vehicles = [vehicle.id for vehicle in by_profile.values() if vehicle is not None]
    known = _known(tx, list(by_profile), _rights(tx, list(by_profile), vehicles, on_terms), lot, at)
    return tuple(
        _candidate(known, known.people[who], vehicle, on_terms)
        for who, vehicle in by_profile.items()
        if who in known.people
    )


def _known(
    tx: Transaction,
    ids: Sequence[UUID],
    rights: tuple[Mapping[UUID, tuple[Right, ...]], Mapping[UUID, tuple[Release, ...]]],
    lot: str,
    at: datetime,
) -> _Known:
    return _Known(
        profiles(tx, ids),
        *rights,
        _by((each.profile, each) for each in _near(tx, ids, at)),
        _by((each.profile, each) for each in _inside(tx, ids, lot) if each.profile),
        _last_exits(tx, ids, lot),
        neutral_since(tx, ids, lot),
    )


def _candidate(
    known: _Known, person: Profile, vehicle: Vehicle | None, on_terms: Terms
) -> Candidate:
    rights = known.rights.get(person.id, ())
    if vehicle is not None:
        rights += known.rights.get(vehicle.id, ())
    return Candidate(
        profile=person,
        vehicle=vehicle,
        accesses=on_terms.accesses(rights, known.booked.get(person.id, ()), known.released),
        inside=_session_of(known.inside.get(person.id, ()), vehicle),
        last_exit=known.last_exit.get(person.id),
        neutral_since=known.neutral.get(person.id),
    )


def _session_of(sessions: Sequence[Session], vehicle: Vehicle | None) -> Session | None:
    # Of a party with several cars this very one tells most, else the one that came last.
    plate = normalise(vehicle.plate) if vehicle is not None else ""
    mine = (session for session in sessions if plate and session.plate == plate)
    return next(mine, next(iter(sessions), None))


def _fleet(
    tx: Transaction, vehicles: Sequence[Vehicle], lot: str, at: datetime
) -> tuple[Candidate, ...]:
    if not vehicles:
        return ()
    on_terms = terms(load_site(tx))
    ids = [vehicle.id for vehicle in vehicles]
    rights, released = _rights(tx, [], ids, on_terms)
    booked = _by((each.vehicle, each) for each in _booked(tx, ids, at) if each.vehicle)
    return tuple(
        Candidate(
            profile=None,
            vehicle=vehicle,
            accesses=on_terms.accesses(
                rights.get(vehicle.id, ()), booked.get(vehicle.id, ()), released
            ),
            inside=open_session_of_plate(tx, vehicle.plate, lot),
            last_exit=_last_exit_of_car(tx, vehicle.plate, lot),
        )
        for vehicle in vehicles
    )


def _rights(
    tx: Transaction, people: Sequence[UUID], vehicles: Sequence[UUID], on_terms: Terms
) -> tuple[Mapping[UUID, tuple[Right, ...]], Mapping[UUID, tuple[Release, ...]]]:
    """Return rights by profile or vehicle, and by right what was given up of guaranteed spots."""
    found = [
        right
        for query, ids in (
            (queries.RIGHTS_OF_PEOPLE, people),
            (queries.RIGHTS_OF_VEHICLES, vehicles),
        )
        if ids
        for right in RIGHTS.all(tx, query, {"ids": ids})
    ]
    guaranteed = [
        right.id
        for right in found
        if right.policy in on_terms.policies
        and on_terms.policies[right.policy].strategy in GUARANTEED
    ]
    owned = ((right.profile or right.vehicle, right) for right in found)
    return _by((who, right) for who, right in owned if who), _released(tx, guaranteed)


def _released(tx: Transaction, rights: Sequence[UUID]) -> dict[UUID, tuple[Release, ...]]:
    if not rights:
        return {}
    given_up = tx.execute(queries.RELEASES, {"ids": rights})
    return _by((right, Release(starts, ends)) for right, starts, ends in given_up)


def _near(tx: Transaction, ids: Sequence[UUID], at: datetime) -> tuple[Reservation, ...]:
    given = {"ids": ids, "since": at - PAST, "until": at + AHEAD}
    return RESERVATIONS.all(tx, queries.NEAR, given)


def _booked(tx: Transaction, vehicles: Sequence[UUID], at: datetime) -> tuple[Reservation, ...]:
    given = {"ids": vehicles, "since": at - PAST, "until": at + AHEAD}
    return RESERVATIONS.all(tx, queries.BOOKED, given)


def _inside(tx: Transaction, ids: Sequence[UUID], lot: str) -> tuple[Session, ...]:
    found = SESSIONS.all(tx, queries.INSIDE, {"ids": ids, "lot": lot})
    return tuple(sorted(found, key=lambda session: session.started, reverse=True))


def _last_exits(tx: Transaction, ids: Sequence[UUID], lot: str) -> dict[UUID, datetime]:
    found = tx.execute(queries.LAST_EXITS, {"ids": ids, "lot": lot})
    return {row[0]: row[1] for row in found}


def _last_exit_of_car(tx: Transaction, plate: str, lot: str) -> datetime | None:
    given = {"plate": normalise(plate), "lot": lot}
    return tx.execute(queries.LAST_EXIT_OF_CAR, given).scalar()


def _by(pairs: Iterable[tuple[UUID, T]]) -> dict[UUID, tuple[T, ...]]:
    found: dict[UUID, tuple[T, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found
