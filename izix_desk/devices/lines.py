"""Makes the right thread for each line of a site."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from izix_desk.devices.footing import GROUND, Footing
from izix_desk.devices.modbus.line import ModbusLine
from izix_desk.devices.osdp.line import OsdpLine
from izix_desk.devices.plates import PlatesLine
from izix_desk.devices.wire import LineOrder, LineThread, Post, Refused, Signal
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.lines import TraceLine
from izix_desk.domain.pairing import Pairing
from izix_desk.domain.site import Gate, Line, Protocol

NO_PAIRINGS: Mapping[int, Pairing] = MappingProxyType({})


def make_line(
    line: Line,
    gates: Sequence[Gate],
    post: Post,
    pairings: Mapping[int, Pairing] = NO_PAIRINGS,
    footing: Footing = GROUND,
) -> LineThread:
    """Return the line, not started yet; `gates` may name gates of other lines too.

    `pairings` are by address; an OSDP device without one is left out, and that is said.
    """
    if line.protocol is Protocol.MODBUS_RTU:
        return ModbusLine(line, gates, post, footing)
    if line.protocol is Protocol.PLATES:
        return PlatesLine(line, post, footing)
    if line.protocol is Protocol.OSDP:
        return OsdpLine(line, gates, pairings, post, footing)
    return UnbuiltLine(line, post)


class UnbuiltLine:
    """A line whose protocol this version does not speak: it says so and refuses every order."""

    def __init__(self, line: Line, post: Post) -> None:
        self._line = line
        self._post = post
        self._detail = f"Line {line.id} speaks {line.protocol}, which this version cannot do yet."

    def start(self) -> None:
        """Report once that nothing will be heard from here."""
        reading = LineReading(line=self._line.id, health=LineHealth.NOT_BUILT, detail=self._detail)
        self._post(reading)

    def order(self, order: LineOrder) -> None:
        """Refuse."""
        self._post(Refused(order.command, self._detail, "GATE_OFFLINE"))

    def drop_coil(self, gate: str) -> None:
        """Do nothing: this line cannot have found a coil on."""

    def try_now(self, address: int) -> None:
        """Do nothing: nobody is asked here."""

    def listen(self, *, on: bool) -> None:
        """Do nothing: nothing passes."""

    def passed(self) -> Sequence[TraceLine]:
        """Return nothing."""
        return ()

    def signal(self, signal: Signal) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing: there is no thread."""
