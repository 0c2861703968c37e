"""Short lists to choose one from: gates, reasons, organisations, visitors of the past."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
CHOICE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: what it stands for, and what to read."""

    key: str
    text: str
    note: str = ""
    """Said beside it, quieter."""
    icon: str = ""
    marked: bool = False
    """The one that was asked for."""


class ChoiceModel(QAbstractListModel):
    """Rows that change all at once; there are never many."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Choice, ...] = ()

    def show(self, rows: Sequence[Choice]) -> None:
        """Replace the rows; the same rows again change nothing on screen."""
        if tuple(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row_of(self, key: str | None) -> QModelIndex:
        """Return the index of a key; invalid when it is not among the rows."""
        found = (row for row, choice in enumerate(self._rows) if choice.key == key)
        return self.index(next(found, -1))

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        choice = self._rows[index.row()]
        if role == CHOICE:
            return choice
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{choice.text}, {choice.note}" if choice.note else choice.text
        return choice.note or None if role == Qt.ItemDataRole.ToolTipRole else None


def chosen(index: QModelIndex) -> str:
    """Return the key of a row, empty for no row."""
    choice = index.data(CHOICE) if index.isValid() else None
    return choice.key if isinstance(choice, Choice) else ""
