"""Draws search results: who, of which organisation, with which plates, and why."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from izix_desk.desk.models.hits_model import ROW, Row, RowKind
from izix_desk.desk.parts.choice_delegate import LEFT, RIGHT, paint_ground
from izix_desk.desk.theme import Look, Size
from izix_desk.domain.views import Hit

GROUP_ICONS = {
    "may_pass": ("granted", "green"),
    "may_not": ("denied", "red"),
    "visitors": ("person", "dim"),
    "vehicles": ("gate", "dim"),
}
Index = QModelIndex | QPersistentModelIndex


class HitDelegate(QStyledItemDelegate):
    """A hit takes two lines: name and organisation, then plates and the note."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        return QSize(0, self._look.px({RowKind.HEADING: 32, RowKind.HIT: 52}.get(row.kind, 44)))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] the stubs leave it out
        area = rect.adjusted(self._look.px(12), 0, -self._look.px(12), 0)
        if row.kind is RowKind.HEADING:
            self._write(painter, area, row.text, Size.SMALL, self._look.colours.dim, bold=True)
            return
        paint_ground(painter, option, self._look)
        if row.hit is None:
            self._paint_create(painter, area, row)
        else:
            self._paint_hit(painter, area, row.hit)

    def _paint_create(self, painter: QPainter, area: QRect, row: Row) -> None:
        colours = self._look.colours
        area = self._icon(painter, area, "add", colours.accent)
        used = self._write(painter, area, row.text, Size.BODY, colours.accent, bold=True)
        words = area.adjusted(used + self._look.px(12), 0, 0, 0)
        self._write(painter, words, row.note, Size.BODY, colours.text)

    def _paint_hit(self, painter: QPainter, area: QRect, hit: Hit) -> None:
        colours = self._look.colours
        icon, tone = GROUP_ICONS.get(hit.group, ("person", "dim"))
        area = self._icon(painter, area, icon, getattr(colours, tone))
        upper = area.adjusted(0, self._look.px(6), 0, -area.height() // 2)
        lower = area.adjusted(0, area.height() // 2, 0, -self._look.px(6))
        at_right = upper
        if hit.exact:
            used = self._write(
                painter, upper, self.tr("exact"), Size.SMALL, colours.blue, bold=True, right=True
            )
            at_right = upper.adjusted(0, 0, -used - self._look.px(12), 0)
        used = self._write(painter, at_right, hit.name, Size.BODY, colours.text, bold=True)
        beside = at_right.adjusted(used + self._look.px(12), 0, 0, 0)
        self._write(painter, beside, hit.organisation, Size.BODY, colours.dim, right=True)
        used = self._paint_plates(painter, lower, hit)
        note = lower.adjusted(used, 0, 0, 0)
        self._write(painter, note, hit.note, Size.SMALL, colours.dim, right=True)

    def _paint_plates(self, painter: QPainter, area: QRect, hit: Hit) -> int:
        """Draw the plates of a hit and return the width they took."""
        plates = "   ".join(hit.plates[:3]) + ("  …" if len(hit.plates) > 3 else "")
        painter.setFont(self._look.font(Size.SMALL, plate=True))
        painter.setPen(QColor(self._look.colours.text))
        painter.drawText(area, LEFT, plates)
        width = painter.fontMetrics().horizontalAdvance(plates)
        return width + self._look.px(16) if plates else 0

    def _icon(self, painter: QPainter, area: QRect, name: str, colour: str) -> QRect:
        side = self._look.px(20)
        picture = self._look.pixmap(name, colour, 20, painter.device().devicePixelRatioF())
        painter.drawPixmap(area.left(), area.center().y() - side // 2, picture)
        return area.adjusted(side + self._look.px(12), 0, 0, 0)

    def _write(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        size: Size,
        colour: str,
        *,
        bold: bool = False,
        right: bool = False,
    ) -> int:
        """Write one line, shortened where there is no room; return the width it took."""
        painter.setFont(self._look.font(size, bold=bold))
        painter.setPen(QColor(colour))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(area.width(), 0))
        painter.drawText(area, RIGHT if right else LEFT, shown)
        return metrics.horizontalAdvance(shown)
