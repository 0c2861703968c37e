"""The tables of the local store.

Site data rows carry `uid` (UUIDv7, for sharing between desks later), `version` (checked when
edited) and `deleted_at` (a tombstone). Facts are append-only. Wiring never leaves this PC.
"""

from datetime import UTC, datetime, timedelta
from typing_extensions import override
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Id(TypeDecorator[UUID]):
    """A UUID as 16 bytes; UUIDv7 keeps the order of making."""

    impl = LargeBinary(16)
    cache_ok = True

    @override
    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.bytes

    @override
    def process_result_value(self, value: bytes | None, dialect: Dialect) -> UUID | None:
        return None if value is None else UUID(bytes=value)


class Instant(TypeDecorator[datetime]):
    """An aware instant as whole microseconds since 1970 UTC, so that it sorts and compares."""

    impl = Integer
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    @override
    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + value * _MICROSECOND


metadata = MetaData()


def _site_data(name: str, *columns: Column[object] | Index) -> Table:
    return Table(
        name,
        metadata,
        Column("id", Text, primary_key=True),
        Column("uid", Id, nullable=False, unique=True),
        Column("version", Integer, nullable=False, server_default=text("1")),
        Column("deleted_at", Instant),
        *columns,
    )
