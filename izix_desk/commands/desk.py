"""`izix-desk`: opens the control room's window on a site."""

import argparse
import getpass
import platform
from pathlib import Path

from izix_desk.desk.app import DeskStart, run_window
from izix_desk.domain.errors import NotFound
from izix_desk.store.folder import SiteFolder, site_folder

THEMES = ("day", "night", "contrast")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare who sits in front of it, and how it looks."""
    parser.add_argument("--operator", help="name to record with every command (default: yours)")
    parser.add_argument("--theme", choices=THEMES, help="instead of the operator's own")
    parser.add_argument(
        "--timing", type=Path, metavar="FILE", help="append when the window was painted, and so on"
    )


def run(args: argparse.Namespace) -> int:
    """Open the window until it is closed."""
    return run_desk(
        site_folder(args.site),
        operator=args.operator or getpass.getuser(),
        theme=args.theme or "",
        timing=args.timing,
    )


def run_desk(
    folder: SiteFolder, *, operator: str, theme: str = "", timing: Path | None = None
) -> int:
    """Open the window on a site folder, until it is closed."""
    if not folder.store.exists():
        raise NotFound(
            f"There is no site in {folder.path} yet: load one with `izix-desk site load FILE`, "
            "or try `izix-desk demo`."
        )
    return run_window(
        DeskStart(
            folder=folder,
            operator=operator,
            desk=platform.node() or "desk",
            theme=theme,
            timing=timing,
        )
    )
