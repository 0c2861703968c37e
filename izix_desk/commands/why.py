"""`izix-desk why PLATE --gate G`: whether a plate may pass, and every rule with its values."""

import argparse
import json
import sys
from datetime import UTC, datetime

from izix_desk.domain.decision import Decision, Read, RuleCheck
from izix_desk.domain.errors import BadInput
from izix_desk.domain.frozen import freeze
from izix_desk.domain.hours import zone
from izix_desk.domain.plates import checked_plate
from izix_desk.domain.site import Direction, Site
from izix_desk.services.catalogue import catalogue
from izix_desk.services.judging import judge, organisation_of, verdict
from izix_desk.services.opening import find_gate
from izix_desk.store.database import Role, Transaction, open_database
from izix_desk.store.folder import site_folder
from izix_desk.store.site import load_site

_WAYS = {"in": Direction.ENTRY, "out": Direction.EXIT}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare plate, gate and instant."""
    parser.add_argument("plate", metavar="PLATE", help="as read or typed")
    parser.add_argument("--gate", required=True, metavar="GATE", help="id or name of the gate")
    parser.add_argument(
        "--at", metavar="TIME", help="e.g. 2026-11-23T18:45, on the site's clock (default: now)"
    )
    parser.add_argument("--direction", choices=tuple(_WAYS), help="at a gate that leads both ways")
    parser.add_argument("--json", action="store_true", help="the whole decision as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the verdict and its rules; 0 when the plate may pass, else 1."""
    store = open_database(site_folder(args.site), Role.READ)
    try:
        return store.read(lambda tx: _answer(tx, args))
    finally:
        store.close()


def _answer(tx: Transaction, args: argparse.Namespace) -> int:
    site = load_site(tx)
    gate = find_gate(site, args.gate)
    plate = checked_plate(args.plate)
    way = _WAYS.get(args.direction or "")
    read = Read(
        gate=gate.id, at=_instant(args.at, site), raw=args.plate, plate=plate, direction=way
    )
    decision = judge(tx, site, read)
    if args.json:
        sys.stdout.write(_json(tx, site, decision) + "\n")
    else:
        sys.stdout.write(_text(tx, site, decision))
    return 0 if decision.granted else 1


def _instant(text: str | None, site: Site) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as fault:
        raise BadInput(f"{text!r} is no time; write it as 2026-11-23T18:45.") from fault
    return at if at.tzinfo else at.replace(tzinfo=zone(site.timezone))


def _text(tx: Transaction, site: Site, decision: Decision) -> str:
    asked = organisation_of(tx, site, decision.profile)
    told = verdict(decision, catalogue(), site=site, organisation=asked)
    head = [f"{'✓' if told.may_pass else '✕'} {told.line} ({told.reason})"]
    head += [f"  say: {told.say}"] if told.say else []
    return "\n".join((*head, "", *(_rule(check) for check in decision.rules), ""))


def _rule(check: RuleCheck) -> str:
    label, values = catalogue().rule(check)
    return f"{'✓' if check.passed else '✕'} {label:<20} {values}".rstrip()


def _json(tx: Transaction, site: Site, decision: Decision) -> str:
    asked = organisation_of(tx, site, decision.profile)
    told = verdict(decision, catalogue(), site=site, organisation=asked)
    words = {"line": told.line, "say": told.say, "fixes": told.fixes, "may_pass": told.may_pass}
    return json.dumps({**json.loads(freeze(decision)), **words}, ensure_ascii=False, sort_keys=True)
