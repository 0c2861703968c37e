"""What desks are told, and how often."""

from collections.abc import Callable

import pytest

from izix_desk.domain.events import GateState, LineHealth, LineReading
from izix_desk.engine.reporter import Reporter
from izix_desk.engine.watching import GateWatch
from izix_desk.link.messages import Gates, Lines, Message, decode, encode
from tests.support import quay

ENTRY = GateWatch(quay.site().gate("entry"))
DOWN = {"closed": True, "opened": False}
BETWEEN = {"closed": False, "opened": False}


@pytest.fixture
def told() -> list[Message]:
    """Give what was published."""
    return []


@pytest.fixture
def reporter(told: list[Message]) -> Reporter:
    """Give a reporter that publishes into a list."""
    return Reporter(told.append)


def states(told: list[Message]) -> list[tuple[GateState, float]]:
    """Return state and time of the first gate of each message."""
    first = [message.readings[0] for message in told if isinstance(message, Gates)]
    return [(reading.state, reading.monotonic) for reading in first]


def every_100_ms(reporter: Reporter, seconds: float, measure: Callable[[float], None]) -> None:
    """Let time pass as the engine does."""
    for tick in range(round(seconds * 10)):
        measure(tick / 10)
        reporter.tell(tick / 10)


def test_what_does_not_change_is_told_once_a_second(
    reporter: Reporter, told: list[Message]
) -> None:
    """With its own time, so that a desk sees how fresh it is."""
    every_100_ms(reporter, 3, lambda at: reporter.measured(ENTRY, DOWN, at))
    assert states(told) == [
        (GateState.CLOSED, 0.0),
        (GateState.CLOSED, 1.0),
        (GateState.CLOSED, 2.0),
    ]


def test_a_change_is_told_with_the_next_look(reporter: Reporter, told: list[Message]) -> None:
    """Not only at the full second."""
    every_100_ms(
        reporter, 0.5, lambda at: reporter.measured(ENTRY, BETWEEN if at > 0.2 else DOWN, at)
    )
    assert states(told) == [(GateState.CLOSED, 0.0), (GateState.OPENING, 0.3)]


def test_what_is_not_measured_grows_old(reporter: Reporter, told: list[Message]) -> None:
    """The last state is repeated with its old time; the desk shows its age."""
    reporter.measured(ENTRY, DOWN, 0.0)
    every_100_ms(reporter, 5, lambda _: None)
    assert states(told)[-1] == (GateState.CLOSED, 0.0)


def test_offline_is_measured_by_every_poll_that_fails(
    reporter: Reporter, told: list[Message]
) -> None:
    """It stays fresh until the board answers again."""
    reporter.offline("entry", 0.0)
    every_100_ms(reporter, 3, lambda _: None)
    assert states(told)[-1] == (GateState.OFFLINE, 2.0)
    reporter.measured(ENTRY, DOWN, 3.0)
    reporter.tell(3.0)
    assert states(told)[-1] == (GateState.CLOSED, 3.0)


def test_a_barrier_that_stays_between_is_told_as_blocked(
    reporter: Reporter, told: list[Message]
) -> None:
    """After the time in which it must be up."""
    reporter.measured(ENTRY, DOWN, 0.0)
    every_100_ms(reporter, 6, lambda at: reporter.measured(ENTRY, BETWEEN, at))
    assert states(told)[-1][0] is GateState.BLOCKED
    assert (GateState.OPENING, 4.0) in states(told)


def test_lines_are_told_when_they_change_and_once_a_second(
    reporter: Reporter, told: list[Message]
) -> None:
    """The lamp turns at once."""
    ok = LineReading(line="north", health=LineHealth.OK, last=1.0)
    lost = LineReading(line="north", health=LineHealth.OFFLINE, last=1.0, detail="no answer")
    reporter.line(ok)
    reporter.tell(0.0)
    reporter.line(ok)
    reporter.tell(0.1)
    reporter.line(lost)
    reporter.tell(0.2)
    assert told == [Lines((ok,)), Lines((lost,))]


def test_what_is_not_of_the_site_any_more_is_forgotten(
    reporter: Reporter, told: list[Message]
) -> None:
    """A gate that was removed leaves no tile behind."""
    reporter.measured(ENTRY, DOWN, 0.0)
    reporter.keep_only(set(), set())
    reporter.tell(0.0)
    assert told == []


def test_a_hold_is_told_with_its_end(reporter: Reporter, told: list[Message]) -> None:
    """So that its tile can count down."""
    watch = GateWatch(quay.site().gate("entry"))
    watch.held, watch.held_until = True, quay.now()
    reporter.measured(watch, {"closed": False, "opened": True}, 0.0)
    reporter.tell(0.0)
    (message,) = told
    assert isinstance(message, Gates)
    assert message.readings[0].state is GateState.HELD_OPEN
    assert message.readings[0].held_until == watch.held_until
    assert decode(encode(message)) == message
