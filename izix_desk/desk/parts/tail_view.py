"""A table of which one reads the end, until one takes a closer look."""

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from izix_desk.desk.parts.row_table import RowTable


class TailView(RowTable):
    """Stays at its newest row, and tells when the reader goes elsewhere."""

    left = Signal()
    """The reader chose a row, or scrolled away from the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_held = False
        bar = self.verticalScrollBar()
        bar.actionTriggered.connect(self._note_scroll)
        bar.rangeChanged.connect(self._stay)

    def watch(self, model: QAbstractItemModel) -> None:
        """Show a model, at its end."""
        self.setModel(model)
        model.rowsInserted.connect(self._stay)
        model.modelReset.connect(self._stay)
        self.selectionModel().selectionChanged.connect(self._note_choice)

    def hold(self, held: bool) -> None:
        """Stand still, or go back to the end and stay there."""
        self._is_held = held
        if not held:
            self.clearSelection()
            self._stay()

    def _stay(self) -> None:
        if not self._is_held:
            self.scrollToBottom()

    def _note_choice(self) -> None:
        if self.selectionModel().hasSelection():
            self.left.emit()

    def _note_scroll(self) -> None:
        bar = self.verticalScrollBar()
        if bar.sliderPosition() < bar.maximum():
            self.left.emit()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the newest row, where Qt would jump to the first one."""
        if not self.currentIndex().isValid() and self.model().rowCount() > 0:
            last = self.model().index(self.model().rowCount() - 1, 0)
            nothing = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(last, nothing)
        super().focusInEvent(event)
