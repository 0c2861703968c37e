"""How full the groups of spots are."""

from datetime import datetime

from izix_desk.domain.site import Site
from izix_desk.domain.views import GroupView
from izix_desk.store.database import Transaction
from izix_desk.store.sessions import inside_counts, reserved_counts


def group_views(tx: Transaction, site: Site, at: datetime) -> tuple[GroupView, ...]:
    """Return every group of every lot with its live count."""
    views: list[GroupView] = []
    for lot in site.lots:
        inside, reserved = inside_counts(tx, lot.id), reserved_counts(tx, lot.id, at)
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
