"""The site's own data: read as one value, written by what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import delete, insert, select, update

from izix_desk.domain.errors import StoreFault
from izix_desk.domain.site import (
    Community,
    Gate,
    Lease,
    Line,
    Lot,
    Organisation,
    OutOfService,
    Policy,
    Site,
)
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.ids import new_id
from izix_desk.store.out_of_service import all_out
from izix_desk.store.shapes import Shape

T = TypeVar("T")

_KEPT = "izix_desk site"

_SITE = Shape(schema.site, Site)
_LINES = Shape(schema.wiring_line, Line)
_SHAPES: tuple[tuple[str, str, Shape[Any]], ...] = (
    # In this order each table comes after those it refers to.
    ("organisation", "organisations", Shape(schema.organisation, Organisation)),
    ("lot", "lots", Shape(schema.lot, Lot)),
    ("gate", "gates", Shape(schema.gate, Gate)),
    ("lease", "leases", Shape(schema.lease, Lease)),
    ("community", "communities", Shape(schema.community, Community)),
    ("policy", "policies", Shape(schema.policy, Policy)),
)


@dataclass(frozen=True, slots=True)
class SiteChanges:
    """What loading a site does, each as one reads it: `gate p1-entry`."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The rows of one table that differ."""

    added: dict[str, Any]
    changed: dict[str, Any]
    removed: tuple[str, ...]


def load_site(tx: Transaction) -> Site:
    """Return the site as it stands now; raises StoreFault when none was loaded yet."""
    saved = tx.exec_driver_sql("SELECT saved FROM site").first()
    if saved is None:
        raise StoreFault("The store holds no site yet: load one with `izix-desk site load FILE`.")
    kept: tuple[object, Site] | None = tx.info.get(_KEPT)
    if kept is None or kept[0] != saved[0]:
        # Every gate command asks for the site, and it hardly ever changes.
        tx.info[_KEPT] = kept = (saved[0], _with_out(filed_site(tx), all_out(tx)))
    return kept[1]


def _with_out(site: Site, out: Mapping[str, OutOfService]) -> Site:
    if not out:
        return site
    gates = (_set_out(gate, out[gate.id]) if gate.id in out else gate for gate in site.gates)
    return replace(site, gates=tuple(gates))


def _set_out(gate: Gate, out: OutOfService) -> Gate:
    return replace(
        gate,
        in_service=False,
        out_of_service_note=out.note,
        out_of_service_by=out.operator,
        out_of_service_since=out.since,
    )


def filed_site(tx: Transaction) -> Site:
    """Return the site as its file says it, whatever people set out of service since."""
    row = tx.execute(_SITE.select()).one()
    header: dict[str, Any] = dict(zip(_SITE.names, row, strict=True))
    parts: dict[str, Any] = {name: tuple(_stored(tx, shape).values()) for _, name, shape in _SHAPES}
    return Site(**header, **parts, lines=_lines(tx))


def plan_changes(tx: Transaction, site: Site) -> SiteChanges:
    """Return what `save_site` would do, and do nothing."""
    added: list[str] = []
    changed: list[str] = []
    removed: list[str] = []
    for kind, name, shape in _SHAPES:
        plan = _plan(_stored(tx, shape), _named(kind, getattr(site, name)))
        _tell(kind, plan, (added, changed, removed))
    _tell("line", _plan(_by_id(_lines(tx)), _by_id(site.lines)), (added, changed, removed))
    if _header_differs(tx, site):
        changed.append("site")
    return SiteChanges(tuple(added), tuple(changed), tuple(removed))


def save_site(tx: Transaction, site: Site) -> SiteChanges:
    """Bring the store to this site; what is gone is kept as a tombstone."""
    changes = plan_changes(tx, site)
    if not changes and site == filed_site(tx):
        return changes
    _save_header(tx, site)
    for kind, name, shape in _SHAPES:
        wanted = _named(kind, getattr(site, name))
        _apply(tx, shape, _plan(_stored(tx, shape), wanted))
        _order(tx, shape, tuple(wanted))
    _save_lines(tx, site.lines)
    return changes


def _stored(tx: Transaction, shape: Shape[T]) -> dict[str, T]:
    table = shape.table
    query = (
        select(*shape.columns, table.c.id.label("row_id"))
        .where(table.c.deleted_at.is_(None))
        .order_by(table.c.position, table.c.id)
    )
    return {row.row_id: shape.value(row) for row in tx.execute(query)}


def _named(kind: str, values: Sequence[Any]) -> dict[str, Any]:
    if kind != "lease":
        return _by_id(values)
    return {f"{lease.tenant}@{lease.lot}@{lease.starts}": lease for lease in values}


def _by_id(values: Sequence[Any]) -> dict[str, Any]:
    return {value.id: value for value in values}


def _plan(stored: dict[str, Any], wanted: dict[str, Any]) -> _Plan:
    return _Plan(
        added={key: value for key, value in wanted.items() if key not in stored},
        changed={
            key: value for key, value in wanted.items() if key in stored and stored[key] != value
        },
        removed=tuple(key for key in stored if key not in wanted),
    )


def _tell(kind: str, plan: _Plan, lists: tuple[list[str], list[str], list[str]]) -> None:
    for keys, told in zip((plan.added, plan.changed, plan.removed), lists, strict=True):
        told.extend(f"{kind} {key}" for key in keys)


def _apply(tx: Transaction, shape: Shape[Any], plan: _Plan) -> None:
    table = shape.table
    gone = set(tx.execute(select(table.c.id).where(table.c.deleted_at.is_not(None))).scalars())
    for key, value in plan.added.items():
        columns = {**shape.values(value), "id": key, "deleted_at": None}
        if key in gone:
            _update(tx, shape, key, columns)
        else:
            tx.execute(insert(table).values(**columns, uid=new_id()))
    for key, value in plan.changed.items():
        _update(tx, shape, key, shape.values(value))
    for key in plan.removed:
        _update(tx, shape, key, {"deleted_at": datetime.now(UTC)})


def _update(tx: Transaction, shape: Shape[Any], key: str, columns: dict[str, Any]) -> None:
    table = shape.table
    columns = {**columns, "version": table.c.version + 1}
    tx.execute(update(table).where(table.c.id == key).values(**columns))


def _order(tx: Transaction, shape: Shape[Any], keys: tuple[str, ...]) -> None:
    table = shape.table
    for place, key in enumerate(keys):
        here = update(table).where(table.c.id == key, table.c.position != place)
        tx.execute(here.values(position=place))


def _header(site: Site) -> dict[str, Any]:
    return {name: getattr(site, name) for name in _SITE.names}


def _header_differs(tx: Transaction, site: Site) -> bool:
    row = tx.execute(_SITE.select()).first()
    return row is None or dict(zip(_SITE.names, row, strict=True)) != _header(site)


def _save_header(tx: Transaction, site: Site) -> None:
    table = schema.site
    if tx.execute(select(table.c.id)).first() is None:
        tx.execute(insert(table).values(id="site", uid=new_id(), saved=new_id(), **_header(site)))
    else:
        values = {**_header(site), "saved": new_id(), "version": table.c.version + 1}
        tx.execute(update(table).values(**values))


def _lines(tx: Transaction) -> tuple[Line, ...]:
    return _LINES.all(tx, _LINES.select().order_by(schema.wiring_line.c.position))


def _save_lines(tx: Transaction, lines: Sequence[Line]) -> None:
    if tuple(lines) == _lines(tx):
        return
    tx.execute(delete(schema.wiring_line))
    for place, line in enumerate(lines):
        _LINES.insert(tx, [line], position=place)
