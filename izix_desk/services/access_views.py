"""A parker's accesses as the panel lists them, each judged by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from izix_desk.domain.deciding import judge_access
from izix_desk.domain.decision import Access, Candidate, Decision, Known, Read, Reason
from izix_desk.domain.hours import zone
from izix_desk.domain.parkers import Profile
from izix_desk.domain.site import Gate, Organisation, Site, Strategy
from izix_desk.domain.views import AccessView
from izix_desk.services.catalogue import ENGLISH, catalogue
from izix_desk.services.gate_choice import gate_for, read_at
from izix_desk.services.judging import known_at, verdict
from izix_desk.store.candidates import candidate
from izix_desk.store.database import Transaction

_UPCOMING = frozenset({Reason.ACCESS_NOT_STARTED, Reason.BOOKING_TOO_EARLY, Reason.VISIT_TOO_EARLY})
_OVER = frozenset({Reason.VISIT_ENDED, Reason.VISIT_CANCELLED})
_STILL_SHOWN = 12 * 60
"""Minutes for which a visit that is over is still listed: it can be extended or made again."""


def access_views(
    tx: Transaction, site: Site, who: Candidate, read: Read, *, fixed: bool
) -> tuple[AccessView, ...]:
    """Return the current and upcoming accesses, those first that let in here now.

    `fixed` is the gate in hand; without one, each is judged at the first gate of its lot.
    """
    board = _Board(tx, site, who, read, fixed)
    views = [board.view(access) for access in who.accesses]
    shown = [view for view in views if view is not None]
    return tuple(sorted(shown, key=lambda v: (not v.verdict.may_pass, v.upcoming)))


def spoken(site: Site, person: Profile | None) -> str:
    """Return in which language somebody is spoken to: their own, else the site's."""
    own = person.language if person is not None else ""
    return own or site.language or ENGLISH


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Return a text in a language such as fr_BE, else in English, else in any."""
    return texts.get(language[:2]) or texts.get("en") or next(iter(texts.values()), "")


@dataclass(slots=True)
class _Board:
    """Judges one access after the other; what is known of a gate is asked for once."""

    tx: Transaction
    site: Site
    who: Candidate
    read: Read
    fixed: bool
    _known: dict[str, tuple[Known, Candidate]] = field(
        default_factory=dict[str, tuple[Known, Candidate]]
    )

    def view(self, access: Access) -> AccessView | None:
        """Return one access as listed; None when it is long over."""
        gate = self._gate(access)
        known, who = self._known_at(gate)
        inside = who.inside is not None
        read = (
            self.read if gate.id == self.read.gate else read_at(gate, self.read.at, inside=inside)
        )
        decision = judge_access(read, known, who, access)
        return None if _long_over(decision) else self._listed(access, decision)

    def _listed(self, access: Access, decision: Decision) -> AccessView:
        policy, profile = access.policy, self.who.profile
        language = spoken(self.site, profile)
        lot = next((lot for lot in self.site.lots if lot.id == policy.lot), None)
        names = {group.id: group.name for group in lot.groups} if lot else {}
        return AccessView(
            key=access.key,
            title=_title(access, lot.name if lot else policy.lot),
            lot=policy.lot,
            groups=", ".join(names.get(group, group) for group in policy.groups),
            hours=catalogue().wording().hours(policy.timetable or (lot.hours if lot else "")),
            validity=_validity(access, self.site),
            verdict=verdict(
                decision,
                catalogue(),
                site=self.site,
                organisation=_asked(access, self.site, self.who),
                language=language,
            ),
            upcoming=decision.reason in _UPCOMING,
            instructions=in_language(policy.instructions, language),
            internal_note=policy.internal_note,
        )

    def _gate(self, access: Access) -> Gate:
        here = self.site.gate(self.read.gate)
        return here if self.fixed else gate_for(self.site, access) or here

    def _known_at(self, gate: Gate) -> tuple[Known, Candidate]:
        if gate.id not in self._known:
            here = self.site.gate(self.read.gate)
            who = self.who if gate.lot == here.lot else self._moved(gate.lot)
            read = self.read if gate.id == here.id else read_at(gate, self.read.at, inside=False)
            self._known[gate.id] = known_at(self.tx, self.site, read, (who,)), who
        return self._known[gate.id]

    def _moved(self, lot: str) -> Candidate:
        profile = self.who.profile
        there = candidate(self.tx, profile.id, lot, self.read.at) if profile else None
        return there or self.who


def _long_over(decision: Decision) -> bool:
    minutes = decision.values.get("minutes")
    return decision.reason in _OVER and isinstance(minutes, int) and minutes > _STILL_SHOWN


def _title(access: Access, lot: str) -> str:
    policy = access.policy
    if policy.strategy is Strategy.VISITOR:
        host = access.organisation.name if access.organisation else policy.organisation
        return f"Visit to {host} · {lot}"
    strategy = catalogue().wording().strategy(policy.strategy.value)
    return f"{policy.name or policy.id} · {lot} · {strategy}"


def _validity(access: Access, site: Site) -> str:
    words = catalogue().wording()
    if access.right is None:
        return " to ".join(
            f"{words.when(time.astimezone(zone(site.timezone)).isoformat())}"
            for visit in access.reservations[:1]
            for time in (visit.starts, visit.ends)
        )
    starts, ends = access.right.starts or access.policy.starts, access.right.ends
    ends = ends or access.policy.ends
    parts = (
        starts and f"from {words.day(starts.isoformat())}",
        ends and f"until {words.day(ends.isoformat())}",
    )
    return " ".join(part for part in parts if part) or "always"


def _asked(access: Access, site: Site, who: Candidate) -> Organisation | None:
    if access.organisation is not None:
        return access.organisation
    mine = who.profile.organisation if who.profile else ""
    return next((o for o in site.organisations if o.id == mine), None)
