"""Card numbers from bits: the usual Wiegand formats, with their parity."""

import pytest

from izix_desk.domain.cards import Card, read_bits


def packed(bits: str) -> tuple[int, bytes]:
    """Return bits as a reader sends them: the first bit first, filled up behind."""
    size = -(-len(bits) // 8)
    return len(bits), int(bits.ljust(size * 8, "0"), 2).to_bytes(size, "big")


def framed(body: str, even: str, odd: str) -> str:
    """Return a body between its two parity bits, each over the bits named."""
    return str(even.count("1") % 2) + body + str(1 - odd.count("1") % 2)


def of_26(facility: int, number: int) -> str:
    """Return a 26-bit card."""
    body = f"{facility:08b}{number:016b}"
    return framed(body, body[:12], body[12:])


def of_34(facility: int, number: int) -> str:
    """Return a 34-bit card."""
    body = f"{facility:016b}{number:016b}"
    return framed(body, body[:16], body[16:])


def of_37(facility: int, number: int) -> str:
    """Return a 37-bit card; both parities are over the bit in the middle."""
    body = f"{facility:016b}{number:019b}"
    return framed(body, body[:18], body[17:])


def of_48(company: int, number: int) -> str:
    """Return a 48-bit card: two of three bits make each inner parity, all others the first."""
    bits = [0, 0, *map(int, f"{company:022b}{number:023b}"), 0]
    bits[1] = sum(bits[n] for n in range(3, 47) if n % 3 != 2) % 2
    bits[47] = 1 - sum(bits[n] for n in range(2, 46) if n % 3 != 1) % 2
    bits[0] = 1 - sum(bits[1:]) % 2
    return "".join(map(str, bits))


@pytest.mark.parametrize(
    ("bits", "facility", "number"),
    [
        # Printed on the cards and read by a reader: 26 bit, facility 1, number 1.
        ("10000000100000000000000010", 1, 1),
        (of_26(255, 65535), 255, 65535),
        (of_34(4660, 22136), 4660, 22136),
        (of_37(12345, 400000), 12345, 400000),
        (of_48(2097152, 4194305), 2097152, 4194305),
    ],
)
def test_facility_and_number(bits: str, facility: int, number: int) -> None:
    """Read when both parities are right, and only by its bits when any bit is not."""
    card = read_bits(*packed(bits))
    assert card is not None
    assert (card.facility, card.number) == (facility, number)
    numbers = f"{facility}:{number}"
    assert card.names == (f"{len(bits)}:{numbers}", numbers, str(number), f"0x{card.raw}")
    for place in range(len(bits)):
        wrong = bits[:place] + str(1 - int(bits[place])) + bits[place + 1 :]
        broken = read_bits(*packed(wrong))
        assert broken is not None
        assert broken.number is None
        assert broken.names == (f"0x{broken.raw}",)


def test_another_length_is_known_by_its_bits() -> None:
    """In hex, with its leading zeros."""
    card = read_bits(*packed("0000" + "1" * 28))
    assert card is not None
    assert (card.bits, card.raw, card.number) == (32, "0FFFFFFF", None)


def test_bits_in_hex_are_no_number() -> None:
    """Else an odd card would pass for the badge that has its hex digits as its number."""
    card = read_bits(*packed(f"{0x45678:020b}"))
    assert card is not None
    assert card.names == ("0x45678",)
    assert Card(0, " 04a1 b2 ").names == ("04A1B2",)


def test_bits_that_are_missing_are_no_card() -> None:
    """A reader that tells more bits than it sends."""
    assert read_bits(26, b"\x00\x00") is None
    assert read_bits(0, b"") is None
