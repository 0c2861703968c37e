"""Figures and traces as people read them."""

from dataclasses import replace
from datetime import UTC, datetime

from izix_desk.domain.lines import ControllerFigures, ControllerState, LineFigures, TraceLine
from izix_desk.domain.pairing import Identity
from izix_desk.domain.site import Protocol
from izix_desk.services.line_watching import (
    HEADINGS,
    STATE_WORDS,
    Gaps,
    InOrder,
    controller_cells,
    line_text,
    only_from,
    trace_text,
)
from izix_desk.services.moments import Moment

NORTH = LineFigures(
    line="north",
    protocol=Protocol.OSDP,
    port="COM3",
    baudrate=9600,
    parity="N",
    stopbits=1,
    monotonic=50.0,
    polls_per_second=33.34,
)
SEEN = TraceLine(
    line="north", number=4, at=48.5, is_sent=True, address=5, data=b"\x53\x05", words="OSDP 5, hi"
)


def test_a_line_says_how_its_port_is_set_and_why_it_is_not_open() -> None:
    """In one line of text."""
    assert line_text(NORTH) == "north: osdp, COM3, 9600 N1, open, 33.3 polls/s"
    assert line_text(replace(NORTH, stray_bytes=3)).endswith(", 3 bytes came unasked")
    assert line_text(replace(NORTH, fault="It is gone.")).endswith("not open: It is gone.")


def test_a_controller_is_a_row_and_what_is_not_known_is_empty() -> None:
    """Under the headings, in milliseconds and seconds."""
    new = ControllerFigures(address=7, state=ControllerState.WAITING)
    assert controller_cells(new, 50.0) == (
        "7", "not asked yet", "", "", "", "", "", "0", "0", "0", "",
    )  # fmt: skip
    known = replace(
        new,
        state=ControllerState.OK,
        gates=("door", "gate"),
        heard=49.75,
        reply_last=0.0301,
        reply_median=0.031,
        reply_worst=0.2,
        misses=2,
        check_errors=1,
        identity=Identity("495a58", 1, 2, 1005, "1.2.3"),
    )
    assert controller_cells(known, 50.0) == (
        "7", "ok", "door gate", "30", "31", "200", "0.2", "2", "1", "0",
        "maker 495a58, model 1, version 2, serial number 1005, firmware 1.2.3",
    )  # fmt: skip
    assert len(controller_cells(known, 50.0)) == len(HEADINGS)
    assert set(STATE_WORDS) == set(ControllerState)


def test_a_trace_has_the_time_of_day_the_bytes_and_the_words() -> None:
    """The stamp is that of the wire, not that of the reading."""
    now = Moment(datetime(2026, 11, 22, 14, 0, 2, tzinfo=UTC), 50.0)
    text = trace_text(SEEN, now.wall_at(SEEN.at))
    wall = datetime(2026, 11, 22, 14, 0, 0, 500_000, tzinfo=UTC).astimezone()
    assert text.startswith(f"{wall:%H:%M:%S}.500 north → 53 05 ")
    assert text.endswith(" OSDP 5, hi")
    assert " ← " in trace_text(replace(SEEN, is_sent=False), now.wall)


def test_what_was_dropped_is_counted_by_line() -> None:
    """Also between two messages; a line that began anew has dropped nothing."""
    gaps = Gaps()
    assert gaps.count([replace(SEEN, number=n) for n in (4, 5, 8)]) == 2
    assert gaps.count([replace(SEEN, line="south", number=100)]) == 0
    assert gaps.count([replace(SEEN, number=12)]) == 3
    assert gaps.count([replace(SEEN, number=0), replace(SEEN, number=1)]) == 0
    assert gaps.dropped == 5


def test_a_filter_by_address_keeps_what_is_nobodys() -> None:
    """Noise may be the very thing that is looked for."""
    noise = replace(SEEN, address=None)
    other = replace(SEEN, address=6)
    assert only_from([SEEN, noise, other], {5}) == [SEEN, noise]
    assert only_from([SEEN, noise, other], ()) == [SEEN, noise, other]


def test_what_passed_on_several_lines_is_in_the_order_of_time() -> None:
    """Each line tells its own a moment late; nothing is shown before what came before it."""
    north = [replace(SEEN, at=at) for at in (1.0, 1.2, 1.9)]
    south = [replace(SEEN, line="south", at=at) for at in (0.9, 1.2, 1.3)]
    order = InOrder(0.5)
    assert order.take(north, now=1.3) == []
    shown = order.take(south, now=1.7)
    assert [(each.line, each.at) for each in shown] == [
        ("south", 0.9), ("north", 1.0), ("north", 1.2), ("south", 1.2),
    ]  # fmt: skip
    assert order.take((), now=float("inf")) == [south[2], north[2]]
