"""How a table's rows and a domain value turn into each other: columns carry the fields' names."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, Select, Table, insert, select
from sqlalchemy.sql import ColumnElement

from izix_desk.store.database import Transaction

T = TypeVar("T")


class Shape(Generic[T]):
    """One table read and written as one kind of frozen dataclass."""

    def __init__(self, table: Table, kind: type[T]) -> None:
        self.table = table
        self.kind = kind
        names = [field.name for field in fields(kind)]  # pyright: ignore[reportArgumentType] T is a dataclass
        self.names = tuple(name for name in names if name in table.c)
        self.columns = tuple(table.c[name] for name in self.names)

    def select(self) -> Select[*tuple[Any, ...]]:
        """Start a query for whole values."""
        return select(*self.columns)

    def value(self, row: Row[*tuple[Any, ...]]) -> T:
        """Return the value of a row of `select`; further columns may follow."""
        return self.kind(**dict(zip(self.names, row, strict=False)))

    def values(self, value: T) -> dict[str, Any]:
        """Return the columns of a value, for an insert or update."""
        return {name: getattr(value, name) for name in self.names}

    def all(
        self,
        tx: Transaction,
        query: Select[*tuple[Any, ...]],
        given: Mapping[str, object] | None = None,
    ) -> tuple[T, ...]:
        """Return what a query that began with `select` finds, with these values for its names."""
        return tuple(self.value(row) for row in tx.execute(query, given))

    def first(self, tx: Transaction, *where: ColumnElement[bool]) -> T | None:
        """Return one value that fits, or None."""
        row = tx.execute(self.select().where(*where)).first()
        return None if row is None else self.value(row)

    def insert(self, tx: Transaction, values: Iterable[T], **more: object) -> None:
        """Add values, with further columns that are the same for all."""
        rows = [{**self.values(value), **more} for value in values]
        if rows:
            tx.execute(insert(self.table), rows)
