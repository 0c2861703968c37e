"""Whom a credential may belong to, with all that is judged about them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.sql import ColumnElement

from izix_desk.domain.decision import Candidate
from izix_desk.domain.parkers import Profile, Release, Reservation, Right, Session, Vehicle
from izix_desk.domain.plates import fold, normalise
from izix_desk.store import schema
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
from izix_desk.store.sessions import SEEN_TO_LEAVE, SESSIONS, open_session_of_plate
from izix_desk.store.site import load_site

T = TypeVar("T")

_MOST_ALIKE = 100
_profile = schema.profile.c
_vehicle = schema.vehicle.c
_right = schema.access_right.c
_reservation = schema.reservation.c
_session = schema.session.c


def candidates(tx: Transaction, plate: str, lot: str, at: datetime) -> tuple[Candidate, ...]:
    """Return all whom a plate belongs to exactly, fleet vehicles included."""
    vehicles = _alike(tx, plate, _vehicle.plate_norm == normalise(plate))
    return _owners(tx, vehicles, lot, at)


def similar(
    tx: Transaction, plate: str, lot: str, at: datetime, limit: int = 5
) -> tuple[Candidate, ...]:
    """Return those whose plate differs from this one, but only by look-alike characters."""
    vehicles = _alike(tx, plate, _vehicle.plate_norm != normalise(plate))
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


def _alike(tx: Transaction, plate: str, form: ColumnElement[bool]) -> tuple[Vehicle, ...]:
    key = schema.search_key.c
    there = form & _vehicle.deleted_at.is_(None)
    of_people = (
        VEHICLES.select()
        .join(schema.profile, _profile.id == _vehicle.profile)
        .join(schema.search_key, key.nr == _profile.nr)
        .where(key.key == KeyKind.PLATE + fold(plate), _vehicle.plate_fold == fold(plate), there)
        .limit(_MOST_ALIKE)
    )
    of_fleets = VEHICLES.select().where(
        _vehicle.profile.is_(None), _vehicle.plate_fold == fold(plate), there
    )
    return VEHICLES.all(tx, of_people) + VEHICLES.all(tx, of_fleets.limit(_MOST_ALIKE))


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
    found: list[Right] = []
    for column, ids in ((_right.profile, people), (_right.vehicle, vehicles)):
        if ids:
            theirs = RIGHTS.select().where(column.in_(ids), _right.deleted_at.is_(None))
            found += RIGHTS.all(tx, theirs.order_by(_right.id))
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
    given_up = schema.spot_release.c
    query = select(given_up.right, given_up.starts, given_up.ends).where(
        given_up.right.in_(rights), given_up.deleted_at.is_(None)
    )
    return _by((right, Release(starts, ends)) for right, starts, ends in tx.execute(query))


def _near(tx: Transaction, ids: Sequence[UUID], at: datetime) -> tuple[Reservation, ...]:
    # A booked vehicle of a fleet says nothing about the other cars of who booked it.
    return _around(tx, _reservation.profile.in_(ids) & _reservation.vehicle.is_(None), at)


def _booked(tx: Transaction, vehicles: Sequence[UUID], at: datetime) -> tuple[Reservation, ...]:
    known = _reservation.vehicle.in_(vehicles) & _reservation.vehicle.is_not(None)
    return _around(tx, known, at)


def _around(tx: Transaction, whose: ColumnElement[bool], at: datetime) -> tuple[Reservation, ...]:
    query = RESERVATIONS.select().where(
        whose,
        _reservation.deleted_at.is_(None),
        _reservation.ends >= at - PAST,
        _reservation.starts <= at + AHEAD,
    )
    return RESERVATIONS.all(tx, query.order_by(_reservation.starts, _reservation.id))


def _inside(tx: Transaction, ids: Sequence[UUID], lot: str) -> tuple[Session, ...]:
    query = SESSIONS.select().where(
        _session.profile.in_(ids), _session.lot == lot, _session.ended.is_(None)
    )
    return SESSIONS.all(tx, query.order_by(_session.started.desc()))


def _last_exits(tx: Transaction, ids: Sequence[UUID], lot: str) -> dict[UUID, datetime]:
    query = (
        select(_session.profile, func.max(_session.ended))
        .where(_session.profile.in_(ids), _session.lot == lot, SEEN_TO_LEAVE)
        .group_by(_session.profile)
    )
    return {row[0]: row[1] for row in tx.execute(query)}


def _last_exit_of_car(tx: Transaction, plate: str, lot: str) -> datetime | None:
    query = select(func.max(_session.ended)).where(
        _session.profile.is_(None),
        _session.plate == normalise(plate),
        _session.lot == lot,
        SEEN_TO_LEAVE,
    )
    return tx.execute(query).scalar()


def _by(pairs: Iterable[tuple[UUID, T]]) -> dict[UUID, tuple[T, ...]]:
    found: dict[UUID, tuple[T, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found
