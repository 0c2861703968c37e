"""Somebody, or a car, at a gate: what a fix is offered on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from izix_desk.domain.case import distance, is_alive
from izix_desk.domain.decision import Access, Candidate, Occupancy, Read, Value
from izix_desk.domain.hours import zone
from izix_desk.domain.parkers import Reservation, ReservationKind
from izix_desk.domain.plates import normalise
from izix_desk.domain.roles import Role
from izix_desk.domain.site import Gate, Organisation, Site, Strategy
from izix_desk.services.catalogue import catalogue

_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Standing:
    """A parker, or a car of nobody known for certain, at a gate."""

    site: Site
    who: Candidate | None
    read: Read
    role: Role = Role.ADMINISTRATOR
    """Of the operator."""
    plate: str = ""
    """Of the car that waits."""
    holders: tuple[Candidate, ...] = ()
    """Whose plate that is, besides the parker's."""
    groups: Mapping[str, Occupancy] = field(default_factory=dict[str, Occupancy])
    """How full the groups of the gate's lot are."""

    @property
    def gate(self) -> Gate:
        """The gate."""
        return self.site.gate(self.read.gate)

    @property
    def lot(self) -> str:
        """Id of the lot that the gate is of."""
        return self.gate.lot

    @property
    def accesses(self) -> tuple[Access, ...]:
        """The parker's accesses to this lot."""
        mine = self.who.accesses if self.who else ()
        return tuple(access for access in mine if access.policy.lot == self.lot)

    @property
    def owns_plate(self) -> bool:
        """Tell whether the plate of the car is one of the parker's own."""
        mine = self.who.vehicle if self.who else None
        return mine is not None and normalise(mine.plate) == normalise(self.plate)

    def of_strategy(self, accesses: Iterable[Access], strategy: Strategy) -> Access | None:
        """Return the first of some accesses to this lot by a strategy."""
        mine = (each for each in accesses if each.policy.lot == self.lot)
        return next((each for each in mine if each.policy.strategy is strategy), None)

    def nearest(self, kind: ReservationKind) -> Reservation | None:
        """Return the booking or visit of this lot that still counts and is nearest to now."""
        found = (
            each
            for access in self.accesses
            for each in access.reservations
            if (each.kind, each.lot) == (kind, self.lot) and is_alive(each)
        )
        return min(found, key=lambda each: distance(each, self.read.at), default=None)

    def clock(self, at: datetime) -> str:
        """Return an instant as the site's clock shows it."""
        return catalogue().wording().when(at.astimezone(zone(self.site.timezone)).isoformat())

    def window(self, reservation: Reservation) -> str:
        """Return from when to when a reservation is."""
        return f"{self.clock(reservation.starts)} to {self.clock(reservation.ends)}"

    def organisation(self, organisation: str | None) -> Organisation | None:
        """Return an organisation of the site."""
        return next((each for each in self.site.organisations if each.id == organisation), None)

    def names(self, candidates: Iterable[Candidate]) -> str:
        """Return people with their organisations, and fleets."""
        return " and ".join(filter(None, map(self._name, candidates)))

    def _name(self, who: Candidate) -> str:
        if who.profile is None:
            fleet = self.organisation(who.vehicle.organisation if who.vehicle else None)
            return f"the fleet of {fleet.name}" if fleet else "a fleet"
        host = self.organisation(who.profile.organisation)
        return f"{who.profile.name} ({host.name})" if host else who.profile.name


def quarter(at: datetime) -> datetime:
    """Return the next quarter of an hour."""
    floor = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    return floor if floor == at else floor + _QUARTER


def label(code: str, values: Mapping[str, Value] | None = None) -> str:
    """Return what the button of a fix says."""
    return catalogue().fix(code, values or {}).label
