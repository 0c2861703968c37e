"""A table that is read by rows: one is chosen, none is edited, and Tab leads out of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QWidget

from izix_desk.desk.theme import Look

ROW = 28
ROOM = 20
"""Left and right of the words of a cell."""
SLACK = 1
"""Heights are rounded."""


class RowTable(QTableView):
    """Its columns are as wide as their headings and the longest usual words; none jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def dress(self, look: Look, usual: Sequence[str], rows: int) -> None:
        """Size it for such words, the last column taking what is left, and for so many rows."""
        self.ensurePolished()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(look.px(ROW))
        metrics = self.fontMetrics()
        for column, words in enumerate(usual):
            needed = metrics.horizontalAdvance(words) + look.px(ROOM)
            self.setColumnWidth(column, max(header.sectionSizeHint(column), needed))
        header.setStretchLastSection(True)
        self.setMinimumHeight(look.px(ROW) * rows + header.sizeHint().height())


def keep_room(label: QLabel, lines: int) -> None:
    """Let a label be as high as so many lines, so that words which come and go move no table."""
    label.ensurePolished()
    label.setMinimumHeight(lines * (label.fontMetrics().lineSpacing() + SLACK))
