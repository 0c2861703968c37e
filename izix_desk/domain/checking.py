"""The installer's walk through a site: what is checked at each gate, and what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from izix_desk.domain.site import INPUT_NAMES, Gate, Method

OPEN, HOLD = "open", "hold"
READ = "read "
"""Begins the items of what is read at a gate, as `read PLATE`."""


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
    """`open`, `hold`, the name of an input, or `read METHOD`."""
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


def items_of(gate: Gate) -> tuple[str, ...]:
    """Return everything that can be checked at a gate, outputs first: they move the inputs."""
    holds = (HOLD,) if gate.hold is not None else ()
    inputs = (name for name in INPUT_NAMES if name in gate.inputs)
    reads = (READ + method for method in gate.methods if _is_read(gate, method))
    return (OPEN, *holds, *inputs, *reads)


def wired_at(gate: Gate, item: str) -> str:
    """Return where an item is wired, in a form that changes with the wiring."""
    if item.startswith(READ):
        return gate.plates or "" if item == READ + Method.PLATE else _readers(gate)
    if item in {OPEN, HOLD}:
        number = gate.open.number if item == OPEN else gate.hold
        return f"{gate.line}/{gate.address} output {number}"
    wired = gate.inputs[item]
    address = gate.address if wired.address is None else wired.address
    return f"{gate.line}/{address} input {wired.number}{' inverted' if wired.invert else ''}"


def sheet_of(gates: Iterable[Gate], checks: Mapping[tuple[str, str], Checked]) -> list[SheetRow]:
    """Return the sheet; `checks` has the last check of each gate and item."""
    return [
        SheetRow(gate, item, _valid(gate, item, checks.get((gate.id, item))))
        for gate in gates
        for item in items_of(gate)
    ]


def is_checked(rows: Iterable[SheetRow]) -> bool:
    """Tell whether these rows of a gate leave nothing open; what was skipped was decided."""
    return all(
        row.checked is not None and row.checked.result is not CheckResult.NOT_OK for row in rows
    )


def _valid(gate: Gate, item: str, checked: Checked | None) -> Checked | None:
    return checked if checked is not None and checked.wired == wired_at(gate, item) else None


def _is_read(gate: Gate, method: Method) -> bool:
    if method is Method.PLATE:
        return gate.plates is not None
    return method in TO_SHOW and bool(gate.readers or gate.readers_out)


def _readers(gate: Gate) -> str:
    return " ".join(f"{each.line}/{each.address}" for each in (*gate.readers, *gate.readers_out))
