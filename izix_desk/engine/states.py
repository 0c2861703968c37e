"""What a gate is doing, told from its inputs alone."""

from collections.abc import Mapping

from izix_desk.domain.events import GateState
from izix_desk.domain.site import Gate

_RISING = frozenset({GateState.CLOSED, GateState.OPENING})


def gate_state(
    gate: Gate,
    inputs: Mapping[str, bool],
    before: GateState,
    *,
    held: bool = False,
    stuck: bool = False,
) -> GateState:
    """Return the state; `before` is the one told last, `stuck` says it is between for too long."""
    if not gate.in_service:
        return GateState.OUT_OF_SERVICE
    up, down = is_up(inputs), is_down(inputs)
    if up is None or down is None or (up and down):
        return GateState.NOT_MEASURED  # no end position wired, or both at once: a broken sensor
    if up:
        return GateState.HELD_OPEN if held else GateState.OPEN
    if inputs.get("fault") or (stuck and not down):
        return GateState.BLOCKED
    return GateState.CLOSED if down else _between(inputs, before)


def is_up(inputs: Mapping[str, bool]) -> bool | None:
    """Tell whether the barrier is seen up; None where no end position is known."""
    if "opened" in inputs:
        return inputs["opened"]
    return not inputs["closed"] if "closed" in inputs else None


def is_down(inputs: Mapping[str, bool]) -> bool | None:
    """Tell whether the barrier is seen closed; None where no end position is known."""
    if "closed" in inputs:
        return inputs["closed"]
    return not inputs["opened"] if "opened" in inputs else None


def _between(inputs: Mapping[str, bool], before: GateState) -> GateState:
    if before in _RISING:
        return GateState.OPENING
    # Going down has no word of its own: until it is closed, it is open. Held up by something
    # in its way is worth one.
    return GateState.BLOCKED if inputs.get("photocell") else GateState.OPEN
