"""Leads each device from silence to an open channel, and asks it what is due there."""

import math

from izix_desk.devices.osdp import replies
from izix_desk.devices.osdp.bus import Bus
from izix_desk.devices.osdp.codes import BUSY
from izix_desk.devices.osdp.frames import Frame, encode
from izix_desk.devices.osdp.peripherals import CLEAN_REPLIES, Peripheral, Question
from izix_desk.devices.osdp.secure import Distrusted, Handshake
from izix_desk.devices.stations import FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS, Roster
from izix_desk.devices.timing import MACHINE, Clock
from izix_desk.devices.wire import Distrust, GateOffline, Post

REFUSALS = 3
"""A device that restarts answers once without the channel; so many times is no accident."""
STEPS_TO_REACH = 6
LEFT_IT = "leaves the secure channel"
TWO_OF_THEM = "is not alone at its address"
ALARM = "{}: nothing is sent to it. Look at the device and its cable; if it was replaced, pair it."


class Dialogue:
    """One exchange at a time; polls may be repeated, commands are not its business."""

    def __init__(
        self, line: str, roster: Roster[Peripheral], post: Post, clock: Clock = MACHINE
    ) -> None:
        self._line = line
        self._roster = roster
        self._post = post
        self._clock = clock

    def step(
        self, device: Peripheral, bus: Bus, code: int | None = None, data: bytes = b""
    ) -> bool:
        """Do the next exchange with a device; tell whether it answered as it should.

        `code`, with its data, is what to ask if it is not the device's own next question.
        """
        if device.pairing is None:
            self._leave_out(device)
            return False
        if device.session is None:
            good = self._greet(device, device.pairing.key, bus)
        else:
            question = device.pending or device.ask(code or device.next_code(), data)
            good = self._ask(device, question, bus)
        self.look_for_strangers(bus)
        return good

    def reach(self, device: Peripheral, bus: Bus, until: float) -> bool:
        """Bring a device to where it takes a command; False when it does not get there at once."""
        for _ in range(STEPS_TO_REACH):
            if device.is_ready():
                return True
            if self._clock.now() >= until or not self.step(device, bus):
                return False
        return device.is_ready()

    def look_for_strangers(self, bus: Bus) -> None:
        """Bar devices in whose place somebody else answers as well."""
        strays, bus.strays = bus.strays, []
        now = self._clock.now()
        for frame in strays:
            device = self._roster.stations.get(frame.address)
            # A device that is late, or whose reply came twice through an adapter, is no stranger.
            if device is None or device.misses or frame.raw == device.last_reply:
                continue
            if device.stranger(now):
                self._bar(device, TWO_OF_THEM, now)

    def distrust(self, device: Peripheral, why: str, now: float) -> None:
        """Drop the channel after a frame that was not from the device; bar it if that goes on."""
        device.forget()  # most often it has restarted, and its outputs are not what they were
        device.clean = 0
        device.refusals += 1
        device.misses = 0
        device.due = now + FIRST_RETRY_SECONDS
        if device.refusals >= REFUSALS:
            self._bar(device, why, now)

    def _greet(self, device: Peripheral, key: bytes, bus: Bus) -> bool:
        if device.handshake is not None:
            return self._open(device, device.handshake, bus)
        handshake, device.sequence = Handshake(key), 0
        message = handshake.challenge(device.unit)
        reply = bus.ask(device.unit, 0, encode(message))
        now = self._clock.now()
        if reply is None or reply.code == BUSY:
            self._roster.missed(device, now)
            return False
        return self._check(device, handshake, reply, now)

    def _check(self, device: Peripheral, handshake: Handshake, reply: Frame, now: float) -> bool:
        try:
            handshake.check(reply)
        except Distrusted as reason:
            self.distrust(device, str(reason), now)
            return False
        device.handshake = handshake
        device.due = now
        return True

    def _open(self, device: Peripheral, handshake: Handshake, bus: Bus) -> bool:
        message = handshake.proof(device.unit, device.next_sequence())
        asked = self._clock.now()
        reply = bus.ask(device.unit, message.sequence, encode(message))
        now = self._clock.now()
        device.handshake = None
        if reply is None or reply.code == BUSY:
            self._roster.missed(device, now)
            return False
        try:
            device.session = handshake.finish(reply)
        except Distrusted as reason:
            self.distrust(device, str(reason), now)
            return False
        device.wants_mark = False
        self._roster.heard(device, asked, now)
        device.due = now
        return True

    def _ask(self, device: Peripheral, question: Question, bus: Bus) -> bool:
        again = device.pending is not None
        device.pending = question
        asked = self._clock.now()
        exchange = bus.ask if again or device.wants_mark else bus.poll
        reply = exchange(device.unit, device.sequence, question.frame)
        now = self._clock.now()
        device.wants_mark |= reply is None
        if reply is None or reply.code == BUSY:
            if again:
                device.hang_up()
            self._roster.missed(device, now)
            return False
        data = self.read(device, reply, now)
        if data is None:
            return False
        device.pending = None
        self._roster.heard(device, asked, now)
        self._answered(device, question.code, reply.code, data)
        return not device.barred

    def read(self, device: Peripheral, reply: Frame, now: float) -> bytes | None:
        """Return what a reply in the channel says; None for one that is not from the device."""
        data = device.session.unwrap(reply) if device.session else None
        if data is None:
            self.distrust(device, LEFT_IT, now)
            return None
        device.last_reply = reply.raw
        device.refusals = 0
        device.clean += 1
        if device.barred and device.clean >= CLEAN_REPLIES:
            device.barred, device.bars = "", 0
        return data

    def _answered(self, device: Peripheral, asked: int, code: int, data: bytes) -> None:
        now = self._clock.now()
        if device.agenda and device.agenda[0] == asked:
            device.agenda.popleft()
            device.due = now
        was_open = device.is_open
        stranger = replies.take(device, asked, code, data)
        if device.is_open and not was_open:
            self._warn(device, now)
        if stranger:
            self._bar(device, stranger, now)
        for message in replies.told(self._roster, device, asked, now):
            self._post(message)
        device.is_met = not device.agenda
        seen = replies.read(self._line, device, code, data, now)
        if seen is not None and device.is_known and not device.barred:
            self._post(seen)

    def _bar(self, device: Peripheral, why: str, now: float) -> None:
        device.forget()
        device.bits = {}
        device.clean = 0
        is_news, device.barred = not device.barred, ALARM.format(why)
        device.is_offline = True
        device.bars += 1
        wait = FIRST_RETRY_SECONDS * 2 ** min(device.bars, 10)
        device.due = now + min(wait, LAST_RETRY_SECONDS)
        if is_news:
            self._tell(device, now)

    def _tell(self, device: Peripheral, now: float) -> None:
        detail = device.trouble(self._line)
        for gate in self._roster.gates_on(device):
            self._post(GateOffline(gate.id, detail, now))
        self._warn(device, now)

    def _warn(self, device: Peripheral, now: float) -> None:
        for gate in device.warns:
            self._post(Distrust(gate, device.trouble(self._line), now))

    def _leave_out(self, device: Peripheral) -> None:
        device.due = math.inf
        device.is_offline, device.misses = True, 0
        for gate in self._roster.gates_on(device):
            self._post(GateOffline(gate.id, device.trouble(self._line), self._clock.now()))
