"""The installer's walk through a site: what is checked at each gate, and what came of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from izix_desk.domain.methods import TOKENS, Method, Reader
from izix_desk.domain.site import INPUT_NAMES, Gate, Line

OPEN, HOLD = "open", "hold"
READ, AT = "read ", " at "
"""Begins the items of what is read at a gate, as `read PLATE` or `read BADGE at doors/7`."""


TO_SHOW = frozenset({Method.BADGE, Method.PIN, Method.QR})
"""What is shown to a reader at the gate; an app is not."""


class CheckResult(StrEnum):
    """How the check of one item ended."""

    OK = "OK"
    NOT_OK = "NOT_OK"
    SKIPPED = "SKIPPED"
    """Somebody chose not to check it; the note says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One item of one gate, checked once."""

    id: UUID
    at: datetime
    operator: str
    gate: str
    item: str
    """`open`, `hold`, the name of an input, `read METHOD`, or `read METHOD at READER`."""
    wired: str
    """Where it was wired then; a check of another wiring does not count any more."""
    result: CheckResult
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One item as the sheet has it."""

    gate: Gate
    item: str
    checked: Checked | None
    """None when it was never checked as it is wired now."""


def items_of(gate: Gate, lines: Iterable[Line]) -> tuple[str, ...]:
    """Return everything that can be checked at a gate, outputs first: they move the inputs.

    Where several readers give the same, each is an item of its own.
    """
    holds = (HOLD,) if gate.hold is not None else ()
    inputs = (name for name in INPUT_NAMES if name in gate.inputs)
    return (OPEN, *holds, *inputs, *reads_of(gate, lines))


def reads_of(gate: Gate, lines: Iterable[Line]) -> dict[str, tuple[Method, Reader | None]]:
    """Return the items of what is read at a gate: the method, and of what is shown the reader."""
    known = {line.id: line for line in lines}
    reads: dict[str, tuple[Method, Reader | None]] = {}
    for method in gate.methods:
        if method is Method.PLATE and gate.plates is not None:
            reads[READ + method] = method, None
        givers = [each for each in _readers(gate) if method in _given(each, known.get(each.line))]
        for each in givers if method in TO_SHOW else ():
            reads[READ + method + (AT + place_of(each) if len(givers) > 1 else "")] = method, each
    return reads


def place_of(reader: Reader) -> str:
    """Return where a reader is: its line, its device, and which one of several there."""
    device = "" if reader.address is None else f"/{reader.address}"
    return f"{reader.line}{device}{'' if reader.number is None else f' reader {reader.number}'}"


def wired_at(gate: Gate, item: str) -> str:
    """Return where an item is wired, in a form that changes with the wiring."""
    if item.startswith(READ):
        return gate.plates or "" if item == READ + Method.PLATE else _wired_readers(gate)
    if item in {OPEN, HOLD}:
        number = gate.open.number if item == OPEN else gate.hold
        return f"{gate.line}/{gate.address} output {number}"
    wired = gate.inputs[item]
    address = gate.address if wired.address is None else wired.address
    return f"{gate.line}/{address} input {wired.number}{' inverted' if wired.invert else ''}"


def sheet_of(
    gates: Iterable[Gate], lines: Sequence[Line], checks: Mapping[tuple[str, str], Checked]
) -> list[SheetRow]:
    """Return the sheet; `checks` has the last check of each gate and item."""
    return [
        SheetRow(gate, item, _valid(gate, item, checks.get((gate.id, item))))
        for gate in gates
        for item in items_of(gate, lines)
    ]


def unseen(rows: Iterable[SheetRow]) -> dict[str, CheckResult | None]:
    """Return the items that nobody saw good as they are wired now, each with what came of it."""
    results = {row.item: row.checked and row.checked.result for row in rows}
    return {item: each for item, each in results.items() if each is not CheckResult.OK}


def _valid(gate: Gate, item: str, checked: Checked | None) -> Checked | None:
    return checked if checked is not None and checked.wired == wired_at(gate, item) else None


def _readers(gate: Gate) -> tuple[Reader, ...]:
    return (*gate.readers, *gate.readers_out)


def _given(reader: Reader, line: Line | None) -> frozenset[Method]:
    """Return what a reader can give: any of a device may have a keypad, which it does not tell."""
    if reader.address is not None:
        return frozenset((reader.reads, Method.PIN))
    groups = re.compile((line and line.pattern) or "").groupindex
    return frozenset(method for name, method in TOKENS.items() if name in groups)


def _wired_readers(gate: Gate) -> str:
    kinds = ("" if each.reads is Method.BADGE else f" {each.reads}" for each in _readers(gate))
    places = map(place_of, _readers(gate))
    return ", ".join(place + kind for place, kind in zip(places, kinds, strict=True))
