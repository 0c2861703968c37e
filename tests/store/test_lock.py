"""One engine and one import per site, and a killed one holds nothing."""

import os
import subprocess
import sys

import pytest

from izix_desk.domain.errors import EngineRuns, Refused
from izix_desk.store.folder import SiteFolder
from izix_desk.store.lock import engine_lock, engine_runs, import_lock

_HOLD = """
import sys
from pathlib import Path
from izix_desk.store.folder import SiteFolder
from izix_desk.store.lock import engine_lock
with engine_lock(SiteFolder(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_engine_is_told_who_is_first(folder: SiteFolder) -> None:
    """A second engine is told who is first."""
    assert not engine_runs(folder)
    with engine_lock(folder):
        assert engine_runs(folder)
        with pytest.raises(EngineRuns, match=f"process {os.getpid()}"), engine_lock(folder):
            pass
    assert not engine_runs(folder)


def test_a_killed_engine_holds_nothing(folder: SiteFolder) -> None:
    """A killed engine holds nothing."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as engine:
        assert engine.stdout is not None
        engine.stdout.readline()
        assert engine_runs(folder)
        engine.kill()
    assert not engine_runs(folder)
    with engine_lock(folder):
        pass


def test_one_import_at_a_time(folder: SiteFolder) -> None:
    """One import at a time."""
    with (
        import_lock(folder),
        pytest.raises(Refused, match="import is running"),
        import_lock(folder),
    ):
        pass
    with import_lock(folder):
        pass
