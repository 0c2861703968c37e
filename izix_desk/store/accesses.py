"""The ways in that somebody has: policies by a right, and visits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from izix_desk.domain.decision import Access
from izix_desk.domain.parkers import Release, Reservation, ReservationKind, Right
from izix_desk.domain.site import Organisation, Policy, Site, Strategy

VISIT_POLICY = "visit"
"""Id of the policy that stands for a visit, which no policy row governs."""
GUARANTEED = frozenset({Strategy.PREF, Strategy.VEHICLE_PREF})


@dataclass(frozen=True, slots=True)
class Terms:
    """What the site says, looked up by id."""

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
        )

    def _visit(self, visit: Reservation) -> Access:
        host = visit.organisation or ""
        return Access(
            policy=self._visit_policy(visit, host),
            organisation=self.organisations.get(host),
            reservations=(visit,),
        )

    def _visit_policy(self, visit: Reservation, host: str) -> Policy:
        """Return the host's own policy for visitors where it has one, else the usual terms."""
        for policy in self.policies.values():
            if (
                policy.strategy is Strategy.VISITOR
                and (policy.organisation, policy.lot) == (host, visit.lot)
                and visit.group in policy.groups
            ):
                return replace(policy, groups=(visit.group,))
        return Policy(
            id=VISIT_POLICY,
            organisation=host,
            strategy=Strategy.VISITOR,
            lot=visit.lot,
            groups=(visit.group,),
            name="Visit",
        )


def terms(site: Site) -> Terms:
    """Return what the site says about policies and organisations."""
    return Terms(
        {policy.id: policy for policy in site.policies},
        {organisation.id: organisation for organisation in site.organisations},
    )
