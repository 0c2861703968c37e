"""Meaning as colour: the stylesheet paints by the properties that are set here."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from izix_desk.desk.theme import Look

VERDICT_ICONS = {True: ("granted", "green"), False: ("denied", "red")}


def set_tone(widget: QWidget, tone: str, *, name: str = "tone") -> None:
    """Give a widget another tone; Qt looks at properties only when asked to."""
    if widget.property(name) != tone:
        widget.setProperty(name, tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def set_icon(label: QLabel, look: Look, name: str, tone: str, size: int = 20) -> None:
    """Show an icon in a tone (red, amber, green, blue, dim, text), or its empty place."""
    ratio = label.devicePixelRatioF()
    colour = getattr(look.colours, tone)
    label.setPixmap(look.pixmap(name, colour, size, ratio) if name else QPixmap())
    label.setFixedSize(QSize(look.px(size), look.px(size)))
