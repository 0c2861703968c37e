"""`izix-desk pair LINE ADDRESS`: gives one OSDP device a key of its own."""

import argparse
import getpass
import sys

from izix_desk.devices.osdp.pairing import WINDOW_SECONDS, pair
from izix_desk.domain.errors import EngineRuns, NotFound, Refused
from izix_desk.domain.pairing import Pairing
from izix_desk.domain.site import Line, Protocol, Site
from izix_desk.services.moments import present
from izix_desk.store.database import Database, Role, open_database
from izix_desk.store.folder import site_folder
from izix_desk.store.lock import engine_lock, engine_runs
from izix_desk.store.pairings import keep_candidate, keep_pairing, keys_tried
from izix_desk.store.site import load_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which device."""
    parser.add_argument("line", metavar="LINE", help="id of the line")
    parser.add_argument("address", metavar="ADDRESS", type=int, help="address of the device")
    parser.add_argument("--operator", metavar="NAME", help="who pairs (default: the system user)")


def run(args: argparse.Namespace) -> int:
    """Pair, keep the key, and say what was paired."""
    folder = site_folder(args.site)
    store = open_database(folder, Role.REST)
    try:
        line = _line(store.read(load_site), args.line, args.address)
        if engine_runs(folder):
            raise EngineRuns(
                "An engine holds the lines of this site: close the desk and stop the engine, pair, "
                "and start them again."
            )
        with engine_lock(folder):
            done = _pair(store, line, args.address, args.operator or getpass.getuser())
    finally:
        store.close()
    sys.stdout.write(
        f"Paired address {done.address} of line {done.line}: maker {done.vendor}, model "
        f"{done.model}, serial number {done.serial}, firmware {done.firmware}.\n"
    )
    return 0


def _line(site: Site, name: str, address: int) -> Line:
    lines = {line.id: line for line in site.lines if line.protocol is Protocol.OSDP}
    if name not in lines:
        known = ", ".join(lines) or "none in this site"
        raise NotFound(f"There is no OSDP line {name!r} here; there are: {known}.")
    wired = {unit for gate in site.gates for line, unit in gate.devices if line == name}
    if address not in wired:
        known = ", ".join(map(str, sorted(wired))) or "none yet"
        raise Refused(f"No gate uses address {address} of line {name}; those used are: {known}.")
    return lines[name]


def _pair(store: Database, line: Line, address: int, operator: str) -> Pairing:
    sys.stdout.write(
        f"Leave only the device with address {address} on line {line.id}. It has "
        f"{WINDOW_SECONDS:.0f} s to answer.\n"
    )
    sys.stdout.flush()

    def keep(key: bytes) -> None:
        at = present().wall
        store.write(lambda tx: keep_candidate(tx, line.id, address, key, operator=operator, at=at))

    known = store.read(lambda tx: keys_tried(tx, line.id, address))
    key, identity = pair(line, address, known, keep)
    pairing = Pairing(
        line=line.id,
        address=address,
        key=key,
        vendor=identity.vendor,
        model=identity.model,
        serial=identity.serial,
        firmware=identity.firmware,
        paired=present().wall,
        operator=operator,
    )
    store.write(lambda tx: keep_pairing(tx, pairing))
    return pairing
