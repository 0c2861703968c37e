"""Times for which somebody gave up a guaranteed spot."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update

from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.ids import new_id

_release = schema.spot_release.c


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """A release that can be changed."""

    id: UUID
    starts: datetime
    ends: datetime


def releases_at(tx: Transaction, right: UUID, at: datetime) -> tuple[StoredRelease, ...]:
    """Return the releases of a right that hold at an instant."""
    query = select(_release.id, _release.starts, _release.ends).where(
        _release.right == right,
        _release.starts <= at,
        _release.ends > at,
        _release.deleted_at.is_(None),
    )
    return tuple(StoredRelease(*row) for row in tx.execute(query))


def add_release(tx: Transaction, right: UUID, starts: datetime, ends: datetime) -> None:
    """Note that a spot is given up for a time."""
    row = {"id": new_id(), "right": right, "starts": starts, "ends": ends}
    tx.execute(insert(schema.spot_release).values(**row))


def end_release(tx: Transaction, release: UUID, at: datetime) -> None:
    """Let a release end at an instant."""
    mine = update(schema.spot_release).where(_release.id == release)
    tx.execute(mine.values(ends=at, version=_release.version + 1))
