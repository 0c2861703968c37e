"""Messages survive the link, and nothing else gets through."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izix_desk.domain.events import GateReading, GateState, LineHealth, LineReading
from izix_desk.domain.lines import ControllerFigures, ControllerState, LineFigures, TraceLine
from izix_desk.domain.pairing import Identity
from izix_desk.domain.scanning import Evidence, SearchNews, Setting
from izix_desk.domain.site import Protocol
from izix_desk.link.line_messages import Figures, Follow, Searched, SearchLine, Trace, TryNow
from izix_desk.link.messages import Beat, Gates, Hint, Lines, Message, decode, encode

DOOR = ControllerFigures(
    address=5,
    state=ControllerState.DEGRADED,
    gates=("door", "gate"),
    detail="It does not answer.",
    heard=12.25,
    reply_last=0.03,
    reply_median=0.031,
    reply_worst=0.5,
    asked=1000,
    misses=7,
    check_errors=3,
    stray_bytes=11,
    identity=Identity("495a58", 1, 2, 1005, "1.2.3"),
)
NORTH = LineFigures(
    line="north",
    protocol=Protocol.OSDP,
    port="/dev/ttyUSB0",
    baudrate=9600,
    parity="E",
    stopbits=2,
    monotonic=99.5,
    fault="Port lost.",
    detail="Somebody else asks.",
    polls_per_second=33.3,
    stray_bytes=4,
    controllers=(DOOR, ControllerFigures(address=6, state=ControllerState.WAITING)),
)
PASSED = TraceLine(
    line="north",
    number=7,
    at=1.5,
    is_sent=True,
    address=5,
    data=b"\x53\x05",
    words="OSDP 5, OUT 0 on for 1.0 s",
)

AT_9600 = Setting(Protocol.MODBUS_RTU, 9600)
MESSAGES: list[Message] = [
    Hint("commands"),
    Beat(4711, 12.5),
    Gates(
        (
            GateReading(
                gate="p1-entry",
                state=GateState.OPENING,
                monotonic=99.25,
                inputs={"closed": False, "arrive": True},
            ),
        )
    ),
    Gates(()),
    Lines((LineReading(line="north", health=LineHealth.OK, last=3.5, detail="16 units"),)),
    Lines((LineReading(line="readers", health=LineHealth.NOT_MEASURED),)),
    Follow(),
    Follow(frozenset({"north", "readers"})),
    TryNow("north", 5),
    Trace((PASSED, replace(PASSED, number=8, is_sent=False, address=None, data=b""))),
    Figures(replace(NORTH, controllers=())),
    Figures(NORTH),
    SearchLine("north", (3, 4, 5)),
    SearchLine("north", (3,), (AT_9600, replace(AT_9600, parity="E", stopbits=2, frames="relays"))),
    Searched(SearchNews("north", AT_9600, 3, None, 2, Evidence(asked=1, strange=1), can=False)),
    Searched(SearchNews("north", AT_9600, 4, "has outputs", 1, Evidence(2, 3, 4, 5, 6, 7, 8, 9))),
]


@pytest.mark.parametrize("message", MESSAGES, ids=[type(m).__name__ for m in MESSAGES])
def test_a_message_arrives_as_it_was_sent(message: Message) -> None:
    """Whatever one side encodes, the other side decodes to the same value."""
    assert decode(encode(message)) == message


BROKEN = {
    "no json": b"\x80\x04K\x01.",
    "not an object": b"[1]",
    "another version": b'{"v":2,"kind":"hint","what":"commands"}',
    "an unknown kind": b'{"v":1,"kind":"shout"}',
    "a missing field": b'{"v":1,"kind":"hint"}',
    "a field of another type": b'{"v":1,"kind":"hint","what":7}',
    "an unknown state": b'{"v":1,"kind":"gates","readings":[{"gate":"a","state":"SHUT",'
    b'"monotonic":1,"inputs":{}}]}',
    "an input that is no flag": b'{"v":1,"kind":"gates","readings":[{"gate":"a",'
    b'"state":"OPEN","monotonic":1,"inputs":{"closed":1}}]}',
    "a time that is none": b'{"v":1,"kind":"beat","pid":1,"monotonic":NaN}',
    "readings that are no list": b'{"v":1,"kind":"lines","readings":{}}',
    "no text": b"\xff\xfe",
    "an address that is no number": b'{"v":1,"kind":"try","line":"north","address":"5"}',
    "bytes that are no hex": b'{"v":1,"kind":"trace","passed":[{"line":"n","number":1,"at":1,'
    b'"is_sent":true,"address":null,"data":"5g","words":""}]}',
    "a state of a controller that is none": b'{"v":1,"kind":"figures","line":"n","protocol":"osdp",'
    b'"port":"","baudrate":1,"parity":"N","stopbits":1,"monotonic":1,"fault":"",'
    b'"polls_per_second":1,"stray_bytes":0,"controllers":[{"state":"FINE"}]}',
    "deeply nested": b"[" * 100_000,
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_none_of_ours_is_dropped(data: bytes) -> None:
    """Broken, foreign and newer messages give None and never an error."""
    assert decode(data) is None


KINDS = ["hint", "gates", "lines", "beat", "follow", "try", "figures", "trace", "search"]
FIELDS = ("what", "readings", "pid", "monotonic", "traced", "line", "address", "passed")

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("ab"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {"v": st.just(1), "kind": st.sampled_from(KINDS)},
        optional=dict.fromkeys(FIELDS, _JSON),
    )
)
def test_no_object_makes_the_reader_fail(fields: dict[str, object]) -> None:
    """Fields of any shape either parse to a message or are dropped."""
    message = decode(json.dumps(fields).encode())
    assert message is None or decode(encode(message)) == message
