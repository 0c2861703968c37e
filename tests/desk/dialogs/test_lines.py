"""The lines dialog: figures that change where they stand, a trace, and what can be tried."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.dialogs.lines import LinesDialog
from izix_desk.desk.dialogs.open_gate import OpenGateDialog
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import Stage
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.roles import Role
from izix_desk.domain.site import Protocol, Site
from izix_desk.services.frame_tables import shipped_tables
from tests.support import demo_day, demo_lines
from tests.support.clipping import clipped
from tests.support.demo_site import site
from tests.support.fake_backend import FakeBackend

ENTER, DOWN, TAB, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Escape
Show = Callable[[KeyedDialog], None]


@pytest.fixture
def dialog(backend: FakeBackend, look: Look, shown: Show, qtbot: QtBot) -> LinesDialog:
    """Open it on a line of three controllers and one whose plug was pulled."""
    dialog = LinesDialog(backend, look, backend.place)
    shown(dialog)
    backend.news.lines_measured.emit(demo_day.lines())
    for figures in (demo_lines.figures(), demo_lines.closed_port()):
        backend.news.line_figures.emit(figures)
    qtbot.waitUntil(lambda: not asyncio.all_tasks(asyncio.get_event_loop()))
    return dialog


def pass_on(dialog: LinesDialog, backend: FakeBackend, qtbot: QtBot, count: int = 12) -> None:
    """Let so many frames of the north line pass, and wait until they show."""
    first = dialog.trace.model.rowCount()
    backend.news.line_trace.emit(demo_lines.passed(count, first))
    qtbot.waitUntil(lambda: dialog.trace.model.rowCount() == first + count)


def press(dialog: LinesDialog, *keys: Qt.Key) -> None:
    """Press keys where the focus is."""
    for key in keys:
        QTest.keyClick(dialog.focusWidget() or dialog, key)


def test_each_line_says_how_it_is_doing(dialog: LinesDialog) -> None:
    """By a picture and a word; the chosen one with its port, speed and controllers."""
    form = dialog.form
    texts = [form.lines.item(row).text() for row in range(form.lines.count())]
    assert texts == ["north\nanswers", "south\nnot open", "cameras\nanswers"]
    assert not any(form.lines.item(row).icon().isNull() for row in range(form.lines.count()))
    assert form.line_title.text() == "north · Modbus RTU"
    assert form.line_about.text() == f"{demo_lines.PORT} · 19200 baud 8N1 · 41.6 questions/s"
    assert form.line_fault.text() == ""
    assert dialog.controllers.rowCount() == 3
    press(dialog, DOWN)
    assert form.line_title.text() == "south · Modbus RTU"
    assert form.line_fault.text().startswith("Not open: ")
    assert form.line_fault.text().endswith("is not there: plug the adapter in.")
    assert dialog.controllers.rowCount() == 0


def test_a_camera_is_heard_and_not_asked(dialog: LinesDialog, backend: FakeBackend) -> None:
    """Its line says when it spoke last, and what is wrong with it."""
    press(dialog, DOWN, DOWN)
    assert dialog.form.line_about.text() == "sim · 9600 baud 8N1 · last heard 4 s ago"
    assert dialog.form.detail.text() == "A camera speaks by itself: there is nothing to ask."
    ails = "Nothing came for 3 minutes: look at its plug."
    silent = LineReading(line="cameras", health=LineHealth.SILENT, last=None, detail=ails)
    backend.news.lines_measured.emit((silent,))
    assert dialog.form.lines.item(2).text() == "cameras\nsilent"
    assert dialog.form.line_fault.text() == ails


def test_where_nobody_can_be_found_it_says_why(
    backend: FakeBackend, look: Look, shown: Show
) -> None:
    """On the button, and in a sentence for whoever uses keys."""
    table = shipped_tables()["kmtronic"]
    line = replace(backend.place.lines[0], protocol=Protocol.FRAMES, frames=table)
    dialog = LinesDialog(backend, look, replace(backend.place, lines=(line,)))
    shown(dialog)
    why = "kmtronic has no status request, so its devices cannot be found."
    assert not dialog.form.find.isEnabled()
    assert dialog.form.find.toolTip() == why
    assert dialog.form.detail.text() == f"Choose a controller to try or test it. {why}"


def test_a_camera_that_was_never_heard_is_not_measured(
    dialog: LinesDialog, backend: FakeBackend
) -> None:
    """Its port is open, which says nothing of the camera."""
    fine = LineReading(line="cameras", health=LineHealth.OK, last=None, detail="")
    backend.news.lines_measured.emit((fine,))
    assert dialog.form.lines.item(2).text() == "cameras\nopen, nothing heard yet"
    backend.news.lines_measured.emit((replace(fine, last=time.monotonic()),))
    assert dialog.form.lines.item(2).text() == "cameras\nanswers"


def test_only_what_is_wrong_is_red(dialog: LinesDialog, backend: FakeBackend) -> None:
    """Controllers that are never asked are as they should be."""
    said = "Controllers on line north are not asked anything."
    for health, tone in (
        (LineHealth.NOT_MEASURED, "dim"),
        (LineHealth.DEGRADED, "amber"),
        (LineHealth.OFFLINE, "red"),
    ):
        reading = LineReading(line="north", health=health, last=None, detail=said)
        backend.news.lines_measured.emit((reading,))
        assert dialog.form.line_fault.text() == said
        assert dialog.form.line_fault.property("tone") == tone


def test_news_moves_neither_choice_nor_focus(dialog: LinesDialog, backend: FakeBackend) -> None:
    """Figures come once a second, for as long as somebody looks."""
    press(dialog, ENTER, DOWN, DOWN)
    chosen = dialog.form.controllers.currentIndex().row()
    assert dialog.form.detail.text() == demo_lines.DEAD
    heard = tuple(replace(c, misses=c.misses + 1) for c in demo_lines.controllers())
    backend.news.line_figures.emit(demo_lines.figures(controllers=heard))
    backend.news.line_figures.emit(demo_lines.closed_port())
    offline = LineReading(line="north", health=LineHealth.OFFLINE, last=None, detail="")
    backend.news.lines_measured.emit((offline,))
    assert dialog.form.controllers.selectionModel().selectedRows()[0].row() == chosen
    assert dialog.form.controllers.hasFocus()
    assert dialog.form.lines.currentRow() == 0
    assert dialog.form.lines.item(0).text() == "north\nno answer"


def test_it_follows_while_it_is_open_and_not_longer(
    dialog: LinesDialog, backend: FakeBackend, qtbot: QtBot
) -> None:
    """The chosen line is traced; the engine hears again before it stops by itself."""
    assert backend.followed[-1] == {"north"}
    before = len(backend.followed)
    qtbot.waitUntil(lambda: len(backend.followed) > before)
    press(dialog, DOWN)
    assert backend.followed[-1] == {"south"}
    dialog.form.which.setCurrentIndex(1)
    assert backend.followed[-1] == {"north", "south", "cameras"}
    press(dialog, ESCAPE)
    assert not dialog.isVisible()
    after = len(backend.followed)
    QTest.qWait(dialog.AGAIN_MS + 200)
    assert len(backend.followed) == after


def test_a_silent_controller_is_tried_by_key(dialog: LinesDialog, backend: FakeBackend) -> None:
    """From the line to the controller to the button."""
    assert not dialog.form.try_now.isEnabled()
    press(dialog, ENTER, DOWN, DOWN, ENTER)
    assert dialog.form.try_now.hasFocus()
    press(dialog, ENTER)
    assert backend.tried == [("north", 3)]
    assert dialog.form.detail.text() == "Address 3 is being asked now."
    backend.news.line_figures.emit(demo_lines.figures())
    assert dialog.form.detail.text() == "Address 3 is being asked now."


def test_an_output_is_tested_by_a_recorded_command(
    dialog: LinesDialog, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Asked for once more, with its reason; the dialog stays and goes on below."""
    asked: list[bool] = []
    dialog.asked.connect(lambda: asked.append(True))
    dialog.form.controllers.selectRow(1)
    dialog.form.test_output.click()
    test = dialog.findChild(OpenGateDialog)
    assert test is not None
    qtbot.waitUntil(lambda: test.seen)
    assert test.form.gate_list.key == "p1-exit"
    assert test.form.gate_list.model().rowCount() == 1
    assert (test.form.who.text(), test.form.reason_list.key) == ("Test an output", "TEST")
    assert test.form.confirm.text() == "Open as a test · P1 Exit"
    assert test.form.reason_list.model().rowCount() == 1
    assert backend.requests == []
    QTest.keyClick(test.form.gate_list, ENTER)
    assert test.form.confirm.hasFocus()
    assert backend.requests == []
    QTest.keyClick(test.form.confirm, ENTER)
    qtbot.waitUntil(lambda: len(backend.requests) == 1)
    request = backend.requests[0]
    assert (request.gate, request.reason, request.for_whom) == ("p1-exit", "TEST", "")
    assert asked == [True]
    backend.reach(Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.NO_ANSWER)
    qtbot.waitUntil(test.form.stages_page.end.isVisible)
    QTest.keyClick(test, ESCAPE)
    qtbot.waitUntil(lambda: not test.isVisible())
    assert dialog.isVisible()


def test_a_test_is_not_offered_to_a_role_that_may_not(
    backend: FakeBackend, look: Look, shown: Show, qtbot: QtBot
) -> None:
    """A receptionist looks, and tries a silent controller, and opens nothing."""
    backend.role = Role.RECEPTIONIST
    dialog = LinesDialog(backend, look, backend.place)
    shown(dialog)
    qtbot.waitUntil(lambda: not dialog.form.test_output.isVisible())
    backend.news.line_figures.emit(demo_lines.figures())
    dialog.form.controllers.selectRow(0)
    assert dialog.form.try_now.isEnabled()


def test_where_no_gate_is_opened_there_is_nothing_to_test(
    dialog: LinesDialog, backend: FakeBackend
) -> None:
    """A board may have inputs only."""
    lonely = replace(demo_lines.controllers()[0], address=9, gates=("p1-entry",))
    backend.news.line_figures.emit(demo_lines.figures(controllers=(lonely,)))
    dialog.form.controllers.selectRow(0)
    assert not dialog.form.test_output.isEnabled()
    assert "No gate is opened here." in dialog.form.detail.text()


def test_the_trace_stays_at_its_end(
    dialog: LinesDialog, backend: FakeBackend, qtbot: QtBot
) -> None:
    """What passes is shown in bytes and in words."""
    pass_on(dialog, backend, qtbot, 120)
    bar = dialog.form.trace.verticalScrollBar()
    assert bar.maximum() > 0
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    pass_on(dialog, backend, qtbot, 60)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    assert dialog.form.trace_state.text() == ""


def test_reading_a_row_is_a_pause(dialog: LinesDialog, backend: FakeBackend, qtbot: QtBot) -> None:
    """It is shown in full, stands still, and what comes is counted; *Go on* leads to the end."""
    pass_on(dialog, backend, qtbot, 120)
    form = dialog.form
    form.trace.setFocus()
    press(dialog, Qt.Key.Key_Up)
    assert form.pause.isChecked()
    assert form.pause.text() == "Go on"
    top, chosen = form.trace.verticalScrollBar().value(), form.trace.currentIndex().row()
    assert chosen == 118  # the newest but one, not Qt's first
    backend.news.line_trace.emit(demo_lines.passed(30, 120))
    qtbot.waitUntil(lambda: form.trace_state.text().startswith("Paused, 30 new"))
    assert form.trace_state.text().endswith("unit 3, inputs 0 to 3? · 03 02 00 00 00 04 78 2B")
    assert form.trace.verticalScrollBar().value() == top
    assert form.trace.currentIndex().row() == chosen
    form.pause.click()
    assert dialog.trace.model.rowCount() == 150
    bar = form.trace.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > top)


def test_scrolling_back_is_a_pause(dialog: LinesDialog, backend: FakeBackend, qtbot: QtBot) -> None:
    """Nobody can read what runs away."""
    pass_on(dialog, backend, qtbot, 120)
    bar = dialog.form.trace.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    bar.triggerAction(bar.SliderAction.SliderPageStepSub)
    assert dialog.form.pause.isChecked()


def test_a_trace_is_narrowed_and_saved(
    dialog: LinesDialog, backend: FakeBackend, qtbot: QtBot, tmp_path: Path
) -> None:
    """What is in view is what is saved: time, line, way, bytes and words."""
    pass_on(dialog, backend, qtbot, 12)
    form = dialog.form
    form.address.setCurrentIndex(form.address.findData(2))
    QTest.keyClicks(form.text, "damaged")
    assert dialog.trace.model.rowCount() == 2
    form.save.click()
    saving = dialog.findChild(QFileDialog)
    assert saving is not None
    saving.selectFile(str(tmp_path / "north.txt"))
    saving.accept()
    qtbot.waitUntil((tmp_path / "north.txt").exists)
    rows = (tmp_path / "north.txt").read_text("utf-8").splitlines()
    assert len(rows) == 2
    assert "north ← 02 02 01 00 a0 0d" in rows[0]
    assert rows[0].endswith("unit 2, an answer that was damaged: wrong check")
    assert form.trace_state.text() == "Rows saved: 2, in north.txt"
    QTest.keyClicks(form.text, " by nobody")
    assert form.trace_state.text().endswith("None of 12 rows has what is asked for")


def test_what_cannot_be_saved_is_told(dialog: LinesDialog, tmp_path: Path) -> None:
    """With the system's reason, and nothing is closed."""
    dialog.form.save.click()
    saving = dialog.findChild(QFileDialog)
    assert saving is not None
    saving.fileSelected.emit(str(tmp_path))
    assert dialog.form.trace_state.text() == "Not saved: Is a directory"
    saving.reject()
    assert dialog.isVisible()


def test_without_an_engine_it_says_so(dialog: LinesDialog, backend: FakeBackend) -> None:
    """And shows no figure that was true a moment ago; what was chosen stays chosen."""
    dialog.form.controllers.selectRow(1)
    backend.news.engine_running.emit(False)
    form = dialog.form
    assert form.line_fault.text().startswith("No engine runs: nothing is known of the lines.")
    assert form.lines.item(0).text() == "north\nnot measured"
    assert dialog.controllers.index(1, 1).data() == "not measured"
    assert not form.try_now.isEnabled()
    assert form.controllers.selectionModel().selectedRows()[0].row() == 1
    backend.news.engine_running.emit(True)
    assert form.line_fault.text() == ""


def test_it_opens_without_an_engine_too(backend: FakeBackend, look: Look, shown: Show) -> None:
    """The lines of the site are there; nothing is known of them."""
    dialog = LinesDialog(backend, look, backend.place, engine_runs=False)
    shown(dialog)
    assert dialog.form.line_fault.text().startswith("No engine runs")
    assert dialog.form.lines.count() == 3


def test_a_pc_without_lines_says_so(backend: FakeBackend, look: Look, shown: Show) -> None:
    """The receptionist's."""
    dialog = LinesDialog(backend, look, Site(name="Quai Nord", timezone="Europe/Brussels"))
    shown(dialog)
    assert dialog.form.line_title.text() == "No line is wired to this PC."
    assert dialog.form.lines.count() == 0


def test_figures_that_stay_away_are_called_old(dialog: LinesDialog, qtbot: QtBot) -> None:
    """An engine that hangs shows nothing wrong by itself."""
    dialog.old_seconds = 0.2
    qtbot.waitUntil(lambda: "has said nothing about its lines for" in dialog.form.line_fault.text())


def test_all_of_it_is_reached_by_tab_and_named(dialog: LinesDialog) -> None:
    """In the order of the eye; Esc closes."""
    dialog.form.controllers.selectRow(0)
    form, seen = dialog.form, list[QWidget | None]()
    form.lines.setFocus()
    for _ in range(12):
        seen.append(dialog.focusWidget())
        press(dialog, TAB)
    assert seen == [
        form.lines, form.controllers, form.find, form.test_output, form.try_now, form.which,
        form.address, form.text, form.pause, form.save, form.trace, form.cancel,
    ]  # fmt: skip
    for widget in (form.lines, form.controllers, form.which, form.address, form.text, form.trace):
        assert widget.accessibleName()
    press(dialog, ESCAPE)
    assert not dialog.isVisible()


def test_enter_that_was_not_meant_for_it_tries_nothing(
    backend: FakeBackend, look: Look, qtbot: QtBot
) -> None:
    """A key held from before the dialog was painted."""
    dialog = LinesDialog(backend, look, site())
    qtbot.addWidget(dialog)
    backend.news.line_figures.emit(demo_lines.figures())
    dialog.form.controllers.selectRow(2)
    dialog.form.try_now.setFocus()
    QTest.keyClick(dialog, ENTER)
    assert backend.tried == []


def test_a_fast_line_keeps_the_window_awake(
    dialog: LinesDialog, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Ten messages of a hundred frames show in few steps, not in a thousand."""
    steps: list[float] = []
    dialog.trace.model.rowsInserted.connect(lambda: steps.append(time.monotonic()))
    for batch in range(10):
        backend.news.line_trace.emit(demo_lines.passed(100, 100 * batch))
        QApplication.processEvents()
    qtbot.waitUntil(lambda: dialog.trace.model.rowCount() == 1000)
    assert len(steps) < 10


@pytest.mark.parametrize("theme", ["day", "night"])
def test_nothing_is_cut(dialog: LinesDialog, look: Look, theme: str) -> None:
    """Whatever the theme."""
    look.set_theme(theme)
    dialog.form.controllers.selectRow(0)
    assert clipped(dialog) == []
