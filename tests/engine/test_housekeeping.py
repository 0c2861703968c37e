"""What is left over is tidied up on a real store."""

import asyncio
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from izix_desk.domain.commands import Stage, StageRecord
from izix_desk.domain.events import Entry, EntryKind
from izix_desk.domain.parkers import Session
from izix_desk.domain.requests import OpenRequest
from izix_desk.engine.housekeeping import Housekeeping
from izix_desk.services.moments import Moment, present
from izix_desk.services.opening import ask
from izix_desk.services.sessions import AT_A_TIME
from izix_desk.store.batches import has_leftovers
from izix_desk.store.commands import record_stage, unfinished
from izix_desk.store.database import AsyncDatabase, Transaction
from izix_desk.store.entries import open_entries, open_entry
from izix_desk.store.ids import new_id
from izix_desk.store.occupancy import inside_counts
from izix_desk.store.sessions import start_session
from tests.support import quay

_DIES = """
import os, sys
from pathlib import Path
from izix_desk.store.batches import ImportBatch
from izix_desk.store.database import Role, open_database
from izix_desk.store.folder import SiteFolder
ImportBatch(open_database(SiteFolder(Path(sys.argv[1])), Role.BULK), "a sheet").__enter__()
os._exit(7)
"""
SITE = quay.with_gate(quay.site(), "exit", inputs={})
AN_HOUR = timedelta(hours=1)


async def test_old_entries_and_commands_are_closed_and_new_ones_stay(tmp_path: Path) -> None:
    """Ten minutes after: nobody dealt with the car, nobody drives through any more."""
    place = quay.quay(tmp_path / "site", SITE)
    store = AsyncDatabase(place.open())
    long_ago = Moment(present().wall - AN_HOUR, present().monotonic - 3600)
    for at in (long_ago, present()):
        await store.write(lambda tx, at=at: leave(tx, at))
    assert len(await store.read(unfinished)) == 2
    await Housekeeping(store, tuple).tidy()
    (entry,) = await store.read(open_entries)
    ((command, _),) = await store.read(unfinished)
    assert entry.opened > long_ago.wall
    assert command.asked > long_ago.wall
    await store.close()


async def test_counters_that_are_wrong_are_set_right_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a line about it; nothing is said of right ones."""
    store = AsyncDatabase(quay.quay(tmp_path / "site", SITE).open())
    await Housekeeping(store, tuple).count_anew()
    assert capsys.readouterr().err == ""
    wrong = "INSERT INTO inside_count VALUES ('p1', '', 'staff', 5)"
    await store.write(lambda tx: tx.exec_driver_sql(wrong))
    await Housekeeping(store, tuple).count_anew()
    assert "5 cars were counted in p1/staff, 0 are inside" in capsys.readouterr().err
    assert await store.read(lambda tx: inside_counts(tx, "p1")) == {}
    await store.close()


async def test_sessions_that_nobody_ended_end_by_themselves(tmp_path: Path) -> None:
    """All that are due, however many."""
    store = AsyncDatabase(quay.quay(tmp_path / "site", SITE).open())
    since = present().wall - 49 * AN_HOUR
    for _ in range(AT_A_TIME + 1):
        await store.write(lambda tx: start_session(tx, session(since)))
    await store.write(lambda tx: start_session(tx, session(since + 2 * AN_HOUR)))
    await Housekeeping(store, tuple).tidy()
    assert await store.read(lambda tx: inside_counts(tx, "p1")) == {"staff": 1}
    await store.close()


def session(since: datetime) -> Session:
    """Return the session of a car that nobody knows."""
    return Session(id=new_id(), lot="p1", group="staff", gate_in="entry", started=since)


def leave(tx: Transaction, at: Moment) -> None:
    """Leave an entry at a gate that sees no car leave, and a command without an end."""
    plate = f"P{at.wall:%H%M%S}"
    open_entry(
        tx, Entry(id=new_id(), gate="exit", kind=EntryKind.REFUSED, opened=at.wall, plate=plate)
    )
    request = OpenRequest(gate="exit", reason="DELIVERY", operator="a", desk="b", plate=plate)
    command = ask(tx, request, at)
    for stage in (Stage.CLAIMED, Stage.SENT, Stage.ANSWERED):
        reached = StageRecord(command=command, stage=stage, at=at.wall, monotonic=at.monotonic)
        assert record_stage(tx, reached)


def die_importing(place: quay.Quay) -> None:
    """Let a process begin an import and die."""
    died = subprocess.run([sys.executable, "-c", _DIES, str(place.folder.path)], check=False)
    assert died.returncode == 7


async def test_what_a_dead_import_left_is_removed(tmp_path: Path) -> None:
    """Its rows were never seen; soon they are gone."""
    place = quay.quay(tmp_path / "site", SITE)
    await asyncio.to_thread(die_importing, place)
    store = AsyncDatabase(place.open())
    assert await store.read(has_leftovers)
    await Housekeeping(store, tuple).tidy()
    assert not await store.read(has_leftovers)
    await store.close()
