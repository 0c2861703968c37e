"""Figures of a run, as one table: n, median, 99th percentile, worst, and the rival beside us."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

FIGURES = ("median", "p99", "worst")
IDLE = """
import sys, time
for _ in range(int(sys.argv[1])):
    begin = time.perf_counter()
    time.sleep(0.001)
    print((time.perf_counter() - begin) * 1000 - 1)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured; the unit is the table's, usually milliseconds."""

    name: str
    samples: Sequence[float]
    note: str = ""

    @property
    def median(self) -> float:
        """Half of the samples are at most this."""
        return statistics.median(self.samples)

    @property
    def p99(self) -> float:
        """99 of 100 samples are at most this."""
        ordered = sorted(self.samples)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]

    def cells(self) -> tuple[str, ...]:
        """Return the row as text."""
        if not self.samples:
            return (self.name, "0", "-", "-", "-", self.note)
        numbers = (f"{value:.1f}" for value in (self.median, self.p99, max(self.samples)))
        return (self.name, str(len(self.samples)), *numbers, self.note)


def ratio(ours: Row, rival: Row, *, digits: int = 1) -> str:
    """Say how many times the rival's figures are ours."""
    if not ours.samples or not rival.samples:
        return "not measured"
    median, p99 = rival.median / ours.median, rival.p99 / ours.p99
    return f"x {median:.{digits}f} median, x {p99:.{digits}f} p99"


def table(title: str, rows: Sequence[Row], unit: str = "ms") -> str:
    """Return the rows under a title, in columns."""
    head = ("", "n", *(f"{figure} {unit}" for figure in FIGURES), "")
    lines = [head, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    text = [title]
    for line in lines:
        first, *numbers, note = (
            cell.rjust(width) if 0 < column < len(head) - 1 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        text.append("  ".join((first, *numbers, note)).rstrip())
    return "\n".join(text) + "\n"


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds a piece of work takes."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def idle_control(count: int = 1000) -> Row:
    """Measure how late an empty process wakes on this machine at this minute."""
    words = [sys.executable, "-c", IDLE, str(count)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    late = [float(line) for line in done.stdout.split()]
    return Row("an empty process wakes late by", late, "idle control")


def load() -> str:
    """Say how busy the machine is: absolute times mean little on a busy one."""
    if not hasattr(os, "getloadavg"):
        return f"{os.cpu_count()} cores"
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
