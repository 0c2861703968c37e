"""The secure channel against the simulator's, which shares no code with it, and weak keys."""

import secrets
from dataclasses import replace

import pytest

from izix_desk.devices.osdp.codes import ISTAT, OUT, POLL
from izix_desk.devices.osdp.frames import Frame, Message, encode, frames_in
from izix_desk.devices.osdp.keys import DEFAULT_KEY, is_weak, new_key
from izix_desk.devices.osdp.secure import Distrusted, Handshake, Session
from izix_desk.devices.simulator.osdp_codec import Channel, Packet, build

KEY = bytes.fromhex("9b1f6c0de35a77420f8ed1b4c6683a25")


class Pair:
    """Both ends of a channel, each by its own code."""

    def __init__(self, ours: bytes, theirs: bytes) -> None:
        self.handshake = Handshake(ours)
        packet = Packet(encode(self.handshake.challenge(5)))
        self._random = secrets.token_bytes(8)
        self.channel = Channel(theirs, packet.data, self._random)

    def ccrypt(self) -> Frame:
        """Return the device's first answer."""
        body = b"\x76IZX\x01\x01123" + self._random + self.channel.client
        return frames_in(build(5, 0, body, b"\x12\x01"))[0]

    def open(self) -> Session:
        """Go through the handshake."""
        self.handshake.check(self.ccrypt())
        proof = Packet(encode(self.handshake.proof(5, 1)))
        assert proof.data == self.channel.server
        return self.handshake.finish(self.rmac())

    def rmac(self) -> Frame:
        """Return the device's second answer."""
        return frames_in(build(5, 1, b"\x78" + self.channel.r_mac, b"\x14\x01"))[0]

    def reply(self, code: int, data: bytes, sequence: int) -> Frame:
        """Return a reply in the channel."""
        hidden = self.channel.hidden(data) if data else b""
        scs = b"\x18" if data else b"\x16"
        return frames_in(build(5, sequence, bytes([code]) + hidden, scs, self.channel))[0]


@pytest.mark.parametrize("size", [0, 1, 4, 15, 16, 17, 40])
def test_commands_and_replies_of_any_length(size: int) -> None:
    """Several exchanges, so that the chain of MACs is seen to go on."""
    pair = Pair(KEY, KEY)
    session = pair.open()
    for turn in range(5):
        data = secrets.token_bytes(size)
        packet = Packet(session.wrap(Message(5, turn % 3 + 1, OUT, data)))
        assert pair.channel.accepts(packet)
        assert pair.channel.plain(packet) == data
        assert size < 4 or data not in packet.raw
        assert session.unwrap(pair.reply(0x4A, data, turn % 3 + 1)) == data


def test_the_shortest_frames_are_as_long_as_the_standard_says() -> None:
    """A poll of 14 bytes, an output of 30."""
    session = Pair(KEY, KEY).open()
    assert len(session.wrap(Message(5, 1, POLL))) == 14
    assert len(session.wrap(Message(5, 1, OUT, bytes(4)))) == 30


def test_another_key_is_seen_at_once() -> None:
    """Before we have proven anything."""
    pair = Pair(KEY, new_key())
    with pytest.raises(Distrusted, match="another key"):
        pair.handshake.check(pair.ccrypt())


def test_a_device_that_offers_the_default_key_is_refused() -> None:
    """Although its cryptogram is right."""
    pair = Pair(KEY, KEY)
    lure = replace(pair.ccrypt(), block=b"\x12\x00")
    with pytest.raises(Distrusted, match="another key than its own"):
        pair.handshake.check(lure)


def test_a_wrong_end_of_the_handshake_is_refused() -> None:
    """The device has to prove that it took our proof."""
    pair = Pair(KEY, KEY)
    pair.handshake.check(pair.ccrypt())
    with pytest.raises(Distrusted, match="breaks off"):
        pair.handshake.finish(replace(pair.rmac(), data=bytes(16)))


def test_nothing_is_taken_that_is_not_the_next_of_the_channel() -> None:
    """Plain, changed, or said before."""
    pair = Pair(KEY, KEY)
    session = pair.open()
    pair.channel.accepts(Packet(session.wrap(Message(5, 1, ISTAT))))
    good = pair.reply(0x49, b"\x01", 1)
    plain = frames_in(build(5, 1, b"\x49\x01"))[0]
    assert session.unwrap(plain) is None
    assert session.unwrap(replace(good, signed=good.signed[:-1] + b"\x00")) is None
    assert session.unwrap(good) == b"\x01"
    pair.channel.accepts(Packet(session.wrap(Message(5, 1, ISTAT))))
    assert session.unwrap(good) is None


@pytest.mark.parametrize(
    "key",
    [
        DEFAULT_KEY,
        bytes(16),
        b"\xff" * 16,
        bytes(range(16)),
        bytes(range(15, -1, -1)),
        bytes(range(0, 256, 17)),
        b"0123456789ABCDEF",
        b"OurParkingLot123",
        KEY[:8] * 2,
        KEY[:15],
        b"",
    ],
)
def test_weak_keys(key: bytes) -> None:
    """Samples, patterns, texts, and keys of the wrong length."""
    assert is_weak(key)


def test_random_keys_are_not_weak_and_differ() -> None:
    """As many as a site will ever have."""
    keys = {new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert not any(map(is_weak, keys))
