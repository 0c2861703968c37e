"""How each kind of relay board is told to close and open a contact."""

from izix_desk.devices.modbus.frames import (
    COIL_OFF,
    COIL_ON,
    Request,
    write_coil,
    write_registers,
)
from izix_desk.domain.relay_boards import RELAY_BOARDS
from izix_desk.domain.site import Gate, TimedBy


def open_request(gate: Gate) -> Request:
    """Return the frame that begins the opening pulse of a gate."""
    if gate.open.timed_by is TimedBy.DESK:
        return write_coil(gate.address, gate.open.number, COIL_ON)
    assert gate.open.board is not None, "the site file was checked"
    board = RELAY_BOARDS[gate.open.board]
    tenths = min(board.longest_tenths, max(1, round(gate.open.seconds * 10)))
    place = board.first + gate.open.number * board.stride
    if board.mode is None:
        return write_coil(gate.address, place, tenths)
    return write_registers(gate.address, place, (board.mode, tenths))


def drop_request(unit: int, coil: int) -> Request:
    """Return the frame that opens a contact."""
    return write_coil(unit, coil, COIL_OFF)


def hold_request(unit: int, coil: int) -> Request:
    """Return the frame that closes a contact for as long as nothing else is said."""
    return write_coil(unit, coil, COIL_ON)
