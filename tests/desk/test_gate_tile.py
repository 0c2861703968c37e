"""A tile claims only what was measured, and says how old it is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from izix_desk.desk.panes.gate_tile import seen
from izix_desk.domain.events import GateReading, GateState
from tests.support.demo_site import site
from tests.support.rows import NOON

ENTRY = site().gate("p1-entry")


def reading(state: GateState, age: float = 0.0, **inputs: bool) -> GateReading:
    """Return what was measured so many seconds before second 1000."""
    return GateReading(gate=ENTRY.id, state=state, monotonic=1000.0 - age, inputs=inputs)


CASES = [
    ("closed, just now", reading(GateState.CLOSED), "closed", False),
    ("closed, nearly old", reading(GateState.CLOSED, 2.9), "closed", False),
    ("closed, old", reading(GateState.CLOSED, 12), "not measured · 12 s", True),
    ("closed, very old", reading(GateState.CLOSED, 300), "not measured · 5 min", True),
    ("open", reading(GateState.OPEN), "open now", False),
    ("no answer", reading(GateState.OFFLINE), "NO ANSWER", True),
    ("blocked", reading(GateState.BLOCKED), "BLOCKED", True),
    ("nothing wired", reading(GateState.NOT_MEASURED), "not measured", False),
    ("never told", None, "not measured", False),
    ("somebody rings", reading(GateState.CLOSED, call=True), "closed", True),
]


@pytest.mark.parametrize(
    ("measured", "words", "abnormal"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_claim(measured: GateReading | None, words: str, abnormal: bool) -> None:
    """The words of a tile, and whether it stands among the abnormal ones."""
    claim = seen(ENTRY, measured, ringing=False, now=1000.0, at=NOON)
    assert (claim.words, claim.abnormal) == (words, abnormal)


def test_a_hold_counts_down() -> None:
    """A hold counts down."""
    held = replace(reading(GateState.HELD_OPEN), held_until=NOON + timedelta(seconds=252))
    assert seen(ENTRY, held, ringing=False, now=1000.0, at=NOON).words == "HELD OPEN · 4:12"


def test_out_of_service_says_so_whatever_is_measured() -> None:
    """Out of service says so whatever is measured."""
    closed = replace(ENTRY, in_service=False, out_of_service_note="arm bent")
    claim = seen(closed, reading(GateState.OPEN), ringing=False, now=1000.0, at=NOON)
    assert (claim.state, claim.abnormal) == (GateState.OUT_OF_SERVICE, True)


def test_an_open_call_lights_the_lamp_without_a_call_input() -> None:
    """An open call lights the lamp without a call input."""
    assert seen(ENTRY, None, ringing=True, now=1000.0, at=NOON).ringing
