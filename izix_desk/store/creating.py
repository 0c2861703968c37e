"""Makes the store of a new site."""

from pathlib import Path

from filelock import FileLock
from sqlcipher3 import dbapi2

from izix_desk.domain.errors import StoreFault
from izix_desk.store.connecting import whole_file
from izix_desk.store.drives import refuse_network_drive
from izix_desk.store.faults import plainly, refuse_old_sqlite
from izix_desk.store.folder import SiteFolder
from izix_desk.store.keys import Kind, create_key, store_key
from izix_desk.store.revisions import HEAD
from izix_desk.store.schema import SEARCH_WORDS, metadata
from izix_desk.store.triggers import TRIGGERS


def create_store(folder: SiteFolder, *, key: Kind = "auto") -> str:
    """Make an empty store unless there is one; return the recovery key of a newly made key."""
    refuse_old_sqlite(dbapi2.sqlite_version)
    refuse_network_drive(folder.path)
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.path / "create.lock", timeout=30):
            return "" if folder.store.exists() else _create(folder, key)
    except OSError as fault:
        raise StoreFault(
            f"The folder {folder.path} cannot be used ({(fault.strerror or str(fault)).lower()}): "
            "choose a site folder where you may write."
        ) from fault


def _create(folder: SiteFolder, kind: Kind) -> str:
    recovery = "" if folder.key_file.exists() else create_key(folder, kind=kind)
    # Made under another name, so that a store is there whole or not at all.
    fresh = folder.path / "store.new"
    for left_over in (fresh, Path(f"{fresh}-wal"), Path(f"{fresh}-shm")):
        left_over.unlink(missing_ok=True)
    with plainly(folder):
        build(fresh, store_key(folder))
    fresh.chmod(0o660)
    fresh.rename(folder.store)
    return recovery


def build(path: Path, key: bytes) -> None:
    """Write an empty store of the newest form to a file."""
    with whole_file(path, key) as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        metadata.create_all(connection)
        for statement in (SEARCH_WORDS, *TRIGGERS):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))
        connection.commit()
