"""How one gate command is carried out: sent once at most, and told exactly as it went."""

from collections.abc import Mapping
from uuid import UUID

from izix_desk.devices.modbus import coils
from izix_desk.devices.modbus.boards import Board
from izix_desk.devices.modbus.frames import READ_COILS, Answer, Request, read_bits
from izix_desk.devices.modbus.master import Master
from izix_desk.devices.modbus.pulses import QUIET_FAILURES, Pulse, Pulses
from izix_desk.devices.ordering import (
    LOST,
    LOST_BEFORE,
    OFFLINE,
    SILENT,
    cannot,
    offline,
    turned_away,
)
from izix_desk.devices.ports import PORT_LOST, NothingLeftError
from izix_desk.devices.stations import Roster
from izix_desk.devices.timing import MACHINE, Clock
from izix_desk.devices.wire import (
    Answered,
    CoilFound,
    Expired,
    LineOrder,
    Post,
    PulseEnded,
    PulseStuck,
    Refused,
    Sent,
    Unsent,
    Unsure,
)
from izix_desk.domain.commands import Action
from izix_desk.domain.site import Gate, TimedBy

EVIDENCE_TRIES = 2


class Orders:
    """Carries out gate commands and the ends of their pulses on an open line."""

    def __init__(
        self,
        gates: Mapping[str, Gate],
        roster: Roster[Board],
        post: Post,
        clock: Clock = MACHINE,
    ) -> None:
        self._gates = gates
        self._roster = roster
        self._post = post
        self._clock = clock
        self.pulses = Pulses()

    def turn_away(self, order: LineOrder, why: str) -> None:
        """Answer an order while the port is not open: nothing can have left it."""
        gate = self._gates.get(order.gate)
        board = self._roster.stations[gate.address] if gate is not None else None
        self._post(turned_away(order, gate, board, why))

    def carry_out(self, order: LineOrder, master: Master) -> None:
        """Send an order if it may still be sent; raises one of PORT_LOST after telling."""
        gate = self._gates.get(order.gate)
        request = _request(gate, order.action) if gate else None
        if gate is None or request is None:
            return self._post(Refused(order.command, cannot(order)))
        board = self._roster.stations[gate.address]
        if self._clock.now() >= order.expires_monotonic:
            return self._post(Expired(order.command))
        if board.is_offline or not self._is_met(board, master, order.command):
            return self._post(Refused(order.command, offline(gate), OFFLINE))
        master.await_gap()
        if self._clock.now() >= order.expires_monotonic:
            return self._post(Expired(order.command))
        return self._send(order, gate, request, master)

    def switch_off(self, gate_id: str) -> None:
        """Have an open coil that was found on switched off next."""
        gate = self._gates[gate_id]
        self.pulses.put(Pulse(gate.id, gate.address, gate.open.number, self._clock.now()))

    def end_pulse(self, pulse: Pulse, master: Master, *, last: bool = False) -> None:
        """Drop the contact; tried again until confirmed, and told if that takes long."""
        answer = master.ask(coils.drop_request(pulse.unit, pulse.coil))
        now = self._clock.now()
        if answer is not None and answer.exception is None:
            self.pulses.drop(pulse.unit, pulse.coil)
            return self._post(PulseEnded(pulse.gate, now))
        if last or pulse.failures == QUIET_FAILURES:
            why = answer.sentence if answer else "it did not answer"
            detail = f"The opening contact may still be closed: {why}. It is tried again."
            self._post(PulseStuck(pulse.gate, detail, now))
        return self.pulses.put(pulse.put_off(now))

    def cut_pulse(self, pulse: Pulse, master: Master) -> None:
        """Drop the contact early, because the line ends; said once, since nobody tries again."""
        self.end_pulse(pulse, master, last=True)
        self.pulses.drop(pulse.unit, pulse.coil)

    def meet(self, board: Board, master: Master) -> bool:
        """Read the coils of a board at the first contact; tell whether it answered."""
        asked = self._clock.now()
        answer = master.ask(board.meeting)
        now = self._clock.now()
        if answer is None:
            self._roster.missed(board, now)
            return False
        self._roster.heard(board, asked, now)
        board.is_met = True
        for gate in self._roster.gates_on(board):
            self._tell_coils(gate, board, answer, now)
        return True

    def _tell_coils(self, gate: Gate, board: Board, answer: Answer, now: float) -> None:
        if answer.exception is not None:
            return  # a board that cannot tell its coils is still a board that answers
        first = board.coils.start
        is_on = answer.bit(gate.open.number - first)
        held = gate.hold is not None and answer.bit(gate.hold - first)
        self._post(CoilFound(gate.id, is_on, now, held))

    def _is_met(self, board: Board, master: Master, command: UUID) -> bool:
        try:
            return board.is_met or self.meet(board, master)
        except PORT_LOST:
            self._post(Unsent(command, LOST_BEFORE))
            raise

    def _send(self, order: LineOrder, gate: Gate, request: Request, master: Master) -> None:
        before = self.pulses.at(gate.address, gate.open.number)
        try:
            sent = master.send(request)
        except NothingLeftError:
            self._post(Unsent(order.command, LOST_BEFORE))
            raise
        except PORT_LOST:
            self._begin_pulse(order, gate, self._clock.now())
            self._post(Unsure(order.command, LOST, ""))
            raise
        self._begin_pulse(order, gate, sent)
        self._clock.sleep(max(0.0, sent - self._clock.now()))
        self._post(Sent(order.command, sent))
        answer = self._receive(order, request, master)
        if answer is None:
            self._doubt(order, gate, master)
        elif answer.exception is None:
            self._post(Answered(order.command, self._clock.now()))
        else:
            self._refuse(order, gate, answer, before)

    def _begin_pulse(self, order: LineOrder, gate: Gate, at: float) -> None:
        if order.action is Action.OPEN and gate.open.timed_by is TimedBy.DESK:
            due = at + gate.open.seconds
            self.pulses.put(Pulse(gate.id, gate.address, gate.open.number, due))

    def _receive(self, order: LineOrder, request: Request, master: Master) -> Answer | None:
        try:
            return master.receive(request)
        except PORT_LOST:
            self._post(Unsure(order.command, LOST, ""))
            raise

    def _refuse(self, order: LineOrder, gate: Gate, answer: Answer, before: Pulse | None) -> None:
        if order.action is Action.OPEN:
            self.pulses.drop(gate.address, gate.open.number)
            if before is not None:
                self.pulses.put(before)
        detail = f"The controller of {gate.name} refused: {answer.sentence}."
        self._post(Refused(order.command, detail))

    def _doubt(self, order: LineOrder, gate: Gate, master: Master) -> None:
        try:
            evidence = self._evidence(order, gate, master)
        except PORT_LOST:
            self._post(Unsure(order.command, LOST, ""))
            raise
        self._post(Unsure(order.command, SILENT, evidence))

    def _evidence(self, order: LineOrder, gate: Gate, master: Master) -> str:
        """Read what the command should have changed: questions may be asked twice."""
        opens = order.action is Action.OPEN
        coil = gate.open.number if opens or gate.hold is None else gate.hold
        question = read_bits(gate.address, READ_COILS, coil, 1)
        wanted = order.action is not Action.RELEASE
        for _ in range(EVIDENCE_TRIES):
            master.hush()
            answer = master.ask(question)
            if answer is not None:
                break
        else:
            self._roster.missed(self._roster.stations[gate.address], self._clock.now())
            return ""
        if answer.exception is None and answer.bit(0) == wanted:
            return "coil on" if wanted else "coil off"
        return "barrier up" if wanted and self._is_up(gate, master) else ""

    def _is_up(self, gate: Gate, master: Master) -> bool:
        wired = gate.inputs.get("opened")
        if wired is None:
            return False
        board = self._roster.stations[gate.address if wired.address is None else wired.address]
        answer = master.ask(board.poll)
        if answer is None or answer.exception is not None:
            return False
        board.take_bits(answer)
        return board.bits[wired.number] != wired.invert


def _request(gate: Gate, action: Action) -> Request | None:
    if action is Action.OPEN:
        return coils.open_request(gate)
    if gate.hold is None:
        return None
    if action is Action.HOLD_OPEN:
        return coils.hold_request(gate.address, gate.hold)
    return coils.drop_request(gate.address, gate.hold)
