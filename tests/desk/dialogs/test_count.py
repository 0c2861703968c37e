"""The dialog that puts a count right: says what is counted, and stores once."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from izix_desk.desk.dialogs.count import CountDialog
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.presets import FixPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.errors import Refused
from izix_desk.domain.views import Asks, Offer
from tests.support import demo_day
from tests.support.clipping import clipped
from tests.support.fake_backend import FakeBackend

COUNT = Offer(
    code="correct_count", label="Correct the count", gate="p1-entry", about="P1", asks=Asks.COUNT
)


@pytest.fixture
def dialog(backend: FakeBackend, look: Look, shown: Callable[[KeyedDialog], None]) -> CountDialog:
    """Open the dialog at the entry of P1."""
    backend.counts = tuple(demo_day.counted())
    dialog = CountDialog(backend, look, FixPreset(offer=COUNT, profile=None, whom=""))
    shown(dialog)
    return dialog


def test_what_was_seen_is_counted_by_enter(
    dialog: CountDialog, backend: FakeBackend, qtbot: QtBot
) -> None:
    """From the group to the cars, to the button; what is counted already changes nothing."""
    form, fixed = dialog.form, QSignalSpy(dialog.fixed)
    groups = [form.group.itemText(row) for row in range(form.group.count())]
    assert len(groups) > 1
    assert form.group.hasFocus()
    assert "are counted, of" in form.counted.text()
    assert not form.confirm.isEnabled()
    assert clipped(dialog) == []
    counted = form.cars.value()
    QTest.keyClick(form.group, Qt.Key.Key_Return)
    QTest.keyClick(form.cars, Qt.Key.Key_Up)
    QTest.keyClick(form.cars, Qt.Key.Key_Return)
    assert form.confirm.hasFocus()
    assert backend.fixes == []
    QTest.keyClick(form.confirm, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: fixed.count() == 1)
    asked = backend.fixes[0]
    assert (asked.code, asked.gate, asked.cars) == ("correct_count", "p1-entry", counted + 1)
    assert asked.group == form.group.currentData()
    assert asked.profile is None


def test_what_cannot_be_counted_is_told(
    dialog: CountDialog, backend: FakeBackend, qtbot: QtBot
) -> None:
    """The dialog stays, with the sentence."""
    backend.fail = Refused("Only 2 of the cars inside Staff are nobody's.")
    dialog.form.cars.setValue(dialog.form.cars.value() + 1)
    dialog.form.confirm.click()
    qtbot.waitUntil(dialog.form.fault.isVisible)
    assert dialog.isVisible()
    assert clipped(dialog) == []
