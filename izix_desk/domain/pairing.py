"""What was agreed with a device when it was paired; this PC's own, and never in a site file."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """The key of one device, and who the device said it was."""

    line: str
    address: int
    key: bytes = field(repr=False)
    """SCBK, 16 random bytes that no other device has."""
    vendor: str
    """Three bytes in hex, as registered by the maker."""
    model: int
    serial: int
    firmware: str
    paired: datetime
    operator: str
