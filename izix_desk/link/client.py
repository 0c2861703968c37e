"""A desk's end of the local link: connects again by itself, and its caller never waits."""

import threading
from collections.abc import Callable
from multiprocessing.connection import Client

from izix_desk.link.messages import COMMANDS, Hint, Message, encode
from izix_desk.link.peer import FOREIGN, Peer

RETRY_SECONDS = 0.25


class LinkClient:
    """Keeps a connection to the engine of a site; everything works without it, a little slower."""

    def __init__(
        self,
        address: str,
        authkey: bytes,
        *,
        take: Callable[[Message], None],
        connected: Callable[[bool], None] = lambda _: None,
    ) -> None:
        self._address = address
        self._authkey = authkey
        self._take = take
        self._connected = connected
        self._stop = threading.Event()
        self._peer: Peer | None = None

    def start(self) -> None:
        """Connect in the background; `take` and `connected` are called in that thread."""
        threading.Thread(target=self._run, name="link-client", daemon=True).start()

    def hint(self, what: str = COMMANDS) -> None:
        """Tell the engine to look at the store now; nothing happens without a connection."""
        self.send(Hint(what))

    def send(self, message: Message) -> None:
        """Say something to the engine; nothing happens without a connection."""
        peer = self._peer
        if peer is not None:
            peer.send(encode(message))

    def close(self) -> None:
        """Let the engine go and do not connect again."""
        self._stop.set()
        if self._peer is not None:
            self._peer.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                connection = Client(self._address, authkey=self._authkey)
            except FOREIGN:
                self._stop.wait(RETRY_SECONDS)
                continue
            self._peer = peer = Peer(connection, "link-engine")
            self._connected(True)
            if not self._stop.is_set():
                peer.receive(self._take)
            self._peer = None
            self._connected(False)
