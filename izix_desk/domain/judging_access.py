"""Judges the accesses of one parker, rule by rule, until a rule refuses."""

from collections.abc import Mapping
from typing import NamedTuple

from izix_desk.domain.case import PASSED, Asked, Case, Finding, Rule
from izix_desk.domain.decision import Access, Candidate, Reason, RuleCheck, Value
from izix_desk.domain.rules_inside import (
    has_credits,
    has_paid,
    has_room,
    in_sequence,
    may_return,
    spot_group,
    was_inside,
)
from izix_desk.domain.rules_right import at_gate, for_lot, in_plan, leased, not_blocked, on_day
from izix_desk.domain.rules_strategy import by_strategy
from izix_desk.domain.rules_time import in_lot_hours, in_timetable
from izix_desk.domain.site import Strategy

_VALID: tuple[tuple[str, Rule], ...] = (
    ("right_for_lot", for_lot),
    ("gate_included", at_gate),
    ("lease", leased),
    ("plan", in_plan),
    ("dates", on_day),
    ("lot_hours", in_lot_hours),
    ("timetable", in_timetable),
    ("strategy", by_strategy),
)
_ENTRY_RULES = (
    *_VALID,
    ("sequence", in_sequence),
    ("reentry", may_return),
    ("capacity", has_room),
    ("credits", has_credits),
    ("payment", has_paid),
)
_EXIT_RULES = (*_VALID, ("was_inside", was_inside))
_DOOR_RULES = _VALID
"""Whoever comes on foot takes no spot, and is not counted in or out."""
_ALL = len(_ENTRY_RULES)
_PREFERRED = {
    Strategy.VISITOR: 0,
    Strategy.BOOK: 0,
    Strategy.VEHICLE_BOOK: 0,
    Strategy.PREF: 1,
    Strategy.VEHICLE_PREF: 1,
    Strategy.OTFB: 2,
    Strategy.FCFS: 3,
    Strategy.FTP: 4,
}
"""Among accesses that all let in: first the spot that is kept for the parker anyway."""


def rules_after(rule: str, *, entering: bool, on_foot: bool = False) -> tuple[str, ...]:
    """Return the rules about an access that would have been asked after one."""
    names = [name for name, _ in _rules(entering=entering, on_foot=on_foot)]
    return tuple(names[names.index(rule) + 1 :]) if rule in names else ()


def _rules(*, entering: bool, on_foot: bool) -> tuple[tuple[str, Rule], ...]:
    if on_foot:
        return _DOOR_RULES
    return _ENTRY_RULES if entering else _EXIT_RULES


class Warned(NamedTuple):
    """A rule that would refuse, and lets through."""

    reason: Reason
    values: Mapping[str, Value]


class Judged(NamedTuple):
    """How far a candidate got with one access, or why no access was looked at."""

    candidate: Candidate
    stage: int
    """Number of rules that passed; -1 when the person is blocked."""
    last: Finding
    """What the rule found that refused, else nothing."""
    found: tuple[tuple[str, Finding], ...]
    access: Access | None = None
    warned: tuple[Warned, ...] = ()
    group: str = ""

    @property
    def valid(self) -> bool:
        """Tell whether the right itself is valid here now, room and sequence aside."""
        return self.stage >= len(_VALID)

    def checks(self) -> list[RuleCheck]:
        """Return the rules as they were judged, in order."""
        return [RuleCheck(name, found[0] is None, found[1]) for name, found in self.found]


def judge_candidate(asked: Asked, candidate: Candidate) -> Judged:
    """Return the judgement of the candidate's best access, or of the one that gets furthest."""
    person = not_blocked(candidate)
    noted = ("not_blocked", person)
    if person.reason is not None:
        return Judged(candidate, -1, person, (noted,))
    accesses = candidate.accesses if asked.entering else _used_to_enter(candidate)
    if not accesses:
        missing = Finding(Reason.NO_ACCESS_RIGHT, {"lot": asked.known.lot.name})
        return Judged(candidate, 0, missing, (noted, ("right_for_lot", missing)))
    if len(accesses) == 1:
        return _judge(Case(*asked, candidate, accesses[0]), noted)
    judged: list[Judged] = []
    for access in sorted(accesses, key=_preference):
        got = _judge(Case(*asked, candidate, access), noted)
        if got.stage == _ALL and not got.warned:
            return got  # no other comes before it
        judged.append(got)
    return min(judged, key=_order)


def _judge(case: Case, person: tuple[str, Finding]) -> Judged:
    found = [person]
    warned: tuple[Warned, ...] = ()
    on_foot = case.known.gate.on_foot
    for stage, (name, rule) in enumerate(_rules(entering=case.entering, on_foot=on_foot)):
        finding = rule(case)
        found.append((name, finding))
        reason, values, warning = finding
        if reason is not None:
            if not warning:
                return Judged(case.candidate, stage, finding, tuple(found), case.access, warned)
            warned = (*warned, Warned(reason, values))
    group = spot_group(case) if case.entering and not on_foot else ""
    return Judged(case.candidate, _ALL, PASSED, tuple(found), case.access, warned, group)


def _used_to_enter(candidate: Candidate) -> tuple[Access, ...]:
    # Who leaves is judged by the access that let them in, when that is known.
    inside = candidate.inside
    if inside is None or (inside.policy is None and inside.reservation is None):
        return candidate.accesses
    used = tuple(
        access
        for access in candidate.accesses
        if (access.right is not None and access.policy.id == inside.policy)
        or any(r.id == inside.reservation for r in access.reservations)
    )
    return used or candidate.accesses


def _order(judged: Judged) -> tuple[int, int, bool, int, tuple[int, str, int]]:
    last = judged.last
    # What is called off is not near, whenever it was for.
    called_off = last.reason is Reason.VISIT_CANCELLED
    minutes = None if called_off else last.values.get("minutes", last.values.get("days"))
    off = minutes if isinstance(minutes, int) else 0
    preference = _preference(judged.access) if judged.access else (0, "", 0)
    return -judged.stage, len(judged.warned), minutes is None, off, preference


def _preference(access: Access) -> tuple[int, str, int]:
    # The number of the right is the last word between two by one policy.
    number = access.right.id.int if access.right else 0
    return _PREFERRED[access.policy.strategy], access.key, number
