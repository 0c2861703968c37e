"""Clears away what refers to itself, and only in Qt's own thread."""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 1000


class GarbageCollector(QObject):
    """Collects once a second what Python would collect at any moment, in whatever thread.

    A closed window is such garbage; destroyed by one of the store's threads it takes the program
    down. While this lives, Python collects nothing by itself.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self.destroyed.connect(gc.enable)
        timer = QTimer(self, interval=LOOK_MS)
        timer.timeout.connect(collect_due)
        timer.start()


def collect_due() -> None:
    """Collect what is young, and the older generations as seldom as Python itself would."""
    counts, most = gc.get_count(), gc.get_threshold()
    gc.collect(2 if counts[2] > most[2] else int(counts[1] > most[1]))
