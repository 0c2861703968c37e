"""Which of the proposed profiles really fit what was typed, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from sqlalchemy import select

from izix_desk.domain.names import tokens
from izix_desk.domain.parkers import Profile
from izix_desk.domain.plates import fold, normalise
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.parkers import PROFILES, plates_of, visible
from izix_desk.store.queries import Query, one_error
from izix_desk.store.search_keys import name_key
from izix_desk.store.search_words import glued, phone_words


class Ground(IntEnum):
    """Why a profile was found; the more telling, the earlier it is shown."""

    CODE = 0
    BADGE = 1
    PLATE = 2
    LAST_NAME = 3
    NAME = 4
    PHONE = 5
    EMAIL = 6
    EXTERNAL_ID = 7
    NEARLY = 8
    """By forgiving one typing error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Somebody who was found."""

    profile: Profile
    plates: tuple[str, ...]
    """As written; those that fit come first."""
    ground: Ground
    exact: bool = False


def ranked(
    tx: Transaction, query: Query, proposals: dict[int, Ground], limit: int
) -> tuple[Match, ...]:
    """Return the proposed profiles (by number) that fit, exact matches first."""
    if not proposals:
        return ()
    nr = schema.profile.c.nr
    rows = tx.execute(select(*PROFILES.columns, nr).where(nr.in_(list(proposals)), visible())).all()
    people = {row[-1]: PROFILES.value(row) for row in rows}
    plates = plates_of(tx, [each.id for each in people.values()])
    matches = (
        _match(query, people[number], plates.get(people[number].id, ()), ground)
        for number, ground in proposals.items()
        if number in people
    )
    fitting = [match for match in matches if match is not None]
    return tuple(sorted(fitting, key=_order)[:limit])


def _order(match: Match) -> tuple[bool, int, str, UUID]:
    return not match.exact, match.ground, name_key(match.profile), match.profile.id


def _match(query: Query, profile: Profile, plates: Sequence[str], ground: Ground) -> Match | None:
    fits = [plate for plate in plates if _plate_fits(query, plate, ground)]
    if ground is Ground.PLATE and not fits:
        return None  # a key of a plate that is no longer theirs
    if ground is Ground.NAME and tokens(profile.last_name)[:1] == query.words[:1]:
        ground = Ground.LAST_NAME
    others = (plate for plate in plates if plate not in fits)
    exact = _is_exact(query, profile, fits, ground)
    return Match(profile=profile, plates=(*fits, *others), ground=ground, exact=exact)


def _plate_fits(query: Query, plate: str, ground: Ground) -> bool:
    folded = fold(plate)
    if ground is Ground.NEARLY:
        return one_error(fold(query.whole_plate), folded)
    inside = fold(query.whole_plate)
    return folded.startswith(query.plates) or (bool(inside) and inside in folded)


def _is_exact(query: Query, profile: Profile, fits: Sequence[str], ground: Ground) -> bool:
    match ground:
        case Ground.CODE | Ground.BADGE:
            return True
        case Ground.PLATE:
            same = any(normalise(plate) == query.whole_plate for plate in fits)
        case Ground.PHONE:
            same = any(query.phone in phone_words(phone) for phone in profile.phones)
        case Ground.EMAIL:
            same = any(glued(email) == query.glued for email in profile.emails)
        case Ground.EXTERNAL_ID:
            same = glued(profile.external_id) == query.glued
        case Ground.LAST_NAME | Ground.NAME:
            same = _whole_name(query, profile)
        case Ground.NEARLY:
            same = False
    return same


def _whole_name(query: Query, profile: Profile) -> bool:
    typed = sorted(query.words)
    last, first = tokens(profile.last_name), tokens(profile.first_name)
    return typed in (sorted(last), sorted((*last, *first)))
