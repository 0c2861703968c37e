"""A bug of ours is told to the operator, kept with its traceback, and ends nothing."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from izix_desk.desk.bugs import BugHook
from izix_desk.desk.main_window import MainWindow
from izix_desk.desk.memory import Memory
from izix_desk.desk.theme import Look


def break_something() -> None:
    """Do what no code of ours should."""
    raise ZeroDivisionError("planted")


def test_a_bug_is_shown_and_kept(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The banner names it and says where the report is."""
    del qapp
    window = MainWindow(Look(), Memory(tmp_path / "desk.ini", "Guard 1"), "Guard 1")
    qtbot.addWidget(window)
    window.show()
    hook = BugHook(window, tmp_path / "desk-faults.txt")
    try:
        break_something()
    except ZeroDivisionError:
        hook.take(*sys.exc_info())  # pyright: ignore[reportArgumentType] there is one
    kept = (tmp_path / "desk-faults.txt").read_text("utf-8")
    assert "break_something" in kept
    assert "ZeroDivisionError: planted" in kept
    assert "ZeroDivisionError" in window.form.banner_text.text()
    assert str(tmp_path / "desk-faults.txt") in window.form.banner_text.text()
    assert "planted" in capsys.readouterr().err


def test_a_report_that_cannot_be_kept_is_still_shown(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    """The disk may be what is broken."""
    del qapp
    window = MainWindow(Look(), Memory(tmp_path / "desk.ini", "Guard 1"), "Guard 1")
    qtbot.addWidget(window)
    window.show()
    hook = BugHook(window, tmp_path / "no such folder" / "desk-faults.txt")
    hook.take(ValueError, ValueError("planted"), None)
    assert "ValueError" in window.form.banner_text.text()
    assert "no such folder" not in window.form.banner_text.text()
