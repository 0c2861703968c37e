"""Relay boards on a line: what is asked of each, and what it told."""

from collections.abc import Sequence
from dataclasses import dataclass

from izix_desk.devices.modbus.frames import READ_COILS, READ_INPUTS, Answer, Request, read_bits
from izix_desk.devices.stations import Roster, Station, unit_of, units_of
from izix_desk.domain.site import Gate

OFFLINE_SECONDS = 3.0


@dataclass(slots=True, kw_only=True)
class Board(Station):
    """One address of the line, and how it is doing."""

    inputs: range
    """Discrete inputs that are polled; empty when the coils are asked instead."""
    coils: range
    """Coils of the gates on it; empty for a board that only has inputs of others."""
    refusal: str = ""
    """Why it does not tell its inputs, though it answers."""

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

    def forget(self) -> None:
        """Have its coils read again, if it has any of ours."""
        self.is_met = not self.coils

    def trouble(self, line: str) -> str:
        """Return one sentence about inputs that it does not tell, or an empty text."""
        if not self.refusal:
            return ""
        return (
            f"Address {self.unit} on line {line} does not tell its inputs"
            f" {self.inputs.start} to {self.inputs.stop - 1}: {self.refusal}."
        )

    def take_bits(self, answer: Answer) -> None:
        """Keep what a poll of the inputs brought: their states, or the board's refusal."""
        self.refusal = answer.sentence if answer.exception is not None else ""
        if self.refusal:
            self.bits = {}
            return
        self.bits = {number: answer.bit(i) for i, number in enumerate(self.inputs)}


def boards_of(gates: Sequence[Gate]) -> Roster[Board]:
    """Return all boards that gates are wired to."""
    units = sorted({unit for gate in gates for unit in units_of(gate)})
    boards = {unit: _board(unit, gates) for unit in units}
    return Roster(gates, boards, offline_seconds=OFFLINE_SECONDS)


def _board(unit: int, gates: Sequence[Gate]) -> Board:
    inputs = [
        wired.number
        for gate in gates
        for wired in gate.inputs.values()
        if unit_of(gate, wired) == unit
    ]
    coils = [gate.open.number for gate in gates if gate.address == unit]
    coils += [gate.hold for gate in gates if gate.address == unit and gate.hold is not None]
    return Board(unit=unit, inputs=_span(inputs), coils=_span(coils))


def _span(numbers: list[int]) -> range:
    return range(min(numbers), max(numbers) + 1) if numbers else range(0)
