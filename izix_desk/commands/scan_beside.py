"""A search for devices on a port that an engine holds: it asks, between what its gates need."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from izix_desk.commands.line_ears import Ears
from izix_desk.commands.list_ports import lines_of
from izix_desk.commands.scan_report import Progress, announce, print_report
from izix_desk.commands.scan_wishes import Wishes
from izix_desk.devices.port_names import is_same
from izix_desk.domain.errors import BadInput, EngineRuns, LineFault
from izix_desk.domain.scanning import (
    SLOWEST_BESIDE_GATES,
    Report,
    SearchNews,
    Setting,
    addresses_of,
    other_settings,
    setting_of,
)
from izix_desk.domain.site import Line
from izix_desk.link.line_messages import Figures, Searched, SearchLine
from izix_desk.services.frame_tables import named_table
from izix_desk.store.folder import SiteFolder
from izix_desk.store.lock import engine_runs

SECONDS_EACH = 0.4
"""Between two questions, and for an answer that does not come."""
HOW = (
    "The engine serves the gates of line {} here, so it asks in the gaps, slowly, and does not ask "
    "their controllers; `izix-desk lines` shows those. "
)
AT_OWN = "It asks only at the line's own setting"
OFFER = "; --other-speeds tries others as well"
AT_OTHERS = (
    "Between two questions the line goes back to its own setting; a gate command may wait for up "
    "to half a second"
)


def held_line(folder: SiteFolder, port: str) -> Line | None:
    """Return the line of a port that an engine has open; without a site there is none."""
    if not folder.store.exists() or not engine_runs(folder):
        return None
    return next((each for each in lines_of(folder) if is_same(each.port, port)), None)


def search_beside_gates(folder: SiteFolder, line: Line, args: argparse.Namespace) -> int:
    """Have the engine ask in the gaps of the line; return the exit status."""
    every, wishes = addresses_of(line), Wishes.of(args)
    if not every or (args.frames and named_table(args.frames, Path()) != line.frames):
        raise EngineRuns(
            f"The engine has the port of line {line.id} open, which speaks {setting_of(line).name}:"
            " stop the engine, search, and start it again."
        )
    settings = _others(line, args, wishes)
    addresses = wishes.addresses_among([every], setting_of(line).name) or every
    offer = OFFER if other_settings(line) else ""
    sys.stdout.write(f"{HOW.format(line.id)}{AT_OTHERS if settings else AT_OWN + offer}.\n")
    report, progress = Report(), Progress()
    announce(len(addresses) * (1 + len(settings)) * SECONDS_EACH, 0.0)
    try:
        with Ears(folder) as ears:
            for news in _news(ears, SearchLine(line.id, tuple(addresses), settings)):
                progress.tell(news.setting, news.address, report.take(news))
    except KeyboardInterrupt:
        report.is_stopped = True
    progress.end()
    return print_report(report, limited=bool(args.addresses) or not args.other_speeds)


def _others(line: Line, args: argparse.Namespace, wishes: Wishes) -> tuple[Setting, ...]:
    """Return the settings besides the line's own that were asked for."""
    others = other_settings(line)
    if not (args.other_speeds or wishes.speeds or wishes.parities):
        return ()
    if not others:
        raise BadInput(
            f"Other speeds cannot be tried beside the gates of line {line.id}: stop the engine, "
            "search, and start it again; a device server in between has to be set as well."
        )
    if any(speed < SLOWEST_BESIDE_GATES for speed in wishes.speeds):
        raise BadInput(
            f"Below {SLOWEST_BESIDE_GATES} baud a question keeps gate commands waiting: stop the "
            "engine, search, and start it again."
        )
    if not (wishes.speeds or wishes.parities):
        return others
    return tuple(each for each in wishes.settings(line.protocol) if each != setting_of(line))


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
