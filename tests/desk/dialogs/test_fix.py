"""The dialog of a fix that needs a time: says what room there is, and stores once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from izix_desk.desk.dialogs.fix import FixDialog
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.presets import FixPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.errors import Refused
from izix_desk.domain.views import Asks, Offer
from tests.support import demo_views as demo
from tests.support.clipping import clipped
from tests.support.fake_backend import FakeBackend

NOW = datetime.now(UTC).replace(second=0, microsecond=0)
BOOKING = Offer(
    code="create_booking", label="Create booking", gate="p1-entry", asks=Asks.WINDOW,
    about="Staff weekdays", policy="acme-staff", starts=NOW, ends=NOW + timedelta(hours=2),
)  # fmt: skip
LONGER = replace(BOOKING, code="extend", label="Extend", asks=Asks.UNTIL, subject=uuid4())
Make = Callable[[Offer], FixDialog]


@pytest.fixture
def make(backend: FakeBackend, look: Look, shown: Callable[[KeyedDialog], None]) -> Make:
    """Open the dialog for an offer to Pieter Maes."""

    def made(offer: Offer) -> FixDialog:
        preset = FixPreset(offer=offer, profile=demo.PEETERS, whom="Jo Peeters · Acme")
        dialog = FixDialog(backend, look, preset)
        shown(dialog)
        return dialog

    return made


def test_what_is_proposed_is_booked_by_enter_twice(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """From the time to the button, and then it is done; the times are the site's."""
    dialog = make(BOOKING)
    fixed = QSignalSpy(dialog.fixed)
    assert dialog.form.room.text() == "Staff: 4 of 120 free then"
    assert clipped(dialog) == []
    QTest.keyClick(dialog.form.ends, Qt.Key.Key_Return)
    assert dialog.form.confirm.hasFocus()
    assert backend.fixes == []
    QTest.keyClick(dialog.form.confirm, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: fixed.count() == 1)
    asked = backend.fixes[0]
    assert (asked.starts, asked.ends) == (BOOKING.starts, BOOKING.ends)
    assert (asked.code, asked.gate, asked.policy) == ("create_booking", "p1-entry", "acme-staff")
    assert not dialog.isVisible()


def test_a_time_without_room_says_so_and_cannot_be_confirmed(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """As soon as it is chosen, and no longer than that."""
    dialog = make(LONGER)
    assert not dialog.form.starts.isVisible()
    dialog.form.ends.setDateTime(dialog.form.ends.dateTime().addDays(1))
    qtbot.waitUntil(dialog.form.fault.isVisible)
    assert dialog.form.fault.text() == "Staff is full then."
    assert not dialog.form.confirm.isEnabled()
    assert clipped(dialog) == []
    dialog.form.ends.setDateTime(dialog.form.ends.dateTime().addDays(-1))
    qtbot.waitUntil(dialog.form.confirm.isEnabled)
    assert backend.fixes == []


def test_what_another_desk_did_meanwhile_is_told(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """The dialog stays, with the sentence, and nothing counts as done."""
    dialog = make(LONGER)
    fixed = QSignalSpy(dialog.fixed)
    backend.fail = Refused("Staff is full then: choose another time.")
    dialog.form.confirm.click()
    qtbot.waitUntil(dialog.form.fault.isVisible)
    assert dialog.isVisible()
    assert (fixed.count(), backend.fixes) == (0, [])
    dialog.form.confirm.click()
    qtbot.waitUntil(lambda: fixed.count() == 1)
    assert len(backend.fixes) == 1
