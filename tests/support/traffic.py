"""Seven days of cars at two lots, and what is true of them; knows nothing of the program.

Every car is told with what it does at a gate. Who is inside follows from that alone.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from heapq import heappop, heappush

BEGIN = datetime(2026, 10, 20, 22, 0, tzinfo=UTC)
"""Midnight in Brussels; the week has the night in which summer time ends."""
DAYS = 7
SPOTS = {"north": 400, "south": 40}
"""Spots for 100 parkers of each lot; the south is too small for its parkers at noon."""
PASSES_AFTER = timedelta(seconds=8)
FOLLOWS_AFTER = timedelta(seconds=11)
BACK_AFTER = timedelta(seconds=20)
APART = timedelta(seconds=40)


class Deed(Enum):
    """What a car does at a gate once it was let through."""

    DRIVES = "drives"
    TURNS_BACK = "turns back"


@dataclass(frozen=True, slots=True)
class Visit:
    """One car before one gate: when it is read, how often, and what it does."""

    at: datetime
    lot: str
    out: bool
    plate: str
    known: bool
    reads: int
    deed: Deed
    followed: bool
    """Another car, that nobody reads, drives through behind it."""


@dataclass
class Traffic:
    """Makes the visits in the order of time; who is let in decides how the day goes on."""

    dice: random.Random
    parkers: int
    inside: dict[str, set[str]] = field(default_factory=lambda: {lot: set() for lot in SPOTS})
    unread: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SPOTS, 0))
    _due: list[tuple[datetime, int, str, str, bool]] = field(default_factory=list)
    _free: dict[tuple[str, bool], datetime] = field(default_factory=dict)
    _number: int = 0

    def __post_init__(self) -> None:
        """Let everybody come for the first time on the first day."""
        for number in range(self.parkers):
            lot = ("north", "south")[number % 2]
            self._later(BEGIN + self._hours(0, 20), lot, plate(number), out=False)

    def spots(self, lot: str) -> int:
        """Return the spots of a lot."""
        return max(3, SPOTS[lot] * self.parkers // 200)

    def count(self, lot: str) -> int:
        """Return how many cars are inside."""
        return len(self.inside[lot]) + self.unread[lot]

    def may_enter(self, visit: Visit) -> bool:
        """Tell whether a car must be let in: it is known and there is room for it."""
        return visit.known and self.count(visit.lot) < self.spots(visit.lot)

    def visits(self) -> Iterator[Visit]:
        """Yield the cars as they come to the gates; each is settled before the next is made."""
        while self._due:
            at, _, lot, who, out = heappop(self._due)
            if at >= BEGIN + timedelta(days=DAYS):
                continue
            free = self._free.get((lot, out), at)
            if free > at:
                self._later(free, lot, who, out=out)
                continue
            self._free[lot, out] = at + APART
            yield self._visit(at, lot, who, out=out)

    def drove(self, visit: Visit) -> None:
        """Take that a car drove through."""
        if visit.out:
            self.inside[visit.lot].discard(visit.plate)
            self._later(visit.at + self._hours(4, 16), visit.lot, visit.plate, out=False)
        else:
            self.inside[visit.lot].add(visit.plate)
            self._later(visit.at + self._hours(1, 12), visit.lot, visit.plate, out=True)

    def followed(self, visit: Visit) -> None:
        """Take that an unread car drove through behind another."""
        self.unread[visit.lot] += -1 if visit.out else 1

    def stayed(self, visit: Visit) -> None:
        """Take that a car did not drive through: it comes again, unless nobody knows it."""
        if visit.known:
            self._later(visit.at + self._hours(0.1, 3), visit.lot, visit.plate, out=visit.out)

    def _visit(self, at: datetime, lot: str, who: str, *, out: bool) -> Visit:
        stranger = not out and self.dice.random() < 0.05
        if stranger:
            self._later(at + APART, lot, who, out=out)
        follows = self.dice.random() < (0.3 if out else 0.1)
        return Visit(
            at=at,
            lot=lot,
            out=out,
            plate=f"9-ZZZ-{self.dice.randrange(1000):03}" if stranger else who,
            known=not stranger,
            reads=self.dice.choice((1, 1, 1, 2, 3)),
            deed=Deed.TURNS_BACK if self.dice.random() < 0.03 else Deed.DRIVES,
            followed=follows and (self.unread[lot] > 0 if out else True),
        )

    def _later(self, at: datetime, lot: str, who: str, *, out: bool) -> None:
        self._number += 1
        heappush(self._due, (at, self._number, lot, who, out))

    def _hours(self, least: float, most: float) -> timedelta:
        return timedelta(seconds=int(3600 * self.dice.uniform(least, most)))


def plate(number: int) -> str:
    """Return the plate of a parker."""
    letters = "ACEHJKLMNPRTUVWXY"
    a, b = divmod(number // 1000, len(letters))
    return f"1-{letters[a % len(letters)]}{letters[b]}{letters[number % 17]}-{number % 1000:03}"
