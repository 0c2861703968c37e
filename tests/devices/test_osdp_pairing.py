"""A device gets a key of its own: from the simulator, over a real pseudo-terminal."""

import json
from pathlib import Path

import pytest

from izix_desk.devices.osdp import pairing
from izix_desk.devices.osdp.keys import is_weak, new_key
from izix_desk.devices.wire import Answered
from izix_desk.domain.errors import DeskError
from izix_desk.domain.events import LineHealth
from tests.devices.conftest import Simulate
from tests.support import osdp
from tests.support.simulator import Simulator
from tests.support.wires import Listening, order

SITE = osdp.site_of(osdp.gate("one", 1, inputs={}), osdp.gate("two", 2, inputs={}))
LINE = SITE.lines[0]


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """Give the place where the simulator's devices keep their keys."""
    return tmp_path / "keys.json"


@pytest.fixture
def simulator(simulate: Simulate, keys: Path) -> Simulator:
    """Give two devices without keys, the second one switched off."""
    simulator = simulate(SITE, "--keys", str(keys), "--trace")
    simulator.do("device north 2 off")
    return simulator


def pair(simulator: Simulator, *known: bytes) -> tuple[bytes, list[bytes]]:
    """Pair the first device; return its key, and what was kept before it was sent."""
    kept: list[bytes] = []
    key, identity = pairing.pair(osdp.at(LINE, simulator), 1, known, kept.append)
    assert (identity.vendor, identity.model, identity.serial) == ("495a58", 1, 1001)
    return key, kept


def test_a_new_device_gets_a_key_and_works(
    simulator: Simulator, listening: Listening, keys: Path
) -> None:
    """Random, kept before it was sent, never seen on the wire, and the device opens with it.

    Then it gets another one, under a key whose confirmation we may have missed.
    """
    key, kept = pair(simulator)
    assert kept == [key]
    assert not is_weak(key)
    assert json.loads(keys.read_text("ascii")) == {"north/1": key.hex()}
    wire = " ".join(note["bytes"] for note in simulator.notes("packet"))
    assert key.hex(" ") not in wire
    known = {1: osdp.pairing(1, key)}
    line, ear = listening.start(LINE, SITE.gates[:1], simulator.ports["north"], known)
    ear.wait_health(LineHealth.OK)
    order(line, "one")
    ear.wait(Answered)
    line.stop()
    second, _ = pair(simulator, new_key(), key)
    assert second != key
    assert len(simulator.notes("keyset", unit=1)) == 2


def refusal(simulator: Simulator, *known: bytes) -> str:
    """Return why a pairing is refused; no key may have been sent."""
    kept: list[bytes] = []
    with pytest.raises(DeskError) as refused:
        pairing.pair(osdp.at(LINE, simulator), 1, known, kept.append)
    assert kept == []
    return str(refused.value)


def test_a_second_device_on_the_line_is_refused(simulator: Simulator) -> None:
    """It could listen, or take the key."""
    simulator.do("device north 2 on")
    assert "Another device answers at address 2" in refusal(simulator)


def test_an_unknown_key_is_refused(simulate: Simulate, keys: Path) -> None:
    """The device has to be reset by hand first."""
    osdp.paired((1,), keys)
    simulator = simulate(SITE, "--keys", str(keys))
    simulator.do("device north 2 off")
    assert "reset it as its manual says" in refusal(simulator, new_key())


def test_only_pairing_knows_how_to_set_a_key() -> None:
    """No other module of the program names the command."""
    package = Path(pairing.__file__).parents[2]
    users = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "KEYSET" in path.read_text("utf-8") and "simulator" not in path.parts
    }
    assert users == {"devices/osdp/codes.py", "devices/osdp/pairing.py"}
