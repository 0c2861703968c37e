"""`izix-desk lines scan PORT`: finds the devices on a port; needs no site file, never writes."""

import argparse
from collections.abc import Sequence
from dataclasses import replace

from izix_desk.commands.scan_beside import held_line, search_beside_gates
from izix_desk.commands.scan_report import Progress, announce, print_report
from izix_desk.commands.scan_wishes import Wishes, add_arguments, askable_table
from izix_desk.devices.scanning import Search, scan
from izix_desk.domain.pairing import Pairing
from izix_desk.domain.scanning import ADDRESSES, USUAL, Report, addresses_of_table
from izix_desk.domain.site import Protocol
from izix_desk.store.database import Role, open_database
from izix_desk.store.folder import SiteFolder, site_folder
from izix_desk.store.pairings import load_pairings

__all__ = ["add_arguments", "run"]


def run(args: argparse.Namespace) -> int:
    """Search, tell what is tried, and end in plain words; 0 when somebody was found."""
    folder = site_folder(args.site)
    held = held_line(folder, args.port)
    if held is not None:
        return search_beside_gates(folder, held, args)
    search = replace(_search(args, Wishes.of(args)), pairings=_pairings(folder))
    progress, report = Progress(), Report()
    announce(search.seconds(usual=False), search.seconds(usual=True))
    try:
        scan(search, progress.tell, report)
    except KeyboardInterrupt:
        report.is_stopped = True
    progress.end()
    return print_report(report, limited=bool(args.speed or args.parity or args.addresses))


def _pairings(folder: SiteFolder) -> Sequence[Pairing] | None:
    if not folder.store.exists():
        return None
    store = open_database(folder, Role.READ)
    try:
        return store.read(load_pairings)
    finally:
        store.close()


def _search(args: argparse.Namespace, wishes: Wishes) -> Search:
    if args.frames:
        table = askable_table(args)
        known, whose = [addresses_of_table(table)], table.name
        settings = tuple(wishes.settings(Protocol.FRAMES, table.name))
        among = wishes.addresses_among(known, whose)
        return Search(args.port, settings, among, table, every_setting=args.other_speeds)
    protocols = [each for each in USUAL if args.protocol in {None, each.value}]
    known, whose = [ADDRESSES[each] for each in protocols], args.protocol or ""
    settings = tuple(setting for each in protocols for setting in wishes.settings(each))
    among = wishes.addresses_among(known, whose)
    return Search(args.port, settings, among, every_setting=args.other_speeds)
