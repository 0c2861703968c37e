"""As many controllers on one line as the standards allow: each has its turn, and its own orders."""

from pathlib import Path

import pytest

from izix_desk.devices.wire import Answered, Inputs, Message, Refused, Unsent, Unsure
from izix_desk.domain.events import LineHealth
from izix_desk.domain.site import Input, Site
from tests.devices.conftest import Simulate
from tests.support import osdp, wires
from tests.support.waiting import wait_until
from tests.support.wires import Listening, order

UNITS = range(1, 33)
DEAD = 32
CLOSED = {"closed": Input(0)}
MODBUS = wires.site_of(
    *(wires.gate(f"g{unit}", unit, inputs=CLOSED) for unit in UNITS), baudrate=115200
)
OSDP = osdp.site_of(*(osdp.gate(f"g{unit}", unit, inputs=CLOSED, seconds=0.1) for unit in UNITS))
ENDS = (Answered, Refused, Unsent, Unsure)


@pytest.mark.parametrize("site", [MODBUS, OSDP], ids=["modbus", "osdp"])
def test_each_of_32_controllers_gets_its_own_order_once(
    simulate: Simulate, listening: Listening, tmp_path: Path, site: Site
) -> None:
    """One of them is dead: its order ends without a frame, and all others are carried out."""
    pairings = osdp.paired(UNITS, tmp_path / "keys.json")
    simulator = simulate(site, "--keys", str(tmp_path / "keys.json"))
    line, ear = listening.start(site.lines[0], site.gates, simulator.ports["north"], pairings)
    ear.wait_health(LineHealth.OK, seconds=60)
    simulator.do(f"device north {DEAD} off")
    ear.wait_health(LineHealth.DEGRADED, seconds=60)
    commands = {order(line, f"g{unit}", fresh=60): unit for unit in UNITS}

    def ended(message: Message) -> bool:
        return getattr(message, "command", None) in commands

    wait_until(
        lambda: sum(len(ear.all(kind, ended)) for kind in ENDS) == len(UNITS), 60, "all ends"
    )
    answered = {commands[told.command] for told in ear.all(Answered)}
    assert answered == set(UNITS) - {DEAD}
    on = [note["unit"] for note in simulator.notes("coil", on=True)]
    assert sorted(on) == sorted(answered)
    ear.forget()
    for unit in answered:
        ear.wait(Inputs, lambda told, gate=f"g{unit}": told.gate == gate, seconds=60)
