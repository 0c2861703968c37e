"""Copies the store while everything runs."""

import itertools
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
_PAUSE = 0.010
"""Some 50 MB a second: a disk that is kept busy without a pause lets every gate's fsync wait."""
_STEPS_PER_FSYNC = 4
"""About 3 MB."""

Progress = Callable[[int, int], None]
"""Is told how many pages are left, and how many there are."""
_Step = Callable[[int, int, int], None]


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
        with target.open("rb+") as file:
            try:
                _copy_pages(folder, source, copy, _between(turns, file.fileno(), progress))
            finally:
                copy.close()
            os.fsync(file.fileno())
    finally:
        source.close()
        turns.close()


def _open_target(target: Path, key: bytes) -> dbapi2.Connection:
    # Creates the file first: a folder where one may not write says so in the system's own words.
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o640))
    copy = connect(target, key)
    # We see to it ourselves that it reaches the disk.
    copy.execute("PRAGMA synchronous = OFF")
    copy.execute("PRAGMA journal_mode = MEMORY").fetchall()
    return copy


def _between(turns: Turnstile, file: int, progress: Progress) -> _Step:
    steps = itertools.count(1)

    def between(_status: int, left: int, pages: int) -> None:
        turns.let_through()
        # In portions: one fsync of it all would hold up that of a gate for a third of a second.
        if next(steps) % _STEPS_PER_FSYNC == 0:
            os.fsync(file)
        time.sleep(_PAUSE)
        progress(left, pages)

    return between


def _copy_pages(
    folder: SiteFolder, source: dbapi2.Connection, copy: dbapi2.Connection, between: _Step
) -> None:
    with plainly(folder):
        # A read transaction keeps one state of the store in view; without it every commit of
        # another process would start the copy again from its first page.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        source.backup(copy, pages=_PAGES, progress=between)
        source.execute("ROLLBACK")
