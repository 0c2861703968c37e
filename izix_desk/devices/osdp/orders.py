"""How one gate command is carried out: never sent twice, and told exactly as it went."""

from collections.abc import Mapping

from izix_desk.devices.ordering import (
    CARRY_SECONDS,
    OFFLINE,
    REACH_SECONDS,
    SILENT,
    Orders,
    Written,
    contact_of,
    offline,
    refused,
)
from izix_desk.devices.osdp.bus import Bus
from izix_desk.devices.osdp.codes import ACK, BUSY, ISTAT, NAK, OSTAT, OSTATR, OUT, nak_sentence
from izix_desk.devices.osdp.dialogue import Dialogue
from izix_desk.devices.osdp.frames import MARK, Frame, Message
from izix_desk.devices.osdp.messages import Control, output
from izix_desk.devices.osdp.peripherals import Peripheral
from izix_desk.devices.port_faults import NothingLeftError
from izix_desk.devices.stations import Roster, unit_of
from izix_desk.devices.timing import MACHINE, Clock, TooLate
from izix_desk.devices.wire import Answered, LineOrder, Post, Refused, Unsent, Unsure
from izix_desk.domain.commands import Action
from izix_desk.domain.site import Gate

EVIDENCE_TRIES = 2
NOT_REACHED = "The controller of {} did not answer, so nothing was sent."


class OsdpOrders(Orders[Peripheral, Bus]):
    """Carries out gate commands on an open line."""

    def __init__(
        self,
        gates: Mapping[str, Gate],
        roster: Roster[Peripheral],
        dialogue: Dialogue,
        post: Post,
        clock: Clock = MACHINE,
    ) -> None:
        super().__init__(gates, roster, post, clock)
        self._dialogue = dialogue

    def _can(self, gate: Gate, action: Action) -> bool:
        return contact_of(gate, action) is not None

    def _reach(self, order: LineOrder, gate: Gate, asker: Bus) -> Refused | Unsent | None:
        device = self._roster.stations[gate.address]
        known_away = bool(device.is_offline or device.barred)
        until = min(order.expires_monotonic, self._began + REACH_SECONDS)
        if not known_away and self._dialogue.reach(device, asker, until):
            return None
        if device.barred:
            detail = f"The controller of {gate.name} {device.barred}"
            return Refused(order.command, detail, OFFLINE)
        if device.is_offline:
            return offline(order, gate)
        return Unsent(order.command, NOT_REACHED.format(gate.name))

    def _write(self, order: LineOrder, gate: Gate, asker: Bus) -> Written:
        device, contact = self._roster.stations[gate.address], contact_of(gate, order.action)
        assert device.session is not None, "it was reached"
        assert contact is not None, "asked before"
        message = Message(device.unit, device.next_sequence(), OUT, _data(order, gate, contact))
        self._contacts.switch(order, gate, (device.unit, contact), self._clock.now())
        try:
            frame = MARK + device.session.wrap(message)
            sent = asker.send(frame, order.expires_monotonic)
        except (NothingLeftError, TooLate):
            self._contacts.undo((device.unit, contact))
            device.hang_up()  # the channel has moved on by a frame that the device never gets
            raise
        return Written(sent, lambda: self._conclude(order, gate, asker, sent))

    def _conclude(
        self, order: LineOrder, gate: Gate, bus: Bus, sent: float
    ) -> Answered | Refused | Unsure:
        device = self._roster.stations[gate.address]
        reply = _answer(bus.receive(device.unit, device.sequence, sent))
        told = reply and self._dialogue.read(device, reply, self._clock.now())
        if reply is not None and told is not None and reply.code in {ACK, OSTATR}:
            return Answered(order.command, self._clock.now())
        if reply is not None and told is not None and reply.code == NAK:
            self._contacts.undo((gate.address, contact_of(gate, order.action) or 0))
            return refused(order, gate, nak_sentence(told))
        device.hang_up()  # in the old channel the next frame might pass for the command
        return Unsure(order.command, SILENT, self._evidence(order, gate, bus))

    def _evidence(self, order: LineOrder, gate: Gate, bus: Bus) -> str:
        """Read what the command should have changed, in a fresh channel."""
        device = self._roster.stations[gate.address]
        contact = contact_of(gate, order.action) or 0
        was_at_rest = self._was_at_rest(gate)
        wanted = order.action is not Action.RELEASE
        device.outputs = {}
        if not self._question(device, OSTAT, bus):
            return ""
        is_on = device.outputs.get(contact)
        if self._contacts.proves(order, (gate.address, contact), closed=is_on):
            return "output on" if wanted else "output off"
        return "barrier up" if wanted and was_at_rest and self._is_up(gate, bus) else ""

    def _is_up(self, gate: Gate, bus: Bus) -> bool:
        wired = gate.inputs.get("opened")
        if wired is None:
            return False
        device = self._roster.stations[unit_of(gate, wired)]
        if not self._question(device, ISTAT, bus):
            return False
        return device.bits.get(wired.number, wired.invert) != wired.invert

    def _question(self, device: Peripheral, code: int, bus: Bus) -> bool:
        until = self._began + CARRY_SECONDS - bus.longest
        for _ in range(EVIDENCE_TRIES):
            if not self._dialogue.reach(device, bus, until):
                continue
            if self._may_ask(bus) and self._dialogue.step(device, bus, code):
                return True
        return False


def _answer(reply: Frame | None) -> Frame | None:
    # A device that is busy has not said that it will not do it.
    return None if reply is None or reply.code == BUSY else reply


def _data(order: LineOrder, gate: Gate, contact: int) -> bytes:
    if order.action is Action.OPEN:
        return output(contact, Control.ON_FOR, gate.open.seconds)
    return output(contact, Control.ON if order.action is Action.HOLD_OPEN else Control.OFF)
