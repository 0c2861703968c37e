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
    longest_tenths: int
    mode: int | None = None
    """What is written before the time, into a register; None where the time is a coil's value."""

    @property
    def longest_seconds(self) -> float:
        """Return the longest pulse."""
        return self.longest_tenths / 10

    @property
    def outputs(self) -> int:
        """Return how many outputs have their place in the address space."""
        last = 0xFFFF if self.mode is None else 0xFFFE
        return (last - self.first) // self.stride + 1


RELAY_BOARDS: Mapping[str, RelayBoard] = MappingProxyType(
    {
        "waveshare": RelayBoard(first=0x0200, stride=1, longest_tenths=0x7FFF),
        "lc-tech": RelayBoard(first=3, stride=5, longest_tenths=0xFFFF, mode=0x0004),
    }
)
"""By the name in a site file."""
