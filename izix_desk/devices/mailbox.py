"""What other threads leave for a line: taken at once when the line is idle."""

import threading
from collections import deque

from izix_desk.devices.timing import MACHINE, Clock
from izix_desk.devices.wire import LineOrder, Signal

Item = LineOrder | Signal | str
"""An order, what a reader shows, or the id of a gate whose open coil is to be switched off."""


class Mailbox:
    """Orders in the order they came, and the wish to stop."""

    def __init__(self, clock: Clock = MACHINE) -> None:
        self._clock = clock
        self._items: deque[Item] = deque()
        self._news = threading.Condition()
        self.is_stopping = False
        self._is_closed = False

    def put(self, item: Item) -> bool:
        """Leave something and wake the line; False when nobody will ever look again."""
        with self._news:
            if not self._is_closed:
                self._items.append(item)
                self._news.notify()
            return not self._is_closed

    def close(self) -> None:
        """Take nothing more; what lies there is still to be taken."""
        with self._news:
            self._is_closed = True

    def stop(self) -> None:
        """Ask the line to end."""
        with self._news:
            self.is_stopping = True
            self._news.notify()

    def wake(self) -> None:
        """End a wait early."""
        with self._news:
            self._news.notify()

    def take(self) -> Item | None:
        """Return what lies there longest, without waiting."""
        return self._items.popleft() if self._items else None

    def take_old(self, now: float) -> list[LineOrder]:
        """Return the orders whose time is over, without waiting."""
        with self._news:
            is_old = [_is_old(item, now) for item in self._items]
            if not any(is_old):
                return []
            pairs = list(zip(self._items, is_old, strict=True))
            self._items = deque(item for item, old in pairs if not old)
        return [item for item, old in pairs if old and isinstance(item, LineOrder)]

    def wait(self, seconds: float) -> None:
        """Sleep until something lies there, the line is to stop, or the time is over."""
        with self._news:
            if not self._items and not self.is_stopping:
                self._clock.wait(self._news, max(0.0, seconds))


def _is_old(item: Item, now: float) -> bool:
    return isinstance(item, LineOrder) and now >= item.expires_monotonic
