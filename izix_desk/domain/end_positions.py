"""Whether the inputs for a barrier's end positions say what a barrier must do."""

from collections.abc import Mapping

CLOSED, OPENED = "closed", "opened"
END_POSITIONS = frozenset({CLOSED, OPENED})
_DOWN = {CLOSED: True, OPENED: False}
"""What the inputs read while the barrier is down."""
_REMEDY = "turn `invert` round, or closed and opened are swapped"
_WRONG_WHEN_DOWN = {
    CLOSED: f"closed reads open while the barrier is down: {_REMEDY}",
    OPENED: f"opened reads open while the barrier is down: {_REMEDY}",
}
_BOTH_AT_ONCE = "closed and opened were on at once: check which input each of them is wired to"


class EndPositions:
    """Follows the end positions of one gate, from a barrier that somebody sees down."""

    def __init__(self, down: Mapping[str, bool]) -> None:
        """Take what the wired ones read while the barrier is down."""
        self.faults = {n: _WRONG_WHEN_DOWN[n] for n, on in down.items() if on is not _DOWN[n]}
        """Why an input cannot be wired as the site file says, by its name."""
        self._story = {name: [on] for name, on in down.items()}
        """What each input read, one after the other."""

    def take(self, inputs: Mapping[str, bool]) -> None:
        """Take a later reading of the gate."""
        if not self.faults and inputs.get(CLOSED) and inputs.get(OPENED):
            self.faults = dict.fromkeys(self._story, _BOTH_AT_ONCE)
        for name, story in self._story.items():
            if name in inputs and inputs[name] is not story[-1]:
                story.append(inputs[name])

    def is_proven(self, name: str) -> bool:
        """Tell whether an input left the barrier's rest and came back to it, without a fault."""
        return name not in self.faults and len(self._story[name]) > 2
