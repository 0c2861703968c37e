"""`izix-desk lines scan PORT`: finds the devices on a port; needs no site file, never writes."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from izix_desk.commands.line_ears import Ears
from izix_desk.commands.list_ports import lines_of
from izix_desk.commands.tables import table
from izix_desk.devices.port_names import is_same
from izix_desk.devices.scanning import Search, probe_of, scan
from izix_desk.domain.errors import BadInput, EngineRuns, LineFault
from izix_desk.domain.scanning import (
    SEARCHABLE,
    SLOWEST_BESIDE_GATES,
    USUAL,
    FoundDevice,
    Report,
    SearchNews,
    Setting,
    other_settings,
    setting_of,
)
from izix_desk.domain.site import Line, Protocol
from izix_desk.link.line_messages import Figures, Searched, SearchLine
from izix_desk.store.folder import SiteFolder, site_folder
from izix_desk.store.lock import engine_runs

HOW_BESIDE_GATES = (
    "The engine serves the gates of line {} here, so it asks in the gaps, slowly, and does not ask "
    "their controllers; `izix-desk lines` shows those. "
)
AT_OWN = "It asks only at the line's own setting; --other-speeds tries others as well."
AT_OTHERS = (
    "Between two questions the line goes back to its own setting; a gate command may wait for up "
    "to half a second."
)
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
    parser.add_argument(
        "--other-speeds",
        action="store_true",
        help="where an engine holds the port: not only the line's own speed; gate commands may "
        "wait for up to half a second",
    )
    parser.add_argument("--site", metavar="DIR", default=argparse.SUPPRESS, help="site folder")


def run(args: argparse.Namespace) -> int:
    """Search, tell what is tried, and end in plain words; 0 when somebody was found."""
    folder = site_folder(args.site)
    held = _held(folder, args.port)
    if held is not None:
        return _search_beside_gates(folder, held, args)
    protocols = [each for each in USUAL if args.protocol in {None, each.value}]
    addresses = _addresses(args.addresses, protocols)
    settings = tuple(_settings(args, protocols))
    search = Search(args.port, settings, addresses)
    progress = _Progress()
    report = scan(search, progress.tell)
    progress.end()
    _print(report, limited=bool(args.speed or args.parity or args.addresses))
    return 0 if report.found else 1


def _held(folder: SiteFolder, port: str) -> Line | None:
    """Return the line of a port that an engine has open; without a site there is none."""
    if not folder.store.exists() or not engine_runs(folder):
        return None
    return next((each for each in lines_of(folder) if is_same(each.port, port)), None)


def _search_beside_gates(folder: SiteFolder, line: Line, args: argparse.Namespace) -> int:
    """Have the engine ask in the gaps of the line, at its own speed."""
    if line.protocol not in SEARCHABLE:
        raise EngineRuns(
            f"The engine has the port of line {line.id} open, which speaks {line.protocol}: stop "
            "the engine, search, and start it again."
        )
    settings = _beside_gates(line, args)
    addresses = _addresses(args.addresses, [line.protocol]) or probe_of(line.protocol).addresses
    sys.stdout.write(HOW_BESIDE_GATES.format(line.id) + (AT_OTHERS if settings else AT_OWN) + "\n")
    report, progress = Report(), _Progress()
    with Ears(folder) as ears:
        for news in _news(ears, SearchLine(line.id, tuple(addresses), settings)):
            progress.tell(news.setting, news.address, report.take(news))
    progress.end()
    _print(report, limited=bool(args.addresses) or not args.other_speeds)
    return 0 if report.found else 1


def _beside_gates(line: Line, args: argparse.Namespace) -> tuple[Setting, ...]:
    """Return the settings besides the line's own that were asked for."""
    others = other_settings(line)
    if not (args.other_speeds or args.speed or args.parity):
        return ()
    if not others:
        raise BadInput(f"The speed of {line.port} is set at that device: try others there.")
    if any(speed < SLOWEST_BESIDE_GATES for speed in args.speed):
        raise BadInput(
            f"Below {SLOWEST_BESIDE_GATES} baud a question keeps gate commands waiting: stop the "
            "engine, search, and start it again."
        )
    if not (args.speed or args.parity):
        return others
    chosen = _chosen(line.protocol, USUAL[line.protocol], args.speed, args.parity)
    return tuple(each for each in chosen if each != setting_of(line))


def _news(ears: Ears, wish: SearchLine) -> Iterator[SearchNews]:
    is_asked = False
    for message in ears.messages():
        if isinstance(message, Figures) and message.figures.line == wish.line:
            if message.figures.fault:
                raise LineFault(message.figures.fault)
            if not is_asked:  # the link is up, so that it is heard
                ears.say(wish)
                is_asked = True
        elif isinstance(message, Searched) and message.news.line == wish.line:
            yield message.news
            if not message.news.left:
                return


def _settings(args: argparse.Namespace, protocols: Sequence[Protocol]) -> Iterator[Setting]:
    for protocol in protocols:
        yield from _chosen(protocol, USUAL[protocol], args.speed, args.parity)


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


def _addresses(text: str, protocols: Sequence[Protocol]) -> range | None:
    if not text:
        return None
    first, _, last = text.partition("-")
    if not first.isdecimal() or not (last or first).isdecimal():
        raise BadInput(f"Addresses are written as 1-32 or 5, not {text!r}.")
    wanted = range(int(first), int(last or first) + 1)
    known = [probe_of(each).addresses for each in protocols]
    low, high = min(each[0] for each in known), max(each[-1] for each in known)
    if not wanted or wanted[0] < low or wanted[-1] > high:
        only = f" with {protocols[0]}" if len(protocols) == 1 else ""
        raise BadInput(f"Addresses lie between {low} and {high}{only}.")
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
