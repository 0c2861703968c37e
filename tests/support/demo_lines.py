"""Figures and traces of the small site's lines: all well, a dead and an unsteady controller."""

import time
from collections.abc import Sequence
from itertools import cycle, islice

from izix_desk.domain.lines import ControllerFigures, ControllerState, LineFigures, TraceLine
from izix_desk.domain.pairing import Identity
from izix_desk.domain.site import Protocol

PORT = "/dev/serial/by-id/usb-FTDI_USB-RS485_Cable_FT4Q9XYZ-if00-port0"
IDENTITY = Identity(vendor="5cd02e", model=12, version=3, serial=3080112, firmware="2.14.9")
DEAD = "It has not answered since 14:02: power, address, or A and B swapped."


def controllers() -> tuple[ControllerFigures, ...]:
    """Return three controllers of the north line."""
    now = time.monotonic()
    return (
        ControllerFigures(
            address=1, state=ControllerState.OK, gates=("p1-entry",), heard=now - 0.1,
            reply_last=0.0064, reply_median=0.0061, reply_worst=0.0312, asked=48120, misses=3,
            check_errors=1, identity=IDENTITY,
        ),
        ControllerFigures(
            address=2, state=ControllerState.DEGRADED, gates=("p1-exit",), heard=now - 1.4,
            reply_last=0.0471, reply_median=0.0118, reply_worst=0.2104, asked=48102, misses=1284,
            check_errors=977, stray_bytes=212,
            detail="Its answers come damaged: look for a missing end resistor.",
        ),
        ControllerFigures(
            address=3, state=ControllerState.OFFLINE, gates=("p1-ramp",), heard=now - 4000,
            asked=20110, misses=412, detail=DEAD,
        ),
    )  # fmt: skip


def figures(**changes: object) -> LineFigures:
    """Return how the north line does."""
    words: dict[str, object] = {
        "line": "north", "protocol": Protocol.MODBUS_RTU, "port": PORT, "baudrate": 19200,
        "parity": "N", "stopbits": 1, "monotonic": time.monotonic(), "polls_per_second": 41.62,
        "controllers": controllers(),
    }  # fmt: skip
    return LineFigures(**{**words, **changes})  # pyright: ignore[reportArgumentType] the test's own names


def closed_port() -> LineFigures:
    """Return how the south line does: somebody pulled its plug."""
    return figures(line="south", controllers=(), polls_per_second=0.0,
                   fault=f"{PORT} is not there: plug the adapter in.")  # fmt: skip


def passed(count: int, first: int = 0, line: str = "north") -> Sequence[TraceLine]:
    """Return so many frames of a line: questions, answers, and one that got none."""
    kinds = cycle(
        (
            (1, True, "01 02 00 00 00 04 79 C9", "unit 1, inputs 0 to 3?"),
            (1, False, "01 02 01 05 61 8B", "unit 1, inputs 0 to 3: 0 and 2 on"),
            (2, True, "02 02 00 00 00 04 79 FA", "unit 2, inputs 0 to 3?"),
            (2, False, "02 02 01 00 A0 0D", "unit 2, an answer that was damaged: wrong check"),
            (3, True, "03 02 00 00 00 04 78 2B", "unit 3, inputs 0 to 3?"),
            (3, False, "", "unit 3, no answer"),
        )
    )
    start = time.monotonic() - count * 0.02
    return [
        TraceLine(line=line, number=first + place, at=start + place * 0.02, is_sent=is_sent,
                  address=address, data=bytes.fromhex(data), words=words)
        for place, (address, is_sent, data, words) in enumerate(islice(kinds, count))
    ]  # fmt: skip
