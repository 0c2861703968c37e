"""A button of a list that Enter presses too."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from izix_desk.desk.panes.gates import GatesBar
from izix_desk.desk.parts.enter_button import EnterButton
from izix_desk.desk.theme import Look


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_it_is_pressed_by_enter_as_by_space(qtbot: QtBot, key: Qt.Key) -> None:
    """Once for each press; any other key is not for it."""
    button = EnterButton()
    qtbot.addWidget(button)
    button.show()
    clicked = QSignalSpy(button.clicked)
    QTest.keyClick(button, key)
    QTest.keyClick(button, Qt.Key.Key_A)
    assert clicked.count() == 1


def test_the_folded_gates_hang_on_one(look: Look, qtbot: QtBot) -> None:
    """*+ 3 more* is such a button."""
    pane = GatesBar(look)
    qtbot.addWidget(pane)
    assert isinstance(pane.more, EnterButton)
