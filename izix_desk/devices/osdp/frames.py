"""OSDP frames: built, and found again among noise; pure bytes.

SOM, address (replies + 0x80), length of all that follows included (two bytes), control, security
block if any, command or reply, data, four bytes of MAC if any, CRC-16 or checksum.
"""

import binascii
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

MARK = b"\xff"
"""Sent before each frame, so that the line rests at a known level."""
SOM = 0x53
REPLY_BIT = 0x80
CRC_BIT = 0x04
BLOCK_BIT = 0x08
CRC_START = 0x1D0F
HEADER = 5
SHORTEST = 7
LONGEST = 1440
MAC_BYTES = 4
SIGNED = range(0x15, 0x19)
"""Security blocks whose frames end in a MAC."""

Sign = Callable[[bytes], bytes]
"""Returns the MAC of all that stands before it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame whose check was right; nothing is said about its MAC yet."""

    address: int
    is_reply: bool
    sequence: int
    block: bytes
    """Security block without its length: its kind and what it carries; empty when there is none."""
    code: int
    data: bytes
    signed: bytes
    """All bytes that the MAC is about."""
    mac: bytes
    raw: bytes

    @property
    def is_signed(self) -> bool:
        """Tell whether it ends in a MAC."""
        return bool(self.mac)


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be sent: a code with its data, under a sequence number."""

    address: int
    sequence: int
    code: int
    data: bytes = b""
    block: bytes = b""


def encode(message: Message, sign: Sign | None = None, *, by_checksum: bool = False) -> bytes:
    """Return a command's frame."""
    control = message.sequence | (0 if by_checksum else CRC_BIT) | (BLOCK_BIT * bool(message.block))
    block = bytes((len(message.block) + 1,)) + message.block if message.block else b""
    body = bytes((control,)) + block + bytes((message.code,)) + message.data
    tail = (1 if by_checksum else 2) + (MAC_BYTES if sign else 0)
    size = HEADER - 1 + len(body) + tail
    head = bytes((SOM, message.address)) + size.to_bytes(2, "little") + body
    signed = head + sign(head) if sign else head
    return signed + (checksum(signed) if by_checksum else crc(signed))


def crc(data: bytes) -> bytes:
    """Return the CRC-16 that ends a frame."""
    return binascii.crc_hqx(data, CRC_START).to_bytes(2, "little")


def checksum(data: bytes) -> bytes:
    """Return the one byte that makes the sum of a frame zero."""
    return bytes((-sum(data) & 0xFF,))


@lru_cache(maxsize=32)  # whoever asked, the tap and the trace each look at the same bytes
def frames_in(received: bytes) -> tuple[Frame, ...]:
    """Return all sound frames, whatever noise stands before, between and behind them."""
    found: list[Frame] = []
    start = received.find(SOM)
    while start >= 0:
        frame = _frame_at(received, start)
        if frame is not None:
            found.append(frame)
        start = received.find(SOM, start + (len(frame.raw) if frame else 1))
    return tuple(found)


def missing(received: bytes) -> int:
    """Return how many bytes the first frame still lacks, as far as that can be told; at least 1."""
    start = received.find(SOM)
    while start >= 0:
        have = len(received) - start
        if have < HEADER:
            return SHORTEST - have
        size = _size(received, start)
        if have < size <= LONGEST:
            return size - have
        start = received.find(SOM, start + 1)
    return SHORTEST


def _size(received: bytes, start: int) -> int:
    return int.from_bytes(received[start + 2 : start + 4], "little")


def _frame_at(received: bytes, start: int) -> Frame | None:
    if len(received) - start < SHORTEST:
        return None
    size = _size(received, start)
    raw = received[start : start + size]
    if not SHORTEST <= size <= LONGEST or len(raw) < size:
        return None
    tail = 2 if raw[4] & CRC_BIT else 1
    check = crc if tail == 2 else checksum
    if check(raw[:-tail]) != raw[-tail:]:
        return None
    return _parts(raw, raw[:-tail])


def _parts(raw: bytes, checked: bytes) -> Frame | None:
    control, at, block = raw[4], HEADER, b""
    if control & BLOCK_BIT:
        at += raw[HEADER]
        block = checked[HEADER + 1 : at]
        if not block:
            return None
    end = len(checked) - (MAC_BYTES if block and block[0] in SIGNED else 0)
    if at >= end:
        return None
    return Frame(
        address=raw[1] & ~REPLY_BIT,
        is_reply=bool(raw[1] & REPLY_BIT),
        sequence=control & 0x03,
        block=block,
        code=checked[at],
        data=checked[at + 1 : end],
        signed=checked[:end],
        mac=checked[end:],
        raw=raw,
    )
