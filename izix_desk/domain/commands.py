"""The life of a gate command: what can be asked, and the stages it goes through."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Action(StrEnum):
    """What an operator can ask of a gate; there is no close and no toggle."""

    OPEN = "OPEN"
    HOLD_OPEN = "HOLD_OPEN"
    RELEASE = "RELEASE"


class Stage(StrEnum):
    """ASKED → CLAIMED → SENT → ANSWERED → UP → PASSED, or one of the ends.

    NOT_MEASURED stands in the place of ANSWERED where a controller answers no command.
    """

    ASKED = "ASKED"
    CLAIMED = "CLAIMED"
    SENT = "SENT"
    ANSWERED = "ANSWERED"
    NOT_MEASURED = "NOT_MEASURED"
    """All bytes left; this kind of controller never says what it did, and that is no fault."""
    UP = "UP"
    PASSED = "PASSED"
    REFUSED = "REFUSED"
    EXPIRED = "EXPIRED"
    NO_ANSWER = "NO_ANSWER"
    """Certain: nothing left the port."""
    NOT_MOVED = "NOT_MOVED"
    NOT_SURE = "NOT_SURE"
    """Bytes left, or may have left, and nothing proves what the gate did."""


BAD_ENDS = frozenset(
    {Stage.REFUSED, Stage.EXPIRED, Stage.NO_ANSWER, Stage.NOT_MOVED, Stage.NOT_SURE}
)
TAKEN = frozenset({Stage.ANSWERED, Stage.NOT_MEASURED})
"""Stages that say that the controller has a command, as far as it can be told."""
OPEN_TTL_SECONDS = 3.0
CONCLUDE_SECONDS = 1.7
"""From a command's last chance to be sent to its end, or to its controller's answer.

With 0.3 s for noticing and storing it on a busy machine, that is 5 s after it was asked. What the
barrier does is watched for as long as its gate says, and is told then.
"""
SAME_COMMAND_SECONDS = 2.0
UNHEARD = "no answer, but the "
"""Begins the detail of ANSWERED where no answer came, and what was read back proves the command."""
ASSUMED = "assumed"
"""Begins the detail of PASSED where no loop saw the car."""
NO_LOOP = f"{ASSUMED}: no loop is wired here"
NOTHING_WIRED = f"{ASSUMED}: nothing is wired here that tells"
"""Not even the barrier was seen."""
VALID = "VALID"
"""Reason of an opening for somebody who may pass."""
GATEKEEPER = "gatekeeper"
"""Operator of what the engine opens by itself."""

_AFTER_ANSWER = frozenset({Stage.UP, Stage.PASSED, Stage.NOT_MOVED, Stage.NOT_SURE})
_AFTER: dict[Stage, frozenset[Stage]] = {
    Stage.ASKED: frozenset({Stage.CLAIMED, Stage.REFUSED, Stage.EXPIRED}),
    Stage.CLAIMED: frozenset(
        {Stage.SENT, Stage.REFUSED, Stage.EXPIRED, Stage.NO_ANSWER, Stage.NOT_SURE}
    ),
    Stage.SENT: frozenset(
        {Stage.ANSWERED, Stage.NOT_MEASURED, Stage.UP, Stage.REFUSED, Stage.NOT_SURE}
    ),
    Stage.ANSWERED: _AFTER_ANSWER,
    Stage.NOT_MEASURED: _AFTER_ANSWER,
    Stage.UP: frozenset({Stage.PASSED}),
}


def may_follow(last: Stage, following: Stage) -> bool:
    """Tell whether a stage may be recorded after the last one; nothing follows an end."""
    return following in _AFTER.get(last, frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCommand:
    """One request to one gate; committed before anybody says that it was asked."""

    id: UUID
    gate: str
    action: Action
    reason: str
    """Code of an opening reason, or VALID."""
    operator: str
    desk: str
    asked: datetime
    asked_monotonic: float
    """Of the machine that asked; with `asked` it decides when the command is too old."""
    ttl: float = OPEN_TTL_SECONDS
    note: str = ""
    for_whom: str = ""
    profile: UUID | None = None
    plate: str = ""
    event: UUID | None = None
    """The read or call that led to it."""
    access: str = ""
    """`policy:ID` or `visit:UUID` it was opened on; empty when opened with a reason."""
    until: datetime | None = None
    """End of a HOLD_OPEN."""

    @property
    def expires_monotonic(self) -> float:
        """The instant from which it must not be sent any more."""
        return self.asked_monotonic + self.ttl

    @property
    def ends_monotonic(self) -> float:
        """The instant by which it has an end, or at least its controller's answer."""
        return self.expires_monotonic + CONCLUDE_SECONDS

    def is_fresh(self, now: datetime, monotonic: float) -> bool:
        """Tell whether it may still be sent; both clocks must agree, so a clock change drops it."""
        by_wall = 0 <= (now - self.asked).total_seconds() < self.ttl
        return by_wall and 0 <= monotonic - self.asked_monotonic < self.ttl


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRecord:
    """A stage that a command reached."""

    command: UUID
    stage: Stage
    at: datetime
    monotonic: float
    detail: str = ""
    """One plain sentence where there is more to say; `assumed` is part of it where not measured."""
