"""A short list with at most one row chosen; looking at it chooses nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from typing_extensions import override

from izix_desk.desk.models.choices import Choice, ChoiceModel, chosen
from izix_desk.desk.parts.choice_delegate import ChoiceDelegate
from izix_desk.desk.theme import Look


class ChoiceList(QListView):
    """Choose by arrows, by the first letters or number, or with the pointer."""

    changed = Signal()
    """Another row, or none, is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ChoiceModel(self)
        self.setModel(self.rows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.selectionModel().selectionChanged.connect(self.changed)

    def dress(self, look: Look) -> None:
        """Draw the rows in the theme's colours."""
        self.setItemDelegate(ChoiceDelegate(look, self))

    def show_rows(self, rows: Sequence[Choice]) -> None:
        """Replace the rows and keep the choice, if it is still among them."""
        before = self.key
        self.rows.show(rows)
        self.choose(before)

    @property
    def key(self) -> str:
        """Key of the chosen row; empty when none is."""
        chosen_rows = self.selectionModel().selectedIndexes()
        return chosen(chosen_rows[0]) if chosen_rows else ""

    def choose(self, key: str | None) -> None:
        """Choose a row; a key that is not there chooses none."""
        index = self.rows.row_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self._choose_none()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Undo Qt's habit of making the first row current as soon as the list has focus."""
        super().focusInEvent(event)
        if not self.key:
            self._choose_none()

    @override
    def sizeHint(self) -> QSize:
        """Ask for room for ten rows, so that most lists need no scroll bar."""
        row = self.sizeHintForRow(0) if self.rows.rowCount() else 32
        return QSize(super().sizeHint().width(), 10 * row + 2 * self.frameWidth())

    def _choose_none(self) -> None:
        self.clearSelection()
        nothing = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(QModelIndex(), nothing)
