"""Looks for further devices on a line whose gates are served: one question at a time, in a gap."""

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

from izix_desk.devices.asking import Caller, Probe
from izix_desk.devices.footing import Footing
from izix_desk.devices.ports import Port
from izix_desk.devices.wire import Post
from izix_desk.domain.scanning import Evidence, SearchNews
from izix_desk.domain.site import Line

EVERY_SECONDS = 0.25
"""A gate command then waits no longer than beside one dead device, and most find no question."""


class SideSearch:
    """What is still to be asked; all but `begin` is called in the line's thread."""

    def __init__(
        self,
        line: Line,
        known: Collection[int],
        probe: Probe | None,
        *,
        post: Post,
        footing: Footing,
    ) -> None:
        self._line = line
        self._known = known
        self._probe = probe
        self._port: Port | None = None
        self._post = post
        self._footing = footing
        self._wanted: tuple[int, ...] = ()
        self._next = 0.0
        self._evidence = Evidence()
        self._caller: Caller | None = None

    def begin(self, addresses: Sequence[int]) -> None:
        """Look for these; those where a gate has something are known, and not disturbed."""
        if self._probe is not None:
            self._evidence = Evidence()
            self._caller = None
            self._wanted = tuple(each for each in addresses if each not in self._known)

    def use(self, port: Port) -> None:
        """Ask on this port from now on."""
        self._port = port
        self._caller = None

    def due_in(self) -> float:
        """Return after how many seconds the next question is due."""
        return max(0.0, self._next - self._footing.clock.now()) if self._wanted else math.inf

    def step(self) -> bool:
        """Ask the next address if its time has come; tell whether it was asked."""
        wanted, caller = self._wanted, self._asking()
        if not wanted or caller is None or self.due_in() > 0:
            return False
        address, rest = wanted[0], wanted[1:]
        words = caller.peek(address)
        self._next = self._footing.clock.now() + EVERY_SECONDS
        if self._wanted is wanted:  # else another thread has begun or ended a search meanwhile
            self._wanted = rest
            news = SearchNews(self._line.id, address, words, len(rest), replace(self._evidence))
            self._post(news)
        return True

    def _asking(self) -> Caller | None:
        if self._caller is None and self._wanted and self._port and self._probe:
            args = self._port, self._line, self._probe, self._evidence, self._footing
            self._caller = Caller(*args)
        return self._caller
