"""A barrier as a dry contact drives it; it closes by itself, never onto a car."""

from dataclasses import dataclass

MOVE_SECONDS = 1.5
STAY_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How quick a barrier is."""

    move: float = MOVE_SECONDS
    """Seconds from closed to open, and as many back."""
    stay: float = STAY_SECONDS
    """Seconds for which it stays up."""


USUAL = Pace()


@dataclass(slots=True)
class Barrier:
    """Position 0 is closed, 1 is open; time comes in through `advance` only."""

    pace: Pace = USUAL
    position: float = 0.0
    is_stuck: bool = False
    _wants_up: bool = False
    _close_at: float | None = None
    clock: float | None = None
    """The moment up to which it has lived."""

    @property
    def is_up(self) -> bool:
        """Tell whether a car can pass."""
        return self.position >= 1

    @property
    def is_down(self) -> bool:
        """Tell whether it is closed."""
        return self.position <= 0

    def advance(self, now: float, *, driven: bool, occupied: bool) -> str:
        """Move to this moment; returns `rising`, `open`, `falling` or `closed` when that began."""
        elapsed = 0.0 if self.clock is None else now - self.clock
        self.clock = now
        if self.is_stuck:
            return ""
        wanted_up = self._wants_up
        self._decide(now, driven=driven, occupied=occupied)
        if self._wants_up != wanted_up:
            return "rising" if self._wants_up else "falling"
        return self._move(elapsed)

    def _decide(self, now: float, *, driven: bool, occupied: bool) -> None:
        if driven or (occupied and not self.is_down):
            # A car under the arm turns it round, a contact raises it.
            self._wants_up = self._wants_up or driven or not self.is_down
            self._close_at = None
        elif self._wants_up and self.is_up:
            self._close_at = self._close_at or now + self.pace.stay
            if now >= self._close_at:
                self._wants_up = False
                self._close_at = None

    def _move(self, elapsed: float) -> str:
        before = self.position
        step = elapsed / self.pace.move
        self.position = min(1.0, before + step) if self._wants_up else max(0.0, before - step)
        if self.position == before:
            return ""
        if self.is_up:
            return "open"
        return "closed" if self.is_down else ""
