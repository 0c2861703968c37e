"""A table that describes a device's frames: bytes with placeholders, and no code."""

from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """How a frame is protected."""

    NONE = "none"
    XOR = "xor"
    SUM = "sum"
    CRC16 = "crc16"


class ByteOrder(StrEnum):
    """Which byte of a check of two bytes comes first."""

    LITTLE = "little"
    BIG = "big"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What is sent, and what comes back; bytes in hex, `{address}`, `{channel}` and `{check}`."""

    request: str
    reply: str = ""
    """Half bytes that are `?` may be anything; empty where the device does not reply."""
    refusal: str = ""
    """A reply by which the device says no."""


@dataclass(frozen=True, slots=True)
class Bit:
    """Where something is told in a reply; both count from 0, bit 0 is the lowest."""

    byte: int
    bit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A question that changes nothing, and where its reply tells what."""

    request: str
    reply: str
    inputs: tuple[Bit, ...] = ()
    outputs: tuple[Bit, ...] = ()
    """Both by number, from 0 on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameTable:
    """One kind of device; `pulse` ends by itself, `on` lasts until `off`."""

    name: str
    channels: tuple[int, ...]
    """The byte that names each output in a frame."""
    title: str = ""
    check: Check = Check.NONE
    check_from: int = 0
    """The first byte under the check; it reaches up to where the check stands."""
    check_order: ByteOrder = ByteOrder.LITTLE
    gap: float = 0.01
    """Seconds of silence between two frames."""
    reply_within: float = 0.1
    """Seconds in which a device begins its reply."""
    pulse: Exchange | None = None
    on: Exchange | None = None
    off: Exchange | None = None
    status: Status | None = None

    @property
    def commands(self) -> dict[str, Exchange]:
        """Return what it can be told, by key."""
        every = {"pulse": self.pulse, "on": self.on, "off": self.off}
        return {key: exchange for key, exchange in every.items() if exchange is not None}

    @property
    def is_addressed(self) -> bool:
        """Tell whether several devices can share a line."""
        return any("{address}" in exchange.request for exchange in self.commands.values())
