"""Relay boards that end a pulse by themselves: how each is told, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayBoard:
    """Where a timed pulse of each output is written; times are in tenths of a second."""

    first: int
    """Coil, or register, of output 0."""
    stride: int
    """How much further that of the next output is."""
    outputs: int
    """How many the maker's biggest board has; what lies behind them means something else."""
    longest_tenths: int
    mode: int | None = None
    """What is written before the time, into a register; None where the time is a coil's value."""

    @property
    def longest_seconds(self) -> float:
        """Return the longest pulse."""
        return self.longest_tenths / 10


RELAY_BOARDS: Mapping[str, RelayBoard] = MappingProxyType(
    {
        # Modbus RTU Relay 32CH. From 0x0400 on the same command opens a contact for a time instead
        # and leaves it closed, and 0x00FF is all outputs at once.
        "waveshare": RelayBoard(first=0x0200, stride=1, outputs=32, longest_tenths=0x7FFF),
        # The manual of the boards with 1, 2, 4 and 8 relays.
        "lc-tech": RelayBoard(first=3, stride=5, outputs=8, longest_tenths=0xFFFF, mode=0x0004),
    }
)
"""By the name in a site file."""
