"""The desk's side of the program: its connections, its engine, and every use case it offers.

Imported once the window is painted: everything of the database comes with it.
"""

import asyncio
import contextlib
import subprocess
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from uuid import UUID

from typing_extensions import override

from izix_desk.desk.backend import Backend, News
from izix_desk.desk.engine_keeper import EngineKeeper
from izix_desk.desk.engine_link import EngineLink
from izix_desk.desk.store_watch import StoreWatch
from izix_desk.desk.stores import Stores, open_stores
from izix_desk.desk.tasks import Tasks
from izix_desk.domain import roles
from izix_desk.domain.commands import StageRecord
from izix_desk.domain.errors import EngineMissing, StoreFault
from izix_desk.domain.events import Entry
from izix_desk.domain.requests import FixRequest, OpenRequest
from izix_desk.domain.site import Site
from izix_desk.domain.views import (
    FeedRow,
    FieldFault,
    GateNews,
    GroupView,
    Hit,
    HostOrganisation,
    OldSession,
    OpeningReason,
    ParkerView,
    PastView,
    PlateView,
    Room,
    VisitForm,
)
from izix_desk.link.line_messages import Follow, SearchLine, TryNow
from izix_desk.services import entries, remedies, visits
from izix_desk.services.catalogue import catalogue
from izix_desk.services.counting import group_views
from izix_desk.services.following import expire_if_unclaimed, follow
from izix_desk.services.gate_views import gate_news
from izix_desk.services.moments import present
from izix_desk.services.opening import ask
from izix_desk.services.panel import Looker, parker_view, plate_view
from izix_desk.services.past import past_view
from izix_desk.services.searching import search
from izix_desk.services.sessions import old_sessions
from izix_desk.services.shown import shown_view
from izix_desk.store.events import FeedMark, feed_after, feed_since
from izix_desk.store.folder import SiteFolder
from izix_desk.store.keys import link_authkey, store_key
from izix_desk.store.site import load_site

FOLLOW_SECONDS = 0.25
SITE_SECONDS = 1.0


class DeskSession(Backend):
    """Answers the window from the store; made by `open_session`, ended by `close`."""

    def __init__(self, stores: Stores, site: Site, who: tuple[str, roles.Role], desk: str) -> None:
        self.news = News()
        self.operator, self.role = who
        self.desk = desk
        self._stores = stores
        self._site = site
        self._mark = FeedMark()
        self._watch = StoreWatch(
            stores.read.database, changed=self._store_changed, trouble=self.news.trouble.emit
        )
        self._changed = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._link: EngineLink | None = None
        self._keeper: EngineKeeper | None = None
        self._tasks = Tasks(self.news.trouble.emit)

    def start(self, folder: SiteFolder, keeper: EngineKeeper, authkey: bytes) -> None:
        """Begin to listen for news, of the store, of the engine and whether it runs."""
        self._keeper = keeper
        link = partial(EngineLink, folder, authkey, self.news, hinted=self._watch.look)
        self._link = link(lost=keeper.look_now, hung=keeper.replace)
        self._link.start()
        loops = (self._watch.run(), self._watch_site(), keeper.run(), self._link.watch())
        for loop in loops:
            self._tasks.start(loop)
        self._loop.call_soon(self.news.ready.emit)

    @override
    async def site(self) -> Site:
        self._site = await self._stores.rest.read(load_site)
        return self._site

    @override
    async def groups(self) -> tuple[GroupView, ...]:
        work = partial(group_views, site=self._site, at=present().wall)
        return await self._stores.rest.read(work)

    @override
    async def feed(self, since: datetime) -> tuple[FeedRow, ...]:
        rows, self._mark = await self._stores.rest.read(partial(feed_since, since=since))
        return rows

    @override
    async def feed_news(self) -> tuple[FeedRow, ...]:
        rows, self._mark = await self._stores.rest.read(partial(feed_after, mark=self._mark))
        return rows

    @override
    async def entries(self) -> tuple[Entry, ...]:
        return await self._stores.rest.read(entries.waiting)

    @override
    async def take(self, entry: UUID) -> None:
        await self._stores.rest.write(partial(entries.take, entry=entry, who=self.desk))

    @override
    async def close_entry(self, entry: UUID, outcome: str) -> None:
        at, who = present().wall, self.operator
        work = partial(entries.close, entry=entry, outcome=outcome, operator=who, at=at)
        await self._stores.rest.write(work)

    @override
    async def reopen_entry(self, entry: UUID) -> None:
        await self._stores.rest.write(partial(entries.reopen, entry=entry))

    @override
    async def entry_for_gate(self, gate: str) -> Entry:
        work = partial(entries.entry_for_gate, site=self._site, gate=gate, at=present().wall)
        return await self._stores.rest.write(work)

    @override
    async def search(self, text: str, gate: str | None) -> tuple[Hit, ...]:
        at = present().wall
        return await self._stores.read.read(lambda tx: search(tx, self._site, text, gate, at))

    @override
    async def parker(self, profile: UUID, gate: str | None, plate: str = "") -> ParkerView:
        at, looker = present().wall, Looker(self.role, plate)
        return await self._stores.read.read(
            lambda tx: parker_view(tx, self._site, profile, gate, at, looker=looker)
        )

    @override
    async def plate(self, plate: str, gate: str) -> PlateView:
        at, role = present().wall, self.role
        return await self._stores.read.read(
            lambda tx: plate_view(tx, self._site, plate, gate, at, role=role)
        )

    @override
    async def shown(self, event: UUID) -> PlateView | None:
        at, role = present().wall, self.role
        return await self._stores.read.read(
            lambda tx: shown_view(tx, self._site, event, at, role=role)
        )

    @override
    async def past(self, event: UUID) -> PastView | None:
        return await self._stores.read.read(lambda tx: past_view(tx, self._site, event))

    @override
    async def gate_news(self, event: UUID) -> GateNews | None:
        return await self._stores.read.read(lambda tx: gate_news(tx, self._site, event, self.role))

    @override
    async def opening_reasons(self) -> tuple[OpeningReason, ...]:
        return tuple(each for each in catalogue().openings() if self.role in each.roles)

    @override
    async def ask(self, request: OpenRequest) -> UUID:
        if self._keeper is None or not self._keeper.runs:
            raise EngineMissing(
                "The engine does not run and is being started again; nothing was sent: "
                "try again in a moment, or open the gate by hand."
            )
        at, site = present(), self._site
        command = await self._stores.gate.write(lambda tx: ask(tx, request, at, site))
        if self._link is not None:
            self._link.hint()
        return command

    @override
    async def stages(self, command: UUID) -> AsyncIterator[StageRecord]:
        store = self._stores.gate
        following = await store.read(partial(follow, command=command))
        while True:
            changed = self._changed
            for record in await store.read(following.news):
                yield record
            now = present()
            if following.over(now):
                return
            if following.overdue(now):
                await store.write(lambda tx, now=now: expire_if_unclaimed(tx, command, now))
            else:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), FOLLOW_SECONDS)

    @override
    async def host_organisations(self) -> tuple[HostOrganisation, ...]:
        at = present().wall
        return await self._stores.rest.read(
            lambda tx: visits.host_organisations(tx, self._site, at)
        )

    @override
    async def past_visitors(self, last_name: str, organisation: str) -> tuple[Hit, ...]:
        return await self._stores.read.read(
            lambda tx: visits.past_visitors(tx, self._site, last_name, organisation)
        )

    @override
    async def check_visit(self, form: VisitForm) -> tuple[FieldFault, ...]:
        at = present().wall
        return await self._stores.rest.read(lambda tx: visits.check_visit(tx, self._site, form, at))

    @override
    async def register_visit(self, form: VisitForm) -> tuple[UUID, UUID]:
        at = present().wall
        return await self._stores.rest.write(
            lambda tx: visits.register_visit(tx, self._site, form, at)
        )

    @override
    async def old_sessions(self, gate: str) -> tuple[OldSession, ...]:
        at = present().wall
        return await self._stores.rest.read(lambda tx: old_sessions(tx, self._site, gate, at))

    @override
    async def fix_room(self, request: FixRequest) -> Room:
        at = present().wall
        return await self._stores.rest.read(lambda tx: remedies.room(tx, self._site, request, at))

    @override
    async def fix(self, request: FixRequest) -> str:
        at = present().wall
        return await self._stores.rest.write(
            lambda tx: remedies.carry_out(tx, self._site, request, at)
        )

    @override
    def follow_lines(self, traced: frozenset[str]) -> None:
        if self._link is not None:
            self._link.send(Follow(traced))

    @override
    def try_now(self, line: str, address: int) -> None:
        if self._link is not None:
            self._link.send(TryNow(line, address))

    @override
    def search_line(self, wish: SearchLine) -> None:
        if self._link is not None:
            self._link.send(wish)

    @override
    async def close(self) -> None:
        await self._tasks.close()
        if self._link is not None:
            self._link.close()
        if self._keeper is not None:
            await self._keeper.stop()
        for store in (self._stores.read, self._stores.gate, self._stores.rest):
            await store.close()

    async def _watch_site(self) -> None:
        version = self._watch.version
        while True:
            await asyncio.sleep(SITE_SECONDS)
            if version != self._watch.version:
                version = self._watch.version
                with contextlib.suppress(StoreFault):  # the window hears of it when it asks
                    await self.site()

    def _store_changed(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
        self.news.store_changed.emit()


async def open_session(
    folder: SiteFolder,
    *,
    operator: str,
    desk: str,
    role: roles.Role = roles.Role.ADMINISTRATOR,
    engine: "subprocess.Popen[bytes] | None" = None,
) -> DeskSession:
    """Open the store and begin to work; raises StoreFault.

    `engine` is one that the caller has started already, to win time; the session ends it. Connect
    to the news right after this returns: from the next turn of the loop on there are some.
    """
    stores = await asyncio.to_thread(open_stores, folder)
    session = DeskSession(stores, await stores.rest.read(load_site), (operator, role), desk)
    keeper = EngineKeeper(
        folder,
        running=session.news.engine_running.emit,
        trouble=session.news.trouble.emit,
        child=engine,
    )
    session.start(folder, keeper, link_authkey(await asyncio.to_thread(store_key, folder)))
    return session
