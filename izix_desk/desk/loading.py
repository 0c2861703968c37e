"""The small window that shows how far a program has come that loads a site."""

import os
import sys
import threading

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from izix_desk.desk.forms.loading import Ui_LoadingWindow
from izix_desk.desk.theme import Look, prepare

CHUNK = 4096


class ProgressReader(QObject):
    """Reads lines of `rows share` from a pipe in a thread, and tells the window."""

    come = Signal(int, float)
    """How many rows, and which share of all that is."""
    ended = Signal()

    def start(self, pipe: int) -> None:
        """Read until the other end is closed."""
        # A thread, since Qt watches no pipes on Windows; the plain descriptor has no lock to hold.
        threading.Thread(target=self._read, args=(pipe,), daemon=True).start()

    def _read(self, pipe: int) -> None:
        rest = b""
        while data := os.read(pipe, CHUNK):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                rows, _, share = line.partition(b" ")
                self.come.emit(int(rows), float(share))
        self.ended.emit()


class LoadingWindow(QWidget):
    """A bar that grows, and how many parkers are loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.form = Ui_LoadingWindow()
        self.form.setupUi(self)

    def show_progress(self, rows: int, share: float) -> None:
        """Show how many rows were loaded, and which share of all that is."""
        self.form.bar.setValue(round(share * self.form.bar.maximum()))
        self.form.count.setText(self.tr("{count} parkers").format(count=rows))


def run_loading(theme: str) -> int:
    """Show what stdin tells until it ends, or the window is closed."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Izix Desk")
    app.setDesktopFileName("izix-desk")
    prepare(app)
    look = Look(theme)
    look.apply()
    window, reader = LoadingWindow(), ProgressReader()
    reader.come.connect(window.show_progress)
    reader.ended.connect(window.close)
    reader.start(sys.stdin.fileno())
    window.show()
    return app.exec()
