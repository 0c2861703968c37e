"""One end of an open connection: what it sends waits in a bounded outbox of its own."""

import threading
from collections import deque
from collections.abc import Callable
from multiprocessing import AuthenticationError
from typing import Protocol

from izix_desk.link.messages import LONGEST, Message, decode

OUTBOX = 128
"""Messages that may wait for a slow peer; older ones are dropped, newer states replace them."""
FOREIGN = (AuthenticationError, AssertionError, EOFError, OSError, ValueError)
"""How a peer that does not know the key, or is none of ours, shows itself."""
LOOK_EVERY = 0.25
"""Seconds between looks at whether to stop while nothing arrives."""


class Channel(Protocol):
    """What is needed of a connection of `multiprocessing`, socket or pipe."""

    def poll(self, timeout: float | None = ..., /) -> bool:
        """Tell whether something can be received within so many seconds."""
        ...

    def recv_bytes(self, maxlength: int | None = ..., /) -> bytes:
        """Return one whole message."""
        ...

    def send_bytes(self, buf: bytes, /) -> None:
        """Send one whole message; may wait for the peer."""
        ...

    def close(self) -> None:
        """Give the descriptor back."""
        ...


class Peer:
    """Sends without ever making the caller wait, and hands over what arrives."""

    def __init__(self, connection: Channel, name: str) -> None:
        self._connection = connection
        self._outbox: deque[bytes] = deque(maxlen=OUTBOX)
        self._filled = threading.Condition()
        self._closed = threading.Event()
        self._leaving = threading.Semaphore(1)
        self.bad = 0
        """Messages that arrived and were none."""
        # A hung peer blocks only this thread; as a daemon it never holds up the end of a process.
        threading.Thread(target=self._deliver, name=f"{name}-send", daemon=True).start()

    def send(self, data: bytes) -> None:
        """Put a message into the outbox; the oldest one goes when it is full."""
        with self._filled:
            self._outbox.append(data)
            self._filled.notify()

    def receive(self, take: Callable[[Message], None]) -> None:
        """Hand over each message until either side closes."""
        try:
            while not self._closed.is_set():
                if self._connection.poll(LOOK_EVERY):
                    self._take_one(take)
        except (EOFError, OSError):
            pass  # the other side went; that is how every connection ends
        finally:
            self.close()
            self._leave()

    def close(self) -> None:
        """End the connection; may be called twice, from any thread."""
        if self._closed.is_set():
            return
        self._closed.set()
        with self._filled:
            self._filled.notify()

    @property
    def closed(self) -> bool:
        """Tell whether nothing more will be sent."""
        return self._closed.is_set()

    def _take_one(self, take: Callable[[Message], None]) -> None:
        message = decode(self._connection.recv_bytes(LONGEST))
        if message is None:
            self.bad += 1
        else:
            take(message)

    def _deliver(self) -> None:
        try:
            while (data := self._next()) is not None:
                self._connection.send_bytes(data)
        except OSError:
            pass  # the reading side notices as well and reports it
        finally:
            self._closed.set()
            self._leave()

    def _leave(self) -> None:
        # Closed by the last of both threads: a write that hangs in a closed descriptor could go
        # on into whatever file gets that number next.
        if not self._leaving.acquire(blocking=False):
            self._connection.close()

    def _next(self) -> bytes | None:
        with self._filled:
            self._filled.wait_for(lambda: self._outbox or self._closed.is_set())
            return self._outbox.popleft() if self._outbox and not self._closed.is_set() else None
