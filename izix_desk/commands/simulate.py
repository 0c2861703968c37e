"""`izix-desk simulate`: plays the controllers and cameras of a site file."""

import argparse
import os
from contextlib import suppress
from math import inf
from pathlib import Path

from izix_desk.devices.simulator.barrier import MOVE_SECONDS, STAY_SECONDS, Pace
from izix_desk.devices.simulator.faults import HELP
from izix_desk.devices.simulator.run import run_world
from izix_desk.devices.simulator.traffic import read_plates
from izix_desk.devices.simulator.wires import SPEEDS
from izix_desk.devices.simulator.world import Plan
from izix_desk.domain.errors import BadUsage
from izix_desk.services.site_file import read_site

EPILOG = f"""\
faults, of a line (PLACE is its id) or of one controller (LINE/ADDRESS), kind and value:
{HELP}
  stuck          on or off            of a gate: its barrier does not move

commands on stdin with --control, each answered with a line of JSON:
  fault PLACE KIND VALUE              as above, at any time
  port LINE pulled | plugged          the adapter goes, and comes back
  device LINE ADDRESS off | on | reboot
  device LINE ADDRESS open | closed | picky | swap | reset
                                      of OSDP: its case; wants the mark byte; another in its
                                      place; without its key
  card LINE ADDRESS CARD [READER]     26:FACILITY:NUMBER, 34:FACILITY:NUMBER, or the bits, such
                                      as 01101; of the reader 0 unless it is named
  keys LINE ADDRESS KEYS [READER]     digits, # for enter and * for clear
  read LINE TEXT                      what a camera or a scanner writes
  car GATE PLATE [reads=N] [patience=SECONDS] [turns-back] [followed]
  ring GATE, input GATE NAME on | off | auto, traffic RATE
  coils, quit
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    parser.add_argument("file", type=Path, metavar="FILE", help="site file whose lines are played")
    ports = parser.add_mutually_exclusive_group()
    ports.add_argument(
        "--links", type=Path, metavar="DIR", help="pseudo-terminals, named DIR/LINE-ID"
    )
    ports.add_argument(
        "--tcp", metavar="HOST:PORT", help="TCP ports from PORT on; 0 takes free ones"
    )
    parser.add_argument(
        "--traffic", type=float, default=0.0, metavar="RATE", help="cars a minute, all gates"
    )
    parser.add_argument(
        "--plates", type=Path, metavar="CSV", help="sheet of parkers whose plates drive by"
    )
    _add_means(parser)


def _add_means(parser: argparse.ArgumentParser) -> None:
    """Declare what a test or an installer has in hand."""
    parser.add_argument(
        "--journal", type=Path, metavar="FILE", help="write down what happens at the boards"
    )
    parser.add_argument(
        "--keys", type=Path, metavar="FILE", help="where OSDP devices keep their keys"
    )
    parser.add_argument("--trace", action="store_true", help="write down every question too")
    parser.add_argument(
        "--control", action="store_true", help="take commands on stdin; its end ends the simulator"
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="traffic of one seed is always the same"
    )
    _add_world(parser)


def _add_world(parser: argparse.ArgumentParser) -> None:
    """Declare what is on the lines besides the site, and how it behaves."""
    parser.add_argument(
        "--fault",
        nargs=3,
        action="append",
        default=[],
        metavar=("PLACE", "KIND", "VALUE"),
        help="what is wrong from the start, as often as needed; see below",
    )
    parser.add_argument(
        "--stranger",
        nargs=3,
        action="append",
        default=[],
        metavar=("LINE", "ADDRESS", "BAUD"),
        help="a controller of no gate that is set to another speed, as often as needed",
    )
    parser.add_argument(
        "--extra-units", type=int, default=0, metavar="N", help="more boards on every line"
    )
    parser.add_argument(
        "--barrier",
        nargs=2,
        type=_seconds,
        default=(MOVE_SECONDS, STAY_SECONDS),
        metavar=("MOVE", "STAY"),
        help="seconds in which barriers go up or down, and stay up (%(default)s)",
    )


def run(args: argparse.Namespace) -> int:
    """Simulate until it is ended."""
    plan = Plan(
        site=read_site(args.file),
        links=args.links,
        tcp=_tcp(args.tcp),
        journal=args.journal,
        trace=args.trace,
        faults=tuple((place, kind, value) for place, kind, value in args.fault),
        extra_units=args.extra_units,
        strangers=tuple(_stranger(*words) for words in args.stranger),
        keys=args.keys,
        pace=Pace(*args.barrier),
    )
    plates = read_plates(args.plates) if args.plates else []
    run_world(plan, plates=plates, per_minute=args.traffic, seed=args.seed, control=args.control)
    return 0


def _stranger(line: str, address: str, baudrate: str) -> tuple[str, int, int]:
    if not address.isdecimal() or not baudrate.isdecimal() or int(baudrate) not in SPEEDS:
        raise BadUsage(f"--stranger needs LINE ADDRESS BAUD, not {line} {address} {baudrate}.")
    return line, int(address), int(baudrate)


def _seconds(text: str) -> float:
    with suppress(ValueError):
        if 0 < (seconds := float(text)) < inf:
            return seconds
    raise argparse.ArgumentTypeError(f"{text} is no time in seconds.")


def _tcp(text: str | None) -> tuple[str, int] | None:
    if text is None:
        if os.name != "posix":
            raise BadUsage("This system has no pseudo-terminals: add --tcp 127.0.0.1:0.")
        return None
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise BadUsage(f"--tcp needs HOST:PORT, not {text}.")
    return host, int(port)
