"""Connects the window to the backend once the store is open: one block, one owner of the tasks."""

import asyncio
from collections.abc import Callable, Coroutine
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from izix_desk.desk.acting import Acting
from izix_desk.desk.backend import Backend
from izix_desk.desk.looking import Looking
from izix_desk.desk.main_window import MainWindow
from izix_desk.desk.tasks import Tasks
from izix_desk.domain.errors import DeskError
from izix_desk.domain.events import Entry, EntryKind
from izix_desk.domain.site import Site

PAUSE_SECONDS = 0.05
"""Between two looks at the store: what comes within shows in one batch."""
COUNT_SECONDS = 1.0
"""Between two counts of the groups, and two looks at the site."""
AGAIN_SECONDS = 2.0
"""After the store refused something."""
CALLING = (EntryKind.CALL, EntryKind.NOT_SURE)
"""Kinds that call the operator back to the window."""


class Wiring(QObject):
    """Keeps the panes in line with the store; `Acting` hands it what the operator does."""

    def __init__(self, window: MainWindow, backend: Backend) -> None:
        super().__init__(window)
        self._window = window
        self._backend = backend
        self._tasks = Tasks(window.banner.tell)
        self._changed = asyncio.Event()
        self._uncounted = asyncio.Event()
        self._alerted: set[UUID] = set()
        self._site = Site(name="", timezone="UTC")
        self.looking = Looking(window, backend)
        self.acting = Acting(window, backend, self._tasks, self.looking)
        window.needs_you.rows.us = frozenset({backend.operator, backend.desk})
        self._connect()
        self._tasks.start(self._keep_on(self._follow))
        self._tasks.start(self._keep_on(self._count))

    async def close(self) -> None:
        """Stop looking at the store, also for what was typed last."""
        self.looking.search.drop()
        await self._tasks.close()

    def _connect(self) -> None:
        window, news = self._window, self._backend.news
        news.store_changed.connect(self._note_change)
        news.gates_measured.connect(window.gates.measure)
        news.lines_measured.connect(window.lamps.measure)
        news.engine_running.connect(self._note_engine)
        news.trouble.connect(window.banner.stand_trouble)
        window.feed.period_changed.connect(lambda: self._tasks.start(self._load_feed()))
        self.acting.changed.connect(self._note_change)

    def _note_change(self) -> None:
        self._changed.set()
        self._uncounted.set()

    def _note_engine(self, running: bool) -> None:
        self._window.lamps.run(running)
        self._window.banner.stand_without_engine(not running)

    async def _keep_on(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Do it for ever; what the store refuses is told, and tried again from the beginning."""
        while True:
            try:
                await work()
            except DeskError as fault:
                self._window.banner.tell(str(fault))
            await asyncio.sleep(AGAIN_SECONDS)

    async def _follow(self) -> None:
        await self.refresh_site()
        await self._load_feed()
        while True:
            self._show_entries(await self._backend.entries())
            await self._changed.wait()
            await asyncio.sleep(PAUSE_SECONDS)
            self._changed.clear()
            self._window.feed.model.add(await self._backend.feed_news())

    async def _count(self) -> None:
        while True:
            await self.refresh_site()
            self._window.gates.show_groups(await self._backend.groups(), self._site)
            self.looking.panel.refresh()
            await asyncio.sleep(COUNT_SECONDS)
            await self._uncounted.wait()
            self._uncounted.clear()

    async def refresh_site(self) -> None:
        """Show the site as it is stored; nothing moves when it is what is shown."""
        site, window = await self._backend.site(), self._window
        if site == self._site:
            return
        self._site = site
        window.memory.keep_site(site)
        window.set_timezone(ZoneInfo(site.timezone))
        window.show_site(site)
        window.feed.show_lots(site)
        window.lamps.show_lines(site.lines)

    async def _load_feed(self) -> None:
        feed = self._window.feed
        feed.model.reset(await self._backend.feed(feed.since()))

    def _show_entries(self, entries: tuple[Entry, ...]) -> None:
        window = self._window
        window.needs_you.show_entries(entries)
        self.looking.keep_hand()
        window.gates.ring({entry.gate for entry in entries if entry.kind is EntryKind.CALL})
        urgent = {entry.id for entry in entries if entry.kind in CALLING}
        if urgent - self._alerted and not window.isActiveWindow():
            QApplication.alert(window)
        self._alerted = urgent
