"""How the panel is laid out: what scrolls, and the button that never does."""

from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget


def lay_out(panel: QWidget, scroll: QScrollArea, content: list[QWidget], foot: QPushButton) -> None:
    """Put the content into the scroll area, the last of it growing, and the button below it."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in content:
        column.addWidget(widget, 1 if widget is content[-1] else 0)
    scroll.setWidget(inside)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    below = QVBoxLayout()
    below.setContentsMargins(16, 8, 16, 12)
    below.addWidget(foot)
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(scroll, 1)
    layout.addLayout(below)
