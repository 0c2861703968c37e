"""The thread of one line whose frames a table declares."""

from collections.abc import Sequence

from izix_desk.devices.board_line import BoardLine
from izix_desk.devices.footing import GROUND, Footing
from izix_desk.devices.frames.devices import Device, devices_of
from izix_desk.devices.frames.orders import FrameOrders
from izix_desk.devices.frames.scanning import FramesProbe
from izix_desk.devices.frames.talker import READ_SECONDS, Put, Talker
from izix_desk.devices.frames.words import FramesReader
from izix_desk.devices.ports import Port
from izix_desk.devices.stations import own_gates
from izix_desk.devices.wire import Post
from izix_desk.domain.scanning import addresses_of
from izix_desk.domain.site import Gate, Line


class FramesLine(BoardLine[Device, Talker, Put]):
    """One serial line with its devices."""

    def __init__(
        self, line: Line, gates: Sequence[Gate], post: Post, footing: Footing = GROUND
    ) -> None:
        assert line.frames is not None, "the site file was checked"
        self._table = line.frames
        own = own_gates(line, gates)
        roster = devices_of(self._table, tuple(own.values()))
        self._frames = FrameOrders(own, roster, post, footing.clock)
        super().__init__(
            line,
            roster,
            self._frames,
            reader=FramesReader(self._table, roster.stations),
            probe=FramesProbe(self._table) if addresses_of(line) else None,
            read_seconds=READ_SECONDS,
            post=post,
            footing=footing,
        )

    def _asker(self, port: Port) -> Talker:
        return Talker(port, self._line, self._table, self._clock)

    def _ask(self, station: Device, asker: Talker) -> bool:
        return self._frames.look(station, asker)
