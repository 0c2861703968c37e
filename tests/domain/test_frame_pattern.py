"""Frames of a table, byte by byte: checks, placeholders, and noise around what comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izix_desk.domain.errors import BadInput
from izix_desk.domain.frame_checks import check_of
from izix_desk.domain.frame_pattern import read_pattern
from izix_desk.domain.frame_table import ByteOrder, Check, FrameTable

NINE = b"123456789"
CHECKS = [
    (Check.NONE, ByteOrder.LITTLE, ""),
    (Check.XOR, ByteOrder.LITTLE, "31"),
    (Check.SUM, ByteOrder.LITTLE, "dd"),
    (Check.CRC16, ByteOrder.LITTLE, "37 4b"),
    (Check.CRC16, ByteOrder.BIG, "4b 37"),
]
"""Over the nine digits that every calculator of checks shows (CRC-16/MODBUS: 4B37)."""


def table(check: Check = Check.NONE, **more: object) -> FrameTable:
    """Return a table with that check."""
    return FrameTable(name="t", channels=(0,), check=check, **more)  # pyright: ignore[reportArgumentType] the test's own keys


@pytest.mark.parametrize(("check", "order", "shown"), CHECKS)
def test_checks(check: Check, order: ByteOrder, shown: str) -> None:
    """Each as it stands in a frame."""
    assert check_of(check, order, NINE).hex(" ") == shown


def test_a_check_stands_where_the_table_puts_it() -> None:
    """It covers what lies between its first byte and itself; what follows is not covered."""
    pattern = read_pattern("02 {address} {channel} {check} 03", table(Check.XOR, check_from=1))
    assert pattern.build(0x11, 0x22).hex(" ") == "02 11 22 33 03"
    assert len(pattern) == 5


def test_half_a_byte_may_be_anything() -> None:
    """The other half may not."""
    pattern = read_pattern("0? ?1", table())
    assert pattern.find(b"\x0f\xf1", 0)
    assert not pattern.find(b"\x1f\xf1", 0)
    assert not pattern.find(b"\x0f\xf2", 0)


def test_a_reply_without_a_fixed_bit_is_told_by_its_length() -> None:
    """Anything before or behind it makes it doubtful."""
    pattern = read_pattern("?? ??", table())
    assert pattern.find(b"ab", 0) == b"ab"
    assert pattern.find(b"abc", 0) is None
    assert pattern.find(b"a", 0) is None


@pytest.mark.parametrize("text", ["0", "0G", "123", "{adress}", "AA,BB", "{check}"])
def test_what_is_no_byte_and_no_place_is_refused(text: str) -> None:
    """With the word that is wrong."""
    with pytest.raises(BadInput, match="has "):
        read_pattern(text, table())


@given(st.binary(max_size=8), st.binary(max_size=8), st.integers(0, 255), st.integers(0, 255))
def test_a_frame_is_found_in_noise(
    before: bytes, behind: bytes, address: int, channel: int
) -> None:
    """Resynchronised without a time-out; what is found is a frame of that device."""
    pattern = read_pattern("A5 {address} {channel} ?? {check}", table(Check.CRC16))
    frame = pattern.build(address, channel)
    found = pattern.find(before + frame + behind, address, channel)
    assert found is not None
    assert (found[:3], len(found)) == (frame[:3], len(frame))


@given(st.binary(min_size=6, max_size=6), st.integers(0, 7), st.integers(0, 5))
def test_a_flipped_bit_is_never_a_frame(noise: bytes, bit: int, spot: int) -> None:
    """Whatever was said between."""
    pattern = read_pattern(f"A5 {noise[:3].hex(' ')} {{check}}", table(Check.CRC16))
    frame = bytearray(pattern.build(0))
    frame[spot] ^= 1 << bit
    assert pattern.find(bytes(frame), 0) is None
