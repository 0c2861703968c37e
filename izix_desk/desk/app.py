"""Runs the window: paints first, then opens the store beside it, and ends everything cleanly."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType

import PySide6
import qasync
from PySide6.QtWidgets import QApplication

from izix_desk.desk.backend import Backend
from izix_desk.desk.display import refuse_no_display
from izix_desk.desk.late_backend import LateBackend
from izix_desk.desk.main_window import MainWindow
from izix_desk.desk.memory import Memory
from izix_desk.desk.qt_version import refuse_bad_qt
from izix_desk.desk.theme import Look, prepare
from izix_desk.desk.wiring import Wiring
from izix_desk.domain.errors import DeskError
from izix_desk.store.folder import SiteFolder

LOCK = "izix_desk.store.lock"
SWITCH_SECONDS = 0.0005
"""How long a thread may keep the interpreter: the store's threads must not make the window lag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskStart:
    """What a desk is started with."""

    folder: SiteFolder
    operator: str
    desk: str
    theme: str = ""
    """Instead of the operator's own."""
    timing: Path | None = None
    """File that gets one JSON line per milestone of the start."""


@dataclass(slots=True)
class Milestones:
    """Seconds since the process began, written as they happen."""

    target: Path | None
    reached: dict[str, float] = field(default_factory=dict[str, float])

    def reach(self, name: str) -> None:
        """Note that something happened for the first time."""
        if self.target is None or name in self.reached:
            return
        self.reached[name] = round(seconds_running(), 4)
        with self.target.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({name: self.reached[name], "rss": resident_bytes()}) + "\n")


def run_window(start: DeskStart) -> int:
    """Show the window until it is closed."""
    refuse_no_display(sys.platform, os.environ)
    refuse_bad_qt(PySide6.__version__, (sys.version_info.major, sys.version_info.minor))
    sys.setswitchinterval(SWITCH_SECONDS)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Izix Desk")
    app.setDesktopFileName("izix-desk")
    app.setQuitOnLastWindowClosed(False)
    prepare(app)
    return qasync.run(_run(app, start))


async def _run(app: QApplication, start: DeskStart) -> int:
    closed, painted = asyncio.Event(), asyncio.Event()
    app.lastWindowClosed.connect(closed.set)
    milestones = Milestones(start.timing)
    memory = Memory(start.folder.path / "desk.ini", start.operator)
    look = Look(start.theme or memory.text("theme", "day"), memory.number("zoom", 100))
    look.apply()
    backend = LateBackend(start.operator, start.desk)
    window = MainWindow(look, memory, start.operator)
    wiring = Wiring(window, backend)
    window.painted.connect(painted.set)
    window.painted.connect(lambda: milestones.reach("painted"))
    backend.news.gates_measured.connect(lambda: milestones.reach("tiles_measured"))
    window.show()
    window.activateWindow()  # a bare X screen gives nobody the keyboard by itself
    opening = asyncio.create_task(_open(start, backend, window, painted))
    opening.add_done_callback(_show_bug)
    measuring = asyncio.create_task(_measure(backend, milestones))
    await closed.wait()
    for task in (opening, measuring):
        task.cancel()
    await asyncio.gather(opening, measuring, return_exceptions=True)
    await wiring.close()
    await backend.close()
    window.deleteLater()
    return 0


async def _open(
    start: DeskStart, backend: LateBackend, window: MainWindow, painted: asyncio.Event
) -> None:
    """Open the store once the window is on the screen; a fault stays in the banner."""
    await painted.wait()
    try:
        backend.arrive(await open_backend(start))
    except DeskError as fault:
        window.stand_trouble(str(fault))


async def open_backend(start: DeskStart) -> Backend:
    """Import what knows the database in a thread, then open the store."""
    module, engine = await asyncio.to_thread(_prepare, start.folder)
    opener: Callable[..., Awaitable[Backend]] = module.open_session
    return await opener(start.folder, operator=start.operator, desk=start.desk, engine=engine)


def _prepare(folder: SiteFolder) -> tuple[ModuleType, "subprocess.Popen[bytes] | None"]:
    """Start the engine where none runs, so that it wakes up while the imports run here."""
    keeper, lock = import_module("izix_desk.desk.engine_keeper"), import_module(LOCK)
    engine = None if lock.engine_runs(folder) else keeper.spawn_engine(folder)
    return import_module("izix_desk.desk.session"), engine


async def _measure(backend: LateBackend, milestones: Milestones) -> None:
    await backend.search("a", None)
    milestones.reach("search_ready")


def _show_bug(task: asyncio.Task[None]) -> None:
    problem = None if task.cancelled() else task.exception()
    if problem is not None:
        sys.excepthook(type(problem), problem, problem.__traceback__)


def seconds_running() -> float:
    """Return how long this process has been running, its interpreter's own start included."""
    if sys.platform != "linux":
        return time.process_time()
    # Field 22 counts clock ticks since the machine started; the name before it may hold spaces.
    fields = Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()
    began = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - began


def resident_bytes() -> int:
    """Return the memory that this process occupies; 0 where that is not known."""
    if sys.platform != "linux":
        return 0
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
