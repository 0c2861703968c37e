"""What one part of the window hands to a dialog so that nothing is typed twice."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from izix_desk.domain.parkers import Profile
from izix_desk.domain.requests import FixRequest
from izix_desk.domain.roles import Role
from izix_desk.domain.views import Offer, Verdict

VALID = "VALID"
"""Reason of an opening for somebody who may pass."""
TEST = "TEST"
"""Reason of an opening that only tries the equipment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPreset:
    """What *Open gate* starts with: which gate, for whom, on which access."""

    gate: str | None = None
    """Id; without one nothing is chosen and Enter opens nothing."""
    gates: tuple[str, ...] = ()
    """Ids of the only gates to choose from; empty offers all."""
    for_whom: str = ""
    profile: UUID | None = None
    plate: str = ""
    event: UUID | None = None
    """The read or call that led to it."""
    access: str = ""
    """Key of the access it is asked on; empty lets the best one decide."""
    verdict: Verdict | None = None
    """What is known already about `gate`; None makes the dialog ask first."""
    because: str = ""
    """Code of the only reason to give, chosen from the start; empty offers all."""

    @property
    def reason(self) -> str:
        """VALID when the person may pass at the preset gate, else empty: the operator gives one."""
        return VALID if self.verdict is not None and self.verdict.may_pass else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPreset:
    """What *Create Profile +* starts with."""

    last_name: str = ""
    first_name: str = ""
    plate: str = ""
    gate: str | None = None
    event: UUID | None = None
    organisation: str = ""
    profile: UUID | None = None
    """A profile that is known already: a new visit, not a new person."""

    def of(self, person: Profile) -> "VisitPreset":
        """Return the same for this person; a visitor keeps the profile there is."""
        named = replace(self, last_name=person.last_name, first_name=person.first_name)
        if not person.visitor:
            return named
        return replace(named, organisation=person.organisation, profile=person.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FixPreset:
    """A fix that was chosen, and for whom."""

    offer: Offer
    profile: UUID | None
    whom: str

    def request(
        self,
        operator: str,
        role: Role,
        *,
        starts: datetime | None = None,
        ends: datetime | None = None,
    ) -> FixRequest:
        """Return what is asked of the program, with the times that the operator chose."""
        offer = self.offer
        return FixRequest(
            code=offer.code, gate=offer.gate, operator=operator, role=role, profile=self.profile,
            subject=offer.subject, policy=offer.policy, plate=offer.plate, way=offer.way,
            starts=starts, ends=ends,
        )  # fmt: skip

    def counting(self, group: str, cars: int, operator: str, role: Role) -> FixRequest:
        """Return what is asked to let a group count so many cars."""
        return replace(self.request(operator, role), group=group, cars=cars)

    def ending(self, session: UUID, operator: str, role: Role) -> FixRequest:
        """Return what is asked to end a session that keeps this parker out."""
        return FixRequest(
            code="end_session", gate=self.offer.gate, operator=operator, role=role,
            profile=self.profile, subject=session,
        )  # fmt: skip


def visit_for(text: str, gate: str | None = None) -> VisitPreset:
    """Return a visit for what was typed into the search box: a plate has digits, a name none."""
    typed = text.strip()
    if any(letter.isdigit() for letter in typed):
        return VisitPreset(plate=typed.upper(), gate=gate)
    last_name = typed.title() if typed.islower() else typed
    return VisitPreset(last_name=last_name, gate=gate)
