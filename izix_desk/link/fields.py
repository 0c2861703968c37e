"""Takes the fields of a message out of JSON; raises ValueError or KeyError for what is none."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias, cast

Fields: TypeAlias = Mapping[str, object]


def instant(value: object) -> datetime | None:
    """Return an instant with its zone; None for null."""
    if value is None:
        return None
    read = datetime.fromisoformat(str(value))
    if read.tzinfo is None:
        raise ValueError("an instant with its zone was expected")
    return read


def mapping(value: object) -> Fields:
    """Return an object."""
    if not isinstance(value, dict):
        raise ValueError("an object was expected")  # noqa: TRY004 - decode catches one kind
    return cast("dict[str, object]", value)


def items(value: object) -> list[object]:
    """Return a list."""
    if not isinstance(value, list):
        raise ValueError("a list was expected")  # noqa: TRY004 - decode catches one kind
    return cast("list[object]", value)


def text(fields: Fields, key: str) -> str:
    """Return the text of that name."""
    return word(fields[key])


def word(value: object) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise ValueError("a text was expected")  # noqa: TRY004 - decode catches one kind
    return value


def flag(value: object) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise ValueError("true or false was expected")  # noqa: TRY004 - decode catches one kind
    return value


def number(value: object) -> float:
    """Return a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("a number was expected")
    return float(value)


def number_or_none(value: object) -> float | None:
    """Return a finite number; None for null."""
    return None if value is None else number(value)


def whole(value: object) -> int:
    """Return a whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("a whole number was expected")  # noqa: TRY004 - decode catches one kind
    return value


def whole_or_none(value: object) -> int | None:
    """Return a whole number; None for null."""
    return None if value is None else whole(value)
