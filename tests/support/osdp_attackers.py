"""Devices that mean no good, on a TCP port: each answers what a command panel sends in its way."""

import socket
import threading
from collections.abc import Callable

from izix_desk.devices.simulator.journal import Journal
from izix_desk.devices.simulator.osdp_codec import Packet, build
from izix_desk.devices.simulator.osdp_devices import SimDevice

Reply = Callable[[Packet], list[bytes]]
"""What an attacker sends for a packet, one after the other."""
ADDRESS = 5
CHALLENGE, PROOF, OUT, KEYSET = 0x76, 0x77, 0x68, 0x75


class Attacked:
    """A line's far end in the hands of an attacker; remembers all that was sent to it."""

    def __init__(self, reply: Reply) -> None:
        self.heard = b""
        self.packets: list[Packet] = []
        self.reply = reply
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = f"socket://127.0.0.1:{self._server.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def count(self, command: int) -> int:
        """Return how many packets with a command came."""
        return sum(packet.command == command for packet in self.packets)

    def close(self) -> None:
        """End it."""
        self._server.close()
        self._thread.join(5)

    def _serve(self) -> None:
        try:
            client, _ = self._server.accept()
        except OSError:
            return
        with client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while data := _received(client):
                self.heard += data
                packet = Packet(data.lstrip(b"\xff"))
                if packet.ok:
                    self.packets.append(packet)
                    for answer in self.reply(packet):
                        client.sendall(answer)


def _received(client: socket.socket) -> bytes:
    try:
        return client.recv(4096)
    except OSError:
        return b""


def device(key: bytes | None) -> SimDevice:
    """Return a device as it should be, with this key."""
    made = SimDevice("north", ADDRESS, Journal(None), lambda _, __: None)
    made.key = key
    return made


def honest(made: SimDevice) -> Reply:
    """Answer as a device does."""

    def reply(packet: Packet) -> list[bytes]:
        answer = made.answer(packet, 0.0)
        return [] if answer is None else [answer]

    return reply


def plain(packet: Packet) -> list[bytes]:
    """Say yes to everything, without any secrecy."""
    return [build(ADDRESS, packet.sequence, b"\x40")]


def downgrade(packet: Packet) -> list[bytes]:
    """Claim to be too simple for a secure channel."""
    answers = {0x61: b"\x45IZX\x01\x01\xed\x03\x00\x00\x01\x00\x00", 0x62: b"\x46\x02\x01\x04"}
    return [build(ADDRESS, packet.sequence, answers.get(packet.command, b"\x41\x05"))]


class Lure:
    """Claims to be in install mode: has no key, and asks for one under the key that all know."""

    def __init__(self) -> None:
        self._device = device(None)

    def __call__(self, packet: Packet) -> list[bytes]:
        """Answer the challenge with the key that everybody knows."""
        if packet.command == CHALLENGE:
            packet.scs_data = b"\x00"
        return honest(self._device)(packet)


class Replay:
    """Recorded a whole session of the true device, and says it all again."""

    def __init__(self, recorded: list[tuple[int, bytes]]) -> None:
        self._recorded = recorded
        self._next = 0

    def __call__(self, packet: Packet) -> list[bytes]:
        """Answer with what was said to the same command at that time."""
        if packet.command == CHALLENGE:
            self._next = 0
        fitting = [n for n, (code, _) in enumerate(self._recorded) if code == packet.command]
        later = [n for n in fitting if n >= self._next]
        if not later:
            return []
        self._next = later[0] + 1
        return [self._recorded[later[0]][1]]


class Recorder:
    """The true device, with somebody who listens."""

    def __init__(self, key: bytes) -> None:
        self.recorded: list[tuple[int, bytes]] = []
        self._honest = honest(device(key))

    def __call__(self, packet: Packet) -> list[bytes]:
        """Answer as the device does, and write it down."""
        answers = self._honest(packet)
        self.recorded += [(packet.command, answer) for answer in answers]
        return answers


def both(*replies: Reply) -> Reply:
    """Let several devices answer at one address."""
    return lambda packet: [answer for reply in replies for answer in reply(packet)]
