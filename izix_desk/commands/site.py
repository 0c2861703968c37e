"""`izix-desk site`: loads lots, gates and lines from a TOML file, prints and checks them."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from izix_desk.commands import check_site, gate_service
from izix_desk.commands.hints import typed
from izix_desk.domain.site import Site
from izix_desk.services.site_checking import admit_warnings
from izix_desk.services.site_file import read_site, write_site
from izix_desk.services.site_loading import (
    SiteChanges,
    apply_site,
    new_site_changes,
    open_site,
    out_by_hand,
    plan_site,
    stored_site,
)
from izix_desk.store.database import Role, open_database
from izix_desk.store.folder import SiteFolder, site_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `site load FILE`, `show`, `check` and `service GATE`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    load = actions.add_parser("load", help="load a site file, telling first what changes")
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument("--yes", action="store_true", help="do not ask before changing a site")
    load.add_argument("--dry-run", action="store_true", help="only tell what would change")
    load.add_argument(
        "--key",
        choices=("auto", "file", "keyring"),
        default="auto",
        help="where the key of a new store is kept (default: the key ring if there is one)",
    )
    show = actions.add_parser("show", help="print the site in the format that load takes")
    show.add_argument("--json", action="store_true", help="print JSON instead")
    check = actions.add_parser("check", help="walk through all that is wired at each gate")
    check_site.add_arguments(check)
    service = actions.add_parser("service", help="set a gate out of service, or put it back")
    gate_service.add_arguments(service)
    for action in (load, show, check, service):
        # Also after the action; suppressed, or its default would undo a --site before it.
        action.add_argument("--site", metavar="DIR", default=argparse.SUPPRESS, help="site folder")


def run(args: argparse.Namespace) -> int:
    """Load, show, check or set out of service; return the exit status."""
    folder = site_folder(args.site)
    if args.action == "check":
        return check_site.run(folder, args)
    if args.action == "service":
        return gate_service.run(folder, args)
    if args.action == "show":
        return _show(folder, args)
    site = read_site(args.file)
    if args.dry_run and not folder.store.exists():
        _tell(new_site_changes(site), "would be")
        return 0
    return _load(folder, site, args)


def _load(folder: SiteFolder, site: Site, args: argparse.Namespace) -> int:
    new = open_site(folder, key=args.key)
    try:
        if new.recovery_key:
            _tell_key(folder, new.recovery_key)
        _warn(new.database.read(lambda tx: admit_warnings(tx, site)), args.site)
        _warn(out_by_hand(new.database, site), args.site)
        changes = plan_site(new.database, site)
        _tell(changes, "would be" if args.dry_run else "will be")
        if args.dry_run or not changes:
            return 0
        if not (args.yes or _agreed(changes)):
            sys.stdout.write("Nothing was changed.\n")
            return 1
        apply_site(new.database, site)
    finally:
        new.database.close()
    sys.stdout.write(f"Loaded {site.name} into {folder.path}.\n")
    return 0


def _warn(sentences: Sequence[str], place: str | None) -> None:
    # Beside the site file that `show` prints, not in it.
    sys.stderr.writelines(f"izix-desk: {typed(sentence, place)}\n" for sentence in sentences)


def _tell_key(folder: SiteFolder, recovery_key: str) -> None:
    sys.stdout.write(
        f"A new store was made in {folder.path}. Its recovery key, shown only this once; write it"
        f" down and keep it away from this PC:\n\n    {recovery_key}\n\n"
    )


def _tell(changes: SiteChanges, tense: str) -> None:
    if not changes:
        sys.stdout.write("The site is already as the file says; nothing changes.\n")
    for what, names in (
        ("added", changes.added),
        ("changed", changes.changed),
        ("removed", changes.removed),
    ):
        for name in names:
            sys.stdout.write(f"{name} {tense} {what}\n")


def _agreed(changes: SiteChanges) -> bool:
    # Only a person at a terminal can be asked; a first load takes nothing away.
    touched = changes.removed + tuple(name for name in changes.changed if name != "site")
    if not touched or not sys.stdin.isatty():
        return True
    sys.stdout.write("Go on? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes", "o", "oui", "j", "ja"}


def _show(folder: SiteFolder, args: argparse.Namespace) -> int:
    database = open_database(folder, Role.READ)
    try:
        site = stored_site(database)
        _warn(database.read(lambda tx: admit_warnings(tx, site)), args.site)
        _warn(out_by_hand(database, site), args.site)
    finally:
        database.close()
    if args.json:
        sys.stdout.write(json.dumps(asdict(site), default=_plain, ensure_ascii=False, indent=2))
        sys.stdout.write("\n")
    else:
        sys.stdout.write(write_site(site))
    return 0


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
