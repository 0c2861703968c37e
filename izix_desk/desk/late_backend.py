"""A backend that is not there yet: questions wait until the store is open."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from typing_extensions import override

from izix_desk.desk.backend import Backend, News
from izix_desk.domain.commands import StageRecord
from izix_desk.domain.events import Entry
from izix_desk.domain.requests import FixRequest, OpenRequest
from izix_desk.domain.roles import Role
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
from izix_desk.link.line_messages import SearchLine

NEWS = (
    "ready", "store_changed", "gates_measured", "lines_measured", "line_figures", "line_trace",
    "line_searched", "engine_running", "trouble",
)  # fmt: skip


class LateBackend(Backend):
    """Lets the whole window be built and typed into before anything of the database is imported."""

    def __init__(self, operator: str, role: Role, desk: str) -> None:
        self.news = News()
        self.operator = operator
        self.role = role
        self.desk = desk
        self._backend: asyncio.Future[Backend] = asyncio.get_running_loop().create_future()

    def arrive(self, backend: Backend) -> None:
        """Answer everything that waits, and pass the news on."""
        for name in NEWS:
            getattr(backend.news, name).connect(getattr(self.news, name))
        self._backend.set_result(backend)

    async def _real(self) -> Backend:
        # Shielded: a question that is dropped must not cancel what the others wait for.
        return await asyncio.shield(self._backend)

    @override
    async def site(self) -> Site:
        return await (await self._real()).site()

    @override
    async def groups(self) -> tuple[GroupView, ...]:
        return await (await self._real()).groups()

    @override
    async def feed(self, since: datetime) -> tuple[FeedRow, ...]:
        return await (await self._real()).feed(since)

    @override
    async def feed_news(self) -> tuple[FeedRow, ...]:
        return await (await self._real()).feed_news()

    @override
    async def entries(self) -> tuple[Entry, ...]:
        return await (await self._real()).entries()

    @override
    async def take(self, entry: UUID) -> None:
        await (await self._real()).take(entry)

    @override
    async def close_entry(self, entry: UUID, outcome: str) -> None:
        await (await self._real()).close_entry(entry, outcome)

    @override
    async def reopen_entry(self, entry: UUID) -> None:
        await (await self._real()).reopen_entry(entry)

    @override
    async def entry_for_gate(self, gate: str) -> Entry:
        return await (await self._real()).entry_for_gate(gate)

    @override
    async def search(self, text: str, gate: str | None) -> tuple[Hit, ...]:
        return await (await self._real()).search(text, gate)

    @override
    async def parker(self, profile: UUID, gate: str | None, plate: str = "") -> ParkerView:
        return await (await self._real()).parker(profile, gate, plate)

    @override
    async def plate(self, plate: str, gate: str) -> PlateView:
        return await (await self._real()).plate(plate, gate)

    @override
    async def shown(self, event: UUID) -> PlateView | None:
        return await (await self._real()).shown(event)

    @override
    async def past(self, event: UUID) -> PastView | None:
        return await (await self._real()).past(event)

    @override
    async def gate_news(self, event: UUID) -> GateNews | None:
        return await (await self._real()).gate_news(event)

    @override
    async def opening_reasons(self) -> tuple[OpeningReason, ...]:
        return await (await self._real()).opening_reasons()

    @override
    async def ask(self, request: OpenRequest) -> UUID:
        return await (await self._real()).ask(request)

    @override
    async def host_organisations(self) -> tuple[HostOrganisation, ...]:
        return await (await self._real()).host_organisations()

    @override
    async def past_visitors(self, last_name: str, organisation: str) -> tuple[Hit, ...]:
        return await (await self._real()).past_visitors(last_name, organisation)

    @override
    async def check_visit(self, form: VisitForm) -> tuple[FieldFault, ...]:
        return await (await self._real()).check_visit(form)

    @override
    async def register_visit(self, form: VisitForm) -> tuple[UUID, UUID]:
        return await (await self._real()).register_visit(form)

    @override
    async def stages(self, command: UUID) -> AsyncIterator[StageRecord]:
        async for record in (await self._real()).stages(command):
            yield record

    @override
    async def old_sessions(self, gate: str) -> tuple[OldSession, ...]:
        return await (await self._real()).old_sessions(gate)

    @override
    async def fix_room(self, request: FixRequest) -> Room:
        return await (await self._real()).fix_room(request)

    @override
    async def fix(self, request: FixRequest) -> str:
        return await (await self._real()).fix(request)

    @override
    def follow_lines(self, traced: frozenset[str]) -> None:
        if self._backend.done():
            self._backend.result().follow_lines(traced)

    @override
    def try_now(self, line: str, address: int) -> None:
        if self._backend.done():
            self._backend.result().try_now(line, address)

    @override
    def search_line(self, wish: SearchLine) -> None:
        if self._backend.done():
            self._backend.result().search_line(wish)

    @override
    async def close(self) -> None:
        if self._backend.done():
            await self._backend.result().close()
