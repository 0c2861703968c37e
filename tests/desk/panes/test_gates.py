"""A click on a tile selects its gate, and opens nothing."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from izix_desk.desk.panes.gates import GatesBar
from izix_desk.desk.theme import Look
from tests.support.demo_site import gates


def test_a_click_selects_the_gate(look: Look, qtbot: QtBot) -> None:
    """With the pointer; the menu alone leads to a dialog."""
    pane = GatesBar(look)
    qtbot.addWidget(pane)
    pane.resize(1280, 80)
    pane.show()
    pane.show_gates(gates())
    selected, opening = QSignalSpy(pane.selected), QSignalSpy(pane.open_wanted)
    tile = pane.tiles["p1-exit"]
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert selected.at(0)[0] == "p1-exit"
    assert pane.chosen() == "p1-exit"
    assert opening.count() == 0
