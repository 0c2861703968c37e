"""Whether the inputs for a barrier's end positions say what a barrier must do."""

from collections.abc import Sequence

import pytest

from izix_desk.domain.end_positions import EndPositions

DOWN = {"closed": True, "opened": False}
BETWEEN = {"closed": False, "opened": False}
UP = {"closed": False, "opened": True}
BOTH = {"closed": True, "opened": True}


def after(*readings: dict[str, bool]) -> EndPositions:
    """Return the judgement; the first reading is that of the barrier at rest."""
    ends = EndPositions(readings[0])
    for each in readings[1:]:
        ends.take(each)
    return ends


def proven(ends: EndPositions) -> set[str]:
    """Return the inputs that are in order."""
    return {name for name in ("closed", "opened") if ends.is_proven(name)}


def test_a_barrier_that_goes_up_and_comes_down_proves_both() -> None:
    """Not before it is down again, however often one reading is told; a silence in it is none."""
    whole = (DOWN, DOWN, BETWEEN, UP, UP, {}, BETWEEN, DOWN)
    assert [proven(after(*whole[:n])) for n in range(1, 9)] == [set()] * 6 + [
        {"opened"},
        {"closed", "opened"},
    ]
    assert not after(*whole).faults


@pytest.mark.parametrize(
    ("down", "wrong"),
    [(UP, {"closed", "opened"}), (BETWEEN, {"closed"}), (BOTH, {"opened"}), (DOWN, set())],
)
def test_what_contradicts_a_barrier_that_is_down(down: dict[str, bool], wrong: set[str]) -> None:
    """Swapped, and each of them inverted."""
    ends = after(down)
    assert ends.faults.keys() == wrong
    for name in wrong:
        assert f"{name} reads open while the barrier is down" in ends.faults[name]


@pytest.mark.parametrize("later", [(BETWEEN, UP, BETWEEN, DOWN), (UP, DOWN)])
def test_an_input_that_is_wrong_at_rest_is_never_proven(later: Sequence[dict[str, bool]]) -> None:
    """However it moves."""
    assert "closed" not in proven(after(BETWEEN, *later))


def test_both_at_once_cannot_be() -> None:
    """One of them is wired to something else, and who knows which."""
    ends = after(DOWN, BOTH)
    assert set(ends.faults) == {"closed", "opened"}
    assert "on at once" in ends.faults["closed"]


def test_one_that_is_wired_alone_is_judged_alone() -> None:
    """Most barriers have only one."""
    one = after({"closed": True}, {"closed": False}, {"closed": True})
    assert one.is_proven("closed")
    assert not one.faults
    assert after({"opened": True}).faults.keys() == {"opened"}
