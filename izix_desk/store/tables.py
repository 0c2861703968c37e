"""What all tables share: one catalogue of them, and the columns that recur."""

from sqlalchemy import Boolean, Column, Integer, MetaData, Table, Text, text
from sqlalchemy.schema import SchemaItem

from izix_desk.store.columns import Id, Instant

metadata = MetaData()


def site_data(name: str, *columns: SchemaItem) -> Table:
    """Declare a table that people edit: checked by version, deleted by tombstone."""
    return Table(
        name,
        metadata,
        Column("id", Text, primary_key=True),
        Column("uid", Id, nullable=False, unique=True),
        Column("version", Integer, nullable=False, server_default=text("1")),
        Column("position", Integer, nullable=False, server_default=text("0")),
        Column("deleted_at", Instant),
        *columns,
    )


def text_column(name: str) -> Column[str]:
    """Declare a text that may be empty and is never null."""
    return Column(name, Text, nullable=False, server_default=text("''"))


def flag_column(name: str, *, on: bool = False) -> Column[bool]:
    """Declare a yes or no."""
    return Column(name, Boolean, nullable=False, server_default=text("1" if on else "0"))
