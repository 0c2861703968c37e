"""What a tile says, as a table of inputs."""

import pytest

from izix_desk.domain.events import GateState
from izix_desk.domain.site import Direction, Gate, Output
from izix_desk.engine.states import gate_state

GATE = Gate(
    id="entry",
    name="Entry",
    lot="p1",
    direction=Direction.ENTRY,
    line="north",
    address=1,
    open=Output(number=0),
)
OUT = Gate(
    id="out",
    name="Out",
    lot="p1",
    direction=Direction.EXIT,
    line="north",
    address=2,
    open=Output(number=0),
    in_service=False,
)
DOWN, UP, BETWEEN = (
    {"closed": True, "opened": False},
    {"closed": False, "opened": True},
    {"closed": False, "opened": False},
)
S = GateState

CASES: dict[str, tuple[dict[str, bool], GateState, GateState]] = {
    "closed": (DOWN, S.NOT_MEASURED, S.CLOSED),
    "open": (UP, S.CLOSED, S.OPEN),
    "on its way up": (BETWEEN, S.CLOSED, S.OPENING),
    "still on its way up": (BETWEEN, S.OPENING, S.OPENING),
    "going down is still open": (BETWEEN, S.OPEN, S.OPEN),
    "between when first seen": (BETWEEN, S.NOT_MEASURED, S.OPEN),
    "something under it while it goes down": (
        {**BETWEEN, "photocell": True},
        S.OPEN,
        S.BLOCKED,
    ),
    "a car under it while it is up": ({**UP, "photocell": True}, S.OPEN, S.OPEN),
    "a fault while closed": ({**DOWN, "fault": True}, S.CLOSED, S.BLOCKED),
    "a fault does not hide that it is up": ({**UP, "fault": True}, S.OPEN, S.OPEN),
    "both ends at once is a broken sensor": (
        {"closed": True, "opened": True},
        S.OPEN,
        S.NOT_MEASURED,
    ),
    "only closed wired, and on": ({"closed": True}, S.OPEN, S.CLOSED),
    "only closed wired, and off": ({"closed": False}, S.CLOSED, S.OPEN),
    "only opened wired, and on": ({"opened": True}, S.CLOSED, S.OPEN),
    "only opened wired, and off": ({"opened": False}, S.OPEN, S.CLOSED),
    "nothing wired that tells": ({"arrive": True}, S.NOT_MEASURED, S.NOT_MEASURED),
    "no inputs at all": ({}, S.NOT_MEASURED, S.NOT_MEASURED),
}


@pytest.mark.parametrize(("inputs", "before", "state"), CASES.values(), ids=CASES.keys())
def test_a_state_is_what_the_inputs_say(
    inputs: dict[str, bool], before: GateState, state: GateState
) -> None:
    """Each line of the table."""
    assert gate_state(GATE, inputs, before) is state


def test_a_held_gate_says_so_only_while_it_is_up() -> None:
    """A hold that does not hold is not shown as one."""
    assert gate_state(GATE, UP, S.OPEN, held=True) is S.HELD_OPEN
    assert gate_state(GATE, DOWN, S.OPEN, held=True) is S.CLOSED


def test_a_barrier_that_stays_between_is_blocked() -> None:
    """Neither end for longer than it may take to move."""
    assert gate_state(GATE, BETWEEN, S.OPENING, stuck=True) is S.BLOCKED
    assert gate_state(GATE, DOWN, S.OPENING, stuck=True) is S.CLOSED


def test_a_gate_out_of_service_says_so_whatever_it_does() -> None:
    """What a person set counts before what is measured."""
    assert gate_state(OUT, UP, S.OPEN) is S.OUT_OF_SERVICE
