"""The processes that a demo consists of, and the ports between them."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from izix_desk.domain.errors import BadUsage, LineFault
from izix_desk.services.resources import resource
from izix_desk.store.folder import SiteFolder
from izix_desk.store.lock import engine_runs

SITE_FILE = "demo/site.toml"
PARKERS_FILE = "demo/parkers.csv"
_MARK = "demo.json"
"""In the folder of every demo site; no other site may be filled or driven by a demo."""
_MOST_LINES = 16
_END_SECONDS = 8.0
_LOOK_SECONDS = 0.1
_LAST_SECONDS = 2.0
CANCELLED = 130
"""Exit status when somebody closes the window that shows the loading."""
_LINES_OPEN_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class DemoPorts:
    """Where the simulator's lines are: pseudo-terminals, or TCP ports from a number on."""

    tcp: int | None = None

    @staticmethod
    def of(folder: SiteFolder) -> "DemoPorts":
        """Return the ports of a demo made before, else those that suit this system."""
        mark = folder.path / _MARK
        if mark.exists():
            return DemoPorts(json.loads(mark.read_text(encoding="utf-8"))["tcp"])
        return DemoPorts(None if os.name == "posix" else _free_ports())

    def save(self, folder: SiteFolder, *, ready: bool) -> None:
        """Keep them beside the store, which has them in its site, and whether that is whole."""
        folder.path.mkdir(parents=True, exist_ok=True)
        mark = {"tcp": self.tcp, "ready": ready}
        (folder.path / _MARK).write_text(json.dumps(mark), encoding="utf-8")

    def port(self, folder: SiteFolder, line: str, place: int) -> str:
        """Return the port of a line, which is the one at this place of the simulated lines."""
        if self.tcp is None:
            return str(_links(folder) / line)
        return f"socket://127.0.0.1:{self.tcp + place}"

    def arguments(self, folder: SiteFolder) -> list[str]:
        """Return what tells the simulator to use them."""
        if self.tcp is None:
            return ["--links", str(_links(folder))]
        return ["--tcp", f"127.0.0.1:{self.tcp}"]


class Parts:
    """Simulator and desk of one demo; leaving the block ends them and the engine."""

    def __init__(self, folder: SiteFolder, ports: DemoPorts) -> None:
        self._folder = folder
        self._ports = ports
        self._simulator: subprocess.Popen[bytes] | None = None
        self._desk: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # The engine before its lines go, or it would record that they were lost.
        if self._desk is not None:
            _end(self._desk)
        _end_engine(self._folder)
        if self._simulator is not None:
            _end(self._simulator)

    def simulate(self, journal: Path | None) -> None:
        """Start the simulator and return once its ports are there; no cars come yet."""
        words = ["simulate", str(resource(SITE_FILE)), *self._ports.arguments(self._folder)]
        words += ["--control", "--plates", str(resource(PARKERS_FILE))]
        words += ["--journal", str(journal.absolute())] if journal else []
        if self._ports.tcp is None:
            _links(self._folder).mkdir(exist_ok=True)
        # The simulator ends with its stdin: it cannot outlive this process, however that ends.
        self._simulator = subprocess.Popen(
            _program(words), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        output = self._simulator.stdout
        if output is None or not output.readline():
            raise LineFault("The simulator did not start, so the demo has no gates: see above.")

    def desk(self, operator: str, theme: str | None, cars_a_minute: float) -> int:
        """Run the desk until it is closed and return its exit status; cars come with the engine."""
        words = ["desk", "--site", str(self._folder.path), "--operator", operator]
        self._desk = subprocess.Popen(_program(words + _themed(theme)))
        while not engine_runs(self._folder):
            status = _ended(self._desk, _LOOK_SECONDS)
            if status is not None:
                return status
        # The engine opens its lines first: nobody would have heard a car that is read before.
        status = _ended(self._desk, _LINES_OPEN_SECONDS)
        if status is not None:
            return status
        self.traffic(cars_a_minute)
        return self._desk.wait()

    def traffic(self, cars_a_minute: float) -> None:
        """Let cars come to the simulated gates."""
        self._tell_simulator(f"traffic {cars_a_minute}")

    def _tell_simulator(self, command: str) -> None:
        simulator = self._simulator
        if simulator is None or simulator.stdin is None:
            return
        with contextlib.suppress(OSError):  # it ended: the lamps of the desk tell that
            simulator.stdin.write(f"{command}\n".encode())
            simulator.stdin.flush()


def prepare_shown(folder: SiteFolder, ports: DemoPorts, theme: str | None) -> None:
    """Fill the folder in a process of its own, with a window of its own that shows how far it is.

    Both give their memory back at the end. Closing the window ends the demo.
    """
    words = ["demo", "--prepare", "--told", "--folder", str(folder.path)]
    words += ["--tcp", str(ports.tcp)] if ports.tcp else []
    loader = subprocess.Popen(_program(words), stdout=subprocess.PIPE)
    window = subprocess.Popen(_program(["demo", "--show-loading", *_themed(theme)]),
                              stdin=loader.stdout)  # fmt: skip
    try:
        if loader.stdout is not None:
            loader.stdout.close()  # the window has it now
        while _ended(loader, _LOOK_SECONDS) is None:
            # It also closes by itself when the loader's output ends, a moment before its process.
            if window.poll() is not None and _ended(loader, _LAST_SECONDS) is None:
                sys.exit(CANCELLED)
        if loader.returncode:
            sys.exit(loader.returncode)  # it has said why
    finally:
        for process in (loader, window):
            _end(process)


def is_ready(folder: SiteFolder) -> bool:
    """Tell whether a demo was prepared here to the end."""
    mark = folder.path / _MARK
    return mark.exists() and json.loads(mark.read_text(encoding="utf-8"))["ready"] is True


def own_folder(path: Path) -> SiteFolder:
    """Return the folder of a demo, new or made before; raises BadUsage for any other site."""
    folder = SiteFolder(path.absolute())
    if folder.store.exists() and not (folder.path / _MARK).exists():
        raise BadUsage(f"{path} holds a site that is no demo: name another folder for the demo.")
    return folder


def _program(words: list[str]) -> list[str]:
    return [sys.executable, "-m", "izix_desk", *words]


def _themed(theme: str | None) -> list[str]:
    return ["--theme", theme] if theme else []


def _links(folder: SiteFolder) -> Path:
    return folder.path / "ports"


def _free_ports() -> int:
    for first in range(47_100, 60_000, _MOST_LINES):
        if all(_is_free(first + place) for place in range(_MOST_LINES)):
            return first
    raise LineFault("No free TCP ports were found for the simulator: close other programs.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _ended(process: "subprocess.Popen[bytes]", seconds: float) -> int | None:
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None:
        process.stdin.close()
    else:
        process.terminate()
    if _ended(process, _END_SECONDS) is None:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _end_engine(folder: SiteFolder) -> None:
    """End an engine that a desk left behind; nobody will need the demo's gates again."""
    for way in ("SIGTERM", "SIGKILL"):
        if not engine_runs(folder):
            return
        with contextlib.suppress(OSError, ValueError):
            engine = int(folder.engine_pid.read_text("ascii"))
            os.kill(engine, getattr(signal, way, signal.SIGTERM))
        end = time.monotonic() + _END_SECONDS
        while engine_runs(folder) and time.monotonic() < end:
            time.sleep(0.05)
