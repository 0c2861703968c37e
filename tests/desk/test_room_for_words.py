"""Nothing is cut: every label has the room it needs, at both sizes, in each theme, zoomed too."""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.exceptions import TimeoutError as QtTimeout
from pytestqt.qtbot import QtBot

from izix_desk.desk.dialogs.choose_gate import ChooseGateDialog
from izix_desk.desk.dialogs.close_entry import CloseEntryDialog
from izix_desk.desk.main_window import MainWindow
from izix_desk.desk.memory import Memory
from izix_desk.desk.panes.keys_overlay import KeysOverlay
from izix_desk.desk.theme import Look, prepare
from izix_desk.desk.wiring import Wiring
from tests.support import demo_day
from tests.support.clipping import clipped, over_the_edge
from tests.support.demo_site import site
from tests.support.fake_backend import FakeBackend


def test_a_planted_cut_label_is_found(qtbot: QtBot) -> None:
    """The check itself can fail."""
    frame = QWidget()
    qtbot.addWidget(frame)
    label = QLabel("rather more words than there is room for", frame)
    label.setFixedWidth(40)
    QVBoxLayout(frame).addWidget(label)
    frame.show()
    assert clipped(frame)
    label.setFixedWidth(400)
    assert not clipped(frame)


@pytest.mark.parametrize(
    ("size", "zoom"), [((1280, 720), 100), ((1920, 1080), 100), ((1920, 1080), 150)]
)
@pytest.mark.usefixtures("loop")
def test_the_main_window_cuts_nothing(
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    size: tuple[int, int],
    zoom: int,
) -> None:
    """A busy moment with long names, a call in hand."""
    prepare(qapp)
    look = Look("day", zoom)
    look.apply()
    window = MainWindow(look, Memory(tmp_path / "desk.ini", "Guard 1"), "Guard 1")
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*size)
    backend = FakeBackend()
    backend.rows, backend.waiting_entries = demo_day.busy_feed(), demo_day.busy_entries()
    backend.counts = tuple(demo_day.counted())
    window.show()
    wiring = Wiring(window, backend)
    qtbot.waitUntil(lambda: window.needs_you.model.rowCount() > 0 and bool(window.gates.tiles))
    wiring.acting.take_next()
    backend.news.engine_running.emit(False)
    qtbot.waitUntil(lambda: bool(window.gates.counts.text()))
    with contextlib.suppress(QtTimeout):  # what is wrong is said below
        qtbot.waitUntil(lambda: not cut(window))
    assert cut(window) == []
    ended = asyncio.ensure_future(wiring.close())
    qtbot.waitUntil(ended.done)
    window.close()
    window.deleteLater()


def cut(window: MainWindow) -> list[str]:
    """Return what has no room in the window, once its layouts have settled."""
    edges = [over_the_edge(part) for part in (window.gates, window.form.header)]
    return clipped(window) + [each for edge in edges for each in edge]


DIALOGS: list[Callable[[Look], QWidget]] = [
    lambda look: CloseEntryDialog(look, demo_day.busy_entries()[0], "P1 Entry"),
    lambda look: ChooseGateDialog(look, site().gates),
]


@pytest.mark.parametrize("make", DIALOGS, ids=["close entry", "choose gate"])
@pytest.mark.parametrize("zoom", [100, 200])
def test_dialogs_cut_nothing(
    qapp: QApplication, qtbot: QtBot, make: Callable[[Look], QWidget], zoom: int
) -> None:
    """Dialogs grow with the zoom."""
    prepare(qapp)
    look = Look("night", zoom)
    look.apply()
    dialog = make(look)
    qtbot.addWidget(dialog)
    dialog.resize(dialog.sizeHint())  # Qt alone keeps it below two thirds of the tiny test screen
    dialog.show()
    qtbot.waitExposed(dialog)
    assert clipped(dialog) == []


def test_the_keys_fit_into_the_smallest_window(qapp: QApplication, qtbot: QtBot) -> None:
    """The overlay with all keys, at 1280 by 720."""
    prepare(qapp)
    look = Look("day", 100)
    look.apply()
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    overlay = KeysOverlay(look, window)
    window.show()
    overlay.toggle()
    assert clipped(overlay) == []
    assert over_the_edge(overlay) == []
