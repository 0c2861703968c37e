"""Devices of a line whose frames a table declares: what is asked of each, and what it told."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from izix_desk.devices.frames.talker import Put, put
from izix_desk.devices.stations import Roster, Station, units_of
from izix_desk.domain.frame_table import Bit, FrameTable
from izix_desk.domain.site import Gate

OFFLINE_SECONDS = 3.0


@dataclass(slots=True, kw_only=True)
class Device(Station):
    """One address of the line, and how it is doing."""

    table: FrameTable
    question: Put | None
    """What is asked again and again; None where the table has no status request."""
    outputs: dict[int, bool] = field(default_factory=dict[int, bool])
    """Outputs as last read; empty where they cannot be."""

    def forget(self) -> None:
        """Have its outputs read again, if it can tell them."""
        self.is_met = self.table.status is None
        self.outputs = {}

    def take(self, reply: bytes) -> None:
        """Keep what a reply to the question tells."""
        status = self.table.status
        assert status is not None, "nothing was asked"
        self.bits = _read(status.inputs, reply)
        self.outputs = _read(status.outputs, reply)


def _read(bits: Sequence[Bit], reply: bytes) -> dict[int, bool]:
    return {number: bool(reply[at.byte] >> at.bit & 1) for number, at in enumerate(bits)}


def devices_of(table: FrameTable, gates: Sequence[Gate]) -> Roster[Device]:
    """Return all devices that gates are wired to."""
    units = sorted({unit for gate in gates for unit in units_of(gate)})
    devices = {unit: _device(table, unit) for unit in units}
    return Roster(gates, devices, offline_seconds=OFFLINE_SECONDS)


def _device(table: FrameTable, unit: int) -> Device:
    question = None if table.status is None else put(table, table.status, unit)
    return Device(unit=unit, table=table, question=question, answers=question is not None)
