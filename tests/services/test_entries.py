"""What waits for a person, as the desk asks for it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from izix_desk.domain.errors import NotFound, Refused
from izix_desk.domain.events import Entry, EntryKind, EventKind, GateEvent, Outcome
from izix_desk.domain.site import Direction
from izix_desk.services.entries import close, entry_for_gate, reopen, take, waiting
from izix_desk.store.database import Database
from izix_desk.store.events import add_event
from izix_desk.store.ids import new_id
from tests.support import quay

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """Return the quay's store."""
    opened = quay.quay(tmp_path / "site", quay.site()).open()
    yield opened
    opened.close()


def _entry(store: Database, gate: str) -> Entry:
    return store.write(lambda tx: entry_for_gate(tx, quay.site(), gate, AT))


def test_a_gate_that_was_chosen_gets_an_entry_with_its_last_read(store: Database) -> None:
    """A gate that was chosen gets an entry with its last read."""
    read = GateEvent(
        id=new_id(), at=AT, gate="entry", kind=EventKind.READ, outcome=Outcome.DENIED,
        reason="UNKNOWN_PLATE", direction=Direction.ENTRY, plate="9-XYZ-999", text="not known",
    )  # fmt: skip
    store.write(lambda tx: add_event(tx, read))
    entry = _entry(store, "Quay entry")
    assert (entry.gate, entry.kind, entry.plate) == ("entry", EntryKind.CALL, "9-XYZ-999")
    assert (entry.event, entry.text) == (read.id, "not known")
    assert _entry(store, "entry") == entry
    assert store.read(waiting) == (entry,)


def test_a_gate_without_a_read_gets_one_too(store: Database) -> None:
    """A gate without a read gets one too."""
    assert _entry(store, "exit").plate == ""


def test_a_gate_that_is_not_there_is_said_so(store: Database) -> None:
    """A gate that is not there is said so."""
    with pytest.raises(NotFound):
        _entry(store, "nowhere")


def test_what_was_closed_is_neither_taken_nor_closed_again(store: Database) -> None:
    """What was closed is neither taken nor closed again, until it is opened again."""
    entry = _entry(store, "entry")
    store.write(lambda tx: take(tx, entry.id, "desk 1"))
    store.write(lambda tx: close(tx, entry.id, "LET_IN", "Guard 1", AT))
    assert store.read(waiting) == ()
    with pytest.raises(Refused, match="closed this entry"):
        store.write(lambda tx: take(tx, entry.id, "desk 2"))
    with pytest.raises(Refused, match="closed this entry"):
        store.write(lambda tx: close(tx, entry.id, "LEFT", "Guard 2", AT))
    store.write(lambda tx: reopen(tx, entry.id))
    [again] = store.read(waiting)
    assert again.taken_by == "desk 1"
