"""Lists in dialogs that are as high as their rows."""

from PySide6.QtWidgets import QListWidget


def fit_rows(view: QListWidget, rows: int) -> None:
    """Make a list exactly so many rows high, at the zoom in use."""
    view.ensurePolished()  # before it, rows are measured without the stylesheet
    edges = view.contentsMargins()
    high = view.sizeHintForRow(0) * rows + edges.top() + edges.bottom()
    view.setFixedHeight(high + 2 * view.frameWidth())
