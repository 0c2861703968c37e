"""How a gate command is put to a device of a table, and what is read where it gives no reply."""

from izix_desk.devices.board_orders import BoardOrders
from izix_desk.devices.frames.devices import Device
from izix_desk.devices.frames.talker import Put, Talker, put
from izix_desk.devices.ordering import SILENT, contact_of, refused
from izix_desk.devices.pulses import Pulse
from izix_desk.devices.stations import unit_of
from izix_desk.devices.wire import (
    Answered,
    CoilFound,
    LineOrder,
    Message,
    Unanswered,
    Unsure,
)
from izix_desk.domain.commands import Action
from izix_desk.domain.site import Gate

EVIDENCE_TRIES = 2
BLIND_DROPS = 3
"""So often a contact is told to open where nothing can confirm it; that harms nobody."""
TELLS_NOTHING = "this kind of controller answers no command"
SAID_NO = "it does not accept this"
UNPROVEN = "The controller does not show that it did it; look at the gate before asking again."


class FrameOrders(BoardOrders[Device, Talker, Put]):
    """Carries out gate commands and the ends of their pulses on an open line."""

    def meet(self, station: Device, asker: Talker) -> bool:
        """Read the outputs of a device at the first contact; tell whether it answered."""
        asked = self._clock.now()
        answered = self.look(station, asker)
        now = self._clock.now()
        if not answered:
            self._roster.missed(station, now)
            return False
        self._roster.heard(station, asked, now)
        station.is_met = True
        for gate in self._roster.gates_on(station):
            is_on = station.outputs.get(gate.open.number)
            if is_on is not None:
                place = station.unit, gate.open.number
                self._contacts.find(gate, place, now, closed=is_on)
                held = gate.hold is not None and station.outputs.get(gate.hold, False)
                self._post(CoilFound(gate.id, is_on, now, held))
        return True

    def look(self, station: Device, asker: Talker) -> bool:
        """Read what a device tells; True also where it can be asked nothing but the port is."""
        question = station.question
        if question is None:
            asker.listen()
            return True
        heard = asker.ask(question)
        if heard is not None:
            station.take(heard.frame)
        return heard is not None

    def end_pulse(self, pulse: Pulse, asker: Talker, *, last: bool = False) -> None:
        """Drop the contact; said to have ended only where the device tells it."""
        table = self._roster.stations[pulse.unit].table
        assert table.off is not None, "else the device ends it"
        if table.off.reply or self._tells(pulse.unit, pulse.coil):
            super().end_pulse(pulse, asker, last=last)
            return
        asker.send(self._off(pulse))
        if last or pulse.failures + 1 >= BLIND_DROPS:
            self.pulses.drop(pulse.unit, pulse.coil)
        else:
            self.pulses.put(pulse.put_off(self._clock.now()))

    def _off(self, pulse: Pulse) -> Put:
        table = self._roster.stations[pulse.unit].table
        assert table.off is not None, "else the device ends it"
        return put(table, table.off, pulse.unit, pulse.coil)

    def _tells(self, unit: int, output: int) -> bool:
        status = self._roster.stations[unit].table.status
        return status is not None and output < len(status.outputs)

    def _drop(self, pulse: Pulse, asker: Talker) -> str:
        request, station = self._off(pulse), self._roster.stations[pulse.unit]
        asker.send(request)
        if request.reply is not None:
            heard = asker.receive(request)
            if heard is None:
                return "it did not answer"
            return SAID_NO if heard.is_refusal else ""
        if not self.look(station, asker):
            return "it did not answer"
        return "it still shows it closed" if station.outputs[pulse.coil] else ""

    def _request(self, gate: Gate, action: Action) -> Put | None:
        table = self._roster.stations[gate.address].table
        contact = contact_of(gate, action)
        if action is Action.OPEN:
            exchange = table.pulse or table.on
        else:
            exchange = table.on if action is Action.HOLD_OPEN else table.off
        if exchange is None or contact is None:
            return None
        return put(table, exchange, gate.address, contact)

    def _put(self, request: Put, asker: Talker, not_after: float) -> float:
        return asker.send(request, not_after)

    def _conclude(self, order: LineOrder, gate: Gate, request: Put, asker: Talker) -> Message:
        if request.reply is None:
            return self._unanswered(order, gate, asker)
        heard = asker.receive(request)
        if heard is None:
            asker.hush()
            return Unsure(order.command, SILENT, self._evidence(order, gate, asker))
        if heard.is_refusal:
            return refused(order, gate, SAID_NO)
        return Answered(order.command, self._clock.now())

    def _unanswered(self, order: LineOrder, gate: Gate, asker: Talker) -> Message:
        contact = contact_of(gate, order.action)
        assert contact is not None, "it was written"
        if not self._tells(gate.address, contact):
            return Unanswered(order.command, TELLS_NOTHING, self._clock.now())
        station = self._roster.stations[gate.address]
        wanted = order.action is not Action.RELEASE
        place = gate.address, contact
        is_read = self._looks(station, asker)
        if not is_read or not self._contacts.proves(
            order, place, closed=station.outputs.get(contact)
        ):
            return Unsure(order.command, UNPROVEN, "")
        read = f"{TELLS_NOTHING}; read back: output {'on' if wanted else 'off'}"
        return Unanswered(order.command, read, self._clock.now())

    def _evidence(self, order: LineOrder, gate: Gate, asker: Talker) -> str:
        """Read what the command should have changed."""
        station, contact = self._roster.stations[gate.address], contact_of(gate, order.action)
        assert contact is not None, "it was written"
        wanted = order.action is not Action.RELEASE
        was_at_rest = self._was_at_rest(gate)
        if station.question is None or not self._looks(station, asker):
            return ""
        is_on = station.outputs.get(contact)
        if self._contacts.proves(order, (gate.address, contact), closed=is_on):
            return "output on" if wanted else "output off"
        return "barrier up" if wanted and was_at_rest and self._is_up(gate, asker) else ""

    def _looks(self, station: Device, asker: Talker) -> bool:
        """Read a device's state; a question may be asked twice."""
        for _ in range(EVIDENCE_TRIES):
            if self._may_ask(asker) and self.look(station, asker):
                return True
            asker.hush()
        self._roster.missed(station, self._clock.now())
        return False

    def _is_up(self, gate: Gate, asker: Talker) -> bool:
        wired = gate.inputs.get("opened")
        if wired is None or not self._may_ask(asker):
            return False
        station = self._roster.stations[unit_of(gate, wired)]
        return self.look(station, asker) and station.bits[wired.number] != wired.invert
