"""What is read of bytes that were sent at another speed: the very bits, at other instants."""

BITS = 10
"""Start bit, eight data bits, stop bit."""
LOOKS = 8
"""How often within a bit the reader looks for the beginning of the next byte."""


def misread(data: bytes, sent: int, read: int) -> bytes:
    """Return what is read at one speed (bit/s) of what was sent at another one."""
    if sent == read:
        return data
    levels = [level for byte in data for level in _levels(byte)]
    ratio = sent / read
    received = bytearray()
    at = 0.0
    while at < len(levels):
        if _level(levels, at):
            at += min(1.0, ratio) / LOOKS
            continue
        bits = (_level(levels, at + (1.5 + number) * ratio) for number in range(8))
        received.append(sum(bit << number for number, bit in enumerate(bits)))
        at += (BITS - 0.5) * ratio
        while at < len(levels) and not _level(levels, at):
            at += min(1.0, ratio) / LOOKS  # no stop bit there: the next byte waits for a rest
    return bytes(received)


def _levels(byte: int) -> list[int]:
    return [0, *(byte >> number & 1 for number in range(8)), 1]


def _level(levels: list[int], at: float) -> int:
    return levels[int(at)] if at < len(levels) else 1
