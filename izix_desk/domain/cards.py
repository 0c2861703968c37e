"""Card numbers as readers send them: the usual Wiegand formats, their parity checked."""

from collections.abc import Iterable
from dataclasses import dataclass

from izix_desk.domain.credentials import badge_name


@dataclass(frozen=True, slots=True)
class Card:
    """A card as read; without facility and number it is only known by its bits."""

    bits: int
    """How many bits it has; 0 for a text."""
    raw: str
    """The bits in hex, or the text."""
    facility: int | None = None
    number: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return how a badge of it may be written in a sheet, most telling first."""
        if not self.bits:
            return (badge_name(self.raw),)
        bare = f"0x{self.raw}"
        if self.facility is None or self.number is None:
            return (bare,)
        numbers = f"{self.facility}:{self.number}"
        return (f"{self.bits}:{numbers}", numbers, str(self.number), bare)

    @property
    def text(self) -> str:
        """Return it as a text: many readers send a code that they scanned as bits."""
        if not self.bits:
            return self.raw.strip()
        data = bytes.fromhex(self.raw) if self.bits % 8 == 0 else b""
        text = data.decode("ascii", "replace").strip("\0\r\n ")
        return text if text and text.isascii() and text.isprintable() else f"0x{self.raw}"


@dataclass(frozen=True, slots=True)
class _Format:
    """Where facility and number stand, and what makes each parity bit."""

    facility: range
    number: range
    even: tuple[tuple[int, ...], ...]
    """Groups of bits, the parity bit included, of which an even number is set."""
    odd: tuple[tuple[int, ...], ...]


# Bits are counted from 0 in the order in which they are sent. The formats are known as H10301,
# H10306, H10304 and Corporate 1000; H10302 has 37 bits as well and cannot be told apart.
_FORMATS = {
    26: _Format(
        facility=range(1, 9),
        number=range(9, 25),
        even=(tuple(range(13)),),
        odd=(tuple(range(13, 26)),),
    ),
    34: _Format(
        facility=range(1, 17),
        number=range(17, 33),
        even=(tuple(range(17)),),
        odd=(tuple(range(17, 34)),),
    ),
    37: _Format(
        facility=range(1, 17),
        number=range(17, 36),
        even=(tuple(range(19)),),
        odd=(tuple(range(18, 37)),),
    ),
    48: _Format(
        facility=range(2, 24),
        number=range(24, 47),
        even=((1, *(n for n in range(3, 47) if n % 3 != 2)),),
        odd=((47, *(n for n in range(2, 46) if n % 3 != 1)), tuple(range(48))),
    ),
}


def read_bits(count: int, data: bytes) -> Card | None:
    """Return a card of so many bits, the first bit first; None when bits are missing."""
    if not 0 < count <= len(data) * 8:
        return None
    bits = [data[n // 8] >> (7 - n % 8) & 1 for n in range(count)]
    raw = f"{_number(bits, range(count)):0{(count + 3) // 4}X}"
    form = _FORMATS.get(count)
    if form is None or not _is_right(bits, form):
        return Card(count, raw)
    return Card(count, raw, _number(bits, form.facility), _number(bits, form.number))


def _is_right(bits: list[int], form: _Format) -> bool:
    even = all(sum(bits[n] for n in group) % 2 == 0 for group in form.even)
    return even and all(sum(bits[n] for n in group) % 2 == 1 for group in form.odd)


def _number(bits: list[int], where: Iterable[int]) -> int:
    value = 0
    for n in where:
        value = value << 1 | bits[n]
    return value
