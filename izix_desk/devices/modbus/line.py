"""The thread of one Modbus RTU line."""

from collections.abc import Sequence

from izix_desk.devices.board_line import BoardLine
from izix_desk.devices.footing import GROUND, Footing
from izix_desk.devices.modbus.boards import Board, boards_of
from izix_desk.devices.modbus.frames import Request
from izix_desk.devices.modbus.master import Master, timing_of
from izix_desk.devices.modbus.orders import ModbusOrders
from izix_desk.devices.modbus.scanning import ModbusProbe
from izix_desk.devices.modbus.words import ModbusReader
from izix_desk.devices.ports import Port
from izix_desk.devices.stations import own_gates
from izix_desk.devices.wire import Post
from izix_desk.domain.site import Gate, Line


class ModbusLine(BoardLine[Board, Master, Request]):
    """One serial line with its relay boards."""

    def __init__(
        self, line: Line, gates: Sequence[Gate], post: Post, footing: Footing = GROUND
    ) -> None:
        self._timing = timing_of(line)
        own = own_gates(line, gates)
        roster = boards_of(tuple(own.values()))
        orders = ModbusOrders(own, roster, post, footing.clock)
        reply = self._timing.reply
        super().__init__(
            line,
            roster,
            orders,
            reader=ModbusReader(),
            probe=ModbusProbe(),
            read_seconds=reply,
            post=post,
            footing=footing,
        )

    def _asker(self, port: Port) -> Master:
        return Master(port, self._timing, self._clock)

    def _ask(self, station: Board, asker: Master) -> bool:
        answer = asker.ask(station.poll)
        if answer is not None and station.inputs:
            station.take_bits(answer)
        return answer is not None
