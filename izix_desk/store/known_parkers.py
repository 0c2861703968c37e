"""Which people and plates of a sheet are here already, asked for many at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Table, select

from izix_desk.domain.parkers import Profile
from izix_desk.domain.plates import fold
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.parkers import PROFILES, visible
from izix_desk.store.search_keys import KeyKind
from izix_desk.store.search_words import glued

_profile = schema.profile.c
_vehicle = schema.vehicle.c
_key = schema.search_key.c


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a stored parker has."""

    plates: set[str] = field(default_factory=set[str])
    policies: set[str] = field(default_factory=set[str])
    badges: set[str] = field(default_factory=set[str])


def known_profiles(tx: Transaction, people: Sequence[Profile]) -> dict[UUID, Profile]:
    """Return the stored profile for each of these people that is one: by id of the new one.

    The same person has the same organisation and external ID, or else the same organisation and
    e-mail address and no other external ID.
    """
    found = _by_external_id(tx, [each for each in people if each.external_id])
    found |= _by_email(tx, [each for each in people if each.emails and each.id not in found])
    return found


def holdings(tx: Transaction, people: Sequence[UUID]) -> dict[UUID, Holdings]:
    """Return the normalised plates, policies and badges that stored parkers have."""
    if not people:
        return {}
    found = {each: Holdings() for each in people}
    for owner, plate in _theirs(tx, schema.vehicle, "plate_norm", people):
        found[owner].plates.add(plate)
    for owner, policy in _theirs(tx, schema.access_right, "policy", people):
        found[owner].policies.add(policy)
    for owner, badge in _theirs(tx, schema.credential, "value", people):
        found[owner].badges.add(badge)
    return found


def plate_owners(tx: Transaction, plates: Sequence[str]) -> Mapping[str, tuple[UUID, ...]]:
    """Return whose profiles these normalised plates already belong to."""
    keys = {KeyKind.PLATE + fold(plate) for plate in plates}
    query = (
        select(_vehicle.plate_norm, _vehicle.profile)
        .join(schema.profile, _profile.id == _vehicle.profile)
        .join(schema.search_key, _key.nr == _profile.nr)
        .where(
            _key.key.in_(keys),
            _vehicle.plate_norm.in_(plates),
            _vehicle.deleted_at.is_(None),
            visible(),
        )
    )
    owners: dict[str, tuple[UUID, ...]] = {}
    for plate, owner in tx.execute(query):
        owners[plate] = (*owners.get(plate, ()), owner)
    return owners


def _theirs(
    tx: Transaction, table: Table, column: str, people: Sequence[UUID]
) -> Iterator[tuple[UUID, str]]:
    # The condition is also that of the index on the rights of profiles, in the same words.
    mine = table.c.profile.in_(people) & table.c.profile.is_not(None)
    query = select(table.c.profile, table.c[column]).where(mine, table.c.deleted_at.is_(None))
    yield from ((row[0], row[1]) for row in tx.execute(query))


def _by_external_id(tx: Transaction, people: Sequence[Profile]) -> dict[UUID, Profile]:
    ids = [each.external_id for each in people]
    if not ids:
        return {}
    query = (
        PROFILES.select()
        .join(schema.search_key, _key.nr == _profile.nr)
        .where(_key.key.in_({KeyKind.EXTERNAL + glued(each) for each in ids}), visible())
    )
    stored = {(each.organisation, each.external_id): each for each in PROFILES.all(tx, query)}
    matches = {each.id: stored.get((each.organisation, each.external_id)) for each in people}
    return {key: value for key, value in matches.items() if value is not None}


def _by_email(tx: Transaction, people: Sequence[Profile]) -> dict[UUID, Profile]:
    addresses = {KeyKind.EMAIL + glued(email) for each in people for email in each.emails}
    if not addresses:
        return {}
    stored: dict[tuple[str, str], list[Profile]] = {}
    query = (
        PROFILES.select()
        .join(schema.search_key, _key.nr == _profile.nr)
        .where(_key.key.in_(addresses), visible())
    )
    for each in PROFILES.all(tx, query):
        for email in each.emails:
            stored.setdefault((each.organisation, email.casefold()), []).append(each)
    matches = {each.id: _same(each, stored) for each in people}
    return {key: value for key, value in matches.items() if value is not None}


def _same(person: Profile, stored: Mapping[tuple[str, str], list[Profile]]) -> Profile | None:
    for email in person.emails:
        for other in stored.get((person.organisation, email.casefold()), []):
            if not (person.external_id and other.external_id):
                return other
    return None
