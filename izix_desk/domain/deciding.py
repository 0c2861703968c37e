"""Decides about one read at one gate; the first rule that refuses gives the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from izix_desk.domain.case import Asked, Finding, Moment
from izix_desk.domain.decision import (
    Access,
    Candidate,
    Decision,
    Known,
    Read,
    Reason,
    RuleCheck,
    Value,
)
from izix_desk.domain.events import Outcome
from izix_desk.domain.judging_access import Judged, Warned, judge_candidate
from izix_desk.domain.matching import nobody, only_one, present, several, shown
from izix_desk.domain.rules_gate import (
    control_room,
    direction_known,
    direction_of,
    in_service,
    method_allowed,
    readable,
)
from izix_desk.domain.rules_time import lot_open
from izix_desk.domain.site import Direction, ExitRule, Strategy

_FAILED = frozenset({Reason.GATE_OUT_OF_SERVICE})
_NOT_KNOWN = frozenset(
    {
        Reason.UNKNOWN_PLATE,
        Reason.UNKNOWN_CREDENTIAL,
        Reason.PLATE_UNREADABLE,
        Reason.PLATE_SIMILAR,
    }
)
_OVER = {Reason.BOOKING_ENDED: Reason.OVERSTAY, Reason.VISIT_ENDED: Reason.OVERSTAY}
"""What a rule of the entry is called at the exit."""


def decide(read: Read, known: Known) -> Decision:
    """Return what the gate should do with a read, exactly one reason, and what decided."""
    course = _Course(read, known)
    refused = (
        course.check("in_service", in_service(known))
        or course.check("control_room", control_room(known), lets_out=True)
        or course.check("method", method_allowed(read, known), lets_out=True)
        or course.check("readable", readable(read, known))
        or course.check("direction", direction_known(read, known))
    )
    return course.refuse(refused) if refused else _decide_who(course)


def decide_for(read: Read, known: Known, candidate: Candidate) -> Decision:
    """Return the decision for a parker whom a person has identified, whatever was read."""
    course = _Course(read, known)
    refused = (
        course.check("in_service", in_service(known))
        or course.check("control_room", control_room(known), lets_out=True)
        or course.check("direction", direction_known(read, known))
    )
    return course.refuse(refused) if refused else course.conclude(course.judge(candidate))


def judge_access(read: Read, known: Known, candidate: Candidate, access: Access) -> Decision:
    """Return the decision as if an identified parker had this one access only."""
    return decide_for(read, known, replace(candidate, accesses=(access,)))


def _decide_who(course: "_Course") -> Decision:
    read, known = course.read, course.known
    candidates = present(known, read)
    if not candidates:
        none = nobody(read, known)
        course.check("match", none)
        return course.refuse(none)
    judged = [course.judge(candidate) for candidate in candidates]
    chosen = only_one(judged, leaving=course.leaving)
    if chosen is None:
        many = several(read, judged)
        course.check("match", many)
        return course.refuse(many)
    course.check("match", Finding(None, {**shown(read), "profiles": len(judged)}))
    return course.conclude(chosen)


@dataclass(slots=True)
class _Course:
    """One decision on its way: what was checked so far, and how it ends."""

    read: Read
    known: Known
    moment: Moment = field(init=False)
    way: Direction | None = field(init=False)
    leaving: bool = field(init=False)
    checks: list[RuleCheck] = field(default_factory=list[RuleCheck])
    warned: tuple[Warned, ...] = ()
    asked: Asked | None = None

    def __post_init__(self) -> None:
        self.moment = Moment.of(self.read.at, self.known.timezone)
        self.way = direction_of(self.read, self.known)
        self.leaving = self.way is Direction.EXIT
        away = self.known.away_since
        if away is not None:
            self.checks.append(RuleCheck("heard", True, {"away": self.moment.clock(away)}))

    def check(self, rule: str, finding: Finding, *, lets_out: bool = False) -> Finding | None:
        """Note a rule; return its finding when it ends the course."""
        reason = finding.reason
        self.checks.append(RuleCheck(rule, reason is None, finding.values))
        if reason is None:
            return None
        if lets_out and self.leaving:
            self.warned = (*self.warned, Warned(reason, finding.values))
            return None
        return finding

    def judge(self, candidate: Candidate) -> Judged:
        """Return how far a candidate gets."""
        if self.asked is None:
            known = self.known
            names = {group.id: group.name for group in known.lot.groups}
            now_open = lot_open(known, self.moment)
            entering, until = not self.leaving, self.read.until
            self.asked = Asked(known, self.moment, entering, until, names, now_open, {})
        return judge_candidate(self.asked, candidate)

    def refuse(self, finding: Finding) -> Decision:
        """End without a parker: refused, or let out where the gate lets out anybody."""
        reason = finding.reason or Reason.GRANTED
        kept = self.known.gate.exit is ExitRule.KNOWN and reason in _NOT_KNOWN
        if self.leaving and not kept and reason not in _FAILED:
            self.warned = (*self.warned, Warned(reason, finding.values))
            return self._granted(None)
        return self._refused(reason, finding.values, None)

    def conclude(self, judged: Judged) -> Decision:
        """End with what was judged of the parker; everybody is let out, with a warning.

        So is whoever walks to a car that stands inside.
        """
        reason, values, _ = judged.last
        to_car = self.known.gate.on_foot and judged.candidate.inside is not None
        if reason is not None and not self.leaving and not to_car:
            self.warned = (*self.warned, *judged.warned)
            return self._refused(reason, values, judged)
        if reason is not None:
            self.warned = (*self.warned, Warned(_OVER.get(reason, reason), values))
        self.warned = (*self.warned, *judged.warned)
        return self._granted(judged)

    def _refused(
        self, reason: Reason, values: Mapping[str, Value], judged: Judged | None
    ) -> Decision:
        outcome = Outcome.FAILED if reason in _FAILED else Outcome.DENIED
        return self._decision(outcome, reason, {**values, "at": self.moment.clock()}, judged)

    def _granted(self, judged: Judged | None) -> Decision:
        values: dict[str, Value] = {"way": "EXIT" if self.leaving else "ENTRY"}
        if self.warned:
            values |= {**self.warned[0].values, "at": self.moment.clock()}
        if judged is not None and judged.access is not None:
            policy = judged.access.policy
            values["access"] = policy.name or policy.id
        if self.asked is not None and judged is not None and judged.group:
            values["spot"] = self.asked.names.get(judged.group, judged.group)
        return self._decision(Outcome.GRANTED, Reason.GRANTED, values, judged)

    def _asks_until(self, access: Access | None) -> bool:
        return access is not None and access.policy.strategy is Strategy.OTFB and not self.leaving

    def _decision(
        self,
        outcome: Outcome,
        reason: Reason,
        values: Mapping[str, Value],
        judged: Judged | None,
    ) -> Decision:
        who = judged.candidate if judged else None
        access = judged.access if judged else None
        return Decision(
            outcome=outcome,
            reason=reason,
            values=values,
            rules=tuple(self.checks + judged.checks() if judged else self.checks),
            warnings=tuple([each.reason for each in self.warned]),
            profile=who.profile.id if who and who.profile else None,
            vehicle=who.vehicle.id if who and who.vehicle else None,
            access=access.key if access else "",
            right=access.right.id if access and access.right else None,
            group=judged.group if judged else "",
            until=self.read.until if self._asks_until(access) else None,
            call=outcome is not Outcome.GRANTED and self.way is not Direction.ENTRY,
        )
