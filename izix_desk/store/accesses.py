"""The ways in that somebody has: policies by a right, and visits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from izix_desk.domain.decision import Access
from izix_desk.domain.parkers import Release, Reservation, ReservationKind, Right
from izix_desk.domain.site import Organisation, Policy, Site, Strategy

VISIT_POLICY = "visit"
"""Id of the policy that stands for a visit, which no policy row governs."""
GUARANTEED = frozenset({Strategy.PREF, Strategy.VEHICLE_PREF})


@dataclass(frozen=True, slots=True)
class Terms:
    """What the site says on one day, looked up by id."""

    site: Site
    day: date
    policies: Mapping[str, Policy]
    organisations: Mapping[str, Organisation]

    def accesses(
        self,
        rights: Sequence[Right],
        booked: Sequence[Reservation],
        released: Mapping[UUID, tuple[Release, ...]],
    ) -> tuple[Access, ...]:
        """Return every access of a parker, of any lot: rights first, then visits by start."""
        by_right = (
            self._by_right(self.policies[right.policy], right, booked, released.get(right.id, ()))
            for right in rights
            if right.policy in self.policies
        )
        visits = (self._visit(each) for each in booked if each.kind is ReservationKind.VISIT)
        return (*by_right, *visits)

    def _by_right(
        self,
        policy: Policy,
        right: Right,
        booked: Sequence[Reservation],
        released: tuple[Release, ...],
    ) -> Access:
        return Access(
            policy=policy,
            right=right,
            organisation=self.organisations.get(policy.organisation),
            reservations=tuple(each for each in booked if each.policy == policy.id),
            released=released if policy.strategy in GUARANTEED else (),
            lease_active=self._lease_active(policy.organisation, policy.lot),
        )

    def _visit(self, visit: Reservation) -> Access:
        host = visit.organisation or ""
        policy = Policy(
            id=VISIT_POLICY,
            organisation=host,
            strategy=Strategy.VISITOR,
            lot=visit.lot,
            groups=(visit.group,),
            name="Visit",
        )
        return Access(
            policy=policy,
            organisation=self.organisations.get(host),
            reservations=(visit,),
            lease_active=self._lease_active(host, visit.lot),
        )

    def _lease_active(self, organisation: str, lot: str) -> bool:
        # Who owns the lot needs no lease for it.
        owned = any(each.id == lot and each.owner == organisation for each in self.site.lots)
        return owned or any(
            (lease.tenant, lease.lot) == (organisation, lot)
            and lease.starts <= self.day
            and (lease.ends is None or self.day <= lease.ends)
            for lease in self.site.leases
        )


def terms(site: Site, at: datetime) -> Terms:
    """Return what the site says on the day of an instant."""
    return Terms(
        site,
        at.astimezone(ZoneInfo(site.timezone)).date(),
        {policy.id: policy for policy in site.policies},
        {organisation.id: organisation for organisation in site.organisations},
    )
