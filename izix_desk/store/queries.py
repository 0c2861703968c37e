"""What somebody typed into the search box, taken apart into all that it may mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from izix_desk.domain.names import tokens
from izix_desk.domain.plates import fold, normalise
from izix_desk.store.search_words import glued, phone_prefix

_FOLDED_SIGNS = tuple(dict.fromkeys(fold("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")))
_MOST_UNREAD = 2
_LONGEST_PLATE = 12


@dataclass(frozen=True, slots=True)
class Query:
    """All that a text may mean; what it cannot mean is empty."""

    text: str
    words: tuple[str, ...]
    """Of a name or organisation."""
    plates: tuple[str, ...]
    """Folded beginnings of plates; several when a character was not read."""
    phone: str
    glued: str
    """As a badge, an external id or an address."""

    @property
    def whole_plate(self) -> str:
        """The normalised plate, when every character of it was read."""
        return "" if "?" in self.text else normalise(self.text)


def understand(text: str) -> Query:
    """Return what a text may mean."""
    return Query(
        text=text.strip(),
        words=() if "?" in text or "@" in text else tokens(text),
        plates=tuple(_plates(text)),
        phone=phone_prefix(text),
        glued=glued(text),
    )


def nearly(plate: str) -> tuple[str, ...]:
    """Return the folded plates that one typing error may have been made of."""
    variants: set[str] = set()
    for place in range(len(plate) + 1):
        before, after = plate[:place], plate[place:]
        variants.add(before + after[1:])
        variants.update(before + sign + after for sign in _FOLDED_SIGNS)
        variants.update(before + sign + after[1:] for sign in _FOLDED_SIGNS)
        if len(after) > 1:
            variants.add(before + after[1] + after[0] + after[2:])
    return tuple(sorted(variants - {plate}))


def one_error(typed: str, meant: str) -> bool:
    """Tell whether one letter too few, too many, wrong or swapped turns one into the other."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    one, other = typed[start:], meant[start:]
    return (
        one[1:] == other[1:]
        or one[1:] == other
        or one == other[1:]
        or (one[:2] == other[1::-1] and one[2:] == other[2:])
    )


def _plates(text: str) -> Iterable[str]:
    unread = text.count("?")
    signs = normalise(text.replace("?", ""))
    if not _may_be_plate(text, signs) or unread > _MOST_UNREAD:
        return
    parts = [fold(part) for part in text.split("?")]
    for between in product(_FOLDED_SIGNS, repeat=unread):
        yield "".join(part + sign for part, sign in zip(parts, (*between, ""), strict=True))


def _may_be_plate(text: str, signs: str) -> bool:
    if not 2 <= len(signs) <= _LONGEST_PLATE or "@" in text or len(text.split()) > 3:
        return False
    return len(signs) > 2 or any(sign.isdigit() for sign in signs)
