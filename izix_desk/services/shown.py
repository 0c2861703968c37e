"""What the panel shows of a badge, PIN or code that is nobody's for certain."""

from datetime import datetime
from uuid import UUID

from izix_desk.domain.decision import Read
from izix_desk.domain.frozen import thaw
from izix_desk.domain.methods import SHOWN, Method
from izix_desk.domain.roles import Role
from izix_desk.domain.site import Site
from izix_desk.domain.views import PlateView
from izix_desk.services.catalogue import catalogue
from izix_desk.services.judging import known_at, verdict
from izix_desk.services.offers import Standing, offers
from izix_desk.store.database import Transaction
from izix_desk.store.events import get_event


def shown_view(
    tx: Transaction, site: Site, event: UUID, at: datetime, role: Role = Role.ADMINISTRATOR
) -> PlateView | None:
    """Return how it was judged, with what can be done now; None for any other event.

    It cannot be judged again: what was pressed or scanned is kept nowhere.
    """
    told = get_event(tx, event)
    if told is None or told.method not in SHOWN or not told.decision:
        return None
    read = Read(gate=told.gate, at=at, method=Method(told.method), raw=told.raw)
    known = known_at(tx, site, read, ())
    made = verdict(thaw(told.decision), catalogue(), site=site)
    standing = Standing(site, None, read, role=role, groups=known.groups)
    return PlateView(
        plate=told.raw,
        verdict=made,
        internal_note=known.lot.internal_note,
        offers=offers(standing, made.fixes),
    )
