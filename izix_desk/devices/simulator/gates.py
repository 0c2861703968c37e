"""One simulated gate: its barrier, the car before it, its button, and what its inputs read."""

from izix_desk.devices.simulator.barrier import Barrier, Pace
from izix_desk.devices.simulator.journal import Journal
from izix_desk.devices.simulator.relays import Relays
from izix_desk.domain.site import Gate


class SimGate:
    """Plays the things that are wired to a gate's boards."""

    def __init__(self, gate: Gate, board: Relays, journal: Journal, pace: Pace) -> None:
        self.gate = gate
        self.barrier = Barrier(pace)
        self.car_waits = False
        self.car_under = False
        self.is_ringing = False
        self._board = board
        self._journal = journal
        self._forced: dict[str, bool] = {}

    def force(self, name: str, value: bool | None) -> None:
        """Hold a logical input at a value; None lets it follow the gate again."""
        if value is None:
            self._forced.pop(name, None)
        else:
            self._forced[name] = value

    def raw_input(self, name: str) -> bool:
        """Return what the board's terminal sees: the logical input, inverted if it is so wired."""
        return self._logical(name) != self.gate.inputs[name].invert

    def is_driven(self) -> bool:
        """Tell whether a contact of the barrier's controller is closed."""
        hold = self.gate.hold
        return self._board.is_on(self.gate.open.number) or (
            hold is not None and self._board.is_on(hold)
        )

    def advance(self, now: float) -> None:
        """Let the barrier move up to this moment."""
        news = self.barrier.advance(now, driven=self.is_driven(), occupied=self.car_under)
        if news:
            self._journal.note("barrier", at=now, gate=self.gate.id, state=news)

    def coils(self) -> dict[str, bool]:
        """Return its contacts by name."""
        found = {"open": self._board.is_on(self.gate.open.number)}
        if self.gate.hold is not None:
            found["hold"] = self._board.is_on(self.gate.hold)
        return found

    def _logical(self, name: str) -> bool:
        if name in self._forced:
            return self._forced[name]
        values = {
            "closed": self.barrier.is_down,
            "opened": self.barrier.is_up,
            "arrive": self.car_waits,
            "under": self.car_under,
            "photocell": self.car_under,
            "call": self.is_ringing,
        }
        return values.get(name, False)
