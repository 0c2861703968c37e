"""Rows of new parkers, made ready before the write lock is taken and written in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import NamedTuple, TypeAlias

from sqlcipher3 import dbapi2

from izix_desk.domain.credentials import Credential
from izix_desk.domain.parkers import Profile, Right, Vehicle
from izix_desk.domain.plates import fold, normalise
from izix_desk.store.columns import strings_to_json, to_microseconds
from izix_desk.store.ids import new_id
from izix_desk.store.search_keys import profile_keys
from izix_desk.store.search_words import name_words, profile_words, typo_keys

_ROWS_AT_ONCE = 256
Row = tuple[str | bytes | int | float | None, ...]

_PROFILE = (
    "INSERT INTO profile (nr, batch, id, organisation, first_name, last_name, phones, emails,"
    " company, language, tags, external_id, visitor, active, blocked, block_note, note,"
    " credits, due_cents)"
)
_VEHICLE = (
    "INSERT INTO vehicle (id, plate, plate_norm, plate_fold, country, profile, organisation,"
    " active, blocked, block_note, valid_until)"
)
_RIGHT = "INSERT INTO access_right (id, policy, profile, vehicle, starts, ends)"
_CREDENTIAL = "INSERT INTO credential (id, profile, kind, value)"
_WORDS = "INSERT INTO search_words (rowid, words)"
_KEY = "INSERT OR IGNORE INTO search_key (key, nr)"
_LAST = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'profile'), 0)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parker:
    """A person with everything that a sheet says about them."""

    profile: Profile
    vehicles: tuple[Vehicle, ...] = ()
    rights: tuple[Right, ...] = ()
    credentials: tuple[Credential, ...] = ()


class ParkerRows(NamedTuple):
    """The rows of one parker; only the number of the profile is still missing.

    A plain tuple, since 100,000 of them go from one process to another.
    """

    profile: Row
    vehicles: tuple[Row, ...]
    rights: tuple[Row, ...]
    credentials: tuple[Row, ...]
    words: str
    keys: list[str]
    names: tuple[str, ...]


Ready: TypeAlias = ParkerRows | str
"""What an import writes: a new parker, or as text the change of one who is here already."""


def prepare(parker: Parker) -> ParkerRows:
    """Return the rows of a new parker."""
    return ParkerRows(
        _profile_row(parker.profile),
        tuple(vehicle_row(vehicle) for vehicle in parker.vehicles),
        tuple(right_row(right) for right in parker.rights),
        tuple(credential_row(parker.profile, each) for each in parker.credentials),
        profile_words(parker.profile),
        profile_keys(parker.profile, [each.plate for each in parker.vehicles], parker.credentials),
        name_words(parker.profile),
    )


def write_parkers(raw: dbapi2.Connection, parkers: Sequence[ParkerRows], batch: int | None) -> int:
    """Write parkers and return the number of the first; they are not found yet."""
    first = last_number(raw) + 1
    _insert(raw, _PROFILE, [(nr, batch, *rows.profile) for nr, rows in enumerate(parkers, first)])
    _insert(raw, _VEHICLE, [row for rows in parkers for row in rows.vehicles])
    _insert(raw, _RIGHT, [row for rows in parkers for row in rows.rights])
    _insert(raw, _CREDENTIAL, [row for rows in parkers for row in rows.credentials])
    return first


def _insert(raw: dbapi2.Connection, statement: str, rows: Sequence[Row]) -> None:
    """Insert many rows with few statements.

    After each one Python must have its turn again from the thread that reads the sheet, while
    the lock of the store is held.
    """
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        raw.execute(_several(statement, len(some[0]), len(some)), tuple(chain.from_iterable(some)))


@cache
def _several(statement: str, width: int, size: int) -> str:
    # The same text each time, so that the statement stays prepared.
    row = f"({', '.join('?' * width)})"
    return f"{statement} VALUES {', '.join([row] * size)}"


def last_number(raw: dbapi2.Connection) -> int:
    """Return the highest number that a profile ever had."""
    row = raw.execute(_LAST).fetchone()
    return int(str(row[0])) if row else 0


def write_words(raw: dbapi2.Connection, words: Sequence[Row]) -> None:
    """Write the search words of profiles by number."""
    # One by one: at every statement for several rows FTS5 writes out what it has gathered.
    raw.executemany(f"{_WORDS} VALUES (?, ?)", words)


def write_keys(raw: dbapi2.Connection, keys: Sequence[Row]) -> None:
    """Write search keys with the numbers of their profiles; in order they cost least."""
    _insert(raw, _KEY, keys)


def write_names(raw: dbapi2.Connection, names: Sequence[Row]) -> None:
    """Note names, so that a misspelt one is found."""
    for (name,) in names:
        if raw.execute("INSERT OR IGNORE INTO name_token VALUES (?)", (name,)).rowcount > 0:
            keys = [(key, name) for key in typo_keys(str(name))]
            raw.executemany("INSERT OR IGNORE INTO name_typo VALUES (?, ?)", keys)


def vehicle_row(vehicle: Vehicle) -> Row:
    """Return the row of a vehicle."""
    return (
        vehicle.id.bytes,
        vehicle.plate,
        normalise(vehicle.plate),
        fold(vehicle.plate),
        vehicle.country,
        None if vehicle.profile is None else vehicle.profile.bytes,
        vehicle.organisation,
        int(vehicle.active),
        int(vehicle.blocked),
        vehicle.block_note,
        None if vehicle.valid_until is None else to_microseconds(vehicle.valid_until),
    )


def right_row(right: Right) -> Row:
    """Return the row of an access right."""
    return (
        right.id.bytes,
        right.policy,
        None if right.profile is None else right.profile.bytes,
        None if right.vehicle is None else right.vehicle.bytes,
        _day(right.starts),
        _day(right.ends),
    )


def credential_row(profile: Profile, credential: Credential) -> Row:
    """Return the row of a credential."""
    return new_id().bytes, profile.id.bytes, credential.kind.value, credential.value


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _profile_row(profile: Profile) -> Row:
    return (
        profile.id.bytes,
        profile.organisation,
        profile.first_name,
        profile.last_name,
        strings_to_json(profile.phones),
        strings_to_json(profile.emails),
        profile.company,
        profile.language,
        strings_to_json(profile.tags),
        profile.external_id,
        int(profile.visitor),
        int(profile.active),
        int(profile.blocked),
        profile.block_note,
        profile.note,
        profile.credits,
        profile.due_cents,
    )
