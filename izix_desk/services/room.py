"""How many spots are free for the whole of a window."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from izix_desk.domain.decision import Occupancy
from izix_desk.domain.errors import Refused
from izix_desk.domain.hours import zone
from izix_desk.domain.rules_right import covers
from izix_desk.domain.site import Site
from izix_desk.store.database import Transaction
from izix_desk.store.occupancy import added, coming_counts, per_group, tenant_counts
from izix_desk.store.overlaps import Overlap, overlaps
from izix_desk.store.sessions import open_session


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A spot that is wanted: where, for whom and for how long."""

    lot: str
    group: str
    organisation: str
    starts: datetime
    ends: datetime
    but: UUID | None = None
    """A reservation that does not count, since it is the one that is changed."""


def room_for(tx: Transaction, site: Site, stay: Stay, at: datetime) -> Occupancy:
    """Return the tightest of the group's and the tenant's spots for the whole of a stay.

    Who is inside, or was just let in, counts for a stay that has begun; before a later one they may
    have left.
    """
    kept = overlaps(tx, (stay.lot, stay.group), (stay.starts, stay.ends), stay.but)
    begun = stay.starts <= at
    inside = added(tenant_counts(tx, stay.lot), coming_counts(tx, stay.lot)) if begun else {}
    spots = site.lot(stay.lot).group(stay.group).spots
    group = Occupancy(spots, per_group(inside).get(stay.group, 0), _most_at_once(kept))
    leased = _leased(site, stay)
    if leased is None:
        return group
    ours = [each for each in kept if each.organisation == stay.organisation]
    taken = inside.get((stay.organisation, stay.group), 0)
    return min(Occupancy(leased, taken, _most_at_once(ours)), group, key=lambda each: each.free)


def check_room(tx: Transaction, site: Site, stay: Stay, profile: UUID, at: datetime) -> str:
    """Return how much is free for somebody, in words; raises Refused when nothing is."""
    found = room_for(tx, site, stay, at)
    # Whoever is inside has the spot already.
    own = open_session(tx, profile, stay.lot)
    free = found.free + (1 if own is not None and own.group == stay.group else 0)
    group = site.lot(stay.lot).group(stay.group).name
    if free <= 0:
        counts = f"{found.inside} inside, {found.reserved} reserved, {found.spots} spots"
        raise Refused(f"{group} is full then ({counts}): choose another time.")
    return f"{group}: {free} of {found.spots} free then"


def _leased(site: Site, stay: Stay) -> int | None:
    """Return the spots that a tenant leased in the group; None for whoever needs no lease."""
    day = stay.starts.astimezone(zone(site.timezone)).date()
    leases = [
        lease.spots.get(stay.group, 0)
        for lease in site.leases
        if (lease.tenant, lease.lot) == (stay.organisation, stay.lot) and covers(lease, day)
    ]
    return sum(leases) if leases else None


def _most_at_once(kept: Sequence[Overlap]) -> int:
    """Return the most spots that are kept at the same instant."""
    return max((_at(kept, each.starts) for each in kept), default=0)


def _at(kept: Iterable[Overlap], instant: datetime) -> int:
    return sum(each.cars for each in kept if each.starts <= instant < each.ends)
