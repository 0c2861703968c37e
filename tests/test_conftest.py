"""The fixtures hold what other tests rely on."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import qasync
from pytestqt.qtbot import QtBot

from izix_desk.services.site_file import write_site
from izix_desk.store.database import Database
from tests.support import quay
from tests.support.programs import Programs, end_orphans
from tests.support.screen import Screen
from tests.support.waiting import wait_until

ROOT = Path(__file__).parent.parent


def test_a_coroutine_runs_inside_the_qt_loop(loop: qasync.QEventLoop, qtbot: QtBot) -> None:
    """What a dialog awaits goes on while qtbot waits."""
    task = loop.create_task(asyncio.sleep(0.001, "done"))
    qtbot.waitUntil(task.done)
    assert task.result() == "done"


def test_the_next_loop_works_too(loop: qasync.QEventLoop, qtbot: QtBot) -> None:
    """The loop before left nothing behind that stops Qt."""
    test_a_coroutine_runs_inside_the_qt_loop(loop, qtbot)


def test_waiting_in_vain_says_for_what() -> None:
    """A test that hangs must say on what."""
    with pytest.raises(AssertionError, match="for the moon"):
        wait_until(lambda: False, 0.02, "the moon")


def test_counts_never_reach_zero(count: Callable[[int], int]) -> None:
    """One in a hundred, and never none."""
    assert count(1) == 1
    assert count(10_000) in {100, 10_000}


def test_programs_and_their_children_are_gone_at_the_end(programs: Programs) -> None:
    """Nothing outlives its test."""
    helped = programs.run("--help")
    assert helped.wait_for("COMMAND")
    long = programs.start("--help")
    programs.end_all()
    assert not psutil.pid_exists(long.pid)


KILLED = """
import os, sys
from pathlib import Path
from tests.support import quay
from tests.support.programs import Programs, end_orphans
programs = Programs(Path(sys.argv[1]))
print(programs.start("simulate", sys.argv[2]).pid, flush=True)
os.kill(os.getpid(), 9)
"""


def test_what_killed_tests_left_is_ended_by_the_next(tmp_path: Path, programs: Programs) -> None:
    """And nothing of tests that still run."""
    file = tmp_path / "site.toml"
    file.write_text(write_site(quay.site("one", "two")), "utf-8")
    ours = programs.start("simulate", str(file))
    ours.wait_for("ready")
    elsewhere = tmp_path / "killed"
    elsewhere.mkdir()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(elsewhere), str(file)],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    orphan = psutil.Process(int(killed.stdout))
    end_orphans()
    wait_until(lambda: not orphan.is_running(), 15, "the orphan to end")
    assert ours.running


def test_the_screen_is_a_real_one(screen: Screen) -> None:
    """It answers, and is nobody's desktop."""
    assert screen.xdotool("getdisplaygeometry") == "1920 1080"
    assert os.environ.get("DISPLAY") != screen.display


def test_the_screen_outlives_its_last_client(screen: Screen) -> None:
    """One that starts anew then drops whoever comes meanwhile: a desk that just starts."""
    screen.xdotool("mousemove", "7", "9")
    assert screen.xdotool("getmouselocation").startswith("x:7 y:9")


LABEL = """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("1-XYZ-987 Benoit Claes")
label.setMargin(40)
label.show()
app.exec()
"""


def test_the_screen_can_be_read(screen: Screen) -> None:
    """The words of a window of another process, and none that are not there."""
    command = [sys.executable, "-c", LABEL]
    with subprocess.Popen(command, env={**os.environ, **screen.env}) as window:
        try:
            screen.shows("1-XYZ-987 Benoit Claes", area=(0, 0, 600, 200))
            assert "Maes" not in screen.words((0, 0, 600, 200))
        finally:
            window.kill()


def test_the_store_is_fresh_and_encrypted(database: Database) -> None:
    """Every test has one of its own, and what the file holds cannot be read."""
    assert database.folder.store.read_bytes()[:6] != b"SQLite"
    assert database.data_version() > 0
