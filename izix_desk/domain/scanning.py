"""What a search for devices on a line heard, and what it means in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from izix_desk.domain.site import Protocol

ADDRESSES: Mapping[Protocol, range] = {
    Protocol.MODBUS_RTU: range(1, 248),
    Protocol.OSDP: range(127),
}
"""All addresses of each protocol whose devices can be found by asking."""
SEARCHABLE = frozenset(ADDRESSES)
NO_BYTES = "No bytes came: check the power, the address, and whether A and B are swapped."
NO_FRAME = "Bytes came, but no frame: check speed and parity."
BAD_CHECKS = (
    "Frames came with wrong checks: check the end resistors, and that there are not two masters on "
    "this line."
)
TWO_MASTERS = (
    "Somebody else asks on this line: end that program or unplug that master; two disturb each "
    "other."
)
ONLY_TRIED = "Only {} was tried: the device may be set to something else."


@dataclass(frozen=True, slots=True)
class Setting:
    """How a port is set while devices are searched there."""

    protocol: Protocol
    baudrate: int
    parity: str = "N"
    stopbits: int = 1

    def __str__(self) -> str:
        return f"{self.protocol} at {self.baudrate} {self.parity}{self.stopbits}"


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


@dataclass(frozen=True, slots=True)
class SearchNews:
    """One address that was asked on a line whose gates are served meanwhile."""

    line: str
    address: int
    words: str | None
    """Who answered; None when nobody did."""
    left: int
    """How many addresses are still to be asked."""
    evidence: Evidence
    """What came so far besides good answers."""


@dataclass(slots=True)
class Report:
    """How a search ended."""

    tried: list[Setting] = field(default_factory=list[Setting])
    found: list[FoundDevice] = field(default_factory=list[FoundDevice])
    evidence: Evidence = field(default_factory=Evidence)

    def sentences(self, *, limited: bool) -> Iterable[str]:
        """Return what to do; `limited` says that a person had chosen what was tried."""
        heard = self.evidence
        if heard.masters:
            yield TWO_MASTERS
        if heard.damaged and not heard.masters:
            yield BAD_CHECKS
        elif not self.found and not heard.masters:
            yield NO_FRAME if heard.strange or heard.unasked else NO_BYTES
        if limited and not self.found:
            yield ONLY_TRIED.format(", ".join(map(str, self.tried)))
