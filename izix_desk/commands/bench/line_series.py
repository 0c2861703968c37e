"""Series on a bench line: poll cycles, silences and openings, all by the simulator's stamps."""

import random
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from izix_desk.commands.bench.figures import Row
from izix_desk.commands.bench.programs import BenchFault, BenchWorld, Note, Program, bench_world
from izix_desk.devices.timing import character_seconds
from izix_desk.domain.site import Protocol, Site

LOOK_SECONDS = 0.002
GIVE_UP = 5.0
GAPS = {Protocol.MODBUS_RTU: 3.5, Protocol.OSDP: 2.0}
"""Characters of silence that the standards ask for before a frame."""
SILENT_SECONDS = 30.0
ASKED = {"question", "packet"}
"""What the simulator calls a question."""


def _nothing(unit: int) -> None:
    """Leave the line alone."""


@dataclass(slots=True)
class Bench:
    """A line of simulated controllers, and the program that polls it."""

    world: BenchWorld
    program: Program
    cycles: list[float] = field(default_factory=list[float])
    """Milliseconds between two questions to one controller."""
    silences: list[float] = field(default_factory=list[float])
    """Before each question and command, in characters; whole runs, openings included."""
    _asked: dict[int, float] = field(default_factory=dict[int, float])

    @property
    def units(self) -> int:
        """How many controllers there are."""
        return len(self.world.site.gates)

    def poll(self, n: int) -> None:
        """Listen for n poll cycles in which nothing is ordered."""
        self._listen()
        self._asked.clear()
        self.cycles.clear()
        until = time.monotonic() + SILENT_SECONDS
        while (count := len(self.cycles)) < n:
            time.sleep(LOOK_SECONDS)
            self._listen()
            if len(self.cycles) > count:
                until = time.monotonic() + SILENT_SECONDS
            elif time.monotonic() > until:
                raise BenchFault("The line is not polled any more.")

    def open(
        self,
        name: str,
        n: int,
        *,
        pause: float,
        units: int | None = None,
        before: Callable[[int], None] = _nothing,
    ) -> Row:
        """Open n gates one after the other, each after a part of the pause; return the row.

        `before` is told a controller by chance before each opening.
        """
        dice = random.Random(1)  # noqa: S311 - phases of a cycle, not secrets
        times: list[float] = []
        for _ in range(n):
            before(dice.randint(1, self.units))
            time.sleep(dice.random() * pause)
            unit = dice.randint(1, units or self.units)
            self._listen()
            asked = time.monotonic()
            self.program.say(str(unit))
            executed = self._await_opening(unit, asked + GIVE_UP)
            if executed is not None:
                times.append((executed - asked) * 1000)
        return Row(name, times, f"{n - len(times)} lost")

    def silence(self) -> str:
        """Say how long the wire was silent before a question or a command, at the least."""
        wanted = GAPS[self.world.site.lines[0].protocol]
        short = sum(silence < wanted for silence in self.silences)
        least = min(self.silences)
        return f"{short} of {len(self.silences)} below {wanted} characters, the least {least:.2f}"

    def _await_opening(self, unit: int, until: float) -> float | None:
        while time.monotonic() < until:
            for note in self._listen():
                if _opens(note, unit):
                    return float(note["at_monotonic"])
            time.sleep(LOOK_SECONDS)
        return None

    def _listen(self) -> list[Note]:
        news = self.world.journal.news()
        character = character_seconds(self.world.site.lines[0])
        for note in news:
            if "quiet" in note:
                self.silences.append(note["quiet"] / character)
            if note["what"] in ASKED:
                unit, at = int(note["unit"]), float(note["at_monotonic"])
                if unit in self._asked:
                    self.cycles.append((at - self._asked[unit]) * 1000)
                self._asked[unit] = at
        return news


def _opens(note: Note, unit: int) -> bool:
    """Tell whether this is the whole of an opening frame at its controller."""
    frame = str(note.get("bytes", ""))
    is_osdp = frame.startswith("68 00 05 ")
    is_modbus = frame.startswith(f"{unit:02x} 05 00 00 ff 00")
    return note["what"] == "frame" and note["unit"] == unit and (is_osdp or is_modbus)


def ours(world: BenchWorld) -> Program:
    """Start our own lines."""
    return world.start(str(world.file), str(world.keys), module=f"{__package__}.line_host")


def libosdp(world: BenchWorld) -> Program:
    """Start the rival of OSDP."""
    words = (world.site.lines[0].port, str(world.keys))
    return world.start(*words, module=f"{__package__}.osdp_rival")


def pymodbus(world: BenchWorld) -> Program:
    """Start the rival of Modbus."""
    line = world.site.lines[0]
    words = (line.port, str(line.baudrate), str(len(world.site.gates)))
    return world.start(*words, module=f"{__package__}.rival")


@contextmanager
def bench(
    site_at: Callable[[Path], Site], panel: Callable[[BenchWorld], Program]
) -> Generator[Bench]:
    """Give a line that is polled already."""
    with bench_world(site_at, trace=True) as world:
        program = panel(world)
        program.line()
        yield Bench(world, program)
