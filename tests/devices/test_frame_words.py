"""What installers see of a line of declared frames, in words and in figures."""

import pytest

from izix_desk.devices.frames.words import FramesReader
from izix_desk.devices.tally import Verdict
from izix_desk.devices.tap import Passed
from izix_desk.domain.frame_pattern import read_pattern
from izix_desk.services.frame_tables import shipped_tables
from tests.support.frames import RELAYS


def made(text: str, channel: int = 0) -> bytes:
    """Return a frame of the device at address 1."""
    return read_pattern(text, RELAYS).build(1, channel)


ON = made("A5 01 01 20 {check}")
ASKED = made("A5 01 02 {check}")
TOLD = made("A5 01 82 05 20 {check}")
DONE = made("A5 01 81 20 {check}")
NO = made("A5 01 EE 07 {check}")
CASES = [
    (ON, ON, "address 1, switch output 1 on"),
    (ON, DONE, "address 1, done: switch output 1 on"),
    (ON, ON + DONE, "address 1, done: switch output 1 on"),
    (ON, NO, "address 1, refused: switch output 1 on"),
    (ON, b"", "address 1, no reply"),
    (ON, DONE[:-1], "address 1, 5 bytes that are no reply"),
    (ASKED, ASKED, "address 1, status?"),
    (ASKED, TOLD, "address 1, inputs 10100000, outputs 0100"),
    (
        ASKED,
        read_pattern("A5 02 82 05 20 {check}", RELAYS).build(2),
        "address 1, a reply of address 2",
    ),
    (b"", b"abc", "3 bytes that nobody asked for"),
]


@pytest.mark.parametrize(("asked", "data", "words"), CASES)
def test_frames_have_words(asked: bytes, data: bytes, words: str) -> None:
    """Whom it is for, and what it says."""
    passed = Passed(0.0, is_sent=data == asked, data=data, asked=asked, plain=None)
    assert FramesReader(RELAYS, (1, 2)).words(passed) == words


def test_what_comes_too_late_says_so() -> None:
    """It was the reply to a frame that is over."""
    passed = Passed(0.0, is_sent=False, data=DONE, asked=ON, plain=None, is_late=True)
    assert "too late: done" in FramesReader(RELAYS, (1,)).words(passed)


def test_replies_are_judged() -> None:
    """A device that never replies has missed nothing."""
    reader = FramesReader(RELAYS, (1,))
    assert reader.judge(ON, DONE) is Verdict.GOOD
    assert reader.judge(ON, b"") is Verdict.NOTHING
    assert reader.judge(ON, b"abc") is Verdict.NO_FRAME
    blind = FramesReader(shipped_tables()["kmtronic"], (0,))
    assert blind.judge(b"\xff\x01\x01", b"") is Verdict.NONE_DUE
    assert blind.judge(b"\xff\x01\x01", b"x") is Verdict.NO_FRAME
    assert (blind.address(b"\xff\x01\x01"), blind.address(b"\xff")) == (0, None)
