"""How lines and their controllers are doing in figures, and what passes on their wires."""

from dataclasses import dataclass
from enum import StrEnum

from izix_desk.domain.pairing import Identity
from izix_desk.domain.site import Protocol


class ControllerState(StrEnum):
    """How one controller is doing."""

    WAITING = "WAITING"
    """It was not asked yet."""
    OK = "OK"
    DEGRADED = "DEGRADED"
    """It has not answered for more than a second, or says that something is wrong with it."""
    OFFLINE = "OFFLINE"
    NOT_MEASURED = "NOT_MEASURED"
    """It is asked nothing, because it tells no state."""
    BARRED = "BARRED"
    """It is not, or not surely, the one that was paired; nothing is sent to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControllerFigures:
    """One address of a line; all counts are since the engine began to use the line."""

    address: int
    state: ControllerState
    gates: tuple[str, ...] = ()
    """Ids of the gates that have anything there."""
    detail: str = ""
    """One plain sentence about what is wrong, or empty."""
    heard: float | None = None
    """When it answered last, on this machine's monotonic clock."""
    reply_last: float | None = None
    reply_median: float | None = None
    reply_worst: float | None = None
    """Seconds from the end of our frame to the end of the answer; over the last answers."""
    asked: int = 0
    """Frames sent to it."""
    misses: int = 0
    """Frames that stayed without a good answer; each question of them was asked again."""
    check_errors: int = 0
    """Of these, answers that came with a wrong check."""
    stray_bytes: int = 0
    """Bytes that came instead of its answers, or behind them, and were no frame."""
    identity: Identity | None = None
    """Who it says it is, where the protocol lets it say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFigures:
    """One line of this PC, as of an instant of the monotonic clock."""

    line: str
    protocol: Protocol
    port: str
    baudrate: int
    parity: str
    stopbits: int
    monotonic: float
    fault: str = ""
    """Why the port is not open; empty while it is."""
    detail: str = ""
    """One plain sentence about what is wrong with an open line as a whole, or empty."""
    polls_per_second: float = 0.0
    """Frames sent during the last second or so."""
    stray_bytes: int = 0
    """Bytes that came when nobody had been asked."""
    controllers: tuple[ControllerFigures, ...] = ()
    """By address; none on the line of a camera."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLine:
    """One frame, or whatever else passed on a wire, in bytes and in words."""

    line: str
    number: int
    """Counts all that passed on this line while it was traced; a gap is what was dropped."""
    at: float
    """When its last byte had passed, on this machine's monotonic clock."""
    is_sent: bool
    """By us; else it came from the line."""
    address: int | None
    """Of the controller that it is for or from; None where nobody can be named."""
    data: bytes
    """As on the wire; empty where no answer came, and where it would show what is secret."""
    words: str
