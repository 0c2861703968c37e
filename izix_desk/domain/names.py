"""Names as people search for them: accents, case, order, hyphens and particles do not matter."""

import re
from functools import lru_cache
from unicodedata import combining, normalize

# fmt: off
_PARTICLES = frozenset({
    "a", "ait", "al", "ben", "bin", "d", "da", "dal", "das", "de", "degli", "dei", "del", "della",
    "den", "der", "des", "di", "dos", "du", "el", "l", "la", "las", "le", "les", "los", "o", "op",
    "s", "t", "te", "ten", "ter", "van", "vande", "vanden", "vander", "vom", "von", "y", "zu",
    "zum", "zur",
})
# fmt: on
_OWN_SIGNS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l"}
)
"""Letters that NFKD leaves whole."""
_WORD = re.compile(r"[^\W_]+")


def simplify(text: str) -> str:
    """Return text in lower case without accents, ß as ss."""
    if text.isascii():
        return text.lower()
    lower = text.lower().translate(_OWN_SIGNS)
    return "".join(sign for sign in normalize("NFKD", lower) if not combining(sign))


@lru_cache(maxsize=4096)  # an import asks for the same names again and again
def words(text: str) -> tuple[str, ...]:
    """Return every word of a name, particles included: D'Hondt gives d and hondt."""
    return tuple(_WORD.findall(simplify(text)))


def tokens(text: str) -> tuple[str, ...]:
    """Return the words that tell a name apart; particles only when there is nothing else."""
    every = words(text)
    return tuple(word for word in every if word not in _PARTICLES) or every


def index_tokens(text: str) -> tuple[str, ...]:
    """Return every word a name should be found by, also with its particles grown together.

    El Idrissi is found by el, idrissi and elidrissi; Van den Berg also by denberg and vandenberg.
    """
    every = words(text)
    grown: list[str] = []
    for last, word in enumerate(every):
        first = last
        joined = word
        while first and every[first - 1] in _PARTICLES and word not in _PARTICLES:
            first -= 1
            joined = every[first] + joined
            grown.append(joined)
    return tuple(dict.fromkeys((*every, *grown)))
