"""A far end that loses, cuts and delays as it can, so that each order takes as long as it may."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from uuid import UUID, uuid4

import serial

from izix_desk.devices import wire
from izix_desk.devices.footing import Footing
from izix_desk.devices.ports import CONNECT_SECONDS, WRITE_SECONDS, Port
from izix_desk.devices.wire import LineOrder, LineThread, Message, Post
from izix_desk.domain.commands import OPEN_TTL_SECONDS, Action
from izix_desk.domain.errors import LineFault
from izix_desk.domain.site import Line
from tests.support.far_end import FarEnd
from tests.support.foul import Foul
from tests.support.hostile import TestClock

OUTCOMES = (
    wire.Answered, wire.Unanswered, wire.Unsent, wire.Unsure, wire.Refused, wire.Expired
)  # fmt: skip


class Laggard:
    """Port, clock and who orders; keeps after how many seconds each order was told to be over."""

    def __init__(
        self, far: Foul, gates: Sequence[str], chance: random.Random, stall: float = WRITE_SECONDS
    ) -> None:
        self.clock = TestClock()
        self.took: dict[UUID, list[float]] = {}
        self.ends: Counter[str] = Counter()
        self._far = far
        self._gates = gates
        self._chance = chance
        self._stall = stall
        self._asked: dict[UUID, float] = {}
        self._line: LineThread | None = None
        self._orders = 0
        self._over = threading.Event()

    def run(self, make: Callable[[Post, Footing], LineThread], orders: int) -> None:
        """Let a line live until so many orders were given, and each had its end."""
        self._orders = orders
        self._line = make(self._take, Footing(self._open, self.clock))
        self._line.start()
        assert self._over.wait(60), f"{len(self.took)} of {orders}"
        self._line.stop()

    @property
    def slowest(self) -> float:
        """Seconds from asking to being told, of the one that took longest."""
        return max(each for took in self.took.values() for each in took)

    def hit(self, asked: bytes) -> bytes:
        """Return what comes back for a frame; raises what a port that does not send raises."""
        self._order()
        if self._chance.random() < 0.02:
            self.clock.sleep(self._stall)
            raise serial.SerialTimeoutException("the port does not send")
        if self._chance.random() < 0.02:
            self.clock.sleep(0.9 * self._stall)
        answer, lot = self._far.honest(asked), self._chance.random()
        if lot < 0.3:
            return b""
        return answer[: self._chance.randrange(1, 6)] if lot < 0.45 else answer

    def _order(self) -> None:
        assert self._line is not None, "it runs"
        if len(self.took) >= self._orders:
            self._over.set()
        elif self._chance.random() < 0.1:
            for _ in range(self._chance.choice((1, 3, 8))):
                command, now = uuid4(), self.clock.now()
                age = self._chance.choice((0.0, 0.0, 2.5))
                self._asked[command] = now - age
                action = self._chance.choice((Action.OPEN, Action.HOLD_OPEN, Action.RELEASE))
                gate = self._chance.choice(self._gates)
                self._line.order(LineOrder(command, gate, action, now - age + OPEN_TTL_SECONDS))

    def _take(self, message: Message) -> None:
        if isinstance(message, OUTCOMES):
            took = self.clock.now() - self._asked[message.command]
            self.took.setdefault(message.command, []).append(took)
            self.ends[type(message).__name__] += 1

    def _open(self, line: Line, timeout: float) -> Port:
        if self._chance.random() < 0.3:
            self.clock.sleep(CONNECT_SECONDS)
            raise LineFault(f"Port of line {line.id} cannot be reached.")
        return FarEnd(self.clock, self.hit, timeout)
