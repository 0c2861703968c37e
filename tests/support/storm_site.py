"""Forty gates on eight lines: boards of each kind, devices of a table, and OSDP."""

from dataclasses import replace
from pathlib import Path

from izix_desk.domain.site import Gate, Input, Line, Output, Protocol, Site, TimedBy
from tests.support import quay
from tests.support.frames import RELAYS

LINES = ("plain-1", "plain-2", "table", "flash", "timed", "osdp-1", "osdp-2", "osdp-3")
EACH = 5
PULSE = 0.5
MOVES_WITHIN = 1.3
"""Twice what the simulated ones take; with it a command's whole story is over within 5 s."""


def site(links: Path) -> Site:
    """Return the site; of five gates on a line two are measured, and one of these is stuck."""
    lines = tuple(_line(name, links) for name in LINES)
    gates = tuple(_gate(name, number) for name in LINES for number in range(1, EACH + 1))
    return replace(quay.site(), lines=lines, gates=gates)


def _line(name: str, links: Path) -> Line:
    protocols = {"osdp": Protocol.OSDP, "table": Protocol.FRAMES}
    return Line(
        id=name,
        port=str(links / name),
        protocol=protocols.get(name.partition("-")[0], Protocol.MODBUS_RTU),
        baudrate=38400,
        frames=RELAYS if name == "table" else None,
    )


def _gate(line: str, number: int) -> Gate:
    kind = line.partition("-")[0]
    board = {"flash": "waveshare", "timed": "lc-tech"}.get(kind)
    timed_by = TimedBy.DESK if kind in {"plain", "table"} else TimedBy.BOARD
    return replace(
        quay.site().gate("exit"),
        id=f"{line}-{number}",
        name=f"{line} {number}",
        line=line,
        address=number,
        open=Output(number=0, seconds=PULSE, timed_by=timed_by, board=board),
        hold=1,
        inputs={"closed": Input(0), "opened": Input(1)} if number <= 2 else {},
        moves_within=MOVES_WITHIN,
        cycle_seconds=1.0,
    )
