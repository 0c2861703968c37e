"""What cameras and readers send, as reads at the gates that it is for."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from izix_desk.domain.cards import Card
from izix_desk.domain.credentials import masked
from izix_desk.domain.decision import Read
from izix_desk.domain.methods import Method, Reader
from izix_desk.domain.site import Direction, Gate, Site
from izix_desk.services.moments import Moment


@dataclass(frozen=True, slots=True)
class Shown:
    """A badge, PIN or code as a reader gave it."""

    method: Method
    names: tuple[str, ...] = field(repr=False)
    """What the store may call it, most telling first."""

    @property
    def raw(self) -> str:
        """How it may be recorded."""
        return masked(self.method, self.names[0])


@dataclass(frozen=True, slots=True)
class Spot:
    """A reader of a gate, and the way on which it is; None where it does not tell."""

    gate: Gate
    reader: Reader
    way: Direction | None


def spot_of(site: Site, at: Reader) -> Spot | None:
    """Return the gate that a reader reads for; a file in which there are several is refused."""
    return next((spot for spot in _spots(site) if spot.reader.covers(at)), None)


def _spots(site: Site) -> Iterator[Spot]:
    for gate in site.gates:
        two = bool(gate.readers_out)
        yield from (Spot(gate, each, Direction.ENTRY if two else None) for each in gate.readers)
        yield from (Spot(gate, each, Direction.EXIT) for each in gate.readers_out)


def card_shown(card: Card, reads: Method) -> Shown:
    """Return what a card is that an OSDP reader sent, by what the site says that it reads."""
    if reads is Method.BADGE:
        return Shown(reads, card.names)
    return Shown(reads, (card.text,))


def shown_read(at: Moment, spot: Spot, shown: Shown) -> Read:
    """Return a badge, PIN or code as a read at a gate."""
    return Read(
        gate=spot.gate.id,
        at=at.wall,
        method=shown.method,
        raw=shown.raw,
        names=shown.names,
        direction=spot.way,
    )


def gates_of_read(site: Site, line: str, way: str) -> tuple[Gate, ...]:
    """Return the gates that a camera's read is for; one camera may see both lanes.

    A read that does not tell the lane is recorded at the first of them.
    """
    seen = _seen_by(site, line)
    said = _way(way)
    lane = tuple(gate for gate in seen if gate.direction in {said, Direction.BOTH})
    return lane or seen[:1]


def as_seen(site: Site, read: Read) -> Site:
    """Return the site as the camera sees it: which of two lanes it was, only the read can tell.

    Else a car at the entry would open the exit, which lets out everybody.
    """
    gate = site.gate(read.gate)
    if read.method is not Method.PLATE or gate.plates is None or read.direction is not None:
        return site
    if len(_seen_by(site, gate.plates)) < 2:
        return site
    unknown = replace(gate, direction=Direction.BOTH)
    return replace(site, gates=tuple(unknown if each is gate else each for each in site.gates))


def plate_read(
    at: Moment,
    gate: Gate,
    plate: str,
    confidence: float | None = None,
    *,
    way: str = "",
    raw: str = "",
) -> Read:
    """Return a camera's line as a read at a gate; `way` is the direction in the camera's words."""
    return Read(
        gate=gate.id,
        at=at.wall,
        raw=raw or plate,
        plate=plate,
        confidence=confidence,
        direction=_way(way),
    )


_WAYS = {
    Direction.ENTRY: frozenset({"in", "entry", "enter", "approach", "approaching", "towards"}),
    Direction.EXIT: frozenset({"out", "exit", "leave", "leaving", "away", "depart"}),
}


def _way(word: str) -> Direction | None:
    said = word.strip().casefold()
    return next((direction for direction, words in _WAYS.items() if said in words), None)


def _seen_by(site: Site, line: str) -> tuple[Gate, ...]:
    return tuple(gate for gate in site.gates if gate.plates == line)
