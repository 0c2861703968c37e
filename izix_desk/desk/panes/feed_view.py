"""The feed's view: paints all visible rows at once and knows the two heights of a row."""

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QHelpEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QWidget
from typing_extensions import override

from izix_desk.desk.models.feed_model import FeedModel, sentence
from izix_desk.desk.panes.feed_row import RowPainter, is_double
from izix_desk.desk.panes.painting import Brush
from izix_desk.desk.theme import Look

Index = QModelIndex | QPersistentModelIndex
Move = QAbstractItemView.CursorAction


class FeedView(QAbstractItemView):
    """A list of rows of one or two lines; one paint for all keeps 10,000 events a second smooth."""

    moved = Signal()
    """Scrolled or selected by the operator: the feed may have to hold still, or go on."""

    def __init__(self, look: Look, model: FeedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._feed = model
        self._tops: list[int] = [0]
        self.rows = RowPainter(look)
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().valueChanged.connect(self.moved)
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset, model.dataChanged):
            changed.connect(self._measure)
        look.changed.connect(self._measure)

    @property
    def at_top(self) -> bool:
        """Tell whether the newest row is in view."""
        return self.verticalScrollBar().value() == 0

    def _measure(self) -> None:
        single, double = self.rows.heights()
        heights = (double if is_double(row) else single for row in self._feed.rows)
        self._tops = list(accumulate(heights, initial=0))
        self.updateGeometries()
        self.viewport().update()

    @override
    def updateGeometries(self) -> None:
        bar = self.verticalScrollBar()
        bar.setSingleStep(self.rows.heights()[0])
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, self._tops[-1] - self.viewport().height()))
        super().updateGeometries()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometries()

    @override
    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() + 1 >= len(self._tops):
            return QRect()
        top, bottom = self._tops[index.row()], self._tops[index.row() + 1]
        return QRect(0, top - self.verticalOffset(), self.viewport().width(), bottom - top)

    @override
    def indexAt(self, point: QPoint) -> QModelIndex:
        place = bisect_right(self._tops, point.y() + self.verticalOffset()) - 1
        return self._feed.index(place) if 0 <= place < len(self._tops) - 1 else QModelIndex()

    @override
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        area = self.visualRect(index)
        bar = self.verticalScrollBar()
        if area.top() < 0:
            bar.setValue(bar.value() + area.top())
        elif area.bottom() >= self.viewport().height():
            bar.setValue(bar.value() + area.bottom() + 1 - self.viewport().height())

    @override
    def moveCursor(self, action: Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        last = len(self._feed.rows) - 1
        now = self.currentIndex().row()
        page = max(1, self.viewport().height() // self.rows.heights()[0] - 1)
        step = {Move.MoveUp: -1, Move.MoveDown: 1, Move.MovePageUp: -page, Move.MovePageDown: page}
        if action in {Move.MoveHome, Move.MoveEnd}:
            return self._feed.index(0 if action is Move.MoveHome else last)
        wanted = now + step.get(action, 0) if now >= 0 else 0
        return self._feed.index(min(max(wanted, 0), last)) if last >= 0 else QModelIndex()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection():
            self.selectionModel().clearCurrentIndex()

    @override
    def horizontalOffset(self) -> int:
        return 0

    @override
    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    @override
    def isIndexHidden(self, index: Index) -> bool:
        return False

    @override
    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        index = self.indexAt(rect.center())
        chosen = QItemSelection(index, index) if index.isValid() else QItemSelection()
        self.selectionModel().select(chosen, command)

    @override
    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()
        self.moved.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._look.colours
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), colours.surface)
        brush = Brush(self._look, painter)
        first = max(0, bisect_right(self._tops, self.verticalOffset()) - 1)
        chosen = self.currentIndex().row() if self.selectionModel().hasSelection() else -1
        for place in range(first, len(self._feed.rows)):
            area = self.visualRect(self._feed.index(place))
            if area.top() > event.rect().bottom():
                break
            self.rows.paint(brush, area, self._feed.rows[place], chosen=place == chosen)
        if self.hasFocus():
            brush.outline(self.viewport().rect(), colours.accent, 2)
        painter.end()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            QToolTip.showText(
                event.globalPos(), sentence(self._feed.rows[index.row()]) if index.isValid() else ""
            )
            return True
        return super().viewportEvent(event)
