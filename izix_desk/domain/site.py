"""Site data as the site file gives it: organisations, lots, gates, lines, leases, policies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from izix_desk.domain.frame_table import FrameTable
from izix_desk.domain.methods import Method, Reader


class Direction(StrEnum):
    """Which way a gate lets cars through."""

    ENTRY = "ENTRY"
    EXIT = "EXIT"
    BOTH = "BOTH"


class Protocol(StrEnum):
    """What is spoken on a line."""

    MODBUS_RTU = "modbus-rtu"
    OSDP = "osdp"
    FRAMES = "frames"
    PLATES = "plates"


class Strategy(StrEnum):
    """How an access policy hands out spots."""

    PREF = "PREF"
    BOOK = "BOOK"
    FCFS = "FCFS"
    OTFB = "OTFB"
    VISITOR = "VISITOR"
    FTP = "FTP"
    VEHICLE_PREF = "VEHICLE_PREF"
    VEHICLE_BOOK = "VEHICLE_BOOK"


class Sequence(StrEnum):
    """What happens when a parker who is inside asks to enter again."""

    OFF = "off"
    SOFT = "soft"
    HARD = "hard"


class ExitRule(StrEnum):
    """Who is let out by itself; nobody is ever kept in without a call on the desk."""

    FREE = "free"
    KNOWN = "known"


class TimedBy(StrEnum):
    """Who ends the pulse: the board by itself (safer), or this program."""

    DESK = "desk"
    BOARD = "board"


class AllExits(StrEnum):
    """What *Open all exits* does with a gate."""

    PULSE = "pulse"
    HOLD = "hold"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One serial line of this PC; `pattern` and `heartbeat` are for lines of text."""

    id: str
    port: str
    protocol: Protocol
    baudrate: int = 9600
    parity: str = "N"
    stopbits: int = 1
    pattern: str | None = None
    heartbeat: str | None = None
    """Regular expression of lines that only say the camera is alive."""
    silent_after: float | None = None
    """Seconds without any byte after which a camera with a heartbeat counts as silent."""
    frames: FrameTable | None = None
    """What the devices of a line with the protocol frames understand."""


@dataclass(frozen=True, slots=True)
class Input:
    """A discrete input; `address` when it sits on another board than the gate's own."""

    number: int
    invert: bool = False
    address: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """The contact that opens a gate, and for how long it closes (seconds)."""

    number: int
    """Coil of a Modbus board, or output of another device; both from 0."""
    seconds: float = 1.0
    timed_by: TimedBy = TimedBy.DESK
    board: str | None = None
    """Kind of board for a board-timed pulse: `waveshare` or `lc-tech`."""


INPUT_NAMES = ("closed", "opened", "arrive", "under", "photocell", "call", "fault", "fire")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A gate; its id lasts when the name changes."""

    id: str
    name: str
    lot: str
    direction: Direction
    line: str
    address: int
    open: Output
    place: str = ""
    groups: tuple[str, ...] = ()
    """Groups it leads to; empty means all of the lot."""
    hold: int | None = None
    """Coil that holds the barrier up, if it can be held."""
    inputs: Mapping[str, Input] = field(default_factory=dict[str, Input])
    """Keys are of INPUT_NAMES; what is not wired is left out."""
    plates: str | None = None
    """Id of the camera line that reads this gate."""
    readers: tuple[Reader, ...] = ()
    """Where badges, keys and codes are read; at a gate both ways on the way in, or either way."""
    readers_out: tuple[Reader, ...] = ()
    """Those on the way out of a gate both ways."""
    on_foot: bool = False
    """A door for people: it takes no spot and counts nobody in or out."""
    intercom: str = ""
    by_hand: str = ""
    admit: bool = False
    exit: ExitRule = ExitRule.FREE
    open_all_exits: AllExits = AllExits.PULSE
    methods: tuple[Method, ...] = (Method.PLATE,)
    min_confidence: float = 0.0
    """Plate reads below this confidence (in the camera's own scale) are unreadable."""
    cycle_seconds: float = 2.0
    """Shortest time between two openings for two cars; below the 3 s that a command lives."""
    moves_within: float = 10.0
    """Seconds in which the barrier must be seen up after the controller answered."""
    left_open_after: float = 60.0
    """Seconds for which the barrier may stay up, unless it is held, before a person is told."""
    same_car_seconds: float = 10.0
    """What is read again within this is the same car or person, and counted on its event."""
    in_service: bool = True
    out_of_service_note: str = ""
    out_of_service_by: str = ""
    """Who set it so at the desk; empty where the site file says it."""
    out_of_service_since: datetime | None = None
    """The same, when."""

    @property
    def devices(self) -> frozenset[tuple[str, int]]:
        """Line and address of everything that is wired to it: contacts, inputs, readers."""
        own = (self.address if w.address is None else w.address for w in self.inputs.values())
        read = (*self.readers, *self.readers_out)
        return frozenset(
            ((self.line, self.address), *((self.line, address) for address in own))
        ) | {(each.line, each.address) for each in read if each.address is not None}

    @property
    def set_out_by_hand(self) -> bool:
        """Whether a person set it out of service, who can put it back; not the site file."""
        return not self.in_service and self.out_of_service_since is not None

    @property
    def is_way_out(self) -> bool:
        """Whether cars leave by it."""
        return self.direction is not Direction.ENTRY and not self.on_foot


@dataclass(frozen=True, slots=True)
class OutOfService:
    """That a person set a gate out of service; it lasts until a person puts the gate back."""

    gate: str
    since: datetime
    operator: str
    note: str
    """Why."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of spots of a lot; capacity counts per group, never per lot."""

    id: str
    name: str
    spots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A parking lot; hours are OpenStreetMap opening hours in the site's time zone."""

    id: str
    name: str
    groups: tuple[Group, ...]
    hours: str = ""
    closed_on: tuple[date, ...] = ()
    address: str = ""
    entry_instructions: Mapping[str, str] = field(default_factory=dict[str, str])
    exit_instructions: Mapping[str, str] = field(default_factory=dict[str, str])
    pedestrian_instructions: Mapping[str, str] = field(default_factory=dict[str, str])
    """Keys of the three are two-letter languages."""
    internal_note: str = ""
    owner: str | None = None
    """Id of the owning organisation, where one is named."""

    def group(self, group_id: str) -> Group:
        """Return the group of that id; raises KeyError when the lot has none."""
        return next((g for g in self.groups if g.id == group_id), None) or _missing(group_id)


def _missing(group_id: str) -> Group:
    raise KeyError(group_id)


@dataclass(frozen=True, slots=True)
class Manager:
    """Whom a parker or guard asks at an organisation."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorPolicy:
    """On what terms an organisation takes visitors."""

    groups: tuple[str, ...] = ()
    longest_stay_hours: float = 10.0
    per_day: int | None = None
    host_must_confirm: bool = False
    mandatory: tuple[str, ...] = ("organisation", "last_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Owns, leases or uses a lot; its plan names the features it may use."""

    id: str
    name: str
    plan: tuple[str, ...] = ("control_room",)
    managers: tuple[Manager, ...] = ()
    takes_visitors: bool = False
    visitors: VisitorPolicy = VisitorPolicy()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Spots that a tenant has in a lot; without an active lease there is no access."""

    tenant: str
    lot: str
    spots: Mapping[str, int]
    """Group id to number of spots."""
    starts: date
    ends: date | None = None
    """Last day, included; None lasts."""
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Organisations that share spots of some groups of a lot, and no more than those."""

    id: str
    name: str
    lot: str
    organisations: tuple[str, ...]
    spots: Mapping[str, int]
    """Group id to the number of spots that all of them have together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """An access policy of an organisation for some groups of one lot."""

    id: str
    organisation: str
    strategy: Strategy
    lot: str
    groups: tuple[str, ...]
    name: str = ""
    timetable: str = ""
    """OpenStreetMap opening hours; empty means always."""
    grace_before: int = 15
    grace_after: int = 15
    """Both in minutes."""
    starts: date | None = None
    ends: date | None = None
    sequence: Sequence = Sequence.OFF
    """At the entry: what becomes of somebody who is inside already."""
    sequence_out: Sequence | None = None
    """At the exit, where it differs from the entry; an exit only ever reports."""
    reentry: bool = True
    planning_days: int | None = None
    """How many days ahead one may book; None is without limit."""
    credits: int = 0
    """Credits that an entry takes; the balance is only read here."""
    pay_first: bool = False
    """Whoever owes something must pay before the next entry."""
    instructions: Mapping[str, str] = field(default_factory=dict[str, str])
    internal_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A whole site as one value; everything refers to everything else by id."""

    name: str
    timezone: str
    country: str = "BE"
    control_room_phone: str = ""
    technician: str = ""
    on_call: str = ""
    language: str = ""
    """In which strangers are spoken to, and whoever has not said their own; empty is English."""
    lines: tuple[Line, ...] = ()
    lots: tuple[Lot, ...] = ()
    gates: tuple[Gate, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    leases: tuple[Lease, ...] = ()
    communities: tuple[Community, ...] = ()
    policies: tuple[Policy, ...] = ()

    def lot(self, lot_id: str) -> Lot:
        """Return the lot of that id; raises KeyError."""
        return {lot.id: lot for lot in self.lots}[lot_id]

    def gate(self, gate_id: str) -> Gate:
        """Return the gate of that id; raises KeyError."""
        return {gate.id: gate for gate in self.gates}[gate_id]

    def organisation(self, organisation_id: str) -> Organisation:
        """Return the organisation of that id; raises KeyError."""
        return {org.id: org for org in self.organisations}[organisation_id]
