"""Imports: unseen until they are whole, and nothing is left of those that were stopped."""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace

import pytest

from izix_desk.domain.credentials import Credential
from izix_desk.domain.errors import Refused
from izix_desk.domain.parkers import Profile, Right, Vehicle
from izix_desk.domain.site import Method
from izix_desk.store.batches import ImportBatch, has_leftovers, sweep
from izix_desk.store.changes import change_to_json
from izix_desk.store.database import Database, Role, Transaction, open_database
from izix_desk.store.finding import find
from izix_desk.store.folder import SiteFolder
from izix_desk.store.ids import new_id
from izix_desk.store.parker_rows import Parker, prepare
from izix_desk.store.parkers import profile, rights_of, vehicles_of

_STOP_HALF_WAY = """
import os, signal, sys
from pathlib import Path
from izix_desk.store.batches import ImportBatch
from izix_desk.store.database import Role, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.parker_rows import prepare
from tests.store.test_batches import people
database = open_database(SiteFolder(Path(sys.argv[1])), Role.BULK)
with ImportBatch(database, "sheet") as batch:
    for _ in batch.add(map(prepare, people(200))):
        pass
    {then}
    os.kill(os.getpid(), signal.SIGKILL)
"""
_COUNTED = ("profile", "vehicle", "access_right", "credential", "search_words", "search_key")


def people(count: int, first: int = 0) -> Iterable[Parker]:
    """Yield parkers with a plate, a right and a badge each."""
    for number in range(first, first + count):
        who = Profile(id=new_id(), organisation="acme", last_name=f"Peeters{number}")
        yield Parker(
            profile=who,
            vehicles=(Vehicle(id=new_id(), plate=f"1-AAA-{number:03}", profile=who.id),),
            rights=(Right(id=new_id(), policy="acme-staff", profile=who.id),),
            credentials=_badges(f"B{number}"),
        )


def _badges(*values: str) -> tuple[Credential, ...]:
    return tuple(Credential(Method.BADGE, value) for value in values)


def _counts(database: Database) -> dict[str, int]:
    def count(tx: Transaction) -> dict[str, int]:
        sql = "SELECT count(*) FROM "
        return {name: tx.exec_driver_sql(sql + name).scalar_one() for name in _COUNTED}

    return database.read(count)


def _found(database: Database, text: str) -> list[str]:
    return [match.profile.last_name for match in database.read(lambda tx: find(tx, text))]


def _add(batch: ImportBatch, parkers: Iterable[Parker]) -> int:
    return sum(batch.add(map(prepare, parkers)))


def test_an_import_counts_from_one_moment_on(folder: SiteFolder, database: Database) -> None:
    """An import counts from one moment on."""
    bulk = open_database(folder, Role.BULK)
    with ImportBatch(bulk, "sheet") as batch:
        assert _add(batch, people(120)) == 120
        assert _found(database, "Peeters7") == []
        assert _found(database, "1-AAA-007") == []
        batch.make_live()
        assert _found(database, "Peeters7")[0] == "Peeters7"
        assert _found(database, "1-AAA-007") == ["Peeters7"]
        assert _found(database, "B7") == ["Peeters7"]
    assert not database.read(has_leftovers)
    bulk.close()


def test_an_import_that_is_given_up_leaves_nothing(folder: SiteFolder, database: Database) -> None:
    """An import that is given up leaves nothing."""
    bulk = open_database(folder, Role.BULK)
    before = _counts(database)
    with ImportBatch(bulk, "sheet") as batch:
        _add(batch, people(60))
    assert _counts(database) == before
    assert not database.read(has_leftovers)
    bulk.close()


@pytest.mark.parametrize("then", ["pass", "batch._index.write()"])
def test_of_a_killed_import_nothing_is_seen_and_nothing_stays(
    folder: SiteFolder, database: Database, then: str
) -> None:
    """Of a killed import nothing is seen and nothing stays."""
    before = _counts(database)
    code = _STOP_HALF_WAY.format(then=then)
    done = subprocess.run([sys.executable, "-c", code, str(folder.path)], check=False)
    assert done.returncode == -9
    assert _counts(database)["profile"] == before["profile"] + 200
    assert database.read(has_leftovers)
    assert _found(database, "Peeters7") == []

    bulk = open_database(folder, Role.BULK)
    with ImportBatch(bulk, "next sheet") as batch:
        _add(batch, people(1, first=500))
        batch.make_live()
    assert _found(database, "Peeters") == ["Peeters500"]
    assert _counts(database)["profile"] == before["profile"] + 1
    assert _counts(database)["search_key"] == before["search_key"] + 3
    bulk.close()


def test_changes_wait_until_the_import_counts(folder: SiteFolder, database: Database) -> None:
    """Changes wait until the import counts."""
    bulk = open_database(folder, Role.BULK)
    known = next(iter(people(1)))
    with ImportBatch(bulk, "first") as batch:
        _add(batch, [known])
        batch.make_live()
    change = replace(
        known,
        profile=replace(known.profile, first_name="Ann", blocked=False),
        vehicles=(
            *known.vehicles,
            Vehicle(id=new_id(), plate="2-BBB-002", profile=known.profile.id),
        ),
    )
    with ImportBatch(bulk, "second") as batch:
        assert sum(batch.add([change_to_json(change)])) == 1
        assert _found(database, "2-BBB-002") == []
        batch.make_live()
    assert _found(database, "Ann Peeters0") == ["Peeters0"]
    assert _found(database, "2-BBB-002") == ["Peeters0"]
    plates = database.read(lambda tx: vehicles_of(tx, known.profile.id))
    assert [vehicle.plate for vehicle in plates] == ["1-AAA-000", "2-BBB-002"]
    assert len(database.read(lambda tx: rights_of(tx, known.profile.id))) == 1
    bulk.close()


def test_two_changes_of_one_parker_both_count(folder: SiteFolder, database: Database) -> None:
    """Two changes of one parker both count, and what is as before stays findable."""
    bulk = open_database(folder, Role.BULK)
    known, other = people(2)
    with ImportBatch(bulk, "first") as batch:
        _add(batch, [known, other])
        batch.make_live()
    who = known.profile
    renamed = replace(
        known, profile=replace(who, last_name="Claes"), credentials=_badges("B0", "C0")
    )
    plate = Vehicle(id=new_id(), plate="2-BBB-002", profile=who.id)
    more = replace(renamed, vehicles=(plate,), credentials=())
    with ImportBatch(bulk, "second") as batch:
        assert sum(batch.add(map(change_to_json, [renamed, more, more]))) == 3
        batch.make_live()
    assert "Peeters0" not in _found(database, "Peeters0")
    assert _found(database, "Clas") == ["Claes"]
    assert _found(database, "1-AAA-000") == _found(database, "2-BBB-002") == ["Claes"]
    assert _found(database, "B0") == _found(database, "C0") == ["Claes"]
    assert _found(database, "1-AAA-001") == ["Peeters1"]
    assert _counts(database)["credential"] == 3
    assert not database.read(has_leftovers)
    bulk.close()


def test_a_change_of_somebody_who_is_gone_is_dropped(
    folder: SiteFolder, database: Database
) -> None:
    """A change of somebody who is gone is dropped."""
    bulk = open_database(folder, Role.BULK)
    before = _counts(database)
    with ImportBatch(bulk, "sheet") as batch:
        sum(batch.add(map(change_to_json, people(1))))
        batch.make_live()
    assert _counts(database) == before
    assert not database.read(has_leftovers)
    bulk.close()


def test_a_change_never_lifts_a_block(folder: SiteFolder, database: Database) -> None:
    """A change never lifts a block."""
    bulk = open_database(folder, Role.BULK)
    known = next(iter(people(1)))
    blocked = replace(known.profile, blocked=True, block_note="Stolen badge.")
    with ImportBatch(bulk, "first") as batch:
        _add(batch, [replace(known, profile=blocked)])
        batch.make_live()
    with ImportBatch(bulk, "second") as batch:
        sum(batch.add([change_to_json(known)]))
        batch.make_live()
    stored = database.read(lambda tx: profile(tx, known.profile.id))
    assert stored is not None
    assert stored.blocked
    assert stored.block_note == "Stolen badge."
    bulk.close()


def test_changes_of_a_killed_import_are_carried_out_by_the_next(
    folder: SiteFolder, database: Database
) -> None:
    """Changes of a killed import are carried out by the next."""
    bulk = open_database(folder, Role.BULK)
    known = next(iter(people(1)))
    with ImportBatch(bulk, "first") as batch:
        _add(batch, [known])
        batch.make_live()
        renamed = replace(known, profile=replace(known.profile, last_name="Claes"))
        # As a kill right after the row that makes it live leaves it.
        sum(batch.add([change_to_json(renamed)]))
    assert _found(database, "Claes") == []
    sweep(bulk)
    assert _found(database, "Claes") == ["Claes"]
    assert _found(database, "Peeters0") == []
    assert not database.read(has_leftovers)
    bulk.close()


def test_a_second_import_waits_for_the_first(folder: SiteFolder) -> None:
    """A second import waits for the first."""
    bulk, other = open_database(folder, Role.BULK), open_database(folder, Role.BULK)
    with (
        ImportBatch(bulk, "first"),
        pytest.raises(Refused, match="import is running"),
        ImportBatch(other, "second"),
    ):
        pass
    bulk.close()
    other.close()


def test_commits_that_nobody_has_seen_need_not_last_and_all_others_must(database: Database) -> None:
    """A power cut may take back rows of a batch under way; what counts is on the disk."""

    def lasting() -> bool:
        return database.read(lambda tx: tx.exec_driver_sql("PRAGMA synchronous").scalar_one()) == 2

    with ImportBatch(database, "sheet") as batch:
        for _ in batch.add(map(prepare, people(10))):
            assert not lasting()
        batch.make_live()
        assert lasting()
    given_up = ImportBatch(database, "sheet")
    with given_up:
        assert not lasting()
    assert lasting()
