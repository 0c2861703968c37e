"""How a line is doing, told when it changes and once a second."""

from collections.abc import Iterator
from typing import Generic

from izix_desk.devices.rivals import Rivals
from izix_desk.devices.stations import Roster, S
from izix_desk.devices.wire import GateOffline, Post
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.site import Line

TELL_SECONDS = 1.0
LOOK_SECONDS = 0.05
"""An exchange is quicker than anything that a lamp is about."""


class Lamp(Generic[S]):
    """Turns what the roster knows into readings for the lamp and the tiles."""

    def __init__(self, line: Line, roster: Roster[S], rivals: Rivals, post: Post) -> None:
        self._line = line
        self._roster = roster
        self._rivals = rivals
        self._post = post
        self._fault = ""
        self._told: LineReading | None = None
        self._tell_at = 0.0
        self._look_at = 0.0

    def update(self, now: float, fault: str = "") -> None:
        """Tell what changed; `fault` says why the port is not open."""
        if now < self._look_at and fault == self._fault:
            return
        self._look_at = now + LOOK_SECONDS
        self._tell_offline(now, fault)
        reading = self._reading(now, fault)
        if reading is None:
            return
        before = self._told
        is_same = before and (before.health, before.detail) == (reading.health, reading.detail)
        if not is_same or now >= self._tell_at:
            self._told = reading
            self._tell_at = now + TELL_SECONDS
            self._post(reading)

    def _tell_offline(self, now: float, fault: str) -> None:
        lost = self._roster.newly_offline(now)
        if fault != self._fault:  # the reason is another one now, for all that are away
            self._fault = fault
            lost = [each for each in self._roster.stations.values() if each.is_offline]
        # A gate that only has an input there can still be opened; its tile goes grey by itself.
        for station in lost:
            silent = f"Controller {station.unit} on line {self._line.id} does not answer."
            for gate in self._roster.gates_on(station):
                self._post(GateOffline(gate.id, fault or silent, now))

    def _reading(self, now: float, fault: str) -> LineReading | None:
        stations = self._roster.stations.values()
        heard = [station.last_heard for station in stations if station.last_heard is not None]
        last = max(heard, default=None)
        silent = [station.unit for station in stations if station.is_silent(now)]
        if fault:
            return self._say(LineHealth.OFFLINE, last, fault)
        if len(silent) == len(stations) > 0 and all(station.is_offline for station in stations):
            detail = f"No controller answers on line {self._line.id}: check power and wires."
            return self._say(LineHealth.OFFLINE, last, detail)
        if detail := " ".join(self._troubles(silent, now)):
            return self._say(LineHealth.DEGRADED, last, detail)
        if not all(station.is_met for station in stations):
            return None
        if stations and not any(station.answers for station in stations):
            detail = (
                f"Controllers on line {self._line.id} are not asked anything: they tell no state."
            )
            return self._say(LineHealth.NOT_MEASURED, None, detail)
        return self._say(LineHealth.OK, last, "")

    def _troubles(self, silent: list[int], now: float) -> Iterator[str]:
        if told := self._rivals.trouble(self._line.id, now):
            yield told
        if silent:
            units = ", ".join(map(str, silent))
            yield f"No answer from address {units} on line {self._line.id}: check its power."
        troubles = (each.trouble(self._line.id) for each in self._roster.stations.values())
        yield from (trouble for trouble in troubles if trouble)

    def _say(self, health: LineHealth, last: float | None, detail: str) -> LineReading:
        return LineReading(line=self._line.id, health=health, last=last, detail=detail)
