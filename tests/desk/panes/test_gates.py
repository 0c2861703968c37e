"""A click on a tile selects its gate, and opens nothing."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QMenu
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


def test_enter_opens_the_list_of_folded_gates(look: Look, qtbot: QtBot) -> None:
    """As Space does; the list opens nothing by itself."""
    pane = GatesBar(look)
    qtbot.addWidget(pane)
    pane.resize(400, 80)
    pane.show()
    pane.show_gates(gates())
    opening = QSignalSpy(pane.open_wanted)
    QTest.keyClick(pane.more, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in pane.findChildren(QMenu)))
    for menu in pane.findChildren(QMenu):
        menu.close()
    assert opening.count() == 0
