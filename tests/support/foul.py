"""What a bad cable, a broken device and a malicious one send: honest answers and four kinds of bad.

Random bytes, answers that are cut, answers that were changed on the way, and nonsense under a
check that is right.
"""

import random
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from typing_extensions import override

from izix_desk.devices.modbus.frames import READ_COILS, READ_INPUTS, is_sound, seal
from izix_desk.devices.simulator.boards import SimBoard
from izix_desk.devices.simulator.journal import Journal
from izix_desk.devices.simulator.osdp_codec import Channel, Packet, build, crc16
from izix_desk.devices.wire import LineOrder
from izix_desk.domain.commands import Action

LIES = 0.4
"""Share of answers within a secure channel that are nonsense, truly from the device."""
KINDS = ("random", "cut", "changed", "nonsense")
LONGEST = 1600
ACTIONS = (Action.OPEN, Action.OPEN, Action.HOLD_OPEN, Action.RELEASE)


@dataclass(frozen=True, slots=True)
class Shot:
    """Bytes for the line; `kind` is empty for an honest answer."""

    data: bytes
    kind: str = ""
    is_sound: bool = False


class Foul(ABC):
    """A far end of one protocol."""

    honesty = 0.5
    """Share of answers that are as they should be: without them no line gets beyond its start."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.commands = 0
        """Commands that came through."""
        self.lies = LIES

    def burst(self) -> list[Shot]:
        """Return more bad frames for one answer: waiting for a question is what takes the time."""
        return [self.shot() for _ in range(5)]

    def order(self, gate: str, now: float) -> LineOrder:
        """Return an order for the line, most often a fresh one."""
        action = self.chance.choice(ACTIONS)
        return LineOrder(uuid4(), gate, action, now + self.chance.uniform(-0.5, 3.0))

    def answer(self, asked: bytes) -> list[Shot]:
        """Return what the line hears after its frame."""
        honest = self.honest(asked)
        if self.chance.random() < self.honesty:
            return [Shot(honest)] if honest else [self.shot(honest)]
        shots = [self.shot(honest) for _ in range(self.chance.choice((1, 1, 1, 2, 3)))]
        if honest and self.chance.random() < 0.2:
            shots.insert(self.chance.randrange(len(shots) + 1), Shot(honest))
        return shots

    @abstractmethod
    def honest(self, asked: bytes) -> bytes:
        """Return what a device answers; nothing when it was not asked."""

    @abstractmethod
    def nonsense(self, honest: bytes) -> bytes:
        """Return a frame whose check is right and whose content is not."""

    @abstractmethod
    def is_sound(self, frame: bytes) -> bool:
        """Tell whether the check of a frame is right."""

    def shot(self, honest: bytes = b"") -> Shot:
        """Return something bad."""
        kind = self.chance.choice(KINDS)
        makers: dict[str, Callable[[bytes], bytes]] = {
            "random": self._random,
            "cut": self._cut,
            "changed": self._changed,
            "nonsense": self.nonsense,
        }
        data = makers[kind](honest)
        return Shot(data, kind, kind == "nonsense" and self.is_sound(data))

    def _random(self, honest: bytes) -> bytes:
        del honest
        longest = LONGEST if self.chance.random() < 0.01 else 40
        return self.chance.randbytes(self.chance.randint(1, longest))

    def _cut(self, honest: bytes) -> bytes:
        whole = honest or self.nonsense(honest)
        spot = self.chance.randrange(max(1, len(whole)))
        return whole[:spot] if self.chance.random() < 0.7 else whole[spot:]

    def _changed(self, honest: bytes) -> bytes:
        data = bytearray(honest or self.nonsense(honest))
        for _ in range(self.chance.randint(1, 4)):
            spot = self.chance.randrange(len(data))
            match self.chance.randrange(4):
                case 0:
                    data[spot] ^= 1 << self.chance.randrange(8)
                case 1 if len(data) > 1:
                    del data[spot]
                case 2:
                    data.insert(spot, self.chance.randrange(256))
                case _:
                    data[spot] = self.chance.randrange(256)
        return bytes(data)


class FoulBoards(Foul):
    """Relay boards on a Modbus line."""

    def __init__(self, chance: random.Random, units: tuple[int, ...]) -> None:
        super().__init__(chance)
        self._boards = {n: SimBoard("north", n, Journal(None), lambda _, __: None) for n in units}
        self._asked = bytes(8)

    def honest(self, asked: bytes) -> bytes:
        """Answer as a board does."""
        board = self._boards.get(asked[0]) if is_sound(asked) else None
        if board is None:
            return b""
        self._asked = asked
        self.commands += asked[1] not in {READ_COILS, READ_INPUTS} and not _is_off(asked)
        return board.answer(asked, 0.0)

    def nonsense(self, honest: bytes) -> bytes:
        """Return a sealed frame: another's, of another kind, too long, or just anything."""
        unit, function = self._asked[:2]
        chance = self.chance
        heads = (
            bytes((unit, function)),
            bytes((unit, function | 0x80)),
            bytes((unit, chance.randrange(256))),
            bytes((chance.randrange(256), function)),
            honest[:-2],
            honest[: chance.randint(2, 6)],
        )
        body = chance.choice(heads) + chance.randbytes(chance.choice((0, 1, 2, 3, 4, 9, 250)))
        return seal(body[:254]) if len(body) > 1 else seal(bytes((unit, function)))

    def is_sound(self, frame: bytes) -> bool:
        """Tell whether the CRC is right."""
        return is_sound(frame)


def _is_off(asked: bytes) -> bool:
    return asked[1] == 0x05 and asked[4:6] == b"\x00\x00"


class FoulRelays(Foul):
    """Devices of the table of declared frames that the tests have."""

    def __init__(self, chance: random.Random, units: tuple[int, ...]) -> None:
        super().__init__(chance)
        self._on = dict.fromkeys(units, 0)
        self._asked = bytes(6)

    def honest(self, asked: bytes) -> bytes:
        """Answer as a device does."""
        if not is_sound(asked) or asked[0] != 0xA5 or asked[1] not in self._on:
            return b""
        self._asked = asked
        unit, told = asked[1], asked[2]
        if told == 0x02:
            return seal(bytes((0xA5, unit, 0x82, 0, self._on[unit])))
        self.commands += told == 0x01
        bit = asked[3]
        self._on[unit] = self._on[unit] | bit if told == 0x01 else self._on[unit] & ~bit
        return seal(bytes((0xA5, unit, 0x80 | told, bit)))

    def nonsense(self, honest: bytes) -> bytes:
        """Return a sealed frame: another's, of another kind, too long, or just anything."""
        chance = self.chance
        heads = (
            self._asked[:2],
            bytes((0xA5, chance.randrange(256), chance.randrange(256))),
            self._asked[:2] + bytes((0xEE,)),
            honest[:-2] or self._asked[:3],
        )
        return seal(chance.choice(heads) + chance.randbytes(chance.choice((0, 1, 2, 3, 9, 250))))

    def is_sound(self, frame: bytes) -> bool:
        """Tell whether the CRC is right."""
        return is_sound(frame)


class FoulDevices(Foul):
    """OSDP devices that hold their key and talk nonsense, also within the secure channel."""

    honesty = 0.85  # a device that does not prove its key again and again is asked ever more seldom

    def __init__(self, chance: random.Random, keys: dict[int, bytes]) -> None:
        super().__init__(chance)
        self._keys = keys
        self._channels: dict[int, Channel] = {}
        self._last: dict[int, tuple[bytes, bytes]] = {}
        self._packet: Packet | None = None
        self.in_channel = 0
        """Nonsense whose MAC was right too."""

    @override
    def burst(self) -> list[Shot]:
        """Return many bad frames now and then: a device that is barred is asked seldom."""
        return [self.shot() for _ in range(80)] if self.chance.random() < 0.1 else []

    def honest(self, asked: bytes) -> bytes:
        """Answer as a device does."""
        packet = Packet(asked.lstrip(b"\xff"))
        self._packet = packet if packet.ok and packet.address in self._keys else None
        if self._packet is None:
            return b""
        if packet.sequence and self._last.get(packet.address, (b"", b""))[0] == packet.raw:
            return self._last[packet.address][1]
        lies = self.chance.random() < self.lies
        reply = self._reply(packet, lies=lies)
        self._last[packet.address] = packet.raw, reply
        return reply

    def answer(self, asked: bytes) -> list[Shot]:
        """Return what the line hears; a lie within the channel is a hostile frame too."""
        before = self.in_channel
        shots = super().answer(asked)
        lied = self.in_channel > before
        return [
            Shot(shot.data, "within", is_sound=True) if lied and not shot.kind else shot
            for shot in shots
        ]

    def nonsense(self, honest: bytes) -> bytes:
        """Return a frame with its CRC: of another address, sequence or kind, plain or signed."""
        chance, packet = self.chance, self._packet
        address = packet.address if packet and chance.random() < 0.8 else chance.randrange(128)
        sequence = packet.sequence if packet and chance.random() < 0.8 else chance.randrange(4)
        body = bytes((chance.choice(CODES),)) + self._bytes()
        if honest and chance.random() < 0.3:
            return _resealed(self._changed(honest[:-2]))
        kinds = (b"", b"", bytes((chance.choice(range(0x11, 0x19)),)) + self._bytes()[:4])
        return build(address, sequence, body, chance.choice(kinds))

    def is_sound(self, frame: bytes) -> bool:
        """Tell whether the CRC is right."""
        value = crc16(frame[:-2])
        return frame[-2:] == bytes((value & 255, value >> 8))

    def _reply(self, packet: Packet, *, lies: bool) -> bytes:
        unit, channel = packet.address, self._channels.get(packet.address)
        if packet.command == 0x76 and len(packet.data) == 8:
            theirs = self.chance.randbytes(8)
            channel = self._channels[unit] = Channel(self._keys[unit], packet.data, theirs)
            body = b"\x76" + bytes(8) + theirs + channel.client
            return build(unit, packet.sequence, body, b"\x12\x01")
        if channel is not None and packet.command == 0x77 and packet.data == channel.server:
            channel.is_open = True
            return build(unit, packet.sequence, b"\x78" + channel.r_mac, b"\x14\x01")
        if channel is None or not channel.is_open or not channel.accepts(packet):
            self._channels.pop(unit, None)
            return build(unit, packet.sequence, b"\x41\x05")
        plain = channel.plain(packet)
        self.commands += packet.command == 0x68 and plain[1:2] != b"\x01"
        body = self._lie() if lies else _facts(packet.command, unit)
        told, hides = body[1:], self.chance.random() < 0.9 or not lies
        scs = b"\x18" if told else b"\x16"
        data = channel.hidden(told) if told and hides else told
        return build(unit, packet.sequence, body[:1] + data, scs, channel)

    def _lie(self) -> bytes:
        self.in_channel += 1
        return bytes((self.chance.choice(CODES),)) + self._bytes()

    def _bytes(self) -> bytes:
        return self.chance.randbytes(self.chance.choice((0, 1, 2, 3, 4, 8, 12, 16, 17, 64, 300)))


CODES = (*range(0x40, 0x5A), 0x76, 0x78, 0x79, 0x80, 0x00, 0xFF, 0x68, 0x75)


def _facts(command: int, unit: int) -> bytes:
    facts = {
        0x61: b"\x45IZX\x01\x01" + (1000 + unit).to_bytes(4, "little") + bytes(3),
        0x62: b"\x46" + bytes((1, 1, 8, 2, 4, 8, 3, 1, 0)),
        0x64: b"\x48\x00\x00",
        0x65: b"\x49" + bytes(8),
        0x66: b"\x4a" + bytes(8),
        0x68: b"\x4a" + bytes(8),
    }
    return facts.get(command, b"\x40")


def _resealed(head: bytes) -> bytes:
    value = crc16(head)
    return head + bytes((value & 255, value >> 8))


class FoulCamera(Foul):
    """A plate camera; its text has no check, so a line that fits the pattern got past it."""

    def honest(self, asked: bytes) -> bytes:
        """Say a plate, unasked."""
        del asked
        return b"%d-ABC-%d;0.%02d\r\n" % tuple(self.chance.randrange(10, 99) for _ in range(3))

    def nonsense(self, honest: bytes) -> bytes:
        """Return a line of text that fits, with a content that cannot be."""
        del honest
        chance = self.chance
        plates = ("'; DROP TABLE", "1" * 900, "\u202e\u0000ABC", "🚗", " ", "-", "a;b", "%s%n")
        numbers = ("1.2.3", "9" * 300, ".", "0", "..", "1e9", "0.99")
        ends = ("\r\n", "\n", "\r", "\x03", "\x00")
        text = f"{chance.choice(plates)};{chance.choice(numbers)}{chance.choice(ends)}"
        return text.encode("utf-8", "replace")

    def is_sound(self, frame: bytes) -> bool:
        """Tell whether it is a line of text."""
        return frame.endswith((b"\r", b"\n", b"\x00", b"\x03"))
