"""The installer's sheet: what was checked at each gate, when and by whom."""

from collections.abc import Sequence

from izix_desk.domain.checking import (
    Checked,
    CheckResult,
    SheetRow,
    is_checked,
    sheet_of,
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
    """Return one sentence for each gate that admits by itself and was not checked."""
    rows = sheet(tx, site, site.gates)
    return [
        f"admit is on for {gate.name}, which was not checked: run izix-desk site check"
        for gate in site.gates
        if gate.admit and not is_checked(row for row in rows if row.gate.id == gate.id)
    ]
