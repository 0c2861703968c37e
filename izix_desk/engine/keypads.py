"""Keys become PINs, and a keypad at which many wrong ones were tried is locked for a while.

It has no clock; instants are monotonic seconds that the caller passes in.
"""

from dataclasses import dataclass, field

from izix_desk.domain.credentials import PIN_DIGITS
from izix_desk.domain.methods import Reader

BETWEEN_KEYS = 10.0
"""After this somebody has walked away, and the next key begins another PIN."""
ENTER, CLEAR = "#", "*"
WRONG_PINS = 5
"""So many in a row are no slip of the finger."""
LOCKED_SECONDS, LONGEST_LOCK = 60.0, 900.0
"""Doubled each time, until a PIN was right or nobody tried for the longest time."""


@dataclass(slots=True)
class Keypad:
    """What was pressed at one reader so far."""

    _keys: str = field(default="", repr=False)
    _pressed: float = float("-inf")

    def press(self, keys: str, at: float) -> tuple[str, ...]:
        """Take keys and return the PINs that they complete; one that is too long fits nobody."""
        if at - self._pressed >= BETWEEN_KEYS:
            self._keys = ""
        self._pressed = at
        done: list[str] = []
        for key in keys:
            if key == ENTER:
                done += [self._keys] if self._keys else []
            kept = "" if key in {ENTER, CLEAR} else self._keys + key
            self._keys = kept[: PIN_DIGITS.stop]
        return tuple(done)


@dataclass(slots=True)
class Guess:
    """How often in a row a PIN was wrong at one reader."""

    wrong: int = 0
    locks: int = 0
    tried: float = float("-inf")
    until: float = float("-inf")

    def is_locked(self, now: float) -> bool:
        """Tell whether PINs are not taken now."""
        return now < self.until

    def took(self, now: float, *, known: bool) -> float:
        """Note a PIN that was judged; return for how many seconds the keypad is locked by it."""
        if known or now - max(self.tried, self.until) >= LONGEST_LOCK:
            self.wrong = self.locks = 0
        self.tried = now
        self.wrong += not known
        if self.wrong < WRONG_PINS:
            return 0.0
        seconds = min(LONGEST_LOCK, LOCKED_SECONDS * 2**self.locks)
        self.wrong, self.locks, self.until = 0, self.locks + 1, now + seconds
        return seconds


class Keypads:
    """Every keypad of the site by its reader; an engine that restarts begins anew."""

    def __init__(self) -> None:
        self._pads: dict[Reader, Keypad] = {}
        self._guesses: dict[Reader, Guess] = {}

    def press(self, reader: Reader, keys: str, at: float) -> tuple[str, ...]:
        """Take keys of a reader and return the PINs that they complete."""
        return self._pads.setdefault(reader, Keypad()).press(keys, at)

    def guess(self, reader: Reader) -> Guess:
        """Return what was tried at a reader."""
        return self._guesses.setdefault(reader, Guess())
