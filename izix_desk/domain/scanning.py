"""What a search for devices on a line heard, and what it means in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from izix_desk.domain.frame_table import FrameTable
from izix_desk.domain.site import Line, Protocol

ADDRESSES: Mapping[Protocol, range] = {
    Protocol.MODBUS_RTU: range(1, 248),
    Protocol.OSDP: range(127),
}
"""All addresses of each protocol whose devices can be found by asking, whatever they are."""
USUAL: Mapping[Protocol, tuple[tuple[int, str], ...]] = {
    Protocol.OSDP: ((9600, "N"), (19200, "N"), (38400, "N"), (57600, "N"), (115200, "N")),
    Protocol.MODBUS_RTU: (
        (9600, "N"), (19200, "N"), (19200, "E"), (9600, "E"), (38400, "N"), (38400, "E"),
        (115200, "N"), (57600, "N"), (4800, "N"), (9600, "O"), (19200, "O"),
    ),
}  # fmt: skip
"""Speeds and parities as makers deliver them, most usual first."""
SLOWEST_BESIDE_GATES = 4800
"""A question at a lower speed would hold a gate command up for too long."""
USUAL_LAST = 32
"""Installers rarely give addresses beyond, and so few are asked soon."""
NO_BYTES = "No bytes came: check the power, the address, and whether A and B are swapped."
NOBODY_ELSE = (
    "Nobody else answered: check the power and the address of whoever should, and whether A and B "
    "are swapped there."
)
NO_FRAME = "Bytes came, but no frame: check speed and parity."
BAD_CHECKS = (
    "Frames came with wrong checks: check the end resistors, and that there are not two masters on "
    "this line."
)
MISNAMED = (
    "Sound answers came under another address than was asked: give each device its own address, "
    "and look for a gateway that renames them."
)
LATE = (
    "Answers come too late: look for a slow gateway, a device server or an adapter in between; "
    "gates cannot be served like that."
)
LOST = (
    "Some answers were lost: check the plugs and screws of A and B, the end resistors, and that no "
    "two devices have one address. Scan again: somebody may have been missed."
)
TWO_MASTERS = (
    "Somebody else asks on this line: end that program or unplug that master; two disturb each "
    "other."
)
OTHERS_LEFT = (
    "The search ended where somebody answered: --other-speeds tries all other speeds and protocols "
    "too."
)
STOPPED = "Stopped after address {} of {}: what follows is true only of what was asked by then."
STOPPED_EARLY = "Stopped before anybody was asked."
ANOTHER_MASTER = "Somebody else asks on line {}: end that program or unplug that master."
ONLY_TRIED = "Only {} was tried: the device may be set to something else."


@dataclass(frozen=True, slots=True)
class Setting:
    """How a port is set while devices are searched there."""

    protocol: Protocol
    baudrate: int
    parity: str = "N"
    stopbits: int = 1
    frames: str = ""
    """The name of the table of frames."""

    @property
    def name(self) -> str:
        """Return what is spoken."""
        return self.frames or self.protocol.value

    def __str__(self) -> str:
        return f"{self.name} at {self.baudrate} {self.parity}{self.stopbits}"


def setting_of(line: Line) -> Setting:
    """Return how a line itself is set."""
    frames = "" if line.frames is None else line.frames.name
    return Setting(line.protocol, line.baudrate, line.parity, line.stopbits, frames)


def addresses_of(line: Line) -> range:
    """Return where somebody may be found on a line beside its gates; nowhere if nobody can be."""
    if line.frames is None:
        return ADDRESSES.get(line.protocol, range(0))
    can = line.frames.status is not None and line.frames.is_addressed
    return addresses_of_table(line.frames) if can else range(0)


def why_not_searched(line: Line) -> str:
    """Return one sentence on why nobody else can be found on a line; empty where that can be."""
    if addresses_of(line):
        return ""
    if line.frames is None:
        return f"Whoever speaks {setting_of(line).name} speaks by itself and cannot be asked."
    if line.frames.status is None:
        return f"{line.frames.name} has no status request, so its devices cannot be found."
    return f"Frames of {line.frames.name} have no address, so nobody else can be on this line."


def addresses_of_table(table: FrameTable) -> range:
    """Return what stands for an address in its frames; a device without one is asked once."""
    return range(256) if table.is_addressed else range(1, 2)


def other_settings(line: Line) -> tuple[Setting, ...]:
    """Return how else devices of a line may be set, as far as that can be tried beside gates.

    A device server has its speed to itself; to devices of a table noise could be an order.
    """
    if "://" in line.port:
        return ()
    usual = (Setting(line.protocol, *each) for each in USUAL.get(line.protocol, ()))
    return tuple(each for each in usual if each != setting_of(line))


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """Somebody who answered."""

    setting: Setting
    address: int
    words: str
    """Who it says it is, or what it answers to."""


@dataclass(slots=True)
class Evidence:
    """What came besides good answers."""

    asked: int = 0
    unasked: int = 0
    """Bytes that came before anything was asked."""
    strange: int = 0
    """Answers that were no frame."""
    damaged: int = 0
    """Answers with a wrong check."""
    masters: int = 0
    """Sound questions of somebody else."""
    lost: int = 0
    """Questions that were answered only when they were asked again."""
    late: int = 0
    """Sound answers that came when nobody waited for them any more."""
    misnamed: int = 0
    """Sound answers under another address than was asked."""


@dataclass(frozen=True, slots=True)
class SearchNews:
    """One address that was asked on a line whose gates are served meanwhile."""

    line: str
    setting: Setting
    address: int
    words: str | None
    """Who answered; None when nobody did."""
    left: int
    """How many are still to be asked."""
    evidence: Evidence
    """What came so far besides good answers."""
    can: bool = True
    """False where the port cannot be set like that, so that nobody was asked."""


@dataclass(slots=True)
class Report:
    """How a search ended."""

    tried: list[Setting] = field(default_factory=list[Setting])
    found: list[FoundDevice] = field(default_factory=list[FoundDevice])
    evidence: Evidence = field(default_factory=Evidence)
    beside_gates: bool = False
    """The line serves gates meanwhile, so it is no dead one."""
    left_out: bool = False
    """It ended where somebody answered, before all settings were tried."""
    is_stopped: bool = False
    """A person ended it early."""
    last: tuple[Setting, int] | None = None
    """Who was asked last."""

    def take(self, news: SearchNews) -> FoundDevice | None:
        """Keep what was asked and heard beside gates; return who answered."""
        self.evidence, self.beside_gates = news.evidence, True
        self.last = news.setting, news.address
        if news.can and news.setting not in self.tried:
            self.tried.append(news.setting)
        if news.words is None:
            return None
        self.found.append(FoundDevice(news.setting, news.address, news.words))
        return self.found[-1]

    def sentences(self, *, limited: bool) -> Iterable[str]:
        """Return what to do; `limited` says that a person had chosen what was tried."""
        if self.is_stopped and self.last is None:
            yield STOPPED_EARLY
            return
        if self.is_stopped and self.last is not None:
            yield STOPPED.format(self.last[1], self.last[0])
        told = list(self._told_by_evidence())
        if not told and not self.found:
            heard, nothing = self.evidence, NOBODY_ELSE if self.beside_gates else NO_BYTES
            told.append(NO_FRAME if heard.strange or heard.unasked else nothing)
        yield from told
        if self.left_out:
            yield OTHERS_LEFT
        if (limited or self.is_stopped) and not self.found:
            yield ONLY_TRIED.format(", ".join(map(str, self.tried)))

    def _told_by_evidence(self) -> Iterable[str]:
        heard = self.evidence
        if heard.masters:  # which explains all the rest
            yield TWO_MASTERS
            return
        if heard.damaged:
            yield BAD_CHECKS
        if heard.misnamed:
            yield MISNAMED
        if heard.late:
            yield LATE
        if heard.lost and not heard.late:  # else what seems lost may have been late
            yield LOST
