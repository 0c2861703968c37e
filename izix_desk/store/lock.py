"""One engine, and one import, per store."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from izix_desk.domain.errors import EngineRuns, Refused, StoreFault
from izix_desk.store.folder import SiteFolder

_PATIENCE = 0.2
"""Seconds; `engine_runs` holds the lock for a moment to find out, and must not be taken for one."""


@contextmanager
def engine_lock(folder: SiteFolder) -> Generator[None]:
    """Be the engine of this site until the end of the block; raises EngineRuns."""
    lock = _lock(folder.engine_lock)
    if not _acquired(lock, _PATIENCE):
        raise EngineRuns(
            f"Another engine{_pid(folder)} already runs for the site in {folder.path}: "
            "stop it first, or use it."
        )
    try:
        folder.engine_pid.write_text(str(os.getpid()), "ascii")
        yield
    finally:
        folder.engine_pid.unlink(missing_ok=True)
        lock.release()


def engine_runs(folder: SiteFolder) -> bool:
    """Tell whether an engine holds this site; one that was killed does not."""
    if not folder.engine_lock.exists():
        return False
    lock = _lock(folder.engine_lock)
    if not _acquired(lock, 0):
        return True
    lock.release()
    return False


@contextmanager
def import_lock(folder: SiteFolder) -> Generator[None]:
    """Be the only import of this site until the end of the block; raises Refused."""
    lock = _lock(folder.import_lock)
    if not _acquired(lock, _PATIENCE):
        raise Refused("Another import is running for this site: wait until it has ended.")
    try:
        yield
    finally:
        lock.release()


def _lock(path: Path) -> FileLock:
    return FileLock(path, thread_local=False)


def _acquired(lock: FileLock, patience: float) -> bool:
    try:
        lock.acquire(timeout=patience, poll_interval=0.01)
    except Timeout:
        return False
    except OSError as fault:
        raise StoreFault(
            f"The lock {lock.lock_file} cannot be taken ({(fault.strerror or 'no reason').lower()}"
            "): choose a site folder where you may write."
        ) from fault
    return True


def _pid(folder: SiteFolder) -> str:
    try:
        return f" (process {int(folder.engine_pid.read_text('ascii'))})"
    except (OSError, ValueError):
        return ""
