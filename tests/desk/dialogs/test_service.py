"""The dialog that sets a gate out of service: why, who may not, and what to think of before."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from izix_desk.desk.dialogs.hold_gate import HoldGateDialog
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.dialogs.service import ServiceDialog
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import Action, Stage
from izix_desk.domain.errors import Refused
from izix_desk.domain.views import Room
from tests.support.clipping import clipped
from tests.support.demo_site import site
from tests.support.fake_backend import FakeBackend
from tests.support.longer import Longer

ENTER = Qt.Key.Key_Return
ONLY_WAY = (
    "No other gate lets cars out of P1: without this one they leave by hand only (Key 7, crank)"
)
Make = Callable[[str], ServiceDialog]


@pytest.fixture
def make(backend: FakeBackend, look: Look, shown: Callable[[KeyedDialog], None]) -> Make:
    """Open the dialog for a gate."""
    backend.rooms = {"out_of_service": Room(line=ONLY_WAY), "back_in_service": Room(line="")}

    def made(gate: str) -> ServiceDialog:
        dialog = ServiceDialog(backend, look, site().gate(gate))
        shown(dialog)
        return dialog

    return made


@pytest.fixture
def longer() -> Iterator[None]:
    """Speak a language whose words are 40 % longer."""
    language = Longer()
    QCoreApplication.installTranslator(language)
    yield
    QCoreApplication.removeTranslator(language)


def test_it_asks_why_and_says_what_to_think_of(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Enter in the note leads to the button, and only from there on."""
    dialog = make("p1-exit")
    form, fixed = dialog.form, QSignalSpy(dialog.fixed)
    assert (form.about.text(), form.hint.text()) == (ONLY_WAY, "Say why.")
    assert clipped(dialog) == []
    assert not form.confirm.isEnabled()
    QTest.keyClick(form.note, ENTER)
    assert form.note.hasFocus()
    QTest.keyClicks(form.note, " arm bent")
    assert form.hint.text() == ""
    QTest.keyClick(form.note, ENTER)
    assert form.confirm.hasFocus()
    assert backend.fixes == []
    QTest.keyClick(form.confirm, ENTER)
    qtbot.waitUntil(lambda: fixed.count() == 1)
    asked = backend.fixes[0]
    assert (asked.code, asked.gate, asked.note) == ("out_of_service", "p1-exit", "arm bent")
    assert not dialog.isVisible()


@pytest.mark.usefixtures("longer")
def test_it_has_room_for_longer_words(make: Make) -> None:
    """Both ways."""
    assert clipped(make("p1-exit")) == []
    assert clipped(make("p2-delivery")) == []


def test_a_gate_comes_back_without_a_note(make: Make, backend: FakeBackend, qtbot: QtBot) -> None:
    """The same dialog, the other way."""
    dialog = make("p2-delivery")
    assert dialog.form.what.text() == "Put back in service · P2 Delivery"
    QTest.keyClick(dialog.form.note, ENTER)
    QTest.keyClick(dialog.form.confirm, ENTER)
    qtbot.waitUntil(lambda: len(backend.fixes) == 1)
    assert (backend.fixes[0].code, backend.fixes[0].note) == ("back_in_service", "")


def test_who_may_not_reads_who_may(make: Make, backend: FakeBackend) -> None:
    """At once, before anything is typed; and nothing can be confirmed."""
    backend.rooms = {"out_of_service": Room(line="", fault="Not for receptionists.")}
    dialog = make("p1-exit")
    assert dialog.form.fault.text() == "Not for receptionists."
    dialog.form.note.setText("arm bent")
    assert not dialog.form.confirm.isEnabled()
    assert clipped(dialog) == []


def test_what_was_refused_is_told(make: Make, backend: FakeBackend, qtbot: QtBot) -> None:
    """For instance because another desk was quicker; the dialog stays, with the note."""
    dialog = make("p1-exit")
    dialog.form.note.setText("arm bent")
    backend.fail = Refused("P1 Exit is out of service already: nothing was changed.")
    dialog.form.confirm.click()
    qtbot.waitUntil(dialog.form.fault.isVisible)
    assert (dialog.isVisible(), dialog.form.note.text()) == (True, "arm bent")
    assert clipped(dialog) == []


def nothing_moved(
    backend: FakeBackend, look: Look, shown: Callable[[KeyedDialog], None], qtbot: QtBot
) -> HoldGateDialog:
    """Return a dialog whose barrier did not rise."""
    dialog = HoldGateDialog(backend, look, site().gate("p1-entry"), Action.HOLD_OPEN)
    shown(dialog)
    dialog.form.reason_list.choose("DELIVERY")
    dialog.form.confirm.click()
    qtbot.waitUntil(lambda: len(backend.requests) == 1)
    assert not dialog.form.service.isVisible()
    backend.reach(Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED, Stage.NOT_MOVED)
    qtbot.waitUntil(dialog.form.service.isVisible)
    assert clipped(dialog) == []
    return dialog


def test_where_nothing_moved_it_is_offered(
    backend: FakeBackend, look: Look, shown: Callable[[KeyedDialog], None], qtbot: QtBot
) -> None:
    """Escape leads back to the bad end; a gate that is out of service ends it."""
    below = nothing_moved(backend, look, shown, qtbot)
    for keys in ("", "arm bent"):
        below.form.service.click()
        below.form.service.click()
        qtbot.waitUntil(lambda: any(each.seen for each in below.findChildren(ServiceDialog)))
        (dialog,) = (each for each in below.findChildren(ServiceDialog) if each.isVisible())
        if not keys:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            qtbot.waitUntil(below.form.service.isEnabled)
            qtbot.waitUntil(lambda: not below.findChildren(ServiceDialog))
            assert below.isVisible()
        else:
            dialog.form.note.setText(keys)
            dialog.form.confirm.click()
    qtbot.waitUntil(lambda: not below.isVisible())
    assert [fix.gate for fix in backend.fixes] == ["p1-entry"]


def test_the_next_entry_is_taken_from_there_too(
    backend: FakeBackend, look: Look, shown: Callable[[KeyedDialog], None], qtbot: QtBot
) -> None:
    """F9 lets both dialogs go."""
    below = nothing_moved(backend, look, shown, qtbot)
    below.form.service.click()
    qtbot.waitUntil(lambda: any(each.seen for each in below.findChildren(ServiceDialog)))
    asked = QSignalSpy(below.next_asked)
    QTest.keyClick(below.findChildren(ServiceDialog)[0], Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: asked.count() == 1)
    assert not below.isVisible()


def test_another_bad_end_does_not_offer_it(
    backend: FakeBackend, look: Look, shown: Callable[[KeyedDialog], None], qtbot: QtBot
) -> None:
    """Nothing is known to be wrong with the barrier."""
    dialog = HoldGateDialog(backend, look, site().gate("p1-entry"), Action.RELEASE)
    shown(dialog)
    dialog.form.confirm.click()
    qtbot.waitUntil(lambda: len(backend.requests) == 1)
    backend.reach(Stage.ASKED, Stage.CLAIMED, Stage.NO_ANSWER)
    qtbot.waitUntil(dialog.form.again.isVisible)
    assert not dialog.form.service.isVisible()
