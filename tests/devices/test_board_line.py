"""Whose turn it is on a line of boards, on a clock of the test."""

import random
import threading
from uuid import uuid4

from izix_desk.devices.board_line import PUT_OFF_SECONDS
from izix_desk.devices.footing import Footing
from izix_desk.devices.lines import make_line
from izix_desk.devices.modbus.coils import drop_request
from izix_desk.devices.modbus.frames import write_coil
from izix_desk.devices.ports import Port
from izix_desk.devices.wire import LineOrder, LineThread, Message
from izix_desk.domain.commands import Action
from izix_desk.domain.site import Line
from tests.support.far_end import FarEnd
from tests.support.foul import FoulBoards
from tests.support.hostile import TestClock
from tests.support.wires import gate, site_of

ORDERS = 100
SITE = site_of(gate("one", 1), gate("two", 2, hold=1))
PULSE = SITE.gate("one").open.seconds
ON, OFF = write_coil(1, 0, 0xFF00).frame, drop_request(1, 0).frame


class Boards:
    """A port with honest boards behind it, whose first frame lets many orders come at once."""

    def __init__(self) -> None:
        self.clock = TestClock()
        self.heard: list[tuple[float, bytes]] = []
        self.line: LineThread | None = None
        self.is_over = threading.Event()
        self._far = FoulBoards(random.Random(1), (1, 2))  # noqa: S311 - repeatable, not secret

    def open(self, line: Line, timeout: float) -> Port:
        """Return a port whose every frame is answered."""
        del line
        return FarEnd(self.clock, self.hear, timeout)

    def take(self, message: Message) -> None:
        """Take nothing."""
        del message

    def hear(self, data: bytes) -> bytes:
        """Answer, and note when it was asked."""
        assert self.line is not None, "it runs"
        if not self.heard:
            order(self.line, "one", Action.OPEN, self.clock)
            for _ in range(ORDERS):
                order(self.line, "two", Action.HOLD_OPEN, self.clock)
        self.heard.append((self.clock.now(), data))
        if sum(frame[:2] == b"\x02\x05" for _, frame in self.heard) == ORDERS:
            self.is_over.set()
        return self._far.honest(data)


def order(line: LineThread, gate_id: str, action: Action, clock: TestClock) -> None:
    """Order something that stays fresh for long."""
    line.order(LineOrder(uuid4(), gate_id, action, clock.now() + 60))


def test_the_end_of_a_pulse_does_not_wait_for_many_orders() -> None:
    """For a tenth of a second they go first, then one at most, however many lie there."""
    boards = Boards()
    boards.line = make_line(
        SITE.lines[0], SITE.gates, boards.take, footing=Footing(boards.open, boards.clock)
    )
    boards.line.start()
    assert boards.is_over.wait(30)
    boards.line.stop()
    began = next(at for at, frame in boards.heard if frame == ON)
    ended = next(at for at, frame in boards.heard if frame == OFF)
    between = [at for at, frame in boards.heard if began < at < ended and frame[0] == 2]
    overdue = [at for at in between if at > began + PULSE + PUT_OFF_SECONDS + 0.01]
    assert len(between) > 5
    assert len(overdue) <= 1
    assert any(at > began + PULSE for at in between), "a driver waits less than a contact"
    assert boards.heard[-1][0] > ended
