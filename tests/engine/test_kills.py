"""Killed at each named step: how the command ends, and that nothing is sent later."""

import pytest

from izix_desk.domain.commands import BAD_ENDS, Stage
from izix_desk.domain.events import EntryKind, GateState
from izix_desk.store.entries import open_entries
from tests.support.programs import Program
from tests.support.running import Frozen, Site
from tests.support.waiting import wait_until

TRIES = 8
"""The engine may be a step further before the kill arrives; then it is tried again."""


def restart(site: Site) -> Program:
    """Start the next engine and let it take another command, so that its recovery is over."""
    engine = site.start_engine()
    site.wait_stage(site.ask("exit", "the next"), Stage.ANSWERED)
    return engine


def test_killed_when_asked_the_command_expires(site: Site) -> None:
    """The next engine does not send what was asked of the last one."""
    engine = site.start_engine()
    with Frozen(engine.pid):
        command = site.ask("entry")
        engine.kill()
    restart(site)
    assert site.stages(command) == [Stage.ASKED, Stage.EXPIRED]
    assert site.coil_on("entry") == []


def test_killed_when_claimed_nobody_knows_and_nothing_is_sent_later(site: Site) -> None:
    """The order waited for a line that waited for its board, or had just gone out untold."""
    for _ in range(TRIES):
        engine = site.start_engine()
        before = len(site.coil_on("entry"))
        with Frozen(site.simulator.pid):
            caught = killed_at(site, engine, Stage.CLAIMED)
        site.read_out("north")
        went_on = site.coil_on("entry")
        command = site.command()
        restart(site).stop()
        if caught:
            assert site.stages(command) == [Stage.ASKED, Stage.CLAIMED, Stage.NOT_SURE]
            assert site.coil_on("entry") == went_on
        if caught and len(went_on) == before:
            break
    else:
        pytest.fail("the engine was never caught with a command claimed and not sent")


def test_killed_when_sent_nobody_knows(site: Site) -> None:
    """The board opened once; an entry says that the gate may be open."""
    engine = site.start_engine()
    site.simulator.do("fault north drop-acks 1")
    assert killed_at(site, engine, Stage.SENT)
    command = site.command()
    restart(site)
    assert site.stages(command)[-1] is Stage.NOT_SURE
    assert len(site.coil_on("entry")) == 1
    kinds = [entry.kind for entry in site.store.read(open_entries)]
    assert EntryKind.NOT_SURE in kinds


def test_killed_when_answered_the_next_engine_sees_the_barrier(site: Site) -> None:
    """It watches on, and drops the contact that the dead one left on."""
    engine = site.start_engine()
    assert killed_at(site, engine, Stage.ANSWERED)
    command = site.command()
    site.start_engine_anyhow()
    site.wait_stage(command, Stage.UP)
    assert len(site.coil_on("entry")) == 1
    off = {"unit": 1, "coil": 0, "on": False}
    site.simulator.wait_for("coil", **off)


def killed_at(site: Site, engine: Program, stage: Stage) -> bool:
    """Kill the engine when a new command is seen at a stage; tell whether it was still there."""
    command = site.ask("entry")
    wait_until(lambda: stage in site.stages(command), 20, f"{stage}: {site.stages(command)}")
    engine.kill()
    return site.stages(command)[-1] is stage


def test_a_dead_line_ends_openings_and_then_refuses_them_at_once(site: Site) -> None:
    """Before the tile says so: not sure or no answer. After: refused. And nothing moves later."""
    site.start_engine()
    site.kill_simulator()
    first = site.ask("entry", "one")
    end = wait_until(lambda: set(site.stages(first)) & BAD_ENDS, 20, "an end")
    assert end <= {Stage.NOT_SURE, Stage.NO_ANSWER, Stage.REFUSED}
    with site.listen() as desk:
        desk.wait_for("entry", GateState.OFFLINE)
        second = site.ask("entry", "two")
        site.wait_stage(second, Stage.REFUSED)
        assert site.stages(second) == [Stage.ASKED, Stage.REFUSED]
        site.simulator.start()
        desk.wait_for("entry", GateState.CLOSED, 40)
    site.wait_stage(site.ask("exit", "three"), Stage.ANSWERED)
    assert site.coil_on("entry") == []
    assert [site.stages(command)[-1] in BAD_ENDS for command in (first, second)] == [True, True]
