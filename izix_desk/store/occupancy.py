"""How many spots are taken: by cars inside, by cars on their way in, by reservations."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, insert, select, text

from izix_desk.domain.plates import normalise
from izix_desk.store import schema
from izix_desk.store.columns import Instant
from izix_desk.store.database import Transaction
from izix_desk.store.shapes import Shape
from izix_desk.store.tables_parkers import LONG, SHORT, STILL_TO_COME

Counts: TypeAlias = Mapping[tuple[str, str], int]
"""Cars per organisation (empty for none) and group of a lot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """The spot of a car that a gate was opened for and that has not driven in yet."""

    command: UUID
    lot: str
    group: str
    organisation: str = ""
    profile: UUID | None = None
    plate: str = ""
    """Normalised."""

    def is_of(self, plate: str, profile: UUID | None) -> bool:
        """Tell whether it is this car's own; by the plate where both have one."""
        if self.plate and plate:
            return self.plate == normalise(plate)
        return profile is not None and self.profile == profile


_COMING = Shape(schema.coming, Coming)
_coming = schema.coming.c
_count = schema.inside_count.c
_session = schema.session.c
_A_DAY = timedelta(days=1)
# Built once: making a statement costs more than running it, and a gate waits for these.
_INSIDE = select(_count.organisation, _count.group, _count.cars).where(
    _count.lot == bindparam("lot"), _count.cars != 0
)
_ON_THEIR_WAY = _COMING.select().where(_coming.lot == bindparam("lot"))
# Each by the index made for it: SQLite would else read all that lie ahead to find the long ones.
_TO_COME = (
    select(
        text("coalesce(organisation, '') AS tenant"), text('"group"'), text("sum(cars - cars_in)")
    )
    .where(
        text("lot = :lot AND starts <= :at AND ends > :at").bindparams(
            bindparam("at", type_=Instant)
        ),
        text(STILL_TO_COME),
    )
    .group_by(text('tenant, "group"'))
)
_SHORT = _TO_COME.select_from(text("reservation INDEXED BY reservation_short")).where(
    text(SHORT), text("starts >= :yesterday").bindparams(bindparam("yesterday", type_=Instant))
)
_LONG = _TO_COME.select_from(text("reservation INDEXED BY reservation_long")).where(text(LONG))


def inside_counts(tx: Transaction, lot: str) -> dict[str, int]:
    """Return how many cars are inside, per group of a lot that has any."""
    return per_group(tenant_counts(tx, lot))


def tenant_counts(tx: Transaction, lot: str) -> dict[tuple[str, str], int]:
    """Return how many cars are inside, per organisation (empty for none) and group of a lot."""
    return _counts(tx.execute(_INSIDE, {"lot": lot}))


def counted_anew(tx: Transaction) -> dict[tuple[str, str, str], int]:
    """Return how many sessions are open by looking at each, per lot, organisation and group."""
    keys = _session.lot, func.coalesce(_session.organisation, ""), _session.group
    query = select(*keys, func.count()).where(_session.ended.is_(None)).group_by(*keys)
    return {(lot, tenant, group): n for lot, tenant, group, n in tx.execute(query)}


def counters(tx: Transaction) -> dict[tuple[str, str, str], int]:
    """Return the counters as they are kept, per lot, organisation and group."""
    query = select(_count.lot, _count.organisation, _count.group, _count.cars)
    return {(lot, tenant, group): n for lot, tenant, group, n in tx.execute(query) if n}


def set_counters(tx: Transaction, counts: Mapping[tuple[str, str, str], int]) -> None:
    """Replace the counters by these."""
    tx.execute(delete(schema.inside_count))
    rows = [
        {"lot": lot, "organisation": tenant, "group": group, "cars": n}
        for (lot, tenant, group), n in counts.items()
    ]
    if rows:
        tx.execute(insert(schema.inside_count), rows)


def keep_spot(tx: Transaction, car: Coming) -> None:
    """Keep a spot for a car on its way in; it is free again when its command has ended."""
    _COMING.insert(tx, [car])


def coming_counts(
    tx: Transaction, lot: str, *, but_plate: str = "", but_profile: UUID | None = None
) -> dict[tuple[str, str], int]:
    """Return how many cars are on their way in, but for one, per organisation and group."""
    cars = (_COMING.value(row) for row in tx.execute(_ON_THEIR_WAY, {"lot": lot}))
    others = (car for car in cars if not car.is_of(but_plate, but_profile))
    return dict(Counter((car.organisation, car.group) for car in others))


def reserved_counts(tx: Transaction, lot: str, at: datetime) -> dict[str, int]:
    """Return how many spots are reserved now by cars that have not arrived, per group."""
    return per_group(tenant_reserved(tx, lot, at))


def tenant_reserved(tx: Transaction, lot: str, at: datetime) -> dict[tuple[str, str], int]:
    """Return the same per organisation (empty for none) and group."""
    given = {"lot": lot, "at": at}
    short = tx.execute(_SHORT, {**given, "yesterday": at - _A_DAY})
    return added(_counts(short), _counts(tx.execute(_LONG, given)))


def _counts(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[tuple[str, str], int]:
    return {(tenant, group): n for tenant, group, n in rows}


def added(*counts: Counts) -> dict[tuple[str, str], int]:
    """Return several counts as one."""
    total: Counter[tuple[str, str]] = Counter()
    for each in counts:
        total.update(each)
    return dict(total)


def per_group(counts: Counts) -> dict[str, int]:
    """Return counts per organisation and group as counts per group."""
    totals: Counter[str] = Counter()
    for (_, group), count in counts.items():
        totals[group] += count
    return dict(totals)
