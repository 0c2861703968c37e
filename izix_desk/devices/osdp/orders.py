"""How one gate command is carried out: never sent twice, and told exactly as it went."""

import math
from collections.abc import Mapping

from izix_desk.devices.ordering import (
    LOST,
    LOST_BEFORE,
    OFFLINE,
    SILENT,
    cannot,
    offline,
    turned_away,
)
from izix_desk.devices.osdp.bus import Bus
from izix_desk.devices.osdp.codes import ACK, BUSY, ISTAT, NAK, OSTAT, OSTATR, OUT, nak_sentence
from izix_desk.devices.osdp.dialogue import Dialogue
from izix_desk.devices.osdp.frames import Frame, Message
from izix_desk.devices.osdp.messages import Control, output
from izix_desk.devices.osdp.peripherals import Peripheral
from izix_desk.devices.ports import PORT_LOST, NothingLeftError
from izix_desk.devices.stations import Roster, unit_of
from izix_desk.devices.timing import MACHINE, Clock
from izix_desk.devices.wire import Answered, Expired, LineOrder, Post, Refused, Sent, Unsent, Unsure
from izix_desk.domain.commands import Action
from izix_desk.domain.site import Gate

EVIDENCE_TRIES = 2
EVIDENCE_SECONDS = 1.5
MARGIN_SECONDS = 0.5
"""By how much a device may switch off later than our clock says."""
NOT_REACHED = "The controller of {} did not answer, so nothing was sent."


class Orders:
    """Carries out gate commands on an open line."""

    def __init__(
        self,
        gates: Mapping[str, Gate],
        roster: Roster[Peripheral],
        dialogue: Dialogue,
        post: Post,
        clock: Clock = MACHINE,
    ) -> None:
        self._gates = gates
        self._roster = roster
        self._dialogue = dialogue
        self._post = post
        self._clock = clock
        self._on_until: dict[tuple[int, int], float] = {}
        """When outputs that we switched on go off again, as far as we know."""

    def turn_away(self, order: LineOrder, why: str) -> None:
        """Answer an order while the port is not open: nothing can have left it."""
        gate = self._gates.get(order.gate)
        device = self._roster.stations[gate.address] if gate is not None else None
        self._post(turned_away(order, gate, device, why))

    def carry_out(self, order: LineOrder, bus: Bus) -> None:
        """Send an order if it may still be sent; raises one of PORT_LOST after telling."""
        gate = self._gates.get(order.gate)
        contact = _contact(gate, order.action) if gate else None
        if gate is None or contact is None:
            return self._post(Refused(order.command, cannot(order)))
        device = self._roster.stations[gate.address]
        if self._clock.now() >= order.expires_monotonic:
            return self._post(Expired(order.command))
        if device.is_offline or device.barred or not self._is_reached(order, device, bus):
            return self._post(self._not_reached(order, gate, device))
        bus.await_gap()
        if self._clock.now() >= order.expires_monotonic:
            return self._post(Expired(order.command))
        return self._send(order, gate, contact, bus)

    def _is_reached(self, order: LineOrder, device: Peripheral, bus: Bus) -> bool:
        try:
            return self._dialogue.reach(device, bus, order.expires_monotonic)
        except PORT_LOST:
            self._post(Unsent(order.command, LOST_BEFORE))
            raise

    def _not_reached(self, order: LineOrder, gate: Gate, device: Peripheral) -> Refused | Unsent:
        if device.barred:
            detail = f"The controller of {gate.name} {device.barred}"
            return Refused(order.command, detail, OFFLINE)
        if device.is_offline:
            return Refused(order.command, offline(gate), OFFLINE)
        return Unsent(order.command, NOT_REACHED.format(gate.name))

    def _send(self, order: LineOrder, gate: Gate, contact: int, bus: Bus) -> None:
        device = self._roster.stations[gate.address]
        assert device.session is not None, "it was reached"
        message = Message(device.unit, device.next_sequence(), OUT, _data(order, gate, contact))
        place = device.unit, contact
        before, now = self._on_until.get(place, 0.0), self._clock.now()
        self._on_until[place] = now + _seconds_on(order, gate) + MARGIN_SECONDS
        frame = device.session.wrap(message)
        try:
            sent = bus.send(frame)
        except NothingLeftError:
            self._on_until[place] = before
            self._post(Unsent(order.command, LOST_BEFORE))
            raise
        except PORT_LOST:
            self._post(Unsure(order.command, LOST, ""))
            raise
        self._clock.sleep(max(0.0, sent - self._clock.now()))
        self._post(Sent(order.command, sent))
        reply = self._receive(order, device, bus, sent)
        told = reply and self._dialogue.read(device, reply, self._clock.now())
        self._conclude(order, gate, bus, reply=reply, told=told, was_off=before <= now)

    def _receive(self, order: LineOrder, device: Peripheral, bus: Bus, sent: float) -> Frame | None:
        try:
            reply = bus.receive(device.unit, device.sequence, sent)
        except PORT_LOST:
            self._post(Unsure(order.command, LOST, ""))
            raise
        # A device that is busy has not said that it will not do it.
        return None if reply is None or reply.code == BUSY else reply

    def _conclude(
        self,
        order: LineOrder,
        gate: Gate,
        bus: Bus,
        *,
        reply: Frame | None,
        told: bytes | None,
        was_off: bool,
    ) -> None:
        if reply is not None and told is not None and reply.code in {ACK, OSTATR}:
            self._post(Answered(order.command, self._clock.now()))
        elif reply is not None and told is not None and reply.code == NAK:
            self._on_until.pop((gate.address, _contact(gate, order.action) or 0), None)
            detail = f"The controller of {gate.name} refused: {nak_sentence(told)}."
            self._post(Refused(order.command, detail))
        else:
            self._doubt(order, gate, bus, was_off=was_off)

    def _doubt(self, order: LineOrder, gate: Gate, bus: Bus, *, was_off: bool) -> None:
        device = self._roster.stations[gate.address]
        device.hang_up()  # in the old channel the next frame might pass for the command
        try:
            evidence = self._evidence(order, gate, bus, was_off=was_off)
        except PORT_LOST:
            self._post(Unsure(order.command, LOST, ""))
            raise
        self._post(Unsure(order.command, SILENT, evidence))

    def _evidence(self, order: LineOrder, gate: Gate, bus: Bus, *, was_off: bool) -> str:
        """Read what the command should have changed, in a fresh channel."""
        device = self._roster.stations[gate.address]
        contact = _contact(gate, order.action)
        wanted = order.action is not Action.RELEASE
        device.outputs = {}
        if not self._question(device, OSTAT, bus):
            return ""
        if device.outputs.get(contact or 0) is wanted and (was_off or not wanted):
            return "output on" if wanted else "output off"
        return "barrier up" if wanted and self._is_up(gate, bus) else ""

    def _is_up(self, gate: Gate, bus: Bus) -> bool:
        wired = gate.inputs.get("opened")
        if wired is None:
            return False
        device = self._roster.stations[unit_of(gate, wired)]
        was_up = device.bits.get(wired.number, not wired.invert) != wired.invert
        if was_up or not self._question(device, ISTAT, bus):
            return False
        return device.bits.get(wired.number, wired.invert) != wired.invert

    def _question(self, device: Peripheral, code: int, bus: Bus) -> bool:
        until = self._clock.now() + EVIDENCE_SECONDS
        for _ in range(EVIDENCE_TRIES):
            if not self._dialogue.reach(device, bus, until):
                continue
            if self._dialogue.step(device, bus, code):
                return True
        return False


def _contact(gate: Gate, action: Action) -> int | None:
    return gate.open.number if action is Action.OPEN else gate.hold


def _data(order: LineOrder, gate: Gate, contact: int) -> bytes:
    if order.action is Action.OPEN:
        return output(contact, Control.ON_FOR, gate.open.seconds)
    return output(contact, Control.ON if order.action is Action.HOLD_OPEN else Control.OFF)


def _seconds_on(order: LineOrder, gate: Gate) -> float:
    if order.action is Action.OPEN:
        return gate.open.seconds
    return math.inf if order.action is Action.HOLD_OPEN else 0.0
