"""`izix-desk lines`: how lines and controllers are doing, what passes there, and what is there."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from izix_desk.commands import list_ports, scan_lines
from izix_desk.commands.hints import typed
from izix_desk.commands.line_ears import Ears
from izix_desk.commands.tables import table
from izix_desk.domain.errors import BadInput, NotFound
from izix_desk.domain.lines import LineFigures, TraceLine
from izix_desk.domain.site import Line, Site
from izix_desk.link.line_messages import Figures, Trace, TryNow
from izix_desk.services.line_watching import (
    HEADINGS,
    Gaps,
    InOrder,
    controller_cells,
    line_text,
    only_from,
    trace_text,
)
from izix_desk.services.moments import present
from izix_desk.store.database import Role, open_database
from izix_desk.store.folder import site_folder
from izix_desk.store.site import load_site

FIGURES_SECONDS = 3.0
EVERY_LINE = ""
LATE_SECONDS = 0.5
"""How long a line may take to tell what passed: it does so a few times a second."""
NOTHING_SAID = "says nothing yet; ask again"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the table, the trace and the search."""
    actions = parser.add_subparsers(dest="action", metavar="[scan | ports]")
    scan_lines.add_arguments(
        actions.add_parser("scan", help="find the devices on a port; only asks, never writes")
    )
    ports = actions.add_parser("ports", help="list this PC's serial ports by names that last")
    ports.add_argument("--site", metavar="DIR", default=argparse.SUPPRESS, help="site folder")
    parser.add_argument("--json", action="store_true", help="print JSON instead")
    parser.add_argument(
        "--trace",
        nargs="?",
        const=EVERY_LINE,
        metavar="LINE",
        help="print what passes on a line, or on all, until Ctrl+C",
    )
    parser.add_argument(
        "--address",
        type=int,
        action="append",
        default=[],
        metavar="N",
        help="with --trace: only this controller; may be given several times",
    )
    parser.add_argument("--save", type=Path, metavar="FILE", help="with --trace: also into a file")
    parser.add_argument(
        "--seconds", type=float, metavar="N", help="with --trace: end after so long"
    )
    parser.add_argument(
        "--try-now",
        nargs=2,
        metavar=("LINE", "ADDRESS"),
        help="ask a silent controller at once, then print the table",
    )


def run(args: argparse.Namespace) -> int:
    """Print the figures once, or the trace until it is ended; or search a port."""
    if args.action == "scan":
        return scan_lines.run(args)
    folder = site_folder(args.site)
    if args.action == "ports":
        return list_ports.run(folder)
    store = open_database(folder, Role.READ)
    try:
        site = store.read(load_site)
    finally:
        store.close()
    if args.trace is not None:
        lines = _lines(site, args.trace)
        _say_who_is_not_there(site, lines, args.address)
        with Ears(folder, frozenset(line.id for line in lines)) as ears:
            return _trace(ears, args)
    asked = _controller(site, args.try_now) if args.try_now else None
    with Ears(folder) as ears:
        told = _figures(ears, site, asked)
    if args.json:
        _print_json(site, told)
    else:
        sys.stdout.writelines(typed(f"{row}\n", args.site) for row in _table(site, told))
    return 0


def _lines(site: Site, name: str) -> Sequence[Line]:
    lines = [line for line in site.lines if name in {line.id, EVERY_LINE}]
    if not lines:
        known = ", ".join(line.id for line in site.lines) or "none in this site"
        raise NotFound(f"There is no line {name!r} here; there are: {known}.")
    return lines


def _controller(site: Site, words: Sequence[str]) -> TryNow:
    line, address = words
    lines = _lines(site, line or "?")
    if not address.isdecimal():
        raise BadInput(f"An address is a number, not {address!r}.")
    if int(address) not in (known := _controllers(site, lines)):
        raise NotFound(_no_controller(int(address), lines, known))
    return TryNow(line, int(address))


def _controllers(site: Site, lines: Sequence[Line]) -> Sequence[int]:
    names = {line.id for line in lines}
    return sorted({unit for gate in site.gates for line, unit in gate.devices if line in names})


def _no_controller(address: int, lines: Sequence[Line], known: Sequence[int]) -> str:
    there = ", ".join(map(str, known)) or "none"
    where = f"line {lines[0].id}" if len(lines) == 1 else "any line"
    return f"There is no controller {address} on {where}; there are: {there}."


def _say_who_is_not_there(site: Site, lines: Sequence[Line], addresses: Sequence[int]) -> None:
    # Not refused: a search asks addresses that no gate has, and can be watched so.
    known = _controllers(site, lines)
    for address in addresses:
        if address not in known:
            told = _no_controller(address, lines, known)
            sys.stderr.write(f"izix-desk: {told} Only a search that asks it can be seen.\n")


def _figures(ears: Ears, site: Site, asked: TryNow | None) -> dict[str, LineFigures]:
    """Return the figures of all lines; after `asked`, those of a second later."""
    told: dict[str, LineFigures] = {}
    since = float("-inf")
    for message in ears.messages(FIGURES_SECONDS):
        if not isinstance(message, Figures):
            continue
        if asked is not None:  # the link is up, so that it is heard
            ears.say(asked)
            asked, since = None, message.figures.monotonic + 1.0
        if message.figures.monotonic > since:
            told[message.figures.line] = message.figures
        if told.keys() >= {line.id for line in site.lines}:
            break
    return told


def _table(site: Site, told: dict[str, LineFigures]) -> Iterator[str]:
    now = present().monotonic
    for line in site.lines:
        figures = told.get(line.id)
        if figures is None:
            yield f"{line.id}: {line.protocol}, {line.port}, {NOTHING_SAID}"
        else:
            yield from _line_rows(figures, now)


def _line_rows(figures: LineFigures, now: float) -> Iterator[str]:
    yield line_text(figures)
    if figures.detail:
        yield f"  {figures.detail}"
    if figures.controllers:
        rows = [controller_cells(each, now) for each in figures.controllers]
        yield from (f"  {row}" for row in table([HEADINGS, *rows]))
    for each in figures.controllers:
        if each.detail:
            yield f"  address {each.address}: {each.detail}"


def _print_json(site: Site, told: dict[str, LineFigures]) -> None:
    now = present().monotonic
    lines = [_as_json(told[line.id], now) for line in site.lines if line.id in told]
    sys.stdout.write(json.dumps(lines, ensure_ascii=False, indent=2) + "\n")


def _as_json(figures: LineFigures, now: float) -> dict[str, object]:
    fields = asdict(figures)
    fields["age"] = now - fields.pop("monotonic")
    for controller in fields["controllers"]:
        heard = controller.pop("heard")
        controller["age"] = None if heard is None else now - heard
    return fields


def _trace(ears: Ears, args: argparse.Namespace) -> int:
    gaps, order = Gaps(), InOrder(LATE_SECONDS if args.trace == EVERY_LINE else 0.0)
    with ExitStack() as stack:
        saved = stack.enter_context(_opened(args.save)) if args.save else None
        try:
            for message in ears.messages(args.seconds):
                passed = message.passed if isinstance(message, Trace) else ()
                if dropped := gaps.count(passed):
                    _write([f"… {dropped} dropped: more passed than could be shown"], saved)
                mine = only_from(passed, args.address)
                _write(_told(order.take(mine, present().monotonic)), saved)
        finally:  # however it ends: what was heard is shown
            _write(_told(order.take((), float("inf"))), saved)
    return 0


def _told(passed: Iterable[TraceLine]) -> Iterator[str]:
    now = present()
    return (trace_text(each, now.wall_at(each.at)) for each in passed)


def _opened(path: Path) -> TextIO:
    try:
        return path.open("a", encoding="utf-8")
    except OSError as bad:
        raise BadInput(f"{path} cannot be written ({bad.strerror}); name another file.") from bad


def _write(lines: Iterable[str], saved: TextIO | None) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
        if saved is not None:
            saved.write(line + "\n")
    for stream in (sys.stdout, saved):
        if stream is not None:
            stream.flush()
