"""What a reader shows: green or flashing red, after gate commands and never late."""

import time
from pathlib import Path

from izix_desk.devices.wire import Answered, CardRead, Inputs, Signal
from izix_desk.domain.methods import Method, Reader
from tests.devices.conftest import Simulate
from tests.support import osdp
from tests.support.wires import Listening, order

SITE = osdp.site_of(
    osdp.gate("a", 1),
    osdp.gate("b", 2, readers=(Reader("north", 9),), methods=(Method.BADGE,)),
    baudrate=9600,
)


def signal(address: int, *, good: bool, fresh: float = 3.0, reader: int = 0) -> Signal:
    """Return what is to be shown at a reader, for so many seconds."""
    return Signal(address, reader, good, time.monotonic() + fresh)


def test_admitted_is_green_and_refused_is_red_and_heard(
    tmp_path: Path, listening: Listening, simulate: Simulate
) -> None:
    """At the reader that is meant; a device that only reads is met as well."""
    keys = tmp_path / "keys.json"
    pairings = osdp.paired((1, 2, 9), keys)
    simulator = simulate(SITE, "--keys", str(keys))
    line, ear = listening.start(SITE.lines[0], SITE.gates, simulator.ports["north"], pairings)
    for gate in ("a", "b"):
        ear.wait(Inputs, lambda told, gate=gate: told.gate == gate)
    simulator.do("card north 9 26:1:2")
    assert ear.wait(CardRead).address == 9
    line.signal(signal(9, good=True))
    simulator.wait_for("led", unit=9, reader=0, colour="green", flashes=False)
    line.signal(signal(9, good=False, reader=1))
    simulator.wait_for("buzzer", unit=9, reader=1, times=3)
    assert len(simulator.notes("led", unit=9, reader=1, colour="red", flashes=True)) == 1
    assert len(simulator.notes("buzzer")) == 1


def test_a_gate_command_goes_first_and_what_is_late_is_dropped(
    tmp_path: Path, listening: Listening, simulate: Simulate
) -> None:
    """Signals that were left before a command do not hold it up."""
    keys = tmp_path / "keys.json"
    pairings = osdp.paired((1, 2, 9), keys)
    simulator = simulate(SITE, "--keys", str(keys))
    line, ear = listening.start(SITE.lines[0], SITE.gates, simulator.ports["north"], pairings)
    for gate in ("a", "b"):
        ear.wait(Inputs, lambda told, gate=gate: told.gate == gate)
    line.signal(signal(9, good=False, fresh=0.0))
    for address in (1, 2, 9):
        line.signal(signal(address, good=False))
    command = order(line, "a")
    ear.wait(Answered, lambda told: told.command == command)
    simulator.wait_for("buzzer", unit=9)
    simulator.wait_for("buzzer", unit=2)
    simulator.wait_for("buzzer", unit=1)
    executed = simulator.notes("frame", unit=1)[0]["at_monotonic"]
    shown = [note["at_monotonic"] for note in simulator.notes("led")]
    assert len(shown) == 3
    # One may have been on the wire when the command was left.
    assert sum(at < executed for at in shown) <= 1
    assert simulator.notes("frame") == simulator.notes("frame", unit=1)
