"""What waits for a person: shown, taken, closed, and opened when somebody phones."""

from datetime import datetime
from uuid import UUID

from izix_desk.domain.errors import Refused
from izix_desk.domain.events import Entry, EntryKind, EventKind
from izix_desk.domain.site import Site
from izix_desk.services.opening import find_gate
from izix_desk.store.database import Transaction
from izix_desk.store.entries import (
    close_entry,
    entry_at,
    open_entries,
    open_entry,
    reopen_entry,
    take_entry,
)
from izix_desk.store.events import last_event_of
from izix_desk.store.ids import new_id


def waiting(tx: Transaction) -> tuple[Entry, ...]:
    """Return the open entries in the order of `F9`: ringing first, oldest first within a kind."""
    return open_entries(tx)


def take(tx: Transaction, entry: UUID, who: str) -> None:
    """Note who deals with an entry; raises Refused when it was closed meanwhile."""
    if not take_entry(tx, entry, who):
        raise Refused("Somebody has closed this entry meanwhile: take the next one.")


def close(tx: Transaction, entry: UUID, outcome: str, operator: str, at: datetime) -> None:
    """Close an entry with an outcome; raises Refused when somebody else closed it."""
    if not close_entry(tx, entry, outcome, operator=operator, at=at):
        raise Refused("Somebody has closed this entry already: nothing was changed.")


def reopen(tx: Transaction, entry: UUID) -> None:
    """Undo a close; an entry that is open stays as it is."""
    reopen_entry(tx, entry)


def entry_for_gate(tx: Transaction, site: Site, gate: str, at: datetime) -> Entry:
    """Return what waits at a gate, or open an entry with the last read there.

    Raises NotFound when the site has no such gate.
    """
    here = find_gate(site, gate)
    there = entry_at(tx, here.id)
    if there is not None:
        return there
    read = last_event_of(tx, here.id, EventKind.READ)
    return open_entry(
        tx,
        Entry(
            id=new_id(),
            gate=here.id,
            kind=EntryKind.CALL,
            opened=at,
            plate=read.plate if read else "",
            text=read.text if read else "",
            event=read.id if read else None,
            profile=read.profile if read else None,
        ),
    )
