"""`izix-desk site service GATE`: sets a gate out of service with a reason, or puts it back."""

import argparse
import getpass
import sys
from datetime import UTC, datetime

from izix_desk.domain.errors import BadInput
from izix_desk.domain.requests import FixRequest
from izix_desk.domain.site import Site
from izix_desk.services.fix_service import BACK, OUT, standing_out
from izix_desk.services.opening import find_gate
from izix_desk.services.remedies import carry_out
from izix_desk.store.database import Database, Role, Transaction, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.site import load_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the gate, which way, why and who says so."""
    parser.add_argument("gate", nargs="?", metavar="GATE", help="id or name (default: tell of all)")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--out", action="store_true", help="set it out of service")
    way.add_argument("--back", action="store_true", help="put it back in service")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; needed with --out")
    parser.add_argument("--operator", metavar="NAME", help="who says so (default: the system user)")


def run(folder: SiteFolder, args: argparse.Namespace) -> int:
    """Set it, or tell how the gate or all gates stand; 1 where one that was asked for is out."""
    changes = args.out or args.back
    if changes and not args.gate:
        raise BadInput("Name the gate.")
    store = open_database(folder, Role.REST if changes else Role.READ)
    try:
        return _change(store, args) if changes else _tell(store.read(load_site), args.gate)
    finally:
        store.close()


def _change(store: Database, args: argparse.Namespace) -> int:
    at, who = datetime.now(UTC), args.operator or getpass.getuser()

    def work(tx: Transaction) -> str:
        site = load_site(tx)
        gate = find_gate(site, args.gate)
        request = FixRequest(
            code=OUT if args.out else BACK, gate=gate.id, operator=who, note=args.reason
        )
        return f"{gate.name}: {carry_out(tx, site, request, at)}."

    sys.stdout.write(store.write(work) + "\n")
    return 0


def _tell(site: Site, name: str | None) -> int:
    gates = (find_gate(site, name),) if name else site.gates
    out = [gate for gate in gates if not gate.in_service]
    lines = [f"{gate.name}: {standing_out(site, gate)}" for gate in out]
    lines = lines or [f"{gates[0].name} is in service." if name else "All gates are in service."]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if name and out else 0
