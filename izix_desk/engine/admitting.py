"""The gatekeeper: what cameras and readers read is judged at its gates, one after the other."""

import asyncio
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from izix_desk.devices.wire import CardRead, CodeRead, KeysRead, PlateLine, Signal
from izix_desk.domain.commands import OPEN_TTL_SECONDS, GateCommand
from izix_desk.domain.credentials import badge_name
from izix_desk.domain.decision import Read, Reason
from izix_desk.domain.errors import StoreFault
from izix_desk.domain.methods import Method, Reader
from izix_desk.domain.site import Direction
from izix_desk.engine.gates import Gates
from izix_desk.engine.keypads import WRONG_PINS, Keypads
from izix_desk.engine.recorder import Recorder
from izix_desk.services.gatekeeping import (
    Admission,
    locked_line,
    take_late_read,
    take_locked_pin,
    take_read,
)
from izix_desk.services.moments import Moment, present
from izix_desk.services.outcomes import report_gate
from izix_desk.services.reads import (
    Shown,
    card_shown,
    gates_of_read,
    plate_read,
    shown_read,
    spot_of,
)
from izix_desk.store.database import AsyncDatabase

WAITING = 100
"""Reads that may wait while the store is busy; of a camera that floods the oldest come too late."""


@dataclass(frozen=True, slots=True)
class Presented:
    """A badge, PIN or code at one reader."""

    reader: Reader
    shown: Shown
    monotonic: float


Sight: TypeAlias = PlateLine | Presented


@dataclass(frozen=True, slots=True)
class Wires:
    """How the gatekeeper speaks to lines; both return at once."""

    send: Callable[[GateCommand], None]
    signal: Callable[[str, Signal], None]
    """Shows a driver at a reader of a line what became of the read."""


class Gatekeeper:
    """Takes reads from the lines and sends what was granted."""

    def __init__(
        self,
        store: AsyncDatabase,
        gates: Gates,
        recorder: Recorder,
        wires: Wires,
        committed: Callable[[], None],
    ) -> None:
        self._store = store
        self._gates = gates
        self._recorder = recorder
        self._wires = wires
        self._committed = committed
        self._keypads = Keypads()
        self._reads: asyncio.Queue[Sight] = asyncio.Queue(WAITING)

    def take(self, message: PlateLine | CardRead | KeysRead | CodeRead) -> None:
        """Have a read judged after those that wait already."""
        for sight in self._sights(message):
            if self._reads.full():
                self._come_too_late(self._reads.get_nowait())
            self._reads.put_nowait(sight)

    async def run(self) -> None:
        """Judge reads for as long as the engine runs."""
        while True:
            sight = await self._reads.get()
            async with self._gates.turn:
                for read in self._reads_of(sight):
                    await self._admit(read, sight)

    def _sights(self, message: PlateLine | CardRead | KeysRead | CodeRead) -> Iterable[Sight]:
        match message:
            case PlateLine():
                return (message,)
            case CodeRead(line, method, text, at):
                # The same spelling rules as for badges that come as bits.
                names = (badge_name(text),) if method is Method.BADGE else (text,)
                return (Presented(Reader(line), Shown(method, names), at),)
            case CardRead(line, address, number, card, at):
                reader = Reader(line, address, number)
                spot = spot_of(self._gates.site, reader)
                reads = spot.reader.reads if spot else Method.BADGE
                return (Presented(reader, card_shown(card, reads), at),)
            case KeysRead(line, address, number, keys, at):
                reader = Reader(line, address, number)
                pins = self._keypads.press(reader, keys, at)
                return [Presented(reader, Shown(Method.PIN, (pin,)), at) for pin in pins]

    def _reads_of(self, sight: Sight) -> tuple[Read, ...]:
        site, at = self._gates.site, _moment_of(sight)
        if isinstance(sight, Presented):
            spot = spot_of(site, sight.reader)
            return () if spot is None else (shown_read(at, spot, sight.shown),)
        way, raw = sight.direction, sight.raw
        return tuple(
            plate_read(at, gate, sight.plate, sight.confidence, way=way, raw=raw)
            for gate in gates_of_read(site, sight.line, way)
        )

    async def _admit(self, read: Read, sight: Sight) -> None:
        now, at = present(), _moment_of(sight)
        self._gates.seen(read.gate, sight.monotonic)
        if now.monotonic - at.monotonic >= OPEN_TTL_SECONDS:
            self._record_late(read)
            return
        if isinstance(sight, Presented) and self._is_locked(read, sight):
            return
        situation = self._gates.situation(now)
        free = now.monotonic >= situation.free_at.get(read.gate, 0)
        # A board that is offline is not claimed: the usual way refuses it and says why.
        may_send = free and read.gate not in situation.offline
        work = partial(take_read, site=self._gates.site, read=read, at=at, may_send=may_send)
        try:
            admission: Admission = await self._store.write(work)
        except StoreFault as fault:
            # The driver rings, and a person can still open; a read judged later helps nobody.
            sys.stderr.write(f"izix-desk: read {read.plate or read.raw} at {read.gate}: {fault}\n")
            self._record_late(read)
            return
        if admission.opens is not None and admission.claimed:
            self._wires.send(admission.opens)
        self._committed()
        if isinstance(sight, Presented):
            self._answer(sight, admission)

    def _answer(self, sight: Presented, admission: Admission) -> None:
        """Show at the reader what became of it, and count PINs that nobody has."""
        opens = admission.decision.granted and admission.event.command is not None
        self._show(sight, good=opens)
        if sight.shown.method is not Method.PIN:
            return
        known = admission.decision.reason is not Reason.UNKNOWN_CREDENTIAL
        guess = self._keypads.guess(sight.reader)
        if guess.took(sight.monotonic, known=known):
            gate, wall = self._gates.site.gate(admission.event.gate), admission.event.at
            until = present().wall_at(guess.until)
            text = locked_line(self._gates.site, until, wall, WRONG_PINS)
            code = Reason.KEYPAD_LOCKED
            self._recorder.add(lambda tx: report_gate(tx, gate, code, text, wall))

    def _is_locked(self, read: Read, sight: Presented) -> bool:
        """Tell whether a PIN came at a locked keypad, and record it; nobody is locked in."""
        gate, guess = self._gates.site.gate(read.gate), self._keypads.guess(sight.reader)
        leaves = Direction.EXIT in {gate.direction, read.direction}
        if read.method is not Method.PIN or leaves or not guess.is_locked(sight.monotonic):
            return False
        until = present().wall_at(guess.until)
        work = partial(take_locked_pin, site=self._gates.site, read=read, until=until)
        self._recorder.add(work)
        self._show(sight, good=False)
        return True

    def _show(self, sight: Presented, *, good: bool) -> None:
        where = sight.reader
        if where.address is not None and where.number is not None:
            expires = sight.monotonic + OPEN_TTL_SECONDS
            self._wires.signal(where.line, Signal(where.address, where.number, good, expires))

    def _come_too_late(self, sight: Sight) -> None:
        for read in self._reads_of(sight):
            self._record_late(read)

    def _record_late(self, read: Read) -> None:
        self._recorder.add(partial(take_late_read, site=self._gates.site, read=read))


def _moment_of(sight: Sight) -> Moment:
    """Return when a read came in: the time to live of an opening runs from then."""
    return Moment(present().wall_at(sight.monotonic), sight.monotonic)
