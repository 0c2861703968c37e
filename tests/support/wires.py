"""A site of one line for the tests of the wires, and an ear for what a line posts."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4

from izix_desk.devices.footing import GROUND, Footing
from izix_desk.devices.lines import NO_PAIRINGS, make_line
from izix_desk.devices.wire import Inputs, LineOrder, LineThread, Message
from izix_desk.domain.commands import Action
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.pairing import Pairing
from izix_desk.domain.site import (
    Direction,
    Gate,
    Group,
    Input,
    Line,
    Lot,
    Output,
    Protocol,
    Site,
    TimedBy,
)
from tests.support.waiting import wait_until

M = TypeVar("M")
OWN = {"closed": Input(0), "opened": Input(1), "arrive": Input(2), "under": Input(3)}
PATTERN = r"^(?P<plate>[^;]+);(?P<confidence>[0-9.]+)(;(?P<direction>IN|OUT))?$"


def gate(gate_id: str, address: int, coil: int = 0, **more: object) -> Gate:
    """Return a gate on the line `north`; its pulse is short."""
    values: dict[str, object] = {
        "open": Output(number=coil, seconds=0.2),
        "inputs": OWN,
        "direction": Direction.ENTRY,
        **more,
    }
    return Gate(
        id=gate_id,
        name=gate_id.capitalize(),
        lot="p1",
        line="north",
        address=address,
        **values,  # pyright: ignore[reportArgumentType] the test's own names
    )


def by_board(board: str, coil: int = 0, seconds: float = 0.3) -> Output:
    """Return an output whose pulse the board times."""
    return Output(number=coil, seconds=seconds, timed_by=TimedBy.BOARD, board=board)


def site_of(*gates: Gate, baudrate: int = 19200) -> Site:
    """Return a site with one line of boards, and one camera at its first gate."""
    north = Line(id="north", port="none", protocol=Protocol.MODBUS_RTU, baudrate=baudrate)
    camera = Line(id="camera", port="none-either", protocol=Protocol.PLATES, pattern=PATTERN)
    lot = Lot(id="p1", name="P1", groups=(Group("staff", "Staff", 10),))
    return Site(
        name="Test",
        timezone="Europe/Brussels",
        lines=(north, camera),
        lots=(lot,),
        gates=(replace(gates[0], plates="camera"), *gates[1:]),
    )


class Ear:
    """Takes what a line posts, in whatever thread, and lets a test wait for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heard: list[Message] = []

    def __call__(self, message: Message) -> None:
        """Take a message."""
        with self._lock:
            self._heard.append(message)

    def all(self, kind: type[M], where: Callable[[M], bool] = lambda _: True) -> list[M]:
        """Return what was heard of one kind, oldest first."""
        with self._lock:
            return [each for each in self._heard if isinstance(each, kind) and where(each)]

    def wait(
        self, kind: type[M], where: Callable[[M], bool] = lambda _: True, *, seconds: float = 15
    ) -> M:
        """Return the first message of a kind."""
        return wait_until(lambda: self.all(kind, where), seconds, f"{kind.__name__}")[0]

    def about(self, command: UUID) -> list[str]:
        """Return the kinds of all messages about a command, in order."""
        with self._lock:
            found = [each for each in self._heard if getattr(each, "command", None) == command]
        return [type(each).__name__ for each in found]

    def wait_health(self, health: LineHealth, *, seconds: float = 15) -> LineReading:
        """Return the first reading with that health since the last `forget`."""
        return self.wait(LineReading, lambda reading: reading.health is health, seconds=seconds)

    def wait_input(self, gate_id: str, name: str, value: bool) -> Inputs:
        """Return the first reading in which an input has that value."""
        return self.wait(
            Inputs, lambda read: read.gate == gate_id and read.inputs.get(name) is value
        )

    def wait_polls(self, gate_id: str, count: int = 1) -> None:
        """Wait for that many more readings of a gate."""
        now = time.monotonic()
        wait_until(
            lambda: (
                len(self.all(Inputs, lambda r: r.gate == gate_id and r.monotonic > now)) >= count
            ),
            30,
            f"{count} polls of {gate_id}",
        )

    def forget(self) -> None:
        """Drop what was heard so far."""
        with self._lock:
            self._heard.clear()


class Listening:
    """Lines at work with an ear; ends them all."""

    def __init__(self) -> None:
        self._lines: list[LineThread] = []

    def start(
        self,
        line: Line,
        gates: Sequence[Gate],
        port: str | Path,
        pairings: Mapping[int, Pairing] = NO_PAIRINGS,
        footing: Footing = GROUND,
    ) -> tuple[LineThread, Ear]:
        """Start a line of a site on a real port."""
        ear = Ear()
        thread = make_line(replace(line, port=str(port)), gates, ear, pairings, footing)
        self._lines.append(thread)
        thread.start()
        return thread, ear

    def close(self) -> None:
        """Stop every line."""
        for line in self._lines:
            line.stop()


def order(
    line: LineThread, gate_id: str, action: Action = Action.OPEN, *, fresh: float = 10
) -> UUID:
    """Order something that stays fresh for that many seconds, and return its id."""
    command = uuid4()
    line.order(LineOrder(command, gate_id, action, time.monotonic() + fresh))
    return command
