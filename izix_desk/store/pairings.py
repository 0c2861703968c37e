"""The keys of paired devices: wiring of this PC, inside the encrypted store."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as upsert

from izix_desk.domain.pairing import Pairing
from izix_desk.store import schema
from izix_desk.store.audit import add_audit
from izix_desk.store.database import Transaction
from izix_desk.store.shapes import Shape

PAIRED = "PAIRED"
KEY_SENT = "KEY_SENT"
"""Actions in the audit."""

_DEVICE = schema.wiring_device
_PAIRINGS = Shape(_DEVICE, Pairing)


def load_pairings(tx: Transaction) -> tuple[Pairing, ...]:
    """Return all devices that were paired to the end."""
    done = _PAIRINGS.select().where(_DEVICE.c.key.is_not(None))
    return _PAIRINGS.all(tx, done.order_by(_DEVICE.c.line, _DEVICE.c.address))


def keys_tried(tx: Transaction, line: str, address: int) -> tuple[bytes, ...]:
    """Return the keys that a device may have from us, the likeliest first."""
    here = (_DEVICE.c.line == line) & (_DEVICE.c.address == address)
    row = tx.execute(select(_DEVICE.c.key, _DEVICE.c.candidate).where(here)).first()
    return () if row is None else tuple(key for key in row if key is not None)


def keep_candidate(
    tx: Transaction, line: str, address: int, key: bytes, *, operator: str, at: datetime
) -> None:
    """Keep a key before it is sent: should the answer get lost, the device may have it."""
    _put(tx, line, address, {"candidate": key})
    add_audit(tx, KEY_SENT, f"{line}/{address}", "", operator=operator, at=at)


def keep_pairing(tx: Transaction, pairing: Pairing) -> None:
    """Keep a device that has proven that it has its new key."""
    _put(tx, pairing.line, pairing.address, {**_PAIRINGS.values(pairing), "candidate": None})
    what = f"{pairing.vendor} {pairing.model} {pairing.serial}, firmware {pairing.firmware}"
    where = f"{pairing.line}/{pairing.address}"
    add_audit(tx, PAIRED, where, what, operator=pairing.operator, at=pairing.paired)


def _put(tx: Transaction, line: str, address: int, values: dict[str, object]) -> None:
    row = upsert(_DEVICE).values({"line": line, "address": address, **values})
    keys = [_DEVICE.c.line, _DEVICE.c.address]
    tx.execute(row.on_conflict_do_update(index_elements=keys, set_=values))
