"""Finds words that are cut off on screen, and makes every label 40 % longer."""

from collections.abc import Iterator

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from typing_extensions import override

from izix_desk.desk.parts.elided import ElidedButton


class Longer(QTranslator):
    """Plays a language whose words are 40 % longer than the English ones."""

    @override
    def isEmpty(self) -> bool:
        return False

    @override
    def translate(
        self, context: object, source: object, disambiguation: object = None, n: int = -1
    ) -> str:
        words = source if isinstance(source, str) else bytes(source).decode()  # pyright: ignore[reportArgumentType] bytes, says Qt
        return words + "é" * max(1, len(words) * 2 // 5) if words else words


def cut_off(root: QWidget) -> list[str]:
    """Return every visible text that has not got the room it needs."""
    return [*_labels(root), *_buttons(root)]


def _labels(root: QWidget) -> Iterator[str]:
    for label in root.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        if label.wordWrap():
            missing = label.heightForWidth(label.width()) - label.height()
        else:
            missing = label.minimumSizeHint().width() - label.width()
        if missing > 1:
            yield f"{label.objectName()} {label.text()!r} lacks {missing} px"


def _buttons(root: QWidget) -> Iterator[str]:
    for button in root.findChildren(QAbstractButton):
        if not button.isVisible() or not button.text() or isinstance(button, ElidedButton):
            continue
        missing = button.minimumSizeHint().width() - button.width()
        if missing > 1:
            yield f"{button.objectName()} {button.text()!r} lacks {missing} px"
