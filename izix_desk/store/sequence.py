"""Who was set to neutral: nobody knows whether they are inside, so the next passage tells."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert

from izix_desk.store import schema
from izix_desk.store.database import Transaction

_reset = schema.sequence_reset.c
# Built once, since a car waits for it.
_OF_THESE = select(_reset.profile, _reset.at).where(
    _reset.profile.in_(bindparam("ids", expanding=True)), _reset.lot == bindparam("lot")
)


def set_neutral(tx: Transaction, profile: UUID, lot: str, at: datetime) -> None:
    """Let the next passage of somebody at a lot decide whether they are inside."""
    added = insert(schema.sequence_reset).values(profile=profile, lot=lot, at=at)
    tx.execute(added.on_conflict_do_update(index_elements=["profile", "lot"], set_={"at": at}))


def neutral_since(tx: Transaction, profiles: Sequence[UUID], lot: str) -> dict[UUID, datetime]:
    """Return when each of these was set to neutral last."""
    found = tx.execute(_OF_THESE, {"ids": list(profiles), "lot": lot})
    return {row[0]: row[1] for row in found}
