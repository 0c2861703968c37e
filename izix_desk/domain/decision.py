"""The decision about one read at one gate, and everything it is judged on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias
from uuid import UUID

from izix_desk.domain.events import Outcome
from izix_desk.domain.parkers import Profile, Release, Reservation, Right, Session, Vehicle
from izix_desk.domain.site import Direction, Gate, Lease, Lot, Method, Organisation, Policy


class Reason(StrEnum):
    """Why a passage was granted, refused or failed; the value is what the store keeps."""

    GRANTED = "GRANTED"
    UNKNOWN_PLATE = "UNKNOWN_PLATE"
    UNKNOWN_CREDENTIAL = "UNKNOWN_CREDENTIAL"
    PLATE_UNREADABLE = "PLATE_UNREADABLE"
    DIRECTION_UNKNOWN = "DIRECTION_UNKNOWN"
    PLATE_SIMILAR = "PLATE_SIMILAR"
    AMBIGUOUS_MATCH = "AMBIGUOUS_MATCH"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    GATE_NOT_INCLUDED = "GATE_NOT_INCLUDED"
    PROFILE_INACTIVE = "PROFILE_INACTIVE"
    BLOCKLISTED = "BLOCKLISTED"
    NO_ACCESS_RIGHT = "NO_ACCESS_RIGHT"
    ACCESS_NOT_STARTED = "ACCESS_NOT_STARTED"
    ACCESS_EXPIRED = "ACCESS_EXPIRED"
    LEASE_INACTIVE = "LEASE_INACTIVE"
    LOT_CLOSED = "LOT_CLOSED"
    OUTSIDE_TIMETABLE = "OUTSIDE_TIMETABLE"
    NO_BOOKING = "NO_BOOKING"
    BOOKING_TOO_EARLY = "BOOKING_TOO_EARLY"
    BOOKING_ENDED = "BOOKING_ENDED"
    VISIT_TOO_EARLY = "VISIT_TOO_EARLY"
    VISIT_ENDED = "VISIT_ENDED"
    VISIT_CANCELLED = "VISIT_CANCELLED"
    SPOT_RELEASED = "SPOT_RELEASED"
    DURATION_REQUIRED = "DURATION_REQUIRED"
    VEHICLE_NOT_BOOKED = "VEHICLE_NOT_BOOKED"
    PARKING_FULL = "PARKING_FULL"
    TENANT_QUOTA_FULL = "TENANT_QUOTA_FULL"
    COMMUNITY_FULL = "COMMUNITY_FULL"
    ASE_ALREADY_IN = "ASE_ALREADY_IN"
    NO_REENTRY = "NO_REENTRY"
    INSUFFICIENT_CREDITS = "INSUFFICIENT_CREDITS"
    PAYMENT_REQUIRED = "PAYMENT_REQUIRED"
    ASE_NOT_IN = "ASE_NOT_IN"
    OVERSTAY = "OVERSTAY"
    NO_READ = "NO_READ"
    CAMERA_SILENT = "CAMERA_SILENT"
    TAILGATED = "TAILGATED"
    OPENED_WITHOUT_US = "OPENED_WITHOUT_US"
    LEFT_OPEN = "LEFT_OPEN"
    TURNED_BACK = "TURNED_BACK"
    GATE_OFFLINE = "GATE_OFFLINE"
    GATE_TIMEOUT = "GATE_TIMEOUT"
    GATE_BLOCKED = "GATE_BLOCKED"
    DEVICE_DISTRUSTED = "DEVICE_DISTRUSTED"
    KEYPAD_LOCKED = "KEYPAD_LOCKED"
    GATE_OUT_OF_SERVICE = "GATE_OUT_OF_SERVICE"
    PLAN_WITHOUT_FEATURE = "PLAN_WITHOUT_FEATURE"
    UNAUTHORISED_OPERATOR = "UNAUTHORISED_OPERATOR"


Value: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One credential read at one gate; `at` is timezone-aware."""

    gate: str
    at: datetime
    method: Method = Method.PLATE
    raw: str = ""
    """As it may be recorded: of a PIN or code only what does not tell it."""
    plate: str = ""
    """As read."""
    names: tuple[str, ...] = field(default=(), repr=False)
    """What the store may call a badge, PIN or code that was shown; never recorded."""
    confidence: float | None = None
    direction: Direction | None = None
    """None at a one-way gate, where the gate says it."""
    until: datetime | None = None
    """The end that the parker chose, for an access that asks for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One way in that a parker has: a policy by a right, or a visit (then `right` is None)."""

    policy: Policy
    right: Right | None = None
    organisation: Organisation | None = None
    """Whose policy it is."""
    reservations: tuple[Reservation, ...] = ()
    """Bookings of this policy, or the one visit."""
    released: tuple[Release, ...] = ()
    """When its guaranteed spot is given up."""

    @property
    def key(self) -> str:
        """Name it for records: `policy:ID` or `visit:UUID`."""
        if self.right is None and self.reservations:
            return f"visit:{self.reservations[0].id}"
        return f"policy:{self.policy.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A profile (or a fleet vehicle) that the credential may belong to."""

    profile: Profile | None
    vehicle: Vehicle | None = None
    accesses: tuple[Access, ...] = ()
    """All of them, of any lot."""
    inside: Session | None = None
    """Open session in this gate's lot."""
    last_exit: datetime | None = None
    neutral_since: datetime | None = None
    """When somebody said that nobody knows whether they are inside: the next passage tells."""

    @property
    def neutral(self) -> bool:
        """Tell whether no passage was seen since the sequence was set to neutral."""
        since = self.neutral_since
        if since is None:
            return False
        entered = self.inside is not None and self.inside.started > since
        return not entered and (self.last_exit is None or self.last_exit <= since)


@dataclass(frozen=True, slots=True)
class Occupancy:
    """How full a group is; `reserved` counts reserved spots whose car has not arrived."""

    spots: int
    inside: int = 0
    reserved: int = 0
    guaranteed: int = 0
    """Spots kept for parkers who have a guaranteed one, did not release it, and are not inside."""

    @property
    def free(self) -> int:
        """Spots that a new car may take."""
        return self.spots - self.inside - self.reserved - self.guaranteed


@dataclass(frozen=True, slots=True)
class SharedRoom:
    """How full the spots of one group are that a community shares."""

    community: str
    """Its name."""
    organisations: tuple[str, ...]
    group: str
    room: Occupancy


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was known when the read was judged; nothing else influences the decision."""

    timezone: str
    country: str
    lot: Lot
    gate: Gate
    candidates: tuple[Candidate, ...] = ()
    similar: tuple[Candidate, ...] = ()
    """Parkers whose plate differs only by look-alike characters; only when none fits exactly."""
    leases: tuple[Lease, ...] = ()
    """All leases of the gate's lot; without an active one only its owner has access."""
    owner: Organisation | None = None
    """Who owns the lot, where one is named."""
    groups: Mapping[str, Occupancy] = field(default_factory=dict[str, Occupancy])
    """Per group of the lot."""
    tenants: Mapping[tuple[str, str], Occupancy] = field(
        default_factory=dict[tuple[str, str], Occupancy]
    )
    """Per (organisation, group): leased spots."""
    shared: tuple[SharedRoom, ...] = ()
    """What communities share in the gate's lot."""
    away_since: datetime | None = None
    """Since when the other desks were not heard; what they did meanwhile is not known here."""


class RuleCheck(NamedTuple):
    """One rule as it was judged, with the values that decided; the panel's *Why?* shows it."""

    rule: str
    passed: bool
    values: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer to one read: one outcome, exactly one reason, and what decided."""

    outcome: Outcome
    reason: Reason
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])
    """Numbers and words for the reason's line, e.g. minutes, inside, spots."""
    rules: tuple[RuleCheck, ...] = ()
    warnings: tuple[Reason, ...] = ()
    """Rules that would refuse but let through (exits, soft sequence)."""
    profile: UUID | None = None
    vehicle: UUID | None = None
    access: str = ""
    """Key of the access that decided."""
    right: UUID | None = None
    """The right by which it was given."""
    group: str = ""
    """Group whose spot the car takes."""
    until: datetime | None = None
    """The end that was chosen, for an access that asks for one."""
    call: bool = False
    """Somebody who may want out is held, so a person must be called at once."""

    @property
    def granted(self) -> bool:
        """Tell whether the gate should open."""
        return self.outcome is Outcome.GRANTED
