"""Parkers and what they may use: profiles, vehicles, rights, reservations, sessions."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A person's membership of one organisation; alone it opens nothing."""

    id: UUID
    organisation: str
    first_name: str = ""
    last_name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    company: str = ""
    """A visitor's own company."""
    language: str = ""
    """E.g. fr_BE; empty where nobody has said it."""
    tags: tuple[str, ...] = ()
    external_id: str = ""
    visitor: bool = False
    active: bool = True
    blocked: bool = False
    block_note: str = ""
    note: str = ""
    credits: int | None = None
    """Balance, as another system keeps it; None where none is known."""
    due_cents: int | None = None
    """What is still to be paid, in hundredths of the currency."""

    @property
    def name(self) -> str:
        """First and last name as one reads them."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A plate of a profile, or of an organisation's fleet; the plate is kept as written."""

    id: UUID
    plate: str
    country: str = ""
    profile: UUID | None = None
    organisation: str | None = None
    active: bool = True
    blocked: bool = False
    block_note: str = ""
    valid_until: datetime | None = None
    """Only for a plate linked for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A policy given to one profile or one vehicle, from a day to a day (both included)."""

    id: UUID
    policy: str
    profile: UUID | None = None
    vehicle: UUID | None = None
    starts: date | None = None
    ends: date | None = None


class ReservationKind(StrEnum):
    """A booking of a parker, or a visit."""

    BOOKING = "BOOKING"
    VISIT = "VISIT"


class ReservationState(StrEnum):
    """Where a reservation is in its life."""

    PLANNED = "PLANNED"
    ARRIVED = "ARRIVED"
    INSIDE = "INSIDE"
    LEFT = "LEFT"
    CANCELLED = "CANCELLED"
    NO_SHOW = "NO_SHOW"
    OVERSTAYED = "OVERSTAYED"


class HostAnswer(StrEnum):
    """What the host said when asked about a visitor."""

    NOT_ASKED = "NOT_ASKED"
    YES = "YES"
    NOT_REACHED = "NOT_REACHED"
    NO = "NO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """A booking or a visit: a spot of a group for a profile from `starts` to `ends` (UTC)."""

    id: UUID
    kind: ReservationKind
    profile: UUID
    lot: str
    group: str
    starts: datetime
    ends: datetime
    policy: str | None = None
    """None for a visit: the host organisation's visitor policy governs it."""
    vehicle: UUID | None = None
    """The vehicle of a fleet that is booked."""
    state: ReservationState = ReservationState.PLANNED
    organisation: str | None = None
    """Host organisation of a visit."""
    host: str = ""
    host_answer: HostAnswer = HostAnswer.NOT_ASKED
    cars: int = 1
    cars_in: int = 0
    plates: tuple[str, ...] = ()
    note: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """A time for which somebody gave up a guaranteed spot, from `starts` to `ends` (UTC)."""

    starts: datetime
    ends: datetime


class SessionEnd(StrEnum):
    """How a session ended; only a seen exit says that somebody left at that time."""

    EXIT = "EXIT"
    BY_HAND = "BY_HAND"
    REENTRY = "REENTRY"
    """The same car came in again: its way out was missed."""
    TOO_LONG = "TOO_LONG"
    """Ended by itself after 48 hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who is inside which group since when."""

    id: UUID
    lot: str
    group: str
    gate_in: str
    started: datetime
    profile: UUID | None = None
    plate: str = ""
    policy: str | None = None
    reservation: UUID | None = None
    organisation: str | None = None
    until: datetime | None = None
    """The end that was chosen at the entry, where the access asks for one."""
    ended: datetime | None = None
    ending: SessionEnd | None = None
