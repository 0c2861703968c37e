"""The rival of the import measurement: every row of a sheet in one transaction, nothing checked.

Run as a process of its own: `python -m izix_desk.commands.bench.naive_import FOLDER SHEET`. The
store is an encrypted one with the same indices; who else wants to write waits to the end.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from izix_desk.domain.parkers import Profile, Right, Vehicle
from izix_desk.store.database import Database, Role, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.ids import new_id
from izix_desk.store.parker_rows import (
    Parker,
    ParkerRows,
    prepare,
    write_keys,
    write_names,
    write_parkers,
    write_words,
)


def main() -> None:
    """Read the whole sheet, then write it."""
    folder, sheet = SiteFolder(Path(sys.argv[1])), Path(sys.argv[2])
    rows = list(_rows(sheet))
    database = open_database(folder, Role.BULK)
    try:
        database.write(lambda _: _write(database, rows))
    finally:
        database.close()


def _rows(sheet: Path) -> Iterator[ParkerRows]:
    with sheet.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield prepare(_parker(row))


def _parker(row: dict[str, str]) -> Parker:
    profile = Profile(
        id=new_id(),
        organisation=row["Organisation"].lower(),
        last_name=row["Last name"],
        first_name=row["First name"],
        emails=(row["Email"],),
        phones=(row["Phone"],),
        external_id=row["External ID"],
    )
    plates = row["Licence plates"].split(";")
    vehicles = (Vehicle(id=new_id(), plate=plate, profile=profile.id) for plate in plates)
    right = Right(id=new_id(), policy=row["Access policies"], profile=profile.id)
    return Parker(profile=profile, vehicles=tuple(vehicles), rights=(right,))


def _write(database: Database, rows: list[ParkerRows]) -> None:
    raw = database.raw
    numbered = list(enumerate(rows, write_parkers(raw, rows, None)))
    write_words(raw, [(nr, each.words) for nr, each in numbered])
    write_keys(raw, [(key, nr) for nr, each in numbered for key in each.keys])
    write_names(raw, [(name,) for name in {name for each in rows for name in each.names}])


if __name__ == "__main__":
    main()
