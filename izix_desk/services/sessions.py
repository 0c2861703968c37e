"""Sessions that no exit ended: found, ended by hand, and ended by themselves after two days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from izix_desk.domain.errors import NotFound, Refused
from izix_desk.domain.events import EventKind, GateEvent, Outcome
from izix_desk.domain.hours import zone
from izix_desk.domain.parkers import Session, SessionEnd
from izix_desk.domain.plates import pretty
from izix_desk.domain.site import Direction, Policy, Site, Strategy
from izix_desk.domain.views import OldSession
from izix_desk.services.catalogue import catalogue
from izix_desk.services.passing import after_leaving
from izix_desk.store.database import Transaction
from izix_desk.store.events import add_event
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import profiles
from izix_desk.store.sessions import end_session, get_session, open_since_before

STALE_AFTER = timedelta(hours=24)
ENDS_AFTER = timedelta(hours=48)
"""A first-come session ends by itself then; so does that of a car nobody knew, let in by hand."""
AT_A_TIME = 50
_ENDS_BY_ITSELF = frozenset({Strategy.FCFS, Strategy.OTFB})
_GUARANTEED = frozenset({Strategy.PREF, Strategy.VEHICLE_PREF})


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A car that is counted inside, in words."""

    session: Session
    who: str
    """Empty for a car that nobody knew."""
    gate: str
    group: str
    may_end: bool
    """Whether a person may end it."""


def may_end(site: Site, session: Session) -> bool:
    """Tell whether a person may end a session: that of a guaranteed spot ends at the exit."""
    return _strategy(site, session) not in _GUARANTEED


def stale_sessions(
    tx: Transaction, site: Site, before: datetime, lot: str = "", limit: int = 500
) -> tuple[OpenSession, ...]:
    """Return who is inside since before then, of one lot or of all, oldest first.

    Raises NotFound when there is no such lot.
    """
    if lot and lot not in {each.id for each in site.lots}:
        known = ", ".join(each.id for each in site.lots)
        raise NotFound(f"There is no lot {lot!r} here; the lots are: {known}.")
    found = [
        session
        for each in site.lots
        if lot in {"", each.id}
        for session in open_since_before(tx, each.id, before, limit)
    ]
    found.sort(key=lambda session: session.started)
    people = profiles(tx, [session.profile for session in found if session.profile])
    names = {who: person.name for who, person in people.items()}
    return tuple(
        _in_words(site, session, names.get(session.profile, "") if session.profile else "")
        for session in found[:limit]
    )


def old_sessions(tx: Transaction, site: Site, gate: str, at: datetime) -> tuple[OldSession, ...]:
    """Return the stale sessions of a gate's lot as lines to choose from, oldest first."""
    found = stale_sessions(tx, site, at - STALE_AFTER, site.gate(gate).lot)
    return tuple(
        OldSession(id=each.session.id, line=_line(site, each), may_end=each.may_end)
        for each in found
    )


def end_by_hand(tx: Transaction, site: Site, session: UUID, operator: str, at: datetime) -> Session:
    """End a session and note who did it; return it as it was.

    Raises NotFound, or Refused when it had ended or keeps a guaranteed spot.
    """
    found = get_session(tx, session)
    if found is None:
        raise NotFound("This session is not known here: look for it again.")
    if not may_end(site, found):
        raise Refused("The spot of this session is guaranteed: it ends only when the car leaves.")
    if not end_session(tx, found.id, at, SessionEnd.BY_HAND):
        raise Refused("This session has ended already: nothing was changed.")
    after_leaving(tx, found)
    add_event(tx, _note(tx, site, found, operator, at))
    return found


def end_too_long(tx: Transaction, site: Site, at: datetime, limit: int = AT_A_TIME) -> int:
    """End first-come sessions that are open for 48 hours, the oldest; return how many."""
    policies = [p.id for p in site.policies if p.strategy in _ENDS_BY_ITSELF]
    ended = 0
    for lot in site.lots:
        for session in open_since_before(tx, lot.id, at - ENDS_AFTER, limit - ended, policies):
            ended += end_session(tx, session.id, at, SessionEnd.TOO_LONG)
    return ended


def _in_words(site: Site, session: Session, who: str) -> OpenSession:
    gates = {gate.id: gate.name for gate in site.gates}
    groups = {group.id: group.name for lot in site.lots for group in lot.groups}
    return OpenSession(
        session=session,
        who=who,
        gate=gates.get(session.gate_in, session.gate_in),
        group=groups.get(session.group, session.group),
        may_end=may_end(site, session),
    )


def _line(site: Site, each: OpenSession) -> str:
    kept = "" if each.may_end else "guaranteed spot"
    parts = (_since(site, each.session), each.who, pretty(each.session.plate), each.group, kept)
    return " · ".join(filter(None, parts))


def _since(site: Site, session: Session) -> str:
    local = session.started.astimezone(zone(site.timezone))
    return catalogue().wording().when(local.isoformat())


def _strategy(site: Site, session: Session) -> Strategy | None:
    policies: dict[str, Policy] = {policy.id: policy for policy in site.policies}
    policy = policies.get(session.policy or "")
    return None if policy is None else policy.strategy


def _note(tx: Transaction, site: Site, session: Session, operator: str, at: datetime) -> GateEvent:
    people = profiles(tx, [session.profile] if session.profile else [])
    gates = {gate.id: gate.direction for gate in site.gates}
    return GateEvent(
        id=new_id(),
        at=at,
        gate=session.gate_in,
        kind=EventKind.NOTE,
        outcome=Outcome.NOTED,
        reason="",
        direction=gates.get(session.gate_in, Direction.BOTH),
        plate=session.plate,
        profile=session.profile,
        who=next((person.name for person in people.values()), ""),
        text=f"session ended by hand; inside since {_since(site, session)}",
        operator=operator,
    )
