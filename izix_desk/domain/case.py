"""What one rule sees of a read, and what it finds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from izix_desk.domain.decision import Access, Candidate, Known, Reason, Value
from izix_desk.domain.hours import zone
from izix_desk.domain.parkers import Reservation
from izix_desk.domain.site import Lease

MINUTE = timedelta(minutes=1)


class Finding(NamedTuple):
    """What a rule found: no reason means passed; a warning is let through and reported."""

    reason: Reason | None = None
    values: Mapping[str, Value] = {}
    warning: bool = False


PASSED = Finding()


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as the lot's clock shows it."""

    at: datetime
    day: date
    place: ZoneInfo

    @staticmethod
    def of(at: datetime, timezone: str) -> "Moment":
        """Return the instant on the clock of a time zone."""
        place = zone(timezone)
        return Moment(at, at.astimezone(place).date(), place)

    def clock(self, instant: datetime | None = None) -> str:
        """Return an instant, else this one, as local ISO text to the minute."""
        return (instant or self.at).astimezone(self.place).isoformat(timespec="minutes")


class Asked(NamedTuple):
    """What one read asks of every access that it may be about, found out once."""

    known: Known
    moment: Moment
    entering: bool
    until: datetime | None
    """The end that the parker chose."""
    names: Mapping[str, str]
    """Of the lot's groups, by id."""
    lot_open: Finding
    leases: dict[str, tuple[Lease, ...]]
    """Active ones by tenant, as far as anybody asked."""


class Case(NamedTuple):
    """One access of one parker at one gate and moment."""

    known: Known
    moment: Moment
    entering: bool
    until: datetime | None
    names: Mapping[str, str]
    lot_open: Finding
    leases: dict[str, tuple[Lease, ...]]
    candidate: Candidate
    access: Access

    @property
    def booked(self) -> Reservation | None:
        """The reservation that is nearest to now; a cancelled one only when there is no other."""
        lot = self.known.lot.id
        here = [each for each in self.access.reservations if each.lot == lot]
        if len(here) < 2:
            return here[0] if here else None
        return min(here, key=self._nearness)

    def _nearness(self, each: Reservation) -> tuple[bool, bool, float, float, int]:
        at, policy = self.moment.at, self.access.policy
        # Graces may differ, so that the nearest need not be the one that lets in.
        early, late = policy.grace_before * MINUTE, policy.grace_after * MINUTE
        lets_in = each.starts - early <= at < each.ends + late
        # Of two that run now the one that began last: somebody may still come by it once.
        began = -each.starts.timestamp()
        return not is_alive(each), not lets_in, distance(each, at), began, each.id.int

    @property
    def reachable(self) -> tuple[str, ...]:
        """Groups of the policy that the gate leads to, in the policy's order."""
        groups = self.access.policy.groups or tuple(g.id for g in self.known.lot.groups)
        led_to = self.known.gate.groups
        return tuple(g for g in groups if g in led_to) if led_to else groups


Rule: TypeAlias = Callable[[Case], Finding]


def is_alive(reservation: Reservation) -> bool:
    """Tell whether a reservation still counts: not cancelled, nor given up as a no-show."""
    return reservation.state not in {"CANCELLED", "NO_SHOW"}


def distance(reservation: Reservation, at: datetime) -> float:
    """Return the seconds between an instant and a reservation; 0 inside it."""
    if at < reservation.starts:
        return (reservation.starts - at).total_seconds()
    return max(0.0, (at - reservation.ends).total_seconds())


def group_names(case: Case, groups: tuple[str, ...]) -> str:
    """Return names of groups for one line of text; an id that the lot does not have is its own."""
    return ", ".join([case.names.get(group, group) for group in groups])
