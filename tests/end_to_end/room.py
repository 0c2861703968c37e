"""A control room as its operator has it: every part a process of its own, nothing replaced."""

from pathlib import Path
from uuid import UUID

from izix_desk.domain.commands import Stage
from izix_desk.domain.events import GateEvent
from izix_desk.domain.parkers import Reservation
from izix_desk.services.site_file import read_site
from izix_desk.store.commands import get_command, stages
from izix_desk.store.database import Database, Role, Transaction, open_database
from izix_desk.store.events import events_at_gate
from izix_desk.store.folder import SiteFolder
from izix_desk.store.keys import create_key
from izix_desk.store.parkers import reservations_of
from tests.support.programs import TRACED, Program, Programs
from tests.support.saying import said
from tests.support.screen import Area, Screen
from tests.support.simulator import Note, Simulator
from tests.support.waiting import wait_until

HERE = Path(__file__).parent
TITLE = "Izix Desk: Control Room"
SLOW = 60.0
"""Seconds that a step may take on a machine that does much else."""


class Room:
    """Starts the parts, presses keys, and looks only at the far ends."""

    feed: Area = (284, 54, 610, 580)
    """Where the feed stands in a window of 1280 by 720."""
    banner: Area = (0, 54, 1280, 38)
    """Where the banner stands in it."""

    def __init__(self, folder: Path, programs: Programs, screen: Screen) -> None:
        self.screen = screen
        self.folder = SiteFolder(folder / "site")
        self._programs = programs
        self._file = folder / "site.toml"
        links = f"{folder}/links/"
        self._file.write_text((HERE / "site.toml").read_text("utf-8").replace("sim://", links))
        self.simulator = Simulator(read_site(self._file), folder)
        self.engine: Program | None = None
        self.desk: Program | None = None
        self._store: Database | None = None

    def open(self) -> None:
        """Load the site and its parkers, then start simulator, engine and desk."""
        self.folder.path.mkdir()
        create_key(self.folder, kind="file")  # never the key ring of whoever runs the test
        self._load("site", "load", str(self._file), "--yes")
        self._load("import", str(HERE / "parkers.csv"))
        self.simulator.start()
        self.start_engine()
        self.start_desk()

    def start_engine(self) -> None:
        """Start the engine and wait until it takes commands."""
        self.engine = self._programs.start("engine", *self._site)
        self.engine.wait_for("runs the gates", seconds=SLOW)

    def start_desk(self) -> None:
        """Start the desk, give it the keyboard and wait until it shows measured gates."""
        words = ("desk", *self._site, "--operator", "Guard 1", "--theme", "day")
        self.desk = desk = self._programs.start(*words, env={**self.screen.env, **TRACED})
        try:
            window = self.screen.window(TITLE, SLOW, unless=lambda: not desk.running)
        except AssertionError as problem:
            raise AssertionError(f"{problem}\n{self.screen.story}\n{desk.where()}") from None
        self.screen.focus(window)
        self.screen.shows("P1 Entry", "closed", seconds=SLOW)

    @property
    def story(self) -> str:
        """What a failed test says of every part."""
        log = self.folder.path / "engine.log"
        born = f"engines of the desk printed:\n{log.read_text('utf-8')}" if log.exists() else ""
        stories = (self.screen.story, self._programs.story, born, self.simulator.story)
        return "\n".join(stories)

    def kill_desk(self) -> None:
        """End the desk without a chance to tidy up."""
        assert self.desk
        self.desk.kill()
        self.screen.gone(TITLE)

    @property
    def store(self) -> Database:
        """The store, read as any other process reads it."""
        self._store = self._store or open_database(self.folder, Role.READ)
        return self._store

    def rows(self, gate: str) -> tuple[GateEvent, ...]:
        """Return what is stored of a gate, newest first."""
        return tuple(self.store.read(lambda tx: _rows(tx, gate)))

    def wait_opening(self, gate: str, stage: Stage) -> GateEvent:
        """Return the newest opening of a gate once its command reached a stage."""

        def found() -> GateEvent | None:
            rows = [row for row in self.rows(gate) if row.command]
            return rows[0] if rows and stage in self.stages(rows[0].command) else None

        row = wait_until(found, SLOW, f"an opening of {gate} at {stage}")
        assert row is not None
        return row

    def stages(self, command: UUID | None) -> list[Stage]:
        """Return the stages of a command as they are stored."""
        assert command is not None
        return [record.stage for record in self.store.read(lambda tx: stages(tx, command))]

    def operator_of(self, row: GateEvent) -> str:
        """Return who is recorded with the command of a row."""
        asked = row.command
        assert asked is not None
        command = self.store.read(lambda tx: get_command(tx, asked))
        assert command is not None
        return command.operator

    def visit_of(self, row: GateEvent) -> Reservation:
        """Return the only visit of the profile of a row."""
        profile = row.profile
        assert profile is not None
        visits = self.store.read(lambda tx: reservations_of(tx, profile, row.at))
        assert len(visits) == 1
        return visits[0]

    def coil_on(self, gate: str) -> list[Note]:
        """Return when the contact that opens a gate went on, as the simulated board saw it."""
        place = next(each for each in read_site(self._file).gates if each.id == gate)
        unit, coil = place.address, place.open.number
        return self.simulator.notes("coil", unit=unit, coil=coil, on=True)

    def close(self) -> None:
        """Let go of everything that the programs do not end themselves; keep the last picture."""
        self.simulator.close()
        if self._store is not None:
            self._store.close()
        self.screen.picture().save(str(self.folder.path / "screen.png"))

    @property
    def _site(self) -> tuple[str, str]:
        return "--site", str(self.folder.path)

    def _load(self, *words: str) -> None:
        done = said(*words, *self._site)
        assert done.status == 0, done.output


def _rows(tx: Transaction, gate: str) -> list[GateEvent]:
    return sorted(events_at_gate(tx, gate), key=lambda row: -row.seq)
