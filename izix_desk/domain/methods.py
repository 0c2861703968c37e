"""How somebody asks to pass, and which reader reads it."""

from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """How somebody asked to pass."""

    PLATE = "PLATE"
    BADGE = "BADGE"
    PIN = "PIN"
    QR = "QR"
    APP = "APP"


SHOWN = frozenset(Method) - {Method.PLATE}
"""All that is shown to a reader or typed."""


TOKENS = {"badge": Method.BADGE, "qr": Method.QR}
"""Groups of a pattern that name what somebody showed."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads badges, keys or codes for a gate; it need not sit on the gate's own line."""

    line: str
    address: int | None = None
    """Of its OSDP device; None on a line of text."""
    number: int | None = None
    """Which reader of the device; None is every one."""
    reads: Method = Method.BADGE
    """What a card or text is that an OSDP reader sends; of a line of text the pattern says it."""

    def covers(self, other: "Reader") -> bool:
        """Tell whether a read of the other one may have come from this one."""
        same = (self.line, self.address) == (other.line, other.address)
        return same and (self.number is None or other.number in {None, self.number})
