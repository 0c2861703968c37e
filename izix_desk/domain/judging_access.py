"""Judges the accesses of one parker, rule by rule, until a rule refuses."""

from collections.abc import Mapping
from typing import NamedTuple

from izix_desk.domain.case import Case, Moment, Rule
from izix_desk.domain.decision import Access, Candidate, Known, Reason, RuleCheck, Value
from izix_desk.domain.rules_inside import has_room, in_sequence, may_return, spot_group, was_inside
from izix_desk.domain.rules_right import at_gate, for_lot, leased, not_blocked, on_day
from izix_desk.domain.rules_strategy import by_strategy
from izix_desk.domain.rules_time import in_timetable, lot_open
from izix_desk.domain.site import Strategy

_VALID: tuple[tuple[str, Rule], ...] = (
    ("right_for_lot", for_lot),
    ("gate_included", at_gate),
    ("lease", leased),
    ("dates", on_day),
    ("lot_hours", lot_open),
    ("timetable", in_timetable),
    ("strategy", by_strategy),
)
_ENTRY_RULES = (
    *_VALID,
    ("sequence", in_sequence),
    ("reentry", may_return),
    ("capacity", has_room),
)
_EXIT_RULES = (*_VALID, ("was_inside", was_inside))
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


class Warned(NamedTuple):
    """A rule that would refuse, and lets through."""

    reason: Reason
    values: Mapping[str, Value]


class Judged(NamedTuple):
    """How far a candidate got with one access, or why no access was looked at."""

    candidate: Candidate
    stage: int
    """Number of rules that passed; -1 when the person is blocked."""
    reason: Reason | None
    values: Mapping[str, Value]
    checks: tuple[RuleCheck, ...]
    access: Access | None = None
    warned: tuple[Warned, ...] = ()
    group: str = ""

    @property
    def valid(self) -> bool:
        """Tell whether the right itself is valid here now, room and sequence aside."""
        return self.stage >= len(_VALID)


def judge_candidate(
    known: Known, candidate: Candidate, moment: Moment, *, entering: bool
) -> Judged:
    """Return the judgement of the candidate's best access, or of the one that gets furthest."""
    person = not_blocked(candidate)
    check = RuleCheck("not_blocked", person.reason is None, person.values)
    if person.reason is not None:
        return Judged(candidate, -1, person.reason, person.values, (check,))
    accesses = candidate.accesses if entering else _used_to_enter(candidate)
    if not accesses:
        values: dict[str, Value] = {"lot": known.lot.name}
        missing = RuleCheck("right_for_lot", passed=False, values=values)
        return Judged(candidate, 0, Reason.NO_ACCESS_RIGHT, values, (check, missing))
    if len(accesses) == 1:
        return _judge(Case(known, candidate, accesses[0], moment, entering), check)
    judged = [_judge(Case(known, candidate, each, moment, entering), check) for each in accesses]
    return min(judged, key=_order)


def _judge(case: Case, person: RuleCheck) -> Judged:
    checks = [person]
    warned: tuple[Warned, ...] = ()
    for stage, (name, rule) in enumerate(_ENTRY_RULES if case.entering else _EXIT_RULES):
        reason, values, warning = rule(case)
        checks.append(RuleCheck(name, reason is None, values))
        if reason is None:
            continue
        if not warning:
            return Judged(case.candidate, stage, reason, values, tuple(checks), case.access, warned)
        warned = (*warned, Warned(reason, values))
    group = spot_group(case) if case.entering else ""
    end = len(_ENTRY_RULES)
    return Judged(case.candidate, end, None, {}, tuple(checks), case.access, warned, group)


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


def _order(judged: Judged) -> tuple[int, int, int, int, str]:
    access = judged.access
    preferred = _PREFERRED[access.policy.strategy] if access else 0
    minutes = judged.values.get("minutes")
    off = minutes if isinstance(minutes, int) else 0
    key = access.key if access else ""
    return -judged.stage, len(judged.warned), off, preferred, key
