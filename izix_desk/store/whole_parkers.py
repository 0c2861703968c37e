"""Parkers with everything that they have and are found by, read many at a time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select

from izix_desk.domain.credentials import Credential
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.parker_rows import Parker
from izix_desk.store.parkers import PROFILES, RIGHTS, VEHICLES, visible
from izix_desk.store.search_keys import profile_keys
from izix_desk.store.search_words import name_words, profile_words

T = TypeVar("T")

_profile, _vehicle, _right = schema.profile.c, schema.vehicle.c, schema.access_right.c
_credential, _visit = schema.credential.c, schema.reservation.c
_ids: BindParameter[list[UUID]] = bindparam("ids", expanding=True)
# Made once: to make them again takes longer than to ask them.
_MINE = PROFILES.select().add_columns(_profile.nr).where(_profile.id.in_(_ids))
_OF_ANY_BATCH = _MINE.where(_profile.deleted_at.is_(None))
_VISIBLE = _MINE.where(visible())
_VEHICLES = (
    VEHICLES.select()
    .where(_vehicle.profile.in_(_ids), _vehicle.deleted_at.is_(None))
    .order_by(_vehicle.id)
)
_RIGHTS = (
    RIGHTS.select()
    # The condition is also that of the index on the rights of profiles, in the same words.
    .where(_right.profile.in_(_ids), _right.profile.is_not(None), _right.deleted_at.is_(None))
    .order_by(_right.id)
)
_CREDENTIALS = (
    select(_credential.profile, _credential.kind, _credential.value)
    .where(_credential.profile.in_(_ids), _credential.deleted_at.is_(None))
    .order_by(_credential.id)
)
_HOSTS = (
    select(_visit.profile, _visit.host)
    .where(_visit.profile.in_(_ids), _visit.host != "", _visit.deleted_at.is_(None))
    .order_by(_visit.id)
)


@dataclass(frozen=True, slots=True)
class WholeParker:
    """A stored parker, its number, and whom its visits were for."""

    number: int
    parker: Parker
    hosts: tuple[str, ...] = ()

    def words(self) -> str:
        """Return the words for the full-text index."""
        return profile_words(self.parker.profile, self.hosts)

    def search_keys(self) -> set[str]:
        """Return the search keys."""
        plates = [each.plate for each in self.parker.vehicles]
        return set(profile_keys(self.parker.profile, plates, self.parker.credentials))

    def names(self) -> set[str]:
        """Return the words of the name that may be misspelt."""
        return set(name_words(self.parker.profile))


def whole_parkers(
    tx: Transaction, ids: Collection[UUID], *, of_any_batch: bool = False
) -> dict[UUID, WholeParker]:
    """Return those of these parkers that there are; of an import under way only when asked for."""
    these = {"ids": list(ids)}
    vehicles = _grouped((each.profile, each) for each in VEHICLES.all(tx, _VEHICLES, these))
    rights = _grouped((each.profile, each) for each in RIGHTS.all(tx, _RIGHTS, these))
    credentials = _grouped(
        (row[0], Credential(row[1], row[2])) for row in tx.execute(_CREDENTIALS, these)
    )
    hosts = _grouped((row[0], row[1]) for row in tx.execute(_HOSTS, these))
    found: dict[UUID, WholeParker] = {}
    for row in tx.execute(_OF_ANY_BATCH if of_any_batch else _VISIBLE, these):
        who = PROFILES.value(row)
        parker = Parker(
            profile=who,
            vehicles=vehicles.get(who.id, ()),
            rights=rights.get(who.id, ()),
            credentials=credentials.get(who.id, ()),
        )
        found[who.id] = WholeParker(row.nr, parker, hosts.get(who.id, ()))
    return found


def _grouped(pairs: Iterable[tuple[UUID | None, T]]) -> dict[UUID, tuple[T, ...]]:
    groups: dict[UUID, tuple[T, ...]] = {}
    for owner, value in pairs:
        if owner is not None:
            groups[owner] = (*groups.get(owner, ()), value)
    return groups
