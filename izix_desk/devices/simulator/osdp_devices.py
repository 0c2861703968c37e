"""A simulated OSDP device: outputs, inputs, a reader with keypad, and its key."""

import secrets
from collections import deque
from collections.abc import Callable

from typing_extensions import override

from izix_desk.devices.simulator.journal import Journal, Value
from izix_desk.devices.simulator.osdp_codec import Channel, Packet, build
from izix_desk.devices.simulator.relays import Later, Relays
from izix_desk.devices.simulator.wiegand import bits_of

OUTPUTS = 8
INPUTS = 8
INSTALL_KEY = bytes(range(0x30, 0x40))
"""What a device without a key of its own is paired with; it takes a handshake with no other."""
TO_EVERYBODY = 0x7F
MAKER = b"IZX\x01\x01"
"""Vendor, model and version."""
UNKNOWN, WRONG_SEQUENCE, NOT_NOW, WANTS_CHANNEL, CANNOT = 3, 4, 5, 6, 9
ON_FOR, OFF_FOR = 5, 6
COLOURS = {0: "off", 1: "red", 2: "green", 3: "amber"}
FOR_GOOD = {1: False, 2: True, 3: False, 4: True}

Keep = Callable[[bytes], None]


class SimDevice(Relays):
    """One address of an OSDP line."""

    def __init__(self, line: str, unit: int, journal: Journal, later: Later) -> None:
        super().__init__(line, unit, journal, later, OUTPUTS)
        self.key: bytes | None = None
        self.keep_key: Keep = _forget
        self.wants_mark = False
        """It does not hear a frame that has no mark byte before it."""
        self._is_tampered = False
        self.serial_shift = 0
        """Makes it another device of the same kind."""
        self._events: deque[bytes] = deque()
        self._channel: Channel | None = None
        self._last: tuple[bytes, bytes] = b"", b""

    def show_card(self, card: str, reader: int = 0) -> None:
        """Hold a card before a reader: its bits, or its badge as `26:123:45678`."""
        bits = bits_of(card)
        data = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
        self._events.append(bytes([0x50, reader, 1, len(bits) & 255, len(bits) >> 8]) + data)

    def press(self, keys: str, reader: int = 0) -> None:
        """Press keys."""
        codes = keys.encode().replace(b"#", b"\x0d").replace(b"*", b"\x7f")
        self._events.append(bytes([0x53, reader, len(codes)]) + codes)

    def tamper(self, *, is_open: bool) -> None:
        """Open or close its case; it tells that by itself."""
        self._is_tampered = is_open
        self._events.append(self._facts(0x64))

    @override
    def restart(self, at: float) -> None:
        """Lose power for a moment: outputs drop, the channel is gone."""
        self._channel = None
        self._last = b"", b""
        super().restart(at)

    def answer(self, packet: Packet, at: float) -> bytes | None:
        """Do what a sound packet asks and return the reply; None when it is not for this device."""
        if self.is_deaf(at) or packet.address not in {self._unit, TO_EVERYBODY}:
            return None
        if packet.sequence and packet.raw == self._last[0]:
            return self._last[1]
        reply = self._reply(packet, at)
        self._last = packet.raw, reply
        return reply

    def _reply(self, packet: Packet, at: float) -> bytes:
        if packet.sequence == 0:
            self._channel = None
        if packet.scs == 0x11 and packet.command == 0x76:
            return self._challenged(packet)
        channel = self._channel
        if channel is not None and packet.scs == 0x13 and packet.command == 0x77:
            return self._proven(packet, channel)
        if packet.scs in {0x15, 0x17}:
            if channel is None or not channel.is_open or not channel.accepts(packet):
                self._channel = None
                return self._refuse(packet, NOT_NOW)
            return self._secured(packet, channel, at)
        if packet.command in {0x61, 0x62}:
            return build(self._unit, packet.sequence, self._facts(packet.command))
        return self._refuse(packet, WANTS_CHANNEL)

    def _challenged(self, packet: Packet) -> bytes:
        which = packet.scs_data[:1]
        key = self.key if which == b"\x01" else INSTALL_KEY if self.key is None else None
        if key is None or len(packet.data) != 8:
            return self._refuse(packet, NOT_NOW)
        rnd_b = secrets.token_bytes(8)
        self._channel = Channel(key, packet.data, rnd_b)
        body = b"\x76" + self._uid() + rnd_b + self._channel.client
        return build(self._unit, packet.sequence, body, b"\x12" + which)

    def _proven(self, packet: Packet, channel: Channel) -> bytes:
        if packet.data != channel.server:
            self._channel = None
            return self._refuse(packet, WANTS_CHANNEL)
        channel.is_open = True
        return build(self._unit, packet.sequence, b"\x78" + channel.r_mac, b"\x14\x01")

    def _secured(self, packet: Packet, channel: Channel, at: float) -> bytes:
        data = channel.plain(packet)
        body = self._done(packet.command, data, at)
        code, told = body[:1], body[1:]
        scs = b"\x18" if told else b"\x16"
        hidden = channel.hidden(told) if told else b""
        return build(self._unit, packet.sequence, code + hidden, scs, channel)

    def _done(self, command: int, data: bytes, at: float) -> bytes:
        if command in {0x61, 0x62, 0x64, 0x65, 0x66}:
            return self._facts(command)
        if command == 0x60:
            return self._events.popleft() if self._events else b"\x40"
        if command == 0x68:
            return self._switched(data, at)
        if (command, len(data)) in {(0x69, 14), (0x6A, 5)}:
            return self._signalled(command, data, at)
        if command == 0x75 and len(data) == 18 and data[:2] == b"\x01\x10":
            self.key = data[2:]
            self.keep_key(self.key)
            self._journal.note("keyset", at=at, line=self._line, unit=self._unit)
            return b"\x40"
        return bytes([0x41, UNKNOWN])

    def _signalled(self, command: int, data: bytes, at: float) -> bytes:
        told: dict[str, Value] = {"line": self._line, "unit": self._unit, "reader": data[0]}
        if command == 0x69:
            colour = COLOURS.get(data[5], "?")
            self._journal.note("led", at=at, colour=colour, flashes=data[4] > 0, **told)
        else:
            self._journal.note("buzzer", at=at, times=data[4], **told)
        return b"\x40"

    def _switched(self, data: bytes, at: float) -> bytes:
        self._journal.note(
            "frame", at=at, line=self._line, unit=self._unit, bytes=f"68 {data.hex(' ')}"
        )
        if len(data) != 4 or data[0] >= OUTPUTS:
            return bytes([0x41, CANNOT])
        output, control, tenths = data[0], data[1], data[2] + 256 * data[3]
        if control == ON_FOR and tenths:
            self.pulse(output, tenths / 10, at)
        elif control in FOR_GOOD:
            self.switch(output, FOR_GOOD[control], "write", at)
        else:
            return bytes([0x41, CANNOT])
        return b"\x4a" + bytes(self.states())

    def _facts(self, command: int) -> bytes:
        match command:
            case 0x61:
                serial = self._serial().to_bytes(4, "little")
                return b"\x45" + MAKER + serial + bytes([1, 0, 0])
            case 0x62:
                return b"\x46" + bytes([1, 1, INPUTS, 2, 4, OUTPUTS, 3, 1, 0, 8, 1, 0, 9, 1, 1])
            case 0x64:
                return b"\x48" + bytes([self._is_tampered, 0])
            case 0x65:
                terminals = (self.inputs.get(number) for number in range(INPUTS))
                return b"\x49" + bytes(bool(each and each()) for each in terminals)
            case _:
                return b"\x4a" + bytes(self.states())

    def _uid(self) -> bytes:
        return MAKER + self._serial().to_bytes(3, "little")

    def _serial(self) -> int:
        return 1000 + self._unit + self.serial_shift

    def _refuse(self, packet: Packet, why: int) -> bytes:
        return build(self._unit, packet.sequence, bytes([0x41, why]))


def _forget(key: bytes) -> None:
    """Keep no key beyond this process."""
