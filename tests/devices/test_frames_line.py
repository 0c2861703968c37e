"""A line of devices that a table declares, from order to contact, over a real pseudo-terminal."""

import pytest

from izix_desk.devices.wire import (
    Answered,
    CoilFound,
    Expired,
    GateOffline,
    Inputs,
    LineThread,
    PulseEnded,
    PulseStuck,
    Refused,
    Unanswered,
    Unsure,
)
from izix_desk.domain.commands import Action
from izix_desk.domain.events import LineHealth
from izix_desk.domain.site import Input, Site
from tests.devices.conftest import Simulate
from tests.support import frames
from tests.support.simulator import Simulator
from tests.support.waiting import wait_until
from tests.support.wires import Ear, Listening, order

SITE = frames.site_of(
    frames.RELAYS,
    frames.gate("one", 1, hold=1),
    frames.gate("two", 1, 2, inputs={"closed": Input(7, invert=True), "call": Input(4, address=9)}),
    frames.gate("bare", 3, 3, inputs={}),
)
Met = tuple[LineThread, Ear, Simulator]


def start(site: Site, simulate: Simulate, listening: Listening, health: LineHealth) -> Met:
    """Give a line that stands as it should."""
    simulator = simulate(site)
    line, ear = listening.start(site.lines[0], site.gates, simulator.ports["north"])
    ear.wait_health(health)
    return line, ear, simulator


@pytest.fixture
def met(simulate: Simulate, listening: Listening) -> Met:
    """Give three devices that answer everything."""
    return start(SITE, simulate, listening, LineHealth.OK)


def sent(simulator: Simulator) -> list[str]:
    """Return the commands that arrived."""
    return [note["bytes"] for note in simulator.notes("frame")]


def contacts(simulator: Simulator, coil: int) -> list[bool]:
    """Return what a contact did."""
    return [note["on"] for note in simulator.notes("coil", coil=coil)]


def test_an_opening_is_answered_and_its_pulse_ended(met: Met) -> None:
    """Sent and answered, on once and off again."""
    line, ear, simulator = met
    command = order(line, "one")
    ear.wait(PulseEnded)
    assert ear.about(command) == ["Sent", "Answered"]
    assert contacts(simulator, 0) == [True, False]
    assert len(sent(simulator)) == 2


def test_inputs_come_from_the_status_of_each_device(met: Met) -> None:
    """Inverted and remote ones too."""
    _, ear, simulator = met
    assert ear.wait(Inputs, lambda read: read.gate == "two").inputs == {
        "closed": True,
        "call": False,
    }
    simulator.do("ring two")
    ear.wait_input("two", "call", value=True)
    assert ear.wait(Inputs, lambda read: read.gate == "bare").inputs == {}


def test_hold_and_release(met: Met) -> None:
    """A hold is found again by the next engine, until it is released."""
    line, ear, simulator = met
    held = order(line, "one", Action.HOLD_OPEN)
    ear.wait_input("one", "opened", value=True)
    released = order(line, "one", Action.RELEASE)
    ear.wait(Answered, lambda answered: answered.command == released)
    assert ear.about(held) == ["Sent", "Answered"]
    assert contacts(simulator, 1) == [True, False]


def test_what_is_on_at_the_start_is_told(met: Met, listening: Listening) -> None:
    """A second engine finds what the first one left, and drops it when asked."""
    first, ear, simulator = met
    order(first, "one", Action.HOLD_OPEN)
    ear.wait(Answered)
    first.stop()
    again = frames.site_of(frames.RELAYS, frames.gate("one", 1, 1))
    second, ear = listening.start(again.lines[0], again.gates, simulator.ports["north"])
    assert ear.wait(CoilFound).on
    second.drop_coil("one")
    ear.wait(PulseEnded)
    assert contacts(simulator, 1) == [True, False]


def test_a_lost_reply_is_never_a_second_command(met: Met) -> None:
    """One frame, evidence instead of a reply, and the pulse ends all the same."""
    line, ear, simulator = met
    simulator.do("fault north drop-acks 1")
    command = order(line, "one")
    assert ear.wait(Unsure).evidence == "output on"
    ear.wait(PulseEnded)
    assert ear.about(command) == ["Sent", "Unsure"]
    assert contacts(simulator, 0) == [True, False]
    assert len(sent(simulator)) == 2


def test_a_silent_line_ends_unsure_then_is_refused(met: Met) -> None:
    """Before the tile says so the end is open; after it nothing is sent at all."""
    line, ear, simulator = met
    simulator.do("fault north silent on")
    order(line, "one", Action.HOLD_OPEN)
    assert ear.wait(Unsure).evidence == ""
    ear.wait(GateOffline, lambda lost: lost.gate == "one")
    order(line, "one", Action.HOLD_OPEN)
    assert ear.wait(Refused).reason == "GATE_OFFLINE"
    ear.forget()
    simulator.do("fault north silent off")
    ear.wait_input("one", "closed", value=True)
    assert not sent(simulator)


def test_the_end_of_a_pulse_is_tried_until_confirmed(met: Met) -> None:
    """Dropping a contact may be repeated; that it goes on failing is told."""
    line, ear, simulator = met
    order(line, "one")
    ear.wait(Answered)
    simulator.do("fault north drop-acks 3")
    assert "still be closed" in ear.wait(PulseStuck).detail
    ear.wait(PulseEnded)
    assert contacts(simulator, 0) == [True, False]


def test_an_old_order_is_dropped(met: Met) -> None:
    """Expired, and nothing on the wire."""
    line, ear, simulator = met
    command = order(line, "one", fresh=0)
    assert ear.wait(Expired).command == command
    assert not sent(simulator)


@pytest.mark.parametrize("fault", ["noise on", "cut on", "foreign on", "flipped 0.3", "echo on"])
def test_bad_bytes_never_double(met: Met, fault: str) -> None:
    """Every order has one end and one frame at most, whatever the replies look like."""
    line, ear, simulator = met
    simulator.do(f"fault north {fault}")
    orders = [order(line, "one", Action.HOLD_OPEN) for _ in range(5)]
    ends = (["Sent", "Answered"], ["Sent", "Unsure"], ["Refused"])
    wait_until(lambda: all(ear.about(each) in ends for each in orders), 20, "an end for each")
    assert len(sent(simulator)) <= len(orders)


def test_a_reply_that_is_late_is_not_the_next_ones(met: Met) -> None:
    """The line keeps quiet until a late reply has died away."""
    line, ear, simulator = met
    simulator.do("fault north late 0.13")
    first = order(line, "one", Action.HOLD_OPEN)
    second = order(line, "bare")
    wait_until(lambda: len(ear.about(second)) >= 2 or ear.about(second) == ["Refused"], 15, "ends")
    assert "Answered" not in ear.about(first) + ear.about(second)


BLIND = frames.site_of(
    "kmtronic", frames.gate("one", 0, 8, inputs={}, hold=9), frames.gate("two", 0, 1, inputs={})
)


@pytest.fixture
def blind(simulate: Simulate, listening: Listening) -> Met:
    """Give a line whose boards never say anything."""
    return start(BLIND, simulate, listening, LineHealth.NOT_MEASURED)


def test_a_board_that_never_replies_is_not_said_to_have_answered(blind: Met) -> None:
    """Its end is *not measured*; the contact is opened three times, to be sure."""
    line, ear, simulator = blind
    command = order(line, "one")
    wait_until(lambda: len(sent(simulator)) == 4, 15, "three ends of the pulse")
    assert sent(simulator) == ["ff 09 01", "ff 09 00", "ff 09 00", "ff 09 00"]
    assert ear.about(command) == ["Sent", "Unanswered"]
    assert "answers no command" in ear.wait(Unanswered).detail
    assert contacts(simulator, 8) == [True, False]
    assert not ear.all(PulseEnded)


def test_a_later_opening_is_not_cut_by_the_ends_of_the_first(blind: Met) -> None:
    """The repeated end belongs to the first pulse and goes with it."""
    line, ear, simulator = blind
    order(line, "one")
    wait_until(lambda: len(sent(simulator)) == 2, 15, "the first end")
    order(line, "one")
    wait_until(lambda: len(sent(simulator)) == 6, 15, "all ends")
    assert sent(simulator) == ["ff 09 01", "ff 09 00", "ff 09 01", *["ff 09 00"] * 3]
    assert len(ear.all(Unanswered)) == 2


def test_a_hold_is_not_answered_either(blind: Met) -> None:
    """Each frame once."""
    line, ear, simulator = blind
    commands = [order(line, "one", action) for action in (Action.HOLD_OPEN, Action.RELEASE)]
    wait_until(lambda: len(sent(simulator)) == len(ear.all(Unanswered)) == 2, 15, "both ends")
    assert all(ear.about(command) == ["Sent", "Unanswered"] for command in commands)
    assert sent(simulator) == ["ff 0a 01", "ff 0a 00"]


def test_a_blind_line_is_there_again_with_its_port(blind: Met, listening: Listening) -> None:
    """Offline while the port is gone; nothing else could say that it is back."""
    line, ear, simulator = blind
    simulator.kill()
    ear.wait(GateOffline)
    order(line, "two")
    assert ear.wait(Refused).reason == "GATE_OFFLINE"
    ear.forget()
    simulator.start()
    assert ear.wait(Inputs, lambda read: read.gate == "two").inputs == {}
    command = order(line, "two")
    ear.wait(Unanswered)
    assert ear.about(command) == ["Sent", "Unanswered"]


STATED = frames.site_of("kmtronic-8", frames.gate("one", 0, 7, inputs={}, hold=0))


def test_a_board_with_a_status_is_read_after_each_write(
    simulate: Simulate, listening: Listening
) -> None:
    """Still no answer, but the output was seen on, and off again."""
    line, ear, simulator = start(STATED, simulate, listening, LineHealth.OK)
    assert not ear.wait(CoilFound).on
    command = order(line, "one")
    assert ear.wait(Unanswered).detail.endswith("read back: output on")
    ear.wait(PulseEnded)
    assert ear.about(command) == ["Sent", "Unanswered"]
    assert sent(simulator) == ["ff 08 01", "ff 08 00"]


def test_a_write_that_shows_nowhere_is_not_sure(simulate: Simulate, listening: Listening) -> None:
    """The frame was lost, and the board says that its output is off."""
    line, ear, simulator = start(STATED, simulate, listening, LineHealth.OK)
    simulator.do("fault north lost-requests 1")
    order(line, "one", Action.HOLD_OPEN)
    assert ear.wait(Unsure).evidence == ""
    assert not sent(simulator)


@pytest.mark.parametrize(
    ("table", "frame", "told"),
    [
        ("turnstile-xor", "eb 01 41 00 ab", "Unanswered"),
        ("digicon", "02 02 00 41 41", "Answered"),
    ],
)
def test_a_turnstile_ends_its_pulse_itself(
    table: str, frame: str, told: str, simulate: Simulate, listening: Listening
) -> None:
    """One frame on the wire; a hold is not possible there."""
    gate = frames.gate("one", 1, inputs={}, open=frames.by_device(1))
    site = frames.site_of(table, gate)
    line, ear, simulator = start(site, simulate, listening, LineHealth.NOT_MEASURED)
    command = order(line, "one")
    simulator.wait_for("coil", coil=1, on=False)
    assert ear.about(command) == ["Sent", told]
    assert sent(simulator) == [frame]
    order(line, "one", Action.HOLD_OPEN)
    assert "cannot be held" in ear.wait(Refused).detail
