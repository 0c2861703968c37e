"""`izix-desk sessions`: who is inside for too long, ended by hand, left open, counted anew."""

import argparse
import getpass
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from uuid import UUID

from izix_desk.domain.errors import BadInput
from izix_desk.domain.hours import zone
from izix_desk.domain.site import Site
from izix_desk.services.counting import Difference, mend_counters, recount
from izix_desk.services.neutral import neutral
from izix_desk.services.sessions import STALE_AFTER, OpenSession, end_by_hand, stale_sessions
from izix_desk.store.database import Database, Role, open_database
from izix_desk.store.folder import site_folder
from izix_desk.store.site import load_site

_HOURS = STALE_AFTER // timedelta(hours=1)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `sessions stale`, `end ID`, `neutral PLATE|NAME` and `recount`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    stale = actions.add_parser("stale", help="list who is inside for long, oldest first")
    stale.add_argument(
        "--hours", type=float, default=_HOURS, help=f"inside for so long (default {_HOURS})"
    )
    stale.add_argument("--lot", default="", metavar="LOT", help="of this lot only")
    stale.add_argument("--json", action="store_true", help="print JSON instead")
    end = actions.add_parser("end", help="end a session whose car is gone")
    end.add_argument("session", metavar="ID", help="as `sessions stale` prints it")
    end.add_argument("--operator", metavar="NAME", help="who ends it (default: the system user)")
    open_ = actions.add_parser(
        "neutral", help="let the next passage tell whether somebody is inside"
    )
    open_.add_argument("who", metavar="PLATE|NAME", help="of the parker")
    open_.add_argument("--lot", default="", metavar="LOT", help="where (needed if there are many)")
    open_.add_argument("--operator", metavar="NAME", help="who says so (default: the system user)")
    anew = actions.add_parser("recount", help="count who is inside anew and compare the counters")
    anew.add_argument("--mend", action="store_true", help="set counters right that differ")
    for action in (stale, end, open_, anew):
        # Also after the action; suppressed, or its default would undo a --site before it.
        action.add_argument("--site", metavar="DIR", default=argparse.SUPPRESS, help="site folder")


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 1 when nobody was found or a counter differed."""
    writes = args.action in {"end", "neutral"} or (args.action == "recount" and args.mend)
    store = open_database(site_folder(args.site), Role.REST if writes else Role.READ)
    try:
        return {"stale": _stale, "end": _end, "neutral": _neutral, "recount": _recount}[
            args.action
        ](store, args)
    finally:
        store.close()


def _stale(store: Database, args: argparse.Namespace) -> int:
    if not 0 <= args.hours <= 1_000_000:
        raise BadInput("Name hours as a number from 0 on, for instance 24.")
    before = datetime.now(UTC) - timedelta(hours=args.hours)
    site = store.read(load_site)
    found = store.read(lambda tx: stale_sessions(tx, site, before, args.lot))
    if args.json:
        rows = [asdict(each) for each in found]
        sys.stdout.write(json.dumps(rows, default=str, ensure_ascii=False, indent=2) + "\n")
    else:
        lines = [_line(site, each) for each in found] or ["Nobody is inside for so long."]
        sys.stdout.write("\n".join(lines) + "\n")
    return 0 if found else 1


def _line(site: Site, each: OpenSession) -> str:
    since = each.session.started.astimezone(zone(site.timezone))
    who = each.who or "not known"
    kept = "" if each.may_end else "guaranteed spot"
    parts = (f"{since:%Y-%m-%d %H:%M}", who, each.session.plate, each.group, each.gate, kept)
    return f"{each.session.id}  " + " · ".join(filter(None, parts))


def _end(store: Database, args: argparse.Namespace) -> int:
    try:
        session = UUID(args.session)
    except ValueError as fault:
        raise BadInput(
            f"{args.session!r} is no id of a session: take one from `izix-desk sessions stale`."
        ) from fault
    site, at, who = store.read(load_site), datetime.now(UTC), args.operator or getpass.getuser()
    ended = store.write(lambda tx: end_by_hand(tx, site, session, who, at))
    since = ended.started.astimezone(zone(site.timezone))
    sys.stdout.write(f"Ended: {ended.plate or ended.id}, inside since {since:%Y-%m-%d %H:%M}.\n")
    return 0


def _neutral(store: Database, args: argparse.Namespace) -> int:
    site, at, by = store.read(load_site), datetime.now(UTC), args.operator or getpass.getuser()
    who, lot = store.write(lambda tx: neutral(tx, site, args.who, lot=args.lot, operator=by, at=at))
    sys.stdout.write(f"The next passage of {who} at {lot} tells whether they are inside.\n")
    return 0


def _recount(store: Database, args: argparse.Namespace) -> int:
    found = store.write(mend_counters) if args.mend else store.read(recount)
    lines = [_difference(each) for each in found] or ["The counters say what the sessions say."]
    if found:
        lines.append("They were set right." if args.mend else "`--mend` sets them right.")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if args.mend or not found else 1


def _difference(each: Difference) -> str:
    where = " · ".join(filter(None, (each.lot, each.group, each.organisation)))
    return f"{where}: {each.kept} counted, {each.counted} inside"
