"""Copies the store while everything runs."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2

from izix_desk.domain.errors import BadInput, StoreFault
from izix_desk.store.connecting import connect
from izix_desk.store.faults import plainly
from izix_desk.store.folder import SiteFolder
from izix_desk.store.keys import store_key
from izix_desk.store.turns import Turnstile

_PAGES = 200
"""Pages of 4 KB at a time: about 5 ms of reading and writing."""
_PAUSE = 0.002

Progress = Callable[[int, int], None]
"""Is told how many pages are left, and how many there are."""


def backup_store(
    folder: SiteFolder, target: Path, progress: Progress = lambda _left, _all: None
) -> None:
    """Write a copy that opens with the same key, as the store is now; gates go first all the time.

    Raises BadInput when the target is taken, StoreFault when it cannot be written.
    """
    if target.exists():
        raise BadInput(f"{target} is there already: name a new file, no backup is overwritten.")
    if not folder.store.is_file():
        raise StoreFault(f"There is no store in {folder.path}: nothing was copied.")
    # Under another name until it is whole, so that no half copy is ever taken for a backup.
    unfinished = target.with_name(f"{target.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        _copy(folder, unfinished, progress)
        unfinished.rename(target)
    except OSError as fault:
        raise StoreFault(
            f"The backup {target} cannot be written ({(fault.strerror or 'no reason').lower()}): "
            "choose another place."
        ) from fault
    finally:
        unfinished.unlink(missing_ok=True)


def _copy(folder: SiteFolder, target: Path, progress: Progress) -> None:
    key = store_key(folder)
    turns = Turnstile(folder.turns)
    with plainly(folder):
        source = connect(folder.store, key, checkpoint_pages=0)
    try:
        copy = _open_target(target, key)
        try:
            _copy_pages(folder, source, copy, turns, progress)
        finally:
            copy.close()
    finally:
        source.close()
        turns.close()
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _open_target(target: Path, key: bytes) -> dbapi2.Connection:
    # Creates the file first: a folder where one may not write says so in the system's own words.
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o640))
    copy = connect(target, key)
    # One fsync at the end instead of one per step.
    copy.execute("PRAGMA synchronous = OFF")
    copy.execute("PRAGMA journal_mode = MEMORY").fetchall()
    return copy


def _copy_pages(
    folder: SiteFolder,
    source: dbapi2.Connection,
    copy: dbapi2.Connection,
    turns: Turnstile,
    progress: Progress,
) -> None:
    def between(_status: int, left: int, pages: int) -> None:
        turns.let_through()
        time.sleep(_PAUSE)
        progress(left, pages)

    with plainly(folder):
        # A read transaction keeps one state of the store in view; without it every commit of
        # another process would start the copy again from its first page.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        source.backup(copy, pages=_PAGES, progress=between)
        source.execute("ROLLBACK")
