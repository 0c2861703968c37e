"""One opening of a gate that is under way: what was seen of its barrier since it was sent."""

from dataclasses import dataclass
from uuid import UUID

from izix_desk.engine.happenings import DidNotMove, LostSight

BLINK_SECONDS = 2.0
"""No barrier goes up and down again in this time."""
WENT_SILENT = "the controller answered, then fell silent before anything was seen to move"
BETWEEN = "the barrier left its closed end and was not seen up"
HALFWAY = "after its time the barrier was neither closed nor up"
UNSEEN = "the controller was silent meanwhile; the barrier may have been up"


@dataclass(slots=True)
class Opening:
    """What was seen of one command since its first byte left."""

    command: UUID
    sent: float
    looked_from: float
    """Since when this engine watches it."""
    ends: float
    """By then it is to be told how it ended, if its barrier had its time before that."""
    answered: float | None = None
    was_up: bool = False
    """Up already when it was sent, for another car."""
    up: bool = False
    rested: bool = False
    """Seen closed since it was sent, or just then."""
    left: bool = False
    """Seen to have left its closed end since."""
    blind: float = 0.0
    """The longest time in which nothing was seen of it."""

    def look(self, down: bool | None, before: float, at: float) -> None:
        """Note how the barrier reads, and when it was last looked at."""
        self.blind = max(self.blind, at - max(before, self.sent))
        self.left = self.left or (self.rested and down is False)
        self.rested = self.rested or down is True

    def stayed(self) -> DidNotMove | LostSight:
        """Return what a barrier tells that reads closed after its time: only if it was seen."""
        if self.left:
            return LostSight(self.command, BETWEEN)
        if self.blind >= BLINK_SECONDS:
            return LostSight(self.command, UNSEEN)
        return DidNotMove(self.command)
