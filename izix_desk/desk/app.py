"""Starts the window: it is on the screen before anything that it does not show is imported."""

import os
import sys
import time

import PySide6
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from izix_desk.desk.display import refuse_no_display
from izix_desk.desk.main_window import MainWindow
from izix_desk.desk.memory import Memory
from izix_desk.desk.milestones import Milestones
from izix_desk.desk.qt_version import refuse_bad_qt
from izix_desk.desk.start import DeskStart
from izix_desk.desk.theme import Look, prepare

SWITCH_SECONDS = 0.0005
"""How long a thread may keep the interpreter: the store's threads must not make the window lag."""
PAINT_SECONDS = 1.0
"""A window that is not shown by then (minimised, another workspace) is not waited for."""


def run_window(start: DeskStart) -> int:
    """Show the window until it is closed."""
    refuse_no_display(sys.platform, os.environ)
    refuse_bad_qt(PySide6.__version__, (sys.version_info.major, sys.version_info.minor))
    sys.setswitchinterval(SWITCH_SECONDS)
    milestones = Milestones(start.timing)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Izix Desk")
    app.setDesktopFileName("izix-desk")
    app.setQuitOnLastWindowClosed(False)
    prepare(app)
    memory = Memory(start.folder.path / "desk.ini", start.operator)
    look = Look(start.theme or memory.text("theme", "day"), memory.number("zoom", 100))
    look.apply()
    window = MainWindow(look, memory, start.operator)
    window.painted.connect(lambda: milestones.reach("painted"))
    window.show()
    window.activateWindow()  # a bare X screen gives nobody the keyboard by itself
    _paint(app, window)
    # Loop, panel, dialogs and all that knows the store: only now, the window is on the screen.
    from izix_desk.desk.running import run_painted  # noqa: PLC0415

    return run_painted(start, window, milestones)


def _paint(app: QApplication, window: MainWindow) -> None:
    """Work off what happens until the window has been painted."""
    latest = time.monotonic() + PAINT_SECONDS
    while not window.was_painted and time.monotonic() < latest:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
    app.processEvents()
