"""One exchange at a time on an open port, as the table of the line has it."""

import math
from dataclasses import dataclass

from izix_desk.devices.ports import WRITE_SECONDS, Port
from izix_desk.devices.timing import MACHINE, Clock, TooLate, character_seconds
from izix_desk.domain.frame_pattern import LONGEST, Pattern, read_pattern
from izix_desk.domain.frame_table import Exchange, FrameTable, Status
from izix_desk.domain.site import Line

READ_SECONDS = 0.02
"""Time-out of the port: how long one look for bytes takes at most."""


@dataclass(frozen=True, slots=True)
class Put:
    """A frame for one device, and what may come back."""

    frame: bytes
    address: int
    channel: int
    reply: Pattern | None
    refusal: Pattern | None
    is_command: bool

    @property
    def shortest(self) -> int:
        """Return how many bytes come back at least."""
        return min(len(each) for each in (self.reply, self.refusal) if each is not None)

    @property
    def longest(self) -> int:
        """Return how many bytes come back at most; 0 where nothing does."""
        return max(
            (len(each) for each in (self.reply, self.refusal) if each is not None), default=0
        )


@dataclass(frozen=True, slots=True)
class Heard:
    """A reply that fits, or the device's refusal."""

    frame: bytes
    is_refusal: bool = False


def put(table: FrameTable, exchange: Exchange | Status, address: int, output: int = 0) -> Put:
    """Return the frame of an exchange for one output of a device."""
    channel = table.channels[output]
    is_command = isinstance(exchange, Exchange)
    refusal = exchange.refusal if isinstance(exchange, Exchange) else ""
    return Put(
        frame=read_pattern(exchange.request, table).build(address, channel),
        address=address,
        channel=channel,
        reply=read_pattern(exchange.reply, table) if exchange.reply else None,
        refusal=read_pattern(refusal, table) if refusal else None,
        is_command=is_command,
    )


def patience_of(line: Line, table: FrameTable) -> float:
    """Return how long a reply is waited for: until it begins, and for both frames on the wire."""
    every = [*table.commands.values(), *([table.status] if table.status else ())]
    longest = max(len(each.request.split()) + len(each.reply.split()) for each in every)
    widest_check = 2
    return table.reply_within + (longest + 2 * widest_check) * character_seconds(line)


class Talker:
    """The asking side; nothing is ever sent a second time by it."""

    def __init__(self, port: Port, line: Line, table: FrameTable, clock: Clock = MACHINE) -> None:
        self._port = port
        self._character = character_seconds(line)
        self._gap = max(table.gap, 2 * self._character)
        self._patience = patience_of(line, table)
        self._clock = clock
        self._echoes = False
        self._ready_at = 0.0

    @property
    def longest(self) -> float:
        """Seconds that one question and the silence before it take, on a port that stalls."""
        return WRITE_SECONDS + 2 * (self._patience + self._gap) + READ_SECONDS

    def ask(self, request: Put) -> Heard | None:
        """Return the reply, or None after the time-out."""
        self.send(request)
        return self.receive(request)

    def listen(self) -> None:
        """Throw away what came by itself; raises one of PORT_LOST when the port is gone."""
        self._port.discard()

    def await_gap(self) -> None:
        """Sleep until the wire was silent for long enough."""
        rest = self._ready_at - self._clock.now()
        if rest > 0:
            self._clock.sleep(rest)

    def send(self, request: Put, not_after: float = math.inf) -> float:
        """Write the frame after the gap and return when its last byte has left; or TooLate."""
        self.await_gap()
        self._port.discard()
        if self._clock.now() >= not_after:  # asked last: a computer may have slept meanwhile
            raise TooLate
        self._port.write(request.frame)
        # A UART sends from its own buffer, so the end of the frame is computed, not asked.
        sent = self._clock.now() + len(request.frame) * self._character
        self._ready_at = sent + self._gap
        return sent

    def receive(self, request: Put) -> Heard | None:
        """Return the reply, or None after the time-out and the silence that follows it."""
        received, heard = self._collect(request)
        if not request.is_command and received.startswith(request.frame):
            self._echoes = True  # else an adapter's echo might pass for the reply to a command
        elif not request.is_command and heard is None and len(received) == request.longest:
            heard = find(request, received)
            # Nothing but a reply: what passed for an echo was somebody else's same question.
            self._echoes = self._echoes and heard is None
        quiet = self._gap
        if heard is None:
            quiet += request.longest * self._character
        self._ready_at = max(self._ready_at, self._clock.now() + quiet)
        return heard

    def hush(self) -> None:
        """Keep the line quiet for a whole reply time, so that a late reply dies away."""
        self._ready_at = self._clock.now() + self._patience + self._gap

    def _collect(self, request: Put) -> tuple[bytes, Heard | None]:
        skip = len(request.frame) if self._echoes else 0
        until = self._clock.now() + self._patience
        received = b""
        while len(received) < LONGEST:
            received += self._port.read(_wanted(len(received) - skip, request))
            heard = find(request, received[skip:])
            if heard is not None or self._clock.now() > until:
                return received, heard
        return received, None


def _wanted(have: int, request: Put) -> int:
    # The shortest reply first: a refusal may be complete while a reply is not.
    if have < request.shortest:
        return request.shortest - have
    return max(1, request.longest - have)


def find(request: Put, received: bytes) -> Heard | None:
    """Return the reply or the refusal among these bytes; None where neither is."""
    for pattern in (request.reply, request.refusal):
        if pattern is not None:
            frame = pattern.find(received, request.address, request.channel)
            if frame is not None:
                return Heard(frame, is_refusal=pattern is request.refusal)
    return None
