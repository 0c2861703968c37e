"""`izix-desk engine`: the headless process that owns the wires."""

import argparse
import os
import sys

from izix_desk.engine.run import run_engine
from izix_desk.store.folder import site_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no options beyond the site folder."""


def run(args: argparse.Namespace) -> int:
    """Run until a signal ends it."""
    folder = site_folder(args.site)

    def ready() -> None:
        sys.stdout.write(f"The engine (process {os.getpid()}) runs the gates of {folder.path}.\n")
        sys.stdout.flush()

    run_engine(folder, ready)
    return 0
