"""Drivers: they arrive, are read or not, ring when nobody opens, drive through or give up."""

import asyncio
import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from izix_desk.devices.simulator.gates import SimGate
from izix_desk.devices.simulator.world import World
from izix_desk.domain.errors import BadInput
from izix_desk.domain.site import Direction, Site

PLATES, POLICIES = "licence plates", "access policies"
"""Headings of a sheet of parkers."""
NOT_READ = 0.025
MISREAD = 0.025
STRANGER = 0.1
ASTRAY = 0.1
"""Share of known parkers who come to any gate, not to one of their lot."""
LOOK_SECONDS = 0.05
RINGS_AFTER = (5.0, 20.0, 45.0)
RING_SECONDS = 0.8
GIVES_UP_AFTER = 75.0
UNDER_SECONDS = 1.5
GAP_SECONDS = 0.5
"""Between a car and the one that follows it."""
READ_AGAIN_SECONDS = 0.7
LOOK_ALIKES = str.maketrans("018BOISZ25", "OIB8015Z2S")


@dataclass(frozen=True, slots=True)
class Known:
    """A plate of a known parker, and the policies under which they park."""

    plate: str
    policies: frozenset[str] = frozenset()


def read_plates(path: Path) -> list[Known]:
    """Return all plates of a sheet of parkers; raises BadInput when it has no such column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as sheet:
            rows = csv.DictReader(sheet)
            names = {name.strip().lower(): name for name in rows.fieldnames or ()}
            if PLATES not in names:
                raise BadInput(f"{path.name} has no column `Licence plates`: name another sheet.")
            cells = [
                [_values(row.get(names.get(heading, "")) or "") for heading in (PLATES, POLICIES)]
                for row in rows
            ]
    except OSError as problem:
        raise BadInput(f"{path} cannot be read: {problem.strerror}.") from problem
    return [Known(plate, frozenset(policies)) for plates, policies in cells for plate in plates]


def _values(cell: str) -> list[str]:
    return [value.strip() for value in cell.split(";") if value.strip()]


@dataclass(frozen=True, slots=True)
class Manner:
    """How one car behaves before a gate."""

    reads: int = 1
    """How often the camera reads it while it stands there; 0 is not at all."""
    turns_back: bool = False
    """It does not drive through, although it may."""
    followed: bool = False
    """Another car, that nobody reads, drives through right behind it."""
    patience: float = GIVES_UP_AFTER
    """Seconds until it leaves where nobody opens."""


class Drivers:
    """Everybody who comes to the gates of a world."""

    def __init__(self, world: World, plates: Sequence[Known] = (), seed: int = 1) -> None:
        self._world = world
        self._plates = [known.plate for known in plates]
        self._own = _by_lot(world.plan.site, plates)
        self._chances = {gate: _chance(seed, gate) for gate in world.gates}
        self._queues = {gate: asyncio.Lock() for gate in world.gates}
        self._inside: list[str] = []

    async def keep_coming(self, gate_id: str, per_minute: float) -> None:
        """Let cars arrive at one gate for ever."""
        chance = self._chances[gate_id]
        while True:
            await asyncio.sleep(chance.expovariate(per_minute / 60))
            plate = self._plate_for(self._world.gates[gate_id], chance)
            seen = self._as_read(plate, chance)
            await self.drive(gate_id, plate, seen or "", Manner(reads=1 if seen else 0))

    async def drive(self, gate_id: str, plate: str, seen: str, manner: Manner) -> None:
        """Bring one car to a gate; `seen` is what the camera makes of its plate."""
        gate = self._world.gates[gate_id]
        async with self._queues[gate_id]:
            self._note(gate, "arrives", plate)
            gate.car_waits = True
            reads = asyncio.create_task(self._be_read(gate, seen, manner.reads))
            may_pass = await self._wait_for_barrier(gate, manner.patience)
            await reads
            gate.car_waits = False
            if not may_pass:
                self._note(gate, "gives up", plate)
            elif manner.turns_back:
                self._note(gate, "turns back", plate)
            else:
                await self._pass(gate, plate)
                if manner.followed:
                    await asyncio.sleep(GAP_SECONDS)
                    await self._pass(gate, "")

    async def ring(self, gate_id: str) -> None:
        """Press the call button of a gate."""
        gate = self._world.gates[gate_id]
        self._note(gate, "rings", "")
        gate.is_ringing = True
        await asyncio.sleep(RING_SECONDS)
        gate.is_ringing = False

    async def _be_read(self, gate: SimGate, seen: str, reads: int) -> None:
        for number in range(reads):
            if number:
                await asyncio.sleep(READ_AGAIN_SECONDS)
            self._show(gate, seen)

    async def _wait_for_barrier(self, gate: SimGate, patience: float) -> bool:
        now = asyncio.get_running_loop().time
        came = now()
        rings = list(RINGS_AFTER)
        while not gate.barrier.is_up:
            if now() - came > patience:
                return False
            if rings and now() - came > rings[0]:
                rings.pop(0)
                await self.ring(gate.gate.id)
            await asyncio.sleep(LOOK_SECONDS)
        return True

    async def _pass(self, gate: SimGate, plate: str) -> None:
        gate.car_under = True
        await asyncio.sleep(UNDER_SECONDS)
        gate.car_under = False
        if not plate:
            pass  # nobody knows it, so nobody drives it out again
        elif gate.gate.direction is Direction.EXIT:
            self._inside = [other for other in self._inside if other != plate]
        else:
            self._inside.append(plate)
        self._note(gate, "passes", plate)

    def _show(self, gate: SimGate, seen: str) -> None:
        camera = self._world.camera_of(gate.gate)
        if camera is not None:
            direction = "OUT" if gate.gate.direction is Direction.EXIT else "IN"
            chance = self._chances[gate.gate.id]
            camera.read(seen, chance.uniform(0.85, 0.99), direction)

    def _plate_for(self, gate: SimGate, chance: random.Random) -> str:
        if gate.gate.direction is Direction.EXIT and self._inside:
            return chance.choice(self._inside)
        if not self._plates or chance.random() < STRANGER:
            letters = "".join(chance.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=3))
            return f"2-{letters}-{chance.randrange(1000):03}"
        own = self._own.get(gate.gate.lot)
        if not own or chance.random() < ASTRAY:
            return chance.choice(self._plates)
        return chance.choice(own)

    def _as_read(self, plate: str, chance: random.Random) -> str | None:
        luck = chance.random()
        if luck < NOT_READ:
            return None
        if luck < NOT_READ + MISREAD:
            return plate.upper().translate(LOOK_ALIKES)
        return plate

    def _note(self, gate: SimGate, did: str, plate: str) -> None:
        self._world.journal.note("car", gate=gate.gate.id, did=did, plate=plate)


def _by_lot(site: Site, plates: Sequence[Known]) -> dict[str, list[str]]:
    policies = {
        lot.id: {policy.id for policy in site.policies if policy.lot == lot.id} for lot in site.lots
    }
    return {
        lot: [known.plate for known in plates if known.policies & own]
        for lot, own in policies.items()
    }


def _chance(seed: int, gate: str) -> random.Random:
    return random.Random(f"{seed}/{gate}")  # noqa: S311 - traffic, not secrets
