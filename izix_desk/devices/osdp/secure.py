"""The secure channel: AES-128 handshake, then a MAC on each frame that hangs on the one before."""

import hmac
import secrets
from collections.abc import Iterator

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from izix_desk.devices.osdp.codes import (
    CCRYPT,
    CHLNG,
    OWN_KEY,
    RMAC_I,
    SCRYPT,
    SCS_11,
    SCS_12,
    SCS_13,
    SCS_14,
    SCS_15,
    SCS_16,
    SCS_17,
    SCS_18,
)
from izix_desk.devices.osdp.frames import MAC_BYTES, Frame, Message, encode

BLOCK = 16
RANDOM_BYTES = 8
NO_IV = bytes(BLOCK)
ONES = b"\xff" * BLOCK
PAD = b"\x80"
UID_BYTES = 8


class Distrusted(Exception):
    """A device did not prove that it knows its key; the text says what it did instead."""


class Handshake:
    """Two exchanges after which both sides have proven that they know the key."""

    def __init__(self, key: bytes, *, which: int = OWN_KEY, random: bytes | None = None) -> None:
        self._which = which
        self._random = random or secrets.token_bytes(RANDOM_BYTES)
        self._enc, self._mac1, self._mac2 = (
            _aes(key, NO_IV, bytes((1, kind)) + self._random[:6] + bytes(8))
            for kind in (0x82, 0x01, 0x02)
        )
        self._proof = b""

    def challenge(self, address: int) -> Message:
        """Return the first command; its sequence number 0 begins everything anew."""
        return Message(address, 0, CHLNG, self._random, bytes((SCS_11, self._which)))

    def check(self, reply: Frame) -> None:
        """Take the answer; raises Distrusted when the device does not know the key."""
        if reply.code != CCRYPT or len(reply.data) != UID_BYTES + RANDOM_BYTES + BLOCK:
            raise Distrusted("does not speak secure channel")
        if reply.block != bytes((SCS_12, self._which)):
            raise Distrusted("offers another key than its own")
        theirs, shown = reply.data[UID_BYTES:-BLOCK], reply.data[-BLOCK:]
        if not hmac.compare_digest(_aes(self._enc, NO_IV, self._random + theirs), shown):
            raise Distrusted("has another key")
        self._proof = _aes(self._enc, NO_IV, theirs + self._random)

    def proof(self, address: int, sequence: int) -> Message:
        """Return the second command, which shows the device that we know the key too."""
        assert self._proof, "check() comes first"
        return Message(address, sequence, SCRYPT, self._proof, bytes((SCS_13, self._which)))

    def finish(self, reply: Frame) -> "Session":
        """Return the open channel; raises Distrusted when the device ends in another state."""
        first = _aes(self._mac2, NO_IV, _aes(self._mac1, NO_IV, self._proof))
        is_end = reply.code == RMAC_I and reply.block[:1] == bytes((SCS_14,))
        if not is_end or not hmac.compare_digest(reply.data, first):
            raise Distrusted("breaks off the handshake")
        return Session((self._enc, self._mac1, self._mac2), first)


class _Block:
    """AES under one key, kept ready: making a cipher costs more than all of a poll's blocks."""

    def __init__(self, key: bytes) -> None:
        # Single blocks; the chain from one to the next is the standard's own, and made here.
        cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - see above
        self._hide, self._show = cipher.encryptor().update, cipher.decryptor().update

    def chain(self, before: bytes, data: bytes) -> Iterator[bytes]:
        """Return the blocks of CBC."""
        for start in range(0, len(data), BLOCK):
            before = self._hide(_mixed(before, data[start : start + BLOCK]))
            yield before

    def unchain(self, before: bytes, data: bytes) -> Iterator[bytes]:
        """Return the blocks that `chain` was given."""
        for start in range(0, len(data), BLOCK):
            block = data[start : start + BLOCK]
            yield _mixed(before, self._show(block))
            before = block


class Session:
    """An open channel: signs and hides what is sent, checks and reads what comes back."""

    def __init__(self, keys: tuple[bytes, bytes, bytes], first_mac: bytes) -> None:
        self._enc, self._mac1, self._mac2 = map(_Block, keys)
        self._command_mac = NO_IV
        self._reply_mac = first_mac
        self._said = self._told = (b"", b"")

    def wrap(self, message: Message) -> bytes:
        """Return the frame of a command; each call moves the chain of MACs on."""
        data, kind = message.data, SCS_15
        if data:
            data, kind = self._hide(data), SCS_17
        hidden = Message(message.address, message.sequence, message.code, data, bytes((kind,)))
        frame = encode(hidden, self._sign)
        self._said = self._command_mac[:MAC_BYTES], message.data
        return frame

    def unwrap(self, reply: Frame) -> bytes | None:
        """Return the data of the reply to the last command; None if it is not from this session."""
        if not reply.is_signed or reply.block[0] not in {SCS_16, SCS_18}:
            return None
        mac = self._mac(reply.signed, self._command_mac)
        if not hmac.compare_digest(mac[:MAC_BYTES], reply.mac):
            return None
        data = reply.data
        if reply.block[0] == SCS_18 and data:
            shown = self._show(data)
            if shown is None:
                return None
            data = shown
        self._reply_mac = mac
        self._told = reply.mac, data
        return data

    def plain(self, mac: bytes) -> bytes | None:
        """Return the data of the last command or the last good reply, whichever ends in that."""
        return next((data for end, data in (self._said, self._told) if end == mac), None)

    def _sign(self, signed: bytes) -> bytes:
        self._command_mac = self._mac(signed, self._reply_mac)
        return self._command_mac[:MAC_BYTES]

    def _mac(self, data: bytes, before: bytes) -> bytes:
        if len(data) % BLOCK:
            data = _padded(data)
        *_, before = (before, *self._mac1.chain(before, data[:-BLOCK]))
        *_, mac = self._mac2.chain(before, data[-BLOCK:])
        return mac

    def _hide(self, data: bytes) -> bytes:
        return b"".join(self._enc.chain(_inverted(self._reply_mac), _padded(data)))

    def _show(self, data: bytes) -> bytes | None:
        if len(data) % BLOCK:
            return None
        shown = b"".join(self._enc.unchain(_inverted(self._command_mac), data))
        text, pad, rest = shown.rpartition(PAD)
        return text if pad and not any(rest) else None


def _padded(data: bytes) -> bytes:
    data += PAD
    return data + bytes(-len(data) % BLOCK)


def _inverted(block: bytes) -> bytes:
    return _mixed(block, ONES)


def _mixed(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one) ^ int.from_bytes(other)).to_bytes(BLOCK)


def _aes(key: bytes, iv: bytes, data: bytes) -> bytes:
    return Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor().update(data)
