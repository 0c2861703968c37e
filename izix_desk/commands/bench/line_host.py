"""The lines of a site without anything else of an engine: what they alone can do.

Run as a process of its own: `python -m izix_desk.commands.bench.line_host SITE KEYS`. It prints a
line once all controllers answer; each number on stdin is a gate to open. At the end of stdin it
prints how the orders ended, and how often a line was said to be degraded.
"""

import json
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from uuid import uuid4

from izix_desk.commands.bench.line_sites import read_pairings
from izix_desk.devices.lines import make_line
from izix_desk.devices.wire import LineOrder, LineThread, Message
from izix_desk.domain.commands import Action
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.site import Line, Site
from izix_desk.services.site_file import read_site

SWITCH_SECONDS = 0.0005
"""As in the engine."""
FRESH_SECONDS = 3.0


class _Ear:
    """Counts what the lines say."""

    def __init__(self, lines: int) -> None:
        self.counts: Counter[str] = Counter()
        self._missing = lines
        self.all_answer = threading.Event()

    def __call__(self, message: Message) -> None:
        """Take a message."""
        if not isinstance(message, LineReading):
            self.counts[type(message).__name__] += 1
        elif message.health is not LineHealth.OK:
            self.counts[message.health.name] += 1
        elif self._missing:
            self._missing -= 1
            if not self._missing:
                self.counts.clear()
                self.all_answer.set()


def main() -> None:
    """Open gates until stdin ends."""
    sys.setswitchinterval(SWITCH_SECONDS)
    site, keys = read_site(Path(sys.argv[1])), Path(sys.argv[2])
    ear = _Ear(len(site.lines))
    lines = {line.id: _make(site, line, keys, ear) for line in site.lines}
    gates = {gate.id: lines[gate.line] for gate in site.gates}
    for line in lines.values():
        line.start()
    ear.all_answer.wait()
    _say("polling")
    for text in sys.stdin:
        gate = f"g{text.strip()}"
        order = LineOrder(uuid4(), gate, Action.OPEN, time.monotonic() + FRESH_SECONDS)
        gates[gate].order(order)
    for line in lines.values():
        line.stop()
    _say(json.dumps(ear.counts))


def _make(site: Site, line: Line, keys: Path, ear: _Ear) -> LineThread:
    pairings = {each.address: each for each in read_pairings(keys) if each.line == line.id}
    return make_line(line, site.gates, ear, pairings)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
