"""Which column of a sheet holds what, told by its heading in English, French or Dutch."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from izix_desk.domain.errors import BadInput
from izix_desk.domain.names import simplify
from izix_desk.services.resources import resource

MANDATORY = ("last_name", "organisation")
SEVERAL = frozenset(
    {"emails", "phones", "plates", "policies", "tags", "badges", "qr_codes", "app_ids"}
)
"""Columns whose cells may hold several values, and that may be there more than once."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of the columns in a row, and the headings that mean nothing here."""

    places: Mapping[str, tuple[int, ...]]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Headings:
    """What headings and languages may be called; keys are simplified."""

    columns: Mapping[str, str]
    languages: Mapping[str, str]
    first_of: Mapping[str, str] = field(default_factory=dict[str, str])
    """Column → the heading to name in an error."""


def known_headings() -> Headings:
    """Return the aliases of resources/import_headings.toml."""
    text = resource("import_headings.toml").read_text(encoding="utf-8")
    tables = cast("dict[str, dict[str, list[str]]]", tomllib.loads(text))
    columns = tables["columns"]
    return Headings(
        _reversed(columns),
        _reversed(tables["languages"]),
        {column: names[0] for column, names in columns.items()},
    )


def find_columns(file: str, row: Sequence[str], headings: Headings) -> Columns:
    """Return where each column is; BadInput when a mandatory one is missing or one is there twice.

    What is not known is ignored, and told.
    """
    places: dict[str, tuple[int, ...]] = {}
    ignored: list[str] = []
    for place, heading in enumerate(row):
        column = _column(heading, headings)
        if column is None:
            ignored += [heading] if heading else []
            continue
        if column in places and column not in SEVERAL:
            raise BadInput(
                f"{file}: the columns “{row[places[column][0]]}” and “{heading}” mean the same;"
                " leave one out."
            )
        places[column] = (*places.get(column, ()), place)
    missing = [headings.first_of[name] for name in MANDATORY if name not in places]
    if missing:
        names = " and ".join(f"“{name}”" for name in missing)
        what = f"the column {names} is" if len(missing) == 1 else f"the columns {names} are"
        found = ", ".join(f"“{name}”" for name in row if name) or "no headings"
        raise BadInput(f"{file}: {what} missing; found {found}.")
    return Columns(places, tuple(ignored))


def alike(text: str) -> str:
    """Return text with only what tells two headings apart."""
    return "".join(sign for sign in simplify(text) if sign.isalnum())


def _column(heading: str, headings: Headings) -> str | None:
    key = alike(heading)
    several = headings.columns.get(key.rstrip("0123456789"))
    return headings.columns.get(key) or (several if several in SEVERAL else None)


def _reversed(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {alike(name): key for key, names in table.items() for name in names}
