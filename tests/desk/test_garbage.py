"""Who clears closed windows away: Qt's own thread, whatever the others do meanwhile."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from izix_desk.desk.garbage import GarbageCollector


class _Closed:
    """As a closed window is: it refers to itself, and says in which thread it ends."""

    def __init__(self, ended_in: list[threading.Thread]) -> None:
        self._self = self
        self._ended_in = ended_in
        self._window = QWidget()

    def __del__(self) -> None:
        self._ended_in.append(threading.current_thread())


def _make_work() -> None:
    """Do what has Python collect: make many things that can refer to others."""
    kept: list[list[object]] = [[] for _ in range(50_000)]
    del kept


@pytest.fixture
def collector() -> Iterator[QObject]:
    """Give a collector at work, and Python's own again behind it."""
    parent = QObject()
    GarbageCollector(parent)
    yield parent
    parent.deleteLater()
    gc.enable()


def test_closed_windows_end_in_qts_thread(qtbot: QtBot, collector: QObject) -> None:
    """A thread that makes much new meets them first, and leaves them alone."""
    del collector
    ended_in: list[threading.Thread] = []
    _Closed(ended_in)
    worker = threading.Thread(target=_make_work)
    worker.start()
    worker.join()
    assert ended_in == []
    qtbot.waitUntil(lambda: ended_in == [threading.main_thread()], timeout=15_000)


def test_without_it_whoever_comes_first_ends_them() -> None:
    """The control: Python collects in the thread that makes much new."""
    ended_in: list[threading.Thread] = []
    closed = _Closed(ended_in)
    vars(closed).pop("_window").deleteLater()
    del closed
    worker = threading.Thread(target=_make_work)
    worker.start()
    worker.join()
    assert ended_in == [worker]


def test_python_collects_again_after_it(qtbot: QtBot) -> None:
    """When the window is gone, nothing is left switched off."""
    parent = QObject()
    GarbageCollector(parent)
    assert not gc.isenabled()
    parent.deleteLater()
    qtbot.waitUntil(gc.isenabled)
