"""The simulator's lever: one command per line on stdin, one JSON answer per line on stdout."""

import asyncio
import shlex
import time
from collections.abc import Callable, Sequence
from typing import Any

from izix_desk.devices.simulator.osdp_devices import SimDevice
from izix_desk.devices.simulator.traffic import GIVES_UP_AFTER, Drivers, Manner
from izix_desk.devices.simulator.world import World
from izix_desk.domain.errors import BadInput, DeskError

Answer = dict[str, Any]
ON_OFF = {"on": True, "off": False}


class Control:
    """Carries out the commands of a test or a demo."""

    def __init__(self, world: World, drivers: Drivers, quit_event: asyncio.Event) -> None:
        self._world = world
        self._drivers = drivers
        self._quit = quit_event
        self._verbs: dict[str, Callable[..., Answer]] = {
            "car": self._car,
            "ring": self._ring,
            "read": self._read,
            "fault": self._fault,
            "port": self._port,
            "input": self._input,
            "coils": self._coils,
            "card": self._card,
            "keys": self._keys,
            "device": self._device,
            "traffic": self._traffic,
            "quit": self._end,
        }

    def obey(self, text: str) -> Answer:
        """Do one command; a wrong one is answered with its error and changes nothing."""
        try:
            words = shlex.split(text)
            verb = self._verbs.get(words[0]) if words else None
            if verb is None:
                return {"error": f"Unknown command; use one of {', '.join(self._verbs)}."}
            return {"ok": True} | verb(*words[1:])
        except DeskError as fault:
            return {"error": str(fault)}
        except (KeyError, TypeError, ValueError):
            return {"error": f"`{text.strip()}` names nothing here, or lacks a word."}

    def _car(self, gate: str, plate: str, *manner: str) -> Answer:
        self._known(gate)
        self._world.spawn(self._drivers.drive(gate, plate, plate, _manner(manner)))
        return {}

    def _ring(self, gate: str) -> Answer:
        self._known(gate)
        self._world.spawn(self._drivers.ring(gate))
        return {}

    def _known(self, gate: str) -> None:
        if gate not in self._world.gates:  # told now, not by a task that fails later
            raise BadInput(f"There is no gate {gate} here.")

    def _read(self, line: str, *text: str) -> Answer:
        self._world.cameras[line].write(" ".join(text))
        return {}

    def _input(self, gate: str, name: str, value: str) -> Answer:
        sim = self._world.gates[gate]
        if name not in sim.gate.inputs:
            raise BadInput(f"Gate {gate} has no input {name}.")
        sim.force(name, None if value == "auto" else ON_OFF[value])
        return {}

    def _card(self, line: str, unit: str, card: str, reader: str = "0") -> Answer:
        self._world.devices[line, int(unit)].show_card(card, int(reader))
        return {}

    def _keys(self, line: str, unit: str, keys: str, reader: str = "0") -> Answer:
        self._world.devices[line, int(unit)].press(keys, int(reader))
        return {}

    def _device(self, line: str, unit: str, what: str) -> Answer:
        place = line, int(unit)
        if what == "reboot":
            self._world.relays[place].restart(time.monotonic())
        elif what in ON_OFF:
            self._world.relays[place].is_off = not ON_OFF[what]
        else:
            _change(self._world.devices[place], what)
        return {}

    def _coils(self) -> Answer:
        return {"coils": {name: sim.coils() for name, sim in self._world.gates.items()}}

    def _traffic(self, per_minute: str) -> Answer:
        rate = float(per_minute) / len(self._world.gates)
        for gate in self._world.gates if rate > 0 else ():
            self._world.spawn(self._drivers.keep_coming(gate, rate))
        return {}

    def _end(self) -> Answer:
        self._quit.set()
        return {}

    def _fault(self, place: str, kind: str, value: str = "on") -> Answer:
        self._world.fault(place, kind, value)
        return {}

    def _port(self, line: str, what: str) -> Answer:
        wire = self._world.wires[line]
        {"pulled": wire.pull, "plugged": wire.plug}[what]()
        return {}


def _change(device: SimDevice, what: str) -> None:
    match what:
        case "open" | "closed":
            device.tamper(is_open=what == "open")
        case "picky":
            device.wants_mark = True
        case "swap":
            device.serial_shift += 1
        case "reset":
            device.key = None
        case _:
            raise BadInput(
                "A device is told one of on, off, reboot, open, closed, picky, swap, reset."
            )


def _manner(words: Sequence[str]) -> Manner:
    """Return how a car behaves: `reads=3 patience=8 turns-back followed`, each if wanted."""
    told = {name: value for name, _, value in (word.partition("=") for word in words)}
    manner = Manner(
        reads=int(told.pop("reads", "1")),
        patience=float(told.pop("patience", GIVES_UP_AFTER)),
        turns_back=told.pop("turns-back", None) is not None,
        followed=told.pop("followed", None) is not None,
    )
    if told:
        raise BadInput("A car takes reads=N, patience=SECONDS, turns-back and followed.")
    return manner
