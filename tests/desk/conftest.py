"""What the window's tests share: a backend in memory, our look, and dialogs that get closed."""

import asyncio
import gc
from collections.abc import Callable, Iterator

import pytest
import qasync
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.theme import Look, prepare
from tests.support.fake_backend import FakeBackend

PATIENCE_MS = 5000
"""How long a test waits before it fails; nothing waits for that long when all is well."""


@pytest.fixture(scope="module", autouse=True)
def nothing_left() -> Iterator[None]:
    """Let what is left of a module's windows end in Qt's own thread.

    Else a thread of a later test may be the one that finds it: Qt dies of that, some time later.
    """
    yield
    gc.collect()


@pytest.fixture
def backend(loop: qasync.QEventLoop) -> FakeBackend:
    """Give a backend in memory; the loop runs before it is asked anything."""
    assert loop is not None
    return FakeBackend()


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """Give the day theme, applied."""
    look = Look()
    prepare(qapp)
    look.apply()
    return look


@pytest.fixture
def shown(qtbot: QtBot, loop: qasync.QEventLoop) -> Iterator[Callable[[KeyedDialog], None]]:
    """Open a dialog and wait until it may be used; all are closed at the end."""
    dialogs: list[KeyedDialog] = []

    def show(dialog: KeyedDialog) -> None:
        dialogs.append(dialog)
        dialog.open()
        qtbot.waitUntil(lambda: dialog.seen, timeout=PATIENCE_MS)

    yield show
    for dialog in dialogs:
        dialog.done(QDialog.DialogCode.Rejected)
    qtbot.waitUntil(lambda: not asyncio.all_tasks(loop), timeout=PATIENCE_MS)
    for dialog in dialogs:
        dialog.deleteLater()
