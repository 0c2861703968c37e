"""A small Modbus master as many are: it asks again when no answer comes. Only to be found out."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from izix_desk.devices.modbus.frames import COIL_ON, Request, find_answer, write_coil
from izix_desk.devices.modbus.master import timing_of
from izix_desk.devices.ports import open_port
from izix_desk.domain.commands import Action, Stage
from izix_desk.domain.site import Line, Protocol
from tests.support import storm_site
from tests.support.contacts import Asked
from tests.support.simulator import Simulator

TENTHS = 3
ANSWER_SECONDS = 0.2
"""Less than an answer is late by, and more than a busy machine is."""
FLASH = 0x0200


class Boards:
    """Eight lines of boards in one simulator, without an engine."""

    def __init__(self, folder: Path) -> None:
        plan = storm_site.site(folder / "links")
        flash = plan.gate("flash-1").open
        self.site = replace(
            plan,
            lines=tuple(
                replace(each, protocol=Protocol.MODBUS_RTU, frames=None) for each in plan.lines
            ),
            gates=tuple(replace(each, open=flash) for each in plan.gates),
        )
        self.simulator = Simulator(self.site, folder)
        self.simulator.start()

    def spoil(self, faults: Sequence[str]) -> None:
        """Put faults on all lines."""
        for line in self.site.lines:
            for fault in faults:
                self.simulator.do(f"fault {line.id} {fault}")

    def master(self, line: str, tries: int) -> "NaiveMaster":
        """Return a master on one of the lines."""
        wired = next(each for each in self.site.lines if each.id == line)
        return NaiveMaster(wired, tries)


class NaiveMaster:
    """Opens gates of one line, one after the other, with so many tries each."""

    def __init__(self, line: Line, tries: int) -> None:
        self._timing = timing_of(line)
        self._port = open_port(line, ANSWER_SECONDS)
        self._tries = tries

    def open(
        self,
        gate: str,
        unit: int,
        ttl: float = 3.0,
        *,
        tenths: int = TENTHS,
        coil: int = 0,
        forgets: bool = False,
    ) -> Asked:
        """Open a gate, and say that it was done when an answer came; one that forgets ends none."""
        began = time.monotonic()
        request = (
            write_coil(unit, coil, COIL_ON) if forgets else write_coil(unit, FLASH + coil, tenths)
        )
        last = Stage.NOT_SURE
        for _ in range(self._tries):
            if self._is_answered(request):
                last = Stage.ANSWERED
                break
        return Asked(gate, Action.OPEN, began, began, last, time.monotonic(), ttl)

    def close(self) -> None:
        """Let the port go."""
        self._port.close()

    def _is_answered(self, request: Request) -> bool:
        self._port.discard()
        self._port.write(request.frame)
        received = self._port.read(request.answer_size)
        time.sleep(self._timing.gap)
        return find_answer(request, received) is not None
