"""The thread of one Modbus RTU line: commands in the next gap, polls between them."""

import threading
import time
from collections.abc import Sequence

from izix_desk.devices.mailbox import Item, Mailbox
from izix_desk.devices.modbus.boards import Board, Roster
from izix_desk.devices.modbus.lamp import Lamp
from izix_desk.devices.modbus.master import Master, timing_of
from izix_desk.devices.modbus.orders import Orders
from izix_desk.devices.ports import PORT_LOST, Port, open_port
from izix_desk.devices.wire import Inputs, LineOrder, Post
from izix_desk.domain.errors import LineFault
from izix_desk.domain.site import Gate, Line

REOPEN_SECONDS = 0.5
LOOK_SECONDS = 0.25
STOPPED = "The line was stopped before the command went out."
STOP_SECONDS = 3.0
"""How long a stop waits for pulses under way before it cuts them short."""


class ModbusLine:
    """One serial line with its relay boards; posts what it measures, sends what it is ordered."""

    def __init__(self, line: Line, gates: Sequence[Gate], post: Post) -> None:
        own = {gate.id: gate for gate in gates if gate.line == line.id}
        self._line = line
        self._post = post
        self._timing = timing_of(line)
        self._roster = Roster(tuple(own.values()))
        self._lamp = Lamp(line, self._roster, post)
        self._orders = Orders(own, self._roster, post)
        self._mailbox = Mailbox()
        self._stop_by = 0.0
        self._thread = threading.Thread(target=self._run, name=f"line-{line.id}", daemon=True)

    def start(self) -> None:
        """Open the port, and open it again whenever it was lost."""
        self._thread.start()

    def order(self, order: LineOrder) -> None:
        """Send a gate command in the next gap; exactly one outcome is posted."""
        if not self._mailbox.put(order):
            self._orders.turn_away(order, STOPPED)

    def drop_coil(self, gate: str) -> None:
        """Switch off an open coil that was found on."""
        self._mailbox.put(gate)

    def stop(self) -> None:
        """End the thread and close the port; pulses under way end first, in at most 3 s."""
        self._stop_by = time.monotonic() + STOP_SECONDS
        self._mailbox.stop()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._mailbox.is_stopping:
            try:
                port = open_port(self._line, self._timing.reply)
            except LineFault as fault:
                self._stay_closed(str(fault))
            else:
                self._use(port)
        self._mailbox.close()
        self._empty_mailbox(STOPPED)

    def _use(self, port: Port) -> None:
        try:
            self._serve(Master(port, self._timing))
        except PORT_LOST:
            where = f"Port {self._line.port} of line {self._line.id}"
            self._stay_closed(f"{where} was lost: check its plug and its power.")
        finally:
            port.close()

    def _stay_closed(self, why: str) -> None:
        until = time.monotonic() + REOPEN_SECONDS
        self._roster.lose(time.monotonic())
        while (now := time.monotonic()) < until and not self._mailbox.is_stopping:
            self._lamp.update(now, why)
            self._empty_mailbox(why)
            self._mailbox.wait(min(LOOK_SECONDS, until - now))

    def _empty_mailbox(self, why: str) -> None:
        while (item := self._mailbox.take()) is not None:
            if isinstance(item, LineOrder):
                self._orders.turn_away(item, why)
            else:
                self._orders.switch_off(item)

    def _serve(self, master: Master) -> None:
        self._roster.restart(time.monotonic())
        while not self._is_over():
            master.await_gap()
            now = time.monotonic()
            self._lamp.update(now)
            self._step(master, now)
        while (pulse := self._orders.pulses.first()) is not None:
            self._orders.cut_pulse(pulse, master)

    def _is_over(self) -> bool:
        if not self._mailbox.is_stopping:
            return False
        return not self._orders.pulses or time.monotonic() > self._stop_by

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

    def _rest(self, seconds: float) -> None:
        if self._mailbox.is_stopping:
            time.sleep(min(seconds, 0.01))  # the mailbox does not make a stopping line wait
        else:
            self._mailbox.wait(seconds)

    def _take(self, item: Item, master: Master) -> None:
        if not isinstance(item, LineOrder):
            self._orders.switch_off(item)
        elif self._mailbox.is_stopping:
            self._orders.turn_away(item, STOPPED)
        else:
            self._orders.carry_out(item, master)

    def _poll(self, board: Board, master: Master) -> None:
        if not board.is_met:
            self._orders.meet(board, master)
            return
        asked = time.monotonic()
        answer = master.ask(board.poll)
        now = time.monotonic()
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
