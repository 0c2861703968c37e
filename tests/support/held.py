"""For how long simulated contacts stayed closed, held against what each of them may."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from izix_desk.domain.commands import Action
from izix_desk.domain.site import Gate, Site, TimedBy
from tests.support.contacts import Asked, Contact, contacts_of
from tests.support.simulator import Note

BOARD_SECONDS = 0.15
"""Boards count tenths."""
DESK_SECONDS = 18.0
"""Seven tries to open a contact, each later than the one before, on a line that has orders too."""
PROMPT_SECONDS = 0.5
"""A pulse of ours that ends so much later had its first try lost, or its line was busy."""
HOLD_SECONDS = 25.0
"""A release that nobody confirms is asked for again after ten seconds, and again."""
REOPEN_SECONDS = 2.0
"""Until a line has found its port again, and met its controller there."""


@dataclass(frozen=True, slots=True)
class Outage:
    """When nothing could be sent, by cable or by engine; on all lines where none is named."""

    began: float
    ended: float
    line: str = ""


@dataclass(slots=True)
class Spell:
    """One time that a contact was closed."""

    contact: Contact
    began: float
    asked: float
    """When it was told to close, the last time."""
    ended: float = math.inf


@dataclass(slots=True)
class Held:
    """How long they were closed, and which of them for too long."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict[str, int](int))
    longest: dict[str, float] = field(default_factory=lambda: defaultdict[str, float](float))
    """Seconds after the end that was due, by who had to end it, outages left out."""
    tardy: int = 0
    """Pulses of ours that took more than one try."""
    too_long: list[tuple[str, float, Spell]] = field(default_factory=list[tuple[str, float, Spell]])

    def figures(self, name: str) -> Mapping[str, float]:
        """Return what was counted, for the table at the end of the run."""
        told: dict[str, float] = {}
        for kind in sorted(self.counts):
            told[f"{name}: {kind} ends"] = self.counts[kind]
            told[f"{name}: {kind}, latest s"] = round(self.longest[kind], 2)
        told[f"{name}: desk's pulses after another try"] = self.tardy
        told[f"{name}: closed for too long"] = len(self.too_long)
        return told


KINDS = {TimedBy.BOARD: "board", TimedBy.DESK: "desk"}
MOST = {"board": BOARD_SECONDS, "desk": DESK_SECONDS, "hold": HOLD_SECONDS}


def held(
    site: Site,
    notes: Sequence[Note],
    commands: Sequence[Asked],
    outages: Sequence[Outage] = (),
    *,
    now: float = math.inf,
) -> Held:
    """Hold each closing's length against its gate's pulse, or the end of its hold.

    `now` is when the journal was read: what is still closed then may yet be opened in time.
    """
    told, places = Held(), contacts_of(site)
    for spell in _spells(notes):
        gate, action = places[spell.contact]
        due = _due(spell, gate, action, commands)
        kind = "hold" if action is Action.HOLD_OPEN else KINDS[gate.open.timed_by]
        ended = min(spell.ended, now)
        late = ended - due - _excused(outages, spell.contact[0], due, ended)
        told.counts[kind] += spell.ended < math.inf
        told.longest[kind] = max(told.longest[kind], late)
        told.tardy += kind == "desk" and late > PROMPT_SECONDS
        if late > MOST[kind]:
            told.too_long.append((kind, late, spell))
    return told


def _spells(notes: Iterable[Note]) -> Iterator[Spell]:
    under_way: dict[Contact, Spell] = {}
    for note in notes:
        if note["what"] not in {"coil", "again"}:
            continue
        place, at = (note["line"], note["unit"], note["coil"]), note["at_monotonic"]
        if note["what"] == "again":
            under_way[place].asked = at
        elif note["on"]:
            under_way[place] = Spell(place, at, at)
        elif place in under_way:
            spell = under_way.pop(place)
            spell.ended = at
            yield spell
    yield from under_way.values()


def _due(spell: Spell, gate: Gate, action: Action, commands: Sequence[Asked]) -> float:
    if action is Action.OPEN:
        return spell.asked + gate.open.seconds
    ends = (
        command.until
        for command in commands
        if (command.gate, command.action) == (gate.id, action)
        and command.claimed is not None
        and command.claimed <= spell.ended
    )
    return max(ends, default=spell.asked)


def _excused(outages: Sequence[Outage], line: str, began: float, ended: float) -> float:
    """Return for how much of a time nothing could be sent; overlapping ones count once."""
    total, reached = 0.0, began
    for outage in sorted(outages, key=lambda each: each.began):
        if outage.line in {"", line} and outage.ended + REOPEN_SECONDS > reached:
            until = min(ended, outage.ended + REOPEN_SECONDS)
            total += max(0.0, until - max(reached, outage.began))
            reached = max(reached, until)
    return total
