"""*Find devices*: what answers is listed as it comes, and it ends in plain words or by Esc."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from izix_desk.desk.dialogs.find_devices import FindDevicesDialog
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.dialogs.lines import LinesDialog
from izix_desk.desk.theme import Look
from izix_desk.domain.scanning import (
    BAD_CHECKS,
    NO_FRAME,
    NOBODY_ELSE,
    Evidence,
    SearchNews,
    Setting,
    other_settings,
)
from izix_desk.domain.site import Protocol
from izix_desk.link.line_messages import SearchLine
from tests.support import demo_lines
from tests.support.clipping import clipped
from tests.support.fake_backend import FakeBackend

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
OWN = Setting(Protocol.MODBUS_RTU, 9600)
USUAL = SearchLine("north", tuple(range(1, 33)))
END = SearchLine("north", ())
Show = Callable[[KeyedDialog], None]


@pytest.fixture
def dialog(backend: FakeBackend, look: Look, shown: Show) -> FindDevicesDialog:
    """Open it for the north line, and search the usual addresses."""
    dialog = FindDevicesDialog(backend, look, backend.place.lines[0])
    shown(dialog)
    assert backend.searched == []
    QTest.keyClick(dialog.form.search, ENTER)
    assert backend.searched == [USUAL]
    return dialog


def tell(
    backend: FakeBackend, address: int, words: str | None = None, heard: Evidence | None = None
) -> None:
    """Let an address of the usual ones be asked."""
    evidence = heard or Evidence(asked=address)
    news = SearchNews("north", OWN, address, words, 32 - address, evidence)
    backend.news.line_searched.emit(news)


def listed(dialog: FindDevicesDialog) -> list[tuple[str, ...]]:
    """Return the table as it is shown."""
    table = dialog.found
    columns = range(table.columnCount())
    return [
        tuple(table.index(row, column).data() for column in columns)
        for row in range(table.rowCount())
    ]


def test_what_answers_is_listed_as_it_comes(
    dialog: FindDevicesDialog, backend: FakeBackend
) -> None:
    """With progress; a word about another line or of an earlier search is not for it."""
    tell(backend, 1)
    assert dialog.form.progress.text() == "Address 1 was asked · still to ask: 31 · found: 0"
    tell(backend, 3, "has outputs")
    backend.news.line_searched.emit(SearchNews("south", OWN, 4, "answers", 0, Evidence()))
    backend.news.line_searched.emit(SearchNews("north", OWN, 5, "answers", 200, Evidence()))
    assert listed(dialog) == [("3", "modbus-rtu at 9600 N1", "has outputs")]
    assert dialog.form.progress.text().endswith("still to ask: 29 · found: 1")
    tell(backend, 32)
    assert dialog.form.result.text() == "Asked to the end · found: 1"
    assert dialog.form.search.text() == "Search"
    assert clipped(dialog) == []


@pytest.mark.parametrize(
    ("heard", "words"),
    [
        (Evidence(asked=32), NOBODY_ELSE),
        (Evidence(asked=32, strange=2), NO_FRAME),
        (Evidence(asked=32, damaged=2), BAD_CHECKS),
    ],
)
def test_it_ends_in_the_words_of_the_command_line(
    dialog: FindDevicesDialog, backend: FakeBackend, heard: Evidence, words: str
) -> None:
    """What to look at, and that only the line's own setting was tried."""
    tell(backend, 32, heard=heard)
    said = dialog.form.result.text().splitlines()
    assert said == [
        "Asked to the end · found: 0",
        words,
        "Only modbus-rtu at 9600 N1 was tried: the device may be set to something else.",
    ]
    assert clipped(dialog) == []


def test_esc_ends_the_search_and_then_the_dialog(
    dialog: FindDevicesDialog, backend: FakeBackend
) -> None:
    """What was found stays; what still comes is not listed any more."""
    tell(backend, 3, "has outputs")
    assert (dialog.form.search.text(), dialog.form.cancel.text()) == ("Stop   Esc", "Close")
    QTest.keyClick(dialog, ESCAPE)
    assert (dialog.form.search.text(), dialog.form.cancel.text()) == ("Search", "Close   Esc")
    assert backend.searched == [USUAL, END]
    assert dialog.isVisible()
    assert dialog.form.result.text() == "Stopped before all addresses were asked."
    tell(backend, 4, "answers")
    assert [row[0] for row in listed(dialog)] == ["3"]
    QTest.keyClick(dialog, ESCAPE)
    assert not dialog.isVisible()
    assert backend.searched == [USUAL, END]


def test_closing_ends_the_search(dialog: FindDevicesDialog, backend: FakeBackend) -> None:
    """The engine asks nobody for nobody."""
    dialog.form.cancel.click()
    assert not dialog.isVisible()
    assert backend.searched == [USUAL, END]


def test_all_addresses_can_be_asked(dialog: FindDevicesDialog, backend: FakeBackend) -> None:
    """It takes a minute, so it is not what one begins with."""
    dialog.form.search.click()
    dialog.form.addresses.setCurrentIndex(1)
    assert dialog.form.addresses.currentText() == "All addresses, 1 to 247"
    dialog.form.addresses.setFocus()
    QTest.keyClick(dialog.form.addresses, ENTER)
    assert dialog.form.search.hasFocus()
    dialog.form.search.click()
    assert backend.searched[-1] == SearchLine("north", tuple(range(1, 248)))
    assert not dialog.form.addresses.isEnabled()


def test_other_speeds_are_tried_when_they_are_asked_for(
    backend: FakeBackend, look: Look, shown: Show
) -> None:
    """The one where somebody answered is named; what the port cannot do was not tried."""
    north = backend.place.lines[0]
    dialog = FindDevicesDialog(backend, look, north)
    shown(dialog)
    assert "a gate command may wait" in dialog.form.warning.text()
    dialog.form.speeds.setFocus()
    QTest.keyClick(dialog.form.speeds, Qt.Key.Key_Space)
    QTest.keyClick(dialog.form.speeds, ENTER)
    assert dialog.form.search.hasFocus()
    dialog.form.search.click()
    others = other_settings(north)
    assert backend.searched == [replace(USUAL, settings=others)]
    assert not dialog.form.speeds.isEnabled()
    tell(backend, 31)
    even = replace(others[0], parity="E")
    for setting, can in ((even, False), (others[0], True)):
        heard = SearchNews("north", setting, 1, None, 31, Evidence(), can)
        backend.news.line_searched.emit(heard)
    assert dialog.form.progress.text().startswith("modbus-rtu at 19200 N1 · Address 1 was asked")
    last = SearchNews("north", others[0], 2, "has outputs", 0, Evidence())
    backend.news.line_searched.emit(last)
    assert listed(dialog) == [("2", "modbus-rtu at 19200 N1", "has outputs")]
    assert dialog.form.result.text() == "Asked to the end · found: 1"
    assert dialog.form.speeds.isEnabled()
    assert clipped(dialog) == []
    dialog.form.search.click()
    backend.news.line_searched.emit(SearchNews("north", others[-1], 32, None, 0, Evidence()))
    assert dialog.form.result.text().splitlines() == ["Asked to the end · found: 0", NOBODY_ELSE]


def test_a_device_server_has_its_speed_to_itself(
    backend: FakeBackend, look: Look, shown: Show
) -> None:
    """So others cannot be tried, and that is said."""
    line = replace(backend.place.lines[0], port="socket://10.0.0.5:4001")
    dialog = FindDevicesDialog(backend, look, line)
    shown(dialog)
    assert not dialog.form.speeds.isEnabled()
    assert dialog.form.warning.text().startswith("Other speeds cannot be tried here")


def test_without_an_engine_it_says_so(dialog: FindDevicesDialog, backend: FakeBackend) -> None:
    """A search that was under way is over; one may begin once it runs again."""
    backend.news.engine_running.emit(False)
    assert dialog.form.fault.text().startswith("No engine runs, so nobody can be asked.")
    assert dialog.form.result.text() == "The search ended early."
    assert not dialog.form.search.isEnabled()
    backend.news.engine_running.emit(True)
    assert dialog.form.fault.text() == ""
    assert dialog.form.search.isEnabled()


def test_a_port_that_is_not_there_is_said(dialog: FindDevicesDialog, backend: FakeBackend) -> None:
    """In the engine's words; another line's is nothing to it."""
    backend.news.line_figures.emit(demo_lines.closed_port())
    assert dialog.form.fault.text() == ""
    backend.news.line_figures.emit(demo_lines.figures(fault="The plug is out."))
    assert dialog.form.fault.text() == "The plug is out."
    assert backend.searched == [USUAL, END]


def test_an_engine_that_says_nothing_is_not_waited_for(
    backend: FakeBackend, look: Look, shown: Show, qtbot: QtBot
) -> None:
    """As when all these addresses are the gates' own."""

    class Hasty(FindDevicesDialog):
        PATIENCE_MS = 50

    dialog = Hasty(backend, look, backend.place.lines[0])
    shown(dialog)
    dialog.form.search.click()
    said = "The engine said nothing more about this search: search again."
    qtbot.waitUntil(lambda: dialog.form.result.text() == said)
    assert backend.searched == [USUAL, END]


def test_it_is_opened_from_the_lines(
    backend: FakeBackend, look: Look, shown: Show, qtbot: QtBot
) -> None:
    """For the line that is chosen; a camera cannot be asked. The lines stay below it."""
    lines = LinesDialog(backend, look, backend.place, engine_runs=False)
    shown(lines)
    lines.form.lines.setCurrentRow(2)
    assert not lines.form.find.isEnabled()
    lines.form.lines.setCurrentRow(0)
    lines.form.find.click()
    finding = lines.findChild(FindDevicesDialog)
    assert finding is not None
    qtbot.waitUntil(lambda: finding.seen)
    assert finding.form.line_title.text() == "Find devices on north"
    assert finding.form.fault.text().startswith("No engine runs")
    QTest.keyClick(finding, ESCAPE)
    assert not finding.isVisible()
    assert lines.isVisible()
