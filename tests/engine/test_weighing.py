"""What becomes of an asked command, as a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from izix_desk.domain.commands import Action, GateCommand, Stage
from izix_desk.engine.commander import judge_all, next_look
from izix_desk.engine.weighing import End, Send, Situation, Wait, weigh
from izix_desk.services.moments import Moment
from tests.support import quay

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PLACE = quay.with_gate(quay.site(), "exit", in_service=False)


def moment(seconds: float) -> Moment:
    """Return an instant so many seconds after noon, when the monotonic clock says 1000."""
    return Moment(NOON + timedelta(seconds=seconds), 1000 + seconds)


def command(at: float = 0.0, gate: str = "entry", number: int = 1) -> GateCommand:
    """Make a command that was asked so many seconds after noon."""
    asked = moment(at)
    return GateCommand(
        id=UUID(int=number),
        gate=gate,
        action=Action.OPEN,
        reason="DELIVERY",
        operator="Guard 1",
        desk="lodge",
        asked=asked.wall,
        asked_monotonic=asked.monotonic,
    )


def situation(
    offline: dict[str, str] | None = None, free_at: dict[str, float] | None = None
) -> Situation:
    """Make an engine that started a minute before noon."""
    return Situation(
        gates={gate.id: gate for gate in PLACE.gates},
        started=moment(-60),
        offline=offline or {},
        free_at=free_at or {},
    )


def test_a_fresh_command_is_sent() -> None:
    """Until its time to live is over."""
    assert weigh(command(), situation(), moment(0.01)) == Send()
    assert weigh(command(), situation(), moment(2.99)) == Send()


@pytest.mark.parametrize(
    "now",
    [
        moment(3.0),
        Moment(moment(4).wall, moment(1).monotonic),
        Moment(moment(1).wall, moment(4).monotonic),
        Moment(moment(-5).wall, moment(1).monotonic),
        Moment(moment(1).wall, 5.0),
    ],
    ids=["too old", "old by the wall", "old by the clock", "clock set back", "after a reboot"],
)
def test_an_old_command_expires(now: Moment) -> None:
    """Both clocks must agree that it is fresh."""
    judgement = weigh(command(), situation(), now)
    assert isinstance(judgement, End)
    assert judgement.stage is Stage.EXPIRED


def test_what_was_asked_before_the_engine_started_expires() -> None:
    """Nothing is kept for later, however fresh it looks."""
    judgement = weigh(command(-61), situation(), moment(-60.5))
    assert judgement == End(Stage.EXPIRED, "the engine was not running when it was asked")


def test_a_clock_that_is_set_back_does_not_keep_gates_shut() -> None:
    """An hour back: what is asked afterwards is weighed as ever."""
    hour = timedelta(hours=1)
    asked, now = command(), moment(0.1)
    set_back = replace(asked, asked=asked.asked - hour)
    assert weigh(set_back, situation(), Moment(now.wall - hour, now.monotonic)) == Send()


def test_a_board_that_is_known_to_be_silent_refuses_at_once() -> None:
    """With the words of its line, and for a person to hear of."""
    silent = situation(offline={"entry": "unit 1 does not answer"})
    assert weigh(command(), silent, moment(0.1)) == End(
        Stage.REFUSED, "unit 1 does not answer", "GATE_OFFLINE"
    )


def test_a_gate_out_of_service_or_gone_refuses() -> None:
    """Also when it went out of service a moment after it was asked."""
    for gate in ("exit", "gone"):
        judgement = weigh(command(gate=gate), situation(), moment(0.1))
        assert isinstance(judgement, End)
        assert judgement.stage is Stage.REFUSED


def test_the_next_car_waits_for_the_barrier() -> None:
    """And is sent once its shortest cycle is over, or expires."""
    busy = situation(free_at={"entry": moment(2).monotonic})
    assert weigh(command(), busy, moment(1.9)) == Wait()
    assert weigh(command(), busy, moment(2.0)) == Send()
    assert weigh(command(), situation(free_at={"entry": moment(9).monotonic}), moment(1)) == Wait()


def test_of_two_cars_at_one_gate_the_first_is_sent() -> None:
    """Even when both were asked between two looks; another gate does not wait."""
    first, second = command(0, number=1), command(0.1, number=2)
    judged = judge_all([first, second], situation(), moment(0.2))
    assert judged == [(first, Send()), (second, Wait())]


def test_who_waits_is_looked_at_when_its_time_is_over() -> None:
    """A long cycle of the barrier does not keep anybody from being told."""
    first, second = command(0, number=1), command(1, number=2)
    assert next_look([], situation(), moment(0)) is None
    soon = situation(free_at={"entry": moment(2).monotonic})
    assert next_look([first, second], soon, moment(0.5)) == pytest.approx(1.5)
    late = situation(free_at={"entry": moment(60).monotonic})
    assert next_look([first, second], late, moment(1.5)) == pytest.approx(1.5)
    assert next_look([second], late, moment(3.5)) == pytest.approx(0.5)
