"""Makes the right thread for each line of a site."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from izix_desk.devices.footing import GROUND, Footing
from izix_desk.devices.frames.line import FramesLine
from izix_desk.devices.modbus.line import ModbusLine
from izix_desk.devices.osdp.line import OsdpLine
from izix_desk.devices.plates import PlatesLine
from izix_desk.devices.wire import LineThread, Post
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
    return FramesLine(line, gates, post, footing)
