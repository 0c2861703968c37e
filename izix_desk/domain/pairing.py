"""Who a device is, and what was agreed when it was paired; never in a site file."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a device says it is."""

    vendor: str
    """Three bytes in hex, as registered by the maker."""
    model: int
    version: int
    serial: int
    firmware: str

    @property
    def same_for_life(self) -> tuple[str, int, int]:
        """Return what an update of the firmware does not change."""
        return self.vendor, self.model, self.serial

    def __str__(self) -> str:
        return (
            f"maker {self.vendor}, model {self.model}, version {self.version}, serial number "
            f"{self.serial}, firmware {self.firmware}"
        )


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
