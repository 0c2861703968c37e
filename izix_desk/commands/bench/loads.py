"""A heavy process under measurement: seconds, memory, and what a gate waits beside it."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from izix_desk.commands.bench.figures import Row, timed
from izix_desk.commands.bench.programs import BenchFault
from izix_desk.domain.errors import StoreFault
from izix_desk.domain.events import EventKind, GateEvent, Outcome
from izix_desk.domain.site import Direction
from izix_desk.store.database import Role, Transaction, open_database
from izix_desk.store.events import add_event
from izix_desk.store.folder import SiteFolder
from izix_desk.store.ids import new_id

LOOK_SECONDS = 0.05
COMMIT_SECONDS = 0.1
CHILDREN_SECONDS = 1.0
MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Load:
    """What one process took: seconds, and megabytes of it with all its children."""

    seconds: float
    megabytes: float

    def row(self, name: str) -> Row:
        """Return it as a row of a table in seconds."""
        memory = f"peak {self.megabytes:.0f} MB" if self.megabytes else "memory not measured"
        return Row(name, (self.seconds,), memory)

    def beside(self, other: "Load") -> str:
        """Say how many times another one's this is."""
        said = f"x {self.seconds / other.seconds:.2f} seconds"
        known = self.megabytes and other.megabytes
        return f"{said}, x {self.megabytes / other.megabytes:.2f} memory" if known else said


@dataclass(slots=True)
class Gate:
    """Commits as the gates do, ten a second, and how long each took in milliseconds."""

    commits: list[float] = field(default_factory=list[float])
    refused: int = 0

    def row(self, name: str) -> Row:
        """Return it as a row of a table in milliseconds."""
        return Row(name, self.commits, f"{self.refused} gave up")

    def work(self, folder: SiteFolder, over: threading.Event) -> None:
        """Commit until it is over; at least once."""
        database = open_database(folder, Role.GATE)
        try:
            while True:
                try:
                    self.commits.append(timed(lambda: database.write(note)))
                except StoreFault:
                    self.refused += 1
                if over.wait(COMMIT_SECONDS):
                    return
        finally:
            database.close()


def run_load(words: tuple[str, ...], folder: SiteFolder, gate: Gate) -> Load:
    """Run a module as a process to its end, with a gate at work beside it."""
    over = threading.Event()
    commits = threading.Thread(target=gate.work, args=(folder, over))
    begin = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", *words], stdout=subprocess.DEVNULL)
    commits.start()
    try:
        most = _watch(process)
        seconds = time.monotonic() - begin
    finally:
        process.kill()
        process.wait()
        over.set()
        commits.join()
    if process.returncode:
        raise BenchFault(f"`{words[0]}` failed, so nothing could be measured: see above.")
    return Load(seconds, most / MEGABYTE)


def _watch(process: "subprocess.Popen[bytes]") -> int:
    """Return the most memory that a process and its children had together, until it ends."""
    tree, most = _tree_of(process.pid), 0
    while True:
        most = max(most, tree(), _peak(process.pid))
        try:
            process.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return most


def _tree_of(process: int) -> Callable[[], int]:
    if find_spec("psutil") is None:
        return lambda: 0
    psutil: Any = import_module("psutil")  # a tool of developers, like the rivals
    root = psutil.Process(process)
    every, looked_at = [root], float("-inf")

    def resident() -> int:
        nonlocal every, looked_at
        try:
            # Finding them goes through all processes of the machine: it would slow what it watches.
            if time.monotonic() - looked_at > CHILDREN_SECONDS:
                every, looked_at = [root, *root.children(recursive=True)], time.monotonic()
            return sum(int(each.memory_info().rss) for each in every)
        except psutil.Error:  # one of them has just ended
            looked_at = float("-inf")
            return 0

    return resident


def _peak(process: int) -> int:
    """Return the most that one process ever had, as the system notes it; 0 where it does not."""
    status = Path(f"/proc/{process}/status")
    try:
        lines = status.read_text("ascii", errors="replace").splitlines()
    except OSError:  # another system, or it has ended
        return 0
    peak = next((line for line in lines if line.startswith("VmHWM:")), None)
    return int(peak.split()[1]) * 1024 if peak else 0


def note(tx: Transaction) -> None:
    """Commit what a gate tells: one event."""
    add_event(
        tx,
        GateEvent(
            id=new_id(), at=datetime.now(UTC), gate="g1", kind=EventKind.NOTE,
            outcome=Outcome.NOTED, reason="", direction=Direction.ENTRY,
        ),
    )  # fmt: skip
