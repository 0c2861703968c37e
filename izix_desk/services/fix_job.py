"""A fix of a refusal that is carried out: whom and what it is about, and how it is recorded."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from izix_desk.domain.decision import Decision
from izix_desk.domain.errors import NotFound
from izix_desk.domain.events import EventKind, GateEvent, Outcome
from izix_desk.domain.frozen import freeze
from izix_desk.domain.hours import zone
from izix_desk.domain.parkers import Profile, Reservation
from izix_desk.domain.requests import FixRequest
from izix_desk.domain.site import Direction, Gate, Site
from izix_desk.services.catalogue import catalogue
from izix_desk.services.judging import organisation_of
from izix_desk.store.database import Transaction
from izix_desk.store.events import add_event
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import reservation

GONE = "What this would change is not there any more: look again."


@dataclass(frozen=True, slots=True)
class Job:
    """A fix to carry out, with all that it may need."""

    tx: Transaction
    site: Site
    request: FixRequest
    who: Profile | None
    """None for a fix that is about a gate or a plate alone."""
    at: datetime

    @property
    def person(self) -> Profile:
        """Whom it is for; raises NotFound when nobody was named."""
        if self.who is None:
            raise NotFound("Choose the parker first.")
        return self.who

    @property
    def gate(self) -> Gate:
        """The gate at which the parker stands."""
        return self.site.gate(self.request.gate)

    @property
    def subject(self) -> UUID:
        """What it changes; raises NotFound when that was not named."""
        if self.request.subject is None:
            raise NotFound(GONE)
        return self.request.subject

    def mine(self) -> Reservation:
        """Return the parker's reservation that it changes; raises NotFound."""
        found = reservation(self.tx, self.subject)
        if found is None or found.profile != self.person.id:
            raise NotFound(GONE)
        return found

    def clock(self, at: datetime) -> str:
        """Return an instant as the site's clock shows it."""
        return catalogue().wording().when(at.astimezone(zone(self.site.timezone)).isoformat())

    def noted(
        self, text: str, *, way: Direction | None = None, decision: Decision | None = None
    ) -> str:
        """Record in the feed what was changed, for whom and by whom, and return it."""
        self.note(text, way=way, decision=decision)
        return text

    def note(
        self, text: str, *, way: Direction | None = None, decision: Decision | None = None
    ) -> GateEvent:
        """Record the same and return the event."""
        who = self.who
        host = None if who is None else organisation_of(self.tx, self.site, who.id)
        event = GateEvent(
            id=new_id(),
            at=self.at,
            gate=self.gate.id,
            kind=EventKind.NOTE,
            outcome=Outcome.NOTED,
            reason="",
            direction=way or self.gate.direction,
            plate=self.request.plate,
            profile=who.id if who else None,
            who=who.name if who else "",
            organisation=host.name if host else "",
            decision=freeze(decision) if decision else "",
            text=text,
            operator=self.request.operator,
        )
        add_event(self.tx, event)
        return event
