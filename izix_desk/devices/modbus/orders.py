"""How a gate command is put to a relay board, and what is read where no answer comes."""

from izix_desk.devices.board_orders import BoardOrders
from izix_desk.devices.modbus import coils
from izix_desk.devices.modbus.boards import Board
from izix_desk.devices.modbus.frames import READ_COILS, Answer, Request, read_bits
from izix_desk.devices.modbus.master import Master
from izix_desk.devices.ordering import SILENT, contact_of, refused
from izix_desk.devices.pulses import Pulse
from izix_desk.devices.stations import unit_of
from izix_desk.devices.wire import Answered, CoilFound, LineOrder, Message, Unsure
from izix_desk.domain.commands import Action
from izix_desk.domain.site import Gate

EVIDENCE_TRIES = 2


class ModbusOrders(BoardOrders[Board, Master, Request]):
    """Carries out gate commands and the ends of their pulses on an open line."""

    def meet(self, station: Board, asker: Master) -> bool:
        """Read the coils of a board at the first contact; tell whether it answered."""
        asked = self._clock.now()
        answer = asker.ask(station.meeting)
        now = self._clock.now()
        if answer is None:
            self._roster.missed(station, now)
            return False
        self._roster.heard(station, asked, now)
        station.is_met = True
        for gate in self._roster.gates_on(station):
            self._tell_coils(gate, station, answer, now)
        return True

    def _tell_coils(self, gate: Gate, board: Board, answer: Answer, now: float) -> None:
        if answer.exception is not None:
            return  # a board that cannot tell its coils is still a board that answers
        first = board.coils.start
        is_on = answer.bit(gate.open.number - first)
        held = gate.hold is not None and answer.bit(gate.hold - first)
        self._contacts.find(gate, (board.unit, gate.open.number), now, closed=is_on)
        self._post(CoilFound(gate.id, is_on, now, held))

    def _drop(self, pulse: Pulse, asker: Master) -> str:
        answer = asker.ask(coils.drop_request(pulse.unit, pulse.coil))
        if answer is None:
            return "it did not answer"
        return "" if answer.exception is None else answer.sentence

    def _request(self, gate: Gate, action: Action) -> Request | None:
        if action is Action.OPEN:
            return coils.open_request(gate)
        if gate.hold is None:
            return None
        if action is Action.HOLD_OPEN:
            return coils.hold_request(gate.address, gate.hold)
        return coils.drop_request(gate.address, gate.hold)

    def _put(self, request: Request, asker: Master, not_after: float) -> float:
        return asker.send(request, not_after)

    def _conclude(self, order: LineOrder, gate: Gate, request: Request, asker: Master) -> Message:
        answer = asker.receive(request)
        if answer is None:
            return Unsure(order.command, SILENT, self._evidence(order, gate, asker))
        if answer.exception is None:
            return Answered(order.command, self._clock.now())
        return refused(order, gate, answer.sentence)

    def _evidence(self, order: LineOrder, gate: Gate, master: Master) -> str:
        """Read what the command should have changed: questions may be asked twice."""
        coil = contact_of(gate, order.action)
        assert coil is not None, "it was written"
        question = read_bits(gate.address, READ_COILS, coil, 1)
        wanted = order.action is not Action.RELEASE
        was_at_rest = self._was_at_rest(gate)
        answer = self._read_back(question, master)
        if answer is None:
            self._roster.missed(self._roster.stations[gate.address], self._clock.now())
            return ""
        is_on = None if answer.exception is not None else answer.bit(0)
        if self._contacts.proves(order, (gate.address, coil), closed=is_on):
            return "output on" if wanted else "output off"
        return "barrier up" if wanted and was_at_rest and self._is_up(gate, master) else ""

    def _read_back(self, question: Request, master: Master) -> Answer | None:
        for _ in range(EVIDENCE_TRIES):
            master.hush()
            answer = master.ask(question) if self._may_ask(master) else None
            if answer is not None:
                return answer
        return None

    def _is_up(self, gate: Gate, master: Master) -> bool:
        wired = gate.inputs.get("opened")
        if wired is None or not self._may_ask(master):
            return False
        board = self._roster.stations[unit_of(gate, wired)]
        answer = master.ask(board.poll)
        if answer is None or answer.exception is not None:
            return False
        board.take_bits(answer)
        return board.bits[wired.number] != wired.invert
