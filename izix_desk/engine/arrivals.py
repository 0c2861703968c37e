"""Whether a camera reads the cars that stand at its gate: told from the arrive loop and reads."""

from collections import deque
from dataclasses import dataclass, field

from izix_desk.engine.happenings import CameraMisses, Happening, NotRead

READ_WITHIN = 5.0
"""A car that stands for so long and was not read waits for a person."""
READ_BEFORE = 10.0
"""A camera may read a car so long before it stands on the loop."""
CARS = 20
MISSED, GOOD = 7, 3
"""So many missed of the last cars are told, and again only after it had become good."""


@dataclass(slots=True)
class Arrivals:
    """The cars at one gate, one after the other; instants are monotonic seconds."""

    _since: float | None = None
    _read_at: float = float("-inf")
    _told: bool = False
    _silent: bool = False
    _missed: deque[bool] = field(default_factory=lambda: deque[bool](maxlen=CARS))

    def came(self, at: float) -> None:
        """Note that a car stands there."""
        self._since, self._told = at, False

    def read(self, at: float) -> None:
        """Note that the camera read something."""
        self._read_at = max(self._read_at, at)

    def tick(self, now: float, *, watches: bool) -> tuple[Happening, ...]:
        """Return whether a car has stood for too long without a read, once for each."""
        due = self._since is not None and now - self._since >= READ_WITHIN
        if not watches or not due or self._told or self._was_read:
            return ()
        self._told = True
        return (NotRead(),)

    def went(self, *, counts: bool) -> tuple[Happening, ...]:
        """Note that the car is gone, and return what that says about the camera."""
        if self._since is not None and counts:
            self._missed.append(not self._was_read)
        self._since, self._read_at = None, float("-inf")
        missed = sum(self._missed)
        if missed <= GOOD:
            self._silent = False
        if missed < MISSED or self._silent:
            return ()
        self._silent = True
        return (CameraMisses(missed, len(self._missed)),)

    @property
    def _was_read(self) -> bool:
        return self._since is not None and self._read_at >= self._since - READ_BEFORE
