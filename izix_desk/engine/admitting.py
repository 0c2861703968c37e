"""The gatekeeper: each read of a camera is judged at its gates, one after the other."""

import asyncio
import sys
from collections.abc import Callable
from functools import partial

from izix_desk.devices.wire import PlateLine
from izix_desk.domain.commands import OPEN_TTL_SECONDS, GateCommand
from izix_desk.domain.errors import StoreFault
from izix_desk.domain.site import Gate
from izix_desk.engine.gates import Gates
from izix_desk.engine.recorder import Recorder
from izix_desk.services.gatekeeping import (
    Admission,
    gates_of_read,
    plate_read,
    take_late_read,
    take_read,
)
from izix_desk.services.moments import Moment, present
from izix_desk.store.database import AsyncDatabase

WAITING = 100
"""Reads that may wait while the store is busy; of a camera that floods the oldest come too late."""


class Gatekeeper:
    """Takes reads from the lines and sends what was granted."""

    def __init__(
        self,
        store: AsyncDatabase,
        gates: Gates,
        recorder: Recorder,
        send: Callable[[GateCommand], None],
        committed: Callable[[], None],
    ) -> None:
        self._store = store
        self._gates = gates
        self._recorder = recorder
        self._send = send
        self._committed = committed
        self._reads: asyncio.Queue[PlateLine] = asyncio.Queue(WAITING)

    def take(self, line: PlateLine) -> None:
        """Have a read judged after those that wait already."""
        if self._reads.full():
            self._come_too_late(self._reads.get_nowait())
        self._reads.put_nowait(line)

    async def run(self) -> None:
        """Judge reads for as long as the engine runs."""
        while True:
            line = await self._reads.get()
            async with self._gates.turn:
                for gate in self._gates_of(line):
                    await self._admit(gate, line)

    def _gates_of(self, line: PlateLine) -> tuple[Gate, ...]:
        return gates_of_read(self._gates.site, line.line, line.direction)

    async def _admit(self, gate: Gate, line: PlateLine) -> None:
        now, at = present(), _moment_of(line)
        self._gates.seen(gate.id, line.monotonic)
        if now.monotonic - at.monotonic >= OPEN_TTL_SECONDS:
            self._record_late(gate, line)
            return
        situation = self._gates.situation(now)
        free = now.monotonic >= situation.free_at.get(gate.id, 0)
        # A board that is offline is not claimed: the usual way refuses it and says why.
        may_send = free and gate.id not in situation.offline
        read = plate_read(at, gate, line.plate, line.confidence, way=line.direction, raw=line.raw)
        work = partial(take_read, site=self._gates.site, read=read, at=at, may_send=may_send)
        try:
            admission: Admission = await self._store.write(work)
        except StoreFault as fault:
            # The driver rings, and a person can still open; a read judged later helps nobody.
            sys.stderr.write(f"izix-desk: read {line.plate} at {gate.id}: {fault}\n")
            self._record_late(gate, line)
            return
        if admission.opens is not None and admission.claimed:
            self._send(admission.opens)
        self._committed()

    def _come_too_late(self, line: PlateLine) -> None:
        for gate in self._gates_of(line):
            self._record_late(gate, line)

    def _record_late(self, gate: Gate, line: PlateLine) -> None:
        at, way = _moment_of(line), line.direction
        read = plate_read(at, gate, line.plate, line.confidence, way=way, raw=line.raw)
        self._recorder.add(partial(take_late_read, site=self._gates.site, read=read))


def _moment_of(line: PlateLine) -> Moment:
    """Return when the camera's line came in: the time to live of an opening runs from then."""
    return Moment(present().wall_at(line.monotonic), line.monotonic)
