"""The steps of an opening as an operator reads them."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QGridLayout, QLabel
from pytestqt.qtbot import QtBot

from izix_desk.desk.parts.stage_list import StageList
from izix_desk.desk.parts.steps import STEPS
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import UNHEARD, Stage, StageRecord


@pytest.fixture
def steps(qtbot: QtBot) -> StageList:
    """Give the list for a gate that has a controller and nothing else."""
    steps = StageList()
    qtbot.addWidget(steps)
    steps.begin(Look(), frozenset({Stage.SENT, Stage.ANSWERED}))
    return steps


def record(stage: Stage, detail: str = "") -> StageRecord:
    """Return a stage that was reached."""
    now = datetime.now(UTC)
    return StageRecord(command=uuid4(), stage=stage, at=now, monotonic=1.0, detail=detail)


def test_what_a_gate_cannot_measure_says_so(steps: StageList) -> None:
    """From the beginning."""
    assert steps.text_of(Stage.UP) == "Barrier up not measured at this gate"
    assert steps.text_of(Stage.ANSWERED) == "Controller answered"


def test_a_controller_that_answers_no_command_says_so(steps: StageList) -> None:
    """As soon as it is known; nothing is left to be waited for, and nothing is red."""
    for stage in (Stage.SENT, Stage.NOT_MEASURED):
        steps.reach(record(stage), UTC)
    assert steps.text_of(Stage.ANSWERED) == "Controller answered not measured at this gate"
    assert steps.reached == [Stage.SENT]


def is_ticked(steps: StageList, stage: Stage) -> bool:
    """Tell whether a step has its tick."""
    grid = steps.layout()
    assert isinstance(grid, QGridLayout)
    cell = grid.itemAtPosition(STEPS.index(stage), 0)
    picture = cell.widget() if cell is not None else None
    assert isinstance(picture, QLabel)
    return not picture.pixmap().isNull()


@pytest.mark.parametrize("proof", ["output is on", "output is off", "barrier is up", "lamp is lit"])
def test_a_lost_answer_is_not_ticked_off(steps: StageList, proof: str) -> None:
    """What was read back is said instead: nobody heard the controller."""
    steps.reach(record(Stage.SENT), UTC)
    steps.reach(record(Stage.ANSWERED, f"{UNHEARD}{proof}"), UTC)
    assert steps.text_of(Stage.ANSWERED) == f"Controller answered no answer, but the {proof}"
    assert not is_ticked(steps, Stage.ANSWERED)
    steps.stop("denied")
    assert "no answer" in steps.text_of(Stage.ANSWERED)


def test_an_answer_that_was_heard_is_ticked_off(steps: StageList) -> None:
    """With its time."""
    steps.reach(record(Stage.ANSWERED), UTC)
    assert is_ticked(steps, Stage.ANSWERED)
    assert "no answer" not in steps.text_of(Stage.ANSWERED)
