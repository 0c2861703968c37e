"""`izix-desk why PLATE --gate G`: whether a plate, badge or code may pass, and why.

With `--event` it tells how a past read was judged, as it was then, whatever changed since.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

from izix_desk.domain.credentials import badge_names, credential, masked
from izix_desk.domain.decision import Decision, Read, RuleCheck
from izix_desk.domain.errors import BadInput
from izix_desk.domain.events import GateEvent
from izix_desk.domain.frozen import freeze, thaw
from izix_desk.domain.hours import zone
from izix_desk.domain.judging_access import rules_after
from izix_desk.domain.methods import SHOWN, Method
from izix_desk.domain.plates import checked_plate
from izix_desk.domain.site import Direction, Site
from izix_desk.domain.views import Verdict
from izix_desk.services.access_views import spoken
from izix_desk.services.catalogue import catalogue
from izix_desk.services.judging import judge, organisation_of, verdict
from izix_desk.services.opening import find_gate
from izix_desk.store.database import Role, Transaction, open_database
from izix_desk.store.events import get_event, numbered_event
from izix_desk.store.folder import site_folder
from izix_desk.store.parkers import profile
from izix_desk.store.site import load_site

_SHOWN = {method.value.lower(): method for method in Method if method in SHOWN}
_WAYS = {"in": Direction.ENTRY, "out": Direction.EXIT}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare plate, gate and instant."""
    parser.add_argument(
        "plate",
        nargs="?",
        metavar="PLATE",
        help="as read or typed; or badge:26:123:45678, pin:…, qr:…, app:…",
    )
    parser.add_argument("--gate", metavar="GATE", help="id or name of the gate")
    parser.add_argument(
        "--event", metavar="ID", help="a past event, by its number or the id of `events --json`"
    )
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
    if args.event is not None:
        decision, line = _past(tx, args)
    elif args.plate is None or args.gate is None:
        raise BadInput("Name a plate and --gate, or a past event with --event.")
    else:
        decision, line = judge(tx, site, _read(args, site)), ""
    if args.json:
        sys.stdout.write(_json(tx, site, decision) + "\n")
    else:
        sys.stdout.write(_text(tx, site, decision, line))
    return 0 if decision.granted else 1


def _read(args: argparse.Namespace, site: Site) -> Read:
    gate, at = find_gate(site, args.gate).id, _instant(args.at, site)
    way = _WAYS.get(args.direction or "")
    kind, parted, told = args.plate.partition(":")
    if not parted:
        plate = checked_plate(args.plate)
        return Read(gate=gate, at=at, raw=args.plate, plate=plate, direction=way)
    method = _SHOWN.get(kind.casefold())
    if method is None:
        raise BadInput(f"{kind!r} is nothing to show; write one of {', '.join(_SHOWN)} before `:`.")
    value = credential(method, told).value
    names = badge_names(value) if method is Method.BADGE else (value,)
    raw = masked(method, value)
    return Read(gate=gate, at=at, method=method, raw=raw, names=names, direction=way)


def _past(tx: Transaction, args: argparse.Namespace) -> tuple[Decision, str]:
    """Return the decision of an event as it was taken, and the line that was shown."""
    if args.plate or args.gate or args.at or args.direction:
        raise BadInput("A past event has its own plate, gate and time: give --event alone.")
    event = _event(tx, args.event)
    if event is None:
        raise BadInput(
            f"There is no event {args.event} here: `izix-desk events --json` lists them."
        )
    if not event.decision:
        raise BadInput(f"Nothing was decided in event {args.event}: it is no read.")
    return thaw(event.decision), event.text


def _event(tx: Transaction, name: str) -> GateEvent | None:
    if name.isdecimal():
        return numbered_event(tx, int(name))
    try:
        return get_event(tx, UUID(name))
    except ValueError as fault:
        raise BadInput(f"{name!r} is neither the number nor the id of an event.") from fault


def _instant(text: str | None, site: Site) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as fault:
        raise BadInput(f"{text!r} is no time; write it as 2026-11-23T18:45.") from fault
    return at if at.tzinfo else at.replace(tzinfo=zone(site.timezone))


def _text(tx: Transaction, site: Site, decision: Decision, line: str = "") -> str:
    told = _verdict(tx, site, decision)
    head = [f"{'✓' if told.may_pass else '✕'} {line or told.line} ({told.reason})"]
    head += [f"  say: {told.say}"] if told.say else []
    rules = [_rule(check) for check in decision.rules]
    return "\n".join((*head, "", *rules, *_not_asked(decision), ""))


def _verdict(tx: Transaction, site: Site, decision: Decision) -> Verdict:
    asked = organisation_of(tx, site, decision.profile)
    person = None if decision.profile is None else profile(tx, decision.profile)
    language = spoken(site, person)
    return verdict(decision, catalogue(), site=site, organisation=asked, language=language)


def _not_asked(decision: Decision) -> Iterator[str]:
    last = decision.rules[-1] if decision.rules else None
    if last is None or last.passed:
        return
    ways = [check.values for check in decision.rules if check.rule == "direction"]
    entering = all(way.get("direction") != Direction.EXIT for way in ways)
    on_foot = any(way.get("on_foot") for way in ways)
    for name in rules_after(last.rule, entering=entering, on_foot=on_foot):
        yield f"· {catalogue().rule(RuleCheck(name, passed=True))[0]:<20} not asked any more"


def _rule(check: RuleCheck) -> str:
    label, values = catalogue().rule(check)
    return f"{'✓' if check.passed else '✕'} {label:<20} {values}".rstrip()


def _json(tx: Transaction, site: Site, decision: Decision) -> str:
    told = _verdict(tx, site, decision)
    words = {"line": told.line, "say": told.say, "fixes": told.fixes, "may_pass": told.may_pass}
    return json.dumps({**json.loads(freeze(decision)), **words}, ensure_ascii=False, sort_keys=True)
