"""The order in which Tab goes round."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def order_tabs(parts: Sequence[QWidget]) -> None:
    """Let Tab go from part to part in this order, and within each as it was built."""
    stops = [stop for part in parts for stop in tab_stops(part)]
    for one, following in pairwise(stops):
        QWidget.setTabOrder(one, following)


def tab_stops(part: QWidget) -> list[QWidget]:
    """Return where Tab stops within a part, as it was built: from the top left on."""
    every = [each for each in (part, *part.findChildren(QWidget)) if each.window() is part.window()]
    return [stop for stop in every if stop.focusPolicy() & Qt.FocusPolicy.TabFocus]
