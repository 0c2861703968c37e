"""What the panel shows of a gate that told something by itself, or failed, and what can be done."""

from uuid import UUID

from izix_desk.domain.decision import Read
from izix_desk.domain.errors import NotFound
from izix_desk.domain.events import EventKind
from izix_desk.domain.roles import Role
from izix_desk.domain.site import Site
from izix_desk.domain.views import GateNews
from izix_desk.services.access_views import spoken
from izix_desk.services.catalogue import catalogue
from izix_desk.services.offers import offers
from izix_desk.services.standing import Standing
from izix_desk.store.database import Transaction
from izix_desk.store.events import get_event


def gate_news(
    tx: Transaction, site: Site, event: UUID, role: Role = Role.ADMINISTRATOR
) -> GateNews | None:
    """Return what a gate told in an event; None when the event is about a car.

    Raises NotFound when the gate is not there any more.
    """
    told = get_event(tx, event)
    if told is None or told.kind is not EventKind.GATE:
        return None
    gate = next((gate for gate in site.gates if gate.id == told.gate), None)
    if gate is None:
        raise NotFound("This gate is not here any more: the site was loaded anew.")
    words = catalogue()
    read = Read(gate=gate.id, at=told.at, plate=told.plate)
    fixes = words.fixes(told.reason)
    return GateNews(
        reason=told.reason,
        line=told.text or words.line(told.reason, {"gate": gate.name}),
        say=words.say(told.reason, {"gate": gate.name}, spoken(site, None)),
        failed=words.severity(told.reason) == "F",
        fixes=fixes,
        offers=offers(Standing(site, None, read, role=role, plate=told.plate), fixes),
    )
