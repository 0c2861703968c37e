"""The ways in that somebody has: policies by a right, and visits."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from izix_desk.domain.decision import Access
from izix_desk.domain.parkers import Release, Reservation, ReservationKind, Right
from izix_desk.domain.site import Lease, Organisation, Policy, Strategy
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.shapes import Shape

PAST = timedelta(days=7)
AHEAD = timedelta(days=90)
"""Reservations that ended or start within these say something at the gate."""
VISIT_POLICY = "visit"
"""Id of the policy that stands for a visit, which no policy row governs."""

_GUARANTEED = frozenset({Strategy.PREF, Strategy.VEHICLE_PREF})
_POLICIES = Shape(schema.policy, Policy)
_ORGANISATIONS = Shape(schema.organisation, Organisation)
_LEASES = Shape(schema.lease, Lease)


def accesses(
    tx: Transaction, rights: Sequence[Right], booked: Sequence[Reservation], at: datetime
) -> tuple[Access, ...]:
    """Return every access of a parker, of any lot: rights first, then visits by start."""
    day = at.astimezone(_timezone(tx)).date()
    by_right = (_by_right(tx, right, booked, day) for right in rights)
    visits = (_visit(tx, each, day) for each in booked if each.kind is ReservationKind.VISIT)
    return tuple(access for access in (*by_right, *visits) if access is not None)


def leases_of_lot(tx: Transaction, lot: str) -> tuple[Lease, ...]:
    """Return all leases of a lot."""
    lease = schema.lease.c
    query = _LEASES.select().where(lease.lot == lot, lease.deleted_at.is_(None))
    return _LEASES.all(tx, query.order_by(lease.position))


def _by_right(
    tx: Transaction, right: Right, booked: Sequence[Reservation], day: date
) -> Access | None:
    policy = _POLICIES.first(
        tx, schema.policy.c.id == right.policy, schema.policy.c.deleted_at.is_(None)
    )
    if policy is None:
        return None
    return Access(
        policy=policy,
        right=right,
        organisation=_organisation(tx, policy.organisation),
        reservations=tuple(each for each in booked if each.policy == policy.id),
        released=_released(tx, right) if policy.strategy in _GUARANTEED else (),
        lease_active=_lease_active(tx, policy.organisation, policy.lot, day),
    )


def _visit(tx: Transaction, visit: Reservation, day: date) -> Access:
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
        organisation=_organisation(tx, host),
        reservations=(visit,),
        lease_active=_lease_active(tx, host, visit.lot, day),
    )


def _released(tx: Transaction, right: Right) -> tuple[Release, ...]:
    given_up = schema.spot_release.c
    query = select(given_up.starts, given_up.ends).where(
        given_up.right == right.id, given_up.deleted_at.is_(None)
    )
    return tuple(Release(starts, ends) for starts, ends in tx.execute(query))


def _organisation(tx: Transaction, organisation: str) -> Organisation | None:
    return _ORGANISATIONS.first(tx, schema.organisation.c.id == organisation)


def _lease_active(tx: Transaction, organisation: str, lot: str, day: date) -> bool:
    lease = schema.lease.c
    active = select(lease.id).where(
        lease.tenant == organisation,
        lease.lot == lot,
        lease.deleted_at.is_(None),
        lease.starts <= day,
        or_(lease.ends.is_(None), lease.ends >= day),
    )
    # Who owns the lot needs no lease for it.
    owned = select(schema.lot.c.id).where(
        schema.lot.c.id == lot, schema.lot.c.owner == organisation
    )
    return any(tx.execute(query.limit(1)).first() for query in (active, owned))


def _timezone(tx: Transaction) -> ZoneInfo:
    name = tx.execute(select(schema.site.c.timezone)).scalar()
    return ZoneInfo(name or "UTC")
