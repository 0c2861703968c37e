"""What the services hand to the desk and the command line to show; nothing in here decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from uuid import UUID

from izix_desk.domain.decision import RuleCheck
from izix_desk.domain.events import Outcome
from izix_desk.domain.parkers import Profile, Reservation, Vehicle
from izix_desk.domain.site import Direction, Group, Manager, Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether somebody may pass at one gate now, in words."""

    may_pass: bool
    reason: str
    """Reason code."""
    line: str
    """The operator's line with its numbers: `Staff is full: 116 inside, 4 reserved, 120 spots`."""
    say: str = ""
    """What to say to the driver."""
    fixes: tuple[str, ...] = ()
    """Fix codes of the catalogue, most useful first."""
    rules: tuple[RuleCheck, ...] = ()
    warnings: tuple[str, ...] = ()
    blocked: bool = False
    """Never a one-click open."""


class Asks(Enum):
    """What an operator still has to say before a fix can be carried out."""

    NOTHING = "nothing"
    UNTIL = "until"
    WINDOW = "window"
    SESSION = "session"
    """Which of the old sessions of the lot."""
    COUNT = "count"
    """How many cars are inside which group of the gate's lot."""
    AT_ONCE = "at once"
    """Nothing, not even once more: one press says it all."""
    ADVICE = "advice"
    """Nothing to carry out: it says whom to call, or where to go."""
    GATE = "gate"
    """Nothing to carry out: it leads to another gate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A fix that can be carried out now, with what it would change."""

    code: str
    label: str
    gate: str = ""
    """At which it would help."""
    about: str = ""
    """What it changes, in words: `Visit of Acme, 14:00 to 16:00`."""
    warning: str = ""
    """What to think of before, e.g. whose plate it is."""
    asks: Asks = Asks.NOTHING
    subject: UUID | None = None
    policy: str = ""
    plate: str = ""
    way: Direction | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    """Both as proposed."""
    opens: bool = False
    """Whether asking for the gate is what follows."""
    about_car: bool = False
    """Whether it is the car, not the parker, that may pass then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OldSession:
    """A car that is counted inside for long, as a line of a list."""

    id: UUID
    line: str
    """`Tue 17 Nov 08:02 · Ada Maes · 1-ABC-123 · Staff`."""
    may_end: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much room there is for a booking or a longer visit, and what stands in its way."""

    line: str
    """`Staff: 4 of 120 free then`."""
    fault: str = ""
    """Why it cannot be done as chosen; empty when it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessView:
    """One access of a parker as the panel lists it."""

    key: str
    title: str
    """E.g. `Staff weekdays · P1 · first come`."""
    lot: str
    groups: str
    hours: str
    validity: str
    verdict: Verdict
    """At the gate in hand; without one, at the first gate of its lot."""
    upcoming: bool = False
    instructions: str = ""
    internal_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkerView:
    """Everything the panel shows about one parker."""

    profile: Profile
    organisation: Organisation
    verdict: Verdict
    accesses: tuple[AccessView, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    managers: tuple[Manager, ...] = ()
    instructions: str = ""
    """Of the gate's lot and direction, in the parker's language."""
    internal_note: str = ""
    last_passages: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    """Those of the verdict's fixes that change something and can be carried out here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateView:
    """What the panel shows about a read that is nobody known for certain."""

    plate: str
    verdict: Verdict
    similar: tuple["Hit", ...] = ()
    """Parkers with a look-alike plate, or all that share it."""
    instructions: str = ""
    internal_note: str = ""
    profile: UUID | None = None
    """Whose it is for certain."""
    fleet: str = ""
    """Name of the organisation whose fleet it belongs to."""
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastView:
    """How a past read was judged, as it was then."""

    when: str
    """`Sun 22 Nov 14:31:20` on the site's clock."""
    line: str
    granted: bool
    rules: tuple[RuleCheck, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GateNews:
    """What a gate told by itself, or how it failed, and what can be done about that."""

    reason: str
    line: str
    say: str = ""
    failed: bool = False
    """Whether something does not work; else it is only told."""
    fixes: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One row of the search results."""

    profile: UUID
    name: str
    organisation: str
    plates: tuple[str, ...] = ()
    group: str = "people"
    """Heading: `may_pass`, `may_not`, `visitors`, `vehicles`."""
    note: str = ""
    """Why it matched or why not: `Outside hours`, `expected 14:30`."""
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """One line of the feed."""

    id: UUID
    seq: int
    at: datetime
    gate: str
    gate_name: str
    lot: str
    direction: str
    kind: str
    outcome: Outcome
    reason: str
    text: str
    plate: str = ""
    method: str = ""
    raw: str = ""
    """What was shown instead of a plate, as it may be recorded."""
    who: str = ""
    organisation: str = ""
    profile: UUID | None = None
    operator: str = ""
    command: UUID | None = None
    ending: str = ""
    """Last stage of the command it belongs to, e.g. UP, NOT_SURE; empty without one."""
    detail: str = ""
    """What that stage says besides, e.g. that it is assumed."""
    late: bool = False
    reads: int = 1
    """How often the camera read this car."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """A group of spots with its live count."""

    group: Group
    inside: int
    reserved: int
    lot: str = ""
    """Id of the lot it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostOrganisation:
    """An organisation as the visit form offers it."""

    organisation: Organisation
    lots: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Lot id to the groups its visitors may use."""
    free: int = 0
    """Of its visitor spots, now."""
    spots: int = 0
    visits_today: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitForm:
    """What the operator typed; the service validates it field by field."""

    organisation: str
    lot: str
    group: str
    starts: datetime
    ends: datetime
    last_name: str
    first_name: str = ""
    company: str = ""
    phone: str = ""
    email: str = ""
    language: str = "en_US"
    host: str = ""
    host_answer: str = "NOT_ASKED"
    cars: int = 1
    plates: tuple[str, ...] = ()
    note: str = ""
    profile: UUID | None = None
    """A past visitor whose profile is used again."""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field of a form, in words."""

    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningReason:
    """A reason for opening by hand; data in resources/opening_reasons.toml."""

    code: str
    label: str
    roles: tuple[str, ...] = ()
    counts_spot: bool = True
    needs_note: bool = False
    holds: bool = True
    """Whether a gate may be held open for it: it is not about one person."""
