"""The programs that a measurement needs, as real processes in a folder that is thrown away."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from izix_desk.commands.bench.line_sites import read_pairings, write_keys
from izix_desk.domain.errors import DeskError
from izix_desk.domain.site import (
    Direction,
    Gate,
    Group,
    Input,
    Lease,
    Line,
    Lot,
    Organisation,
    Output,
    Policy,
    Protocol,
    Site,
    Strategy,
)
from izix_desk.services.site_file import write_site
from izix_desk.services.site_loading import apply_site, open_site
from izix_desk.store.folder import SiteFolder
from izix_desk.store.pairings import keep_pairing

UNITS = 16
BAUDRATE = 19200
INPUTS = ("closed", "opened", "arrive", "under", "photocell", "call", "fault", "fire")
END_SECONDS = 15
LOOK_SECONDS = 0.0005
CAMERA = "camera"
PATTERN = r"^(?P<plate>[^;]+);(?P<confidence>[0-9.]+)$"
Note = dict[str, Any]


class BenchFault(DeskError):
    """A program that the measurement needs did not start or ended by itself."""


class Program:
    """One `izix-desk` process."""

    def __init__(self, *words: str, module: str = "izix_desk") -> None:
        self._name = words[0] if words else module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def line(self) -> str:
        """Return the next line that it prints."""
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise BenchFault(f"`{self._name}` ended too early, so nothing could be measured.")
        return line

    def say(self, line: str) -> None:
        """Give it a line."""
        if self._process.stdin:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()

    def last_words(self) -> str:
        """End its stdin and return the last line that it prints then."""
        rest, _ = self._process.communicate()
        return rest.splitlines()[-1] if rest else ""

    def is_running(self) -> bool:
        """Tell whether it has not ended yet."""
        return self._process.poll() is None

    def succeeded(self) -> bool:
        """Wait for its end and tell whether it did what it was asked."""
        return self._process.wait() == 0

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


class Journal:
    """What newly happened at the simulated boards."""

    def __init__(self, path: Path) -> None:
        path.touch()
        self._file = path.open(encoding="utf-8")
        self._rest = ""
        self._unseen: list[Note] = []

    def news(self) -> list[Note]:
        """Return the notes since the last question."""
        *whole, self._rest = (self._rest + self._file.read()).split("\n")
        unseen, self._unseen = self._unseen, []
        return unseen + [json.loads(line) for line in whole]

    def await_note(self, until: float, wanted: Callable[[Note], bool]) -> float | None:
        """Return when the next such thing happened; None when it did not until then."""
        while time.monotonic() < until:
            self._unseen += self.news()
            while self._unseen:
                note = self._unseen.pop(0)
                if wanted(note):
                    return float(note["at_monotonic"])
            time.sleep(LOOK_SECONDS)
        return None

    def await_opening(self, unit: int, until: float) -> float | None:
        """Return when a board next got the last byte of an opening frame."""
        start = f"{unit:02x} 05 00 00 ff 00"
        return self.await_note(
            until, lambda note: note["what"] == "frame" and str(note["bytes"]).startswith(start)
        )

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def bench_site(links: Path) -> Site:
    """Return a site with 16 boards of 8 inputs each on one line, and a camera at the first."""
    lot = Lot(id="p1", name="P1", groups=(Group("staff", "Staff", 100),))
    line = Line(
        id="north", port=str(links / "north"), protocol=Protocol.MODBUS_RTU, baudrate=BAUDRATE
    )
    camera = Line(id=CAMERA, port=str(links / CAMERA), protocol=Protocol.PLATES, pattern=PATTERN)
    lease = Lease(tenant="acme", lot="p1", spots={"staff": 100}, starts=date(2020, 1, 1))
    acme = Organisation(id="acme", name="Acme")
    policy = Policy(
        id="acme-always", organisation="acme", strategy=Strategy.FTP, lot="p1", groups=("staff",)
    )
    return Site(
        name="Bench",
        timezone="Europe/Brussels",
        lines=(line, camera),
        leases=(lease,),
        lots=(lot,),
        gates=tuple(_gate(unit) for unit in range(1, UNITS + 1)),
        organisations=(acme,),
        policies=(policy,),
    )


def _gate(unit: int) -> Gate:
    return Gate(
        id=f"g{unit}",
        name=f"Gate {unit}",
        lot="p1",
        direction=Direction.ENTRY,
        line="north",
        address=unit,
        open=Output(number=0, seconds=0.2),
        inputs={name: Input(number) for number, name in enumerate(INPUTS)},
        cycle_seconds=0.0,
        plates=CAMERA if unit == 1 else None,
        admit=unit == 1,
    )


class BenchWorld:
    """A site folder, the simulator and, once asked for, the engine of one measurement."""

    def __init__(self, path: Path, stack: ExitStack, site: Site, *, trace: bool) -> None:
        self.path = path
        self.folder = SiteFolder(path / "site")
        self.file = path / "site.toml"
        self.keys = path / "keys.json"
        self._stack = stack
        self.site = site
        self.file.write_text(write_site(self.site), "utf-8")
        write_keys(site, self.keys)
        journal = path / "journal.jsonl"
        words = ["--links", str(path / "links"), "--journal", str(journal), "--control"]
        words += ["--keys", str(self.keys), *(["--trace"] if trace else [])]
        self.simulator = self.start("simulate", str(self.file), *words)
        self.simulator.line()
        self.journal = Journal(journal)
        stack.callback(self.journal.close)

    def start(self, *words: str, module: str = "izix_desk") -> Program:
        """Start a program that ends with the measurement."""
        program = Program(*words, module=module)
        self._stack.callback(program.close)
        return program

    def make_store(self) -> None:
        """Make the site's store, its key in a file."""
        new = open_site(self.folder, key="file")
        try:
            apply_site(new.database, self.site)
            for pairing in read_pairings(self.keys):
                new.database.write(lambda tx, pairing=pairing: keep_pairing(tx, pairing))
        finally:
            new.database.close()

    def start_engine(self) -> Program:
        """Start the engine and wait until it works."""
        engine = self.start("engine", "--site", str(self.folder.path))
        engine.line()
        return engine


@contextmanager
def bench_world(
    site_at: Callable[[Path], Site] = bench_site, *, trace: bool = False
) -> Generator[BenchWorld]:
    """Give a world that is gone afterwards, with everything that was started in it.

    `site_at` makes its site, given the folder of the ports; `trace` has every question noted.
    """
    path = Path(tempfile.mkdtemp(prefix="izix-bench-"))
    try:
        with ExitStack() as stack:
            yield BenchWorld(path, stack, site_at(path / "links"), trace=trace)
    finally:
        shutil.rmtree(path, ignore_errors=True)
