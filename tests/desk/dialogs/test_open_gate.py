"""The dialog that opens a gate: never by accident, never closed while an answer is owed."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.dialogs.open_gate import OpenGateDialog
from izix_desk.desk.presets import VALID, OpenPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import Stage
from izix_desk.domain.errors import Refused, StoreFault
from tests.support import demo_views as demo
from tests.support.fake_backend import FakeBackend

Show = Callable[[KeyedDialog], None]
ENTER = Qt.Key.Key_Return
MAES = OpenPreset(gate="p1-entry", for_whom="Pieter Maes · Acme", profile=demo.MAES)
TO_UP = (Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED, Stage.UP)


@pytest.fixture
def make(
    backend: FakeBackend, look: Look, shown: Show, qtbot: QtBot
) -> Callable[[OpenPreset], OpenGateDialog]:
    """Open the dialog for a preset."""

    def made(preset: OpenPreset) -> OpenGateDialog:
        dialog = OpenGateDialog(backend, look, preset)
        dialog.form.stages_page.linger_ms = 0
        shown(dialog)
        qtbot.waitUntil(dialog.form.gate_list.hasFocus)
        return dialog

    return made


Make = Callable[[OpenPreset], OpenGateDialog]


def press(dialog: QWidget, key: Qt.Key, *, repeated: bool = False) -> None:
    """Press a key where the focus is, as the keyboard does."""
    target = dialog.focusWidget() or dialog
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", repeated)
    QApplication.sendEvent(target, event)


def asked(backend: FakeBackend, qtbot: QtBot, count: int = 1) -> None:
    """Wait until so many commands were asked."""
    qtbot.waitUntil(lambda: len(backend.requests) == count)


def test_enter_on_the_gate_list_opens_for_a_valid_parker(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Enter on the gate list opens for a valid parker."""
    dialog = make(MAES)
    QTest.keyClick(dialog.form.gate_list, ENTER)
    asked(backend, qtbot)
    request = backend.requests[0]
    assert (request.gate, request.reason, request.profile) == ("p1-entry", VALID, demo.MAES)
    assert request.access == "policy:acme-weekdays"
    assert (request.operator, request.for_whom) == ("Guard 1", "Pieter Maes · Acme")


def test_a_held_enter_opens_nothing(make: Make, backend: FakeBackend, qtbot: QtBot) -> None:
    """A held enter opens nothing."""
    dialog = make(MAES)
    for _ in range(5):
        press(dialog, ENTER, repeated=True)
    qtbot.wait(1)
    assert not dialog.form.stages_page.owed
    press(dialog, ENTER)
    asked(backend, qtbot)


def test_a_key_from_before_the_dialog_was_seen_opens_nothing(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """A key from before the dialog was seen opens nothing."""
    dialog = make(MAES)
    dialog.hide()
    dialog.show()  # shown, but not painted yet
    assert not dialog.seen
    press(dialog, ENTER)
    assert not dialog.form.stages_page.owed
    qtbot.waitUntil(lambda: dialog.seen)
    press(dialog, ENTER)
    asked(backend, qtbot)


def test_without_a_gate_enter_does_nothing(make: Make, backend: FakeBackend) -> None:
    """Without a gate enter does nothing."""
    dialog = make(replace(MAES, gate=None))
    assert dialog.form.gate_list.key == ""
    for _ in range(3):
        press(dialog, ENTER)
    assert not dialog.form.stages_page.owed
    assert backend.requests == []
    assert "gate" in dialog.form.hint.text()


def test_the_first_arrow_chooses_the_first_gate(make: Make, qtbot: QtBot) -> None:
    """The first arrow chooses the first gate."""
    dialog = make(replace(MAES, gate=None))
    QTest.keyClick(dialog.form.gate_list, Qt.Key.Key_Down)
    assert dialog.form.gate_list.key == "p1-entry"
    qtbot.waitUntil(dialog.form.confirm.isEnabled)
    assert dialog.form.reason_list.key == VALID


def test_another_gate_is_judged_before_it_can_be_confirmed(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Another gate is judged before it can be confirmed."""
    dialog = make(MAES)
    backend.slow["p2-entry"] = asyncio.Event()
    dialog.form.gate_list.choose("p2-entry")
    press(dialog, ENTER)
    assert not dialog.form.stages_page.owed
    assert not dialog.form.confirm.isEnabled()
    backend.slow["p2-entry"].set()
    qtbot.waitUntil(lambda: "no right for this lot" in dialog.form.verdict.line.text())
    assert "P2 Entry" in dialog.form.verdict.line.text()
    assert not dialog.form.confirm.isEnabled()
    assert dialog.form.reason_list.key == ""
    assert dialog.form.reason_list.hasFocus()
    assert backend.requests == []


def test_an_enter_waits_for_the_verdict_of_another_gate(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Down and Enter in one go open, but only once it is known that they may pass there."""
    dialog = make(MAES)
    backend.slow["p1-exit"] = asyncio.Event()
    QTest.keyClick(dialog.form.gate_list, Qt.Key.Key_Down)
    press(dialog, ENTER)
    qtbot.wait(1)
    assert not dialog.form.stages_page.owed
    backend.slow["p1-exit"].set()
    asked(backend, qtbot)
    assert backend.requests[0].gate == "p1-exit"


def test_an_enter_for_one_gate_never_opens_another(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Who moves on takes the Enter back."""
    dialog = make(MAES)
    backend.slow["p1-exit"] = asyncio.Event()
    QTest.keyClick(dialog.form.gate_list, Qt.Key.Key_Down)
    press(dialog, ENTER)
    QTest.keyClick(dialog.form.gate_list, Qt.Key.Key_Up)
    backend.slow["p1-exit"].set()
    qtbot.waitUntil(dialog.form.confirm.isEnabled)
    qtbot.wait(1)
    assert not dialog.form.stages_page.owed


def test_the_verdict_of_a_gate_left_again_is_dropped(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """The verdict of a gate left again is dropped."""
    dialog = make(MAES)
    backend.slow["p2-entry"] = asyncio.Event()
    dialog.form.gate_list.choose("p2-entry")
    dialog.form.gate_list.choose("p1-exit")
    qtbot.waitUntil(lambda: "every exit" in dialog.form.verdict.line.text())
    backend.slow["p2-entry"].set()
    qtbot.wait(1)
    assert "every exit" in dialog.form.verdict.line.text()


def test_not_valid_takes_a_reason_and_a_button(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Not valid takes a reason and a button."""
    dialog = make(replace(MAES, profile=demo.PEETERS, for_whom="Jo Peeters · Acme"))
    assert "116 inside" in dialog.form.verdict.line.text()
    assert dialog.form.confirm.text().startswith("Open once")
    press(dialog, ENTER)
    assert dialog.form.reason_list.hasFocus()
    press(dialog, ENTER)
    assert dialog.form.reason_list.hasFocus()
    QTest.keyClick(dialog.form.reason_list, Qt.Key.Key_Down)
    assert dialog.form.reason_list.key == "FORGOTTEN"
    press(dialog, ENTER)
    assert dialog.form.confirm.hasFocus()
    assert backend.requests == []
    press(dialog, ENTER)
    asked(backend, qtbot)
    assert (backend.requests[0].reason, backend.requests[0].access) == ("FORGOTTEN", "")


def test_enter_in_the_note_never_presses_a_button(make: Make, backend: FakeBackend) -> None:
    """Enter in the note never presses a button."""
    dialog = make(replace(MAES, profile=demo.PEETERS))
    QTest.keyClicks(dialog.form.reason_list, "6")
    assert dialog.form.reason_list.key == "OTHER"
    dialog.form.reason_list.setFocus()
    press(dialog, ENTER)
    assert dialog.form.note.hasFocus()
    assert not dialog.form.confirm.isEnabled()
    press(dialog, ENTER)
    assert dialog.form.note.hasFocus()
    QTest.keyClicks(dialog.form.note, "Doctor on the way")
    press(dialog, ENTER)
    assert not dialog.form.stages_page.owed
    assert dialog.form.confirm.hasFocus()
    assert backend.requests == []


def test_a_blocked_parker_is_never_one_key_away(make: Make, backend: FakeBackend) -> None:
    """A blocked parker is never one key away."""
    dialog = make(replace(MAES, profile=demo.BLOCKED, verdict=demo.BLOCK))
    assert dialog.form.reason_list.key == ""
    press(dialog, ENTER)
    press(dialog, ENTER)
    assert backend.requests == []
    assert not dialog.form.stages_page.owed


def test_a_blocked_parker_who_may_leave_still_takes_a_reason(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """A blocked parker who may leave still takes a reason."""
    leaving = replace(demo.MAY, blocked=True)
    view = replace(backend.views[demo.BLOCKED], verdict=leaving, accesses=())
    backend.views[demo.BLOCKED] = view
    dialog = make(replace(MAES, profile=demo.BLOCKED, verdict=leaving))
    assert dialog.form.reason_list.key == ""
    press(dialog, ENTER)
    assert dialog.form.reason_list.hasFocus()
    qtbot.wait(1)
    assert backend.requests == []


def test_the_stages_tick_off_and_it_closes_itself(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """The stages tick off and it closes itself."""
    dialog = make(MAES)
    press(dialog, ENTER)
    asked(backend, qtbot)
    page = dialog.form.stages_page
    backend.reach(*TO_UP[:-1])
    qtbot.waitUntil(lambda: page.stages.reached == [Stage.SENT, Stage.ANSWERED])
    assert page.owed
    assert " s" in page.stages.text_of(Stage.SENT)
    with qtbot.waitSignal(dialog.accepted, timeout=3000):
        backend.reach(Stage.UP)
    assert page.stages.reached[-1] is Stage.UP


def test_it_never_closes_while_an_answer_is_owed(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """It never closes while an answer is owed."""
    dialog = make(MAES)
    press(dialog, ENTER)
    asked(backend, qtbot)
    backend.reach(*TO_UP[:-1])
    qtbot.waitUntil(lambda: Stage.ANSWERED in dialog.form.stages_page.stages.reached)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QTest.keyClick(dialog, Qt.Key.Key_F9)
    dialog.close()
    dialog.form.cancel.click()
    assert dialog.isVisible()
    backend.reach(Stage.NOT_MOVED)
    qtbot.waitUntil(lambda: not dialog.form.stages_page.owed)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_gate_without_inputs_says_so_in_grey_and_closes_after_the_answer(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """A gate without inputs says so in grey and closes after the answer."""
    dialog = make(replace(MAES, gate="p2-exit"))
    press(dialog, ENTER)
    asked(backend, qtbot)
    stages = dialog.form.stages_page.stages
    assert "not measured" in stages.text_of(Stage.UP)
    assert "not measured" in stages.text_of(Stage.PASSED)
    with qtbot.waitSignal(dialog.accepted, timeout=3000):
        backend.reach(Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED)


BAD_ENDS = [
    ((), Stage.EXPIRED, "Expired", "nothing will be sent later"),
    ((Stage.CLAIMED,), Stage.NO_ANSWER, "No answer", "did not move"),
    ((Stage.CLAIMED, Stage.SENT), Stage.REFUSED, "Refused", "did not move"),
    ((Stage.CLAIMED, Stage.SENT), Stage.NOT_SURE, "gate may be open", "Look at the gate"),
    ((Stage.CLAIMED, Stage.SENT, Stage.ANSWERED), Stage.NOT_MOVED, "Nothing moved", "10 s"),
]


@pytest.mark.parametrize("case", BAD_ENDS, ids=[str(case[1]) for case in BAD_ENDS])
def test_a_bad_end_says_what_to_do(
    make: Make,
    backend: FakeBackend,
    qtbot: QtBot,
    case: tuple[tuple[Stage, ...], Stage, str, str],
) -> None:
    """A bad end says what to do."""
    dialog = make(MAES)
    press(dialog, ENTER)
    asked(backend, qtbot)
    before, end, title, advice = case
    backend.reach(Stage.ASKED, *before)
    backend.reach(end, detail="what the line saw")
    page = dialog.form.stages_page
    qtbot.waitUntil(page.end.isVisible)
    assert title in page.title.text()
    for told in (advice, "Technics, 204", "+32 475 55 02 04", "Key 7", "What the line saw."):
        assert told in page.advice.text()
    assert dialog.isVisible()
    assert dialog.form.again.isVisible()


def test_enter_after_a_bad_end_asks_nothing_by_itself(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Enter after a bad end asks nothing by itself."""
    dialog = make(MAES)
    press(dialog, ENTER)
    asked(backend, qtbot)
    backend.reach(Stage.ASKED, Stage.EXPIRED)
    qtbot.waitUntil(dialog.form.again.isVisible)
    press(dialog, ENTER)
    press(dialog, Qt.Key.Key_Space)
    qtbot.wait(1)
    assert len(backend.requests) == 1


def test_trying_again_is_a_new_command(make: Make, backend: FakeBackend, qtbot: QtBot) -> None:
    """Trying again is a new command."""
    dialog = make(MAES)
    press(dialog, ENTER)
    asked(backend, qtbot)
    backend.reach(Stage.ASKED, Stage.EXPIRED)
    qtbot.waitUntil(dialog.form.again.isVisible)
    dialog.form.again.click()
    asked(backend, qtbot, 2)
    assert not dialog.form.stages_page.end.isVisible()
    assert dialog.form.stages_page.stages.reached == []
    assert backend.requests[0] == backend.requests[1]
    with qtbot.waitSignal(dialog.accepted, timeout=3000):
        backend.reach(*TO_UP)


def test_a_store_that_refuses_leaves_everything_as_it_was(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """A store that refuses leaves everything as it was."""
    dialog = make(MAES)
    backend.fail = StoreFault("The disk is full: make room and try again.")
    press(dialog, ENTER)
    qtbot.waitUntil(dialog.form.fault.isVisible)
    assert "disk is full" in dialog.form.fault.text()
    assert backend.requests == []
    assert dialog.form.gate_list.hasFocus()
    press(dialog, ENTER)
    asked(backend, qtbot)


def test_a_verdict_that_does_not_hold_any_more_is_shown_anew(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Blocked while the dialog was open: refused, and from then on it takes a reason."""
    dialog = make(MAES)
    backend.fail = Refused("Pieter Maes may not pass at P1 entry: blocked.")
    blocked = replace(backend.views[demo.BLOCKED], profile=backend.views[demo.MAES].profile)
    press(dialog, ENTER)
    backend.views[demo.MAES] = blocked
    qtbot.waitUntil(lambda: "may not pass" in dialog.form.fault.text())
    qtbot.waitUntil(lambda: demo.BLOCK.line in dialog.form.verdict.line.text())
    assert dialog.form.confirm.text().startswith("Open once")
    assert dialog.form.reason_list.key == ""
    press(dialog, ENTER)
    assert backend.requests == []


def test_a_command_of_which_nothing_more_is_heard_lets_go(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """A command of which nothing more is heard lets go."""
    gates = tuple(replace(gate, moves_within=0.01) for gate in backend.place.gates)
    backend.place = replace(backend.place, gates=gates)
    dialog = make(MAES)
    dialog.form.stages_page.slack_ms = 10
    press(dialog, ENTER)
    asked(backend, qtbot)
    qtbot.waitUntil(dialog.form.stages_page.end.isVisible)
    assert "gate may be open" in dialog.form.stages_page.title.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_stages_that_stop_without_an_end_let_go(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Nobody follows the command any more, so nothing is owed that could still come."""
    dialog = make(MAES)
    press(dialog, ENTER)
    asked(backend, qtbot)
    backend.reach(Stage.ASKED, Stage.CLAIMED, Stage.SENT)
    backend.fall_silent()
    qtbot.waitUntil(dialog.form.stages_page.end.isVisible)
    assert "gate may be open" in dialog.form.stages_page.title.text()
    assert not dialog.form.stages_page.owed


def test_a_held_enter_presses_no_button_either(make: Make, backend: FakeBackend) -> None:
    """The button that has the focus waits for a key that was pressed for it."""
    dialog = make(replace(MAES, profile=demo.PEETERS))
    dialog.form.reason_list.choose("DELIVERY")
    dialog.form.confirm.setFocus()
    press(dialog, ENTER, repeated=True)
    assert not dialog.form.stages_page.owed
    assert backend.requests == []


def test_times_are_those_of_the_site(make: Make, backend: FakeBackend, qtbot: QtBot) -> None:
    """Times are those of the site."""
    backend.place = replace(
        backend.place, timezone="Asia/Kolkata"
    )  # no other zone has its half hour
    dialog = make(MAES)
    press(dialog, ENTER)
    asked(backend, qtbot)
    before = datetime.now(UTC)
    backend.reach(Stage.ASKED, Stage.CLAIMED, Stage.SENT)
    stages = dialog.form.stages_page.stages
    qtbot.waitUntil(lambda: stages.reached == [Stage.SENT])
    shifted = (before.hour * 60 + before.minute + 330) % 1440
    near = {f"{(shifted + late) // 60 % 24:02}:{(shifted + late) % 60:02}" for late in (0, 1)}
    assert any(time in stages.text_of(Stage.SENT) for time in near)
