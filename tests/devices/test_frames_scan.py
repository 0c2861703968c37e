"""Devices of a table are found by its question, on a free port and beside gates."""

from izix_desk.devices.scanning import Search, scan
from izix_desk.devices.wire import Answered
from izix_desk.domain.events import LineHealth
from izix_desk.domain.scanning import BAD_CHECKS, FoundDevice, SearchNews, Setting
from izix_desk.domain.site import Protocol
from izix_desk.services.frame_tables import shipped_tables
from tests.devices.conftest import Simulate
from tests.support import frames
from tests.support.wires import Listening, order

SITE = frames.site_of(frames.RELAYS, frames.gate("one", 1, hold=1), frames.gate("two", 3))
SLOW, OWN = (Setting(Protocol.FRAMES, speed, frames="relays") for speed in (9600, 19200))


def test_devices_are_found_with_what_they_tell(simulate: Simulate) -> None:
    """At their speed, each at its address; nothing is switched."""
    simulator = simulate(SITE, "--trace")
    search = Search(simulator.ports["north"], (SLOW, OWN), range(5), frames.RELAYS)
    asked: list[int] = []
    report = scan(search, lambda _, address, __: asked.append(address))
    words = "inputs 10000000, outputs 0000"
    assert report.found == [FoundDevice(OWN, 1, words), FoundDevice(OWN, 3, words)]
    assert asked == [*range(5), *range(5), 0, 2, 4], "once more where somebody answered"
    assert not simulator.notes("frame")
    assert not simulator.notes("coil")


def test_damage_is_told_from_a_wrong_speed(simulate: Simulate) -> None:
    """Replies of the right length with a bit that is wrong somewhere."""
    simulator = simulate(SITE)
    simulator.do("fault north damaged 1")
    search = Search(simulator.ports["north"], (OWN,), range(1, 2), frames.RELAYS)
    report = scan(search, lambda *_: None)
    assert report.evidence.damaged
    assert list(report.sentences(limited=False)) == [BAD_CHECKS]


def test_a_board_that_tells_more_is_of_another_kind(simulate: Simulate) -> None:
    """Its answer begins like that of the smaller one, and is longer."""
    simulator = simulate(frames.site_of("kmtronic-8", frames.gate("one", 1, inputs={})))
    for name, found in (("kmtronic-4", []), ("kmtronic-8", ["outputs 00000000"])):
        setting = Setting(Protocol.FRAMES, 19200, frames=name)
        table = shipped_tables()[name]
        search = Search(simulator.ports["north"], (setting,), table=table)
        report = scan(search, lambda *_: None)
        assert [each.words for each in report.found] == found
        assert bool(report.evidence.strange) is not bool(found)


def test_a_line_at_work_finds_a_stranger(simulate: Simulate, listening: Listening) -> None:
    """Its own devices are not asked by the search, and an opening goes through."""
    simulator = simulate(SITE, "--extra-units", "1")
    line, ear = listening.start(SITE.lines[0], SITE.gates, simulator.ports["north"])
    ear.wait_health(LineHealth.OK)
    line.listen(on=True)
    line.search(range(5), (SLOW,))
    assert ear.wait(SearchNews, lambda news: news.left == 0).address == 4
    found = {news.address: news.words for news in ear.all(SearchNews)}
    assert found == {0: None, 2: "inputs 00000000, outputs 0000", 4: None}, "noise may be an order"
    assert {"address 4, status?"} <= {each.words for each in line.passed()}
    order(line, "two")
    ear.wait(Answered)
    assert [note["on"] for note in simulator.notes("coil", unit=3)][:1] == [True]
