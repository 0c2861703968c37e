"""Which gates people set out of service: kept apart from the site, so that no load undoes it."""

from sqlalchemy import delete, update

from izix_desk.domain.site import OutOfService
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.ids import new_id
from izix_desk.store.shapes import Shape

_TABLE = schema.out_of_service
_OUT = Shape(_TABLE, OutOfService)


def all_out(tx: Transaction) -> dict[str, OutOfService]:
    """Return the gates that people set out of service, by gate."""
    return {each.gate: each for each in _OUT.all(tx, _OUT.select())}


def set_out(tx: Transaction, out: OutOfService) -> None:
    """Keep that a gate is out of service; whoever has read the site reads it again."""
    _OUT.insert(tx, [out])
    _touch_site(tx)


def set_back(tx: Transaction, gate: str) -> None:
    """Forget that a gate is out of service."""
    tx.execute(delete(_TABLE).where(_TABLE.c.gate == gate))
    _touch_site(tx)


def _touch_site(tx: Transaction) -> None:
    tx.execute(update(schema.site).values(saved=new_id()))
