"""Suggestions below a text field; a part of the dialog, never a window of its own."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from izix_desk.desk.models.choices import Choice
from izix_desk.desk.parts.choice_list import ChoiceList
from izix_desk.desk.theme import Look

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
ROWS = 6


class Suggestions(QObject):
    """Choose with ↑ ↓ Enter or the pointer; Esc takes them away and keeps what was typed."""

    chosen = Signal(str)
    """Key of the row."""

    def __init__(
        self, field: QLineEdit, dialog: QWidget, look: Look, *, first_is_meant: bool
    ) -> None:
        super().__init__(field)
        self._field, self._dialog, self._look = field, dialog, look
        self._first_is_meant = first_is_meant
        self.list = ChoiceList(dialog)
        self.list.setObjectName("suggestions")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.dress(look)
        self.list.hide()
        self.list.clicked.connect(self._choose)
        field.installEventFilter(self)

    def show_rows(self, rows: Sequence[Choice]) -> None:
        """Show these below the field, or nothing where there are none."""
        self.list.show_rows(rows)
        if not rows or not self._field.hasFocus():
            self.list.hide()
            return
        if self._first_is_meant and not self.list.key:
            self.list.choose(rows[0].key)
        self._place(len(rows))
        self.list.show()
        self.list.raise_()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that walk through the rows while they are there."""
        if event.type() is QEvent.Type.FocusOut:
            self.list.hide()
        elif (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self.list.isVisible()
        ):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in STEPS:
            self._step(STEPS[key])
            return True
        if key is Qt.Key.Key_Escape:
            self.list.hide()
            return True
        plain = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in ENTER and not plain and self.list.key:
            if not event.isAutoRepeat():
                self._choose()
            return True
        return False

    def _step(self, step: int) -> None:
        row = self.list.currentIndex().row() + step
        self.list.setCurrentIndex(
            self.list.rows.index(min(max(row, 0), self.list.rows.rowCount() - 1))
        )

    def _choose(self) -> None:
        key = self.list.key
        self.list.hide()
        if key:
            self.chosen.emit(key)

    def _place(self, count: int) -> None:
        below = self._field.mapTo(self._dialog, QPoint(0, self._field.height()))
        high = min(count, ROWS) * self._look.px(32) + 2 * self.list.frameWidth() + 2
        self.list.setGeometry(below.x(), below.y() + 2, self._field.width(), high)
