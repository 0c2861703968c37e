"""What simulated contacts did, held against the commands that were asked: who closed what, when."""

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from izix_desk.domain.commands import OPEN_TTL_SECONDS, Action, Stage
from izix_desk.domain.site import Gate, Site
from tests.support.simulator import Note

Contact: TypeAlias = tuple[str, int, int]
"""Line, address and number."""
ON_THE_WIRE = 0.05
"""What the bytes of a command that left in time may take until the contact closes."""
UNSENT = frozenset({Stage.EXPIRED, Stage.REFUSED, Stage.NO_ANSWER})
DONE = frozenset({Stage.ANSWERED, Stage.UP, Stage.PASSED})
ENDS = DONE | UNSENT | {Stage.NOT_MOVED, Stage.NOT_SURE}
IN_TIME = 5.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as the store has it."""

    gate: str
    action: Action
    asked: float
    claimed: float | None
    """When its claim was committed; nothing may move before."""
    last: Stage
    ended: float
    """When it reached the first stage that may be its end."""
    ttl: float = OPEN_TTL_SECONDS
    until: float = 0.0
    """When a hold is to end."""


@dataclass(slots=True)
class Verdict:
    """How often each promise was broken, and how the commands ended."""

    broken: Counter[str] = field(default_factory=Counter[str])
    ends: Counter[str] = field(default_factory=Counter[str])
    closings: int = 0
    slowest: float = 0.0
    """Seconds from asking to an end."""
    overshoot: float = 0.0
    """By how much a contact closed after its command's time to live."""
    examples: list[str] = field(default_factory=list[str])

    def row(self) -> str:
        """Return the figures in one line."""
        broken = ", ".join(f"{self.broken[name]} {name}" for name in PROMISES)
        ends = ", ".join(f"{count} {name}" for name, count in self.ends.most_common())
        return (
            f"{sum(self.ends.values())} commands, {self.closings} closings: {broken};"
            f" slowest end {self.slowest:.1f} s; {ends}"
        )

    def note(self, promise: str, example: object) -> None:
        """Count a broken promise, and keep a few examples."""
        self.broken[promise] += 1
        if len(self.examples) < 10:
            self.examples.append(f"{promise}: {example}")


PROMISES = (
    "double", "late", "alone", "done but never closed", "unsent but closed", "without end", "slow"
)  # fmt: skip


def contacts_of(site: Site) -> dict[Contact, tuple[Gate, Action]]:
    """Return which contact does what at which gate."""
    found: dict[Contact, tuple[Gate, Action]] = {}
    for gate in site.gates:
        found[gate.line, gate.address, gate.open.number] = gate, Action.OPEN
        if gate.hold is not None:
            found[gate.line, gate.address, gate.hold] = gate, Action.HOLD_OPEN
    return found


def closings(notes: Iterable[Note]) -> list[tuple[float, Contact]]:
    """Return each time that a contact was told to close, also one that was closed already."""
    return sorted(
        (note["at_monotonic"], (note["line"], note["unit"], note["coil"]))
        for note in notes
        if note["what"] == "again" or (note["what"] == "coil" and note["on"])
    )


def judge(
    site: Site, notes: Sequence[Note], commands: Sequence[Asked], *, on_time: bool = True
) -> Verdict:
    """Hold every closing against the commands; each may have caused one, in its time, once told.

    `on_time` also wants every command to have ended in time.
    """
    verdict, places = Verdict(), contacts_of(site)
    by_place: dict[tuple[str, Action], list[Asked]] = defaultdict(list)
    for command in sorted(commands, key=lambda each: each.claimed or 0):
        if command.claimed is not None:
            by_place[command.gate, command.action].append(command)
    caused: Counter[int] = Counter()
    for at, contact in closings(notes):
        verdict.closings += 1
        gate, action = places[contact]
        _hold(verdict, at, (gate.id, action), by_place[gate.id, action], caused)
    held = spans(notes)
    for command in commands:
        gate = site.gate(command.gate)
        closed = held[gate.line, gate.address, gate.hold or 0]
        holds = command.action is Action.HOLD_OPEN and any(
            began <= command.ended <= ended for began, ended in closed
        )
        _ended(verdict, command, caused[id(command)], on_time=on_time, holds=holds)
    return verdict


def spans(notes: Iterable[Note]) -> dict[Contact, list[tuple[float, float]]]:
    """Return from when to when each contact was closed; without end for one that still is."""
    found: dict[Contact, list[tuple[float, float]]] = defaultdict(list)
    for note in notes:
        if note["what"] == "coil":
            place, at = (note["line"], note["unit"], note["coil"]), note["at_monotonic"]
            if note["on"]:
                found[place].append((at, math.inf))
            elif found[place]:
                found[place][-1] = found[place][-1][0], at
    return found


def _hold(
    verdict: Verdict,
    at: float,
    place: tuple[str, Action],
    claimed: Sequence[Asked],
    caused: Counter[int],
) -> None:
    before = bisect_right(claimed, at, key=lambda each: each.claimed or 0)
    if not before:
        verdict.note("alone", (at, place))
        return
    command = claimed[before - 1]
    over = at - command.asked - command.ttl
    caused[id(command)] += 1
    if caused[id(command)] > 1:
        verdict.note("double", (at, command))
    elif over > ON_THE_WIRE:
        verdict.note("late" if over < command.ttl else "alone", (at, command))
    else:
        verdict.overshoot = max(verdict.overshoot, over)


def _ended(verdict: Verdict, command: Asked, count: int, *, on_time: bool, holds: bool) -> None:
    """Hold an end against what the contact did; `holds` says that it was held, by whatever."""
    verdict.ends[command.last] += 1
    took = command.ended - command.asked
    verdict.slowest = max(verdict.slowest, took)
    if command.last not in ENDS:
        verdict.note("without end", command)
    elif on_time and took > IN_TIME:
        verdict.note("slow", command)
    if command.action is Action.RELEASE:
        return
    if command.last in DONE and not count and not holds:
        verdict.note("done but never closed", command)
    if command.last in UNSENT and count:
        verdict.note("unsent but closed", command)
