"""Frames of a table as a simulated device has them; with checks of its own, not the driver's."""

from collections.abc import Iterable

from izix_desk.domain.frame_table import Bit, ByteOrder, Check, FrameTable


def frame(
    table: FrameTable, text: str, address: int, channel: int, lit: Iterable[Bit] = ()
) -> bytes:
    """Return the bytes of a text; half bytes that may be anything are 0, but for the bits lit."""
    known = {"{address}": [address], "{channel}": [channel], "{check}": [0] * _width(table)}
    told = bytearray()
    check_at: int | None = None
    for word in text.split():
        check_at = len(told) if word == "{check}" else check_at
        told += bytes(known.get(word) or [int(word.replace("?", "0"), 16)])
    for bit in lit:
        told[bit.byte] |= 1 << bit.bit
    if check_at is not None:
        check = _check(table, told[table.check_from : check_at])
        told[check_at : check_at + len(check)] = check
    return bytes(told)


def _width(table: FrameTable) -> int:
    return 2 if table.check is Check.CRC16 else 1


def _check(table: FrameTable, data: bytearray) -> bytes:
    if table.check is Check.CRC16:
        check = _crc(data)
        high, low = check >> 8, check & 0xFF
        return bytes((low, high) if table.check_order is ByteOrder.LITTLE else (high, low))
    check = 0
    for byte in data:
        check = check ^ byte if table.check is Check.XOR else (check + byte) % 256
    return bytes((check,))


def _crc(data: bytearray) -> int:
    """Compute bit by bit what the driver looks up in a table."""
    check = 0xFFFF
    for byte in data:
        check ^= byte
        for _ in range(8):
            carry, check = check & 1, check >> 1
            check ^= 0xA001 * carry
    return check
