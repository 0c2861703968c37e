"""A desk backend in memory: a small site with long names, and stages that a test hands out."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from typing_extensions import override

from izix_desk.desk.backend import Backend, News
from izix_desk.domain.commands import BAD_ENDS, Stage, StageRecord
from izix_desk.domain.errors import DeskError
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
from tests.support import demo_views as demo


@dataclass
class FakeBackend(Backend):
    """Answers from `demo_views`; what is asked of it is kept for the test to look at."""

    news: News = field(default_factory=News)
    operator: str = "Guard 1"
    role: Role = Role.ADMINISTRATOR
    desk: str = "north-lodge"
    views: dict[UUID, ParkerView] = field(default_factory=demo.parkers)
    requests: list[OpenRequest] = field(default_factory=list[OpenRequest])
    visits: list[VisitForm] = field(default_factory=list[VisitForm])
    taken: list[UUID] = field(default_factory=list[UUID])
    closed: list[tuple[UUID, str]] = field(default_factory=list[tuple[UUID, str]])
    searches: list[str] = field(default_factory=list[str])
    fixes: list[FixRequest] = field(default_factory=list[FixRequest])
    inside: tuple[OldSession, ...] = ()
    """Who is counted inside for long."""
    longest: timedelta = timedelta(hours=12)
    """A fix that ends later than this finds no room."""
    rooms: dict[str, Room] = field(default_factory=dict[str, Room])
    """What is said of a fix before it is carried out, by its code; of others a group's room."""
    judged: dict[UUID, PastView] = field(default_factory=dict[UUID, PastView])
    """How these events were judged then."""
    told: dict[UUID, GateNews] = field(default_factory=dict[UUID, GateNews])
    badges: dict[UUID, PlateView] = field(default_factory=dict[UUID, PlateView])
    """What was shown in an event and is nobody's."""
    """What gates told in these events."""
    faults: tuple[FieldFault, ...] = ()
    fail: DeskError | None = None
    """Raised by the next call that stores something."""
    fail_search: DeskError | None = None
    """Raised by the next search."""
    fail_look: DeskError | None = None
    """Raised by the next look at a parker."""
    refuse_reads: DeskError | None = None
    """Raised whenever the entries are asked for."""
    followed: list[frozenset[str]] = field(default_factory=list[frozenset[str]])
    """Lines that were to be traced, each time that figures were asked for."""
    tried: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    searched: list[SearchLine] = field(default_factory=list[SearchLine])
    """Each search; one without addresses ended another."""
    slow: dict[str, asyncio.Event] = field(default_factory=dict[str, asyncio.Event])
    """A search for, or the look at a gate by, this text waits for the event."""
    waiting_entries: list[Entry] = field(default_factory=demo.entries)
    rows: list[FeedRow] = field(default_factory=demo.feed)
    fresh: list[FeedRow] = field(default_factory=list[FeedRow])
    """What the next `feed_news` tells."""
    place: Site = field(default_factory=demo.site)
    counts: tuple[GroupView, ...] | None = None
    """What the groups count; None counts the first one only."""
    _stages: dict[UUID, asyncio.Queue[StageRecord | None]] = field(
        default_factory=dict[UUID, "asyncio.Queue[StageRecord | None]"]
    )

    @override
    async def site(self) -> Site:
        return self.place

    @override
    async def groups(self) -> tuple[GroupView, ...]:
        return demo.groups(self.place) if self.counts is None else self.counts

    @override
    async def feed(self, since: datetime) -> tuple[FeedRow, ...]:
        return tuple(row for row in self.rows if row.at >= since)

    @override
    async def feed_news(self) -> tuple[FeedRow, ...]:
        fresh, self.fresh = tuple(self.fresh), []
        return fresh

    @override
    async def entries(self) -> tuple[Entry, ...]:
        if self.refuse_reads is not None:
            raise self.refuse_reads
        return tuple(entry for entry in self.waiting_entries if entry.closed is None)

    @override
    async def take(self, entry: UUID) -> None:
        self.taken.append(entry)
        self._change(entry, taken_by=self.desk)

    @override
    async def close_entry(self, entry: UUID, outcome: str) -> None:
        self.closed.append((entry, outcome))
        self._change(entry, closed=datetime.now(UTC), outcome=outcome)

    @override
    async def reopen_entry(self, entry: UUID) -> None:
        self._change(entry, closed=None, outcome="")

    @override
    async def entry_for_gate(self, gate: str) -> Entry:
        found = next((entry for entry in await self.entries() if entry.gate == gate), None)
        if found is None:
            found = demo.entry_at(gate)
            self.waiting_entries.append(found)
        return found

    @override
    async def search(self, text: str, gate: str | None) -> tuple[Hit, ...]:
        self.searches.append(text)
        await self._pause(text)
        fault, self.fail_search = self.fail_search, None
        if fault is not None:
            raise fault
        return demo.hits(text, tuple(self.views.values()))

    @override
    async def parker(self, profile: UUID, gate: str | None, plate: str = "") -> ParkerView:
        await self._pause(gate or "")
        fault, self.fail_look = self.fail_look, None
        if fault is not None:
            raise fault
        return demo.beside(demo.at_gate(self.views[profile], gate), gate, plate)

    @override
    async def plate(self, plate: str, gate: str) -> PlateView:
        await self._pause(gate)
        return demo.plate_view(plate, gate)

    @override
    async def shown(self, event: UUID) -> PlateView | None:
        return self.badges.get(event)

    @override
    async def past(self, event: UUID) -> PastView | None:
        return self.judged.get(event)

    @override
    async def gate_news(self, event: UUID) -> GateNews | None:
        return self.told.get(event)

    @override
    async def opening_reasons(self) -> tuple[OpeningReason, ...]:
        told = demo.OPENING_REASONS
        return tuple(each for each in told if not each.roles or self.role in each.roles)

    @override
    async def ask(self, request: OpenRequest) -> UUID:
        self._fail_once()
        self.requests.append(request)
        command = uuid4()
        self._stages[command] = asyncio.Queue()
        return command

    @override
    async def stages(self, command: UUID) -> AsyncIterator[StageRecord]:
        while True:
            record = await self._stages[command].get()
            if record is None:
                return
            yield record
            if record.stage in BAD_ENDS or record.stage is Stage.PASSED:
                return

    def fall_silent(self) -> None:
        """End the stages of the newest command without any end."""
        self._stages[next(reversed(self._stages))].put_nowait(None)

    def reach(self, *stages: Stage, detail: str = "") -> None:
        """Let the newest command reach these stages."""
        command = next(reversed(self._stages))
        for stage in stages:
            self._stages[command].put_nowait(
                StageRecord(
                    command=command,
                    stage=stage,
                    at=datetime.now(UTC),
                    monotonic=time.monotonic(),
                    detail=detail,
                )
            )

    @override
    async def host_organisations(self) -> tuple[HostOrganisation, ...]:
        return demo.hosts(self.place)

    @override
    async def past_visitors(self, last_name: str, organisation: str) -> tuple[Hit, ...]:
        visitors = tuple(view for view in self.views.values() if view.profile.visitor)
        return tuple(hit for hit in demo.hits(last_name, visitors) if organisation)

    @override
    async def check_visit(self, form: VisitForm) -> tuple[FieldFault, ...]:
        missing = tuple(
            FieldFault(name, "Fill this in.") for name in ("last_name",) if not form.last_name
        )
        return missing + self.faults

    @override
    async def register_visit(self, form: VisitForm) -> tuple[UUID, UUID]:
        self._fail_once()
        self.visits.append(form)
        view = demo.visitor_view(form, self.place)
        self.views[view.profile.id] = view
        return view.profile.id, view.reservations[0].id

    @override
    async def old_sessions(self, gate: str) -> tuple[OldSession, ...]:
        gone = {fix.subject for fix in self.fixes}
        return tuple(each for each in self.inside if each.id not in gone and gate)

    @override
    async def fix_room(self, request: FixRequest) -> Room:
        if request.code in self.rooms:
            return self.rooms[request.code]
        late = request.ends is not None and request.ends - datetime.now(UTC) > self.longest
        line = "Staff: 4 of 120 free then"
        return Room(line="", fault="Staff is full then.") if late else Room(line=line)

    @override
    async def fix(self, request: FixRequest) -> str:
        self._fail_once()
        self.fixes.append(request)
        if request.profile is not None:
            self.views[request.profile] = demo.let_in(self.views[request.profile])
        return "Done"

    @override
    def follow_lines(self, traced: frozenset[str]) -> None:
        self.followed.append(traced)

    @override
    def try_now(self, line: str, address: int) -> None:
        self.tried.append((line, address))

    @override
    def search_line(self, wish: SearchLine) -> None:
        self.searched.append(wish)

    @override
    async def close(self) -> None:
        self._stages.clear()

    async def _pause(self, text: str) -> None:
        if text in self.slow:
            await self.slow[text].wait()

    def _fail_once(self) -> None:
        fault, self.fail = self.fail, None
        if fault is not None:
            raise fault

    def _change(self, entry: UUID, **changes: object) -> None:
        self.waiting_entries = [
            replace(known, **changes) if known.id == entry else known
            for known in self.waiting_entries
        ]
