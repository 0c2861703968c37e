"""What the custom-painted panes draw alike: text that fits, icons, plate badges, focus rings."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from izix_desk.desk.theme import Look, Size

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Brush:
    """Draws in the colours and sizes of a look."""

    def __init__(self, look: Look, painter: QPainter) -> None:
        self.look = look
        self.painter = painter
        self._metrics: dict[str, QFontMetrics] = {}

    def text(
        self,
        area: QRect,
        text: str,
        *,
        colour: str,
        font: QFont | None = None,
        align: Qt.AlignmentFlag = LEFT,
    ) -> int:
        """Write one line, with an ellipsis where it does not fit; return the width it took."""
        chosen = font or self.look.font()
        metrics = self._measure(chosen)
        fitting = text
        width = metrics.horizontalAdvance(text)
        if width > area.width():
            fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            width = area.width()
        self.painter.setFont(chosen)
        self.painter.setPen(QColor(colour))
        self.painter.drawText(area, align, fitting)
        return width

    def icon(self, at: QPoint, name: str, colour: str, size: int = 16) -> None:
        """Draw an icon with its top left corner there; `size` is at 100 %."""
        ratio = self.painter.device().devicePixelRatioF()
        self.painter.drawPixmap(at, self.look.pixmap(name, colour, size, ratio))

    def plate(self, at: QPoint, plate: str, *, quiet: bool = False, size: Size = Size.BODY) -> int:
        """Draw a plate in its badge, centred on the height of `at`; return the badge's width."""
        colours = self.look.colours
        font = self.look.font(size, bold=not quiet, plate=True)
        metrics = self._measure(font)
        wide = metrics.horizontalAdvance(plate) + self.look.px(16)
        high = metrics.height() + self.look.px(2)
        badge = QRectF(at.x() + 0.5, at.y() - high // 2 + 0.5, wide - 1, high - 1)
        self.painter.setPen(QPen(QColor(colours.edge), 1))
        self.painter.setBrush(QColor(colours.raised if quiet else colours.plate))
        self.painter.drawRoundedRect(badge, self.look.px(3), self.look.px(3))
        self.painter.setFont(font)
        self.painter.setPen(QColor(colours.text if quiet else colours.on_plate))
        self.painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, plate)
        return wide

    def fill(self, area: QRect, colour: str, radius: int = 0) -> None:
        """Fill an area, with round corners if asked."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(colour))
        self.painter.drawRoundedRect(area, radius, radius)

    def outline(self, area: QRect, colour: str, width: int = 1, radius: int = 0) -> None:
        """Draw an edge just inside an area."""
        inset = width / 2
        self.painter.setPen(QPen(QColor(colour), width))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(
            QRectF(area).adjusted(inset, inset, -inset, -inset), radius, radius
        )

    def _measure(self, font: QFont) -> QFontMetrics:
        key = font.key()
        if key not in self._metrics:
            self._metrics[key] = QFontMetrics(font)
        return self._metrics[key]


def plate_width(look: Look, letters: int) -> int:
    """Return how wide the badge of a plate of so many letters is."""
    metrics = QFontMetrics(look.font(bold=True, plate=True))
    return metrics.horizontalAdvance("0" * letters) + look.px(16)
