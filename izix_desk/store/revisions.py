"""Which form of the store this program knows, and whether a file has it."""

from sqlalchemy import Connection

from izix_desk.domain.errors import StoreFault
from izix_desk.store.folder import SiteFolder

REVISIONS = tuple(f"{number:04}" for number in range(1, 13))
"""Every form that the store ever had, oldest first; a constant, since alembic is slow to import."""
HEAD = REVISIONS[-1]


def revision(tx: Connection) -> str:
    """Return the form of an open store; empty when it is no store of ours."""
    known = "SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'"
    if tx.exec_driver_sql(known).first() is None:
        return ""
    row = tx.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return str(row[0]) if row else ""


def check(folder: SiteFolder, tx: Connection) -> None:
    """Raise StoreFault unless the store has exactly the form that this program writes."""
    refuse_unknown(folder, revision(tx))
    if revision(tx) != HEAD:
        raise StoreFault(
            f"The store in {folder.path} was written by an older Izix Desk: start the engine of "
            "this version once, which brings it up to date."
        )


def refuse_unknown(folder: SiteFolder, found: str) -> None:
    """Raise StoreFault for a store that this program does not understand."""
    if not found:
        raise StoreFault(
            f"The file {folder.store} is not a store of Izix Desk: name another site folder."
        )
    if found not in REVISIONS:
        raise StoreFault(
            f"The store in {folder.path} was written by a newer Izix Desk (revision {found}): "
            "update this one on this PC, then start it again."
        )
