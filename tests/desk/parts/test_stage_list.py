"""The steps of an opening as an operator reads them."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from izix_desk.desk.parts.stage_list import StageList
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import Stage, StageRecord


@pytest.fixture
def steps(qtbot: QtBot) -> StageList:
    """Give the list for a gate that has a controller and nothing else."""
    steps = StageList()
    qtbot.addWidget(steps)
    steps.begin(Look(), frozenset({Stage.SENT, Stage.ANSWERED}))
    return steps


def record(stage: Stage) -> StageRecord:
    """Return a stage that was reached."""
    return StageRecord(command=uuid4(), stage=stage, at=datetime.now(UTC), monotonic=1.0)


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
