"""The turnstile: gate commits raise a hand, and every other writer lets them through first.

A small file shared by all processes of a site. A hand is an instant until which somebody waits,
on the machine's monotonic clock; it lapses by itself, so a process that dies holds nobody up.
"""

import mmap
import os
import struct
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from izix_desk.domain.errors import StoreFault

_SLOTS = 64
_HANDS = struct.Struct(f"={_SLOTS}Q")
_HAND = struct.Struct("=Q")
_LAPSE_NS = 250_000_000
_NAP = 0.0005


class Turnstile:
    """One process's view of who waits to commit gate work."""

    def __init__(self, path: Path) -> None:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o660)
            try:
                if os.fstat(descriptor).st_size < _HANDS.size:
                    os.ftruncate(descriptor, _HANDS.size)
                self._memory = mmap.mmap(descriptor, _HANDS.size)
            finally:
                os.close(descriptor)
        except OSError as fault:
            raise StoreFault(
                f"The file {path} cannot be used ({(fault.strerror or 'no reason').lower()}): "
                "choose a site folder where you may write."
            ) from fault
        # Two writers in one slot would only let a hand lapse early; 64 slots make that rare.
        seed = os.getpid() * 31 + threading.get_ident() // 64 + id(self) // 64
        self._offset = seed % _SLOTS * _HAND.size

    @contextmanager
    def hand(self) -> Generator["Turnstile"]:
        """Have a hand raised until the end of the block; `wait` keeps it up."""
        self._stamp(time.monotonic_ns() + _LAPSE_NS)
        try:
            yield self
        finally:
            self._stamp(0)

    def wait(self) -> None:
        """Keep the hand up and pause for half a millisecond."""
        self._stamp(time.monotonic_ns() + _LAPSE_NS)
        time.sleep(_NAP)

    def busy(self) -> bool:
        """Tell whether anybody waits to commit gate work."""
        now = time.monotonic_ns()
        hands: tuple[int, ...] = _HANDS.unpack_from(self._memory)
        # A stamp further ahead than a lapse is left over from before the machine restarted.
        return any(now < hand <= now + _LAPSE_NS for hand in hands)

    def let_through(self, patience: float = 2.0) -> None:
        """Wait until nobody waits to commit gate work, at most for `patience` seconds."""
        end = time.monotonic() + patience
        while self.busy() and time.monotonic() < end:
            time.sleep(_NAP)

    def close(self) -> None:
        """Let go of the shared file."""
        self._memory.close()

    def _stamp(self, until: int) -> None:
        _HAND.pack_into(self._memory, self._offset, until)
