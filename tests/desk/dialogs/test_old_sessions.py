"""The list of who is counted inside for long: one is ended at a time, never by one key."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.dialogs.old_sessions import OldSessionsDialog
from izix_desk.desk.presets import FixPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.errors import Refused
from izix_desk.domain.views import Asks, Offer, OldSession
from tests.support import demo_views as demo
from tests.support.clipping import clipped
from tests.support.fake_backend import FakeBackend

INSIDE = (
    OldSession(id=uuid4(), line="Mon 16 Nov 08:02 · Ada Maes · Reserved", may_end=False),
    OldSession(id=uuid4(), line="Tue 17 Nov 09:15 · Jo Peeters · 1-KLM-456 · Staff"),
    OldSession(id=uuid4(), line="Tue 17 Nov 10:40 · 9-XYZ-999 · Staff"),
)
ENTER = Qt.Key.Key_Return
Show = Callable[[KeyedDialog], None]


@pytest.fixture
def dialog(backend: FakeBackend, look: Look, shown: Show) -> OldSessionsDialog:
    """Open the list for somebody who found the lot full."""
    backend.inside = INSIDE
    offer = Offer(code="stale_sessions", label="Find old sessions", gate="p1-entry",
                  about="P1", asks=Asks.SESSION)  # fmt: skip
    dialog = OldSessionsDialog(backend, look, FixPreset(offer=offer, profile=demo.MAES, whom=""))
    shown(dialog)
    return dialog


def test_one_session_is_ended_and_the_rest_stays(
    dialog: OldSessionsDialog, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Down to it, Enter to the button, Enter once more."""
    assert dialog.form.about.text() == "Find old sessions · P1"
    assert clipped(dialog) == []
    assert not dialog.form.end_session.isEnabled()  # a guaranteed spot is not ended by hand
    QTest.keyClick(dialog.form.sessions, Qt.Key.Key_Down)
    QTest.keyClick(dialog.form.sessions, ENTER)
    assert backend.fixes == []
    QTest.keyClick(dialog.form.end_session, ENTER)
    qtbot.waitUntil(lambda: dialog.form.sessions.count() == 2)
    assert [(fix.code, fix.subject) for fix in backend.fixes] == [("end_session", INSIDE[1].id)]
    assert dialog.form.sessions.hasFocus()
    assert dialog.isVisible()


def test_what_cannot_be_ended_is_told(
    dialog: OldSessionsDialog, backend: FakeBackend, qtbot: QtBot
) -> None:
    """In the words of the program; nothing is taken from the list."""
    backend.fail = Refused("This session has ended already: nothing was changed.")
    dialog.form.sessions.setCurrentRow(1)
    dialog.form.end_session.click()
    qtbot.waitUntil(lambda: "ended already" in dialog.form.question.text())
    assert dialog.form.sessions.count() == 3


def test_nobody_inside_for_long_is_said(backend: FakeBackend, look: Look, shown: Show) -> None:
    """Instead of an empty list."""
    offer = Offer(code="stale_sessions", label="Find old sessions", gate="p1-entry")
    dialog = OldSessionsDialog(backend, look, FixPreset(offer=offer, profile=demo.MAES, whom=""))
    shown(dialog)
    assert dialog.form.question.text() == "Nobody is inside for more than a day."
    assert not dialog.form.sessions.isVisible()
    assert not dialog.form.end_session.isEnabled()
