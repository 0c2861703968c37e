"""The store's connections: whole or not at all, encrypted, and plain about what is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from izix_desk.domain.errors import StoreFault
from izix_desk.store.creating import create_store
from izix_desk.store.database import AsyncDatabase, Database, Role, Transaction, open_database
from izix_desk.store.faults import refuse_old_sqlite
from izix_desk.store.folder import SiteFolder
from izix_desk.store.keys import store_key
from izix_desk.store.revisions import HEAD

_COMMIT = """
import sys
from pathlib import Path
from izix_desk.store.database import open_database
from izix_desk.store.folder import SiteFolder
database = open_database(SiteFolder(Path(sys.argv[1])))
database.write(lambda tx: tx.exec_driver_sql("INSERT INTO name_token VALUES ('other')"))
database.close()
"""


def _note(tx: Transaction, name: str) -> None:
    tx.exec_driver_sql("INSERT INTO name_token VALUES (?)", (name,))


def _names(tx: Transaction) -> list[str]:
    return [str(row[0]) for row in tx.exec_driver_sql("SELECT token FROM name_token ORDER BY 1")]


def test_what_is_written_is_read_by_others(folder: SiteFolder, database: Database) -> None:
    """What is written is read by others."""
    database.write(lambda tx: _note(tx, "janssens"))
    other = open_database(folder, Role.READ)
    assert other.read(_names) == ["janssens"]
    other.close()


def test_a_reader_cannot_write(folder: SiteFolder, database: Database) -> None:
    """A reader cannot write, neither in a read nor in a write."""
    reader = open_database(folder, Role.READ)
    for ask in (reader.read, reader.write):
        with pytest.raises(StoreFault, match="cannot be written"):
            ask(lambda tx: _note(tx, "janssens"))
    assert database.read(_names) == []
    reader.close()


def test_work_that_fails_leaves_nothing(database: Database) -> None:
    """Work that fails leaves nothing."""

    def fail(tx: Transaction) -> None:
        _note(tx, "half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write(fail)
    assert database.read(_names) == []
    database.write(lambda tx: _note(tx, "whole"))
    assert database.read(_names) == ["whole"]


def test_a_read_sees_one_state_however_long_it_takes(
    folder: SiteFolder, database: Database
) -> None:
    """A read sees one state however long it takes."""
    reader = open_database(folder, Role.READ)

    def look_twice(tx: Transaction) -> tuple[list[str], list[str]]:
        before = _names(tx)
        database.write(lambda other: _note(other, "meanwhile"))
        return before, _names(tx)

    assert reader.read(look_twice) == ([], [])
    assert reader.read(_names) == ["meanwhile"]
    reader.close()


def test_a_commit_of_another_process_is_noticed(folder: SiteFolder, database: Database) -> None:
    """A commit of another process is noticed."""
    before = database.data_version()
    assert database.data_version() == before
    subprocess.run([sys.executable, "-c", _COMMIT, str(folder.path)], check=True)
    assert database.data_version() != before
    assert database.read(_names) == ["other"]


def test_the_file_shows_nothing_of_what_it_holds(folder: SiteFolder, database: Database) -> None:
    """The file shows nothing of what it holds."""
    database.write(lambda tx: _note(tx, "verysecretname"))
    database.tidy()
    for path in (folder.store, Path(f"{folder.store}-wal")):
        content = path.read_bytes()
        assert b"verysecretname" not in content
        assert b"Quai Nord" not in content
        assert b"SQLite format" not in content


def test_it_writes_ahead_and_syncs_fully(database: Database) -> None:
    """It writes ahead and syncs fully."""

    def pragma(name: str) -> object:
        return database.read(lambda tx: tx.exec_driver_sql(f"PRAGMA {name}").scalar())

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1
    assert pragma("cipher_version")


def test_a_wrong_key_is_one_sentence(folder: SiteFolder, capfd: pytest.CaptureFixture[str]) -> None:
    """A wrong key is one sentence."""
    folder.key_file.write_text("11" * 32, "ascii")
    with pytest.raises(StoreFault, match="does not open with its key"):
        open_database(folder)
    assert capfd.readouterr() == ("", "")


def test_what_is_no_store_is_one_sentence(folder: SiteFolder) -> None:
    """What is no store is one sentence."""
    folder.store.write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreFault, match="does not open with its key"):
        open_database(folder)


def test_a_database_of_another_program_is_one_sentence(folder: SiteFolder) -> None:
    """A database of another program is one sentence."""
    folder.store.unlink()
    raw = dbapi2.connect(str(folder.store), isolation_level=None)
    raw.execute(f"PRAGMA key = \"x'{store_key(folder).hex()}'\"")
    raw.execute("CREATE TABLE other (id)")
    raw.close()
    with pytest.raises(StoreFault, match="not a store of Izix Desk"):
        open_database(folder)


def test_a_missing_store_says_how_to_get_one(tmp_path: Path) -> None:
    """A missing store says how to get one."""
    with pytest.raises(StoreFault, match="site load"):
        open_database(SiteFolder(tmp_path))


def test_a_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    """A folder that cannot be used is one sentence."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreFault, match="choose a site folder"):
        create_store(SiteFolder(tmp_path / "file" / "site"), key="file")


def test_a_newer_store_is_left_alone(folder: SiteFolder, database: Database) -> None:
    """A newer store is left alone."""
    database.write(lambda tx: tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreFault, match="newer Izix Desk"):
        open_database(folder)


def test_creating_again_changes_nothing(folder: SiteFolder, database: Database) -> None:
    """Creating again changes nothing."""
    database.write(lambda tx: _note(tx, "kept"))
    assert create_store(folder, key="file") == ""
    assert database.read(_names) == ["kept"]
    revision = database.read(
        lambda tx: tx.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    )
    assert revision == HEAD


def test_a_full_disk_is_one_sentence_and_stores_nothing(database: Database) -> None:
    """A full disk is one sentence and stores nothing."""

    def fill(tx: Transaction) -> None:
        for number in range(2_000):
            _note(tx, f"{number:0200}")

    pages = database.read(lambda tx: tx.exec_driver_sql("PRAGMA page_count").scalar())
    database.raw.execute(f"PRAGMA max_page_count = {pages}").fetchall()
    with pytest.raises(StoreFault, match=r"disk of .* is full"):
        database.write(fill)
    assert database.read(_names) == []


def test_a_gate_gives_up_on_a_stuck_store_in_one_sentence(
    folder: SiteFolder, database: Database
) -> None:
    """A gate gives up on a stuck store in one sentence."""
    gate = open_database(folder, Role.GATE)

    def hold(tx: Transaction) -> None:
        _note(tx, "held")
        with pytest.raises(StoreFault, match=r"stayed busy for 2\.5 s"):
            gate.write(lambda other: _note(other, "late"))

    database.write(hold)
    gate.write(lambda tx: _note(tx, "after"))
    assert database.read(_names) == ["after", "held"]
    gate.close()


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2", "3.7.0"])
def test_an_sqlite_that_can_damage_a_store_is_refused(version: str) -> None:
    """An sqlite that can damage a store is refused."""
    with pytest.raises(StoreFault, match=version):
        refuse_old_sqlite(version)


@pytest.mark.parametrize("version", ["3.51.3", "3.53.4", "4.0.0"])
def test_a_sound_sqlite_is_taken(version: str) -> None:
    """A sound sqlite is taken."""
    refuse_old_sqlite(version)


async def test_a_loop_gets_the_same_off_its_thread(folder: SiteFolder, database: Database) -> None:
    """A loop gets the same off its thread."""
    store = AsyncDatabase(open_database(folder, Role.GATE))
    await store.write(lambda tx: _note(tx, "from a loop"))
    assert await store.read(_names) == ["from a loop"]
    await store.close()
    assert database.read(_names) == ["from a loop"]
