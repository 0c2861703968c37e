"""When a controller is given up: silent for long, and asked more than once."""

from uuid import uuid4

from izix_desk.devices.stations import Roster, Station
from izix_desk.devices.wire import Expired, is_news
from tests.support.wires import gate


def test_one_late_answer_after_a_pause_gives_nobody_up() -> None:
    """The pause was the program's own; the next question is answered."""
    station = Station(unit=1)
    roster = Roster((), {1: station}, offline_seconds=3)
    roster.heard(station, 9.9, 10.0)
    roster.missed(station, 30.0)
    assert roster.newly_offline(30.0) == []
    roster.heard(station, 30.2, 30.3)
    assert roster.newly_offline(40.0) == []


def test_a_controller_that_stays_silent_is_given_up_once() -> None:
    """From the time it was heard last, not from the first question without an answer."""
    station = Station(unit=1)
    roster = Roster((), {1: station}, offline_seconds=3)
    roster.heard(station, 9.9, 10.0)
    roster.missed(station, 10.2)
    roster.missed(station, 12.9)
    assert roster.newly_offline(12.9) == []
    assert roster.newly_offline(13.0) == [station]
    assert roster.newly_offline(14.0) == []


def test_on_a_long_line_one_lost_answer_is_no_silence() -> None:
    """Its turn comes once in 1.1 s there; three turns are a silence."""
    station = Station(unit=1)
    roster = Roster((), {1: station}, offline_seconds=8)
    for asked in (0.0, 1.1, 2.2):
        roster.heard(station, asked, asked + 0.05)
    roster.missed(station, 3.5)
    assert not station.is_silent(5.5)
    assert station.is_silent(5.6)


def test_on_a_short_line_a_second_without_answer_is_a_silence() -> None:
    """However quickly it was asked before; a pause of the port is none of its cycles."""
    station = Station(unit=1)
    roster = Roster((), {1: station}, offline_seconds=8)
    roster.heard(station, 0.0, 0.05)
    roster.restart(10.0)
    roster.heard(station, 10.0, 10.05)
    roster.missed(station, 10.3)
    assert not station.is_silent(11.0)
    assert station.is_silent(11.1)


def test_inputs_are_told_when_they_change_and_from_time_to_time() -> None:
    """And at once when their controller was given up meanwhile."""
    one = gate("one", 1)
    station = Station(unit=1, bits=dict.fromkeys(range(4), False))
    roster = Roster([one], {1: station}, offline_seconds=3)
    told = [len(list(roster.measured(station, at))) for at in (1.0, 1.1, 1.2, 1.3, 1.4)]
    assert told == [1, 0, 0, 1, 0]
    station.bits = {**station.bits, 2: True}
    (changed,) = roster.measured(station, 1.41)
    assert changed.inputs["arrive"]
    for at in (1.5, 1.6):
        roster.missed(station, at)
    assert roster.newly_offline(9.0) == [station]
    assert not list(roster.measured(station, 9.0)), "nothing of it is known"
    station.bits = dict.fromkeys(range(4), False)
    assert len(list(roster.measured(station, 9.1))) == 1


def test_only_what_changed_is_news() -> None:
    """What is told again for its age, and figures, can wait until somebody looks anyhow."""
    station = Station(unit=1, bits=dict.fromkeys(range(4), False))
    roster = Roster([gate("one", 1)], {1: station}, offline_seconds=3)
    (first,), (again,) = roster.measured(station, 1.0), roster.measured(station, 1.3)
    station.bits = {**station.bits, 2: True}
    (changed,) = roster.measured(station, 1.35)
    assert [is_news(each) for each in (first, again, changed)] == [True, False, True]
    assert is_news(Expired(uuid4()))
