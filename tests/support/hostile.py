"""A line's far end that sends nonsense without end, on a clock that a test has no time to await."""

import gc
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

from izix_desk.devices.footing import Footing
from izix_desk.devices.port_faults import NothingLeftError
from izix_desk.devices.ports import Port
from izix_desk.devices.timing import Waitable
from izix_desk.devices.wire import LineThread, Message, Post
from izix_desk.domain.site import Line
from tests.support.foul import Foul
from tests.support.untuned import Untuned

CPU_SECONDS = 0.1
"""The most that one frame may cost."""
BYTES_PER_FRAME = 10.0
"""The most that memory may grow by, once the line runs: 1 MB in 100,000 frames."""
SLACK = 1_500_000
"""Bytes that the system gives in pieces, and that tell nothing of one frame."""
BLOCKS_PER_FRAME = 0.16
"""A small object is one block of 64 bytes or so; this is the same growth, told without noise."""
BLOCK_SLACK = 2000
SAMPLES = 10
PULLS = 0.0005
"""Share of exchanges at which the port is lost."""


class TestClock:
    """Time that passes when somebody waits for it; each look at it takes a microsecond."""

    __test__ = False

    def __init__(self) -> None:
        self._now = 1000.0

    def now(self) -> float:
        """Return the instant in seconds."""
        self._now += 1e-6
        return self._now

    def sleep(self, seconds: float) -> None:
        """Let so much time pass."""
        self._now += max(0.0, seconds)

    def wait(self, news: Waitable, seconds: float) -> None:
        """Let so much time pass at once, and others have their turn."""
        news.wait(0)
        self._now += seconds


@dataclass(slots=True)
class Report:
    """What became of a line under fire."""

    frames: int = 0
    kinds: Counter[str] = field(default_factory=Counter[str])
    """Hostile frames by what was wrong with them."""
    sound: int = 0
    """Hostile frames whose check was right all the same."""
    posted: Counter[str] = field(default_factory=Counter[str])
    pulls: int = 0
    worst: float = 0.0
    """Seconds of CPU that the dearest frame took."""
    total: float = 0.0
    slope: float = 0.0
    """Bytes by which the process grew for each frame."""
    blocks: float = 0.0
    """Objects that stayed for each frame."""
    commands: int = 0
    """Command frames that reached the far end."""
    failure: str = ""

    def problems(self) -> list[str]:
        """Return which promises were broken."""
        told: list[str] = [self.failure] if self.failure else []
        if self.worst > CPU_SECONDS:
            told.append(f"a frame took {self.worst * 1000:.0f} ms of CPU")
        if self.slope > BYTES_PER_FRAME + SLACK / max(1, self.frames):
            told.append(f"memory grew by {self.slope:.1f} bytes a frame")
        if self.blocks > BLOCKS_PER_FRAME + BLOCK_SLACK / max(1, self.frames):
            told.append(f"{self.blocks:.2f} objects a frame were kept")
        if self.commands > self.posted["Sent"]:
            told.append(f"{self.commands} commands for {self.posted['Sent']} that were told")
        return told

    def row(self) -> str:
        """Return the figures in one line."""
        share = self.sound / max(1, self.frames)
        mean = 1e6 * self.total / max(1, self.frames)
        return (
            f"{self.frames} frames, {share:.0%} past the check, {self.pulls} pulls,"
            f" CPU {mean:.0f} µs a frame, {self.worst * 1000:.1f} ms at most,"
            f" memory {self.slope / 10:+.2f} MB per 100,000"
        )


class Meter:
    """CPU of the line's own thread between its calls of the port, and memory now and then."""

    def __init__(self, report: Report, frames: int) -> None:
        self._report = report
        self._every = max(1, frames // SAMPLES)
        self._next = self._every
        self._left: float | None = None
        """CPU of the line's thread when it was given back to the line; None before it began."""
        self._spent = 0.0
        self._samples: list[tuple[int, int, int]] = []
        self._process = psutil.Process()

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Leave out what the far end does."""
        now = time.thread_time()
        self._spent += 0.0 if self._left is None else now - self._left
        try:
            yield
        finally:
            self._left = time.thread_time()

    def next_frame(self) -> None:
        """Take stock of the exchange that is over."""
        self._report.worst = max(self._report.worst, self._spent)
        self._report.total += self._spent
        self._spent = 0.0
        if self._report.frames >= self._next:
            self._next += self._every
            gc.collect()
            grown = self._process.memory_info().rss, sys.getallocatedblocks()
            self._samples.append((self._report.frames, *grown))

    def conclude(self) -> None:
        """Work out by how much memory grew after the first third."""
        settled = self._samples[len(self._samples) // 3 :]
        if len(settled) > 1:
            (first, rss, blocks), (last, rss_then, blocks_then) = settled[0], settled[-1]
            self._report.slope = (rss_then - rss) / (last - first)
            self._report.blocks = (blocks_then - blocks) / (last - first)


class HostilePort(Untuned):
    """A port in this process; what is written to it is answered foully, or with nothing."""

    def __init__(self, range_: "Range", timeout: float) -> None:
        self._range = range_
        self._timeout = timeout
        self._received = b""

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, fewer once the port's time-out is over."""
        with self._range.meter.outside():
            if len(self._received) < size:
                self._range.clock.sleep(self._timeout)
            return self._give(size)

    def read_some(self) -> bytes:
        """Return what is there; a device that talks unasked says its next word first."""
        with self._range.meter.outside():
            self._range.clock.sleep(self._timeout / 10)
            self._received += self._range.hit(b"")
            return self._give(len(self._received))

    def write(self, data: bytes) -> None:
        """Take a frame of the line and get the far end's answer ready."""
        with self._range.meter.outside():
            self._received += self._range.hit(data)

    def discard(self) -> bytes:
        """Return what was received and not read."""
        with self._range.meter.outside():
            return self._give(len(self._received))

    def close(self) -> None:
        """Lose what was not read."""
        self._received = b""

    def _give(self, size: int) -> bytes:
        given, self._received = self._received[:size], self._received[size:]
        return given


class Range:
    """Where a line is shot at: port, clock, and the count of all that happened."""

    def __init__(
        self, foul: Foul, frames: int, gates: tuple[str, ...], chance: random.Random
    ) -> None:
        self.clock = TestClock()
        self.report = Report()
        self.meter = Meter(self.report, frames)
        self.line: LineThread | None = None
        self._foul = foul
        self._frames = frames
        self._gates = gates
        self._chance = chance
        self._over = threading.Event()

    @property
    def footing(self) -> Footing:
        """What the line is to stand on."""
        return Footing(self._open, self.clock)

    def hit(self, asked: bytes) -> bytes:
        """Return the far end's bytes after a frame of the line; raises what a lost port raises."""
        self.meter.next_frame()
        self._command()
        if self._chance.random() < PULLS:
            self.report.pulls += 1
            raise self._chance.choice([NothingLeftError(5, "pulled"), OSError(5, "pulled")])
        shots = self._foul.answer(asked)
        self.report.commands = self._foul.commands
        for shot in shots:
            if shot.kind:
                self.report.frames += 1
                self.report.kinds[shot.kind] += 1
                self.report.sound += shot.is_sound
        if self.report.frames >= self._frames:
            self._over.set()
        return b"".join(shot.data for shot in shots)

    def take(self, message: Message) -> None:
        """Count what the line posts."""
        self.report.posted[type(message).__name__] += 1

    def run(self, make: Callable[[Post, Footing], LineThread], seconds: float) -> Report:
        """Let a line live under fire until all frames are sent, or it dies of one."""
        previous = threading.excepthook
        threading.excepthook = self._died
        try:
            self.line = make(self.take, self.footing)
            self.line.start()
            if not self._over.wait(seconds):
                self.report.failure = f"hung after {self.report.frames} frames"
            self.line.stop()
        finally:
            threading.excepthook = previous
        self.meter.conclude()
        return self.report

    def _open(self, line: Line, timeout: float) -> Port:
        del line
        return HostilePort(self, timeout)

    def _command(self) -> None:
        if self.line is not None and self._gates and self._chance.random() < 0.05:
            self.line.order(self._foul.order(self._chance.choice(self._gates), self.clock.now()))

    def _died(self, caught: threading.ExceptHookArgs) -> None:
        self.report.failure = f"died of {caught.exc_value!r}"
        self._over.set()
