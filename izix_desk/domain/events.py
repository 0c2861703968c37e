"""Gate events, gate states and what needs a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from izix_desk.domain.site import Direction


class Outcome(StrEnum):
    """How a gate event ended, as the feed shows it."""

    GRANTED = "granted"
    DENIED = "denied"
    FAILED = "failed"
    NOTED = "noted"
    """Recorded, nothing to decide: a call, a state, a note."""


class EventKind(StrEnum):
    """What happened at a gate."""

    READ = "READ"
    CALL = "CALL"
    OPENING = "OPENING"
    """An operator's command; the reason is its reason code."""
    PASSAGE = "PASSAGE"
    GATE = "GATE"
    """The gate itself told something: opened without us, left open, fault."""
    NOTE = "NOTE"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateEvent:
    """One append-only fact at one gate."""

    id: UUID
    at: datetime
    gate: str
    kind: EventKind
    outcome: Outcome
    reason: str
    """A reason code, or an opening reason, or empty."""
    direction: Direction
    method: str = ""
    raw: str = ""
    """As read; of a PIN or code only what does not tell it."""
    plate: str = ""
    confidence: float | None = None
    profile: UUID | None = None
    vehicle: UUID | None = None
    who: str = ""
    """Name as it was then, so that the feed never needs a join."""
    organisation: str = ""
    decision: str = ""
    """The frozen decision as versioned JSON; empty where nothing was decided."""
    text: str = ""
    """The reason's line with its numbers, as it was shown."""
    command: UUID | None = None
    operator: str = ""
    late: bool = False
    reads: int = 1
    """How often this car or person was read."""
    seq: int = 0
    """Order of recording in this store; set by the store."""


class GateState(StrEnum):
    """What a gate is doing, as measured."""

    CLOSED = "CLOSED"
    OPENING = "OPENING"
    OPEN = "OPEN"
    HELD_OPEN = "HELD_OPEN"
    BLOCKED = "BLOCKED"
    OFFLINE = "OFFLINE"
    OUT_OF_SERVICE = "OUT_OF_SERVICE"
    NOT_MEASURED = "NOT_MEASURED"


STALE_SECONDS = 3.0
"""From here on a state is shown with its age, and as not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReading:
    """The state of a gate as last measured; `monotonic` says when, on this machine's clock."""

    gate: str
    state: GateState
    monotonic: float
    inputs: Mapping[str, bool] = field(default_factory=dict[str, bool])
    """Logical inputs by name, inversion applied."""
    held_until: datetime | None = None
    """When a hold of ours ends; None where nothing is held."""

    def age(self, monotonic: float) -> float:
        """Return its age in seconds."""
        return monotonic - self.monotonic


class LineHealth(StrEnum):
    """A line or camera as its lamp shows it."""

    OK = "OK"
    DEGRADED = "DEGRADED"
    OFFLINE = "OFFLINE"
    SILENT = "SILENT"
    NOT_MEASURED = "NOT_MEASURED"
    """Its port is open, and its controllers never say anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReading:
    """How a line is doing; `last` is when anything valid was last heard (monotonic)."""

    line: str
    health: LineHealth
    last: float | None = None
    detail: str = ""
    """One plain sentence for the lamp."""


class EntryKind(StrEnum):
    """What an entry of *Needs you* is about, most urgent first."""

    CALL = "CALL"
    NOT_SURE = "NOT_SURE"
    FAILED = "FAILED"
    REFUSED = "REFUSED"
    GATE = "GATE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One car, or one thing, at a gate that waits for a person."""

    id: UUID
    gate: str
    kind: EntryKind
    opened: datetime
    plate: str = ""
    method: str = ""
    raw: str = ""
    """What was shown instead of a plate, as it may be recorded."""
    text: str = ""
    event: UUID | None = None
    profile: UUID | None = None
    taken_by: str = ""
    closed: datetime | None = None
    outcome: str = ""
    """Code of how it ended: LET_IN TURNED_AWAY LEFT POLICE TECHNICIAN NUISANCE NOT_DEALT_WITH."""
    operator: str = ""
