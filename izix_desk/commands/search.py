"""`izix-desk search TEXT`: what the search box of the desk shows."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from izix_desk.domain.views import Hit
from izix_desk.services.opening import find_gate
from izix_desk.services.searching import search
from izix_desk.store.database import Role, Transaction, open_database
from izix_desk.store.folder import site_folder
from izix_desk.store.site import load_site

HEADINGS = {
    "may_pass": "may pass here now",
    "may_not": "may not",
    "visitors": "visitors",
    "vehicles": "vehicles",
    "people": "found",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to look for, and where they stand."""
    parser.add_argument(
        "text",
        metavar="TEXT",
        help="name, plate, organisation, host, phone or code; '' lists who is expected",
    )
    parser.add_argument("--gate", metavar="GATE", help="id or name: judge them at this gate")
    parser.add_argument("--json", action="store_true", help="print JSON instead")


def run(args: argparse.Namespace) -> int:
    """Print who was found; 1 when nobody was."""
    store = open_database(site_folder(args.site), Role.READ)
    try:
        hits = store.read(lambda tx: _search(tx, args.text, args.gate))
    finally:
        store.close()
    if args.json:
        rows = [asdict(hit) for hit in hits]
        sys.stdout.write(json.dumps(rows, default=str, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(_text(hits))
    return 0 if hits else 1


def _search(tx: Transaction, text: str, gate: str | None) -> tuple[Hit, ...]:
    site = load_site(tx)
    here = None if gate is None else find_gate(site, gate).id
    return search(tx, site, text, here, datetime.now(UTC))


def _text(hits: tuple[Hit, ...]) -> str:
    lines: list[str] = []
    for group, heading in HEADINGS.items():
        theirs = [hit for hit in hits if hit.group == group]
        if theirs:
            lines += [f"{heading}:", *(_row(hit) for hit in theirs)]
    return "\n".join(lines or ["Nobody was found."]) + "\n"


def _row(hit: Hit) -> str:
    parts = [hit.name, hit.organisation, ", ".join(hit.plates), hit.note]
    mark = "=" if hit.exact else " "
    return f" {mark} " + " · ".join(part for part in parts if part)
