"""The sheet of `site check`: every check that was ever made, appended."""

from sqlalchemy import func, select

from izix_desk.domain.checking import Checked
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.shapes import Shape

_CHECKS = Shape(schema.gate_check, Checked)
_check = schema.gate_check.c


def add_check(tx: Transaction, checked: Checked) -> None:
    """Append a check."""
    _CHECKS.insert(tx, [checked])


def last_checks(tx: Transaction) -> dict[tuple[str, str], Checked]:
    """Return the last check of each gate and item."""
    last = select(func.max(_check.seq)).group_by(_check.gate, _check.item)
    found = _CHECKS.all(tx, _CHECKS.select().where(_check.seq.in_(last)))
    return {(checked.gate, checked.item): checked for checked in found}
