"""Checks at the end of frames."""

from functools import reduce

from izix_desk.domain.frame_table import ByteOrder, Check


def _table() -> tuple[int, ...]:
    rows: list[int] = []
    for value in range(256):
        check = value
        for _ in range(8):
            check = (check >> 1) ^ 0xA001 if check & 1 else check >> 1
        rows.append(check)
    return tuple(rows)


_CRC = _table()


def crc16(data: bytes) -> int:
    """Return the CRC of Modbus RTU: polynomial 0xA001 reflected, start 0xFFFF."""
    check = 0xFFFF
    for byte in data:
        check = (check >> 8) ^ _CRC[(check ^ byte) & 0xFF]
    return check


def check_size(check: Check) -> int:
    """Return how many bytes a check takes."""
    return {Check.NONE: 0, Check.CRC16: 2}.get(check, 1)


def check_of(check: Check, order: ByteOrder, data: bytes) -> bytes:
    """Return the check over these bytes, as it stands in a frame."""
    match check:
        case Check.NONE:
            return b""
        case Check.XOR:
            return bytes((reduce(int.__xor__, data, 0),))
        case Check.SUM:
            return bytes((sum(data) & 0xFF,))
        case Check.CRC16:
            return crc16(data).to_bytes(2, "little" if order is ByteOrder.LITTLE else "big")
