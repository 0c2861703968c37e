"""The keys, over the window, until a key is pressed."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from izix_desk.desk.keys import KEYS, key_names, key_words
from izix_desk.desk.theme import Look


class KeysOverlay(QWidget):
    """Covers its parent while shown; gives the focus back where it was."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._look = look
        self._before: QWidget | None = None
        self.card = QFrame(self)
        self.card.setObjectName("keys_card")
        self.title = QLabel(self.card)
        self.title.setProperty("role", "title")
        self._grid = QGridLayout()
        column = QVBoxLayout(self.card)
        column.addWidget(self.title)
        column.addLayout(self._grid)
        outer = QVBoxLayout(self)
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = column
        parent.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Show the keys, or go back to work."""
        if self.isVisible():
            self.close_overlay()
            return
        self._fill()
        self._before = self.window().focusWidget()
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def close_overlay(self) -> None:
        """Hide, and give the focus back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def _fill(self) -> None:
        px = self._look.px
        self.title.setText(self.tr("Keys"))
        self.setAccessibleName(self.tr("Keys"))
        self._column.setContentsMargins(px(32), px(24), px(32), px(24))
        self._column.setSpacing(px(16))
        self._grid.setHorizontalSpacing(px(24))
        self._grid.setVerticalSpacing(px(8))
        while (item := self._grid.takeAt(0)) is not None:
            if (label := item.widget()) is not None:
                label.deleteLater()
        half = (len(KEYS) + 1) // 2
        for place, key in enumerate(KEYS):
            names, words = QLabel(key_names(key), self.card), QLabel(key_words(key), self.card)
            names.setProperty("role", "key")
            row, column = place % half, 2 * (place // half)
            self._grid.addWidget(names, row, column, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(words, row, column + 1)

    @override
    def event(self, event: QEvent) -> bool:
        # Before any shortcut of the window: the key only takes the overlay away.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        self.close_overlay()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.close_overlay()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = QColor(self._look.colours.window)
        shade.setAlpha(215)
        painter.fillRect(self.rect(), shade)
        painter.end()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)
