"""Runs the painted window: opens the store beside it, and ends everything cleanly."""

import asyncio
import contextlib
import gc
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from types import ModuleType

import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from izix_desk.desk.backend import Backend
from izix_desk.desk.bugs import BugHook
from izix_desk.desk.garbage import GarbageCollector
from izix_desk.desk.late_backend import LateBackend
from izix_desk.desk.main_window import MainWindow
from izix_desk.desk.milestones import Milestones
from izix_desk.desk.start import DeskStart
from izix_desk.desk.wiring import Wiring
from izix_desk.domain.errors import DeskError
from izix_desk.domain.events import STALE_SECONDS
from izix_desk.store.folder import SiteFolder

WORKERS = 3
"""Threads for what is asked now and then; the store has its own."""
RETRY_SECONDS = 2.0
"""Between two tries to open a store that cannot be opened, e.g. while the engine migrates it."""


def run_painted(start: DeskStart, window: MainWindow, milestones: Milestones) -> int:
    """Bring a window to life until it is closed; return the exit status."""
    return qasync.run(_run(start, window, milestones))


async def _run(start: DeskStart, window: MainWindow, milestones: Milestones) -> int:
    closed = _closing(window)
    # qasync's own would start ten threads at once.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(WORKERS, "desk"))
    GarbageCollector(window)
    BugHook(window, start.folder.path / "desk-faults.txt").install()
    backend = LateBackend(start.operator, start.role, start.desk)
    opening = asyncio.create_task(_open(start, backend, window, closed))
    opening.add_done_callback(_show_bug)
    await asyncio.sleep(0)
    wiring = Wiring(window, backend)
    backend.news.gates_measured.connect(lambda: _note_tiles(window, milestones))
    measuring = asyncio.create_task(_measure(backend, milestones))
    await closed.wait()
    measuring.cancel()
    # An opening under way is waited for: what it started (an engine, connections) must end too.
    await asyncio.gather(opening, measuring, return_exceptions=True)
    await wiring.close()
    await backend.close()
    window.deleteLater()
    return 0


def _closing(window: MainWindow) -> asyncio.Event:
    closed = asyncio.Event()
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.lastWindowClosed.connect(closed.set)
    if not window.isVisible():  # closed while it was being painted
        closed.set()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Python runs this between two steps of its own, so Qt may be anywhere: only ask.
        signal.signal(number, lambda *_: QTimer.singleShot(0, window.close))
    return closed


async def _open(
    start: DeskStart, backend: LateBackend, window: MainWindow, closed: asyncio.Event
) -> None:
    """Open the store, and try again while it cannot be; the fault stays in the banner."""
    module, engine = await asyncio.to_thread(_prepare, start.folder)
    opener: Callable[..., Awaitable[Backend]] = module.open_session
    while not closed.is_set():
        try:
            backend.arrive(
                await opener(
                    start.folder,
                    operator=start.operator,
                    role=start.role,
                    desk=start.desk,
                    engine=engine,
                )
            )
        except DeskError as fault:
            window.banner.stand_trouble(str(fault))
        else:
            window.banner.stand_trouble("")
            gc.freeze()  # all is imported now: looking through it takes a tenth of a second
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(closed.wait(), RETRY_SECONDS)
    if engine is not None:  # nobody took it over
        engine.terminate()


def _prepare(folder: SiteFolder) -> tuple[ModuleType, "subprocess.Popen[bytes] | None"]:
    """Start the engine where none runs, so that it wakes up while the imports run here."""
    keeper = import_module("izix_desk.desk.engine_keeper")
    lock = import_module("izix_desk.store.lock")
    engine = None if lock.engine_runs(folder) else keeper.spawn_engine(folder)
    return import_module("izix_desk.desk.session"), engine


async def _measure(backend: Backend, milestones: Milestones) -> None:
    if milestones.target is not None:
        await backend.search("a", None)
        milestones.reach("search_ready")


def _note_tiles(window: MainWindow, milestones: Milestones) -> None:
    # The engine's first word may come before the tiles are there, or tell of a part of them.
    now = time.monotonic()
    readings = [tile.reading for tile in window.gates.tiles.values()]
    if readings and all(each and each.age(now) <= STALE_SECONDS for each in readings):
        milestones.reach("tiles_measured")


def _show_bug(task: asyncio.Task[None]) -> None:
    problem = None if task.cancelled() else task.exception()
    if problem is not None:
        sys.excepthook(type(problem), problem, problem.__traceback__)
