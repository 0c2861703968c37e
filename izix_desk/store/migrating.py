"""Brings an older store up to date: after a backup, step by step, all or nothing."""

from pathlib import Path

from sqlcipher3 import dbapi2

from izix_desk.store.backup import backup_store
from izix_desk.store.connecting import whole_file
from izix_desk.store.faults import plainly, refuse_old_sqlite
from izix_desk.store.folder import SiteFolder
from izix_desk.store.keys import store_key
from izix_desk.store.revisions import HEAD, refuse_unknown, revision


def migrate(folder: SiteFolder) -> Path | None:
    """Bring the store to the newest form; return where its backup lies, or None if nothing was due.

    The caller holds the engine's lock, so nobody else migrates. Raises StoreFault for a store
    from a newer version.
    """
    refuse_old_sqlite(dbapi2.sqlite_version)
    with plainly(folder):
        with whole_file(folder.store, store_key(folder)) as connection:
            found = revision(connection)
        refuse_unknown(folder, found)
        if found == HEAD:
            return None
        kept = folder.path / f"store-before-{HEAD}.db"
        if not kept.exists():  # else a step failed before, and this is what it was before that
            backup_store(folder, kept)
        upgrade(folder.store, store_key(folder))
        return kept


def upgrade(path: Path, key: bytes, target: str = HEAD) -> None:
    """Run the steps that a file lacks, up to a revision, in one transaction."""
    # Importing alembic costs a fifth of a second, and hardly any start has a step to run.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "izix_desk.store:migrations")
    with whole_file(path, key) as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, target)
        connection.commit()
