"""What a person wants tried in a search for devices, as said on the command line."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from izix_desk.domain.errors import BadInput
from izix_desk.domain.frame_table import Check, FrameTable
from izix_desk.domain.scanning import USUAL, Setting
from izix_desk.domain.site import Protocol
from izix_desk.services.frame_tables import named_table, taken_for_orders

FRAMES_USUAL = tuple((baudrate, "N") for baudrate in (9600, 19200, 38400, 57600, 115200, 4800))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the port and what to try."""
    parser.add_argument("port", metavar="PORT", help="e.g. /dev/ttyUSB0, COM3, socket://host:port")
    parser.add_argument(
        "--protocol", choices=[each.value for each in USUAL], help="only this one (default: both)"
    )
    parser.add_argument(
        "--frames", default="", metavar="NAME|FILE", help="devices of this table of frames instead"
    )
    parser.add_argument(
        "--alone",
        action="store_true",
        help="with --frames: no board of another kind, which may take the question for an order, "
        "is on this wire",
    )
    parser.add_argument(
        "--speed", type=int, action="append", default=[], metavar="BAUD", help="only this speed"
    )
    parser.add_argument(
        "--parity", choices=("N", "E", "O"), action="append", default=[], help="only this parity"
    )
    parser.add_argument(
        "--addresses", default="", metavar="FIRST-LAST", help="only these (default: all)"
    )
    parser.add_argument(
        "--other-speeds",
        action="store_true",
        help="go on at other speeds where somebody answered; where an engine holds the port, gate "
        "commands may wait for up to half a second meanwhile",
    )
    parser.add_argument("--site", metavar="DIR", default=argparse.SUPPRESS, help="site folder")


@dataclass(frozen=True, slots=True)
class Wishes:
    """Speeds, parities and addresses; none of a kind means what is usual."""

    speeds: Sequence[int]
    parities: Sequence[str]
    addresses: str

    @classmethod
    def of(cls, args: argparse.Namespace) -> "Wishes":
        """Return what was said."""
        if any(speed not in range(300, 1_000_001) for speed in args.speed):
            raise BadInput("A speed is between 300 and 1000000 baud.")
        return cls(args.speed, args.parity, args.addresses)

    def settings(self, protocol: Protocol, frames: str = "") -> Iterator[Setting]:
        """Return what is to be tried of a protocol, most usual first."""
        usual = USUAL.get(protocol, FRAMES_USUAL)
        for speed in self.speeds or dict.fromkeys(baud for baud, _ in usual):
            delivered = [parity for baud, parity in usual if baud == speed] or ["N"]
            for parity in self.parities or delivered:
                yield Setting(protocol, speed, parity, frames=frames)

    def addresses_among(self, known: Sequence[range], whose: str) -> range | None:
        """Return the addresses; None for all. `whose` is of one protocol, or empty."""
        if not self.addresses:
            return None
        first, _, last = self.addresses.partition("-")
        if not first.isdecimal() or not (last or first).isdecimal():
            raise BadInput(f"Addresses are written as 1-32 or 5, not {self.addresses!r}.")
        if int(first) > int(last or first):
            raise BadInput(f"The first address, {first}, is larger than the last, {last}.")
        wanted = range(int(first), int(last or first) + 1)
        low, high = min(each[0] for each in known), max(each[-1] for each in known)
        if wanted[0] < low or wanted[-1] > high:
            raise BadInput(f"Addresses lie between {low} and {high}{whose and ' with ' + whose}.")
        return wanted


def askable_table(args: argparse.Namespace) -> FrameTable:
    """Return the table that was named, if its devices can be asked without harm to anybody."""
    table = named_table(args.frames, Path())
    if table.status is None:
        raise BadInput(f"{table.name} has no status request, so its devices cannot be found.")
    if table.check is Check.NONE and not args.speed:
        raise BadInput(
            f"Frames of {table.name} have no check, so that noise may be an order to its devices: "
            "say their speed, such as --speed 9600."
        )
    others = ", ".join(taken_for_orders(table))
    if others and not args.alone:
        raise BadInput(
            f"Devices of {others} take the question of {table.name} for an order: make sure that "
            "none is on this wire, then add --alone."
        )
    return table
