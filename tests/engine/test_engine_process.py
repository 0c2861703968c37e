"""Engine, simulator and `open` as processes; seen at the simulated boards and in the store."""

import shlex
import time

from izix_desk.domain.commands import NOTHING_WIRED, OPEN_TTL_SECONDS, Stage
from izix_desk.domain.events import Entry, EntryKind, EventKind, GateEvent, GateState, Outcome
from izix_desk.store.entries import get_entry, open_entries
from izix_desk.store.events import events_at_gate
from izix_desk.store.sessions import open_session
from tests.support import quay
from tests.support.running import Frozen, Site
from tests.support.unreadable import unreadable
from tests.support.waiting import wait_until

TRIES = 5
"""A machine that does much else may be so slow that a command expires; then it is tried again."""


def events(site: Site, gate: str = "entry") -> tuple[GateEvent, ...]:
    """Return what happened at a gate, newest first."""
    return site.store.read(lambda tx: events_at_gate(tx, gate))


def entry(site: Site, kind: EntryKind) -> Entry:
    """Wait for the one entry of *Needs you*."""

    def found() -> Entry | None:
        entries = site.store.read(open_entries)
        return entries[0] if entries and entries[0].kind is kind else None

    entry = wait_until(found, 15, f"an entry {kind}")
    assert entry is not None
    return entry


def test_a_known_parker_is_let_in_and_counted(site: Site) -> None:
    """Camera, decision, coil, barrier, loop and session, without anybody's hand."""
    site.start_engine()
    with site.listen() as desk:
        site.simulator.do(f"car entry {quay.KNOWN_PLATE}")
        site.wait_stage(site.command(), Stage.PASSED, seconds=40)
        heard = list(dict.fromkeys(state for gate, state in desk.states if gate == "entry"))
    assert heard[:3] == [GateState.CLOSED, GateState.OPENING, GateState.OPEN]
    assert site.stages(site.command())[:5] == [
        Stage.ASKED,
        Stage.CLAIMED,
        Stage.SENT,
        Stage.ANSWERED,
        Stage.UP,
    ]
    assert len(site.coil_on("entry")) == 1
    granted = [event for event in events(site) if event.kind is EventKind.READ]
    assert [(event.outcome, event.who) for event in granted] == [(Outcome.GRANTED, "Ada Maes")]
    session = site.store.read(lambda tx: open_session(tx, site.quay.ada, "p1"))
    assert session is not None
    assert session.group == "staff"
    assert site.store.read(open_entries) == ()


def test_a_stranger_who_rings_is_let_in_by_a_person(site: Site) -> None:
    """Refused and ringing is one entry; the opening that lets the car through closes it."""
    site.start_engine()
    site.simulator.do(f"car entry {quay.STRANGE_PLATE}")
    refused = entry(site, EntryKind.REFUSED)
    assert (refused.plate, site.coil_on("entry")) == (quay.STRANGE_PLATE, [])
    site.simulator.do("ring entry")
    assert entry(site, EntryKind.CALL).id == refused.id
    opening = site.open_gate(
        "Quay entry", "--plate", quay.STRANGE_PLATE, "--operator", "Guard 1", "--wait-passed"
    )
    assert opening.ended(40) == 0
    for words in ("asked", "sent", "controller answered", "barrier up", "car passed"):
        assert words in opening.output
    closed = site.store.read(lambda tx: get_entry(tx, refused.id))
    assert closed is not None
    assert (closed.outcome, closed.operator) == ("LET_IN", "Guard 1")
    assert len(site.coil_on("entry")) == 1


def test_where_nothing_is_wired_the_answer_is_the_last_that_is_measured(site: Site) -> None:
    """Two cars are two openings, one cycle apart; two clicks for one car are one."""
    site.start_engine()
    one = site.ask("exit", "one")
    site.wait_stage(one, Stage.ANSWERED)
    two, again = site.ask("exit", "two"), site.ask("exit", "two")
    assert two == again
    site.wait_stage(two, Stage.ANSWERED)
    first, second = site.coil_on("exit")
    assert second["at_monotonic"] - first["at_monotonic"] >= 1.9
    site.wait_stage(one, Stage.PASSED)
    assert site.records(one)[-1].detail == NOTHING_WIRED


def test_what_a_barrier_does_not_do_is_told(site: Site) -> None:
    """Answered, and nothing moved: in red, for a person."""
    site.start_engine()
    site.simulator.do("fault entry stuck")
    site.wait_stage(site.ask("entry"), Stage.NOT_MOVED)
    assert "nothing moved" in entry(site, EntryKind.FAILED).text


def test_a_board_that_dies_after_its_answer_leaves_nobody_sure(site: Site) -> None:
    """It answered, and whether the barrier went up is not seen any more: a person looks."""
    site.start_engine()
    site.simulator.do("fault entry stuck")
    opening = site.open_gate("entry")
    site.wait_stage(site.command(), Stage.ANSWERED)
    site.simulator.do("fault north silent")
    assert opening.ended(30) == 3
    assert site.stages(site.command())[-2:] == [Stage.ANSWERED, Stage.NOT_SURE]
    assert "fell silent" in entry(site, EntryKind.NOT_SURE).text


def test_a_lost_answer_is_made_up_for_by_what_is_measured(site: Site) -> None:
    """Sent once; the contact that is on proves it, and the record says what proved it."""
    site.start_engine()
    site.simulator.do("fault north drop-acks 1")
    opening = site.open_gate("entry")
    command = site.command()
    site.wait_stage(command, Stage.UP)
    answered = site.records(command)[3]
    assert answered.stage is Stage.ANSWERED
    assert answered.detail == "no answer, but the output is on"
    opening.wait_for("no answer, but the output is on")
    assert "controller answered" not in opening.output
    assert len(site.coil_on("entry")) == 1


def test_a_car_that_left_while_no_engine_ran_does_not_ring_on(site: Site) -> None:
    """The next engine finds the loop empty, and closes what waited for that car."""
    engine = site.start_engine()
    site.simulator.do("input entry arrive on")
    site.simulator.do("input entry call on")
    calling = entry(site, EntryKind.CALL)
    engine.kill()
    site.simulator.do("input entry call off")
    site.simulator.do("input entry arrive off")
    site.start_engine()
    wait_until(lambda: not site.store.read(open_entries), 15, "nobody to wait")
    closed = site.store.read(lambda tx: get_entry(tx, calling.id))
    assert closed is not None
    assert closed.outcome == "LEFT"


def test_a_barrier_that_opens_without_us_is_told(site: Site) -> None:
    """By hand, by fire or by a fault: nobody here asked for it."""
    site.start_engine()
    site.simulator.do("input entry closed off")
    site.simulator.do("input entry opened on")
    entry(site, EntryKind.GATE)
    assert events(site)[0].reason == "OPENED_WITHOUT_US"
    assert site.coil_on("entry") == []


def test_an_engine_ends_when_it_is_told_to_and_the_next_one_goes_on(site: Site) -> None:
    """Cleanly, with status 0, and a second one beside it is refused in one sentence."""
    engine = site.start_engine()
    second = site.start_second_engine()
    assert second.ended(30) == 1
    assert "Another engine" in second.output
    assert str(engine.pid) in second.output
    assert second.output.count("\n") == 1
    assert engine.stop() == 0
    assert engine.output.count("\n") == 1
    site.start_engine()
    site.wait_stage(site.ask("exit"), Stage.ANSWERED)


def test_without_an_engine_nothing_is_asked(site: Site) -> None:
    """One sentence says how to start it; the store stays as it was."""
    opening = site.open_gate("entry")
    assert opening.ended(30) == 1
    assert f"start it with `izix-desk {shlex.join(site.words)} engine`" in opening.output
    assert events(site) == ()


def test_wrong_words_are_answered_with_the_right_ones(site: Site) -> None:
    """Gates and reasons by name; nothing is asked."""
    site.start_engine()
    gate, reason = site.open_gate("moon"), site.open_gate("entry", reason="WHIM")
    assert (gate.ended(30), reason.ended(30)) == (1, 1)
    assert "the gates are: entry, exit" in gate.output
    assert "take one of: FORGOTTEN" in reason.output
    assert events(site) == ()


def test_a_frozen_engine_sends_nothing_late(site: Site) -> None:
    """Whoever asked ends the command; the engine that wakes up finds it ended."""
    engine = site.start_engine()
    with Frozen(engine.pid):
        opening = site.open_gate("entry")
        assert opening.ended(30) == 1
        assert "expired" in opening.output
    site.wait_stage(site.ask("exit"), Stage.ANSWERED)
    assert site.coil_on("entry") == []


def test_a_frozen_engine_opens_for_no_read_that_waited_meanwhile(site: Site) -> None:
    """Whoever was read has driven off or rung; the next one is let in at once."""
    engine = site.start_engine()
    with Frozen(engine.pid):
        for _ in range(2):
            site.simulator.do(f"read camera {quay.KNOWN_PLATE};0.95")
        came = site.simulator.wait_for("read")["at_monotonic"]
        wait_until(lambda: time.monotonic() > came + OPEN_TTL_SECONDS, 20, "the reads to be old")
    wait_until(lambda: len(events(site)) == 2, 20, "both reads in the feed")
    assert [(event.outcome, event.late) for event in events(site)] == [(Outcome.FAILED, True)] * 2
    assert site.coil_on("entry") == []
    site.simulator.do(f"read camera {quay.KNOWN_PLATE};0.95")
    site.wait_stage(site.command(), Stage.UP)
    assert len(site.coil_on("entry")) == 1


def test_a_gate_opens_although_who_asked_was_killed(site: Site) -> None:
    """Asked is asked: the window may crash, the gate lives on."""
    engine = site.start_engine()
    before = end = None
    for _ in range(TRIES):
        with Frozen(engine.pid):
            opening = site.open_gate("entry")
            before = site.command(after=before)
            opening.kill()
        end = site.wait_stage(before, Stage.UP, Stage.EXPIRED).stage
        if end is Stage.UP:
            break
    assert end is Stage.UP
    assert len(site.coil_on("entry")) == 1


def test_a_port_that_is_missing_is_named_where_one_looks_for_it(site: Site) -> None:
    """On the engine's terminal once, and to who asks for a gate: line, port, and what to do."""
    camera = site.plan.lines[1].port
    site.load(quay.site(port="/dev/none-such", camera=camera))
    engine = site.start_engine_anyhow()
    sentence = "Port /dev/none-such of line north does not exist: plug the adapter in"
    with site.listen() as desk:
        desk.wait_for("entry", GateState.OFFLINE)
    opening = site.open_gate("entry")
    assert opening.ended(30) == 1
    assert f"refused ({sentence}" in opening.output
    assert engine.output.count(sentence) == 1
    site.load(site.plan)
    engine.wait_for("Line north answers again", 20)


def test_an_engine_lives_through_a_time_in_which_its_store_cannot_be_read(site: Site) -> None:
    """It says so once, and takes the next command as if nothing had been."""
    engine = site.start_engine()
    with site.listen() as desk, unreadable(site.quay.folder):
        engine.wait_for("stayed busy")
        heard = len(desk.states)
        wait_until(lambda: len(desk.states) > heard + 2, 20, "an engine that goes on")
    site.wait_stage(site.ask("entry"), Stage.UP, seconds=40)
    assert engine.output.count("stayed busy") == 1


def test_a_running_engine_follows_the_site(site: Site) -> None:
    """A line whose port was changed is left and taken up again; nothing is restarted by hand."""
    site.start_engine()
    wrong = quay.site(port="/dev/none-such", camera=site.plan.lines[1].port)
    with site.listen() as desk:
        site.load(wrong)
        desk.wait_for("entry", GateState.OFFLINE)
        site.load(site.plan)
        desk.wait_for("entry", GateState.CLOSED)
    site.wait_stage(site.ask("entry"), Stage.UP)


def test_a_gate_set_out_of_service_takes_nothing_more(site: Site) -> None:
    """From a second later on, also for the next engine; it is told, and comes back the same way."""
    engine = site.start_engine()
    with site.listen() as desk:
        site.service("entry", "out_of_service", "arm bent")
        out, states = GateState.OUT_OF_SERVICE, desk.states
        wait_until(lambda: ("entry", out) in states, 15, "the engine to know")
    # As a desk does that has read the site a moment ago.
    stale = site.ask("entry", stale=True)
    site.wait_stage(stale, Stage.REFUSED)
    assert site.records(stale)[-1].detail == "the gate is out of service: arm bent"
    site.simulator.do(f"car entry {quay.KNOWN_PLATE}")
    assert "Out of service: Quay entry, arm bent" in entry(site, EntryKind.REFUSED).text
    engine.kill()
    site.start_engine_anyhow()
    again = site.ask("entry", "another", stale=True)
    site.wait_stage(again, Stage.REFUSED)
    assert site.coil_on("entry") == []
    with site.listen() as desk:
        site.service("entry", "back_in_service")
        wait_until(lambda: ("entry", GateState.CLOSED) in desk.states, 15, "it to be back")
    site.wait_stage(site.ask("entry", "a third"), Stage.ANSWERED)
