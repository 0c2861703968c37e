"""What commands carry, and what replies tell; pure bytes."""

from enum import IntEnum

from izix_desk.devices.osdp.codes import RAW
from izix_desk.domain.cards import Card, read_bits
from izix_desk.domain.pairing import Identity

LONGEST_TENTHS = 0xFFFF
OUTPUTS = 2
"""Capability: function code of the outputs."""


class Control(IntEnum):
    """What an output is told; a timed state ends in the permanent one."""

    OFF = 1
    ON = 2
    ON_FOR = 5


def output(number: int, control: Control, seconds: float = 0.0) -> bytes:
    """Return the data of OUT for one output; the time goes in tenths of a second."""
    tenths = min(LONGEST_TENTHS, max(1, round(seconds * 10))) if control is Control.ON_FOR else 0
    return bytes((number, control)) + tenths.to_bytes(2, "little")


BLACK, RED, GREEN = 0, 1, 2
SHOWN_TENTHS = 30
REFUSED_BEEPS = 2, 2, 1, 3
"""The usual tone, on and off in tenths of a second, and how often."""


SILENT = frozenset({0, 1})
"""Tones that are none."""


def lamp(reader: int, *, good: bool) -> bytes:
    """Return the data of LED for the first lamp of a reader: a while green, or flashing red.

    That it flashes tells it from green for those who cannot tell the colours apart.
    """
    on, off, colour = (SHOWN_TENTHS, 0, GREEN) if good else (2, 2, RED)
    for_a_while = (2, on, off, colour, BLACK, *SHOWN_TENTHS.to_bytes(2, "little"))
    for_good = (0, 0, 0, 0, 0)  # what the device shows otherwise is left as it is
    return bytes((reader, 0, *for_a_while, *for_good))


def read_identity(data: bytes) -> Identity | None:
    """Return the identity in a PDID."""
    if len(data) != 12:
        return None
    return Identity(
        vendor=data[:3].hex(),
        model=data[3],
        version=data[4],
        serial=int.from_bytes(data[5:9], "little"),
        firmware=".".join(map(str, data[9:12])),
    )


def read_states(data: bytes) -> dict[int, bool]:
    """Return the states in an ISTATR or OSTATR by number, from 0."""
    return {number: bool(state) for number, state in enumerate(data)}


def read_tampered(data: bytes) -> bool:
    """Tell whether an LSTATR says that the device was opened."""
    return data[:1] == b"\x01"


def read_outputs(data: bytes) -> int:
    """Return how many outputs a PDCAP names; 0 when it names none."""
    triples = (data[start : start + 3] for start in range(0, len(data) - 2, 3))
    return next((items for function, _, items in triples if function == OUTPUTS), 0)


def read_card(code: int, data: bytes) -> Card | None:
    """Return the card in a RAW or FMT."""
    if len(data) < 4:
        return None
    if code == RAW:
        return read_bits(int.from_bytes(data[2:4], "little"), data[4:])
    text = data[3 : 3 + data[2]]
    # Read backwards by the reader when bit 0 of the second byte says so.
    text = text[::-1] if data[1] & 1 else text
    return Card(0, text.decode("ascii", "replace")) if text else None


def read_keys(data: bytes) -> str:
    """Return the keys in a KEYPAD; 0x7F stands for `*` and 0x0D for `#`."""
    if len(data) < 3 or data[1] != len(data) - 2:
        return ""
    named = {0x7F: "*", 0x0D: "#"}
    keys = "".join(named.get(byte, chr(byte)) for byte in data[2:])
    return keys if keys.isascii() and keys.isprintable() else ""
