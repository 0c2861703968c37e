"""How a past read was judged, as it was then, whatever changed since."""

from uuid import UUID

from izix_desk.domain.frozen import thaw
from izix_desk.domain.hours import zone
from izix_desk.domain.site import Site
from izix_desk.domain.views import PastView
from izix_desk.services.catalogue import catalogue
from izix_desk.services.judging import verdict
from izix_desk.store.database import Transaction
from izix_desk.store.events import get_event


def past_view(tx: Transaction, site: Site, event: UUID) -> PastView | None:
    """Return the frozen decision of an event; None where nothing was decided.

    Raises StoreFault when the decision is of a newer version of the program.
    """
    told = get_event(tx, event)
    if told is None or not told.decision:
        return None
    decision = thaw(told.decision)
    at = told.at.astimezone(zone(site.timezone))
    return PastView(
        when=f"{catalogue().wording().when(at.isoformat())}:{at:%S}",
        line=told.text or verdict(decision, catalogue(), site=site).line,
        granted=decision.granted,
        rules=decision.rules,
    )
