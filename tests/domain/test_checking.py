"""What can be checked at a gate, and which checks still count."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from izix_desk.domain.checking import (
    Checked,
    CheckResult,
    items_of,
    reads_of,
    sheet_of,
    unseen,
    wired_at,
)
from izix_desk.domain.methods import Method, Reader
from izix_desk.domain.site import Direction, Gate, Input, Line, Output, Protocol

GATE = Gate(
    id="in",
    name="In",
    lot="p1",
    direction=Direction.ENTRY,
    line="north",
    address=3,
    open=Output(number=2),
    hold=5,
    inputs={"call": Input(4, address=9), "closed": Input(0, invert=True)},
    plates="camera",
    readers=(Reader("doors", 7),),
    methods=(Method.PLATE, Method.BADGE, Method.APP),
)

LINES = (
    Line(id="doors", port="a", protocol=Protocol.OSDP),
    Line(id="scanner", port="b", protocol=Protocol.PLATES, pattern="^Q(?P<qr>.+)$"),
)


def checked(item: str, result: CheckResult = CheckResult.OK) -> Checked:
    """Return a check of an item as it is wired."""
    return Checked(
        id=uuid4(),
        at=datetime(2026, 11, 22, tzinfo=UTC),
        operator="Ines",
        gate="in",
        item=item,
        wired=wired_at(GATE, item),
        result=result,
    )


def test_all_that_is_wired_is_an_item_and_nothing_else() -> None:
    """Outputs first, inputs in their usual order, reads that can be shown; an app cannot."""
    assert items_of(GATE, LINES) == ("open", "hold", "closed", "call", "read PLATE", "read BADGE")
    bare = replace(GATE, hold=None, inputs={}, plates=None, readers=())
    assert items_of(bare, LINES) == ("open",)


def test_an_item_says_where_it_is_wired() -> None:
    """So that another wire, board, camera or reader is another check."""
    assert {item: wired_at(GATE, item) for item in items_of(GATE, LINES)} == {
        "open": "north/3 output 2",
        "hold": "north/3 output 5",
        "closed": "north/3 input 0 inverted",
        "call": "north/9 input 4",
        "read PLATE": "camera",
        "read BADGE": "doors/7",
    }


def test_each_of_several_readers_is_an_item() -> None:
    """By what it can give: a scanner has no keypad, and gives what its pattern names."""
    readers = (Reader("doors", 7, 0), Reader("doors", 7, 1, Method.QR), Reader("scanner"))
    every = (Method.BADGE, Method.PIN, Method.QR)
    gate = replace(GATE, plates=None, readers=readers[:2], readers_out=readers[2:], methods=every)
    reads = reads_of(gate, LINES)
    assert {item: reader for item, (_, reader) in reads.items()} == {
        "read BADGE": readers[0],
        "read PIN at doors/7 reader 0": readers[0],
        "read PIN at doors/7 reader 1": readers[1],
        "read QR at doors/7 reader 1": readers[1],
        "read QR at scanner": readers[2],
    }
    assert tuple(reads) == items_of(gate, LINES)[-5:]
    wired = {wired_at(gate, item) for item in reads}
    assert wired == {"doors/7 reader 0, doors/7 reader 1 QR, scanner"}


def test_a_gate_is_checked_once_every_item_was_seen_good() -> None:
    """What was skipped nobody saw; what was rewired since is open again."""
    checks = {("in", item): checked(item) for item in items_of(GATE, LINES)}
    assert unseen(sheet_of([GATE], LINES, checks)) == {}
    for result in (CheckResult.SKIPPED, CheckResult.NOT_OK):
        bad = checks | {("in", "call"): checked("call", result)}
        assert unseen(sheet_of([GATE], LINES, bad)) == {"call": result}
    moved = replace(GATE, open=Output(number=1))
    assert unseen(sheet_of([moved], LINES, checks)) == {"open": None}
