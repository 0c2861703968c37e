"""What the engine tells the window over the local link, and whether it still says anything."""

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial

from izix_desk.desk.backend import News
from izix_desk.link.client import LinkClient
from izix_desk.link.line_messages import Figures, Searched, Trace
from izix_desk.link.messages import Beat, Gates, Hint, Lines, Message
from izix_desk.store.folder import SiteFolder

LOOK_SECONDS = 1.0
SILENT_LOOKS = 6
"""As many beats missed in a row; what a gate does is shown as not measured long before."""
HUNG_LOOKS = 10
"""An engine that is merely slow says something between two of so many looks."""
SILENT = "The engine does not answer: openings may come too late. Restart the program if it stays."


class EngineLink:
    """Turns the link's messages, which come in a thread of their own, into news in the loop."""

    def __init__(
        self,
        folder: SiteFolder,
        authkey: bytes,
        news: News,
        *,
        hinted: Callable[[], None],
        lost: Callable[[], None],
        hung: Callable[[int], None],
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._news = news
        self._hinted = hinted
        self._lost = lost
        self._hung = hung
        self._look_seconds = look_seconds
        self._loop = asyncio.get_running_loop()
        self._closed = False
        self._heard_of = 0
        """How often the engine said something; 0 while there is none to be heard."""
        self._pid = 0
        self._client = LinkClient(
            folder.link_address, authkey, take=self._heard, connected=self._connected
        )

    def start(self) -> None:
        """Connect in the background, now and whenever an engine comes."""
        self._client.start()

    def hint(self) -> None:
        """Tell the engine that a command was committed."""
        self._client.hint()

    def send(self, message: Message) -> None:
        """Say something else to the engine; nothing happens while there is none."""
        self._client.send(message)

    def close(self) -> None:
        """Let the engine go; what was on its way is told to nobody any more."""
        self._closed = True
        self._client.close()

    async def watch(self) -> None:
        """Tell when an engine that is connected says nothing any more, and when it does again.

        Silence is counted in looks, not seconds: a desk that stood still itself has heard nothing
        meanwhile either, and must not blame the engine.
        """
        before = silent = 0
        told = False
        while True:
            await asyncio.sleep(self._look_seconds)
            silent = silent + 1 if 0 < self._heard_of == before else 0
            before = self._heard_of
            if told != (silent >= SILENT_LOOKS):
                told = not told
                self._news.trouble.emit(SILENT if told else "")
            if silent == HUNG_LOOKS:
                self._hung(self._pid)

    def _heard(self, message: Message) -> None:
        self._in_loop(partial(self._tell, message))

    def _connected(self, connected: bool) -> None:
        self._in_loop(partial(self._change, connected=connected))

    def _in_loop(self, act: Callable[[], object]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop closed while a message was on its way
            self._loop.call_soon_threadsafe(self._unless_closed, act)

    def _unless_closed(self, act: Callable[[], object]) -> None:
        if not self._closed:
            act()

    def _change(self, *, connected: bool) -> None:
        self._heard_of, self._pid = int(connected), 0
        if not connected:
            self._lost()

    def _tell(self, message: Message) -> None:
        self._heard_of += 1
        match message:
            case Gates(readings):
                self._news.gates_measured.emit(readings)
            case Lines(readings):
                self._news.lines_measured.emit(readings)
            case Figures(figures):
                self._news.line_figures.emit(figures)
            case Trace(passed):
                self._news.line_trace.emit(passed)
            case Searched(news):
                self._news.line_searched.emit(news)
            case Hint():
                self._hinted()
            case Beat(pid):
                self._pid = pid
