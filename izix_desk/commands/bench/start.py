"""How soon after its interpreter starts the desk is painted, searches and knows its gates."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from izix_desk.commands.bench.figures import Row, load, ratio, table, timed
from izix_desk.commands.bench.programs import BenchFault, Program
from izix_desk.commands.demo import CARS_A_MINUTE
from izix_desk.commands.demo_parts import DemoPorts, Parts
from izix_desk.store.folder import SiteFolder

MOST_STARTS = 10
GIVE_UP = 60.0
LOOK_SECONDS = 0.02
SETTLE_SECONDS = 1.0
MILESTONES = ("painted", "search_ready", "tiles_measured")
MEGABYTE = 1e6
EMPTY_WINDOW = """
import json
from izix_desk.desk.milestones import resident_bytes, seconds_running
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, told)

def told():
    print(json.dumps({"painted": seconds_running(), "rss": resident_bytes()}))
    app.quit()

app = QApplication([])
window = Window()
window.showMaximized()
app.exec()
"""
"""The rival: the least that a window of this kind can be."""


@dataclass(slots=True)
class Starts:
    """What the starts came to: milliseconds per milestone, and megabytes."""

    milestones: dict[str, list[float]] = field(
        default_factory=lambda: {name: list[float]() for name in MILESTONES}
    )
    painted_megabytes: list[float] = field(default_factory=list[float])
    megabytes: list[float] = field(default_factory=list[float])
    empty: list[float] = field(default_factory=list[float])
    empty_megabytes: list[float] = field(default_factory=list[float])
    bare: list[float] = field(default_factory=list[float])


def measure(n: int, _keep: Path | None = None) -> Iterator[str]:
    """Yield the tables of up to ten starts on the demo's store, each beside an empty window's."""
    starts = Starts()
    env = {**os.environ, **_screen()}
    with tempfile.TemporaryDirectory(prefix="izix-bench-", ignore_cleanup_errors=True) as path:
        folder = SiteFolder(Path(path) / "site")
        _prepare(folder)
        with Parts(folder, DemoPorts.of(folder)) as parts:
            parts.simulate(None)
            engine = Program("engine", "--site", str(folder.path))
            engine.line()
            parts.traffic(CARS_A_MINUTE)
            # The first one fills the caches of the machine and learns the tiles; it is not counted.
            _start(folder, env, Starts())
            for _ in range(min(n, MOST_STARTS)):
                _start(folder, env, starts)
                _rivals(env, starts)
            engine.close()
    yield from _tables(starts, env)


def _screen() -> Mapping[str, str]:
    here = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    bare = sys.platform == "linux" and not any(os.environ.get(name) for name in here)
    return {"QT_QPA_PLATFORM": "offscreen"} if bare else {}


def _prepare(folder: SiteFolder) -> None:
    if not Program("demo", "--prepare", "--folder", str(folder.path)).succeeded():
        raise BenchFault("The demo's store could not be made: see above.")


def _start(folder: SiteFolder, env: Mapping[str, str], starts: Starts) -> None:
    """Start the desk, wait until it has told everything, and end it as a person would."""
    told = folder.path / "start.jsonl"
    told.unlink(missing_ok=True)
    words = ["-m", "izix_desk", "desk", "--site", str(folder.path), "--timing", str(told)]
    desk = subprocess.Popen([sys.executable, *words], env=dict(env))
    try:
        found = _milestones(told, desk)
        # Not at the milestone: what is loaded right after it counts as well.
        time.sleep(SETTLE_SECONDS)
        resident = _resident(desk.pid)
    finally:
        desk.terminate()
        desk.wait()
    for name, samples in starts.milestones.items():
        samples.append(found[name]["seconds"] * 1000)
    starts.painted_megabytes.append(found["painted"]["rss"] / MEGABYTE)
    starts.megabytes.append((resident or max(each["rss"] for each in found.values())) / MEGABYTE)


def _milestones(told: Path, desk: "subprocess.Popen[bytes]") -> dict[str, dict[str, float]]:
    end = time.monotonic() + GIVE_UP
    while time.monotonic() < end and desk.poll() is None:
        lines = told.read_text("utf-8").splitlines() if told.exists() else []
        found: dict[str, dict[str, float]] = {}
        for line in lines:
            note = json.loads(line)
            found |= {name: {"seconds": note[name], "rss": note["rss"]} for name in note}
        if found.keys() >= set(MILESTONES):
            return found
        time.sleep(LOOK_SECONDS)
    raise BenchFault(f"The desk did not get as far as {', '.join(MILESTONES)}: see above.")


def _resident(process: int) -> int:
    """Return the memory that another process occupies, as the system counts it; 0 if unknown."""
    if sys.platform != "linux":
        return 0
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _rivals(env: Mapping[str, str], starts: Starts) -> None:
    words = [sys.executable, "-c", EMPTY_WINDOW]
    done = subprocess.run(words, env=dict(env), stdout=subprocess.PIPE, check=True)
    told = json.loads(done.stdout)
    starts.empty.append(told["painted"] * 1000)
    starts.empty_megabytes.append(told["rss"] / MEGABYTE)
    bare = [sys.executable, "-c", "pass"]
    starts.bare.append(timed(lambda: subprocess.run(bare, check=True)))


def _tables(starts: Starts, env: Mapping[str, str]) -> Iterator[str]:
    screen = env.get("QT_QPA_PLATFORM") or env.get("DISPLAY") or env.get("WAYLAND_DISPLAY") or "own"
    painted = Row("window painted", starts.milestones["painted"], "wanted: 600")
    empty = Row("rival: an empty PySide6 window", starts.empty, "painted")
    rows = (
        painted,
        Row("a search was answered", starts.milestones["search_ready"], "wanted: 1500"),
        Row("tiles show measured states", starts.milestones["tiles_measured"], "wanted: 1500"),
        empty,
        Row("python -c pass, to its end", starts.bare, "idle control"),
    )
    yield table(f"start: from the process's own beginning, on screen {screen}, {load()}", rows)
    yield f"rival / painted: {ratio(painted, empty)}\n"
    resident = Row("after search and tiles", starts.megabytes, "wanted: 120")
    empty = Row("rival: an empty PySide6 window", starts.empty_megabytes)
    painted = Row("when painted", starts.painted_megabytes)
    yield table("start: resident memory, shared pages included", (painted, resident, empty), "MB")
    yield f"rival / after search and tiles: {ratio(resident, empty)}\n"
