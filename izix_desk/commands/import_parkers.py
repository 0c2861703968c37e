"""`izix-desk import`: loads parkers, vehicles and rights from a sheet."""

import argparse
import csv
import sys
from pathlib import Path

from izix_desk.commands.progress import ProgressLine
from izix_desk.domain.errors import BadInput
from izix_desk.services.importing import ImportReport, ImportRequest, import_parkers
from izix_desk.store.database import Role, open_database
from izix_desk.store.folder import site_folder

SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file and how strictly to take it."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX, XLS or ODS")
    parser.add_argument("--dry-run", action="store_true", help="only tell what would happen")
    parser.add_argument("--keep-good", action="store_true", help="store the good rows, not none")
    parser.add_argument("--report", type=Path, metavar="OUT.csv", help="write what was refused")


def run(args: argparse.Namespace) -> int:
    """Import and report; 1 when any row was refused."""
    request = ImportRequest(file=args.file, dry_run=args.dry_run, keep_good=args.keep_good)
    database = open_database(site_folder(args.site), Role.BULK)
    try:
        with ProgressLine(f"Reading {args.file.name}") as line:
            report = import_parkers(database, request, line.show)
    finally:
        database.close()
    _tell(report, request)
    if args.report is not None:
        _write_report(args.report, report)
    return 1 if report.refused else 0


def _tell(report: ImportReport, request: ImportRequest) -> None:
    say = sys.stdout.write
    if report.ignored_columns:
        say(f"Columns not known here, ignored: {', '.join(report.ignored_columns)}.\n")
    for refusal in report.refused[:SHOWN]:
        say(f"Row {refusal.row} refused: {refusal.reason}\n")
    _tell_more(len(report.refused))
    for shared in report.shared[:SHOWN]:
        other = "a parker here" if shared.other_row is None else f"row {shared.other_row}"
        say(f"Row {shared.row}: plate {shared.plate} is shared with {other}.\n")
    _tell_more(len(report.shared))
    say(f"{_many(report.rows, 'row')}: {_counts(report)}.\n{_ending(report, request)}\n")


def _tell_more(count: int) -> None:
    if count > SHOWN:
        sys.stdout.write(f"… and {count - SHOWN} more; --report writes all of them to a file.\n")


def _counts(report: ImportReport) -> str:
    parts = [f"{report.added} new", f"{report.changed} changed", f"{report.unchanged} as before"]
    parts += [f"{len(report.refused)} refused"]
    parts += [f"{_many(len(report.shared), 'plate')} shared"] if report.shared else []
    return ", ".join(parts)


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _ending(report: ImportReport, request: ImportRequest) -> str:
    if request.dry_run:
        return "This was a dry run: nothing was stored."
    if report.stored:
        return "Stored, without the refused rows." if report.refused else "Stored."
    return "Nothing was stored: correct the refused rows, or use --keep-good for the others."


def _write_report(path: Path, report: ImportReport) -> None:
    try:
        # With a byte order mark, or Excel takes the accents for something else.
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("Row", "What", "Reason"))
            writer.writerows((each.row, "refused", each.reason) for each in report.refused)
            for each in report.shared:
                other = "a parker here" if each.other_row is None else f"row {each.other_row}"
                writer.writerow((each.row, "shared", f"Plate {each.plate} shared with {other}."))
    except OSError as fault:
        raise BadInput(f"The report {path} cannot be written: {fault.strerror}.") from fault
