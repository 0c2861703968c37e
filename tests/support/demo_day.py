"""A busy half hour at Quai Nord, for pictures and for tests of the whole window."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from izix_desk.domain.events import (
    Entry,
    EntryKind,
    GateReading,
    GateState,
    LineHealth,
    LineReading,
    Outcome,
)
from izix_desk.domain.site import Group
from izix_desk.domain.views import FeedRow, GroupView
from tests.support import demo_views as demo

_COMMON: dict[str, object] = {
    "gate": "p1-entry",
    "gate_name": "P1 Entry",
    "lot": "p1",
    "direction": "ENTRY",
    "kind": "READ",
    "outcome": Outcome.GRANTED,
    "reason": "",
    "text": "",
}
_EXIT: dict[str, object] = {"gate": "p1-exit", "gate_name": "P1 Exit", "direction": "EXIT"}
_P2: dict[str, object] = {"gate": "p2-entry", "gate_name": "P2 Entry", "lot": "p2"}
_BY_HAND: dict[str, object] = {"kind": "OPENING", "operator": "Guard 1"}

TOLD: tuple[dict[str, object], ...] = (
    {"kind": "CALL", "outcome": Outcome.NOTED, "plate": "1-XYZ-987",
     "text": "Plate not known here"},
    {**_EXIT, "plate": "2-DEF-111", "who": "P. Maes", "organisation": "Delta"},
    {**_P2, "outcome": Outcome.DENIED, "plate": "1-KLM-456", "who": "Jo Peeters",
     "organisation": "Acme", "text": demo.FULL.line, "profile": demo.PEETERS},
    {**_EXIT, "plate": "2-GHI-222", "who": "Abdelkarim El Idrissi",
     "organisation": "Nord Logistique"},
    {**_BY_HAND, "ending": "PASSED", "plate": "1-DHL-001", "who": "DHL", "text": "Delivery"},
    {**_BY_HAND, "outcome": Outcome.FAILED, "ending": "NOT_MOVED", "plate": "1-NOP-777",
     "text": "Nothing moved within 10 s"},
    {**_EXIT, **_BY_HAND, "outcome": Outcome.FAILED, "ending": "NOT_SURE", "plate": "1-ABC-123",
     "text": "The port was lost while the order was under way"},
    {"gate": "p2-delivery", "gate_name": "P2 Delivery", "lot": "p2", "direction": "BOTH",
     "kind": "GATE", "outcome": Outcome.NOTED, "text": "Opened without us"},
    {**_P2, "outcome": Outcome.DENIED, "plate": "5-AMB-111", "text": "2 profiles share this plate"},
    {"outcome": Outcome.FAILED, "text": "A car stands here and nothing was read for 5 s"},
)  # fmt: skip
_QUIET: tuple[dict[str, object], ...] = (
    {"plate": "2-DEF-101", "who": "Pieter Maes", "organisation": "Acme"},
    {**_EXIT, "plate": "AB-123-CD", "who": "Anne-Françoise Dupont-Vanderstichelen",
     "organisation": "Établissements Vandenbroucke-Lefèvre & Fils"},
    {**_P2, "plate": "1-BEN-404", "who": "Saïd Benali", "organisation": "Nord Logistique"},
)  # fmt: skip


def busy_feed(rows: int = 60) -> list[FeedRow]:
    """Return every kind of row on top, and quiet traffic below."""
    now = datetime.now(UTC)
    return [
        FeedRow(
            id=uuid4(),
            seq=rows - number,
            at=now - timedelta(seconds=23 * number),
            **{**_COMMON, **_told(number)},  # pyright: ignore[reportArgumentType] names of FeedRow
        )
        for number in range(rows)
    ]


def _told(number: int) -> dict[str, object]:
    return TOLD[number] if number < len(TOLD) else _QUIET[number % len(_QUIET)]


def busy_entries() -> list[Entry]:
    """Return a call, what is not sure, a refusal and a gate that was left open."""
    now = datetime.now(UTC)
    call, refused = demo.entries()
    unsure = Entry(
        id=uuid4(), gate="p1-exit", kind=EntryKind.NOT_SURE, plate="1-ABC-123",
        opened=now - timedelta(seconds=12), text="Not sure: the gate may be open",
    )  # fmt: skip
    left = Entry(
        id=uuid4(), gate="p1-ramp", kind=EntryKind.GATE, opened=now - timedelta(seconds=31),
        text="Up for longer than 60 s",
    )  # fmt: skip
    return [call, unsure, refused, left]


def measured() -> tuple[GateReading, ...]:
    """Return one gate in each state that a person should see."""
    now, states = time.monotonic(), GateState
    until = datetime.now(UTC) + timedelta(seconds=252)
    return (
        GateReading(gate="p1-entry", state=states.CLOSED, monotonic=now, inputs={"call": True}),
        GateReading(gate="p1-exit", state=states.OPENING, monotonic=now),
        GateReading(gate="p1-ramp", state=states.HELD_OPEN, monotonic=now, held_until=until),
        GateReading(gate="p2-entry", state=states.CLOSED, monotonic=now),
        GateReading(gate="p2-exit", state=states.NOT_MEASURED, monotonic=now - 12),
    )


def lines(*, broken: bool = False) -> tuple[LineReading, ...]:
    """Return how the lines do; a broken one has not answered for 42 s."""
    now = time.monotonic()
    south = LineHealth.OFFLINE if broken else LineHealth.OK
    return (
        LineReading(line="north", health=LineHealth.OK, last=now),
        LineReading(line="south", health=south, last=now - (42 if broken else 0)),
        LineReading(line="cameras", health=LineHealth.OK, last=now - 4),
    )


def counted() -> Sequence[GroupView]:
    """Return five groups, one of them full."""
    return (
        GroupView(group=Group("staff", "Staff", 120), inside=112, reserved=4, lot="p1"),
        GroupView(group=Group("visitors", "Visitors", 20), inside=6, reserved=2, lot="p1"),
        GroupView(group=Group("chargers", "Chargers", 4), inside=4, reserved=0, lot="p1"),
        GroupView(group=Group("staff", "Staff", 160), inside=53, reserved=3, lot="p2"),
        GroupView(group=Group("visitors", "Visitors", 20), inside=0, reserved=3, lot="p2"),
    )
