"""Sites that only have lines: so many controllers of a kind, each with a gate of its own."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from izix_desk.domain.pairing import Pairing
from izix_desk.domain.site import (
    Direction,
    Gate,
    Group,
    Input,
    Line,
    Lot,
    Output,
    Protocol,
    Site,
    TimedBy,
)

INPUTS = ("closed", "opened", "arrive", "under", "photocell", "call", "fault", "fire")
LINE = "line1"
"""The line where there is only one."""
PULSE_SECONDS = 0.1


def line_site(
    links: Path, protocol: Protocol, baudrate: int, units: int, *, inputs: int = 0, lines: int = 1
) -> Site:
    """Return a site of equal lines, `units` controllers with that many inputs on each.

    Gate g3 is at address 3 of the first line; those of further lines are counted on.
    """
    kind = Line(id=LINE, port="", protocol=protocol, baudrate=baudrate)
    gate = Gate(
        id="g1",
        name="Gate",
        lot="p1",
        direction=Direction.ENTRY,
        line=LINE,
        address=1,
        open=_opening(protocol),
        inputs={name: Input(number) for number, name in enumerate(INPUTS[:inputs])},
        cycle_seconds=0.0,
    )
    names = [f"line{number}" for number in range(1, lines + 1)]
    places = [(name, unit) for name in names for unit in range(1, units + 1)]
    return Site(
        name="Bench",
        timezone="Europe/Brussels",
        lots=(Lot(id="p1", name="P1", groups=(Group("staff", "Staff", 100),)),),
        lines=tuple(replace(kind, id=name, port=str(links / name)) for name in names),
        gates=tuple(
            replace(gate, id=f"g{number}", name=f"Gate {number}", line=name, address=unit)
            for number, (name, unit) in enumerate(places, start=1)
        ),
    )


def mixed_site(links: Path, baudrates: Sequence[int], units: int) -> Site:
    """Return a site with a line a speed, Modbus and OSDP in turn, two inputs a controller."""
    count = len(baudrates)
    modbus = line_site(links, Protocol.MODBUS_RTU, 0, units, inputs=2, lines=count)
    osdp = line_site(links, Protocol.OSDP, 0, units, inputs=2, lines=count)
    both = [osdp.lines[i] if i % 2 else line for i, line in enumerate(modbus.lines)]
    odd = [line.id for line in osdp.lines[1::2]]
    return replace(
        modbus,
        lines=tuple(
            replace(line, baudrate=baudrate) for line, baudrate in zip(both, baudrates, strict=True)
        ),
        gates=tuple(
            other if other.line in odd else gate
            for gate, other in zip(modbus.gates, osdp.gates, strict=True)
        ),
    )


def _opening(protocol: Protocol) -> Output:
    by = TimedBy.BOARD if protocol is Protocol.OSDP else TimedBy.DESK
    return Output(number=0, seconds=PULSE_SECONDS, timed_by=by)


def write_keys(site: Site, file: Path) -> None:
    """Give each OSDP device of a site a random key, in the file that the simulator reads."""
    osdp = {line.id for line in site.lines if line.protocol is Protocol.OSDP}
    places = {f"{gate.line}/{gate.address}" for gate in site.gates if gate.line in osdp}
    file.write_text(json.dumps({place: secrets.token_hex(16) for place in places}), "ascii")


def read_pairings(file: Path) -> Sequence[Pairing]:
    """Return the simulator's devices as if they had been paired."""
    keys: dict[str, str] = json.loads(file.read_text("ascii"))
    return [_pairing(*place.split("/"), key=bytes.fromhex(words)) for place, words in keys.items()]


def _pairing(line: str, address: str, *, key: bytes) -> Pairing:
    return Pairing(
        line=line,
        address=int(address),
        key=key,
        vendor="495a58",
        model=1,
        serial=1000 + int(address),
        firmware="1.0.0",
        paired=datetime.now(UTC),
        operator="bench",
    )
