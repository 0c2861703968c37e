"""Finds words that have less room than they need."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

from izix_desk.desk.parts.elided import ElidedButton

SLACK = 1
"""Pixels; hints are rounded."""


def clipped(root: QWidget) -> list[str]:
    """Return what is cut below `root`, with the room it has and the room it needs."""
    found: list[str] = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedButton):
            continue
        if isinstance(widget, QLabel | QAbstractButton | QComboBox) and _text(widget):
            short = _short(widget)
            if short:
                found.append(f"{type(widget).__name__} {_text(widget)!r}: {short}")
    return found


def _text(widget: QWidget) -> str:
    shown = widget.currentText() if isinstance(widget, QComboBox) else widget.property("text")
    return shown if isinstance(shown, str) else ""


def _short(widget: QWidget) -> str:
    needs = widget.sizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():
        high = widget.heightForWidth(widget.width())
        return f"{widget.height()} high of {high}" if widget.height() + SLACK < high else ""
    if isinstance(widget, QComboBox | QAbstractButton | QLabel):
        if widget.width() + SLACK < needs.width():
            return f"{widget.width()} wide of {needs.width()}"
        if widget.height() + SLACK < needs.height():
            return f"{widget.height()} high of {needs.height()}"
    return ""


def over_the_edge(root: QWidget) -> list[str]:
    """Return visible widgets that stick out of their parent."""
    out: list[str] = []
    for widget in root.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        inside = QRect(0, 0, root.width(), root.height())
        if widget.isVisible() and not widget.isWindow() and not inside.contains(widget.geometry()):
            out.append(f"{type(widget).__name__} {widget.objectName()} {widget.geometry()}")
    return out
