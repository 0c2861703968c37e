"""Column types: how the domain's values lie in the database."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from json.encoder import encode_basestring
from typing import Generic, TypeVar, cast
from uuid import UUID

from sqlalchemy import Dialect, Integer, LargeBinary, Text, TypeDecorator
from typing_extensions import override

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(instant: datetime) -> int:
    """Return an aware instant as whole microseconds since 1970 UTC."""
    return (instant - _EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> datetime:
    """Return the instant that `to_microseconds` was given, in UTC."""
    return _EPOCH + value * _MICROSECOND


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
        return None if value is None else to_microseconds(value)

    @override
    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_microseconds(value)


class Code(TypeDecorator[E], Generic[E]):
    """A member of one enumeration, as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, members: type[E]) -> None:
        super().__init__()
        self.members = members

    @override
    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        return None if value is None else self.members(value)


class Nested(TypeDecorator[T], Generic[T]):
    """A value of several parts as JSON; `build` makes it again from what JSON gives."""

    impl = Text
    cache_ok = True

    def __init__(self, build: Callable[[object], T]) -> None:
        super().__init__()
        self.build = build

    @override
    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:
        return None if value is None else to_json(value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> T | None:
        return None if value is None else self.build(json.loads(value))


def to_json(value: object) -> str:
    """Return a dataclass, or a tuple or mapping of plain values or dataclasses, as JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, default=str)


def strings_to_json(value: tuple[str, ...]) -> str:
    """Return what `to_json` does for strings; a big import asks for it a million times."""
    return f"[{', '.join(map(encode_basestring, value))}]"


def strings(value: object) -> tuple[str, ...]:
    """Build a tuple of strings from JSON."""
    return tuple(cast("list[str]", value))


def words(value: object) -> Mapping[str, str]:
    """Build a mapping of strings from JSON."""
    return cast("dict[str, str]", value)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        # Not `asdict`, which makes a deep copy of every id and date first.
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in cast("Sequence[object]", value)]
    if isinstance(value, Mapping):
        parts = cast("Mapping[str, object]", value)
        return {key: _plain(part) for key, part in parts.items()}
    return value
