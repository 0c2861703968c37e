"""When a controller is given up: silent for long, and asked more than once."""

from izix_desk.devices.stations import Roster, Station


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
