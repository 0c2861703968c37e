"""Badges, PINs and codes of profiles: kept, and followed back to whoever shows them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, insert, select, tuple_, update
from sqlalchemy.sql import ColumnElement

from izix_desk.domain.credentials import Credential
from izix_desk.domain.parkers import Reservation, ReservationKind
from izix_desk.domain.site import Method
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import RESERVATIONS, visible
from izix_desk.store.search_keys import credential_key

_credential, _profile, _key = schema.credential.c, schema.profile.c, schema.search_key.c
_reservation = schema.reservation.c
_keys: BindParameter[Any] = bindparam("keys", expanding=True)
_names: BindParameter[Any] = bindparam("names", expanding=True)


def _held(*columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    # By the keys, which lead to few profiles; `credential` itself has no index on its values.
    return (
        select(*columns)
        .join(schema.profile, _profile.id == _credential.profile)
        .join(schema.search_key, _key.nr == _profile.nr)
        .where(_key.key.in_(_keys), _credential.kind == bindparam("kind"))
        .where(_credential.value.in_(_names), _credential.deleted_at.is_(None), visible())
        .distinct()
    )


_HOLDERS = _held(_credential.profile)
_HELD = _held(_credential.value, _credential.profile)
_OF_CODE = RESERVATIONS.select().where(
    # The index leaves out empty codes, and is used only when the query says so too.
    _reservation.code.in_(_names),
    _reservation.code != "",
    _reservation.kind == ReservationKind.VISIT,
    _reservation.deleted_at.is_(None),
)


def holders(tx: Transaction, kind: Method, names: Collection[str]) -> tuple[UUID, ...]:
    """Return the profiles that have a credential of one of these names."""
    return tuple(tx.execute(_HOLDERS, _asked(kind, names)).scalars())


def pin_owners(tx: Transaction, pins: Collection[str]) -> Mapping[str, frozenset[UUID]]:
    """Return whose profiles these PINs already belong to."""
    owners: dict[str, frozenset[UUID]] = {}
    for pin, owner in tx.execute(_HELD, _asked(Method.PIN, pins)) if pins else ():
        owners[pin] = owners.get(pin, frozenset()) | {owner}
    return owners


def visits_of_code(tx: Transaction, codes: Collection[str]) -> tuple[Reservation, ...]:
    """Return the visits that have one of these access codes."""
    return RESERVATIONS.all(tx, _OF_CODE, {"names": [code.upper() for code in codes]})


def credentials_of(tx: Transaction, profile: UUID) -> tuple[Credential, ...]:
    """Return what a profile may show instead of a plate."""
    mine = _credential.profile == profile, _credential.deleted_at.is_(None)
    rows = tx.execute(select(_credential.kind, _credential.value).where(*mine))
    return tuple(Credential(row[0], row[1]) for row in rows)


def add_credentials(tx: Transaction, profile: UUID, credentials: Sequence[Credential]) -> None:
    """Store new credentials of a profile; `search_index` keeps them findable."""
    rows = [
        {"id": new_id(), "profile": profile, "kind": each.kind, "value": each.value}
        for each in credentials
    ]
    if rows:
        tx.execute(insert(schema.credential), rows)


def take_credentials(tx: Transaction, profile: UUID, credentials: Sequence[Credential]) -> None:
    """Take credentials from a profile; they stay as tombstones."""
    if not credentials:
        return
    those = [(each.kind, each.value) for each in credentials]
    mine = update(schema.credential).where(
        _credential.profile == profile,
        _credential.deleted_at.is_(None),
        tuple_(_credential.kind, _credential.value).in_(those),
    )
    tx.execute(mine.values(deleted_at=datetime.now(UTC), version=_credential.version + 1))


def _asked(kind: Method, names: Collection[str]) -> dict[str, object]:
    keys = {credential_key(Credential(kind, name)) for name in names}
    return {"kind": kind, "keys": sorted(keys), "names": sorted(names)}
