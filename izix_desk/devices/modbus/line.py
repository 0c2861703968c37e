"""The thread of one Modbus RTU line: commands in the next gap, polls between them."""

from collections.abc import Sequence

from izix_desk.devices.footing import GROUND, Footing
from izix_desk.devices.lamp import Lamp
from izix_desk.devices.mailbox import Item
from izix_desk.devices.modbus.boards import Board, boards_of
from izix_desk.devices.modbus.master import Master, timing_of
from izix_desk.devices.modbus.orders import Orders
from izix_desk.devices.ordering import STOPPED
from izix_desk.devices.port_line import LOOK_SECONDS, PortLine
from izix_desk.devices.ports import Port
from izix_desk.devices.wire import Inputs, LineOrder, Post
from izix_desk.domain.site import Gate, Line


class ModbusLine(PortLine):
    """One serial line with its relay boards; posts what it measures, sends what it is ordered."""

    def __init__(
        self, line: Line, gates: Sequence[Gate], post: Post, footing: Footing = GROUND
    ) -> None:
        self._timing = timing_of(line)
        super().__init__(line, self._timing.reply, footing)
        own = {gate.id: gate for gate in gates if gate.line == line.id}
        self._post = post
        self._roster = boards_of(tuple(own.values()))
        self._lamp = Lamp(line, self._roster, post)
        self._orders = Orders(own, self._roster, post, self._clock)

    def _look_closed(self, now: float, why: str) -> None:
        self._lamp.update(now, why)

    def _lose(self, now: float) -> None:
        self._roster.lose(now)

    def _turn_away(self, item: Item, why: str) -> None:
        if isinstance(item, LineOrder):
            self._orders.turn_away(item, why)
        else:
            self._orders.switch_off(item)

    def _serve(self, port: Port) -> None:
        master = Master(port, self._timing, self._clock)
        self._roster.restart(self._clock.now())
        while not self._is_over():
            master.await_gap()
            now = self._clock.now()
            self._lamp.update(now)
            self._step(master, now)
        while (pulse := self._orders.pulses.first()) is not None:
            self._orders.cut_pulse(pulse, master)

    def _is_over(self) -> bool:
        if not self._mailbox.is_stopping:
            return False
        return not self._orders.pulses or self._clock.now() > self._stop_by

    def _step(self, master: Master, now: float) -> None:
        pulse = self._orders.pulses.first()
        board = self._roster.next_due()
        if (item := self._mailbox.take()) is not None:
            self._take(item, master)
        elif pulse is not None and pulse.due <= now:
            self._orders.end_pulse(pulse, master)
        elif board is not None and board.due <= now:
            self._poll(board, master)
        else:
            waiting = [thing.due for thing in (pulse, board) if thing is not None]
            self._rest(min([LOOK_SECONDS, *(due - now for due in waiting)]))

    def _take(self, item: Item, master: Master) -> None:
        if isinstance(item, LineOrder) and not self._mailbox.is_stopping:
            self._orders.carry_out(item, master)
        else:
            self._turn_away(item, STOPPED)

    def _poll(self, board: Board, master: Master) -> None:
        if not board.is_met:
            self._orders.meet(board, master)
            return
        asked = self._clock.now()
        answer = master.ask(board.poll)
        now = self._clock.now()
        if answer is None:
            self._roster.missed(board, now)
            return
        self._roster.heard(board, asked, now)
        if board.inputs:
            board.take_bits(answer)
        for gate in self._roster.gates_with(board):
            inputs = self._roster.inputs_of(gate)
            if inputs is not None:
                self._post(Inputs(gate.id, inputs, now))
