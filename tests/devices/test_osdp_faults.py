"""What a cable and a device can do to an OSDP line; commands are never sent twice."""

import time
from pathlib import Path

import pytest

from izix_desk.devices.stations import POLL_SECONDS
from izix_desk.devices.wire import (
    Answered,
    Distrust,
    GateOffline,
    Inputs,
    LineThread,
    Refused,
    Unsent,
    Unsure,
)
from izix_desk.domain.events import LineHealth
from izix_desk.domain.site import Site
from tests.devices.conftest import Simulate
from tests.support import osdp
from tests.support.simulator import Simulator
from tests.support.waiting import wait_until
from tests.support.wires import Ear, Listening, order

SITE = osdp.site_of(
    osdp.gate("one", 1, hold=1, seconds=3.0),
    osdp.gate("two", 2, inputs={}, seconds=0.1),
    osdp.gate("three", 3, seconds=0.1),
)


class Room:
    """A simulator, a line on it, and an ear."""

    def __init__(self, simulator: Simulator, line: LineThread, ear: Ear) -> None:
        self.simulator = simulator
        self.line = line
        self.ear = ear

    def fault(self, words: str) -> None:
        """Put a fault on the line."""
        self.simulator.do(f"fault north {words}")

    def sent(self, unit: int) -> int:
        """Return how many output commands a device got."""
        return len(self.simulator.notes("frame", unit=unit))


def room_of(site: Site, simulate: Simulate, listening: Listening, keys: Path) -> Room:
    """Give a line whose devices were all met."""
    pairings = osdp.paired({gate.address for gate in site.gates}, keys)
    simulator = simulate(site, "--keys", str(keys))
    line, ear = listening.start(site.lines[0], site.gates, simulator.ports["north"], pairings)
    ear.wait_health(LineHealth.OK)
    return Room(simulator, line, ear)


@pytest.fixture
def room(simulate: Simulate, listening: Listening, tmp_path: Path) -> Room:
    """Give a line of three devices."""
    return room_of(SITE, simulate, listening, tmp_path / "keys.json")


def test_a_lost_confirmation_is_settled_by_the_output(room: Room) -> None:
    """A fresh channel, then the state of the output; never a second command."""
    room.fault("drop-acks 1")
    command = order(room.line, "one")
    unsure = room.ear.wait(Unsure)
    assert (unsure.command, unsure.evidence) == (command, "output on")
    assert room.ear.about(command) == ["Sent", "Unsure"]
    assert room.sent(1) == 1
    room.ear.wait_polls("one")
    assert len(room.simulator.notes("coil", unit=1, on=True)) == 1


def test_a_pulse_that_was_already_on_proves_nothing(room: Room) -> None:
    """The output is on because of the command before: a person has to look."""
    order(room.line, "one")
    room.ear.wait(Answered)
    room.fault("drop-acks 1")
    order(room.line, "one")
    assert room.ear.wait(Unsure).evidence == ""
    assert room.sent(1) == 2


def test_a_pulse_that_is_over_is_not_sure(room: Room) -> None:
    """The answer is lost, and the output is off again before it can be read."""
    room.fault("drop-acks 1")
    command = order(room.line, "two")
    told = room.ear.wait(Unsure)
    assert (told.command, told.evidence) == (command, "")
    room.ear.wait_polls("two")
    assert room.sent(2) == 1


def test_a_lost_poll_is_repeated_and_no_card_gets_lost(room: Room) -> None:
    """The same bytes again: the device answers as it did."""
    for _ in range(3):
        room.ear.forget()
        room.fault("drop-answers 1")
        room.ear.wait_polls("one", 3)
        room.ear.wait_polls("two", 3)
    assert not room.ear.all(Distrust)
    assert not room.ear.all(GateOffline)


@pytest.mark.parametrize("kind", ["noise", "cut", "echo", "foreign"])
def test_a_bad_cable_is_no_obstacle(room: Room, kind: str) -> None:
    """Polls go on, a command is done or its end is told, and nothing is sent twice."""
    room.fault(kind)
    room.ear.wait_polls("one", 5)
    command = order(room.line, "one")
    wait_until(lambda: len(room.ear.about(command)) >= 1, 15, "an outcome")
    ends = (Answered, Unsure, Unsent)
    wait_until(
        lambda: [e for kind_ in ends for e in room.ear.all(kind_) if e.command == command],
        15,
        "an end",
    )
    assert room.sent(1) <= 1


def test_a_dead_device_is_given_up_and_the_others_stay_quick(room: Room) -> None:
    """Degraded after 1 s, offline after 8; its orders are refused, and it comes back by itself."""
    began = time.monotonic()
    room.simulator.do("device north 1 off")
    assert "address 1" in room.ear.wait_health(LineHealth.DEGRADED).detail
    assert time.monotonic() - began >= 1 - POLL_SECONDS
    told = room.ear.wait(GateOffline, lambda told: told.gate == "one")
    heard = max(read.monotonic for read in room.ear.all(Inputs) if read.gate == "one")
    assert told.monotonic - heard >= 8
    room.ear.forget()
    refused = order(room.line, "one")
    assert room.ear.wait(Refused).reason == "GATE_OFFLINE"
    opened = order(room.line, "two")
    room.ear.wait(Answered)
    assert room.ear.about(refused) == ["Refused"]
    assert room.ear.about(opened) == ["Sent", "Answered"]
    room.simulator.do("device north 1 on")
    room.ear.wait(Inputs, lambda read: read.gate == "one")
    assert room.sent(1) == 0


def test_an_order_for_a_device_that_has_just_died_is_not_sent(room: Room) -> None:
    """It is certain that nothing left, and it is not kept for later."""
    room.simulator.do("device north 1 off")
    wait_until(lambda: not _recent(room.ear, "one"), 15, "silence")
    command = order(room.line, "one")
    room.ear.wait(Unsent)
    assert room.ear.about(command) == ["Unsent"]
    room.simulator.do("device north 1 on")
    room.ear.wait_polls("one", 2)
    assert room.sent(1) == 0


def _recent(ear: Ear, gate: str) -> bool:
    now = time.monotonic()
    return bool(ear.all(Inputs, lambda read: read.gate == gate and now - read.monotonic < 0.5))


def test_a_killed_simulator_is_found_again(room: Room) -> None:
    """The port is opened anew, every device met again, and nothing is sent by itself."""
    room.simulator.kill()
    room.ear.wait_health(LineHealth.OFFLINE)
    command = order(room.line, "one")
    room.ear.wait(Unsent, lambda told: told.command == command)
    room.ear.forget()
    room.simulator.start()
    room.ear.wait_health(LineHealth.OK)
    assert room.sent(1) == 0


def test_thirty_two_devices_share_a_line(
    simulate: Simulate, listening: Listening, tmp_path: Path
) -> None:
    """As many as the standard allows; each is met, and each opens its own."""
    site = osdp.site_of(*(osdp.gate(f"g{n}", n, inputs={}, seconds=0.1) for n in range(32)))
    room = room_of(site, simulate, listening, tmp_path / "keys.json")
    commands = [order(room.line, f"g{n}", fresh=30) for n in range(32)]
    wait_until(lambda: all(len(room.ear.about(each)) == 2 for each in commands), 30, "32 ends")
    assert all(room.ear.about(each)[0] == "Sent" for each in commands)
    assert sorted(note["unit"] for note in room.simulator.notes("coil", on=True)) == [*range(32)]
    assert len(room.simulator.notes("frame")) == 32
