"""What the operator wants to see of the feed."""

from dataclasses import dataclass

from izix_desk.domain.events import EventKind, Outcome
from izix_desk.domain.views import FeedRow

NOT_GRANTED = "not-granted"
OPERATORS = "operators"
CALLS = "calls"


@dataclass(frozen=True, slots=True)
class FeedFilter:
    """Lot, outcome and text; empty ones let everything through."""

    lot: str = ""
    outcome: str = ""
    """A value of Outcome, or NOT_GRANTED, OPERATORS, CALLS."""
    text: str = ""

    @property
    def active(self) -> bool:
        """Tell whether it hides anything."""
        return bool(self.lot or self.outcome or self.text.strip())

    def accepts(self, row: FeedRow) -> bool:
        """Tell whether a row is to be seen."""
        return (
            (not self.lot or row.lot == self.lot)
            and self._fits_outcome(row)
            and self._fits_text(row)
        )

    def _fits_outcome(self, row: FeedRow) -> bool:
        if self.outcome == NOT_GRANTED:
            return row.outcome is not Outcome.GRANTED
        if self.outcome == OPERATORS:
            return row.kind == EventKind.OPENING
        if self.outcome == CALLS:
            return row.kind == EventKind.CALL
        return not self.outcome or row.outcome == self.outcome

    def _fits_text(self, row: FeedRow) -> bool:
        wanted = self.text.strip().casefold()
        if not wanted:
            return True
        shown = f"{row.gate_name} {row.who} {row.organisation} {row.text} {row.operator}".casefold()
        bare = "".join(letter for letter in wanted if letter.isalnum())
        plate = "".join(letter for letter in row.plate.casefold() if letter.isalnum())
        return wanted in shown or bool(bare and bare in plate)
