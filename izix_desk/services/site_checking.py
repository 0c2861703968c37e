"""The installer's sheet: what was checked at each gate, when and by whom."""

from collections.abc import Sequence

from izix_desk.domain.checking import (
    Checked,
    CheckResult,
    SheetRow,
    sheet_of,
    unseen,
    wired_at,
)
from izix_desk.domain.site import Gate, Site
from izix_desk.services.moments import present
from izix_desk.store.checks import add_check, last_checks
from izix_desk.store.database import Database, Transaction
from izix_desk.store.ids import new_id

RESULT_WORDS = {
    CheckResult.OK: "ok",
    CheckResult.NOT_OK: "NOT OK",
    CheckResult.SKIPPED: "skipped",
}
NOT_CHECKED = "not checked"
SHEET_HEADINGS = ("gate", "item", "result", "when", "who", "note")


def keep_check(
    database: Database, gate: Gate, item: str, result: CheckResult, *, operator: str, note: str = ""
) -> None:
    """Append what came of checking one item, as it is wired now."""
    checked = Checked(
        id=new_id(),
        at=present().wall,
        operator=operator,
        gate=gate.id,
        item=item,
        wired=wired_at(gate, item),
        result=result,
        note=note,
    )
    database.write(lambda tx: add_check(tx, checked))


def sheet(tx: Transaction, site: Site, gates: Sequence[Gate]) -> list[SheetRow]:
    """Return the sheet of these gates; a check of another wiring counts as none."""
    return sheet_of(gates, site.lines, last_checks(tx))


def sheet_cells(row: SheetRow) -> tuple[str, ...]:
    """Return a row under SHEET_HEADINGS."""
    checked = row.checked
    if checked is None:
        return (row.gate.name, row.item, NOT_CHECKED, "", "", "")
    when = f"{checked.at.astimezone():%Y-%m-%d %H:%M}"
    words = RESULT_WORDS[checked.result]
    return (row.gate.name, row.item, words, when, checked.operator, checked.note)


def admit_warnings(tx: Transaction, site: Site) -> list[str]:
    """Return one sentence for each gate that admits by itself and was not seen good whole."""
    gates = [gate for gate in site.gates if gate.admit]
    rows = {gate.id: sheet(tx, site, [gate]) for gate in gates}
    return [
        f"admit is on for {gate.name}, which was not checked{_in_part(rows[gate.id])}:"
        " run `izix-desk site check`"
        for gate in gates
        if unseen(rows[gate.id])
    ]


def _in_part(rows: Sequence[SheetRow]) -> str:
    """Return what is left to check of a gate; nothing where nobody has checked any of it."""
    if all(row.checked is None for row in rows):
        return ""
    words = {
        item: RESULT_WORDS[result] if result else NOT_CHECKED
        for item, result in unseen(rows).items()
    }
    return f" whole ({', '.join(f'{item} {told}' for item, told in words.items())})"
