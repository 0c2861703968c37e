"""The engine's end of the local link: several desks may listen, and none can hold it up."""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import (
    Client,
    Connection,
    Listener,
    answer_challenge,
    deliver_challenge,
)
from pathlib import Path
from typing import Any

from izix_desk.domain.errors import DeskError
from izix_desk.link.followers import Followed, Followers
from izix_desk.link.line_messages import Follow
from izix_desk.link.messages import Beat, Gates, Lines, Message, encode
from izix_desk.link.peer import FOREIGN, Peer


class LinkServer:
    """Publishes to every desk that knows the key; hands over what desks say."""

    def __init__(self, address: str, authkey: bytes, take: Callable[[Message], None]) -> None:
        self._address = address
        self._authkey = authkey
        self._take = take
        self._peers: list[Peer] = []
        self._lock = threading.Lock()
        self._greeting: dict[str, bytes] = {}
        self._followers = Followers()
        self._closing = threading.Event()
        self._listener: Listener | None = None

    def start(self) -> None:
        """Listen; the caller holds the engine lock, so a socket file left there is nobody's."""
        if not self._address.startswith("\\\\"):
            Path(self._address).unlink(missing_ok=True)
        try:
            # Without the key here: the challenge is put in a thread of the connection, else a
            # peer that says nothing would keep all others out.
            self._listener = Listener(self._address)
        except OSError as bad:
            raise DeskError(
                f"The local link {self._address} cannot be made ({bad}); free that path."
            ) from bad
        threading.Thread(target=self._accept, name="link-accept", daemon=True).start()

    def publish(self, message: Message) -> None:
        """Send to every desk; later desks get the last gates, lines and beat when they come.

        Figures and traces only go to the desks that follow them.
        """
        data = encode(message)
        with self._lock:
            if isinstance(message, Gates | Lines | Beat):
                self._greeting[type(message).__name__] = data
            self._peers = [peer for peer in self._peers if not peer.closed]
            for peer in self._peers:
                if self._followers.wants(peer, message):
                    peer.send(data)

    def followed(self) -> Followed:
        """Return what desks want to hear of the lines."""
        with self._lock:
            return self._followers.followed()

    def close(self) -> None:
        """Stop listening and let every desk go."""
        self._closing.set()
        with self._lock:
            for peer in self._peers:
                peer.close()
        if self._listener is not None:
            with suppress(*FOREIGN):
                Client(self._address).close()  # wakes accept(), which close() alone does not
            with suppress(OSError):
                self._listener.close()

    def _accept(self) -> None:
        assert self._listener is not None
        while not self._closing.is_set():
            try:
                connection = self._listener.accept()
            except OSError:
                continue  # one that went before it was greeted
            threading.Thread(
                target=self._serve, args=(connection,), name="link-desk", daemon=True
            ).start()

    def _serve(self, connection: "Connection[Any, Any]") -> None:
        try:
            deliver_challenge(connection, self._authkey)
            answer_challenge(connection, self._authkey)
        except FOREIGN:
            connection.close()
            return
        peer = Peer(connection, "link-desk")
        with self._lock:
            for data in self._greeting.values():
                peer.send(data)
            self._peers.append(peer)
        peer.receive(partial(self._heard, peer))

    def _heard(self, peer: Peer, message: Message) -> None:
        if isinstance(message, Follow):
            with self._lock:
                self._followers.take(peer, message)
        else:
            self._take(message)
