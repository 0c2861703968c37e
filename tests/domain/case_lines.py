"""The table of cases: what each line is made of."""

from dataclasses import dataclass, field, replace
from typing import Any

from izix_desk.domain.decision import Candidate, Decision, Occupancy
from izix_desk.domain.site import Strategy
from tests.support.parking import LOT, booking, decision, parker, right, visit


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    name: str
    who: Candidate | tuple[Candidate, ...]
    at: str
    reason: str
    numbers: dict[str, Any] = field(default_factory=dict[str, Any])
    gate: str = "in"
    world: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def people(self) -> tuple[Candidate, ...]:
        """Whom the plate may belong to."""
        return self.who if isinstance(self.who, tuple) else (self.who,)

    def decide(self) -> Decision:
        """Return the decision of this line."""
        return decision(self.at, *self.people, gate=self.gate, **self.world)


NOBODY: tuple[Candidate, ...] = ()
ALWAYS = ""
STAFF = parker(right())
STAFF_NO_GRACE = parker(right(grace_before=0, grace_after=0))
BOOK = Strategy.BOOK
NINE_TO_FIVE = parker(right(BOOK, ALWAYS, booked=(booking("Tue 09:00", "Tue 17:00"),)))
VISITOR = parker(visit("Tue 14:00", "Tue 16:00"))
ALL_DAY = {"lot": replace(LOT, hours="")}
FULL = {"groups": {"staff": Occupancy(120, 116, 4)}}
ONE_LEFT = {"groups": {"staff": Occupancy(120, 116, 3)}}
LEASED_FULL = {
    "groups": {"staff": Occupancy(120, 100, 2)},
    "tenants": {("acme", "staff"): Occupancy(80, 79, 1)},
}


def plate(**reading: object) -> dict[str, Any]:
    """Return a world in which something else was read."""
    return {"reading": reading}
