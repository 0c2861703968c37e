"""Rows of the feed with only what a test is about."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from izix_desk.domain.events import Outcome
from izix_desk.domain.views import FeedRow

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def row(seq: int, outcome: Outcome = Outcome.GRANTED, **more: object) -> FeedRow:
    """Return row number `seq`, one second after the one before; its id follows from the number."""
    known: dict[str, object] = {
        "id": UUID(int=seq),
        "seq": seq,
        "at": NOON + timedelta(seconds=seq),
        "gate": "p1-entry",
        "gate_name": "P1 Entry",
        "lot": "p1",
        "direction": "ENTRY",
        "kind": "READ",
        "outcome": outcome,
        "reason": "",
        "text": "",
        "plate": f"1-ABC-{seq:03}",
    }
    return FeedRow(**{**known, **more})  # pyright: ignore[reportArgumentType] the test's own names
