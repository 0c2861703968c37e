"""`izix-desk demo`: the control room on a throw-away site with simulated gates and traffic."""

import argparse
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from izix_desk.commands.demo_parts import (
    CANCELLED,
    DemoPorts,
    Parts,
    is_ready,
    own_folder,
    prepare_shown,
)
from izix_desk.commands.ending import ended_by_signals
from izix_desk.desk.display import refuse_no_display
from izix_desk.domain.errors import BadUsage
from izix_desk.store.folder import SiteFolder

CARS_A_MINUTE = 6.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the site lies, and how lively it is."""
    parser.add_argument("--folder", type=Path, metavar="DIR", help="keep the site in this folder")
    parser.add_argument("--prepare", action="store_true", help="make the site and its store only")
    parser.add_argument("--no-traffic", action="store_true", help="let no cars arrive")
    parser.add_argument(
        "--traffic", type=float, default=CARS_A_MINUTE, metavar="RATE", help="cars a minute"
    )
    parser.add_argument("--operator", default="Guard 1", help="who is signed in")
    parser.add_argument("--theme", choices=("day", "night", "contrast"))
    parser.add_argument("--journal", type=Path, metavar="FILE", help="what the simulator did")
    # Two parts of a demo that it runs in processes of their own; nobody types these.
    parser.add_argument("--told", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--show-loading", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--tcp", type=int, metavar="PORT", help="simulate on TCP from this port on")


def run(args: argparse.Namespace) -> int:
    """Prepare the site if it is new, then run simulator and desk until the desk is closed."""
    if args.show_loading:
        return _show_loading(args.theme)
    kept = args.folder or (Path(args.site) if args.site else None)
    if args.prepare:
        return _prepare(args, kept)
    refuse_no_display(sys.platform, os.environ)
    with ended_by_signals(), _folder(kept) as folder:
        ports = _ports(args, folder)
        if not is_ready(folder):
            prepare_shown(folder, ports, args.theme)
        with Parts(folder, ports) as parts:
            parts.simulate(args.journal)
            return parts.desk(args.operator, args.theme, 0 if args.no_traffic else args.traffic)


def _show_loading(theme: str | None) -> int:
    # Qt is imported only in the process that shows it.
    from izix_desk.desk.loading import run_loading  # noqa: PLC0415

    return run_loading(theme or "day")


def _prepare(args: argparse.Namespace, kept: Path | None) -> int:
    # The database is imported only in the process that fills it; the demo itself stays small.
    from izix_desk.commands.demo_prepare import prepare  # noqa: PLC0415

    if kept is None:
        raise BadUsage("--prepare needs --folder DIR: the folder to make the demo site in.")
    folder = own_folder(kept)
    if not is_ready(folder):
        prepare(folder, _ports(args, folder), _tell if args.told else None)
    if not args.told:
        sys.stdout.write(f"The demo site is ready in {folder.path}.\n")
    return 0


def _tell(rows: int, share: float) -> None:
    try:
        sys.stdout.write(f"{rows} {share:.4f}\n")
        sys.stdout.flush()
    except BrokenPipeError:  # the window was closed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CANCELLED)


def _ports(args: argparse.Namespace, folder: SiteFolder) -> DemoPorts:
    return DemoPorts(args.tcp) if args.tcp else DemoPorts.of(folder)


@contextmanager
def _folder(kept: Path | None) -> Generator[SiteFolder]:
    if kept is not None:
        yield own_folder(kept)
        return
    with TemporaryDirectory(prefix="izix-demo-", ignore_cleanup_errors=True) as path:
        yield SiteFolder(Path(path) / "site")
