"""The keys that lead to a profile by the beginning of a name, plate, external id or badge."""

from collections.abc import Iterable
from enum import StrEnum

from izix_desk.domain.parkers import Profile
from izix_desk.domain.plates import fold
from izix_desk.store.search_words import glued, name_tokens


class KeyKind(StrEnum):
    """What a key is made of; the letter stands in front of it."""

    NAME = "n"
    PLATE = "p"
    EXTERNAL = "x"
    EMAIL = "e"
    BADGE = "b"


def profile_keys(profile: Profile, plates: Iterable[str], badges: Iterable[str]) -> list[str]:
    """Return the keys of a profile with its plates and badges."""
    keys = [KeyKind.NAME + name_key(profile)]
    keys += [KeyKind.PLATE + fold(plate) for plate in plates]
    keys += [KeyKind.BADGE + glued(badge) for badge in badges]
    keys += [KeyKind.EMAIL + glued(email) for email in profile.emails]
    if profile.external_id:
        keys.append(KeyKind.EXTERNAL + glued(profile.external_id))
    return keys


def name_key(profile: Profile) -> str:
    """Return last and first name, simplified, without particles: `janssens marie`."""
    return " ".join((*name_tokens(profile.last_name), *name_tokens(profile.first_name)))
