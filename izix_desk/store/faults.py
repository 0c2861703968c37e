"""What the database says when something is wrong with the world, as one sentence."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from izix_desk.domain.errors import StoreFault
from izix_desk.store.folder import SiteFolder

OLDEST_SQLITE = (3, 51, 3)
_BUSY = (dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED)
_SENTENCES = {
    dbapi2.SQLITE_NOTADB: "The store {store} does not open with its key: restore the key that "
    "belongs to it, or the store from a backup.",
    dbapi2.SQLITE_CORRUPT: "The store {store} is damaged: stop every Izix Desk of this site and "
    "restore it from a backup.",
    dbapi2.SQLITE_FULL: "The disk of {store} is full: free some space, nothing was stored.",
    dbapi2.SQLITE_IOERR: "The disk of {store} does not read or write as it should: check the disk "
    "and its free space, nothing was stored.",
    dbapi2.SQLITE_READONLY: "The store {store} cannot be written: ask for the right to write in "
    "its folder.",
    dbapi2.SQLITE_CANTOPEN: "The store {store} cannot be opened: ask for the right to read and "
    "write in its folder.",
    dbapi2.SQLITE_PERM: "The store {store} cannot be opened: ask for the right to read it.",
    dbapi2.SQLITE_BUSY: "The store {store} stayed busy for too long, nothing was stored: try "
    "again, and close other programs that use it.",
}


def refuse_old_sqlite(version: str) -> None:
    """Raise StoreFault for an SQLite that can corrupt a store that two processes write."""
    if tuple(int(part) for part in version.split(".")) < OLDEST_SQLITE:
        raise StoreFault(
            f"The SQLite library here is {version}, which can damage the store: install "
            "sqlcipher3 0.6.4 or newer, which brings 3.51.3 or newer."
        )


def is_busy(error: dbapi2.Error) -> bool:
    """Tell whether another connection was in the way, so that trying again may help."""
    return _code(error) in _BUSY


@contextmanager
def plainly(folder: SiteFolder) -> Generator[None]:
    """Turn the database's complaints about the world into a StoreFault; bugs stay as they are."""
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error.orig, dbapi2.Error) or _code(error.orig) not in _SENTENCES:
            raise
        raise _fault(folder, error.orig) from error
    except dbapi2.Error as error:
        if _code(error) not in _SENTENCES:
            raise
        raise _fault(folder, error) from error


def _fault(folder: SiteFolder, error: dbapi2.Error) -> StoreFault:
    return StoreFault(_SENTENCES[_code(error)].format(store=folder.store))


def _code(error: dbapi2.Error) -> int:
    # Extended codes carry the plain one in their lowest byte; misuse of the module has none.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def require_store(folder: SiteFolder) -> None:
    """Refuse a folder that holds no store, or that may not be read."""
    try:
        found = folder.store.is_file()
    except OSError as fault:
        raise StoreFault(
            f"The folder {folder.path} cannot be read ({(fault.strerror or 'no reason').lower()}): "
            "ask for the right to read it."
        ) from fault
    if not found:
        raise StoreFault(
            f"There is no store in {folder.path}: load a site with `izix-desk site load FILE`."
        )
