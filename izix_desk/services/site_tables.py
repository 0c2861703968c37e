"""Reads one table of a site file key by key, and says in one sentence what is wrong with it."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NoReturn, TypeVar, cast

from izix_desk.domain.errors import BadInput

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

_LONGEST_SHOWN = 80


def parse_toml(text: str, name: str) -> Mapping[str, object]:
    """Return what a TOML text holds; `name` is how errors call it."""
    try:
        # Some editors mark a text as UTF-8 with a first character that nobody sees.
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as bad:
        raise BadInput(f"{name} is not valid TOML: {bad}.") from None


class Table:
    """A table under its name in the file; a key that nobody asked for is an error at the end."""

    def __init__(self, file: str, where: str, values: Mapping[str, object]) -> None:
        self.where = where
        self._file = file
        self._values = values
        self._asked: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def renamed(self, where: str) -> "Table":
        """Return the same table under another name, e.g. once its id is known."""
        same = Table(self._file, where, self._values)
        same._asked = self._asked
        return same

    def fault(self, key: str, problem: str) -> NoReturn:
        """Raise BadInput: file, key, and what was expected."""
        raise BadInput(f"{self._file}: {self._place(key)} {problem}.")

    def wrong(self, key: str, expected: str) -> NoReturn:
        """Raise BadInput for a value that is there but is not what was expected."""
        self.fault(key, f"must be {expected}, not {shown(self._values.get(key))}")

    def finish(self) -> None:
        """Refuse keys that no question was about: a typing error must not pass in silence."""
        known = sorted(set(self._asked))
        for key in self._values:
            if key not in known:
                self.fault(key, f"is not a key of this table, which takes {', '.join(known)}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there and must not be empty."""
        value = self._take(key, default, str, "a text")
        if default is None and not value.strip():
            self.wrong(key, "a text that is not empty")
        return value

    def bytes(self, key: str, expected: str, default: tuple[int, ...]) -> tuple[int, ...]:
        """Return a list of different bytes, at least one."""
        if key not in self:
            return self._absent(key) or default
        values = self._list(key, expected)
        fits = all(type(value) is int and value in range(256) for value in values)
        if not values or not fits or len(set(values)) < len(values):
            self.wrong(key, expected)
        return cast("tuple[int, ...]", values)

    def optional_text(self, key: str) -> str | None:
        """Return a text, or None when the key is absent."""
        return self.text(key) if key in self else self._absent(key)

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        return self._take(key, default, bool, "true or false")

    def whole(self, key: str, allowed: range, default: int | None = None) -> int:
        """Return a whole number of the range."""
        expected = f"a whole number from {allowed.start} to {allowed.stop - 1}"
        value = self._take(key, default, int, expected)
        if isinstance(self._values.get(key), bool) or value not in allowed:
            self.wrong(key, expected)
        return value

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """Return a number from low to high."""
        expected = f"a number from {low:g} to {high:g}"
        value = self._take(key, default, (int, float), expected)
        if isinstance(self._values.get(key), bool) or not low <= value <= high:
            self.wrong(key, expected)
        return float(value)

    def optional_number(self, key: str, low: float, high: float) -> float | None:
        """Return a number from low to high, or None when the key is absent."""
        return self.number(key, low, high) if key in self else self._absent(key)

    def optional_whole(self, key: str, allowed: range) -> int | None:
        """Return a whole number of the range, or None when the key is absent."""
        return self.whole(key, allowed) if key in self else self._absent(key)

    def day(self, key: str) -> date:
        """Return a date, written without quotes."""
        value = self._take(key, None, date, "a date such as 2026-01-31, without quotes")
        if isinstance(value, datetime):
            self.wrong(key, "a date without a time")
        return value

    def optional_day(self, key: str) -> date | None:
        """Return a date, or None when the key is absent."""
        return self.day(key) if key in self else self._absent(key)

    def days(self, key: str) -> tuple[date, ...]:
        """Return a list of dates, by default none."""
        values = self._list(key)
        if not all(isinstance(v, date) and not isinstance(v, datetime) for v in values):
            self.wrong(key, "a list of dates such as [2026-12-24]")
        return cast("tuple[date, ...]", values)

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of different texts."""
        values = self._list(key) if key in self else default
        self._asked.append(key)
        if not all(isinstance(v, str) and v for v in values) or len(set(values)) < len(values):
            self.wrong(key, "a list of different texts")
        return cast("tuple[str, ...]", values)

    def one_of(self, key: str, choices: type[E], default: E | None = None) -> E:
        """Return the member of an enumeration that the text names."""
        expected = f"one of {', '.join(choices)}"
        value = self._take(key, default, str, expected)
        if value not in set(choices):
            self.wrong(key, expected)
        return choices(value)

    def table(self, key: str) -> "Table | None":
        """Return the table under a key, or None when the key is absent."""
        if key not in self:
            return self._absent(key)
        values = self._values[key]
        if not isinstance(values, dict):
            self.wrong(key, "a table such as { key = value }")
        self._asked.append(key)
        return Table(self._file, self._place(key), cast("dict[str, object]", values))

    def holds_table(self, key: str) -> bool:
        """Tell whether the key has a table of its own instead of a plain value."""
        return isinstance(self._values.get(key), dict)

    def words(self, key: str) -> Mapping[str, str]:
        """Return texts by two-letter language."""
        table = self.table(key)
        if table is None:
            return {}
        for language in table:
            if not (len(language) == 2 and language.isalpha() and language.islower()):
                table.fault(language, "is not a two-letter language such as en, fr or nl")
        return {language: table.text(language) for language in table}

    def numbers(self, key: str) -> Mapping[str, int]:
        """Return a mandatory table of whole numbers from 0 on."""
        table = self.table(key)
        if table is None:
            self.missing(key, "a table such as { staff = 80 }")
        return {name: table.whole(name, range(1_000_000)) for name in table}

    def tables(self, key: str, name: str) -> tuple["Table", ...]:
        """Return the tables of a list; each is called by `name` and its place."""
        expected = f"a list of tables, {'[{ … }]' if self.where else f'[[{key}]]'}"
        values = self._list(key, expected)
        if not all(isinstance(value, dict) for value in values):
            self.wrong(key, expected)
        inner = cast("tuple[dict[str, object], ...]", values)
        return tuple(Table(self._file, f"{name} {n}", v) for n, v in enumerate(inner, start=1))

    def missing(self, key: str, expected: str) -> NoReturn:
        """Raise BadInput for a mandatory key that is not there."""
        self.fault(key, f"is missing; expected {expected}")

    def check(self, key: str, parse: Callable[[str], T], value: str) -> T:
        """Parse a text whose grammar another module knows; its complaint gets the key's name."""
        try:
            return parse(value)
        except BadInput as bad:
            self.fault(key, f"is not understood: {str(bad).rstrip('.')}")

    def refer(self, key: str, value: str, known: Iterable[str], kind: str) -> None:
        """Refuse a reference to something that the file does not define."""
        ids = tuple(known)
        if value not in ids:
            self.fault(
                key,
                f"must be the id of {'an' if kind[0] in 'aeiou' else 'a'} {kind} of this file"
                f" ({', '.join(ids) or 'there is none'}), not {shown(value)}",
            )

    def _place(self, key: str) -> str:
        return ".".join(part for part in (self.where, key) if part)

    def _absent(self, key: str) -> None:
        self._asked.append(key)

    def _list(self, key: str, expected: str = "a list such as [ … ]") -> tuple[object, ...]:
        self._asked.append(key)
        value = self._values.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, expected)
        return tuple(cast("list[object]", value))

    def _take(
        self, key: str, default: T | None, kind: type[T] | tuple[type, ...], expected: str
    ) -> T:
        self._asked.append(key)
        if key not in self:
            return default if default is not None else self.missing(key, expected)
        value = self._values[key]
        if not isinstance(value, kind):
            self.wrong(key, expected)
        return cast("T", value)


def shown(value: object) -> str:
    """Return a value as a person would find it in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
