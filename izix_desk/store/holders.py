"""Who holds a policy."""

from sqlalchemy import select

from izix_desk.domain.parkers import Profile
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.parkers import PROFILES, visible


def holders(tx: Transaction, policy: str, limit: int) -> tuple[Profile, ...]:
    """Return parkers that were given a policy, those that came last before the others."""
    right = schema.access_right.c
    theirs = select(right.profile).where(right.policy == policy, right.deleted_at.is_(None))
    query = PROFILES.select().where(schema.profile.c.id.in_(theirs), visible())
    return PROFILES.all(tx, query.order_by(schema.profile.c.nr.desc()).limit(limit))
