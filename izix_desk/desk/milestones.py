"""When a start reached what, measured from the process's own beginning."""

import json
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Milestones:
    """Writes one JSON line per milestone, the first time it is reached."""

    target: Path | None
    reached: set[str] = field(default_factory=set[str])

    def reach(self, name: str) -> None:
        """Note that something happened for the first time."""
        if self.target is None or name in self.reached:
            return
        self.reached.add(name)
        now = {name: round(seconds_running(), 4), "rss": resident_bytes()}
        with self.target.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(now) + "\n")


def seconds_running() -> float:
    """Return how long this process has been running, its interpreter's own start included."""
    if sys.platform != "linux":
        return time.process_time()
    # Field 22 counts clock ticks since the machine started; the name before it may hold spaces.
    fields = Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()
    began = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - began


def resident_bytes() -> int:
    """Return the memory that this process occupies; 0 where that is not known."""
    if sys.platform != "linux":
        return 0
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
