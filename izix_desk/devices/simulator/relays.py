"""Contacts and terminals of a simulated controller, whatever it speaks."""

from collections.abc import Callable

from izix_desk.devices.simulator.journal import Journal

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

    def is_on(self, coil: int) -> bool:
        """Tell whether a contact is closed; one that is not there never is."""
        return coil < len(self._coils) and self._coils[coil]

    def switch(self, coil: int, on: bool, by: str, at: float) -> None:
        """Close or open a contact; a change is noted."""
        self._pulse_ends.pop(coil, None)
        if self._coils[coil] != on:
            self._coils[coil] = on
            self._journal.note(
                "coil", at=at, line=self._line, unit=self._unit, coil=coil, on=on, by=by
            )

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
