"""Runs a world in this process until somebody ends it."""

import asyncio
import json
import selectors
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from izix_desk.devices.simulator.control import Control
from izix_desk.devices.simulator.traffic import Drivers, Known
from izix_desk.devices.simulator.world import Plan, World, open_world


def run_world(
    plan: Plan, *, plates: Sequence[Known], per_minute: float, seed: int, control: bool
) -> None:
    """Simulate until SIGTERM, Ctrl-C, `quit`, or, with `control`, the end of stdin."""
    with asyncio.Runner(loop_factory=_precise_loop) as runner:
        runner.run(_simulate(plan, plates, (per_minute, seed), control=control))


def _precise_loop() -> asyncio.AbstractEventLoop:
    # select() takes microseconds; epoll rounds up to whole milliseconds and would slow the wire.
    return asyncio.SelectorEventLoop(selectors.SelectSelector())


async def _simulate(
    plan: Plan, plates: Sequence[Known], pace: tuple[float, int], *, control: bool
) -> None:
    per_minute, seed = pace
    ended = asyncio.Event()
    _end_on_signals(ended)
    async with open_world(plan) as world:
        drivers = Drivers(world, plates, seed)
        if per_minute > 0:
            for gate in world.gates:
                world.spawn(drivers.keep_coming(gate, per_minute / len(world.gates)))
        _say_ready(world)
        if control:
            _listen(Control(world, drivers, ended), ended)
        await ended.wait()


def _say_ready(world: World) -> None:
    _print({"ready": True, "lines": {line: wire.port for line, wire in world.wires.items()}})


def _print(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def _end_on_signals(ended: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows ends the process by itself
            loop.add_signal_handler(number, ended.set)


def _listen(control: Control, ended: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def obey(text: str) -> None:
        _print(control.obey(text))

    def read() -> None:
        with suppress(RuntimeError):  # the loop closed while this thread waited for a line
            for text in sys.stdin:
                loop.call_soon_threadsafe(obey, text)
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=read, name="control", daemon=True).start()
