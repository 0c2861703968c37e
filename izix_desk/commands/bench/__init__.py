"""`izix-desk bench`: measures speed at the far end, side by side with a rival."""

import argparse
import platform
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Protocol, cast

from izix_desk.domain.errors import BadUsage

PARTS = {
    "gate": "gate",
    "lines": "lines",
    "decision": "decision",
    "start": "start",
    "import": "importing",
}
"""Name on the command line → module here that measures it."""


class Part(Protocol):
    """What each of those modules offers."""

    def measure(self, n: int, keep: Path | None, /) -> Iterator[str]:
        """Yield the text of the run with n samples of each kind; `keep` is for large stores."""
        ...


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to measure and how often."""
    parser.add_argument("name", nargs="*", metavar="NAME", help=f"{', '.join(PARTS)} (default all)")
    parser.add_argument(
        "--n",
        type=int,
        default=1000,
        help="samples of each kind (default 1000); also how many starts (at most 10), "
        "and, by the hundred and the thousand, rows imported and profiles held",
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help="keep the large stores of `import` and `decision` here",
    )


def run(args: argparse.Namespace) -> int:
    """Measure and print one table a part."""
    names: list[str] = args.name or list(PARTS)
    unknown = [name for name in names if name not in PARTS]
    if unknown or args.n < 1:
        raise BadUsage(f"bench measures {', '.join(PARTS)}, each at least once.")
    # A polite end takes the processes and folders of the measurement with it.
    signal.signal(signal.SIGTERM, _end)
    sys.stdout.write(f"Python {platform.python_version()} on {platform.platform()}\n")
    for name in names:
        part = cast("Part", import_module(f"{__name__}.{PARTS[name]}"))
        for text in part.measure(args.n, args.keep):
            sys.stdout.write(text)
            sys.stdout.flush()
    return 0


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(1)
