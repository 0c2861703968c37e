"""`izix-desk`: opens the control room's window on a site."""

import argparse
import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING

from izix_desk.desk.qt_imports import import_qt
from izix_desk.desk.slim import leave_out_openssl
from izix_desk.domain.errors import NotFound
from izix_desk.domain.roles import Role

if TYPE_CHECKING:
    from izix_desk.store.folder import SiteFolder

THEMES = ("day", "night", "contrast")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare who sits in front of it, and how it looks."""
    parser.add_argument("--operator", help="name to record with every command (default: yours)")
    parser.add_argument(
        "--role",
        choices=[role.value for role in Role],
        default=Role.ADMINISTRATOR.value,
        help="what the operator may do (default: administrator, as nobody signs in yet)",
    )
    parser.add_argument("--theme", choices=THEMES, help="instead of the operator's own")
    parser.add_argument(
        "--timing", type=Path, metavar="FILE", help="append when the window was painted, and so on"
    )


def run(args: argparse.Namespace) -> int:
    """Open the window until it is closed."""
    leave_out_openssl()
    from izix_desk.store.folder import site_folder  # noqa: PLC0415 - after the line above

    return run_desk(
        site_folder(args.site),
        operator=args.operator or getpass.getuser(),
        role=Role(args.role),
        theme=args.theme or "",
        timing=args.timing,
    )


def run_desk(
    folder: "SiteFolder",
    *,
    operator: str,
    role: Role = Role.ADMINISTRATOR,
    theme: str = "",
    timing: Path | None = None,
) -> int:
    """Open the window on a site folder, until it is closed."""
    if not folder.store.exists():
        raise NotFound(
            f"There is no site in {folder.path} yet: load one with `izix-desk site load FILE`, "
            "or try `izix-desk demo`."
        )
    import_qt()
    # Only now: Qt's first import must be the one above.
    from izix_desk.desk.app import run_window  # noqa: PLC0415
    from izix_desk.desk.start import DeskStart  # noqa: PLC0415

    return run_window(
        DeskStart(
            folder=folder,
            operator=operator,
            role=role,
            desk=_host(),
            theme=theme,
            timing=timing,
        )
    )


def _host() -> str:
    """Return this PC's name; `platform` would say it too, and costs a start 10 ms."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "desk")
