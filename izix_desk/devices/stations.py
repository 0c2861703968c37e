"""Which controllers a line has, when each is asked, and whether it answers."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from izix_desk.devices.wire import Inputs
from izix_desk.domain.lines import ControllerState
from izix_desk.domain.pairing import Identity
from izix_desk.domain.site import Gate, Input, Line

DEGRADED_SECONDS = 1.0
DEGRADED_CYCLES = 3
"""On a long line one lost answer is a second of silence: a turn comes that seldom."""
TELL_SECONDS = 0.25
"""How often inputs are told that did not change, so that their age is known."""
POLL_SECONDS = 0.05
"""The shortest time between two polls of one controller, whatever the speed of the line."""
FIRST_RETRY_SECONDS = 0.25
"""Also the time in which a late answer dies away before the same question is asked again."""
LAST_RETRY_SECONDS = 10.0
FEWEST_MISSES = 2
"""A program that was itself away for long finds one answer too late; that proves nothing."""


@dataclass(slots=True, kw_only=True)
class Station:
    """One address of a line, and how it is doing."""

    unit: int
    waiting_since: float = 0.0
    """When it was last heard, or when it was first asked."""
    last_heard: float | None = None
    due: float = 0.0
    asked: float | None = None
    """When the last question went out that it answered."""
    cycle: float = 0.0
    """Seconds between the last two questions that it answered."""
    misses: int = 0
    is_offline: bool = False
    is_met: bool = False
    """What is open there was read since the port was opened or it came back."""
    answers: bool = True
    """False where it is never asked anything, because it could not answer."""
    bits: dict[int, bool] = field(default_factory=dict[int, bool])
    """Inputs as last read."""
    identity: Identity | None = None
    """Who it last said it is, where the protocol lets it say so."""

    def silence(self, now: float) -> float:
        """Return for how many seconds it has not answered."""
        return now - self.waiting_since if self.misses else 0.0

    def is_silent(self, now: float) -> bool:
        """Tell whether it has not answered for so long that a person should know."""
        return self.silence(now) >= max(DEGRADED_SECONDS, DEGRADED_CYCLES * self.cycle)

    def state(self, now: float, line: str) -> ControllerState:
        """Return how it is doing."""
        if self.is_offline:
            return ControllerState.OFFLINE
        if not self.answers:
            return ControllerState.NOT_MEASURED
        if self.is_silent(now) or self.trouble(line):
            return ControllerState.DEGRADED
        return ControllerState.WAITING if self.last_heard is None else ControllerState.OK

    def hurry(self) -> None:
        """Have it asked at once, unless it is one that is never asked."""
        if self.due < math.inf:
            self.due = 0.0

    def forget(self) -> None:
        """Have it met again: what was known of it may have changed meanwhile."""
        self.is_met = False

    def trouble(self, line: str) -> str:
        """Return one sentence about what is wrong although it answers, or an empty text."""
        del line
        return ""


S = TypeVar("S", bound=Station)


class Roster(Generic[S]):
    """All controllers of a line; a silent one is asked ever more seldom, the others stay quick."""

    def __init__(
        self, gates: Sequence[Gate], stations: Mapping[int, S], *, offline_seconds: float
    ) -> None:
        self.stations = stations
        self.gates = tuple(gates)
        self._offline_seconds = offline_seconds
        self._gates_on = {
            unit: [gate for gate in gates if gate.address == unit] for unit in stations
        }
        self._gates_with = {
            unit: [gate for gate in gates if unit in units_of(gate)] for unit in stations
        }
        self._told: dict[str, Inputs] = {}

    def restart(self, now: float) -> None:
        """Begin again on a port that was just opened: every controller is to be met."""
        for station in self.stations.values():
            station.forget()
            station.asked = None
            station.due = now
            if not station.misses:
                station.waiting_since = now

    def lose(self, now: float) -> None:
        """Count every controller as silent: the port is gone."""
        for station in self.stations.values():
            station.misses += 1
            station.waiting_since = station.waiting_since or now

    def next_due(self) -> S | None:
        """Return the one whose turn it is, or will be first; None on an empty line."""
        return min(self.stations.values(), key=lambda station: station.due, default=None)

    def heard(self, station: S, asked: float, now: float) -> None:
        """Note an answer."""
        if not station.misses and station.asked is not None:
            station.cycle = asked - station.asked
        station.asked = asked
        station.waiting_since = now
        station.last_heard = now if station.answers else None
        station.misses = 0
        station.is_offline = False
        station.due = asked + POLL_SECONDS

    def missed(self, station: S, now: float) -> None:
        """Note that a question stayed without answer."""
        wait = FIRST_RETRY_SECONDS * 2 ** min(station.misses, 10)
        station.misses += 1
        station.due = now + min(wait, LAST_RETRY_SECONDS)

    def newly_offline(self, now: float) -> list[S]:
        """Return those that are given up at this moment; they have to be met again."""
        lost = [
            station
            for station in self.stations.values()
            if not station.is_offline
            and station.misses >= FEWEST_MISSES
            and station.silence(now) >= self._offline_seconds
        ]
        for station in lost:
            station.is_offline = True
            station.forget()
            station.bits = {}
            for gate in self.gates_with(station):
                self._told.pop(gate.id, None)
        return lost

    def gates_on(self, station: S) -> Iterable[Gate]:
        """Return the gates whose contacts are there."""
        return self._gates_on[station.unit]

    def gates_with(self, station: S) -> Iterable[Gate]:
        """Return the gates that have anything there."""
        return self._gates_with[station.unit]

    def measured(self, station: S, now: float) -> Iterator[Inputs]:
        """Return the inputs of its gates: what changed at once, what did not from time to time."""
        for gate in self.gates_with(station):
            inputs, before = self._inputs_of(gate), self._told.get(gate.id)
            if inputs is None:
                continue
            is_same = before is not None and before.inputs == inputs
            if before is None or not is_same or now - before.monotonic >= TELL_SECONDS:
                self._told[gate.id] = Inputs(gate.id, inputs, now, is_same)
                yield self._told[gate.id]

    def closed_at(self, gate: Gate) -> float | None:
        """Return when a barrier was told to be closed, if that is what was told of it last."""
        told = self._told.get(gate.id)
        return told.monotonic if told is not None and told.inputs.get("closed") else None

    def _inputs_of(self, gate: Gate) -> dict[str, bool] | None:
        logical: dict[str, bool] = {}
        for name, wired in gate.inputs.items():
            raw = self.stations[unit_of(gate, wired)].bits.get(wired.number)
            if raw is None:
                return None
            logical[name] = raw != wired.invert
        return logical


def own_gates(line: Line, gates: Sequence[Gate]) -> dict[str, Gate]:
    """Return the gates whose contacts are on a line, by id."""
    return {gate.id: gate for gate in gates if gate.line == line.id}


def unit_of(gate: Gate, wired: Input) -> int:
    """Return the address where an input of a gate is wired."""
    return gate.address if wired.address is None else wired.address


def units_of(gate: Gate) -> set[int]:
    """Return all addresses where anything of a gate is wired."""
    return {gate.address} | {unit_of(gate, wired) for wired in gate.inputs.values()}
