"""Licence plates: one written form to compare, one folded form that only ever suggests."""

import re
from functools import lru_cache
from itertools import groupby
from unicodedata import combining, normalize

from izix_desk.domain.errors import BadInput

LONGEST_PLATE = 12
"""Normalised characters; what is longer is no plate but a misplaced text."""

_NOT_PLATE = re.compile(r"[^A-Z0-9]")
_LOOK_ALIKES = str.maketrans("OQDILZSB", "00011258")


@lru_cache(maxsize=4096)  # an import asks for the same plates again and again
def normalise(text: str) -> str:
    """Return the plate in upper case with only A-Z and 0-9, accents dropped."""
    bare = text.upper()
    if not bare.isascii():
        bare = "".join(sign for sign in normalize("NFKD", bare) if not combining(sign)).upper()
    return _NOT_PLATE.sub("", bare)


def fold(text: str) -> str:
    """Return the normalised plate with look-alikes made equal: 0OQD, 1IL, 2Z, 5S, 8B."""
    return normalise(text).translate(_LOOK_ALIKES)


def checked_plate(text: str) -> str:
    """Return the normalised plate; raises BadInput where it cannot be a plate."""
    plate = normalise(text)
    if not plate:
        raise BadInput(f"“{_short(text)}” is not a plate: it needs letters or digits.")
    if len(plate) > LONGEST_PLATE:
        raise BadInput(
            f"The plate “{_short(text)}” has {len(plate)} letters and digits: "
            f"at most {LONGEST_PLATE} are possible."
        )
    return plate


def pretty(text: str) -> str:
    """Return a plate as one reads it: hyphens where letters and digits meet, 1-ABC-234."""
    if "-" in text:
        return text.strip().upper()
    parts = ["".join(run) for _, run in groupby(normalise(text), str.isdigit)]
    return ("-" if len(parts) <= 3 else "").join(parts)


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"
