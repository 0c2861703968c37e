"""`izix-desk lines scan PORT`: finds the devices on a port; needs no site file, never writes."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from izix_desk.commands.tables import table
from izix_desk.devices.scanning import Search, scan
from izix_desk.domain.errors import BadInput, EngineRuns
from izix_desk.domain.scanning import FoundDevice, Report, Setting
from izix_desk.domain.site import Protocol
from izix_desk.store.database import Role, open_database
from izix_desk.store.folder import SiteFolder, site_folder
from izix_desk.store.lock import engine_runs
from izix_desk.store.site import load_site

USUAL: dict[Protocol, tuple[tuple[int, str], ...]] = {
    Protocol.OSDP: ((9600, "N"), (19200, "N"), (38400, "N"), (57600, "N"), (115200, "N")),
    Protocol.MODBUS_RTU: (
        (9600, "N"), (19200, "N"), (19200, "E"), (9600, "E"), (38400, "N"), (38400, "E"),
        (115200, "N"), (57600, "N"), (4800, "N"), (9600, "O"), (19200, "O"),
    ),
}  # fmt: skip
"""Speeds and parities as makers deliver them, most usual first."""
HEADINGS = ("address", "setting", "device")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the port and what to try."""
    parser.add_argument("port", metavar="PORT", help="e.g. /dev/ttyUSB0, COM3, socket://host:port")
    parser.add_argument(
        "--protocol", choices=[each.value for each in USUAL], help="only this one (default: both)"
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
    parser.add_argument("--site", metavar="DIR", default=argparse.SUPPRESS, help="site folder")


def run(args: argparse.Namespace) -> int:
    """Search, tell what is tried, and end in plain words; 0 when somebody was found."""
    _refuse_held(site_folder(args.site), args.port)
    settings = tuple(_settings(args))
    search = Search(args.port, settings, _addresses(args.addresses))
    progress = _Progress()
    report = scan(search, progress.tell)
    progress.end()
    _print(report, limited=bool(args.speed or args.parity or args.addresses))
    return 0 if report.found else 1


def _refuse_held(folder: SiteFolder, port: str) -> None:
    """Refuse a port whose gates an engine serves; without a site there is none."""
    if not folder.store.exists() or not engine_runs(folder):
        return
    store = open_database(folder, Role.READ)
    try:
        lines = store.read(load_site).lines
    finally:
        store.close()
    for line in lines:
        if os.path.realpath(line.port) == os.path.realpath(port):
            raise EngineRuns(
                f"The engine serves the gates of line {line.id} on this port, and a search would "
                "keep them waiting: stop the engine, search, and start it again."
            )


def _settings(args: argparse.Namespace) -> Iterator[Setting]:
    for protocol, usual in USUAL.items():
        if args.protocol in {None, protocol.value}:
            yield from _chosen(protocol, usual, args.speed, args.parity)


def _chosen(
    protocol: Protocol,
    usual: Sequence[tuple[int, str]],
    speeds: Sequence[int],
    parities: Sequence[str],
) -> Iterator[Setting]:
    if any(speed not in range(300, 1_000_001) for speed in speeds):
        raise BadInput("A speed is between 300 and 1000000 baud.")
    for speed in speeds or dict.fromkeys(baud for baud, _ in usual):
        delivered = [parity for baud, parity in usual if baud == speed] or ["N"]
        for parity in parities or delivered:
            yield Setting(protocol, speed, parity)


def _addresses(text: str) -> range | None:
    if not text:
        return None
    first, _, last = text.partition("-")
    if not first.isdecimal() or not (last or first).isdecimal():
        raise BadInput(f"Addresses are written as 1-32 or 5, not {text!r}.")
    wanted = range(int(first), int(last or first) + 1)
    if not wanted or wanted[-1] > 247:
        raise BadInput("Addresses lie between 0 and 247.")
    return wanted


@dataclass(slots=True)
class _Progress:
    """One line on the screen per setting, counted up where it is a terminal."""

    last: Setting | None = None

    def tell(self, setting: Setting, address: int, found: FoundDevice | None) -> None:
        """Say where the search is, and who was found."""
        if setting != self.last:
            self.end()
            sys.stdout.write(f"{setting}:")
            self.last = setting
        if found is not None:
            sys.stdout.write(f" {address} answers")
        elif address % 16 == 0:
            sys.stdout.write(".")
        sys.stdout.flush()

    def end(self) -> None:
        """End the line."""
        if self.last is not None:
            sys.stdout.write("\n")


def _print(report: Report, *, limited: bool) -> None:
    if report.found:
        rows = [(str(each.address), str(each.setting), each.words) for each in report.found]
        sys.stdout.writelines(f"{row}\n" for row in table([HEADINGS, *rows]))
    sys.stdout.writelines(f"{sentence}\n" for sentence in report.sentences(limited=limited))
