"""The window's door to the program: real store, real engine, real board behind a real port."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from izix_desk.desk.engine_keeper import EngineKeeper
from izix_desk.desk.session import DeskSession, open_session
from izix_desk.domain.commands import Action, Stage
from izix_desk.domain.errors import EngineMissing, NotFound
from izix_desk.domain.events import GateReading, GateState
from izix_desk.domain.requests import FixRequest, OpenRequest
from izix_desk.domain.views import Room
from izix_desk.store.lock import engine_runs
from tests.support import quay
from tests.support.programs import Programs
from tests.support.running import Frozen, Site
from tests.support.unreadable import unreadable
from tests.support.waiting import wait_until


@dataclass
class Heard:
    """What the window would have been told."""

    readings: list[GateReading] = field(default_factory=list[GateReading])
    running: list[bool] = field(default_factory=list[bool])
    troubles: list[str] = field(default_factory=list[str])
    changes: int = 0

    def listen(self, session: DeskSession) -> None:
        """Connect to the news."""
        session.news.gates_measured.connect(self.readings.extend)
        session.news.engine_running.connect(self.running.append)
        session.news.trouble.connect(self.troubles.append)
        session.news.store_changed.connect(self._change)

    def state(self, gate: str) -> GateState | None:
        """Return the state told last."""
        found = [reading.state for reading in self.readings if reading.gate == gate]
        return found[-1] if found else None

    def _change(self) -> None:
        self.changes += 1


@pytest.fixture
def site(tmp_path: Path, programs: Programs) -> Iterator[Site]:
    """Give a site whose simulator runs."""
    site = Site(tmp_path, programs)
    site.simulator.start()
    yield site
    site.close()


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for a condition while the loop runs."""
    await asyncio.to_thread(wait_until, condition, seconds, "what the window is told")


async def begin(site: Site, heard: Heard) -> DeskSession:
    """Open a session and wait until its engine has measured the gates, and is known to run."""
    session = await open_session(site.quay.folder, operator="Guard 1", desk="lodge")
    heard.listen(session)
    await until(lambda: heard.state("entry") is GateState.CLOSED, 40)
    await until(lambda: heard.running == [True])
    return session


def request(**changes: object) -> OpenRequest:
    """Make the request of a click."""
    words: dict[str, Any] = {"gate": "entry", "reason": "DELIVERY", "operator": "Guard 1"}
    return OpenRequest(**{**words, "desk": "lodge", **changes})


async def test_a_desk_starts_its_engine_opens_a_gate_and_ends_both(
    site: Site,
) -> None:
    """From the store to the contact and back, without anything started by hand."""
    heard = Heard()
    session = await begin(site, heard)
    assert heard.running == [True]
    changes = heard.changes
    command = await session.ask(request(plate="9-XYZ-999"))
    seen: list[Stage] = []
    async for record in session.stages(command):
        seen.append(record.stage)
        if record.stage is Stage.UP:
            break
    assert heard.changes > changes
    rows = await session.feed(quay.now() - timedelta(minutes=5))
    assert [(row.command, row.ending) for row in rows] == [(command, "UP")]
    await session.close()
    assert seen == [Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED, Stage.UP]
    assert len(site.coil_on("entry")) == 1
    assert not engine_runs(site.quay.folder)


async def test_a_killed_engine_is_missed_and_started_again(site: Site) -> None:
    """Meanwhile a click is refused in one sentence; afterwards gates open again."""
    heard = Heard()
    session = await begin(site, heard)
    os.kill(int(site.quay.folder.engine_pid.read_text("ascii")), signal.SIGKILL)
    await until(lambda: heard.running[-1:] == [False])
    with pytest.raises(EngineMissing, match="nothing was sent"):
        await session.ask(request())
    await until(lambda: heard.running == [True, False, True])
    command = await session.ask(request())
    async for record in session.stages(command):
        if record.stage in {Stage.UP, Stage.EXPIRED}:
            assert record.stage is Stage.UP
            break
    await session.close()


async def test_an_engine_of_somebody_else_is_used_and_left_running(
    site: Site,
) -> None:
    """A service goes on when the window closes."""
    engine = await asyncio.to_thread(site.start_engine)
    session = await begin(site, Heard())
    await session.close()
    assert engine.running


async def test_an_engine_that_hangs_is_told_and_forgiven(site: Site) -> None:
    """It holds the site, so no other is started; the window says that openings may be late."""
    engine = await asyncio.to_thread(site.start_engine)
    heard = Heard()
    session = await begin(site, heard)
    with Frozen(engine.pid):
        await until(lambda: any("does not answer" in told for told in heard.troubles))
    await until(lambda: heard.troubles[-1:] == [""])
    assert heard.running == [True]
    await session.close()


async def test_a_hold_is_followed_until_the_barrier_is_up_and_a_release_until_the_answer(
    site: Site,
) -> None:
    """Each ends by itself with the last that is measured of it."""
    session = await begin(site, Heard())
    until_then = quay.now() + timedelta(minutes=5)
    hold = await session.ask(request(action=Action.HOLD_OPEN, until=until_then))
    held = [record.stage async for record in session.stages(hold)]
    assert held == [Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED, Stage.UP]
    release = await session.ask(request(action=Action.RELEASE, reason="VALID"))
    released = [record.stage async for record in session.stages(release)]
    assert released == [Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED]
    await session.close()


async def test_a_desk_leaves_no_hanging_engine_behind(site: Site) -> None:
    """It would keep every other one out of the site."""
    session = await begin(site, Heard())
    with Frozen(int(site.quay.folder.engine_pid.read_text("ascii"))):
        await session.close()
        assert not engine_runs(site.quay.folder)


async def test_a_store_that_cannot_be_looked_at_is_told_until_it_can(site: Site) -> None:
    """The window says so once, and hears of news again when it is over."""
    heard = Heard()
    session = await begin(site, heard)
    with unreadable(site.quay.folder):
        await until(lambda: any("stayed busy" in trouble for trouble in heard.troubles))
    await until(lambda: heard.troubles[-1:] == [""])
    assert sum("stayed busy" in trouble for trouble in heard.troubles) == 1
    changes = heard.changes
    await session.ask(request())
    await until(lambda: heard.changes > changes)
    await session.close()


async def test_an_engine_of_this_desk_that_hangs_is_replaced(site: Site) -> None:
    """In red meanwhile; the next engine opens gates, and nothing that hung goes on."""
    heard = Heard()
    session = await begin(site, heard)
    hung = psutil.Process(int(site.quay.folder.engine_pid.read_text("ascii")))
    hung.suspend()
    await until(lambda: heard.running == [True, False, True], 60)
    assert any("does not answer" in told for told in heard.troubles)
    assert not hung.is_running()
    command = await session.ask(request())
    async for record in session.stages(command):
        if record.stage in {Stage.UP, Stage.EXPIRED}:
            assert record.stage is Stage.UP
            break
    await session.close()
    assert len(site.coil_on("entry")) == 1


def test_an_engine_of_somebody_else_is_never_ended(site: Site) -> None:
    """Nor is one of this desk, where another one is said to hang."""
    engine = site.start_engine()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        keeper = EngineKeeper(
            site.quay.folder, running=lambda _: None, trouble=lambda _: None, child=child
        )
        keeper.replace(engine.pid)
        keeper.replace(0)
        assert child.poll() is None
        keeper.replace(child.pid)
        assert child.wait(15) != 0
    assert engine.running


async def test_every_question_of_the_window_is_answered(site: Site) -> None:
    """Each from the store, in the form in which the window shows it."""
    session = await begin(site, Heard())
    assert (await session.site()).name == "Quai Nord"
    (staff,) = await session.groups()
    assert (staff.lot, staff.inside) == ("p1", 0)
    (hit,) = await session.search("maes", "entry")
    assert hit.name == "Ada Maes"
    view = await session.parker(hit.profile, "entry")
    assert view.verdict.may_pass
    assert not (await session.plate(quay.STRANGE_PLATE, "entry")).verdict.may_pass
    assert "DELIVERY" in {reason.code for reason in await session.opening_reasons()}
    assert [host.organisation.name for host in await session.host_organisations()] == ["Acme"]
    assert await session.past_visitors("maes", "acme") == ()
    until = quay.now() + timedelta(hours=1)
    borrowed = FixRequest(
        code="use_plate_until", gate="entry", operator="Guard 1", profile=hit.profile,
        plate=quay.STRANGE_PLATE, ends=until,
    )  # fmt: skip
    assert await session.fix_room(borrowed) == Room(line="")
    assert "may be used until" in await session.fix(borrowed)
    assert (await session.parker(hit.profile, "entry")).vehicles[1].valid_until == until
    assert [row.text for row in await session.feed_news()] != []
    entry = await session.entry_for_gate("entry")
    await session.take(entry.id)
    assert [(e.id, e.taken_by) for e in await session.entries()] == [(entry.id, "lodge")]
    await session.close_entry(entry.id, "TURNED_AWAY")
    assert await session.entries() == ()
    await session.reopen_entry(entry.id)
    assert [e.id for e in await session.entries()] == [entry.id]
    assert await session.feed_news() == ()
    with pytest.raises(NotFound):
        await session.ask(request(gate="moon"))
    await session.close()
