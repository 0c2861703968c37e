"""Which gate, and which way, a parker is judged at when nobody has said so."""

from collections.abc import Iterable
from datetime import datetime

from izix_desk.domain.decision import Access, Candidate, Read
from izix_desk.domain.errors import NotFound
from izix_desk.domain.site import Direction, Gate, Method, Site


def read_at(gate: Gate, at: datetime, *, inside: bool, plate: str = "") -> Read:
    """Return a read at a gate; where it leads both ways, who is inside wants out."""
    return Read(
        gate=gate.id,
        at=at,
        method=Method.PLATE,
        raw=plate,
        plate=plate,
        direction=Direction.EXIT if inside else Direction.ENTRY,
    )


def lanes(site: Site, gate: Gate) -> tuple[Gate, ...]:
    """Return the gates that one camera sees: which of them a car stands at, it may not tell."""
    if gate.plates is None:
        return (gate,)
    return tuple(each for each in site.gates if each.plates == gate.plates)


def usual_gate(site: Site, who: Candidate) -> Gate:
    """Return the first gate at which somebody may want to come in; raises NotFound."""
    for access in who.accesses:
        gate = gate_for(site, access)
        if gate is not None:
            return gate
    first = first_entry(site.gates)
    if first is None:
        raise NotFound("This site has no gates yet: load a site file that names them.")
    return first


def gate_for(site: Site, access: Access) -> Gate | None:
    """Return the first gate of an access's lot that leads in, to its groups if one does."""
    here = [gate for gate in site.gates if gate.lot == access.policy.lot]
    groups = set(access.policy.groups)
    return first_entry(g for g in here if not g.groups or groups & set(g.groups)) or first_entry(
        here
    )


def first_entry(gates: Iterable[Gate]) -> Gate | None:
    """Return the first gate that leads in, else the first, else None."""
    every = list(gates)
    return next((g for g in every if g.direction is not Direction.EXIT), next(iter(every), None))
