"""A decision as versioned JSON that a person can read, and back."""

import json
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from izix_desk.domain.decision import Decision, Reason, RuleCheck
from izix_desk.domain.errors import StoreFault
from izix_desk.domain.events import Outcome

VERSION = 2
_READ = frozenset({1, 2})
"""Versions that are understood; what a newer one added is empty in an older record."""


def freeze(decision: Decision) -> str:
    """Return a decision as one line of JSON with sorted keys."""
    frozen = {
        "access": decision.access,
        "call": decision.call,
        "group": decision.group,
        "outcome": decision.outcome,
        "profile": str(decision.profile) if decision.profile else None,
        "reason": decision.reason,
        "right": str(decision.right) if decision.right else None,
        "rules": decision.rules,
        "until": decision.until.isoformat() if decision.until else None,
        "v": VERSION,
        "values": decision.values,
        "vehicle": str(decision.vehicle) if decision.vehicle else None,
        "warnings": decision.warnings,
    }
    return _WRITER.encode(frozen)


def thaw(text: str) -> Decision:
    """Return the decision that was frozen; raises StoreFault when this program cannot read it."""
    frozen = _read(text)
    return Decision(
        outcome=Outcome(frozen["outcome"]),
        reason=Reason(frozen["reason"]),
        values=frozen["values"],
        rules=tuple(RuleCheck(*check) for check in frozen["rules"]),
        warnings=tuple(Reason(warning) for warning in frozen["warnings"]),
        profile=UUID(frozen["profile"]) if frozen["profile"] else None,
        vehicle=UUID(frozen["vehicle"]) if frozen["vehicle"] else None,
        access=frozen["access"],
        right=UUID(frozen["right"]) if frozen.get("right") else None,
        group=frozen["group"],
        until=datetime.fromisoformat(frozen["until"]) if frozen.get("until") else None,
        call=frozen.get("call", False),
    )


_DAMAGED = "A stored decision is damaged and cannot be shown."
_WRITER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def _read(text: str) -> dict[str, Any]:
    try:
        frozen = json.loads(text)
    except ValueError as fault:
        raise StoreFault(_DAMAGED) from fault
    if not isinstance(frozen, dict):
        raise StoreFault(_DAMAGED)
    found = cast("dict[str, Any]", frozen)
    if found.get("v") not in _READ:
        raise StoreFault(
            f"A stored decision has version {found.get('v')}, this program reads {VERSION}: "
            "update Izix Desk."
        )
    return found
