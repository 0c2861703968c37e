"""Which stages a gate proves, and when nothing is owed any more."""

import pytest

from izix_desk.desk.parts.steps import last_owed, measured, settles
from izix_desk.domain.commands import Action, Stage
from izix_desk.domain.site import Direction, Gate, Input, Output

ALWAYS = {Stage.SENT, Stage.ANSWERED}
CASES = [
    ((), ALWAYS, Stage.ANSWERED),
    (("opened",), ALWAYS | {Stage.UP}, Stage.UP),
    (("closed",), ALWAYS | {Stage.UP}, Stage.UP),
    (("arrive", "call", "fault"), ALWAYS, Stage.ANSWERED),
    (("under",), ALWAYS | {Stage.PASSED}, Stage.ANSWERED),
    (("opened", "photocell"), ALWAYS | {Stage.UP, Stage.PASSED}, Stage.UP),
]


def gate(*inputs: str) -> Gate:
    """Return a gate with these inputs."""
    return Gate(
        id="g",
        name="G",
        lot="p1",
        direction=Direction.ENTRY,
        line="north",
        address=1,
        open=Output(number=0),
        inputs={name: Input(number) for number, name in enumerate(inputs)},
    )


@pytest.mark.parametrize(("inputs", "known", "last"), CASES)
def test_a_gate_proves_what_its_inputs_tell(
    inputs: tuple[str, ...], known: set[Stage], last: Stage
) -> None:
    """A gate proves what its inputs tell."""
    assert measured(gate(*inputs)) == known
    assert last_owed(gate(*inputs)) is last


def test_a_car_that_passed_settles_everything() -> None:
    """A car that passed settles everything."""
    assert settles(Stage.PASSED, gate("opened", "under"))
    assert not settles(Stage.ANSWERED, gate("opened", "under"))
    assert settles(Stage.ANSWERED, gate("under"))


def test_a_controller_that_answers_nothing_owes_nothing() -> None:
    """Its silence settles a gate that measures nothing, and no other."""
    assert settles(Stage.NOT_MEASURED, gate())
    assert settles(Stage.NOT_MEASURED, gate("opened"), Action.RELEASE)
    assert not settles(Stage.NOT_MEASURED, gate("opened"))


def test_a_release_only_drops_a_contact() -> None:
    """A release only drops a contact."""
    assert last_owed(gate("opened"), Action.RELEASE) is Stage.ANSWERED
