"""The gatekeeper: each read of a camera is judged at its gates, one after the other."""

import asyncio
import sys
from collections.abc import Callable
from functools import partial

from izix_desk.devices.wire import PlateLine
from izix_desk.domain.commands import GateCommand
from izix_desk.domain.errors import StoreFault
from izix_desk.domain.site import Gate
from izix_desk.engine.gates import Gates
from izix_desk.services.gatekeeping import Admission, gates_of_read, plate_read, take_read
from izix_desk.services.moments import present
from izix_desk.store.database import AsyncDatabase

WAITING = 100
"""Reads that may wait while the store is busy; a camera that floods loses its oldest."""


class Gatekeeper:
    """Takes reads from the lines and sends what was granted."""

    def __init__(
        self,
        store: AsyncDatabase,
        gates: Gates,
        send: Callable[[GateCommand], None],
        committed: Callable[[], None],
    ) -> None:
        self._store = store
        self._gates = gates
        self._send = send
        self._committed = committed
        self._reads: asyncio.Queue[PlateLine] = asyncio.Queue(WAITING)

    def take(self, line: PlateLine) -> None:
        """Have a read judged after those that wait already."""
        if self._reads.full():
            self._reads.get_nowait()
        self._reads.put_nowait(line)

    async def run(self) -> None:
        """Judge reads for as long as the engine runs."""
        while True:
            line = await self._reads.get()
            for gate in gates_of_read(self._gates.site, line.line, line.direction):
                await self._admit(gate, line)

    async def _admit(self, gate: Gate, line: PlateLine) -> None:
        now = present()
        read = plate_read(now, gate, line.plate, line.confidence, way=line.direction, raw=line.raw)
        situation = self._gates.situation(now)
        free = now.monotonic >= situation.free_at.get(gate.id, 0)
        # A board that is offline is not claimed: the usual way refuses it and says why.
        may_send = free and gate.id not in situation.offline
        work = partial(take_read, site=self._gates.site, read=read, at=now, may_send=may_send)
        try:
            admission: Admission = await self._store.write(work)
        except StoreFault as fault:
            # The driver rings, and a person can still open; a read judged later helps nobody.
            sys.stderr.write(f"izix-desk: read {line.plate} at {gate.id}: {fault}\n")
            return
        if admission.opens is not None and admission.claimed:
            self._send(admission.opens)
        self._committed()
