"""Lines of declared frames for the tests: a table that can do everything, and sites of tables."""

from dataclasses import replace

from izix_desk.domain.frame_table import Bit, Check, Exchange, FrameTable, Status
from izix_desk.domain.site import Gate, Output, Protocol, Site, TimedBy
from izix_desk.services.frame_tables import shipped_tables
from tests.support import wires

RELAYS = FrameTable(
    name="relays",
    channels=(0x10, 0x20, 0x30, 0x40),
    check=Check.CRC16,
    gap=0.005,
    on=Exchange(
        request="A5 {address} 01 {channel} {check}",
        reply="A5 {address} 81 {channel} {check}",
        refusal="A5 {address} EE ?? {check}",
    ),
    off=Exchange(
        request="A5 {address} 00 {channel} {check}", reply="A5 {address} 80 {channel} {check}"
    ),
    status=Status(
        request="A5 {address} 02 {check}",
        reply="A5 {address} 82 ?? ?0 {check}",
        inputs=tuple(Bit(3, bit) for bit in range(8)),
        outputs=tuple(Bit(4, bit) for bit in range(4, 8)),
    ),
)
"""Several on a line, with a reply to everything."""


def gate(gate_id: str, address: int, output: int = 0, **more: object) -> Gate:
    """Return a gate whose short pulse is ours to end."""
    return wires.gate(gate_id, address, output, **more)


def by_device(output: int = 0) -> Output:
    """Return an output whose pulse the device ends."""
    return Output(number=output, timed_by=TimedBy.BOARD)


def site_of(table: FrameTable | str, *gates: Gate, baudrate: int = 19200) -> Site:
    """Return a site with one line of a table, or of the one of that name that is shipped."""
    frames = shipped_tables()[table] if isinstance(table, str) else table
    site = wires.site_of(*gates)
    line = replace(site.lines[0], protocol=Protocol.FRAMES, baudrate=baudrate, frames=frames)
    return replace(site, lines=(line, *site.lines[1:]))
