"""`izix-desk open GATE --reason R`: opens a gate through the engine and prints its stages."""

import argparse
import getpass
import platform
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

from izix_desk.commands.hints import typed
from izix_desk.commands.stage_words import GOOD, enough_for, words
from izix_desk.domain.commands import Stage, StageRecord
from izix_desk.domain.errors import EngineMissing
from izix_desk.domain.requests import OpenRequest
from izix_desk.domain.site import Gate
from izix_desk.link.client import LinkClient
from izix_desk.services.following import stages_until_end
from izix_desk.services.opening import ask_open, find_gate
from izix_desk.store.database import Role, open_database
from izix_desk.store.folder import SiteFolder, site_folder
from izix_desk.store.keys import link_authkey, store_key
from izix_desk.store.lock import engine_runs
from izix_desk.store.site import load_site

NOT_SURE = 3
_NOT_KNOWN = frozenset({Stage.CLAIMED, Stage.SENT, Stage.NOT_SURE})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the gate, the reason and for whom."""
    parser.add_argument("gate", metavar="GATE", help="id or name of the gate")
    parser.add_argument("--reason", required=True, metavar="CODE", help="e.g. DELIVERY")
    parser.add_argument("--for", dest="for_whom", default="", metavar="TEXT", help="for whom")
    parser.add_argument("--plate", default="", help="plate of the car")
    parser.add_argument("--note", default="", help="a note, where the reason needs one")
    parser.add_argument("--operator", metavar="NAME", help="who opens (default: the system user)")
    parser.add_argument(
        "--wait-passed", action="store_true", help="wait until the car has driven through"
    )


def run(args: argparse.Namespace) -> int:
    """Ask, print each stage as one line, and return how it ended."""
    folder = site_folder(args.site)
    store = open_database(folder, Role.GATE)
    try:
        gate = find_gate(store.read(load_site), args.gate)
        if not engine_runs(folder):
            raise EngineMissing(
                "No engine runs for this site, so nothing was sent: start it with "
                "`izix-desk engine`, or open the desk, which starts one."
            )
        with _hints(folder) as hint:
            command = ask_open(store, _request(args, gate), hint)
            enough = _passed_only if args.wait_passed else enough_for(gate)
            stages = stages_until_end(store, command, lambda: engine_runs(folder), enough)
            return _print(stages, args.site)
    finally:
        store.close()


def _request(args: argparse.Namespace, gate: Gate) -> OpenRequest:
    return OpenRequest(
        gate=gate.id,
        reason=args.reason.upper(),
        operator=args.operator or getpass.getuser(),
        desk=platform.node(),
        note=args.note,
        for_whom=args.for_whom,
        plate=args.plate,
    )


@contextmanager
def _hints(folder: SiteFolder) -> Generator[Callable[[], None]]:
    link = LinkClient(folder.link_address, link_authkey(store_key(folder)), take=lambda _: None)
    link.start()
    try:
        yield link.hint
    finally:
        link.close()


def _passed_only(last: StageRecord) -> bool:
    return last.stage is Stage.PASSED


def _print(records: Iterator[StageRecord], site: str | None) -> int:
    last = Stage.ASKED
    for record in records:
        last = record.stage
        sys.stdout.write(
            f"{record.at.astimezone():%H:%M:%S.%f}"[:-3] + f" {typed(words(record), site)}\n"
        )
        sys.stdout.flush()
    if last in _NOT_KNOWN:
        if last is not Stage.NOT_SURE:
            sys.stdout.write("The engine stopped while it was under way: the gate may be open.\n")
        return NOT_SURE
    return 0 if last in GOOD else 1
