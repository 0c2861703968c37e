"""How each kind of relay board is told to close and open a contact."""

from izix_desk.devices.modbus.frames import (
    COIL_OFF,
    COIL_ON,
    Request,
    write_coil,
    write_registers,
)
from izix_desk.domain.site import Gate, TimedBy

WAVESHARE_FLASH = 0x0200
"""Waveshare: coil address 0x0200 + channel, the value in tenths of a second."""
LC_TECH_FIRST = 3
LC_TECH_STRIDE = 5
LC_TECH_FLASH_ON = 0x0004
"""LC-Tech: mode and tenths of a second in two registers from 3 + (n - 1) * 5, n from 1."""
LONGEST_TENTHS = 0x7FFF


def open_request(gate: Gate) -> Request:
    """Return the frame that begins the opening pulse of a gate."""
    if gate.open.timed_by is TimedBy.DESK:
        return write_coil(gate.address, gate.open.number, COIL_ON)
    tenths = min(LONGEST_TENTHS, max(1, round(gate.open.seconds * 10)))
    if gate.open.board == "lc-tech":
        start = LC_TECH_FIRST + gate.open.number * LC_TECH_STRIDE
        return write_registers(gate.address, start, (LC_TECH_FLASH_ON, tenths))
    return write_coil(gate.address, WAVESHARE_FLASH + gate.open.number, tenths)


def drop_request(unit: int, coil: int) -> Request:
    """Return the frame that opens a contact."""
    return write_coil(unit, coil, COIL_OFF)


def hold_request(unit: int, coil: int) -> Request:
    """Return the frame that closes a contact for as long as nothing else is said."""
    return write_coil(unit, coil, COIL_ON)
