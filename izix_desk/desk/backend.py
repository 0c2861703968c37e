"""What the window asks of the rest of the program; nothing here imports a database.

The window paints before the store is opened. Once it is, `desk.session` provides the one
implementation of `Backend`; tests of single widgets may bring a small one of their own.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QObject, Signal

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


class News(QObject):
    """What happened elsewhere; connected once by the main window."""

    ready = Signal()
    """The store is open: the first feed, site and entries can be asked for."""
    store_changed = Signal()
    """Another process, or this one, committed something."""
    gates_measured = Signal(object)
    """tuple[GateReading, ...], as they come over the local link."""
    lines_measured = Signal(object)
    """tuple[LineReading, ...]."""
    line_figures = Signal(object)
    """LineFigures of one line, while they are followed."""
    line_trace = Signal(object)
    """tuple[TraceLine, ...] of one line, while it is traced."""
    line_searched = Signal(object)
    """SearchNews of one more address that was asked on a line, while lines are followed."""
    engine_running = Signal(bool)
    """False from the moment it is missed until it runs again."""
    trouble = Signal(str)
    """One sentence for the banner; empty when it is over."""


class Backend(Protocol):
    """The use cases of the desk; each raises DeskError with one sentence to show."""

    news: News
    operator: str
    role: Role
    """The operator's; what it does not include is not offered."""
    desk: str

    async def site(self) -> Site:
        """Return the site as loaded."""
        ...

    async def groups(self) -> tuple[GroupView, ...]:
        """Return the groups of spots with their live counts."""
        ...

    async def feed(self, since: datetime) -> tuple[FeedRow, ...]:
        """Return the events since then, newest first, and remember where it stopped."""
        ...

    async def feed_news(self) -> tuple[FeedRow, ...]:
        """Return rows that are new or changed since the last call of `feed` or `feed_news`."""
        ...

    async def entries(self) -> tuple[Entry, ...]:
        """Return the open entries of *Needs you*, in the order of `F9`."""
        ...

    async def take(self, entry: UUID) -> None:
        """Say that this desk deals with the entry."""
        ...

    async def close_entry(self, entry: UUID, outcome: str) -> None:
        """Close an entry with the code of its outcome."""
        ...

    async def reopen_entry(self, entry: UUID) -> None:
        """Undo a close."""
        ...

    async def entry_for_gate(self, gate: str) -> Entry:
        """Return the open entry of a gate, or open one with its last read (`Ctrl+G`)."""
        ...

    async def search(self, text: str, gate: str | None) -> tuple[Hit, ...]:
        """Return the best matches in order; an empty text gives who is expected here."""
        ...

    async def parker(self, profile: UUID, gate: str | None, plate: str = "") -> ParkerView:
        """Return a parker, judged at the gate (or at the first gate of each access's lot).

        The plate is that of the car that waits there.
        """
        ...

    async def plate(self, plate: str, gate: str) -> PlateView:
        """Return what is known of a plate that is no certain match at this gate."""
        ...

    async def shown(self, event: UUID) -> PlateView | None:
        """Return what is known of a badge or code that was shown; None for any other event."""
        ...

    async def past(self, event: UUID) -> PastView | None:
        """Return how a past read was judged, as it was then; None where nothing was decided."""
        ...

    async def gate_news(self, event: UUID) -> GateNews | None:
        """Return what a gate told by itself in an event; None when it is about a car."""
        ...

    async def opening_reasons(self) -> tuple[OpeningReason, ...]:
        """Return the reasons for opening by hand that the operator may give."""
        ...

    async def ask(self, request: OpenRequest) -> UUID:
        """Commit a gate command and return its id; only then it was asked."""
        ...

    def stages(self, command: UUID) -> AsyncIterator[StageRecord]:
        """Yield the command's stages as they are stored, until none can follow."""
        ...

    async def host_organisations(self) -> tuple[HostOrganisation, ...]:
        """Return all organisations, those that take no visitors included."""
        ...

    async def past_visitors(self, last_name: str, organisation: str) -> tuple[Hit, ...]:
        """Return visitors of the past whose last name starts so."""
        ...

    async def check_visit(self, form: VisitForm) -> tuple[FieldFault, ...]:
        """Return what is wrong with the form, field by field."""
        ...

    async def register_visit(self, form: VisitForm) -> tuple[UUID, UUID]:
        """Store profile and visit in one transaction; return their ids."""
        ...

    async def old_sessions(self, gate: str) -> tuple[OldSession, ...]:
        """Return who is counted inside the gate's lot for long, oldest first."""
        ...

    async def fix_room(self, request: FixRequest) -> Room:
        """Return how much room there is for a fix as chosen; nothing is stored."""
        ...

    async def fix(self, request: FixRequest) -> str:
        """Carry out a fix and return what was done, in words."""
        ...

    def follow_lines(self, traced: frozenset[str]) -> None:
        """Ask for figures of all lines and the wire of some, for three seconds from now on."""
        ...

    def try_now(self, line: str, address: int) -> None:
        """Have a controller asked next, however long it was silent."""
        ...

    def search_line(self, wish: SearchLine) -> None:
        """Have the engine ask who else is on a line, in its gaps; no address ends a search."""
        ...

    async def close(self) -> None:
        """Let go of the store and the engine."""
        ...
