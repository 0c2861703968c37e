"""Gates that are held open over a real line: every hold ends."""

from datetime import timedelta

from izix_desk.domain.commands import Action, Stage
from izix_desk.domain.events import EntryKind, GateState
from izix_desk.store.entries import open_entries
from tests.support import quay
from tests.support.running import Site
from tests.support.waiting import wait_until

HOLD = {"unit": 1, "coil": 1}


def hold(site: Site, seconds: float) -> None:
    """Hold the entry open for so long."""
    until = quay.now() + timedelta(seconds=seconds)
    command = site.ask("entry", action=Action.HOLD_OPEN, until=until)
    site.wait_stage(command, Stage.UP)


def test_a_hold_ends_by_itself(site: Site) -> None:
    """Held, seen as held, and released when its time is over."""
    site.start_engine()
    with site.listen() as desk:
        hold(site, 6)
        desk.wait_for("entry", GateState.HELD_OPEN)
        assert site.simulator.notes("coil", on=False, **HOLD) == []
        site.simulator.wait_for("coil", on=False, **HOLD)
        desk.wait_for("entry", GateState.CLOSED)
    assert site.store.read(open_entries) == ()


def test_a_hold_ends_also_when_another_engine_finds_it(site: Site) -> None:
    """The contact that is on is known to be ours, and when it is to go off."""
    engine = site.start_engine()
    hold(site, 15)
    engine.kill()
    site.start_engine_anyhow()
    with site.listen() as desk:
        desk.wait_for("entry", GateState.HELD_OPEN)
        site.simulator.wait_for("coil", on=False, seconds=30, **HOLD)
        desk.wait_for("entry", GateState.CLOSED)
    assert len(site.simulator.notes("coil", on=True, **HOLD)) == 1


def test_a_hold_that_was_lost_is_not_restored_but_told(site: Site) -> None:
    """The board lost its power: a person decides whether to hold again."""
    site.start_engine()
    hold(site, 3600)
    site.kill_simulator()
    with site.listen() as desk:
        desk.wait_for("entry", GateState.OFFLINE)
        site.simulator.start()
        desk.wait_for("entry", GateState.CLOSED, 40)
    entries = wait_until(lambda: site.store.read(open_entries), 10, "an entry")
    assert len(entries) == 1, entries
    entry = entries[0]
    assert entry.kind is EntryKind.GATE
    assert "hold it again" in entry.text
    assert len(site.simulator.notes("coil", on=True, **HOLD)) == 1
