"""What a gate's inputs tell, as stories: what is sent and measured when, and what it means."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest

from izix_desk.domain.site import Direction, Gate, Input, Output
from izix_desk.engine.happenings import (
    Called,
    CameraMisses,
    CarArrived,
    CarLeft,
    CarPassed,
    DidNotMove,
    FaultTold,
    FoundEmpty,
    Happening,
    LeftOpen,
    LostSight,
    NotRead,
    NotWatched,
    OpenedWithoutUs,
    Rose,
    Tailgated,
    TurnedBack,
)
from izix_desk.engine.openings import BETWEEN, HALFWAY, UNSEEN, WENT_SILENT
from izix_desk.engine.watching import GateWatch

ONE, TWO = UUID(int=1), UUID(int=2)


def gate(*inputs: str) -> Gate:
    """Make a gate with these inputs wired."""
    return Gate(
        id="entry",
        name="Entry",
        lot="p1",
        direction=Direction.ENTRY,
        line="north",
        address=1,
        open=Output(number=0, seconds=1.0),
        inputs={name: Input(number) for number, name in enumerate(inputs)},
        moves_within=10.0,
    )


FULL = gate("closed", "opened", "arrive", "under", "call", "fault")
Step = tuple[float, str] | tuple[float, str, UUID]


def tell(wired: Gate, steps: list[Step]) -> list[tuple[float, Happening]]:
    """Play a story; `+opened -closed` changes inputs, the rest names what the engine knows.

    Stories look seldom; that this is told too is for a test of its own.
    """
    watch = GateWatch(wired)
    inputs = {name: name == "closed" for name in wired.inputs}
    told: list[tuple[float, Happening]] = []
    watch.measure(dict(inputs), 0.0)
    for at, what, *command in steps:
        happenings = _step(watch, inputs, (at, what, command))
        told += [(at, each) for each in happenings if not isinstance(each, NotWatched)]
    return told


def _step(
    watch: GateWatch, inputs: dict[str, bool], step: tuple[float, str, list[UUID]]
) -> tuple[Happening, ...]:
    at, what, command = step
    if what == "sent":
        watch.sent(command[0], at)
    elif what == "answered":
        watch.answered(command[0], at)
    elif what == "read":
        watch.arrivals.read(at)
    elif what == "dropped":
        watch.dropped(command[0])
    elif what == "tick":
        return watch.tick(at)
    else:
        inputs.update(_changes(what))
        return watch.measure(dict(inputs), at)
    return ()


def _changes(what: str) -> Mapping[str, bool]:
    return {word[1:]: word[0] == "+" for word in what.split() if word != "same"}


LOOKS: list[Step] = [(n / 2, "same") for n in range(4, 22)]
"""A line that is well: it looks often enough to see whatever moves."""
OPENED: list[Step] = [(1, "sent", ONE), (1.1, "answered", ONE), (2.5, "-closed +opened")]

SEEN = replace(FULL, plates="camera")

STORIES: dict[str, tuple[Gate, list[Step], list[tuple[float, Happening]]]] = {
    "a car drives through": (
        FULL,
        [*OPENED, (4, "+under"), (5, "-under"), (7, "-opened +closed")],
        [(2.5, Rose(ONE)), (5, CarPassed(ONE))],
    ),
    "the loop goes on before the barrier is seen up": (
        FULL,
        [
            (1, "sent", ONE),
            (1.1, "answered", ONE),
            (2, "+under"),
            (2.5, "-closed +opened"),
            (4, "-under"),
        ],
        [(2.5, Rose(ONE)), (4, CarPassed(ONE))],
    ),
    "up is not told before the controller answered": (
        FULL,
        [(1, "sent", ONE), (2.5, "-closed +opened"), (2.6, "answered", ONE), (2.7, "same")],
        [(2.7, Rose(ONE))],
    ),
    "nothing moves": (
        FULL,
        [(1, "sent", ONE), (1.1, "answered", ONE), *LOOKS, (10.9, "same"), (11, "same")],
        [(11, DidNotMove(ONE))],
    ),
    "closed when it still had time says nothing": (
        FULL,
        [(1, "sent", ONE), (1.1, "answered", ONE), *LOOKS, (11.2, "tick"), (11.3, "same")],
        [(11.3, DidNotMove(ONE))],
    ),
    "answered late, by evidence: its time runs since it was sent": (
        FULL,
        [(1, "sent", ONE), (1.5, "same"), (1.6, "answered", ONE), *LOOKS, (11, "same")],
        [(11, DidNotMove(ONE))],
    ),
    "closed after its time, and nobody looked meanwhile: it may have been up": (
        FULL,
        [(1, "sent", ONE), (1.1, "answered", ONE), *LOOKS[:4], (9, "same"), (11, "same")],
        [(11, LostSight(ONE, UNSEEN))],
    ),
    "seen to leave its closed end, and closed again": (
        FULL,
        [
            (1, "sent", ONE),
            (1.1, "answered", ONE),
            *LOOKS[:4],
            (3.6, "-closed"),
            (4.1, "+closed"),
            *LOOKS[6:],
            (11, "same"),
        ],
        [(11, LostSight(ONE, BETWEEN))],
    ),
    "no loop wired and its controller falls silent before it was seen up: nothing is assumed": (
        gate("closed", "opened"),
        [
            (1, "sent", ONE),
            (1.1, "answered", ONE),
            *LOOKS,
            (10.9, "same"),
            (11.2, "tick"),
            (13.9, "tick"),
        ],
        [(13.9, LostSight(ONE, WENT_SILENT))],
    ),
    "up before its controller answered, and looked at again after its time": (
        replace(gate("closed", "opened"), moves_within=1.0),
        [
            (1, "sent", ONE),
            (2.1, "-closed +opened"),
            (2.2, "answered", ONE),
            (2.25, "tick"),
            (2.3, "same"),
        ],
        [(2.3, Rose(ONE))],
    ),
    "still going down for another car when it was sent, and closed since": (
        FULL,
        [
            (0.5, "-closed"),
            (1, "sent", ONE),
            (1.1, "answered", ONE),
            (1.5, "+closed"),
            *LOOKS,
            (11, "same"),
        ],
        [(11, DidNotMove(ONE))],
    ),
    "what is not measured any more is not said to stand still": (
        FULL,
        [(1, "sent", ONE), (1.1, "answered", ONE), (2, "same"), (11.2, "tick"), (30, "tick")],
        [(11.2, LostSight(ONE, WENT_SILENT))],
    ),
    "between its ends when it falls silent: lost once it is stale": (
        FULL,
        [(1, "sent", ONE), (1.1, "answered", ONE), (10, "-closed"), (12.9, "tick"), (13, "tick")],
        [(13, LostSight(ONE, BETWEEN))],
    ),
    "silent and back in time is no news": (
        FULL,
        [(1, "sent", ONE), (1.1, "answered", ONE), (9, "tick"), (10, "-closed +opened")],
        [(10, Rose(ONE))],
    ),
    "up, and then nothing is measured: nothing is assumed": (
        gate("closed", "opened"),
        [*OPENED, (11.2, "tick"), (30, "tick")],
        [(2.5, Rose(ONE))],
    ),
    "nothing wired and its controller is gone: nothing is assumed": (
        gate(),
        [(1, "sent", ONE), (1.1, "answered", ONE), (2, "same"), (11.2, "tick"), (12, "tick")],
        [(11.2, LostSight(ONE, WENT_SILENT))],
    ),
    "a second car on the raised barrier": (
        FULL,
        [
            *OPENED,
            (4, "sent", TWO),
            (4.1, "answered", TWO),
            (4.2, "+under"),
            (5, "-under"),
            (6, "+under"),
            (7, "-under"),
            (9, "-opened +closed"),
        ],
        [
            (2.5, Rose(ONE)),
            (4.2, Rose(TWO, "the barrier was up already")),
            (5, CarPassed(ONE)),
            (7, CarPassed(TWO)),
        ],
    ),
    "a car that is under the barrier when the next is let in": (
        FULL,
        [
            *OPENED,
            (3, "+under"),
            (4, "sent", TWO),
            (4.1, "answered", TWO),
            (5, "-under"),
            (6, "+under"),
            (7, "-under"),
        ],
        [
            (2.5, Rose(ONE)),
            (5, Rose(TWO, "the barrier was up already")),
            (5, CarPassed(ONE)),
            (7, CarPassed(TWO)),
        ],
    ),
    "nobody drives through": (
        FULL,
        [*OPENED, (9, "-opened"), (10, "+closed"), (11, "+under"), (12, "-under")],
        [(2.5, Rose(ONE)), (10, TurnedBack(ONE))],
    ),
    "nobody drives through, and the barrier is not seen": (
        gate("under"),
        [(1, "sent", ONE), (1.1, "answered", ONE), (120, "same"), (121, "same")],
        [(121, TurnedBack(ONE))],
    ),
    "another car follows on the same opening": (
        FULL,
        [*OPENED, (4, "+under"), (5, "-under"), (5.5, "+under"), (6.5, "-under"), (8, "-opened")],
        [(2.5, Rose(ONE)), (5, CarPassed(ONE)), (6.5, Tailgated())],
    ),
    "the next car has its own opening": (
        FULL,
        [
            *OPENED,
            (4, "+under"),
            (5, "-under"),
            (5.2, "sent", TWO),
            (5.3, "+under"),
            (5.4, "answered", TWO),
            (5.5, "same"),
            (6.5, "-under"),
        ],
        [
            (2.5, Rose(ONE)),
            (5, CarPassed(ONE)),
            (5.5, Rose(TWO, "the barrier was up already")),
            (6.5, CarPassed(TWO)),
        ],
    ),
    "who comes after it closed does not follow": (
        FULL,
        [
            *OPENED,
            (4, "+under"),
            (5, "-under"),
            (7, "-opened +closed"),
            (8, "+under"),
            (9, "-under"),
        ],
        [(2.5, Rose(ONE)), (5, CarPassed(ONE))],
    ),
    "left open": (
        FULL,
        [
            *OPENED,
            (4, "+under"),
            (5, "-under"),
            (60, "same"),
            (72.1, "same"),
            (90, "same"),
            (91, "-opened"),
            (92, "+closed"),
            (93, "-closed +opened"),
            (94, "same"),
        ],
        [(2.5, Rose(ONE)), (5, CarPassed(ONE)), (72.1, LeftOpen(69.6)), (93, OpenedWithoutUs())],
    ),
    "a car stands and nothing is read": (
        SEEN,
        [(1, "+arrive"), (5.9, "tick"), (6, "tick"), (9, "tick"), (10, "-arrive"), (12, "tick")],
        [(1, CarArrived()), (6, NotRead()), (12, CarLeft())],
    ),
    "a car that was read a moment before": (
        SEEN,
        [(1, "read"), (2, "+arrive"), (9, "tick")],
        [(2, CarArrived())],
    ),
    "a car is read while it stands": (
        SEEN,
        [(2, "+arrive"), (6, "read"), (9, "tick")],
        [(2, CarArrived())],
    ),
    "a gate opened for it before anything was read": (
        SEEN,
        [(1, "+arrive"), (2, "sent", ONE), (2.1, "answered", ONE), (7, "tick")],
        [(1, CarArrived())],
    ),
    "up without a command": (
        FULL,
        [(1, "-closed +opened"), (2, "same")],
        [(1, OpenedWithoutUs())],
    ),
    "up late on our command is still ours": (
        FULL,
        [(1, "sent", ONE), (1.5, "dropped", ONE), (9, "-closed +opened")],
        [],
    ),
    "up long after our command is not ours": (
        FULL,
        [(1, "sent", ONE), (1.5, "dropped", ONE), (12.1, "same"), (12.5, "-closed +opened")],
        [(12.5, OpenedWithoutUs())],
    ),
    "up when its port is back, and gone blind within the time of our command: it may be ours": (
        FULL,
        [*OPENED[:2], (1.2, "same"), (11.2, "tick"), (14, "-closed +opened"), (14.3, "same")],
        [(11.2, LostSight(ONE, WENT_SILENT))],
    ),
    "back in time, seen closed after our command's time, and up then": (
        FULL,
        [*OPENED[:2], (1.2, "same"), (11.2, "tick"), (12.2, "same"), (14, "-closed +opened")],
        [(11.2, LostSight(ONE, WENT_SILENT)), (14, OpenedWithoutUs())],
    ),
    "blind and up long after the time of our command": (
        FULL,
        [(1, "sent", ONE), (1.5, "dropped", ONE), (13, "same"), (40, "-closed +opened")],
        [(40, OpenedWithoutUs())],
    ),
    "our command moved it while nobody looked, and the next one to go up is not ours": (
        FULL,
        [
            *OPENED[:2],
            (1.2, "same"),
            (11.2, "tick"),
            (14, "-closed +opened"),
            (16, "+closed -opened"),
            (18, "-closed +opened"),
        ],
        [(11.2, LostSight(ONE, WENT_SILENT)), (18, OpenedWithoutUs())],
    ),
    "slower than its time, but it began to rise on our command": (
        FULL,
        [*OPENED[:2], *LOOKS, (11, "-closed"), (14, "same"), (15, "+opened")],
        [(11, LostSight(ONE, HALFWAY))],
    ),
    "up when it is first measured is nobody's": (gate("opened"), [(1, "same")], []),
    "only closed wired": (
        gate("closed", "under"),
        [(1, "sent", ONE), (1.1, "answered", ONE), (1.5, "-closed"), (3, "+under"), (4, "-under")],
        [(1.5, Rose(ONE)), (4, CarPassed(ONE))],
    ),
    "the photocell stands in for the loop": (
        gate("opened", "photocell"),
        [
            (1, "sent", ONE),
            (1.1, "answered", ONE),
            (2, "+opened"),
            (3, "+photocell"),
            (4, "-photocell"),
        ],
        [(2, Rose(ONE)), (4, CarPassed(ONE))],
    ),
    "nothing wired: ten seconds count as passed": (
        gate(),
        [(1, "sent", ONE), (1.1, "answered", ONE), (11, "same"), (11.2, "tick"), (20, "tick")],
        [(11.2, CarPassed(ONE, assumed=True))],
    ),
    "no loop wired: passed is assumed once it was up": (
        gate("closed", "opened"),
        [*OPENED, (11, "same"), (11.2, "tick")],
        [(2.5, Rose(ONE)), (11.2, CarPassed(ONE, assumed=True))],
    ),
    "no loop wired: passed is assumed when it closes sooner than that": (
        gate("closed", "opened"),
        [*OPENED, (7, "-opened"), (8.5, "+closed"), (12, "tick")],
        [(2.5, Rose(ONE)), (8.5, CarPassed(ONE, assumed=True))],
    ),
    "nothing is assumed of a command without an answer": (
        gate(),
        [(1, "sent", ONE), (30, "tick")],
        [],
    ),
    "a ring, and the same ring": (
        FULL,
        [(1, "+call"), (1.1, "same"), (2, "-call"), (3, "+call")],
        [(1, Called()), (3, Called())],
    ),
    "a fault": (FULL, [(1, "+fault"), (2, "same")], [(1, FaultTold())]),
    "a car gives up": (
        FULL,
        [(1, "+arrive"), (5, "-arrive"), (6, "tick"), (7.1, "tick"), (9, "tick")],
        [(1, CarArrived()), (7.1, CarLeft())],
    ),
    "a car that rocks on the loop stays": (
        FULL,
        [(1, "+arrive"), (5, "-arrive"), (6, "+arrive"), (8, "tick")],
        [(1, CarArrived()), (6, CarArrived())],
    ),
    "a car that was let in does not give up": (
        FULL,
        [(0.5, "+arrive"), *OPENED, (3, "-arrive +under"), (5, "-under"), (9, "tick")],
        [(0.5, CarArrived()), (2.5, Rose(ONE)), (5, CarPassed(ONE))],
    ),
}


@pytest.mark.parametrize(("wired", "steps", "told"), STORIES.values(), ids=STORIES.keys())
def test_a_story(wired: Gate, steps: list[Step], told: list[tuple[float, Happening]]) -> None:
    """Every happening at its instant, and no other."""
    assert tell(wired, steps) == told


def looked_at(
    wired: Gate, stands: Mapping[str, bool], answered: float, first: float
) -> list[Happening]:
    """Tell what is made of a barrier that stands like that and is looked at four times a second."""
    watch = GateWatch(wired)
    watch.measure({"closed": True, "opened": False}, first - 0.25)
    watch.sent(ONE, 1, ends=5.7)
    watch.answered(ONE, answered)
    told: list[Happening] = []
    for n in range(45 * 4):
        told += watch.measure(stands, first + n / 4)
        told += [each for k in (1, 4, 11) for each in watch.tick(first + n / 4 + k / 50)]
    return told


@pytest.mark.parametrize("moves_within", [0.5, 4.5, 9.9, 10.0, 10.1, 25.0])
@pytest.mark.parametrize("wired", [gate("closed", "opened"), FULL], ids=["no loop", "a loop"])
def test_no_car_is_assumed_to_have_passed_under_a_barrier_that_was_not_seen_up(
    wired: Gate, moves_within: float
) -> None:
    """Whatever time of a gate is over first, and between which two looks."""
    slow = replace(wired, moves_within=moves_within)
    for answered, first in product((1.0, 1.05, 4.2), (1.0, 1.01, 1.13, 1.24)):
        closed = looked_at(slow, {"closed": True, "opened": False}, answered, first)
        assert closed == [DidNotMove(ONE)]
        between = looked_at(slow, {"closed": False, "opened": False}, answered, first)
        assert between == [LostSight(ONE, HALFWAY)]


@pytest.mark.parametrize("moves_within", [1.0, 4.0, 10.0, 25.0])
def test_a_barrier_that_stays_up_lets_its_car_through_whatever_time_it_takes(
    moves_within: float,
) -> None:
    """Without a loop; also where the barrier's time is over before its command is."""
    quick = replace(gate("closed", "opened"), moves_within=moves_within)
    told = looked_at(quick, {"closed": False, "opened": True}, 1.1, 1.2)
    assert told[:2] == [Rose(ONE), CarPassed(ONE, assumed=True)]


@pytest.mark.parametrize(
    ("moves_within", "lost_at"),
    [
        pytest.param(1.0, 4.0, id="its time is over well before"),
        pytest.param(2.8, 4.3, id="a healthy line has its time to tell"),
        pytest.param(8.0, 9.0, id="its barrier takes longer than commands do"),
    ],
)
def test_a_silent_gate_is_given_up_when_its_command_ends(
    moves_within: float, lost_at: float
) -> None:
    """Sooner than its inputs are old, unless its barrier needs that time."""
    watch = GateWatch(replace(FULL, moves_within=moves_within))
    watch.measure({"closed": True, "opened": False}, 0)
    watch.sent(ONE, 1, ends=4.0)
    watch.answered(ONE, 1.1)
    watch.measure({"closed": True, "opened": False}, 1.9)
    told = [(n / 10, each) for n in range(20, 130) for each in watch.tick(n / 10)]
    assert told == [(lost_at, LostSight(ONE, WENT_SILENT))]


@pytest.mark.parametrize(
    ("wired", "steps", "told"),
    [
        pytest.param(FULL, [*OPENED, (3, "same"), (4.5, "same")], [4.5], id="up for a car"),
        pytest.param(
            FULL, [(1, "-closed +opened"), (1.9, "same"), (3, "same")], [3], id="up by hand"
        ),
        pytest.param(
            gate("under"),
            [(0.5, "same"), (1, "sent", ONE), (1.1, "answered", ONE), (3, "same")],
            [3],
            id="opened, and no end position is wired",
        ),
        pytest.param(FULL, [(5, "same"), (10, "same")], [], id="closed"),
        pytest.param(
            gate("closed", "opened"), [*OPENED, (3, "same"), (4.5, "same")], [], id="no loop"
        ),
        pytest.param(
            FULL,
            [(0.9, "same"), *OPENED[:2], *LOOKS, (11, "same")],
            [],
            id="looked at all the time",
        ),
    ],
)
def test_it_is_told_when_cars_may_have_been_missed(
    wired: Gate, steps: list[Step], told: list[float]
) -> None:
    """Two cars between two looks are one, and a whole one may be none: it cannot be made up."""
    watch = GateWatch(wired)
    inputs = {name: name == "closed" for name in wired.inputs}
    watch.measure(dict(inputs), 0.0)
    found = [
        at
        for at, what, *command in steps
        for each in _step(watch, inputs, (at, what, command))
        if isinstance(each, NotWatched) and at > 2.5
    ]
    assert found == told


def test_a_gate_that_is_held_opens_with_us() -> None:
    """Releasing and raising a held barrier is no news."""
    watch = GateWatch(FULL)
    watch.measure({"opened": False}, 0)
    watch.held = True
    assert watch.measure({"opened": True}, 100) == ()


@pytest.mark.parametrize(
    ("looks", "told"),
    [([], ()), ([31.0], (OpenedWithoutUs(),))],
    ids=["the hold ended while nobody looked", "looked at after the hold"],
)
def test_what_rises_while_a_hold_ends_unseen_is_not_said_to_be_somebody_elses(
    looks: list[float], told: tuple[Happening, ...]
) -> None:
    """Its line was away from the middle of the hold on."""
    watch = GateWatch(FULL)
    shut = {"closed": True, "opened": False}
    watch.measure(shut, 0)
    watch.held = True
    for at in (10, 20, 30):
        watch.tick(at)
    watch.held = False
    for at in looks:
        watch.measure(shut, at)
    assert watch.measure({"closed": False, "opened": True}, 32) == told


def test_a_watch_goes_on_when_its_gate_is_edited() -> None:
    """Renaming a gate does not lose the car that is driving through it."""
    watch = GateWatch(FULL)
    watch.measure({"closed": True, "opened": False, "under": False}, 0)
    watch.sent(ONE, 0.1)
    watch.answered(ONE, 0.2)
    watch.gate = replace(FULL, name="North entry")
    assert watch.measure({"closed": False, "opened": True, "under": True}, 0.9) == (Rose(ONE),)
    away = {"closed": False, "opened": True, "under": False}
    assert watch.measure(away, 1.8) == (CarPassed(ONE),)


def cars(watch: GateWatch, read: str) -> list[Happening]:
    """Let cars come and leave, `r` one that is read and `-` one that is not."""
    told: list[Happening] = []
    for how in read:
        at = watch.measured + 100 if watch.measured is not None else 0.0
        told += watch.measure({"arrive": True}, at)
        if how == "r":
            watch.arrivals.read(at + 1)
        told += watch.measure({"arrive": False}, at + 3)
    return [each for each in told if isinstance(each, CameraMisses)]


def test_a_camera_that_misses_cars_is_told_once_until_it_is_good_again() -> None:
    """Seven of the last twenty; it is good again with three."""
    watch = GateWatch(replace(gate("arrive"), plates="camera"))
    assert cars(watch, "rr" * 7 + "------") == []
    assert cars(watch, "-") == [CameraMisses(7, 20)]
    assert cars(watch, "-----") == []
    assert cars(watch, "r" * 20) == []
    assert cars(watch, "-------") == [CameraMisses(7, 20)]


def test_a_gate_without_a_camera_misses_nothing() -> None:
    """However many cars come."""
    assert cars(GateWatch(gate("arrive")), "-" * 30) == []


@pytest.mark.parametrize(
    ("inputs", "told"),
    [({"arrive": False}, (FoundEmpty(),)), ({"arrive": True}, (CarArrived(),)), ({}, ())],
    ids=["empty", "a car stands there", "not measured"],
)
def test_a_loop_that_is_found_empty_is_told_once(
    inputs: dict[str, bool], told: tuple[Happening, ...]
) -> None:
    """As soon as it is measured: the car that waited when the last engine ended is gone."""
    watch = GateWatch(FULL)
    assert watch.measure(inputs, 1.0) == told
    assert watch.measure(inputs, 1.1) == ()
