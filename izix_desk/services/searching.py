"""What the search box shows: who fits, and whether they may pass at the gate in hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from izix_desk.domain.deciding import decide_for
from izix_desk.domain.decision import Known
from izix_desk.domain.hours import zone
from izix_desk.domain.parkers import Reservation
from izix_desk.domain.site import Gate, Site
from izix_desk.domain.views import Hit, Verdict
from izix_desk.services.catalogue import catalogue
from izix_desk.services.gate_choice import first_entry, read_at
from izix_desk.services.judging import known_at, verdict
from izix_desk.store.candidates import candidates_among
from izix_desk.store.database import Transaction
from izix_desk.store.finding import find
from izix_desk.store.parkers import expected, plates_of, profiles
from izix_desk.store.ranking import Ground, Match

EXPECTED_WITHIN = timedelta(hours=2)
_SHOWN = 20
_JUDGED = 12
"""Judging costs a few milliseconds each; nobody reads further while typing."""


def search(
    tx: Transaction, site: Site, text: str, gate: str | None, at: datetime
) -> tuple[Hit, ...]:
    """Return who fits, exact matches first, then who is expected here; with no text, only those."""
    here = next((each for each in site.gates if each.id == gate), None)
    waiting = _expected(tx, site, here, at)
    look = _Look(tx, site, here, at, waiting)
    if not text.strip():
        return look.who_is_expected()
    matches = sorted(
        find(tx, text), key=lambda match: (not match.exact, match.profile.id not in waiting)
    )
    return look.hits(matches[:_SHOWN])


@dataclass(frozen=True, slots=True)
class _Look:
    """One answer of the search box: from where, when, and who is expected there."""

    tx: Transaction
    site: Site
    gate: Gate | None
    at: datetime
    waiting: Mapping[UUID, Reservation]

    def who_is_expected(self) -> tuple[Hit, ...]:
        """Return who is expected within two hours, by time."""
        people = profiles(self.tx, list(self.waiting))
        plates = plates_of(self.tx, list(people))
        matches = [
            Match(profile=people[who], plates=plates.get(who, ()), ground=Ground.NAME)
            for who in self.waiting
            if who in people
        ]
        return self.hits(matches[:_SHOWN])

    def hits(self, matches: Sequence[Match]) -> tuple[Hit, ...]:
        """Return matches as rows, the first of them judged."""
        names = {each.id: each.name for each in self.site.organisations}
        said = self._verdicts([match.profile.id for match in matches[:_JUDGED]])
        return tuple(
            Hit(
                profile=match.profile.id,
                name=match.profile.name,
                organisation=names.get(match.profile.organisation, match.profile.organisation),
                plates=match.plates,
                group=_group(match, said.get(match.profile.id)),
                note=self._note(match, said.get(match.profile.id)),
                exact=match.exact,
            )
            for match in matches
        )

    def _verdicts(self, people: Sequence[UUID]) -> dict[UUID, Verdict]:
        known = self._known()
        if known is None:
            return {}
        verdicts: dict[UUID, Verdict] = {}
        for who, each in candidates_among(self.tx, people, known.lot.id, self.at).items():
            read = read_at(known.gate, self.at, inside=each.inside is not None)
            decision = decide_for(read, known, each)
            verdicts[who] = verdict(decision, catalogue(), site=self.site)
        return verdicts

    def _known(self) -> Known | None:
        if self.gate is None:
            return None
        read = read_at(self.gate, self.at, inside=False)
        return known_at(self.tx, self.site, read, ())

    def _note(self, match: Match, said: Verdict | None) -> str:
        visit = self.waiting.get(match.profile.id)
        parts: list[str] = []
        if visit is not None:
            starts = visit.starts.astimezone(zone(self.site.timezone))
            parts.append(f"expected {starts:%H:%M}")
        if said is not None and not said.may_pass:
            parts.append(said.line)
        elif match.ground is Ground.NEARLY:
            parts.append("similar")
        return " · ".join(parts)


def _group(match: Match, said: Verdict | None) -> str:
    if said is not None and said.may_pass:
        return "may_pass"
    if match.profile.visitor:
        return "visitors"
    if match.ground is Ground.PLATE and not match.exact:
        return "vehicles"
    return "people" if said is None else "may_not"


def _expected(
    tx: Transaction, site: Site, gate: Gate | None, at: datetime
) -> dict[UUID, Reservation]:
    here = gate or first_entry(site.gates)
    if here is None:
        return {}
    first: dict[UUID, Reservation] = {}
    for each in expected(tx, here.lot, at, at + EXPECTED_WITHIN):
        first.setdefault(each.profile, each)
    return first
