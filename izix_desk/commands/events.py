"""`izix-desk events`: what happened at the gates, and with --follow what happens."""

import argparse
import json
import sys
import time
from collections.abc import Iterable
from datetime import timedelta

from izix_desk.domain.commands import ASSUMED
from izix_desk.domain.views import FeedRow
from izix_desk.services.moments import present
from izix_desk.store.database import Role, open_database
from izix_desk.store.events import feed_after, feed_since
from izix_desk.store.folder import site_folder

LOOK_EVERY = 0.05


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the period and the form."""
    parser.add_argument(
        "--minutes", type=float, default=30, metavar="N", help="how far back (default: 30)"
    )
    parser.add_argument("--follow", action="store_true", help="go on with what happens")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print the feed, oldest first; with --follow until Ctrl+C."""
    store = open_database(site_folder(args.site), Role.READ)
    try:
        since = present().wall - timedelta(minutes=args.minutes)
        rows, mark = store.read(lambda tx: feed_since(tx, since))
        _print(reversed(rows), as_json=args.json)
        version = -1
        while args.follow:
            if (current := store.data_version()) != version:
                version = current
                rows, mark = store.read(lambda tx, mark=mark: feed_after(tx, mark))
                _print(reversed(rows), as_json=args.json)
            time.sleep(LOOK_EVERY)
    finally:
        store.close()
    return 0


def _print(rows: Iterable[FeedRow], *, as_json: bool) -> None:
    for row in rows:
        sys.stdout.write((_json(row) if as_json else _line(row)) + "\n")
    sys.stdout.flush()


def _line(row: FeedRow) -> str:
    parts = (
        f"{row.at.astimezone():%Y-%m-%d %H:%M:%S}",
        row.gate_name,
        row.kind.lower(),
        row.outcome.value,
        row.plate or (f"{row.method.lower()} {row.raw}" if row.raw else ""),
        row.who,
        row.organisation,
        row.text,
        f"by {row.operator}" if row.operator else "",
        _ending(row),
    )
    return "  ".join(part for part in parts if part)


def _ending(row: FeedRow) -> str:
    told = row.ending.lower().replace("_", " ")
    return f"{told} ({row.detail})" if row.detail.startswith(ASSUMED) else told


def _json(row: FeedRow) -> str:
    return json.dumps(
        {
            "id": str(row.id),
            "at": row.at.isoformat(),
            "gate": row.gate,
            "direction": row.direction,
            "kind": row.kind,
            "outcome": row.outcome.value,
            "reason": row.reason,
            "text": row.text,
            "plate": row.plate,
            "method": row.method,
            "raw": row.raw,
            "who": row.who,
            "organisation": row.organisation,
            "profile": str(row.profile) if row.profile else None,
            "operator": row.operator,
            "command": str(row.command) if row.command else None,
            "ending": row.ending,
            "detail": row.detail,
            "late": row.late,
        },
        ensure_ascii=False,
    )
