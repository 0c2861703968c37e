"""What a line stands on: how its port is opened, and its clock."""

from collections.abc import Callable
from dataclasses import dataclass

from izix_desk.devices.ports import Port, open_port
from izix_desk.devices.timing import MACHINE, Clock
from izix_desk.domain.site import Line


@dataclass(frozen=True, slots=True)
class Footing:
    """The machine's ports and clock, unless a test has others."""

    open_port: Callable[[Line, float], Port] = open_port
    """Raises LineFault with one sentence when that cannot be done."""
    clock: Clock = MACHINE


GROUND = Footing()
