"""A line of boards from order to contact, over a real pseudo-terminal, seen at the far end."""

import pytest

from izix_desk.devices.wire import (
    Answered,
    CoilFound,
    Expired,
    Inputs,
    LineThread,
    PulseEnded,
    Refused,
    Sent,
)
from izix_desk.domain.commands import Action
from izix_desk.domain.events import LineHealth
from izix_desk.domain.site import Input
from tests.devices.conftest import Simulate
from tests.support.simulator import Simulator
from tests.support.wires import Ear, Listening, by_board, gate, order, site_of

SITE = site_of(
    gate("desk", 1, hold=1),
    gate("flash", 2, open=by_board("waveshare")),
    gate("timed", 3, open=by_board("lc-tech", 2)),
    gate("mixed", 3, 0, inputs={"closed": Input(7, invert=True), "call": Input(4, address=9)}),
    gate("blind", 4, inputs={}),
)


@pytest.fixture
def simulator(simulate: Simulate) -> Simulator:
    """Give all the kinds of boards on one line."""
    return simulate(SITE)


@pytest.fixture
def met(simulator: Simulator, listening: Listening) -> tuple[LineThread, Ear]:
    """Give a line whose boards were all met."""
    line, ear = listening.start(SITE.lines[0], SITE.gates, simulator.ports["north"])
    ear.wait_health(LineHealth.OK)
    return line, ear


def test_a_desk_timed_opening(met: tuple[LineThread, Ear], simulator: Simulator) -> None:
    """Sent, answered, and the contact closed once and opened again."""
    line, ear = met
    command = order(line, "desk")
    ear.wait(PulseEnded, lambda ended: ended.gate == "desk")
    assert ear.about(command) == ["Sent", "Answered"]
    assert [note["on"] for note in simulator.notes("coil", unit=1, coil=0)] == [True, False]
    assert len(simulator.notes("frame", unit=1)) == 2


def test_sent_is_told_when_the_bytes_have_left(
    met: tuple[LineThread, Ear], simulator: Simulator
) -> None:
    """The board cannot have the last byte before the desk says that it sent it, nor much later."""
    line, ear = met
    order(line, "desk")
    sent = ear.wait(Sent)
    closed = simulator.wait_for("coil", unit=1, on=True)
    answered = ear.wait(Answered)
    assert closed["at_monotonic"] < answered.monotonic
    assert sent.monotonic < answered.monotonic


@pytest.mark.parametrize(("gate_id", "unit", "coil"), [("flash", 2, 0), ("timed", 3, 2)])
def test_a_board_times_its_pulse_itself(
    met: tuple[LineThread, Ear], simulator: Simulator, gate_id: str, unit: int, coil: int
) -> None:
    """One frame on the wire, two changes of the contact."""
    line, ear = met
    command = order(line, gate_id)
    simulator.wait_for("coil", unit=unit, coil=coil, on=False)
    assert ear.about(command) == ["Sent", "Answered"]
    assert len(simulator.notes("frame", unit=unit)) == 1
    assert not ear.all(PulseEnded)


def test_hold_and_release(met: tuple[LineThread, Ear], simulator: Simulator) -> None:
    """The hold contact stays closed until it is released."""
    line, ear = met
    held = order(line, "desk", Action.HOLD_OPEN)
    ear.wait_input("desk", "opened", value=True)
    assert simulator.do("coils")["coils"]["desk"] == {"open": False, "hold": True}
    released = order(line, "desk", Action.RELEASE)
    simulator.wait_for("coil", unit=1, coil=1, on=False)
    ear.wait(Answered, lambda answered: answered.command == released)
    assert ear.about(held) == ear.about(released) == ["Sent", "Answered"]


def test_a_gate_that_cannot_be_held_says_so(met: tuple[LineThread, Ear]) -> None:
    """Refused without a byte."""
    line, ear = met
    command = order(line, "flash", Action.HOLD_OPEN)
    refused = ear.wait(Refused)
    assert refused.command == command
    assert "cannot be held" in refused.detail


def test_a_gate_of_another_line_is_refused(met: tuple[LineThread, Ear]) -> None:
    """A mistake of ours becomes a sentence, not a dead thread."""
    line, ear = met
    order(line, "nowhere")
    assert "not on this line" in ear.wait(Refused).detail
    ear.wait_polls("desk")


def test_an_old_order_is_dropped(met: tuple[LineThread, Ear], simulator: Simulator) -> None:
    """Expired, and nothing at the board."""
    line, ear = met
    command = order(line, "desk", fresh=0)
    assert ear.wait(Expired).command == command
    ear.wait_polls("desk", 2)
    assert not simulator.notes("frame")


def test_the_barrier_and_the_car_are_seen(
    met: tuple[LineThread, Ear], simulator: Simulator
) -> None:
    """Every input of a passage arrives, in its order."""
    line, ear = met
    simulator.do("car desk 1-ABC-234")
    ear.wait_input("desk", "arrive", value=True)
    order(line, "desk")
    ear.wait_input("desk", "opened", value=True)
    ear.wait_input("desk", "under", value=True)
    simulator.wait_for("car", did="passes")
    states = [note["state"] for note in simulator.notes("barrier", gate="desk")]
    assert states == ["rising", "open"]


def test_inputs_may_be_inverted_and_on_another_board(
    met: tuple[LineThread, Ear], simulator: Simulator
) -> None:
    """What is posted is logical: closed while the barrier is down."""
    _, ear = met
    assert ear.wait(Inputs, lambda read: read.gate == "mixed").inputs["closed"] is True
    simulator.do("ring mixed")
    ear.wait_input("mixed", "call", value=True)
    simulator.do("input mixed closed off")
    ear.wait_input("mixed", "closed", value=False)


def test_a_gate_without_inputs_is_known_to_be_there(met: tuple[LineThread, Ear]) -> None:
    """Its coils are asked, so that a dead board shows."""
    assert met[1].wait(Inputs, lambda read: read.gate == "blind").inputs == {}


def test_a_coil_found_on_is_told_and_dropped_when_asked(
    met: tuple[LineThread, Ear], simulator: Simulator, listening: Listening
) -> None:
    """A second engine finds what the first left behind."""
    first, ear = met
    order(first, "desk", Action.HOLD_OPEN)
    ear.wait(Answered)
    first.stop()
    _, ear = listening.start(SITE.lines[0], SITE.gates, simulator.ports["north"])
    found = ear.wait(CoilFound, lambda found: found.gate == "desk")
    assert (found.on, found.held) == (False, True)


def test_an_open_coil_is_dropped_on_request(simulate: Simulate, listening: Listening) -> None:
    """The coil of a gate whose hold output is another gate's opening output, left on."""
    left_on = site_of(gate("held", 1, 5, hold=0))
    simulator = simulate(left_on)
    first, ear = listening.start(left_on.lines[0], left_on.gates, simulator.ports["north"])
    ear.wait_health(LineHealth.OK)
    order(first, "held", Action.HOLD_OPEN)
    ear.wait(Answered)
    first.stop()
    again = site_of(gate("held", 1, 0))
    second, ear = listening.start(again.lines[0], again.gates, simulator.ports["north"])
    assert ear.wait(CoilFound).on
    second.drop_coil("held")
    ear.wait(PulseEnded)
    assert [note["on"] for note in simulator.notes("coil")] == [True, False]


def test_stopping_ends_the_pulse_first(met: tuple[LineThread, Ear], simulator: Simulator) -> None:
    """The contact is open when the thread is gone."""
    line, ear = met
    order(line, "desk")
    ear.wait(Sent)
    line.stop()
    assert ear.all(PulseEnded)
    assert [note["on"] for note in simulator.notes("coil")] == [True, False]


def test_several_gates_share_a_board(simulate: Simulate, listening: Listening) -> None:
    """Each order closes its own contact."""
    site = site_of(
        gate("left", 1, 0),
        gate("right", 1, 1, inputs={"closed": Input(8)}),
        gate("third", 1, 2, inputs={"closed": Input(9)}),
    )
    simulator = simulate(site)
    line, ear = listening.start(site.lines[0], site.gates, simulator.ports["north"])
    ear.wait_health(LineHealth.OK)
    commands = [order(line, name) for name in ("left", "right", "third")]
    for number in range(3):
        simulator.wait_for("coil", coil=number, on=False)
    assert all(ear.about(command) == ["Sent", "Answered"] for command in commands)
