"""The keys that lead to a profile by the beginning of a name, plate, external id or credential."""

from collections.abc import Iterable
from enum import StrEnum

from izix_desk.domain.credentials import Credential
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
    PIN = "k"
    QR = "q"
    APP = "a"


def profile_keys(
    profile: Profile, plates: Iterable[str], credentials: Iterable[Credential]
) -> list[str]:
    """Return the keys of a profile with its plates and credentials."""
    keys = [KeyKind.NAME + name_key(profile)]
    keys += [KeyKind.PLATE + fold(plate) for plate in plates]
    keys += [credential_key(each) for each in credentials]
    keys += [KeyKind.EMAIL + glued(email) for email in profile.emails]
    if profile.external_id:
        keys.append(KeyKind.EXTERNAL + glued(profile.external_id))
    return keys


def credential_key(credential: Credential) -> str:
    """Return the key of a credential; a search only ever asks for those of badges."""
    kind, value = KeyKind[credential.kind.name], credential.value
    return kind + (glued(value) if kind is KeyKind.BADGE else value)


def name_key(profile: Profile) -> str:
    """Return last and first name, simplified, without particles: `janssens marie`."""
    return " ".join((*name_tokens(profile.last_name), *name_tokens(profile.first_name)))
