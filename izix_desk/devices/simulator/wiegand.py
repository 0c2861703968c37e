"""Cards as a reader sends them, made from what a sheet says of a badge."""

import re

from izix_desk.domain.errors import BadInput

FACILITY_BITS = {26: 8, 34: 16}
NUMBER_BITS = 16


def bits_of(card: str) -> str:
    """Return the bits of `26:123:45678` or `34:123:45678`; bits are taken as they are."""
    if re.fullmatch("[01]+", card):
        return card
    parts = card.split(":")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        raise BadInput(f"{card} is no card: write its bits, or 26:FACILITY:NUMBER.")
    size, facility, number = map(int, parts)
    width = FACILITY_BITS.get(size, 0)
    if not width or facility >= 1 << width or number >= 1 << NUMBER_BITS:
        raise BadInput(f"{card} does not fit a card of 26 or 34 bits.")
    body = f"{facility:0{width}b}{number:0{NUMBER_BITS}b}"
    half = len(body) // 2
    even, odd = body[:half].count("1") % 2, 1 - body[half:].count("1") % 2
    return f"{even}{body}{odd}"
