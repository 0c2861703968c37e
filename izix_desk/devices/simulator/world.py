"""The whole simulated site: gates on boards on lines, cameras, and the time that passes."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from izix_desk.devices.simulator.barrier import USUAL, Pace
from izix_desk.devices.simulator.boards import SimBoard
from izix_desk.devices.simulator.cameras import CameraLine
from izix_desk.devices.simulator.controllers import SimLine
from izix_desk.devices.simulator.frames_line import SimFramesLine
from izix_desk.devices.simulator.gates import SimGate
from izix_desk.devices.simulator.journal import Journal
from izix_desk.devices.simulator.key_file import KeyFile
from izix_desk.devices.simulator.modbus_line import SimModbusLine
from izix_desk.devices.simulator.osdp_devices import SimDevice
from izix_desk.devices.simulator.osdp_line import SimOsdpLine
from izix_desk.devices.simulator.relays import Relays
from izix_desk.devices.simulator.wires import PtyWire, TcpWire, Wire
from izix_desk.domain.errors import BadInput
from izix_desk.domain.frame_table import FrameTable
from izix_desk.domain.site import Gate, Line, Protocol, Site

TICK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Plan:
    """How a site is to be simulated."""

    site: Site
    links: Path | None = None
    """Folder for the names of the pseudo-terminals."""
    tcp: tuple[str, int] | None = None
    """Host and first port; port 0 takes free ones."""
    journal: Path | None = None
    trace: bool = False
    """Note every question in the journal too, also those to addresses where no board is."""
    faults: tuple[tuple[str, str, str], ...] = ()
    """What is wrong from the start: place, kind and value of each."""
    extra_units: int = 0
    """Boards without a gate, added to every Modbus line and every line of addressed frames."""
    strangers: tuple[tuple[str, int, int], ...] = ()
    """Controllers without a gate and at another speed: line, address and speed of each."""
    keys: Path | None = None
    """Where OSDP devices keep their keys; without it they are new at every start."""
    pace: Pace = USUAL
    """Of every barrier."""


class World:
    """Everything that the simulation consists of, by the ids of the site file."""

    def __init__(self, plan: Plan, journal: Journal) -> None:
        self.plan = plan
        self.journal = journal
        self.wires: dict[str, Wire] = {}
        self.gates: dict[str, SimGate] = {}
        self.controllers: dict[str, SimLine] = {}
        self.cameras: dict[str, CameraLine] = {}
        self.devices: dict[tuple[str, int], SimDevice] = {}
        """OSDP devices by line and address."""
        self.relays: dict[tuple[str, int], Relays] = {}
        """All controllers, whatever they speak."""
        self._keys = KeyFile(plan.keys)
        self._group: asyncio.TaskGroup | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def build(self) -> None:
        """Open all ports and put boards and cameras behind them."""
        for index, line in enumerate(self.plan.site.lines):
            wire = await self._wire(line, index)
            self.wires[line.id] = wire
            if line.protocol is Protocol.PLATES:
                self.cameras[line.id] = CameraLine(line, wire, self.journal)
            elif line.protocol is Protocol.OSDP:
                self._add_devices(line, wire)
            elif line.frames is not None:
                self._add_frames(line, line.frames, wire)
            else:
                self._add_boards(line, wire)

        for name, unit, baudrate in self.plan.strangers:
            self._add_stranger(name, unit, baudrate)

    def camera_of(self, gate: Gate) -> CameraLine | None:
        """Return the camera that reads a gate, if it has one here."""
        return self.cameras.get(gate.plates) if gate.plates else None

    def fault(self, place: str, kind: str, value: str) -> None:
        """Put a fault on a gate, a line, or one controller of it as LINE/ADDRESS."""
        line, _, unit = place.partition("/")
        if kind == "stuck" and place in self.gates:
            self.gates[place].barrier.is_stuck = value == "on"
        elif unit.isdigit() and (line, int(unit)) in self.relays:
            self.controllers[line].trouble.at(int(unit)).put(kind, value)
        elif place in self.cameras:
            self.cameras[place].trouble.line.put(kind, value)
        elif place in self.controllers:
            self.controllers[place].trouble.line.put(kind, value)
            self.controllers[place].disturb()
        else:
            raise BadInput(f"There is no gate, line or LINE/ADDRESS {place} here.")

    def spawn(self, work: Coroutine[object, object, None]) -> None:
        """Let something go on until the end of the simulation; its faults end the simulation."""
        if self._group is None:
            raise RuntimeError("the world does not live yet")
        task = self._group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def begin(self, group: asyncio.TaskGroup) -> None:
        """Let time pass, for barriers and cameras."""
        self._group = group
        self.spawn(self._move_barriers())
        for camera in self.cameras.values():
            self.spawn(camera.beat())

    async def _move_barriers(self) -> None:
        while True:
            now = asyncio.get_running_loop().time()
            for gate in self.gates.values():
                gate.advance(now)
            await asyncio.sleep(TICK_SECONDS)

    def end(self) -> None:
        """End what goes on."""
        for task in self._tasks:
            task.cancel()

    def close(self) -> None:
        """Take the ports away."""
        for wire in self.wires.values():
            wire.close()

    async def _wire(self, line: Line, index: int) -> Wire:
        if self.plan.tcp is None:
            return PtyWire(line.id, self.plan.links, line.baudrate)
        host, first = self.plan.tcp
        return await TcpWire.listen(host, first + index if first else 0)

    def _add_boards(self, line: Line, wire: Wire) -> None:
        later = asyncio.get_running_loop().call_at
        units = self._units(line, self.plan.extra_units)
        boards = {unit: SimBoard(line.id, unit, self.journal, later) for unit in units}
        self._wire_gates(line, boards)
        self.controllers[line.id] = SimModbusLine(line, boards, wire, self.journal)

    def _add_stranger(self, name: str, unit: int, baudrate: int) -> None:
        wire, later = self.wires.get(name), asyncio.get_running_loop().call_at
        line = next((each for each in self.plan.site.lines if each.id == name), None)
        if line is None or not isinstance(wire, PtyWire):
            raise BadInput(f"There is no line {name} on a pseudo-terminal here.")
        line, branch = replace(line, baudrate=baudrate), wire.branch(baudrate)
        if line.protocol is Protocol.OSDP:
            devices = {unit: SimDevice(name, unit, self.journal, later)}
            SimOsdpLine(line, devices, branch, self.journal)
        elif line.protocol is Protocol.MODBUS_RTU:
            boards = {unit: SimBoard(name, unit, self.journal, later)}
            SimModbusLine(line, boards, branch, self.journal)
        else:
            raise BadInput(f"Strangers speak Modbus or OSDP, and line {name} does not.")

    def _add_devices(self, line: Line, wire: Wire) -> None:
        later = asyncio.get_running_loop().call_at
        units = self._units(line, 0)
        devices = {unit: SimDevice(line.id, unit, self.journal, later) for unit in units}
        for unit, device in devices.items():
            device.key = self._keys.get(line.id, unit)
            device.keep_key = partial(self._keys.keep, line.id, unit)
        self._wire_gates(line, devices)
        self.devices |= {(line.id, unit): device for unit, device in devices.items()}
        self.controllers[line.id] = SimOsdpLine(line, devices, wire, self.journal)

    def _add_frames(self, line: Line, table: FrameTable, wire: Wire) -> None:
        later, count = asyncio.get_running_loop().call_at, len(table.channels)
        units = self._units(line, self.plan.extra_units if table.is_addressed else 0)
        devices = {unit: Relays(line.id, unit, self.journal, later, count) for unit in units}
        self._wire_gates(line, devices)
        self.controllers[line.id] = SimFramesLine(line, devices, wire, self.journal)

    def _units(self, line: Line, extra: int) -> set[int]:
        used = {unit for g in self.plan.site.gates for name, unit in g.devices if name == line.id}
        free = (unit for unit in range(1, 248) if unit not in used)
        return used | {next(free) for _ in range(extra)}

    def _gates_of(self, line: Line) -> list[Gate]:
        return [gate for gate in self.plan.site.gates if gate.line == line.id]

    def _wire_gates(self, line: Line, units: Mapping[int, Relays]) -> None:
        self.relays |= {(line.id, unit): relays for unit, relays in units.items()}
        for gate in self._gates_of(line):
            sim = SimGate(gate, units[gate.address], self.journal, self.plan.pace)
            self.gates[gate.id] = sim
            for name, wired in gate.inputs.items():
                unit = gate.address if wired.address is None else wired.address
                units[unit].inputs[wired.number] = _terminal(sim, name)


def _terminal(sim: SimGate, name: str) -> Callable[[], bool]:
    return lambda: sim.raw_input(name)


@asynccontextmanager
async def open_world(plan: Plan) -> AsyncGenerator[World]:
    """Build a world, let it live, and take its ports away at the end."""
    journal = Journal(plan.journal, questions=plan.trace)
    world = World(plan, journal)
    try:
        await world.build()
        for place, kind, value in plan.faults:
            world.fault(place, kind, value)
        async with asyncio.TaskGroup() as group:
            world.begin(group)
            yield world
            world.end()
    finally:
        world.close()
        journal.close()
