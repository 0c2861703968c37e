"""The lines of the site, each with its own thread; restarted when their wiring changes."""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from izix_desk.devices.lines import make_line
from izix_desk.devices.wire import LineOrder, LineThread, Message, Signal
from izix_desk.domain.lines import TraceLine
from izix_desk.domain.pairing import Pairing
from izix_desk.domain.scanning import Setting
from izix_desk.domain.site import Gate, Line, Site

_Wiring: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Running:
    wiring: _Wiring
    thread: LineThread


class LinePool:
    """Starts and stops line threads, and hands each order to the line of its gate."""

    def __init__(self, post: Callable[[Message], None]) -> None:
        self._post = post
        self._running: dict[str, _Running] = {}
        self._turn = threading.Lock()
        self._is_over = False

    def apply(self, site: Site, pairings: Sequence[Pairing] = ()) -> None:
        """Run the lines of this site; those whose wiring did not change go on untouched."""
        with self._turn:
            if not self._is_over:
                self._apply(site, pairings)

    def _apply(self, site: Site, pairings: Sequence[Pairing]) -> None:
        wanted = {line.id: (line, _gates_of(site, line)) for line in site.lines}
        for line_id in [known for known in self._running if known not in wanted]:
            self._running.pop(line_id).thread.stop()
        for line_id, (line, gates) in wanted.items():
            keys = {each.address: each for each in pairings if each.line == line_id}
            self._ensure(line, gates, keys)

    def order(self, line: str, order: LineOrder) -> bool:
        """Hand over an order; False when that line does not run."""
        running = self._running.get(line)
        if running is not None:
            running.thread.order(order)
        return running is not None

    def signal(self, line: str, signal: Signal) -> None:
        """Hand over what a reader is to show; a line that does not run shows nothing."""
        running = self._running.get(line)
        if running is not None:
            running.thread.signal(signal)

    def drop_coil(self, gate: Gate) -> None:
        """Switch off the open contact of a gate."""
        running = self._running.get(gate.line)
        if running is not None:
            running.thread.drop_coil(gate.id)

    def try_now(self, line: str, address: int) -> None:
        """Have a controller asked at once."""
        running = self._running.get(line)
        if running is not None:
            running.thread.try_now(address)

    def search(self, line: str, addresses: Sequence[int], settings: Sequence[Setting] = ()) -> None:
        """Have a line ask who else is there, in its gaps; no address ends a search."""
        running = self._running.get(line)
        if running is not None:
            running.thread.search(addresses, settings)

    def listen(self, lines: Collection[str]) -> None:
        """Keep what passes on these lines, and on no other."""
        for line, running in tuple(self._running.items()):
            running.thread.listen(on=line in lines)

    def passed(self, line: str) -> Sequence[TraceLine]:
        """Return what was kept of a line's wire and not taken yet, a batch at most."""
        running = self._running.get(line)
        return () if running is None else running.thread.passed()

    def stop(self) -> None:
        """End all lines for good; waits for the exchanges under way."""
        with self._turn:  # a site that is being applied in another thread would start new ones
            self._is_over = True
            for running in self._running.values():
                running.thread.stop()
            self._running.clear()

    def _ensure(self, line: Line, gates: tuple[Gate, ...], pairings: Mapping[int, Pairing]) -> None:
        wiring = (line, *(_wiring(gate) for gate in gates), *pairings.values())
        known = self._running.get(line.id)
        if known is not None:
            if known.wiring == wiring:
                return
            known.thread.stop()
        thread = make_line(line, gates, self._post, pairings)
        self._running[line.id] = _Running(wiring, thread)
        thread.start()


def _gates_of(site: Site, line: Line) -> tuple[Gate, ...]:
    return tuple(gate for gate in site.gates if line.id in _lines_of(gate))


def _lines_of(gate: Gate) -> set[str | None]:
    return {gate.line, gate.plates, *(name for name, _ in gate.devices)}


def _wiring(gate: Gate) -> _Wiring:
    inputs = tuple(sorted((name, repr(wired)) for name, wired in gate.inputs.items()))
    devices = tuple(sorted(gate.devices))
    return (gate.id, gate.line, gate.address, gate.open, gate.hold, gate.plates, inputs, devices)
