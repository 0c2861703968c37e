"""A copy is whole and of one moment, whatever is written meanwhile."""

from pathlib import Path

import pytest

from izix_desk.domain.errors import BadInput, StoreFault
from izix_desk.store.backup import backup_store
from izix_desk.store.database import Database, Role, Transaction, open_database
from izix_desk.store.folder import SiteFolder


def _count(tx: Transaction) -> int:
    return tx.exec_driver_sql("SELECT count(*) FROM name_token").scalar_one()


def _fill(database: Database, first: int, last: int) -> None:
    rows = [(f"{number:06}" + "x" * 200,) for number in range(first, last)]
    database.write(lambda tx: tx.exec_driver_sql("INSERT INTO name_token VALUES (?)", rows))


def _restored(folder: SiteFolder, copy: Path, path: Path) -> Database:
    path.mkdir()
    site = SiteFolder(path)
    site.key_file.write_bytes(folder.key_file.read_bytes())
    copy.rename(site.store)
    return open_database(site)


def test_a_copy_opens_with_the_same_key(
    folder: SiteFolder, database: Database, tmp_path: Path
) -> None:
    """A copy opens with the same key."""
    _fill(database, 0, 500)
    backup_store(folder, tmp_path / "copy.db")
    restored = _restored(folder, tmp_path / "copy.db", tmp_path / "elsewhere")
    assert restored.read(_count) == 500
    _fill(restored, 500, 501)
    restored.close()
    assert database.read(_count) == 500
    assert not list(tmp_path.glob("*.part*"))


def test_what_is_written_during_a_copy_neither_stops_it_nor_gets_in(
    folder: SiteFolder, database: Database, tmp_path: Path
) -> None:
    """What is written during a copy neither stops it nor gets in."""
    _fill(database, 0, 10_000)
    gate = open_database(folder, Role.GATE)
    steps: list[int] = []

    def commit(left: int, _pages: int) -> None:
        steps.append(left)
        _fill(gate, 20_000 + len(steps), 20_001 + len(steps))

    backup_store(folder, tmp_path / "copy.db", commit)
    assert len(steps) > 2
    assert steps == sorted(steps, reverse=True), "the copy began anew"
    restored = _restored(folder, tmp_path / "copy.db", tmp_path / "elsewhere")
    assert restored.read(_count) == 10_000
    restored.close()
    assert database.read(_count) == 10_000 + len(steps)
    gate.close()


def test_nothing_is_overwritten(folder: SiteFolder, tmp_path: Path) -> None:
    """Nothing is overwritten."""
    target = tmp_path / "there.db"
    target.write_text("mine")
    with pytest.raises(BadInput, match="there already"):
        backup_store(folder, target)
    assert target.read_text() == "mine"


def test_a_place_that_is_not_there_is_one_sentence(folder: SiteFolder, tmp_path: Path) -> None:
    """A place that is not there is one sentence."""
    with pytest.raises(StoreFault, match="choose another place"):
        backup_store(folder, tmp_path / "no" / "where.db")


def test_a_copy_that_fails_leaves_no_file(
    folder: SiteFolder, database: Database, tmp_path: Path
) -> None:
    """A copy that fails leaves no file."""
    _fill(database, 0, 10_000)

    def stop(_left: int, _pages: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup_store(folder, tmp_path / "copy.db", stop)
    assert not list(tmp_path.glob("copy.db*"))
