"""What is said of a gate command on any kind of line."""

from izix_desk.devices.stations import Station
from izix_desk.devices.wire import LineOrder, Refused, Unsent
from izix_desk.domain.commands import Action
from izix_desk.domain.site import Gate

OFFLINE = "GATE_OFFLINE"
STOPPED = "The line was stopped before the command went out."
LOST = "The port was lost while the command went out; look at the gate before asking again."
LOST_BEFORE = "The port was lost before the command went out."
SILENT = "The controller did not confirm; the gate may be open. Look before asking again."


def turned_away(
    order: LineOrder, gate: Gate | None, station: Station | None, why: str
) -> Refused | Unsent:
    """Return the answer to an order while the port is not open: nothing can have left it."""
    if station is not None and station.is_offline:
        return Refused(order.command, why, OFFLINE)
    return Unsent(order.command, why)


def cannot(order: LineOrder) -> str:
    """Return why a line has no frame for an order."""
    if order.action is Action.OPEN:
        return f"Gate {order.gate} is not on this line: check the site file."
    return f"Gate {order.gate} cannot be held open: no hold output is wired."


def offline(gate: Gate) -> str:
    """Return why nothing is sent to a controller that is known to be silent."""
    return f"The controller of {gate.name} does not answer, so nothing was sent."
