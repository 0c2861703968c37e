"""What a line and its engine say to each other: orders in, measured facts out, all frozen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from izix_desk.domain.cards import Card
from izix_desk.domain.commands import Action
from izix_desk.domain.events import LineReading
from izix_desk.domain.lines import LineFigures, TraceLine
from izix_desk.domain.methods import Method
from izix_desk.domain.scanning import SearchNews, Setting


@dataclass(frozen=True, slots=True)
class LineOrder:
    """One gate command for a line; from `expires_monotonic` on it is dropped, not sent."""

    command: UUID
    gate: str
    action: Action
    expires_monotonic: float


@dataclass(frozen=True, slots=True)
class Sent:
    """The last byte of the command has left the port; from here on it is never sent again."""

    command: UUID
    monotonic: float


@dataclass(frozen=True, slots=True)
class Answered:
    """The controller confirmed the command."""

    command: UUID
    monotonic: float


@dataclass(frozen=True, slots=True)
class Unanswered:
    """All bytes left, and this kind of controller answers no command; it is not asked again."""

    command: UUID
    detail: str
    monotonic: float


@dataclass(frozen=True, slots=True)
class Unsent:
    """Certain: no byte of the command left the port."""

    command: UUID
    detail: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Bytes left, or may have left, and the controller did not confirm."""

    command: UUID
    detail: str
    evidence: str
    """What was read afterwards, as `output on` or `barrier up`; empty if nothing speaks for it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The controller said no, or is known to be unreachable; nothing moves."""

    command: UUID
    detail: str
    reason: str = ""
    """`GATE_OFFLINE` when nothing was sent because the controller does not answer."""


@dataclass(frozen=True, slots=True)
class Expired:
    """The order was too old when its turn came; nothing was sent."""

    command: UUID


@dataclass(frozen=True, slots=True)
class PulseEnded:
    """The board confirmed that the open coil of a desk-timed pulse is off again."""

    gate: str
    monotonic: float


@dataclass(frozen=True, slots=True)
class PulseStuck:
    """The end of a desk-timed pulse is not confirmed yet; it goes on being tried."""

    gate: str
    detail: str
    monotonic: float


@dataclass(frozen=True, slots=True)
class CoilFound:
    """The gate's coils as read at the first contact with its board after a start or a loss."""

    gate: str
    on: bool
    """The open coil."""
    monotonic: float
    held: bool = False
    """The hold coil; False where there is none."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Logical inputs of one gate, inversion applied; empty for a gate without any."""

    gate: str
    inputs: Mapping[str, bool]
    monotonic: float
    is_same: bool = False
    """They did not change, and are told for their age only."""


@dataclass(frozen=True, slots=True)
class GateOffline:
    """The controller of this gate is given up, or not trusted; the next `Inputs` ends it."""

    gate: str
    detail: str
    monotonic: float


@dataclass(frozen=True, slots=True)
class Distrust:
    """A device of this gate is not, or not surely, the one that was paired; a person must look."""

    gate: str
    detail: str
    monotonic: float


@dataclass(frozen=True, slots=True)
class Signal:
    """What a reader of an OSDP device shows after a read; from `expires_monotonic` on dropped."""

    address: int
    reader: int
    good: bool
    """Admitted; else refused."""
    expires_monotonic: float


@dataclass(frozen=True, slots=True)
class CardRead:
    """A card before the reader of one device."""

    line: str
    address: int
    reader: int
    card: Card
    monotonic: float


@dataclass(frozen=True, slots=True)
class KeysRead:
    """Keys pressed at the keypad of one device, as they came; `#` ends a PIN, `*` clears it."""

    line: str
    address: int
    reader: int
    keys: str = field(repr=False)
    monotonic: float


@dataclass(frozen=True, slots=True)
class CodeRead:
    """A code or badge that a scanner wrote as a line of text."""

    line: str
    method: Method
    text: str = field(repr=False)
    monotonic: float


@dataclass(frozen=True, slots=True)
class PlateLine:
    """One read of a camera."""

    line: str
    plate: str
    confidence: float | None
    direction: str
    """As the camera wrote it; empty where the pattern has no direction."""
    raw: str
    monotonic: float


Message = (
    Sent
    | Answered
    | Unanswered
    | Unsent
    | Unsure
    | Refused
    | Expired
    | PulseEnded
    | PulseStuck
    | CoilFound
    | Inputs
    | GateOffline
    | Distrust
    | CardRead
    | KeysRead
    | CodeRead
    | PlateLine
    | LineReading
    | LineFigures
    | SearchNews
)
Post = Callable[[Message], None]
"""Takes a message in the line's own thread; it must be quick and must not raise."""


def is_news(message: Message) -> bool:
    """Tell whether a message is in a hurry; what only says that all goes on can wait a moment."""
    if isinstance(message, Inputs):
        return not message.is_same
    return not isinstance(message, LineFigures)


class LineThread(Protocol):
    """One line at work; every method returns at once, outcomes come through `post`."""

    def start(self) -> None:
        """Open the port, and open it again whenever it was lost."""
        ...

    def order(self, order: LineOrder) -> None:
        """Send a gate command in the next gap; exactly one outcome is posted."""
        ...

    def drop_coil(self, gate: str) -> None:
        """Switch off an open coil that was found on."""
        ...

    def try_now(self, address: int) -> None:
        """Ask a controller next, however long it was silent."""
        ...

    def search(self, addresses: Sequence[int], settings: Sequence[Setting] = ()) -> None:
        """Ask who else is there, between what gates need; no address ends a search.

        At the line's own setting first, then at these until somebody answers; before anything
        else is sent the line is back at its own.
        """
        ...

    def listen(self, *, on: bool) -> None:
        """Keep what passes on the wire from now on, or no more."""
        ...

    def passed(self) -> Sequence[TraceLine]:
        """Return what was kept of the wire and not taken yet, a batch at most."""
        ...

    def signal(self, signal: Signal) -> None:
        """Show a driver at a reader what became of the read, where it can show anything."""
        ...

    def stop(self) -> None:
        """End the thread and close the port; waits for the exchange under way."""
        ...
