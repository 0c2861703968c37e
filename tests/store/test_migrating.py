"""Older stores are brought up to date, after a backup and without losing a row."""

import pytest
from sqlcipher3 import dbapi2

from izix_desk.domain.errors import StoreFault
from izix_desk.store.connecting import connect
from izix_desk.store.database import Database, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.keys import store_key
from izix_desk.store.migrating import migrate, upgrade
from izix_desk.store.revisions import HEAD, REVISIONS


@pytest.fixture
def old(folder: SiteFolder) -> SiteFolder:
    """Return a site whose store has the first form, with something in it."""
    folder.store.unlink()
    upgrade(folder.store, store_key(folder), REVISIONS[0])
    raw = connect(folder.store, store_key(folder))
    raw.execute("PRAGMA journal_mode = WAL").fetchall()
    raw.execute("INSERT INTO name_token VALUES ('janssens')")
    raw.close()
    return folder


def _shape(raw: dbapi2.Connection) -> set[tuple[str, ...]]:
    # A column that a step adds stands last, wherever a fresh store has it.
    parts = raw.execute(
        "SELECT 'column', m.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, m.wr"
        " FROM pragma_table_list AS m, pragma_table_xinfo(m.name) AS c"
        " UNION ALL SELECT 'key', m.name, k.\"from\", k.\"table\", k.\"to\", '', '', ''"
        " FROM pragma_table_list AS m, pragma_foreign_key_list(m.name) AS k"
        " UNION ALL SELECT type, name, tbl_name, coalesce(sql, ''), '', '', '', ''"
        " FROM sqlite_schema WHERE type != 'table'"
    )
    return {tuple("".join(str(cell).split()) for cell in row) for row in parts}


def test_all_steps_lead_to_what_a_fresh_store_is(folder: SiteFolder) -> None:
    """All steps lead to what a fresh store is."""
    key, stepped = store_key(folder), folder.path / "stepped.db"
    upgrade(stepped, key)
    one, other = connect(folder.store, key), connect(stepped, key)
    assert _shape(one) == _shape(other)
    one.close()
    other.close()


def test_an_older_store_is_refused_until_it_is_migrated(old: SiteFolder) -> None:
    """An older store is refused until it is migrated."""
    with pytest.raises(StoreFault, match="older Izix Desk"):
        open_database(old)
    backup = migrate(old)
    assert backup is not None
    store = open_database(old)
    assert store.read(
        lambda tx: tx.exec_driver_sql("SELECT token FROM name_token").scalars().all()
    ) == ["janssens"]
    store.close()
    raw = connect(backup, store_key(old))
    assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (REVISIONS[0],)
    raw.close()
    assert migrate(old) is None


def test_a_store_of_today_needs_no_step(folder: SiteFolder) -> None:
    """A store of today needs no step."""
    assert migrate(folder) is None


def test_a_newer_store_is_not_touched(folder: SiteFolder, database: Database) -> None:
    """A newer store is not touched."""
    database.write(lambda tx: tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreFault, match="newer Izix Desk"):
        migrate(folder)
    assert not list(folder.path.glob("store-before-*"))


def test_a_step_that_fails_leaves_the_store_as_it_was(old: SiteFolder) -> None:
    """A step that fails leaves the store as it was."""
    key = store_key(old)
    raw = connect(old.store, key)
    raw.execute("CREATE TABLE event_plate (in_the_way)")
    before = _shape(raw)
    raw.close()
    with pytest.raises(Exception, match="event_plate"):
        migrate(old)
    raw = connect(old.store, key)
    assert _shape(raw) == before
    assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (REVISIONS[0],)
    raw.close()


def test_the_newest_form_is_the_last() -> None:
    """The newest form is the last."""
    assert list(REVISIONS) == sorted(set(REVISIONS))
    assert REVISIONS[-1] == HEAD
