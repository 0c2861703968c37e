"""A line of simulated OSDP devices; a packet says by itself how long it is."""

from collections.abc import Mapping

from typing_extensions import override

from izix_desk.devices.simulator.controllers import SimLine
from izix_desk.devices.simulator.journal import Journal
from izix_desk.devices.simulator.osdp_codec import Packet, crc16
from izix_desk.devices.simulator.osdp_devices import SimDevice
from izix_desk.devices.simulator.wires import Wire
from izix_desk.domain.site import Line

GAP_SECONDS = 0.001
OUT = 0x68


class SimOsdpLine(SimLine):
    """All devices of one line."""

    def __init__(
        self, line: Line, devices: Mapping[int, SimDevice], wire: Wire, journal: Journal
    ) -> None:
        super().__init__(line, wire, journal, GAP_SECONDS)
        self.devices = devices
        self._is_marked = False

    def _size(self, received: bytes) -> int:
        start = received.find(0x53)
        if start != 0:  # a mark byte, or noise
            return len(received) if start < 0 else start
        size = int.from_bytes(received[2:4], "little") if len(received) >= 4 else 0
        return size if 8 <= size <= len(received) else len(received)

    def _take(self, frame: bytes, at: float) -> None:
        if not frame.strip(b"\xff"):
            self._is_marked = True
            return
        is_marked, self._is_marked = self._is_marked, False
        packet = Packet(frame)
        if not packet.ok:
            self._journal.note("noise", at=at, line=self.line.id, bytes=frame.hex(" "))
            return
        if self._journal.notes_questions:
            self._journal.note(
                "packet",
                at=at,
                line=self.line.id,
                unit=packet.address,
                quiet=self.quiet,
                bytes=frame.hex(" "),
            )
        for device in self.devices.values():
            if device.wants_mark and not is_marked:
                continue
            reply = device.answer(packet, at)
            if reply is not None and not self._is_lost(is_command=packet.command == OUT):
                self._answer(reply)

    @override
    def _unit(self, frame: bytes) -> int | None:
        return frame[1] if len(frame) > 1 else None

    def _foreign(self, answer: bytes) -> bytes:
        other = answer[:1] + bytes((answer[1] ^ 0x01,)) + answer[2:-2]
        return other + crc16(other).to_bytes(2, "little")
