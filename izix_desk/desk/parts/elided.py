"""Buttons and lines that shorten what does not fit, and tell it whole as a tip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

SLACK = 4
"""Room to spare, since widths are rounded."""


class ElidedButton(QPushButton):
    """A button that may be narrower than its words, of one line or of several."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    @property
    def whole(self) -> str:
        """The words as they are meant."""
        return self._whole

    def show_text(self, text: str) -> None:
        """Show other words."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._chrome() + self._widest(self._whole), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 72), super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = (self._fitting(each) for each in self._whole.split("\n"))
        self.setText("\n".join(lines).replace("&", "&&"))

    def _fitting(self, text: str) -> str:
        # Asked only when it is too wide: elidedText counts fractions, and cuts what just fits.
        room, metrics = max(self.width() - self._chrome(), 0), self.fontMetrics()
        if metrics.horizontalAdvance(text) <= room:
            return text
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _chrome(self) -> int:
        """Return what frame, padding and icon take of the width, at the zoom in use."""
        self.ensurePolished()  # before it, the words are measured in another font
        shown = self.text().replace("&&", "&")
        return super().sizeHint().width() - self._widest(shown) + SLACK

    def _widest(self, text: str) -> int:
        metrics = self.fontMetrics()
        return max(metrics.horizontalAdvance(each) for each in text.split("\n"))


def line(text: str, role: str = "", *, wrap: bool = True) -> QLabel:
    """Return a label of plain text that can be marked and copied."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    return label
