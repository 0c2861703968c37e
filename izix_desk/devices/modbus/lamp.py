"""How a line is doing, told when it changes and once a second."""

from izix_desk.devices.modbus.boards import DEGRADED_SECONDS, Board, Roster
from izix_desk.devices.wire import GateOffline, Post
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.site import Line

TELL_SECONDS = 1.0


class Lamp:
    """Turns what the roster knows into readings for the lamp and the tiles."""

    def __init__(self, line: Line, roster: Roster, post: Post) -> None:
        self._line = line
        self._roster = roster
        self._post = post
        self._told: LineReading | None = None
        self._tell_at = 0.0

    def update(self, now: float, fault: str = "") -> None:
        """Tell what changed; `fault` says why the port is not open."""
        for board in self._roster.newly_offline(now):
            self._tell_offline(board, now)
        reading = self._reading(now, fault)
        if reading is None:
            return
        before = self._told
        is_same = before and (before.health, before.detail) == (reading.health, reading.detail)
        if not is_same or now >= self._tell_at:
            self._told = reading
            self._tell_at = now + TELL_SECONDS
            self._post(reading)

    def _tell_offline(self, board: Board, now: float) -> None:
        # A gate that only has an input there can still be opened; its tile goes grey by itself.
        for gate in self._roster.gates_on(board):
            detail = f"Controller {board.unit} on line {self._line.id} does not answer."
            self._post(GateOffline(gate.id, detail, now))

    def _reading(self, now: float, fault: str) -> LineReading | None:
        boards = self._roster.boards.values()
        heard = [board.last_heard for board in boards if board.last_heard is not None]
        last = max(heard, default=None)
        silent = [board.unit for board in boards if board.silence(now) >= DEGRADED_SECONDS]
        if fault:
            return self._say(LineHealth.OFFLINE, last, fault)
        if silent and all(board.is_offline for board in boards):
            detail = f"No controller answers on line {self._line.id}: check power and wires."
            return self._say(LineHealth.OFFLINE, last, detail)
        if silent:
            units = ", ".join(map(str, silent))
            detail = f"No answer from address {units} on line {self._line.id}: check its power."
            return self._say(LineHealth.DEGRADED, last, detail)
        refusing = next((board for board in boards if board.refusal), None)
        if refusing is not None:
            detail = (
                f"Address {refusing.unit} on line {self._line.id} does not tell its inputs"
                f" {refusing.inputs.start} to {refusing.inputs.stop - 1}: {refusing.refusal}."
            )
            return self._say(LineHealth.DEGRADED, last, detail)
        if all(board.is_met for board in boards):
            return self._say(LineHealth.OK, last, "")
        return None

    def _say(self, health: LineHealth, last: float | None, detail: str) -> LineReading:
        return LineReading(line=self._line.id, health=health, last=last, detail=detail)
