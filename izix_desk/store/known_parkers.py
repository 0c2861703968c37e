"""Which people and plates of a sheet are here already, asked for many at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Table, select

from izix_desk.domain.credentials import Credential
from izix_desk.domain.parkers import Profile
from izix_desk.domain.plates import fold
from izix_desk.store import schema
from izix_desk.store.columns import strings_to_json
from izix_desk.store.database import Transaction
from izix_desk.store.parkers import PROFILES, visible
from izix_desk.store.search_keys import KeyKind
from izix_desk.store.search_words import glued

_profile = schema.profile.c
_vehicle = schema.vehicle.c
_credential = schema.credential.c


Days: TypeAlias = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a stored parker has."""

    plates: set[str] = field(default_factory=set[str])
    policies: dict[str, Days] = field(default_factory=dict[str, Days])
    """With the first and last day of each, where there is one."""
    credentials: set[Credential] = field(default_factory=set[Credential])


def known_profiles(tx: Transaction, people: Sequence[Profile]) -> dict[UUID, Profile]:
    """Return the stored profile for each of these people that is one: by id of the new one.

    The same person has the same organisation and external ID, or else the same organisation and
    e-mail address and no other external ID.
    """
    found = _by_external_id(tx, [each for each in people if each.external_id])
    found |= _by_email(tx, [each for each in people if each.emails and each.id not in found])
    return found


def holdings(tx: Transaction, people: Sequence[UUID]) -> dict[UUID, Holdings]:
    """Return the normalised plates, policies and credentials that stored parkers have."""
    if not people:
        return {}
    found = {each: Holdings() for each in people}
    for owner, plate in _theirs(tx, schema.vehicle, "plate_norm", people):
        found[owner].plates.add(plate)
    for owner, policy, days in _rights(tx, people):
        found[owner].policies[policy] = days
    for owner, credential in _credentials(tx, people):
        found[owner].credentials.add(credential)
    return found


def plate_owners(tx: Transaction, plates: Sequence[str]) -> Mapping[str, tuple[UUID, ...]]:
    """Return whose profiles these normalised plates already belong to."""
    numbers = _numbers(tx, {KeyKind.PLATE + fold(plate) for plate in plates})
    if not numbers:
        return {}
    query = (
        select(_vehicle.plate_norm, _vehicle.profile)
        .join(schema.profile, _profile.id == _vehicle.profile)
        .where(
            _profile.nr.in_(numbers),
            _vehicle.plate_norm.in_(plates),
            _vehicle.deleted_at.is_(None),
            visible(),
        )
    )
    owners: dict[str, tuple[UUID, ...]] = {}
    for plate, owner in tx.execute(query):
        owners[plate] = (*owners.get(plate, ()), owner)
    return owners


def _rights(tx: Transaction, people: Sequence[UUID]) -> Iterator[tuple[UUID, str, Days]]:
    right = schema.access_right.c
    # The condition is also that of the index on the rights of profiles, in the same words.
    mine = right.profile.in_(people) & right.profile.is_not(None) & right.deleted_at.is_(None)
    for row in tx.execute(
        select(right.profile, right.policy, right.starts, right.ends).where(mine)
    ):
        yield row[0], row[1], (row[2], row[3])


def _theirs(
    tx: Transaction, table: Table, column: str, people: Sequence[UUID]
) -> Iterator[tuple[UUID, str]]:
    mine = table.c.profile.in_(people) & table.c.deleted_at.is_(None)
    query = select(table.c.profile, table.c[column]).where(mine)
    yield from ((row[0], row[1]) for row in tx.execute(query))


def _credentials(tx: Transaction, people: Sequence[UUID]) -> Iterator[tuple[UUID, Credential]]:
    mine = _credential.profile.in_(people) & _credential.deleted_at.is_(None)
    query = select(_credential.profile, _credential.kind, _credential.value).where(mine)
    yield from ((row[0], Credential(row[1], row[2])) for row in tx.execute(query))


def _by_external_id(tx: Transaction, people: Sequence[Profile]) -> dict[UUID, Profile]:
    ids = [each.external_id for each in people]
    if not ids:
        return {}
    keys = {KeyKind.EXTERNAL + glued(each) for each in ids}
    stored = {(each.organisation, each.external_id): each for each in _stored(tx, keys)}
    matches = {each.id: stored.get((each.organisation, each.external_id)) for each in people}
    return {key: value for key, value in matches.items() if value is not None}


def _by_email(tx: Transaction, people: Sequence[Profile]) -> dict[UUID, Profile]:
    addresses = {KeyKind.EMAIL + glued(email) for each in people for email in each.emails}
    if not addresses:
        return {}
    stored: dict[tuple[str, str], list[Profile]] = {}
    for each in _stored(tx, addresses):
        for email in each.emails:
            stored.setdefault((each.organisation, email.casefold()), []).append(each)
    matches = {each.id: _same(each, stored) for each in people}
    return {key: value for key, value in matches.items() if value is not None}


def _stored(tx: Transaction, keys: Collection[str]) -> tuple[Profile, ...]:
    numbers = _numbers(tx, keys)
    if not numbers:
        return ()
    return PROFILES.all(tx, PROFILES.select().where(_profile.nr.in_(numbers), visible()))


def _numbers(tx: Transaction, keys: Collection[str]) -> list[int]:
    # One fixed statement for any number of keys: an IN list is compiled anew for every row.
    sql = "SELECT DISTINCT k.nr FROM json_each(?) j CROSS JOIN search_key k ON k.key = j.value"
    # In their order, so that neighbours are read from one page.
    rows = tx.exec_driver_sql(sql, (strings_to_json(tuple(sorted(keys))),))
    return [int(row[0]) for row in rows]


def _same(person: Profile, stored: Mapping[tuple[str, str], list[Profile]]) -> Profile | None:
    for email in person.emails:
        for other in stored.get((person.organisation, email.casefold()), []):
            if not (person.external_id and other.external_id):
                return other
    return None
