"""Fixtures shared by every test."""

import asyncio
import os
import random
import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from izix_desk.store.creating import create_store
from izix_desk.store.database import Database, open_database
from izix_desk.store.folder import SiteFolder
from tests.support.programs import Programs, end_orphans
from tests.support.screen import Screen

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Programs of the project start hundreds of times, and none should have to compile it again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# A shell that runs the tests in the background has them, and all that they start, ignore Ctrl+C.
signal.signal(signal.SIGINT, signal.default_int_handler)
SOAK = os.environ.get("IZIX_SOAK") == "1"
# The same worlds in every `make test`, so that a change is judged by what it changed; others in
# every `make soak`. Set before the workers start, so that all of them draw from the same seed.
SEED = random.SystemRandom().randrange(2**32) if SOAK else 2026
os.environ.setdefault("IZIX_SEED", str(SEED))


def pytest_report_header() -> str:
    """Say how to run the generated tests again just as they ran here."""
    return f"generated tests: {'all' if SOAK else '1 %'}, IZIX_SEED={os.environ['IZIX_SEED']}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the generated tests counted as one table, from all workers."""
    lines = [
        f"{report.nodeid.rpartition('::')[2]:<60} {name:<28} {value:>10}"
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, value in report.user_properties
    ]
    if lines:
        terminalreporter.section("what the generated tests counted")
        for line in sorted(lines):
            terminalreporter.write_line(line)


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Callable[[Mapping[str, float]], None]:
    """Take what a test counted, for the table at the end of the run."""
    return lambda counted: request.node.user_properties.extend(
        (f"{name}", value) for name, value in counted.items()
    )


@pytest.fixture(scope="session", autouse=True)
def no_orphans() -> None:
    """Begin without what tests left behind that were killed."""
    end_orphans()


@pytest.fixture
def count() -> Callable[[int], int]:
    """Say how many of n to generate: 1 % in `make test`, all in `make soak`."""
    return lambda n: n if SOAK else max(1, -(-n // 100))


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """Give chance that IZIX_SEED repeats, different for every test."""
    return random.Random(f"{os.environ['IZIX_SEED']} {request.node.nodeid}")  # noqa: S311 - repeatable, not secret


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[qasync.QEventLoop]:
    """Give an asyncio loop inside the Qt loop, so that qtbot can wait for coroutines."""
    loop = qasync.QEventLoop(qapp, already_running=True)
    yield loop
    QTimer.singleShot(0, loop.stop)  # stop it from inside, or Qt refuses every later loop
    qapp.exec()
    asyncio.events._set_running_loop(None)  # qasync sets it and leaves it
    loop.close()


@pytest.fixture
def site_folder(tmp_path: Path) -> SiteFolder:
    """Give a site folder with an empty encrypted store; its key is a file, never a key ring."""
    folder = SiteFolder(tmp_path / "site")
    create_store(folder, key="file")
    return folder


@pytest.fixture
def database(site_folder: SiteFolder) -> Iterator[Database]:
    """Give a connection to a fresh store."""
    database = open_database(site_folder)
    yield database
    database.close()


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    """Start programs of the project; all of them are gone when the test ends."""
    programs = Programs(tmp_path)
    yield programs
    programs.end_all()


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    """Give a real X screen, one for each worker."""
    screen = Screen()
    yield screen
    screen.close()
