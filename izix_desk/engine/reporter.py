"""What the desks are told about gates and lines: at most every 100 ms, at least every second."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from izix_desk.domain.events import GateReading, GateState, LineReading
from izix_desk.engine.states import gate_state, is_down, is_up
from izix_desk.engine.watching import GateWatch
from izix_desk.link.messages import Gates, Lines, Message

EVERY_SECONDS = 1.0


@dataclass(slots=True)
class _Shown:
    reading: GateReading
    between_since: float | None = None


class Reporter:
    """Keeps the last state of each gate and line, and says what is due to be published."""

    def __init__(self, publish: Callable[[Message], None]) -> None:
        self._publish = publish
        self._gates: dict[str, _Shown] = {}
        self._lines: dict[str, LineReading] = {}
        self._changed: set[str] = set()
        self._told_at = float("-inf")

    def measured(self, watch: GateWatch, inputs: Mapping[str, bool], at: float) -> None:
        """Take what was read of a gate's inputs."""
        gate = watch.gate
        known = self._gates.get(gate.id)
        before = GateState.NOT_MEASURED if known is None else known.reading.state
        since = self._between_since(known, inputs, at)
        stuck = since is not None and at - since > gate.moves_within
        state = gate_state(gate, inputs, before, held=watch.held, stuck=stuck)
        reading = GateReading(
            gate=gate.id, state=state, monotonic=at, inputs=dict(inputs),
            held_until=watch.held_until,
        )  # fmt: skip
        if known is None or (known.reading.state, known.reading.inputs) != (state, inputs):
            self._changed.add("gates")
        self._gates[gate.id] = _Shown(reading, since)

    def offline(self, gate: str, at: float) -> None:
        """Take that the board of a gate does not answer."""
        reading = GateReading(gate=gate, state=GateState.OFFLINE, monotonic=at)
        self._gates[gate] = _Shown(reading)
        self._changed.add("gates")

    def line(self, reading: LineReading) -> None:
        """Take how a line is doing."""
        known = self._lines.get(reading.line)
        if known is None or (known.health, known.detail) != (reading.health, reading.detail):
            self._changed.add("lines")
        self._lines[reading.line] = reading

    def keep_only(self, gates: set[str], lines: set[str]) -> None:
        """Forget what is not of the site any more."""
        self._gates = {key: shown for key, shown in self._gates.items() if key in gates}
        self._lines = {key: reading for key, reading in self._lines.items() if key in lines}

    def tell(self, now: float) -> None:
        """Publish what changed, and everything once a second; called every 100 ms."""
        regular = now - self._told_at >= EVERY_SECONDS
        if regular:
            self._told_at = now
        if (regular or "gates" in self._changed) and self._gates:
            self._publish(Gates(tuple(self._present(s.reading, now) for s in self._gates.values())))
        if (regular or "lines" in self._changed) and self._lines:
            self._publish(Lines(tuple(self._lines.values())))
        self._changed.clear()

    def _present(self, reading: GateReading, now: float) -> GateReading:
        # Offline is measured afresh by every poll that fails; all others keep their own time, so
        # that their age grows at the desk when nothing is measured.
        if reading.state is not GateState.OFFLINE:
            return reading
        return GateReading(gate=reading.gate, state=reading.state, monotonic=now)

    def _between_since(
        self, known: _Shown | None, inputs: Mapping[str, bool], at: float
    ) -> float | None:
        if is_up(inputs) is not False or is_down(inputs) is not False:
            return None
        return at if known is None or known.between_since is None else known.between_since
