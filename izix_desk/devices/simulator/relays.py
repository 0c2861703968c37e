"""Contacts and terminals of a simulated controller, whatever it speaks."""

from collections.abc import Callable

from izix_desk.devices.simulator.journal import Journal, Value

BOOT_SECONDS = 0.3
Later = Callable[[float, Callable[[], None]], object]
"""Calls something at a moment of the monotonic clock."""


class Relays:
    """Output contacts that note what they do, timed pulses, and the terminals of the inputs."""

    def __init__(self, line: str, unit: int, journal: Journal, later: Later, count: int) -> None:
        self.inputs: dict[int, Callable[[], bool]] = {}
        self._line = line
        self._unit = unit
        self._journal = journal
        self._later = later
        self._coils = [False] * count
        self._pulse_ends: dict[int, float] = {}
        self.is_off = False
        """Without power; it neither hears nor answers."""
        self._boots_until = 0.0

    def is_on(self, coil: int) -> bool:
        """Tell whether a contact is closed; one that is not there never is."""
        return coil < len(self._coils) and self._coils[coil]

    def is_deaf(self, at: float) -> bool:
        """Tell whether it is without power, or has not started yet."""
        return self.is_off or at < self._boots_until

    def restart(self, at: float) -> None:
        """Lose power for a moment: outputs drop, and it is deaf until it has started again."""
        self._boots_until = at + BOOT_SECONDS
        self.drop_all("reboot", at)

    def switch(self, coil: int, on: bool, by: str, at: float) -> None:
        """Close or open a contact; a change is noted, and that a closed one is closed again."""
        self._pulse_ends.pop(coil, None)
        if self._coils[coil] != on:
            self._coils[coil] = on
            self._note("coil", coil, at, on=on, by=by)
        elif on:
            self._note("again", coil, at, by=by)

    def _note(self, what: str, coil: int, at: float, **values: Value) -> None:
        self._journal.note(what, at=at, line=self._line, unit=self._unit, coil=coil, **values)

    def pulse(self, coil: int, seconds: float, at: float) -> None:
        """Close a contact for a while."""
        self.switch(coil, True, "pulse", at)
        end = at + seconds
        self._pulse_ends[coil] = end
        self._later(end, lambda: self._end_pulse(coil, end))

    def drop_all(self, by: str, at: float) -> None:
        """Open all contacts, as a loss of power does."""
        for coil, on in enumerate(self._coils):
            if on:
                self.switch(coil, False, by, at)

    def states(self) -> list[bool]:
        """Return the contacts by number."""
        return list(self._coils)

    def _end_pulse(self, coil: int, end: float) -> None:
        if self._pulse_ends.get(coil) == end:  # else a later write or pulse took its place
            self.switch(coil, False, "pulse", end)
