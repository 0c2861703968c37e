"""What the engine says of its lines, for as long as a command listens."""

import queue
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType

from izix_desk.domain.errors import EngineMissing
from izix_desk.link.client import LinkClient
from izix_desk.link.line_messages import Follow
from izix_desk.link.messages import Message
from izix_desk.store.folder import SiteFolder
from izix_desk.store.keys import link_authkey, store_key
from izix_desk.store.lock import engine_runs

AGAIN_SECONDS = 0.5
"""How often the wish to listen is said again; well within a lease."""
NO_ENGINE = (
    "No engine runs for this site, so nothing is known of its lines: start it with `izix-desk "
    "engine`, or open the desk, which starts one."
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A line that a person typed meanwhile; None is the end of the input."""

    line: str | None


class Ears:
    """A listener at the engine of a site; to be used in a `with` block."""

    def __init__(self, folder: SiteFolder, traced: frozenset[str] = frozenset()) -> None:
        self._folder = folder
        self._wish = Follow(traced)
        self._heard: queue.SimpleQueue[Message | Typed] = queue.SimpleQueue()
        self._client = LinkClient(
            folder.link_address, link_authkey(store_key(folder)), take=self._heard.put
        )

    def __enter__(self) -> "Ears":
        if not engine_runs(self._folder):
            raise EngineMissing(NO_ENGINE)
        self._client.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._client.close()

    def say(self, message: Message) -> None:
        """Say something to the engine; it is lost while the link is not up yet."""
        self._client.send(message)

    def listen_to(self, stream: Iterable[str]) -> None:
        """Hear what is typed as well, line by line, from now on."""

        def read() -> None:
            for line in stream:
                self._heard.put(Typed(line.strip()))
            self._heard.put(Typed(None))

        threading.Thread(target=read, name="typed", daemon=True).start()

    def messages(self, seconds: float | None = None) -> Iterator[Message | Typed]:
        """Yield what is heard for so long, or for ever; raises EngineMissing once it has ended."""
        until = None if seconds is None else time.monotonic() + seconds
        again = 0.0
        while until is None or time.monotonic() < until:
            if time.monotonic() >= again:
                again = time.monotonic() + AGAIN_SECONDS
                self._client.send(self._wish)
                if not engine_runs(self._folder):
                    raise EngineMissing("The engine has ended; nothing more is heard of its lines.")
            try:
                yield self._heard.get(timeout=0.1)
            except queue.Empty:
                continue
