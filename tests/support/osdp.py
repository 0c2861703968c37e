"""OSDP devices for the tests: a line of them, their keys, and the keys' file of the simulator."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from izix_desk.devices.osdp.keys import new_key
from izix_desk.domain.pairing import Pairing
from izix_desk.domain.site import Gate, Line, Output, Protocol, Site, TimedBy
from tests.support import wires
from tests.support.simulator import Simulator


def gate(gate_id: str, address: int, output: int = 0, **more: object) -> Gate:
    """Return a gate of an OSDP device; the device times its pulse."""
    seconds = more.pop("seconds", 0.5)
    assert isinstance(seconds, float)
    opening = Output(number=output, seconds=seconds, timed_by=TimedBy.BOARD)
    return wires.gate(gate_id, address, **{"open": opening, **more})


def site_of(*gates: Gate, baudrate: int = 115200) -> Site:
    """Return a site with one line of OSDP devices."""
    site = wires.site_of(*gates)
    line = replace(site.lines[0], protocol=Protocol.OSDP, baudrate=baudrate)
    return replace(site, lines=(line, *site.lines[1:]))


def pairing(address: int, key: bytes | None = None, line: str = "north") -> Pairing:
    """Return the pairing of one of the simulator's devices."""
    return Pairing(
        line=line,
        address=address,
        key=key or new_key(),
        vendor="495a58",
        model=1,
        serial=1000 + address,
        firmware="0.0.0",
        paired=datetime(2026, 11, 22, tzinfo=UTC),
        operator="installer",
    )


def paired(addresses: Iterable[int], keys: Path) -> dict[int, Pairing]:
    """Return pairings by address, and give the simulator the same keys."""
    pairings = {address: pairing(address) for address in addresses}
    names = {f"{each.line}/{each.address}": each.key.hex() for each in pairings.values()}
    keys.write_text(json.dumps(names), "ascii")
    return pairings


def at(line: Line, simulator: Simulator) -> Line:
    """Return a line on the simulator's port."""
    return replace(line, port=simulator.ports[line.id])


def known(keys: Path) -> dict[int, Pairing]:
    """Return the pairings of the devices whose keys the simulator has."""
    names: dict[str, str] = json.loads(keys.read_text("ascii"))
    addresses = {int(name.rpartition("/")[2]): key for name, key in names.items()}
    return {unit: pairing(unit, bytes.fromhex(key)) for unit, key in addresses.items()}
