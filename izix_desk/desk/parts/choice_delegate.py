"""Draws a choice in one line: icon, text, and its note at the right."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from izix_desk.desk.models.choices import CHOICE, Choice
from izix_desk.desk.theme import Look, Size

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class ChoiceDelegate(QStyledItemDelegate):
    """Paints the row itself: one call a row, colours of the theme in use."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return rows of one height, easy to hit."""
        del option, index
        return QSize(0, self._look.px(32))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw ground, icon, text and note."""
        choice = index.data(CHOICE)
        if not isinstance(choice, Choice):
            return
        paint_ground(painter, option, self._look)
        area = option.rect.adjusted(self._look.px(12), 0, -self._look.px(12), 0)  # pyright: ignore[reportAttributeAccessIssue] the stubs leave out what QStyleOption holds
        area = self._paint_icon(painter, area, choice)
        self._paint_words(painter, area, choice)

    def _paint_icon(self, painter: QPainter, area: QRect, choice: Choice) -> QRect:
        if not choice.icon:
            return area
        side = self._look.px(20)
        ratio = painter.device().devicePixelRatioF()
        colour = self._look.colours.blue if choice.marked else self._look.colours.dim
        picture = self._look.pixmap(choice.icon, colour, 20, ratio)
        painter.drawPixmap(area.left(), area.center().y() - side // 2, picture)
        return area.adjusted(side + self._look.px(8), 0, 0, 0)

    def _paint_words(self, painter: QPainter, area: QRect, choice: Choice) -> None:
        right, gap = Qt.TextElideMode.ElideRight, self._look.px(16)
        painter.setFont(self._look.font(bold=choice.marked))
        painter.setPen(QColor(self._look.colours.text))
        most = area.width() * 3 // 4 if choice.note else area.width()
        words = painter.fontMetrics().elidedText(choice.text, right, most)
        painter.drawText(area, LEFT, words)
        used = painter.fontMetrics().horizontalAdvance(words) + gap
        painter.setFont(self._look.font(Size.SMALL))
        painter.setPen(QColor(self._look.colours.dim))
        note = painter.fontMetrics().elidedText(choice.note, right, max(area.width() - used, 0))
        painter.drawText(area, RIGHT, note)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, look: Look) -> None:
    """Paint what says *selected*; with the keyboard there, as a ring of 2 px."""
    area: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] see above
    state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue] see above
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(area, QColor(look.colours.selected))
        if state & QStyle.StateFlag.State_Active and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(look.colours.accent), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(area, QColor(look.colours.hover))
