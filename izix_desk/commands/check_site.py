"""`izix-desk site check`: walks through every output, input and read of each gate, on the spot."""

import argparse
import getpass
import json
import sys
from collections.abc import Sequence

from izix_desk.commands.check_walk import InputEnded, Walk
from izix_desk.commands.line_ears import Ears
from izix_desk.commands.tables import table
from izix_desk.domain.checking import CheckResult, SheetRow
from izix_desk.domain.site import Gate, Site
from izix_desk.services.opening import find_gate
from izix_desk.services.site_checking import SHEET_HEADINGS, sheet, sheet_cells
from izix_desk.store.database import Database, Role, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.site import load_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the gates and the sheet."""
    parser.add_argument("gates", nargs="*", metavar="GATE", help="only these (default: all)")
    parser.add_argument("--sheet", action="store_true", help="only print what was checked so far")
    parser.add_argument("--json", action="store_true", help="with --sheet: print JSON instead")
    parser.add_argument("--operator", metavar="NAME", help="who checks (default: the system user)")


def run(folder: SiteFolder, args: argparse.Namespace) -> int:
    """Check and print the sheet, or only print it; 1 when something is not as it should be."""
    store = open_database(folder, Role.GATE)
    try:
        site = store.read(load_site)
        gates = [find_gate(site, name) for name in args.gates] or list(site.gates)
        if not args.sheet:
            _walk(folder, store, site, gates, args)
        rows = store.read(lambda tx: sheet(tx, site, gates))
    finally:
        store.close()
    (_print_json if args.json else _print)(rows)
    bad = any(row.checked is None or row.checked.result is CheckResult.NOT_OK for row in rows)
    return int(bad)


def _walk(
    folder: SiteFolder,
    store: Database,
    site: Site,
    gates: Sequence[Gate],
    args: argparse.Namespace,
) -> None:
    with Ears(folder) as ears:
        ears.listen_to(sys.stdin)
        walk = Walk(folder, store, ears, args.operator or getpass.getuser(), args.site)
        try:
            for gate in gates:
                walk.check(gate, site.lines)
        except InputEnded:
            sys.stdout.write("\nThe input ended; what was checked so far is kept.\n")
    sys.stdout.write(f"\n{site.name}\n")


def _print(rows: Sequence[SheetRow]) -> None:
    cells = [SHEET_HEADINGS, *(sheet_cells(row) for row in rows)]
    sys.stdout.writelines(f"{line}\n" for line in table(cells))


def _print_json(rows: Sequence[SheetRow]) -> None:
    sys.stdout.write(json.dumps([_fields(row) for row in rows], ensure_ascii=False, indent=2))
    sys.stdout.write("\n")


def _fields(row: SheetRow) -> dict[str, object]:
    checked = row.checked
    return {
        "gate": row.gate.id,
        "item": row.item,
        "result": None if checked is None else checked.result.value,
        "at": None if checked is None else checked.at.isoformat(),
        "operator": None if checked is None else checked.operator,
        "note": "" if checked is None else checked.note,
    }
