"""Coils that are on and have to go off again at their time, whatever happens meanwhile."""

from dataclasses import dataclass

RETRY_SECONDS = 0.25
LAST_RETRY_SECONDS = 10.0
QUIET_FAILURES = 2
"""One lost answer is no news for a guard: the next try comes within a second of it."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """One coil that this program has to switch off."""

    gate: str
    unit: int
    coil: int
    due: float
    failures: int = 0

    def put_off(self, now: float) -> "Pulse":
        """Return the next try after a failed one; dropping a contact may be repeated."""
        wait = min(RETRY_SECONDS * 2**self.failures, LAST_RETRY_SECONDS)
        failures = min(self.failures + 1, 10)
        return Pulse(self.gate, self.unit, self.coil, now + wait, failures)


class Pulses:
    """At most one per coil: a later opening of the same gate makes its pulse longer."""

    def __init__(self) -> None:
        self._pulses: dict[tuple[int, int], Pulse] = {}

    def __bool__(self) -> bool:
        return bool(self._pulses)

    def at(self, unit: int, coil: int) -> Pulse | None:
        """Return the pulse of a coil, if one is under way."""
        return self._pulses.get((unit, coil))

    def put(self, pulse: Pulse) -> None:
        """Keep a pulse in the place of an earlier one of the same coil."""
        self._pulses[pulse.unit, pulse.coil] = pulse

    def drop(self, unit: int, coil: int) -> None:
        """Forget the pulse of a coil."""
        self._pulses.pop((unit, coil), None)

    def restore(self, unit: int, coil: int, before: Pulse | None) -> None:
        """Put the pulse of a coil back to what it was."""
        if before is None:
            self.drop(unit, coil)
        else:
            self.put(before)

    def first(self) -> Pulse | None:
        """Return the pulse that ends first."""
        return min(self._pulses.values(), key=lambda pulse: pulse.due, default=None)
