"""`izix-desk backup TARGET`: copies the store while everything runs."""

import argparse
import sys
from pathlib import Path

from izix_desk.store.backup import backup_store
from izix_desk.store.folder import site_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the copy goes."""
    parser.add_argument("target", type=Path, metavar="TARGET", help="new file for the copy")


def run(args: argparse.Namespace) -> int:
    """Copy the store and say where it lies; it opens with the key of this site."""
    folder, target = site_folder(args.site), args.target.expanduser().absolute()
    backup_store(folder, target)
    size = target.stat().st_size / 1_000_000
    sys.stdout.write(
        f"Copied the store to {target} ({size:.1f} MB). It opens only with this site's key: "
        "keep the key file or the recovery key apart from it.\n"
    )
    return 0
