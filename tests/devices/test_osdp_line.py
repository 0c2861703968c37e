"""A line of OSDP devices from order to contact, over a real pseudo-terminal."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from izix_desk.devices.osdp.keys import DEFAULT_KEY
from izix_desk.devices.wire import (
    Answered,
    CardRead,
    CoilFound,
    Distrust,
    Expired,
    GateOffline,
    Inputs,
    KeysRead,
    LineThread,
    Refused,
)
from izix_desk.domain.commands import Action
from izix_desk.domain.events import LineHealth
from izix_desk.domain.site import Input
from tests.devices.conftest import Simulate
from tests.support import osdp
from tests.support.simulator import Simulator
from tests.support.wires import Ear, Listening, order

SITE = osdp.site_of(
    osdp.gate("held", 1, hold=1),
    osdp.gate("door", 2, 3, inputs={"closed": Input(7, invert=True), "call": Input(4, address=9)}),
    osdp.gate("blind", 2, 4, inputs={}, seconds=26.0),
)
LINE = SITE.lines[0]
BADGE = "10000000100000000000000010"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """Give the place where the simulator's devices keep their keys."""
    return tmp_path / "keys.json"


@pytest.fixture
def simulator(simulate: Simulate, keys: Path) -> Simulator:
    """Give three devices that have keys."""
    osdp.paired((1, 2, 9), keys)
    return simulate(SITE, "--keys", str(keys), "--trace")


@pytest.fixture
def met(simulator: Simulator, listening: Listening, keys: Path) -> tuple[LineThread, Ear]:
    """Give a line whose devices were all met."""
    line, ear = listening.start(LINE, SITE.gates, simulator.ports["north"], osdp.known(keys))
    ear.wait_health(LineHealth.OK)
    return line, ear


def test_an_opening_is_timed_by_the_device(
    met: tuple[LineThread, Ear], simulator: Simulator
) -> None:
    """Sent, answered, and the contact closed once and opened again by one command."""
    line, ear = met
    command = order(line, "held")
    simulator.wait_for("coil", unit=1, coil=0, on=False)
    assert ear.about(command) == ["Sent", "Answered"]
    assert [note["bytes"] for note in simulator.notes("frame")] == ["68 00 05 05 00"]
    ear.wait_input("held", "opened", value=True)


def test_a_long_pulse_is_no_short_one(met: tuple[LineThread, Ear], simulator: Simulator) -> None:
    """26 s are 260 tenths, which do not fit one byte."""
    line, _ = met
    order(line, "blind")
    assert simulator.wait_for("frame", unit=2)["bytes"] == "68 04 05 04 01"


def test_hold_and_release(met: tuple[LineThread, Ear], simulator: Simulator) -> None:
    """The hold output stays on until it is released."""
    line, ear = met
    held = order(line, "held", Action.HOLD_OPEN)
    ear.wait_input("held", "opened", value=True)
    released = order(line, "held", Action.RELEASE)
    simulator.wait_for("coil", unit=1, coil=1, on=False)
    ear.wait(Answered, lambda answered: answered.command == released)
    assert ear.about(held) == ear.about(released) == ["Sent", "Answered"]


def test_what_cannot_be_done_is_refused(met: tuple[LineThread, Ear], simulator: Simulator) -> None:
    """No hold output, another line's gate, an old order: nothing at the contacts."""
    line, ear = met
    order(line, "door", Action.HOLD_OPEN)
    assert "cannot be held" in ear.wait(Refused).detail
    ear.forget()
    order(line, "nowhere")
    assert "not on this line" in ear.wait(Refused).detail
    order(line, "held", fresh=0)
    ear.wait(Expired)
    line.drop_coil("held")
    ear.wait_polls("held", 2)
    assert not simulator.notes("frame")


def test_inputs_may_be_inverted_and_on_another_device(
    met: tuple[LineThread, Ear], simulator: Simulator
) -> None:
    """What is posted is logical; a gate without inputs is known to be there."""
    _, ear = met
    assert ear.wait(Inputs, lambda read: read.gate == "door").inputs["closed"] is True
    simulator.do("ring door")
    ear.wait_input("door", "call", value=True)
    simulator.do("input door closed off")
    ear.wait_input("door", "closed", value=False)
    assert ear.wait(Inputs, lambda read: read.gate == "blind").inputs == {}


def test_outputs_found_on_are_told(
    met: tuple[LineThread, Ear], simulator: Simulator, listening: Listening, keys: Path
) -> None:
    """A second engine finds what the first left behind."""
    first, ear = met
    order(first, "held", Action.HOLD_OPEN)
    ear.wait(Answered)
    first.stop()
    _, ear = listening.start(LINE, SITE.gates, simulator.ports["north"], osdp.known(keys))
    found = ear.wait(CoilFound, lambda found: found.gate == "held")
    assert (found.on, found.held) == (False, True)


def test_cards_and_keys_are_read(met: tuple[LineThread, Ear], simulator: Simulator) -> None:
    """With their facility and number; each once."""
    _, ear = met
    simulator.do(f"card north 2 {BADGE}")
    simulator.do("keys north 1 4711#")
    assert ear.wait(KeysRead).keys == "4711#"
    read = ear.wait(CardRead)
    assert (read.line, read.address, read.reader) == ("north", 2, 0)
    assert (read.card.facility, read.card.number) == (1, 1)
    ear.wait_polls("held", 5)
    assert len(ear.all(CardRead)) == len(ear.all(KeysRead)) == 1


def test_nothing_but_the_handshake_goes_unsecured(
    met: tuple[LineThread, Ear], simulator: Simulator
) -> None:
    """Every packet on the wire carries a security block."""
    line, ear = met
    order(line, "held")
    ear.wait(Answered)
    packets = [bytes.fromhex(note["bytes"]) for note in simulator.notes("packet")]
    assert len(packets) > 20
    assert {packet[6] for packet in packets if packet[4] & 0x08} <= {0x11, 0x13, 0x15, 0x17}
    assert all(packet[4] & 0x08 for packet in packets)


@pytest.mark.parametrize("weak", [False, True])
def test_a_device_without_a_good_key_is_left_alone(
    simulator: Simulator, listening: Listening, keys: Path, weak: bool
) -> None:
    """Not a byte is sent to it, its gate says why, and the others work."""
    pairings = osdp.known(keys)
    one = pairings.pop(1)
    if weak:
        pairings[1] = replace(one, key=DEFAULT_KEY)
    line, ear = listening.start(LINE, SITE.gates, simulator.ports["north"], pairings)
    why = "anybody could guess" if weak else "is not paired"
    assert why in ear.wait(GateOffline, lambda told: told.gate == "held").detail
    assert "izix-desk pair north 1" in ear.wait_health(LineHealth.DEGRADED).detail
    ear.wait_polls("door", 3)
    refused = order(line, "held")
    assert ear.wait(Refused).reason == "GATE_OFFLINE"
    opened = order(line, "door")
    ear.wait(Answered)
    assert ear.about(refused) == ["Refused"]
    assert ear.about(opened) == ["Sent", "Answered"]
    assert not ear.all(Distrust)
    assert 1 not in {note["unit"] for note in simulator.notes("packet")}


def test_an_output_that_the_device_lacks_is_told(
    simulate: Simulate, listening: Listening, keys: Path
) -> None:
    """Before anybody needs it, and again when it is asked for."""
    site = osdp.site_of(osdp.gate("beyond", 1, 9))
    pairings = osdp.paired((1,), keys)
    simulator = simulate(site, "--keys", str(keys))
    line, ear = listening.start(site.lines[0], site.gates, simulator.ports["north"], pairings)
    assert "has 8 outputs" in ear.wait_health(LineHealth.DEGRADED).detail
    command = order(line, "beyond")
    assert "(code 09)" in ear.wait(Refused).detail
    assert ear.about(command) == ["Sent", "Refused"]


def test_a_case_that_is_opened_is_told(met: tuple[LineThread, Ear], simulator: Simulator) -> None:
    """Once, since a person has to look; by the lamp until it is closed."""
    _, ear = met
    simulator.do("device north 1 open")
    ear.wait(Distrust, lambda told: told.gate == "held")
    assert "case is open" in ear.wait_health(LineHealth.DEGRADED).detail
    ear.forget()
    simulator.do("device north 1 closed")
    ear.wait_health(LineHealth.OK)
    assert not ear.all(Distrust)


def test_a_restart_is_noticed(met: tuple[LineThread, Ear], simulator: Simulator) -> None:
    """The device is met again: its outputs are not what they were; nothing moves by itself."""
    line, ear = met
    order(line, "held", Action.HOLD_OPEN)
    ear.wait(Answered)
    ear.forget()
    simulator.do("device north 1 reboot")
    assert not ear.wait(CoilFound, lambda found: found.gate == "held").held
    ear.wait_polls("held")
    assert not ear.all(Distrust)
    assert len(simulator.notes("frame")) == 1


def test_a_device_that_needs_the_mark_byte_gets_it(
    simulator: Simulator, listening: Listening, keys: Path
) -> None:
    """One question stays without answer in a channel; from then on each frame has its mark."""
    simulator.do("device north 1 picky")
    line, ear = listening.start(LINE, SITE.gates, simulator.ports["north"], osdp.known(keys))
    ear.wait_health(LineHealth.OK)
    ear.wait_polls("held", 5)
    command = order(line, "held")
    ear.wait(Answered, lambda told: told.command == command)
    packets = [str(note["bytes"]).split() for note in simulator.notes("packet", unit=1)]
    in_channel = [each for each in packets if each[6] in {"15", "17"}]
    repeated = [each for each, after in pairwise(in_channel) if each == after]
    assert (len(repeated), len(in_channel) > 10) == (1, True)
