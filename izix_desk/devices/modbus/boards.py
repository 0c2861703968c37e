"""Which boards a line has, what is asked of each, when, and whether they answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from izix_desk.devices.modbus.frames import READ_COILS, READ_INPUTS, Answer, Request, read_bits
from izix_desk.domain.site import Gate, Input

DEGRADED_SECONDS = 1.0
OFFLINE_SECONDS = 3.0
POLL_SECONDS = 0.05
"""The shortest time between two polls of one board, whatever the speed of the line."""
FIRST_RETRY_SECONDS = 0.25
"""Also the time in which a late answer dies away before the same question is asked again."""
LAST_RETRY_SECONDS = 10.0


@dataclass(slots=True)
class Board:
    """One address of the line, and how it is doing."""

    unit: int
    inputs: range
    """Discrete inputs that are polled; empty when the coils are asked instead."""
    coils: range
    """Coils of the gates on it; empty for a board that only has inputs of others."""
    waiting_since: float = 0.0
    """When it was last heard, or when it was first asked."""
    last_heard: float | None = None
    due: float = 0.0
    misses: int = 0
    is_offline: bool = False
    is_met: bool = False
    """Its coils were read since the port was opened or it came back."""
    refusal: str = ""
    """Why it does not tell its inputs, though it answers."""
    bits: dict[int, bool] = field(default_factory=dict[int, bool])

    @property
    def poll(self) -> Request:
        """Return the question that is asked again and again."""
        if self.inputs:
            return read_bits(self.unit, READ_INPUTS, self.inputs.start, len(self.inputs))
        return self.meeting

    @property
    def meeting(self) -> Request:
        """Return the question for its coils."""
        return read_bits(self.unit, READ_COILS, self.coils.start, len(self.coils))

    def silence(self, now: float) -> float:
        """Return for how many seconds it has not answered."""
        return now - self.waiting_since if self.misses else 0.0

    def take_bits(self, answer: Answer) -> None:
        """Keep what a poll of the inputs brought: their states, or the board's refusal."""
        self.refusal = answer.sentence if answer.exception is not None else ""
        if self.refusal:
            self.bits = {}
            return
        self.bits = {number: answer.bit(i) for i, number in enumerate(self.inputs)}


class Roster:
    """All boards of a line; a silent one is asked more and more seldom, the others stay quick."""

    def __init__(self, gates: Sequence[Gate]) -> None:
        self._gates = tuple(gates)
        units = sorted({unit for gate in gates for unit in _units_of(gate)})
        self.boards = {unit: _board(unit, gates) for unit in units}

    def restart(self, now: float) -> None:
        """Begin again on a port that was just opened: every board is to be met."""
        for board in self.boards.values():
            board.is_met = not board.coils
            board.due = now
            if not board.misses:
                board.waiting_since = now

    def lose(self, now: float) -> None:
        """Count every board as silent: the port is gone."""
        for board in self.boards.values():
            board.misses += 1
            board.waiting_since = board.waiting_since or now

    def next_due(self) -> Board | None:
        """Return the board whose turn it is, or will be first; None on a line without boards."""
        return min(self.boards.values(), key=lambda board: board.due, default=None)

    def heard(self, board: Board, asked: float, now: float) -> None:
        """Note an answer."""
        board.last_heard = board.waiting_since = now
        board.misses = 0
        board.is_offline = False
        board.due = asked + POLL_SECONDS

    def missed(self, board: Board, now: float) -> None:
        """Note that a question stayed without answer."""
        wait = FIRST_RETRY_SECONDS * 2 ** min(board.misses, 10)
        board.misses += 1
        board.due = now + min(wait, LAST_RETRY_SECONDS)

    def newly_offline(self, now: float) -> list[Board]:
        """Return the boards that are given up at this moment; they have to be met again."""
        lost = [
            board
            for board in self.boards.values()
            if not board.is_offline and board.silence(now) >= OFFLINE_SECONDS
        ]
        for board in lost:
            board.is_offline = True
            board.is_met = not board.coils
            board.bits = {}
        return lost

    def gates_on(self, board: Board) -> Iterable[Gate]:
        """Return the gates whose coils are on this board."""
        return (gate for gate in self._gates if gate.address == board.unit)

    def gates_with(self, board: Board) -> Iterable[Gate]:
        """Return the gates that have anything on this board."""
        return (gate for gate in self._gates if board.unit in _units_of(gate))

    def inputs_of(self, gate: Gate) -> dict[str, bool] | None:
        """Return the logical inputs of a gate; None while a board of it was not read yet."""
        logical: dict[str, bool] = {}
        for name, wired in gate.inputs.items():
            raw = self.boards[_unit_of(gate, wired)].bits.get(wired.number)
            if raw is None:
                return None
            logical[name] = raw != wired.invert
        return logical


def _unit_of(gate: Gate, wired: Input) -> int:
    return gate.address if wired.address is None else wired.address


def _units_of(gate: Gate) -> set[int]:
    return {gate.address} | {_unit_of(gate, wired) for wired in gate.inputs.values()}


def _board(unit: int, gates: Sequence[Gate]) -> Board:
    inputs = [
        wired.number
        for gate in gates
        for wired in gate.inputs.values()
        if _unit_of(gate, wired) == unit
    ]
    coils = [gate.open.number for gate in gates if gate.address == unit]
    coils += [gate.hold for gate in gates if gate.address == unit and gate.hold is not None]
    return Board(unit, _span(inputs), _span(coils))


def _span(numbers: list[int]) -> range:
    return range(min(numbers), max(numbers) + 1) if numbers else range(0)
