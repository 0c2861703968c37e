"""Which way a car goes that stands at a gate: as read, as a person said, else as it must be."""

from dataclasses import replace
from datetime import datetime, timedelta

from izix_desk.domain.decision import Read, Reason
from izix_desk.domain.site import Direction, Gate, Site
from izix_desk.services.gate_choice import lanes, read_at
from izix_desk.store.database import Transaction
from izix_desk.store.events import last_judged

SAID_FOR = timedelta(minutes=10)
"""For so long what was read, or said, of a car's direction is about the car that stands there."""


def read_here(
    tx: Transaction, site: Site, gate: Gate, at: datetime, *, inside: bool, plate: str = ""
) -> tuple[Site, Read]:
    """Return a read at a gate, and the site as it is seen there.

    Where in or out could not be told it cannot be told here either: then the gate leads both ways.
    """
    read = read_at(gate, at, inside=inside, plate=plate)
    one_way = gate.direction is not Direction.BOTH and len(lanes(site, gate)) == 1
    last = None if one_way or not plate else last_judged(tx, gate.id, plate)
    if last is None or at - last.at > SAID_FOR:
        return site, read
    if last.reason == Reason.DIRECTION_UNKNOWN:
        return _both_ways(site, gate), replace(read, direction=None)
    said = None if last.direction is Direction.BOTH else last.direction
    return site, replace(read, direction=said or read.direction)


def _both_ways(site: Site, gate: Gate) -> Site:
    unknown = replace(gate, direction=Direction.BOTH)
    return replace(site, gates=tuple(unknown if g.id == gate.id else g for g in site.gates))
