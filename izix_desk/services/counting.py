"""How full the groups of spots are, and whether the counters still tell the truth."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from izix_desk.domain.site import Site
from izix_desk.domain.views import GroupView
from izix_desk.store.database import Transaction
from izix_desk.store.occupancy import (
    Counts,
    added,
    coming_counts,
    counted_anew,
    counters,
    per_group,
    set_counters,
    tenant_counts,
    tenant_reserved,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """The spots of a lot that a new car cannot have, per organisation and group."""

    inside: Counts
    reserved: Counts
    """Of cars that are still to come, those included that a gate was just opened for."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A counter that does not say what the sessions say."""

    lot: str
    organisation: str
    group: str
    kept: int
    counted: int


def taken(
    tx: Transaction,
    lot: str,
    at: datetime,
    *,
    but_plate: str = "",
    but_profile: UUID | None = None,
) -> Taken:
    """Return which spots are taken for everybody but a car that is itself on its way in."""
    coming = coming_counts(tx, lot, but_plate=but_plate, but_profile=but_profile)
    return Taken(tenant_counts(tx, lot), added(tenant_reserved(tx, lot, at), coming))


def group_views(tx: Transaction, site: Site, at: datetime) -> tuple[GroupView, ...]:
    """Return every group of every lot with its live count."""
    views: list[GroupView] = []
    for lot in site.lots:
        spots = taken(tx, lot.id, at)
        inside, reserved = per_group(spots.inside), per_group(spots.reserved)
        views += [
            GroupView(
                group=group,
                inside=inside.get(group.id, 0),
                reserved=reserved.get(group.id, 0),
                lot=lot.id,
            )
            for group in lot.groups
        ]
    return tuple(views)


def recount(tx: Transaction) -> tuple[Difference, ...]:
    """Count the open sessions one by one and return where the counters differ."""
    kept, counted = counters(tx), counted_anew(tx)
    return tuple(
        Difference(*key, kept.get(key, 0), counted.get(key, 0))
        for key in sorted(kept.keys() | counted.keys())
        if kept.get(key, 0) != counted.get(key, 0)
    )


def mend_counters(tx: Transaction) -> tuple[Difference, ...]:
    """Set the counters to what the sessions say; return what differed."""
    different = recount(tx)
    if different:
        set_counters(tx, counted_anew(tx))
    return different
