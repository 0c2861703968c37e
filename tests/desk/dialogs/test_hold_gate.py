"""The dialog that holds a gate open: until when and why, and never by one key."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from izix_desk.desk.dialogs.hold_gate import USUAL, HoldGateDialog
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import Action, Stage
from izix_desk.domain.errors import Refused
from tests.support.clipping import clipped
from tests.support.demo_site import site
from tests.support.fake_backend import FakeBackend

ENTER = Qt.Key.Key_Return
MINUTE = timedelta(minutes=1)
Make = Callable[[Action], HoldGateDialog]


@pytest.fixture
def make(backend: FakeBackend, look: Look, shown: Callable[[KeyedDialog], None]) -> Make:
    """Open the dialog for the first gate."""

    def made(action: Action) -> HoldGateDialog:
        dialog = HoldGateDialog(backend, look, site().gate("p1-entry"), action)
        dialog.form.stages_page.linger_ms = 0
        shown(dialog)
        return dialog

    return made


def test_a_gate_is_held_until_a_time_and_for_a_reason(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """A quarter of an hour unless another time is chosen; Enter leads from field to field."""
    dialog = make(Action.HOLD_OPEN)
    assert clipped(dialog) == []
    assert dialog.form.hint.text() == "Choose a reason."
    QTest.keyClick(dialog.form.until, ENTER)
    assert dialog.form.reason_list.hasFocus()
    QTest.keyClick(dialog.form.reason_list, Qt.Key.Key_3)
    QTest.keyClick(dialog.form.reason_list, ENTER)
    assert dialog.form.confirm.hasFocus()
    assert backend.requests == []
    QTest.keyClick(dialog.form.confirm, ENTER)
    qtbot.waitUntil(lambda: len(backend.requests) == 1)
    request = backend.requests[0]
    assert (request.gate, request.action, request.reason) == (
        "p1-entry", Action.HOLD_OPEN, "DELIVERY",
    )  # fmt: skip
    assert request.until is not None
    assert abs(request.until - datetime.now(UTC) - USUAL) <= 2 * MINUTE
    backend.reach(Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED, Stage.UP)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_a_time_that_is_over_is_no_time(make: Make) -> None:
    """It says so, and nothing can be confirmed."""
    dialog = make(Action.HOLD_OPEN)
    dialog.form.reason_list.choose("DELIVERY")
    assert dialog.form.confirm.isEnabled()
    dialog.form.until.setDateTime(dialog.form.until.dateTime().addDays(-1))
    assert not dialog.form.confirm.isEnabled()
    assert dialog.form.hint.text() == "That time is over."


def test_a_release_is_asked_once_more_and_settled_by_the_answer(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """It needs no reason; a barrier that stays up for the car under it is no fault."""
    dialog = make(Action.RELEASE)
    assert not dialog.form.until.isVisible()
    assert not dialog.form.reason_list.isVisible()
    assert clipped(dialog) == []
    assert dialog.form.confirm.hasFocus()
    QTest.keyClick(dialog.form.confirm, ENTER)
    qtbot.waitUntil(lambda: len(backend.requests) == 1)
    assert (backend.requests[0].action, backend.requests[0].until) == (Action.RELEASE, None)
    backend.reach(Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_it_never_closes_while_an_answer_is_owed_and_can_be_tried_again(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """A bad end stays in red; trying again is a new command."""
    dialog = make(Action.RELEASE)
    dialog.form.confirm.click()
    qtbot.waitUntil(lambda: len(backend.requests) == 1)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    backend.reach(Stage.ASKED, Stage.CLAIMED, Stage.NO_ANSWER)
    qtbot.waitUntil(dialog.form.again.isVisible)
    assert clipped(dialog) == []
    dialog.form.again.click()
    qtbot.waitUntil(lambda: len(backend.requests) == 2)
    backend.reach(Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_what_was_not_asked_is_told_where_it_can_be_asked_again(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """For instance while no engine runs."""
    dialog = make(Action.RELEASE)
    backend.fail = Refused("The engine does not run: nothing was sent.")
    dialog.form.confirm.click()
    qtbot.waitUntil(dialog.form.fault.isVisible)
    assert backend.requests == []
    assert dialog.form.confirm.isVisible()
    assert dialog.form.cancel.isEnabled()
