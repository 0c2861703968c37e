"""The search box: answers as one types, chosen by keys, and never the answer to another text."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from izix_desk.desk.models.hits_model import RowKind
from izix_desk.desk.panes.search import SearchPane
from izix_desk.desk.theme import Look
from izix_desk.domain.errors import StoreFault
from tests.support import demo_views as demo
from tests.support.fake_backend import FakeBackend

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def pane(backend: FakeBackend, look: Look, qtbot: QtBot) -> Iterator[SearchPane]:
    """Give the pane in a window: the box above, the results below."""
    window = QWidget()
    qtbot.addWidget(window)
    pane = SearchPane(backend, look, window)
    layout = QVBoxLayout(window)
    layout.addWidget(pane.box)
    layout.addWidget(pane.results)
    window.resize(500, 500)
    window.show()
    pane.box.setFocus()
    yield pane
    pane.hide_results()
    qtbot.waitUntil(lambda: len(asyncio.all_tasks(asyncio.get_event_loop())) == 0)


def names(pane: SearchPane) -> list[str]:
    """Return the hits on screen."""
    rows = (pane.model.row_at(pane.model.index(row)) for row in range(pane.model.rowCount()))
    return [row.text for row in rows if row is not None and row.kind is RowKind.HIT]


def test_typing_shows_who_it_may_be(pane: SearchPane, qtbot: QtBot) -> None:
    """Typing shows who it may be."""
    QTest.keyClicks(pane.box, "maes")
    qtbot.waitUntil(lambda: names(pane) == ["Pieter Maes"])
    assert pane.results.isVisible()


def test_four_letters_and_enter_choose_the_first(pane: SearchPane, qtbot: QtBot) -> None:
    """Four letters and enter choose the first."""
    chosen = QSignalSpy(pane.profile_chosen)
    QTest.keyClicks(pane.box, "maes")
    QTest.keyClick(pane.box, ENTER)  # before any answer: it means the answer to "maes"
    qtbot.waitUntil(lambda: chosen.count() == 1)
    assert chosen.at(0)[0] == demo.MAES
    assert not pane.results.isVisible()
    assert pane.box.text() == "maes"


def test_a_late_answer_to_an_earlier_text_is_dropped(
    pane: SearchPane, backend: FakeBackend, qtbot: QtBot
) -> None:
    """A late answer to an earlier text is dropped."""
    backend.slow["m"] = asyncio.Event()
    QTest.keyClicks(pane.box, "m")
    qtbot.waitUntil(lambda: "m" in backend.searches)
    QTest.keyClicks(pane.box, "aes")
    qtbot.waitUntil(lambda: names(pane) == ["Pieter Maes"])
    backend.slow["m"].set()
    qtbot.wait(1)
    assert names(pane) == ["Pieter Maes"]


def test_enter_never_takes_the_answer_to_an_earlier_text(
    pane: SearchPane, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Enter never takes the answer to an earlier text."""
    chosen = QSignalSpy(pane.profile_chosen)
    QTest.keyClicks(pane.box, "maes")
    qtbot.waitUntil(lambda: names(pane) == ["Pieter Maes"])
    pane.box.selectAll()
    backend.slow["peeters"] = asyncio.Event()
    QTest.keyClicks(pane.box, "peeters")
    qtbot.waitUntil(lambda: "peeters" in backend.searches)
    QTest.keyClick(pane.box, ENTER)
    qtbot.wait(1)
    assert chosen.count() == 0
    backend.slow["peeters"].set()
    qtbot.waitUntil(lambda: chosen.count() == 1)
    assert chosen.at(0)[0] == demo.PEETERS


def test_arrows_walk_past_headings_to_the_last_row(pane: SearchPane, qtbot: QtBot) -> None:
    """Arrows walk past headings to the last row."""
    created = QSignalSpy(pane.create_profile)
    QTest.keyClicks(pane.box, "e")
    qtbot.waitUntil(lambda: len(names(pane)) == 4)
    for _ in range(10):
        QTest.keyClick(pane.box, Qt.Key.Key_Down)
    assert pane.box.hasFocus()
    QTest.keyClick(pane.box, ENTER)
    assert created.at(0)[0] == "e"


def test_a_name_nobody_has_leads_to_create_profile(pane: SearchPane, qtbot: QtBot) -> None:
    """A name nobody has leads to create profile."""
    created = QSignalSpy(pane.create_profile)
    QTest.keyClicks(pane.box, "Zidane")
    QTest.keyClick(pane.box, ENTER)
    qtbot.waitUntil(lambda: created.count() == 1)
    assert created.at(0)[0] == "Zidane"


def test_escape_goes_one_step_back_and_keeps_the_text(pane: SearchPane, qtbot: QtBot) -> None:
    """Escape goes one step back and keeps the text."""
    left = QSignalSpy(pane.left)
    QTest.keyClicks(pane.box, "mae")
    qtbot.waitUntil(pane.results.isVisible)
    QTest.keyClick(pane.box, ESC)
    assert not pane.results.isVisible()
    assert (pane.box.text(), left.count()) == ("mae", 0)
    QTest.keyClick(pane.box, ESC)
    assert (pane.box.text(), left.count()) == ("mae", 1)


def test_an_escape_while_the_answer_is_out_leaves_it_out(
    pane: SearchPane, backend: FakeBackend, qtbot: QtBot
) -> None:
    """An escape while the answer is out leaves it out."""
    backend.slow["mae"] = asyncio.Event()
    QTest.keyClicks(pane.box, "mae")
    qtbot.waitUntil(lambda: "mae" in backend.searches)
    QTest.keyClick(pane.box, ESC)
    backend.slow["mae"].set()
    qtbot.wait(1)
    assert not pane.results.isVisible()


def test_the_empty_box_shows_who_is_expected(pane: SearchPane, qtbot: QtBot) -> None:
    """The empty box shows who is expected."""
    pane.focus_box()
    qtbot.waitUntil(lambda: names(pane) == ["Anne-Françoise Dupont-Vanderstichelen"])
    assert pane.model.index(0).data() == "Expected here within two hours"


def test_accents_come_by_text_input(pane: SearchPane, qtbot: QtBot) -> None:
    """Accents come by text input."""
    event = QInputMethodEvent()
    event.setCommitString("ç")
    QApplication.sendEvent(pane.box, event)
    qtbot.waitUntil(lambda: names(pane) == ["Anne-Françoise Dupont-Vanderstichelen"])


def test_shifted_digits_of_an_azerty_keyboard_are_typed(pane: SearchPane, qtbot: QtBot) -> None:
    """Shifted digits of an azerty keyboard are typed."""
    QTest.keyClicks(pane.box, "2", Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: pane.box.text() == "2")


def test_a_held_enter_chooses_nothing(pane: SearchPane, qtbot: QtBot) -> None:
    """A held enter chooses nothing."""
    from PySide6.QtGui import QKeyEvent  # noqa: PLC0415 - only here is a key made by hand

    chosen = QSignalSpy(pane.profile_chosen)
    QTest.keyClicks(pane.box, "maes")
    qtbot.waitUntil(lambda: names(pane) == ["Pieter Maes"])
    held = QKeyEvent(QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "", True)
    QApplication.sendEvent(pane.box, held)
    assert chosen.count() == 0


def test_a_store_that_cannot_be_read_is_said_once(
    backend: FakeBackend, pane: SearchPane, qtbot: QtBot
) -> None:
    """A store that cannot be read is said once."""
    backend.fail_search = StoreFault("The store cannot be read: close other programs.")
    QTest.keyClicks(pane.box, "m")
    said: Callable[[], list[QLabel]] = lambda: [  # noqa: E731 - a condition to wait for
        label
        for label in pane.results.findChildren(QLabel)
        if label.isVisible() and "cannot be read" in label.text()
    ]
    qtbot.waitUntil(lambda: len(said()) == 1)
    QTest.keyClicks(pane.box, "a")
    qtbot.waitUntil(lambda: not said())


def test_exact_matches_are_marked(pane: SearchPane, qtbot: QtBot) -> None:
    """Exact matches are marked."""
    QTest.keyClicks(pane.box, "2-DEF-111")
    qtbot.waitUntil(lambda: names(pane) == ["Pieter Maes"])
    row = pane.model.row_at(pane.list.currentIndex())
    assert row is not None
    assert row.hit is not None
    assert row.hit.exact


def test_the_box_is_a_child_of_nobody_but_named(pane: SearchPane) -> None:
    """The box is a child of nobody but named."""
    assert isinstance(pane.box, QObject)
    assert pane.box.accessibleName() == "Search"
    assert "Ctrl+K" in pane.box.placeholderText()
