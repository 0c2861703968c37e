"""OSDP frames against recorded ones, and found again in whatever a line can carry."""

import random
from collections.abc import Callable

import pytest

from izix_desk.devices.osdp.codes import CAP, ID, OUT, POLL
from izix_desk.devices.osdp.frames import Frame, Message, encode, frames_in, missing
from izix_desk.devices.osdp.messages import (
    Control,
    output,
    read_card,
    read_identity,
    read_keys,
    read_outputs,
    read_states,
    read_tampered,
)

ACK = "53 e5 08 00 04 40 d2 96"
PDID = "53 80 14 00 06 45 00 0e e3 10 10 00 00 74 97 23 06 06 1b 88"


def raw(text: str) -> bytes:
    """Return the bytes of a recorded frame."""
    return bytes.fromhex(text.replace("-", " "))


@pytest.mark.parametrize(
    ("message", "recorded"),
    [
        # From the tests of libosdp and of OSDP.Net.
        (Message(0x65, 0, POLL), "53 65 08 00 04 60 60 90"),
        (Message(0x65, 1, ID, b"\x00"), "53 65 09 00 05 61 00 e9 4d"),
        (Message(0, 2, POLL), "53-00-08-00-06-60-89-CC"),
        (Message(0, 2, 0x6A, raw("00 02 02 02 01")), "53-00-0D-00-06-6A-00-02-02-02-01-59-92"),
        (
            Message(0, 2, OUT, raw("00 03 64 00 01 06 78 00")),
            "53-00-10-00-06-68-00-03-64-00-01-06-78-00-0B-5B",
        ),
        (Message(0, 2, POLL, b"", b"\x15"), "53-00-0A-00-0E-02-15-60-30-38"),
    ],
)
def test_commands_are_built_as_recorded(message: Message, recorded: str) -> None:
    """Byte for byte."""
    assert encode(message) == raw(recorded)


def test_a_checksum_instead_of_a_crc() -> None:
    """As OSDP.Net builds it, and found again."""
    frame = encode(Message(0, 2, POLL), by_checksum=True)
    assert frame == raw("53-00-07-00-02-60-44")
    (found,) = frames_in(frame)
    assert (found.code, found.sequence, found.data) == (POLL, 2, b"")


def test_replies_are_read_as_recorded() -> None:
    """An acknowledgement, and the identity of a reader."""
    ack, identity = frames_in(raw(ACK) + raw(PDID))
    assert (ack.address, ack.is_reply, ack.sequence, ack.code) == (0x65, True, 0, 0x40)
    told = read_identity(identity.data)
    assert told is not None
    assert (told.vendor, told.model, told.firmware) == ("000ee3", 0x10, "35.6.6")


def test_the_time_of_an_output_has_its_full_range() -> None:
    """Tenths of a second in two bytes; never zero, which would be no time at all."""
    assert output(3, Control.ON_FOR, 25.6) == raw("03 05 00 01")
    assert output(0, Control.ON_FOR, 6553.5) == raw("00 05 ff ff")
    assert output(0, Control.ON_FOR, 0.01) == raw("00 05 01 00")
    assert output(1, Control.OFF) == raw("01 01 00 00")


def test_what_replies_tell() -> None:
    """States by number, the count of outputs, keys, cards."""
    assert read_states(raw("00 01 02")) == {0: False, 1: True, 2: True}
    assert read_outputs(raw("01 01 08 02 04 06")) == 6
    assert read_outputs(raw("01 01 08")) == 0
    assert (read_tampered(raw("01 00")), read_tampered(raw("00 00"))) == (True, False)
    assert read_keys(raw("00 03 31 0d 7f")) == "1#*"
    assert read_keys(raw("00 09 31")) == read_keys(raw("00 01 07")) == read_keys(b"") == ""
    card = read_card(0x50, raw("00 01 1a 00 80 80 00 80"))
    assert card is not None
    assert (card.facility, card.number) == (1, 1)
    text = read_card(0x51, raw("00 00 03") + b"ABC")
    assert text is not None
    assert text.raw == "ABC"
    assert read_card(0x50, raw("00 01 ff ff 00")) is None


@pytest.mark.parametrize("noise", ["", "ff", "53", "53 e5 08", "53 53 53 ff 00", "53 80 40 00 00"])
def test_a_frame_is_found_in_noise(noise: str) -> None:
    """Before, behind and between frames, also noise that looks like a beginning."""
    received = raw(noise) + raw(ACK) + raw(noise) + raw(PDID) + raw(noise)
    assert [frame.raw for frame in frames_in(received)] == [raw(ACK), raw(PDID)]


def test_a_damaged_frame_is_none() -> None:
    """Whatever byte of it was changed."""
    good = raw(PDID)
    for place in range(len(good)):
        assert frames_in(good[:place] + bytes((good[place] ^ 0x04,)) + good[place + 1 :]) == ()


def test_missing_tells_how_much_to_wait_for() -> None:
    """Never nothing, and never beyond the end of the frame."""
    frame = raw(PDID)
    for have in range(len(frame)):
        assert 1 <= missing(frame[:have]) <= len(frame) - have + 7
    assert missing(frame[:6]) == len(frame) - 6


def test_hostile_bytes_never_break_the_reader(
    rng: random.Random, count: Callable[[int], int]
) -> None:
    """Random, cut and mutated bytes, and sound checks around nonsense."""
    seeds = [raw(ACK), raw(PDID), encode(Message(5, 1, CAP, b"\x00", b"\x17"), lambda _: b"1234")]
    found: list[Frame] = []
    frames = count(1_000_000)
    for _ in range(frames):
        data = bytearray(rng.choice(seeds))
        kind = rng.randrange(4)
        if kind == 0:
            data = bytearray(rng.randbytes(rng.randrange(40)))
        elif kind == 1:
            data = data[: rng.randrange(len(data))]
        elif kind == 2:
            data[rng.randrange(len(data))] = rng.randrange(256)
        else:
            body = rng.randbytes(rng.randrange(1, 30))
            block = rng.randbytes(rng.randrange(1, 4)) if rng.random() < 0.5 else b""
            data = bytearray(encode(Message(rng.randrange(256), 1, body[0], body[1:], block)))
        found += frames_in(bytes(data))
        assert missing(bytes(data)) >= 1
    assert len(found) > frames / 10
    for frame in found[:1000]:
        for read in (read_identity, read_states, read_outputs, read_keys, read_tampered):
            read(frame.data)
        read_card(0x50, frame.data)
        read_card(0x51, frame.data)
