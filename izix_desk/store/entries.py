"""Entries of *Needs you*: one per car at a gate, or per thing at a gate."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from izix_desk.domain.events import Entry, EntryKind
from izix_desk.domain.plates import normalise
from izix_desk.domain.site import Method
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.shapes import Shape

_ENTRIES = Shape(schema.entry, Entry)
_entry = schema.entry.c
_URGENCY = {kind: place for place, kind in enumerate(EntryKind)}


def open_entry(tx: Transaction, entry: Entry) -> Entry:
    """Open an entry, or merge it into the open one of the same car or thing; return what stands."""
    same = next((old for old in open_entries(tx, entry.gate) if _same_thing(old, entry)), None)
    if same is None:
        _ENTRIES.insert(tx, [entry])
        return entry
    merged = _merged(same, entry)
    tx.execute(update(schema.entry).where(_entry.id == same.id).values(**_ENTRIES.values(merged)))
    return merged


def open_entries(tx: Transaction, gate: str | None = None) -> tuple[Entry, ...]:
    """Return what waits for a person, most urgent kind first, oldest first within a kind."""
    query = _ENTRIES.select().where(_entry.closed.is_(None))
    if gate is not None:
        query = query.where(_entry.gate == gate)
    found = _ENTRIES.all(tx, query)
    return tuple(sorted(found, key=lambda entry: (_URGENCY[entry.kind], entry.opened)))


def entry_at(tx: Transaction, gate: str) -> Entry | None:
    """Return the most urgent open entry of a gate, or None."""
    return next(iter(open_entries(tx, gate)), None)


def get_entry(tx: Transaction, entry: UUID) -> Entry | None:
    """Return an entry, open or closed, or None."""
    return _ENTRIES.first(tx, _entry.id == entry)


def take_entry(tx: Transaction, entry: UUID, who: str) -> bool:
    """Note who deals with an open entry; False when it was closed meanwhile."""
    taken = update(schema.entry).where(_entry.id == entry, _entry.closed.is_(None))
    return tx.execute(taken.values(taken_by=who)).rowcount > 0


def close_entry(tx: Transaction, entry: UUID, outcome: str, *, operator: str, at: datetime) -> bool:
    """Close an open entry with an outcome; False when it was closed meanwhile."""
    done = update(schema.entry).where(_entry.id == entry, _entry.closed.is_(None))
    values = {"closed": at, "outcome": outcome, "operator": operator}
    return tx.execute(done.values(**values)).rowcount > 0


def reopen_entry(tx: Transaction, entry: UUID) -> bool:
    """Undo a close; False when it was open."""
    undone = update(schema.entry).where(_entry.id == entry, _entry.closed.is_not(None))
    return tx.execute(undone.values(closed=None, outcome="", operator="")).rowcount > 0


def tell_anew(
    tx: Transaction,
    entry: UUID,
    text: str,
    profile: UUID | None,
    *,
    gate: str | None = None,
    event: UUID | None = None,
) -> None:
    """Let an entry say how its car stands now; with a gate, where it stands in truth."""
    moved = {"gate": gate} if gate is not None else {}
    known = {"event": event} if event is not None else {}
    mine = update(schema.entry).where(_entry.id == entry)
    tx.execute(mine.values(text=text, profile=profile, **moved, **known))


def _same_thing(old: Entry, new: Entry) -> bool:
    if EntryKind.GATE in {old.kind, new.kind}:
        return old.kind is new.kind
    mine, yours = normalise(old.plate), normalise(new.plate)
    if mine and yours:
        return mine == yours
    # A ring, or a bad end, without a plate belongs to the car that stands there.
    return not (old.raw and new.raw) or _shown(old) == _shown(new)


def _shown(entry: Entry) -> tuple[object, ...]:
    # All PINs look alike here; those of people who are known are told apart by them.
    return entry.method, entry.raw, entry.profile if entry.method == Method.PIN else None


def _merged(old: Entry, new: Entry) -> Entry:
    more_urgent = _URGENCY[new.kind] <= _URGENCY[old.kind]
    return replace(
        old,
        kind=new.kind if more_urgent else old.kind,
        plate=old.plate or new.plate,
        method=old.method or new.method,
        raw=old.raw or new.raw,
        # A ring says nothing about why; the refusal before it does.
        text=new.text if new.text and new.kind is not EntryKind.CALL else old.text or new.text,
        event=new.event or old.event,
        profile=new.profile or old.profile,
    )
