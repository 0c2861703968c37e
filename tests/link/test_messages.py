"""Messages survive the link, and nothing else gets through."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izix_desk.domain.events import GateReading, GateState, LineHealth, LineReading
from izix_desk.link.messages import Beat, Gates, Hint, Lines, Message, decode, encode

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
    Lines((LineReading(line="readers", health=LineHealth.NOT_BUILT),)),
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
    "deeply nested": b"[" * 100_000,
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_none_of_ours_is_dropped(data: bytes) -> None:
    """Broken, foreign and newer messages give None and never an error."""
    assert decode(data) is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("ab"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {"v": st.just(1), "kind": st.sampled_from(["hint", "gates", "lines", "beat"])},
        optional=dict.fromkeys(("what", "readings", "pid", "monotonic"), _JSON),
    )
)
def test_no_object_makes_the_reader_fail(fields: dict[str, object]) -> None:
    """Fields of any shape either parse to a message or are dropped."""
    message = decode(json.dumps(fields).encode())
    assert message is None or decode(encode(message)) == message
