"""Our panel against libosdp's peripheral: a device that nobody here wrote, in secure channel."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from izix_desk.devices.osdp import pairing
from izix_desk.devices.osdp.keys import new_key
from izix_desk.devices.wire import Answered, CardRead, Distrust, Inputs, KeysRead, Signal
from izix_desk.domain.commands import Action
from izix_desk.domain.events import LineHealth
from izix_desk.domain.pairing import Pairing
from tests.support import osdp
from tests.support.simulator import Peer
from tests.support.wires import Listening, order

pytestmark = pytest.mark.skipif(
    find_spec("osdp") is None, reason="libosdp is not installed: it has no wheel for this machine"
)
DEVICE = Path(__file__).with_name("peers") / "libosdp_device.py"
ADDRESS = 5
SITE = osdp.site_of(osdp.gate("door", ADDRESS, 2, hold=1, inputs={}, seconds=26.0))
KEY = new_key()


@pytest.fixture
def peer() -> Iterator[tuple[Peer, str]]:
    """Give the device, and the port that leads to it."""
    peer = Peer(DEVICE, str(ADDRESS), KEY.hex())
    yield peer, json.loads(peer.read())["port"]
    peer.close()


def paired(key: bytes = KEY) -> dict[int, Pairing]:
    """Return the pairing of libosdp's device."""
    device = osdp.pairing(ADDRESS, key)
    return {ADDRESS: replace(device, vendor="febabe", model=7, serial=4711)}


def command(peer: Peer) -> dict[str, Any]:
    """Return the next command that the device executed, status questions aside."""
    while "output_no" not in (told := json.loads(peer.read())):
        pass
    return told


def test_outputs_are_executed(peer: tuple[Peer, str], listening: Listening) -> None:
    """A pulse of 26 s as 260 tenths; on and off for good."""
    line, ear = listening.start(SITE.lines[0], SITE.gates, peer[1], paired())
    assert ear.wait(Inputs).inputs == {}
    commands = [order(line, "door", action) for action in Action]
    ear.wait(Answered, lambda told: told.command == commands[-1])
    assert all(ear.about(each) == ["Sent", "Answered"] for each in commands)
    told = [command(peer[0]) for _ in commands]
    executed = {(each["output_no"], each["control_code"], each["timer_count"]) for each in told}
    assert executed == {(2, 5, 260), (1, 2, 0), (1, 1, 0)}


def test_cards_and_keys_are_read(peer: tuple[Peer, str], listening: Listening) -> None:
    """As the device sends them."""
    _, ear = listening.start(SITE.lines[0], SITE.gates, peer[1], paired())
    ear.wait_health(LineHealth.OK)
    peer[0].say("card 10000000100000000000000010")
    peer[0].say("keys 4711#")
    card = ear.wait(CardRead).card
    assert (card.facility, card.number) == (1, 1)
    assert ear.wait(KeysRead).keys == "4711#"


def test_a_driver_sees_and_hears_the_answer(peer: tuple[Peer, str], listening: Listening) -> None:
    """The device understands lamp and buzzer as we say them."""
    line, ear = listening.start(SITE.lines[0], SITE.gates, peer[1], paired())
    ear.wait(Inputs)
    line.signal(Signal(ADDRESS, 0, good=False, expires_monotonic=time.monotonic() + 10))
    told: list[dict[str, Any]] = []
    while not told or "rep_count" not in told[-1]:
        told.append(json.loads(peer[0].read()))
    (lamp,) = [each for each in told if "led_number" in each]
    assert (lamp["reader"], lamp["on_color"], lamp["timer_count"]) == (0, 1, 30)
    assert (told[-1]["reader"], told[-1]["rep_count"]) == (0, 3)


def test_another_key_is_refused(peer: tuple[Peer, str], listening: Listening) -> None:
    """The device cannot prove that it is ours."""
    _, ear = listening.start(SITE.lines[0], SITE.gates, peer[1], paired(new_key()))
    ear.wait(Distrust)
    assert not ear.all(Inputs)


def test_a_device_with_a_key_is_paired_anew(peer: tuple[Peer, str], listening: Listening) -> None:
    """Under its own key, and it works with the new one."""
    line = replace(SITE.lines[0], port=peer[1])
    kept: list[bytes] = []
    key, identity = pairing.pair(line, ADDRESS, [KEY], kept.append)
    assert kept == [key]
    assert (identity.vendor, identity.model, identity.serial) == ("febabe", 7, 4711)
    _, ear = listening.start(line, SITE.gates, peer[1], paired(key))
    ear.wait(Inputs)
