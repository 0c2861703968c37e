"""What can happen at a gate, as values: told by its watch, and stored by who hears of it."""

from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Rose:
    """The barrier is up on this command."""

    command: UUID
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CarPassed:
    """A car drove through on this command; *assumed* where nothing measures it."""

    command: UUID
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class DidNotMove:
    """The controller answered, and the barrier still reads closed."""

    command: UUID


@dataclass(frozen=True, slots=True)
class LostSight:
    """Nobody can tell any more whether it moved."""

    command: UUID
    detail: str


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody pressed the call button."""


@dataclass(frozen=True, slots=True)
class FaultTold:
    """The barrier's own controller reports a fault."""


@dataclass(frozen=True, slots=True)
class OpenedWithoutUs:
    """The barrier went up and no command of ours explains it."""


@dataclass(frozen=True, slots=True)
class CarArrived:
    """A car stands at the gate."""


@dataclass(frozen=True, slots=True)
class CarLeft:
    """The car that stood there is gone and did not drive through."""


@dataclass(frozen=True, slots=True)
class NotRead:
    """A car stands at the gate, and its camera has read nothing."""


@dataclass(frozen=True, slots=True)
class CameraMisses:
    """So many of the last cars were not read."""

    missed: int
    cars: int


@dataclass(frozen=True, slots=True)
class TurnedBack:
    """The barrier closed again on this command, and nobody had driven through."""

    command: UUID


@dataclass(frozen=True, slots=True)
class FoundEmpty:
    """Measured for the first time, no car stands on the arrive loop."""


@dataclass(frozen=True, slots=True)
class Tailgated:
    """Another car drove through on the opening of the one before it."""


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """The barrier is up for so many seconds, and nobody holds it open."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NotWatched:
    """For so many seconds nothing was read of a gate that a car could drive through."""

    seconds: float


Happening: TypeAlias = (
    Rose
    | CarPassed
    | DidNotMove
    | LostSight
    | Called
    | FaultTold
    | OpenedWithoutUs
    | CarArrived
    | CarLeft
    | FoundEmpty
    | NotRead
    | CameraMisses
    | TurnedBack
    | Tailgated
    | LeftOpen
    | NotWatched
)
