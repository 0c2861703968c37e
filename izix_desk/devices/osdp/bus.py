"""One exchange at a time on an open port: a frame out, the reply that belongs to it back in."""

import math

from izix_desk.devices.osdp.codes import BUSY
from izix_desk.devices.osdp.frames import MARK, Frame, frames_in, missing
from izix_desk.devices.ports import WRITE_SECONDS, Port
from izix_desk.devices.timing import MACHINE, Clock, TooLate, character_seconds
from izix_desk.domain.site import Line

REPLY_SECONDS = 0.2
"""What the standard gives a device to begin its reply."""
READ_SECONDS = 0.02
"""Time-out of the port: how long one look for bytes takes at most."""
LONGEST_USUAL_REPLY = 128
GAP_CHARACTERS = 2


class Bus:
    """The asking side; nothing is ever sent a second time by it."""

    def __init__(self, line: Line, port: Port, clock: Clock = MACHINE) -> None:
        self._character = character_seconds(line)
        self._port = port
        self._clock = clock
        self._ready_at = 0.0
        self.strays: list[Frame] = []
        """Sound replies that nobody waited for, since they were last taken from here."""

    @property
    def longest(self) -> float:
        """Seconds that one question and the silence before it take, on a port that stalls."""
        on_wire = 1.5 * LONGEST_USUAL_REPLY * self._character
        return WRITE_SECONDS + REPLY_SECONDS + READ_SECONDS + on_wire

    def ask(
        self, address: int, sequence: int, frame: bytes, patience: float = REPLY_SECONDS
    ) -> Frame | None:
        """Return the reply to a frame, or None after the time-out."""
        return self.receive(address, sequence, self.send(MARK + frame), patience)

    def poll(self, address: int, sequence: int, frame: bytes) -> Frame | None:
        """Ask a device that is known to do without the mark; each costs the line a byte."""
        return self.receive(address, sequence, self.send(frame))

    def await_gap(self) -> None:
        """Sleep until the wire was silent for long enough."""
        rest = self._ready_at - self._clock.now()
        if rest > 0:
            self._clock.sleep(rest)

    def send(self, frame: bytes, not_after: float = math.inf) -> float:
        """Write a frame after the gap and return when its last byte has left; or TooLate."""
        self.await_gap()
        late = self._port.discard()
        self.strays += [each for each in frames_in(late) if each.is_reply]
        if self._clock.now() >= not_after:  # asked last: a computer may have slept meanwhile
            raise TooLate
        self._port.write(frame)
        # A UART sends from its own buffer, so the end of the frame is computed, not asked.
        sent = self._clock.now() + len(frame) * self._character
        self._ready_at = sent + GAP_CHARACTERS * self._character
        return sent

    def receive(
        self, address: int, sequence: int, sent: float, patience: float = REPLY_SECONDS
    ) -> Frame | None:
        """Return the reply to what left at that moment, or None after the time-out."""
        received = b""
        while True:
            received += self._port.read(missing(received))
            now = self._clock.now()
            reply = self._pick(received, address, sequence)
            if reply is not None:
                self._ready_at = now + GAP_CHARACTERS * self._character
                return reply
            on_its_way = LONGEST_USUAL_REPLY * self._character if received else 0.0
            if now >= sent + patience + on_its_way:
                self._ready_at = now
                return None

    def _pick(self, received: bytes, address: int, sequence: int) -> Frame | None:
        picked: Frame | None = None
        for frame in frames_in(received):
            fits = frame.sequence == sequence or frame.code == BUSY
            if picked is None and frame.is_reply and frame.address == address and fits:
                picked = frame
            elif picked is not None and frame.is_reply:
                self.strays.append(frame)
        return picked
