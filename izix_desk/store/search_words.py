"""The words that a profile is found by, and the forms of plates, phones and addresses."""

import re
from collections.abc import Iterable
from functools import lru_cache

from izix_desk.domain.names import index_tokens, simplify, tokens
from izix_desk.domain.parkers import Profile

_ORGANISATION = "zzorg"
"""Starts the one word that says which organisation; no name begins like it."""
_SHORTEST_NAME = 4
"""Shorter names are not forgiven a typing error: nearly every word would fit."""
_SHORTEST_PHONE = 6
_NO_SIGN = re.compile(r"[\W_]+")
_NO_DIGIT = re.compile(r"[^0-9]+")
_CALLING_CODE = re.compile(
    r"^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{0,3})"
)
"""International calling codes (ITU E.164) at the beginning of a number."""

# Names come again and again in a sheet; each costs 5 µs to take apart.
name_tokens = lru_cache(8_000)(tokens)
_index_tokens = lru_cache(8_000)(index_tokens)


@lru_cache(1_000)
def organisation_word(organisation: str) -> str:
    """Return the word that the members of an organisation (by id) have in common."""
    return _ORGANISATION + glued(organisation)


def profile_words(profile: Profile, hosts: Iterable[str] = ()) -> str:
    """Return the words for the full-text index, separated by spaces."""
    found = [
        *_index_tokens(profile.last_name),
        *_index_tokens(profile.first_name),
        organisation_word(profile.organisation),
    ]
    for text in (profile.company, *hosts):
        found.extend(_index_tokens(text))
    for phone in profile.phones:
        found.extend(phone_words(phone))
    return " ".join(dict.fromkeys(found))


@lru_cache(4_096)  # an import asks twice: whether it is there, and to write it
def glued(text: str) -> str:
    """Return the letters and digits of an address or number as one word."""
    return _NO_SIGN.sub("", simplify(text))


def phone_words(phone: str) -> tuple[str, ...]:
    """Return a number without its national zero, and also with its country when it has one."""
    digits = _NO_DIGIT.sub("", phone)
    if phone.lstrip().startswith("+") or digits.startswith("00"):
        international = digits.removeprefix("00")
        return international, _CALLING_CODE.sub("", international, count=1).lstrip("0")
    return (digits.lstrip("0"),)


def phone_prefix(text: str) -> str:
    """Return the beginning of a number as typed in the form of `phone_words`, else empty."""
    if any(sign.isalpha() for sign in text):
        return ""
    digits = _NO_DIGIT.sub("", text)
    enough = len(digits) >= _SHORTEST_PHONE or text.lstrip().startswith(("+", "0"))
    return digits.lstrip("0") if enough else ""


def name_words(profile: Profile) -> tuple[str, ...]:
    """Return the words of a name that may be misspelt when it is searched."""
    every = tokens(f"{profile.last_name} {profile.first_name} {profile.company}".rstrip())
    return tuple(word for word in dict.fromkeys(every) if len(word) >= _SHORTEST_NAME)


def typo_keys(word: str) -> tuple[str, ...]:
    """Return a word and what is left of it without one letter."""
    shorter = (word[:place] + word[place + 1 :] for place in range(len(word)))
    return tuple(dict.fromkeys((word, *shorter)))
