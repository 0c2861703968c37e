"""A search for further devices on a line at work: its own ones are not disturbed by it."""

from pathlib import Path

from izix_desk.devices.wire import Answered
from izix_desk.domain.events import LineHealth
from izix_desk.domain.scanning import SearchNews
from tests.devices.conftest import Simulate
from tests.support import osdp
from tests.support.wires import Listening, gate, order, site_of


def test_an_osdp_line_finds_a_stranger_and_keeps_its_channels(
    simulate: Simulate, listening: Listening, tmp_path: Path
) -> None:
    """The question who somebody is would end an open channel, so our own are never asked it."""
    site = osdp.site_of(osdp.gate("held", 1, inputs={}), osdp.gate("door", 2, inputs={}))
    pairings = osdp.paired((1, 2), tmp_path / "keys.json")
    simulator = simulate(site, "--keys", str(tmp_path / "keys.json"), "--trace")
    line, ear = listening.start(site.lines[0], site.gates[:1], simulator.ports["north"], pairings)
    ear.wait_health(LineHealth.OK)
    line.search(range(5))
    found = ear.wait(SearchNews, lambda news: news.address == 2)
    assert found.words is not None
    assert "serial number 1002" in found.words
    order(line, "held")
    ear.wait(Answered)
    assert ear.wait(SearchNews, lambda news: news.left == 0).address == 4
    assert [news.address for news in ear.all(SearchNews)] == [0, 2, 3, 4]
    assert [news.words for news in ear.all(SearchNews) if news.address != 2] == [None] * 3
    challenges = [
        note
        for note in simulator.notes("packet", unit=1)
        if note["bytes"].startswith("53 01 13 00 0c 03 11 01 76")
    ]
    asked = simulator.wait_for("packet", unit=0)
    assert challenges
    assert all(each["at_monotonic"] < asked["at_monotonic"] for each in challenges)


def test_a_line_of_boards_is_searched_and_a_search_can_be_ended(
    simulate: Simulate, listening: Listening
) -> None:
    """An opening goes through meanwhile; after the end nobody new is asked."""
    site = site_of(gate("desk", 1), gate("second", 2))
    simulator = simulate(site, "--trace")
    line, ear = listening.start(site.lines[0], site.gates[:1], simulator.ports["north"])
    ear.wait_health(LineHealth.OK)
    line.search(range(1, 248))
    assert ear.wait(SearchNews, lambda news: news.address == 2).words == "has outputs"
    order(line, "desk")
    ear.wait(Answered)
    line.search(())
    ear.forget()
    ear.wait_polls("desk", 30)
    assert len(ear.all(SearchNews)) <= 1, "one may have been under way"
