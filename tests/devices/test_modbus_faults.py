"""What a cable, a board or a whole port can do wrong, and that nothing opens twice or by itself."""

from pathlib import Path

import pytest
from pymodbus.client import ModbusSerialClient

from izix_desk.devices.wire import (
    Answered,
    GateOffline,
    Inputs,
    LineThread,
    PulseEnded,
    PulseStuck,
    Refused,
    Sent,
    Unsent,
    Unsure,
)
from izix_desk.domain.commands import Action
from izix_desk.domain.events import LineHealth
from tests.devices.conftest import Simulate
from tests.support.simulator import Simulator
from tests.support.waiting import wait_until
from tests.support.wires import Ear, Listening, by_board, gate, order, site_of

TRIES = 5
SITE = site_of(gate("one", 1, hold=1), gate("two", 2, open=by_board("waveshare")))
ON = "01 05 00 00 ff 00 8c 3a"
OFF = "01 05 00 00 00 00 cd ca"
Board = tuple[LineThread, Ear, Simulator]


@pytest.fixture
def board(simulate: Simulate, listening: Listening) -> Board:
    """Give a line that works."""
    simulator = simulate(SITE)
    line, ear = listening.start(SITE.lines[0], SITE.gates, simulator.ports["north"])
    ear.wait_health(LineHealth.OK)
    return line, ear, simulator


def frames(simulator: Simulator) -> list[str]:
    """Return the commands that arrived at the boards."""
    return [note["bytes"] for note in simulator.notes("frame")]


def test_a_lost_answer_is_never_a_second_command(board: Board) -> None:
    """One frame, evidence instead of an answer, and the pulse ends all the same."""
    line, ear, simulator = board
    simulator.do("fault north drop-acks 1")
    command = order(line, "one")
    unsure = ear.wait(Unsure)
    assert unsure.evidence == "output on"
    ear.wait(PulseEnded)
    assert ear.about(command) == ["Sent", "Unsure"]
    assert frames(simulator) == [ON, OFF]


def test_a_lost_answer_to_a_board_timed_pulse(board: Board) -> None:
    """No end to send: exactly one frame."""
    line, ear, simulator = board
    simulator.do("fault north drop-acks 1")
    order(line, "two")
    assert ear.wait(Unsure).evidence == "output on"
    simulator.wait_for("coil", unit=2, on=False)
    ear.wait_polls("two", 2)
    assert len(frames(simulator)) == 1


def test_a_retrying_master_doubles(simulate: Simulate) -> None:
    """Planted control: the count above can fail."""
    simulator = simulate(SITE)
    simulator.do("fault north drop-acks 1")
    client = ModbusSerialClient(simulator.ports["north"], baudrate=19200, timeout=0.2, retries=3)
    client.connect()
    client.write_coil(0, value=True, device_id=1)
    client.close()
    assert frames(simulator) == [ON, ON]


def test_the_end_of_a_pulse_is_tried_until_confirmed(board: Board) -> None:
    """Dropping a contact may be repeated; that it goes on failing is told."""
    line, ear, simulator = board
    order(line, "one")
    ear.wait(Answered)
    simulator.do("fault north drop-acks 3")
    assert "still be closed" in ear.wait(PulseStuck).detail
    ear.wait(PulseEnded)
    assert frames(simulator) == [ON, OFF, OFF, OFF, OFF]


def test_a_silent_line_ends_unsure_then_is_refused(board: Board) -> None:
    """Before the tile says so the end is open; after it nothing is sent at all."""
    line, ear, simulator = board
    simulator.do("fault north silent on")
    first = order(line, "one", Action.HOLD_OPEN)
    assert ear.wait(Unsure).evidence == ""
    ear.wait(GateOffline, lambda lost: lost.gate == "one")
    second = order(line, "one", Action.HOLD_OPEN)
    assert ear.wait(Refused).reason == "GATE_OFFLINE"
    assert ear.about(first) == ["Sent", "Unsure"]
    assert ear.about(second) == ["Refused"]
    ear.forget()
    simulator.do("fault north silent off")
    ear.wait(Inputs)
    assert frames(simulator) == []


@pytest.mark.parametrize("fault", ["noise", "cut", "foreign"])
def test_bad_bytes_never_double(board: Board, fault: str) -> None:
    """Every order has one end and one frame, whatever the answers look like."""
    line, ear, simulator = board
    simulator.do(f"fault north {fault} on")
    orders = [order(line, "two") for _ in range(10)]
    wait_until(
        lambda: all(ear.about(each)[-1:] in (["Answered"], ["Unsure"]) for each in orders),
        15,
        "an end for each order",
    )
    if fault != "noise":  # on a busy machine an answer now and then comes too late to count
        assert sum(ear.about(each)[-1] == "Answered" for each in orders) >= 5
    assert len(frames(simulator)) == len(orders)
    ear.forget()
    ear.wait_polls("one")


def test_an_echo_is_no_answer(board: Board) -> None:
    """An adapter that hears itself cannot confirm an opening."""
    line, ear, simulator = board
    simulator.do("fault north echo on")
    ear.wait_polls("one", 2)
    first = order(line, "two")
    ear.wait(Answered)
    simulator.do("fault north drop-acks 1")
    second = order(line, "two")
    ear.wait(Unsure)
    assert ear.about(first) == ["Sent", "Answered"]
    assert ear.about(second) == ["Sent", "Unsure"]


def test_an_order_after_the_end_is_unsent(board: Board) -> None:
    """No order is ever without an outcome."""
    line, ear, _ = board
    line.stop()
    command = order(line, "one")
    assert ear.about(command) == ["Unsent"]


def test_a_late_answer_is_not_taken_for_the_next(board: Board) -> None:
    """Each answer is older than the car that it would show; none of them is believed."""
    _, ear, simulator = board
    # A machine that stands still for 60 ms finds a late answer in time; not each time it is asked.
    taken: list[Inputs] = []
    for _ in range(TRIES):
        simulator.do("fault north late 0.17")
        ear.forget()
        ear.wait(GateOffline)
        taken = ear.all(Inputs)
        if not taken:
            break
        simulator.do("fault north late 0")
        ear.wait_polls("one", 2)
    assert taken == []
    simulator.do("input one arrive on")
    simulator.do("fault north late 0")
    assert ear.wait(Inputs, lambda read: read.gate == "one").inputs["arrive"] is True


def test_a_dead_board_does_not_stop_the_others(simulate: Simulate, listening: Listening) -> None:
    """Its gate goes offline, the other one is polled and opened meanwhile."""
    simulator = simulate(site_of(gate("one", 1)), "--trace")
    line, ear = listening.start(SITE.lines[0], SITE.gates, simulator.ports["north"])
    ear.wait(Inputs, lambda read: read.gate == "one")
    dead = order(line, "two")
    alive = order(line, "one")
    assert ear.wait(Refused).command == dead
    ear.wait(Answered)
    ear.wait(GateOffline)
    reading = ear.wait_health(LineHealth.DEGRADED)
    assert "address 2" in reading.detail
    assert ear.about(alive) == ["Sent", "Answered"]
    assert {lost.gate for lost in ear.all(GateOffline)} == {"two"}
    asked = [len(simulator.notes("question", unit=unit)) for unit in (1, 2)]
    assert asked[1] <= 6  # at first contact, for the order, and ever more seldom
    assert asked[0] > 3 * asked[1]


def test_a_port_that_vanishes_and_returns(board: Board) -> None:
    """Unsent, then refused, and nothing moves when it is back."""
    line, ear, simulator = board
    simulator.kill()
    lost = ear.wait_health(LineHealth.OFFLINE)
    assert "north" in lost.detail
    early = order(line, "one")
    wait_until(lambda: ear.about(early) in (["Unsent"], ["Refused"]), 15, "the order's end")
    ear.wait(GateOffline, lambda gone: gone.gate == "one")
    late = order(line, "one")
    ear.wait(Refused, lambda refused: refused.command == late)
    ear.forget()
    simulator.start()
    ear.wait_health(LineHealth.OK)
    ear.wait_polls("one", 3)
    assert ear.about(early) == ear.about(late) == []
    assert frames(simulator) == []
    assert simulator.notes("coil") == []


def test_a_pulse_cut_by_a_lost_port_is_ended_upon_return(board: Board) -> None:
    """The only thing that may move by itself is the contact that opens."""
    line, ear, simulator = board
    command = order(line, "one")
    ear.wait(Sent)
    simulator.kill()
    ear.wait_health(LineHealth.OFFLINE)
    before = len(frames(simulator))
    simulator.start()
    ear.wait(PulseEnded)
    ear.wait_polls("one", 2)
    assert frames(simulator)[before:] == [OFF]
    assert ear.about(command)[:1] == ["Sent"]


def test_a_port_that_does_not_exist(listening: Listening, tmp_path: Path) -> None:
    """One sentence on the lamp, and orders never leave."""
    line, ear = listening.start(SITE.lines[0], SITE.gates, tmp_path / "nothing")
    reading = ear.wait_health(LineHealth.OFFLINE)
    assert reading.detail.endswith(
        "nothing of line north does not exist: plug the adapter in, or correct it in the site file."
    )
    assert reading.last is None
    order(line, "one")
    ear.wait(Unsent)


def test_a_port_that_appears_later_is_opened(
    simulate: Simulate, listening: Listening, tmp_path: Path
) -> None:
    """The adapter is plugged in after the start."""
    link = tmp_path / "later"
    line, ear = listening.start(SITE.lines[0], SITE.gates, link)
    ear.wait_health(LineHealth.OFFLINE)
    link.symlink_to(simulate(SITE).ports["north"])
    ear.wait_health(LineHealth.OK)
    order(line, "one")
    ear.wait(Answered)


def test_a_port_is_not_shared(board: Board, listening: Listening) -> None:
    """A second line on the same port is told whose it is; no other program is blamed."""
    _, ear, simulator = board
    second, other = listening.start(SITE.lines[0], SITE.gates, simulator.ports["north"])
    told = other.wait_health(LineHealth.OFFLINE).detail
    assert told.endswith("is that of line north as well: correct it in the site file.")
    order(second, "one")
    other.wait(Unsent)
    ear.wait_polls("one")


def test_what_was_so_before_proves_nothing(board: Board) -> None:
    """The barrier is up and the contact closed by the command before: a person has to look."""
    line, ear, simulator = board
    simulator.do("input two opened on")
    ear.wait_input("two", "opened", True)
    order(line, "two")
    ear.wait(Answered)
    simulator.do("fault north drop-acks 1")
    command = order(line, "two")
    unsure = ear.wait(Unsure)
    assert (unsure.command, unsure.evidence) == (command, "")
