"""OSDP devices on a line: what is known of each, and what it is to be asked next."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from izix_desk.devices.osdp.codes import CAP, ID, ISTAT, LSTAT, OSTAT, POLL
from izix_desk.devices.osdp.frames import Message
from izix_desk.devices.osdp.keys import is_weak
from izix_desk.devices.osdp.secure import Handshake, Session
from izix_desk.devices.stations import Roster, Station, unit_of
from izix_desk.domain.lines import ControllerState
from izix_desk.domain.pairing import Pairing
from izix_desk.domain.site import Gate

OFFLINE_SECONDS = 8.0
STRANGERS = 3
STRANGER_SECONDS = 10.0
"""So many replies of somebody else within this time are no accident."""
CLEAN_REPLIES = 20
"""A device that was barred has to answer so often without a fault before it is trusted again."""
UNPAIRED = "{}: nothing is sent to it; pair it with `izix-desk pair {} {}`."
WITH_DETAIL = frozenset({ID, CAP})
"""Questions that carry a byte for the kind of answer; 0 is the usual one."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it went out; it may be repeated byte for byte."""

    code: int
    frame: bytes


@dataclass(slots=True, kw_only=True)
class Peripheral(Station):
    """One address of the line, and how far we got with it."""

    pairing: Pairing | None
    has_inputs: bool
    contacts: tuple[int, ...]
    """Outputs that gates are wired to."""
    first_questions: tuple[int, ...]
    warns: list[str] = field(default_factory=list[str])
    """Gates, also of other lines, of which anything is wired here."""
    signals: bool = True
    """It has a lamp and a buzzer, or did not say otherwise yet."""
    handshake: Handshake | None = None
    """Under way: the device has proven its key, and waits for our proof."""
    session: Session | None = None
    sequence: int = 0
    pending: Question | None = None
    """Sent and not answered; repeated once, then the channel is opened anew."""
    wants_mark: bool = False
    """It left a frame without the mark byte unanswered; all others are spared the byte."""
    agenda: deque[int] = field(default_factory=deque[int])
    """Questions of the first contact that are still open."""
    is_known: bool = False
    """It proved its key and is the device that was paired."""
    tells_inputs: bool = True
    """When asked; else they only come by themselves, in the answer to a poll."""
    inputs_next: bool = False
    refusals: int = 0
    """Frames in a row that were not from a device that knows the key."""
    strangers: deque[float] = field(default_factory=lambda: deque[float](maxlen=STRANGERS))
    """When somebody answered although the device had answered already."""
    last_reply: bytes = b""
    clean: int = 0
    """Good replies in a row."""
    bars: int = 0
    """How often it was barred since it was last trusted."""
    barred: str = ""
    """Why it is not trusted; nothing is sent to its outputs then."""
    is_open: bool = False
    """It says that its case was opened."""
    lacks: str = ""
    """What it cannot do although the site needs it."""
    outputs: dict[int, bool] = field(default_factory=dict[int, bool])
    """States as last read, by number."""

    def forget(self) -> None:
        """Have it met again from the beginning."""
        self.hang_up()
        self.is_met = self.is_known = False
        self.agenda = deque(self.first_questions)
        self.lacks, self.tells_inputs = "", True

    def hang_up(self) -> None:
        """Drop the channel: the next exchange is a fresh handshake."""
        self.session = self.handshake = self.pending = None

    @property
    def asks_inputs(self) -> bool:
        """Tell whether its inputs are asked for again and again."""
        return self.has_inputs and self.tells_inputs

    def is_ready(self) -> bool:
        """Tell whether a command may go out now."""
        return bool(self.session and self.is_known and not self.pending and not self.barred)

    def next_sequence(self) -> int:
        """Return the number of the next frame: 1, 2, 3, 1 …; 0 only begins a channel."""
        self.sequence = self.sequence % 3 + 1
        return self.sequence

    def ask(self, code: int, data: bytes = b"") -> Question:
        """Return the frame of a question in the open channel."""
        assert self.session is not None, "a handshake comes first"
        data = data or (b"\x00" if code in WITH_DETAIL else b"")
        message = Message(self.unit, self.next_sequence(), code, data)
        return Question(code, self.session.wrap(message))

    def next_code(self) -> int:
        """Return what to ask next; card reads come with POLL only, inputs surely with ISTAT."""
        if self.agenda:
            return self.agenda[0]
        self.inputs_next = self.asks_inputs and not self.inputs_next
        return ISTAT if self.inputs_next else POLL

    def stranger(self, now: float) -> bool:
        """Note a reply of somebody else; tell whether there were too many."""
        self.strangers.append(now)
        many = len(self.strangers) == STRANGERS
        return many and now - self.strangers[0] < STRANGER_SECONDS

    def state(self, now: float, line: str) -> ControllerState:
        """Return how it is doing."""
        # Slots and a generated class do not go with the short form of super().
        return ControllerState.BARRED if self.barred else Station.state(self, now, line)

    def trouble(self, line: str) -> str:
        """Return one sentence about what is wrong although it answers, or an empty text."""
        where = f"The device at address {self.unit} of line {line}"
        if self.barred:
            return f"{where} {self.barred}"
        if self.is_open:
            return f"{where} says that its case is open: look at it."
        return f"{where} {self.lacks}" if self.lacks else ""


def peripherals_of(
    line: str, gates: Sequence[Gate], pairings: Mapping[int, Pairing]
) -> Roster[Peripheral]:
    """Return all devices of a line, each with its key if it has one; gates may be of others."""
    own = [gate for gate in gates if gate.line == line]
    used = [(gate.id, unit) for gate in gates for name, unit in gate.devices if name == line]
    units = sorted({unit for _, unit in used})
    devices = {unit: _peripheral(unit, own, pairings.get(unit), line) for unit in units}
    for gate, unit in used:
        devices[unit].warns.append(gate)
    return Roster(own, devices, offline_seconds=OFFLINE_SECONDS)


def _peripheral(unit: int, gates: Sequence[Gate], pairing: Pairing | None, line: str) -> Peripheral:
    wired = any(unit_of(gate, each) == unit for gate in gates for each in gate.inputs.values())
    contacts = [gate.open.number for gate in gates if gate.address == unit]
    contacts += [gate.hold for gate in gates if gate.address == unit and gate.hold is not None]
    questions = (ID, CAP, LSTAT, *((OSTAT,) if contacts else ()), *((ISTAT,) if wired else ()))
    weak = pairing is not None and is_weak(pairing.key)
    no_key = "has a key that anybody could guess" if weak else "" if pairing else "is not paired"
    return Peripheral(
        unit=unit,
        pairing=None if weak else pairing,
        has_inputs=wired,
        contacts=tuple(contacts),
        first_questions=questions,
        barred=UNPAIRED.format(no_key, line, unit) if no_key else "",
    )
