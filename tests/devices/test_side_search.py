"""A search for further devices on a line at work: its own ones are not disturbed by it."""

from pathlib import Path
from uuid import UUID

from izix_desk.devices.modbus.frames import QUESTIONS
from izix_desk.devices.modbus.scanning import IDENTIFY
from izix_desk.devices.wire import Answered, LineThread, Unsent
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.scanning import SearchNews, Setting, setting_of
from izix_desk.domain.site import Protocol
from tests.devices.conftest import Simulate
from tests.support import osdp
from tests.support.overheard import Overheard
from tests.support.simulator import Note, Simulator
from tests.support.wires import Listening, by_board, gate, order, site_of

FAST, EVEN, SLOW = (
    Setting(Protocol.MODBUS_RTU, baudrate, parity)
    for baudrate, parity in ((38400, "N"), (9600, "E"), (9600, "N"))
)


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
    begun = challenges(simulator)
    asked = simulator.wait_for("packet", unit=0)
    assert begun
    assert all(each["at_monotonic"] < asked["at_monotonic"] for each in begun)


def test_a_line_of_boards_is_searched_and_a_search_can_be_ended(
    simulate: Simulate, listening: Listening
) -> None:
    """An opening goes through meanwhile; after the end nobody new is asked."""
    site = site_of(gate("desk", 1), gate("second", 2))
    simulator = simulate(site, "--trace")
    line, ear = listening.start(site.lines[0], site.gates[:1], simulator.ports["north"])
    ear.wait_health(LineHealth.OK)
    line.search(range(1, 248))
    assert ear.wait(SearchNews, lambda news: news.address == 2).words == "has outputs, inputs"
    order(line, "desk")
    ear.wait(Answered)
    line.search(())
    ear.forget()
    ear.wait_polls("desk", 8)
    assert len(ear.all(SearchNews)) <= 1, "one may have been under way"


class Busy:
    """Orders an opening whenever its line is at another speed for the so-many-th time."""

    def __init__(self, *times: int) -> None:
        self.overheard = Overheard(self._order)
        self.line: LineThread | None = None
        self._times = times
        self.orders: list[UUID] = []

    def _order(self, number: int) -> None:
        if number in self._times and self.line is not None:
            self.orders.append(order(self.line, "desk"))


def test_other_speeds_are_tried_and_each_command_leaves_at_the_lines_own(
    simulate: Simulate, listening: Listening
) -> None:
    """Asked for while the port is set otherwise, it goes out right after, once, and is answered."""
    site = site_of(gate("desk", 1, open=by_board("waveshare")))
    simulator = simulate(site, "--trace", "--stranger", "north", "1", "9600")
    busy = Busy(2, 5, 7)
    line, ear = listening.start(
        site.lines[0], site.gates, simulator.ports["north"], footing=busy.overheard.footing
    )
    busy.line = line
    ear.wait_health(LineHealth.OK)
    line.search(range(1, 5), (FAST, EVEN, SLOW))
    assert ear.wait(SearchNews, lambda news: news.left == 0).setting == SLOW
    found = ear.all(SearchNews, lambda news: news.words is not None)
    assert [(news.setting, news.address, news.words) for news in found] == [
        (SLOW, 1, "has outputs, inputs")
    ]
    assert [news.can for news in ear.all(SearchNews, lambda n: n.setting == EVEN)] == [False]
    for command in busy.orders:
        assert ear.about(command) == ["Sent", "Answered"]
    assert len(simulator.notes("coil", unit=1, on=True)) == len(busy.orders) == 3
    own = setting_of(site.lines[0])
    assert {data[1] for data in busy.overheard.at_other(own)} <= {*QUESTIONS, IDENTIFY[0]}, (
        "only questions"
    )
    assert busy.overheard.opened == 1
    assert not ear.all(LineReading, lambda told: told.health is LineHealth.DEGRADED)


def test_a_port_that_does_not_go_back_is_opened_anew_before_anything_leaves(
    simulate: Simulate, listening: Listening
) -> None:
    """The opening that was asked for meanwhile is certain not to have left; the next one is."""
    site = site_of(gate("desk", 1, open=by_board("waveshare")))
    simulator = simulate(site)
    busy = Busy(1)
    line, ear = listening.start(
        site.lines[0], site.gates, simulator.ports["north"], footing=busy.overheard.footing
    )
    busy.line = line
    ear.wait_health(LineHealth.OK)
    busy.overheard.stuck = True
    line.search(range(2, 3), (FAST,))
    ear.wait(Unsent)
    assert ear.about(busy.orders[0]) == ["Unsent"]
    ear.forget()
    ear.wait_polls("desk", 2)
    assert busy.overheard.opened == 2
    order(line, "desk")
    ear.wait(Answered)
    assert len(simulator.notes("coil", unit=1, on=True)) == 1


def test_secure_channels_outlive_a_search_at_other_speeds(
    simulate: Simulate, listening: Listening, tmp_path: Path
) -> None:
    """Their devices hear noise, and no question of ours; the stranger says who it is."""
    site = osdp.site_of(osdp.gate("held", 1, inputs={}), baudrate=9600)
    pairings = osdp.paired((1,), tmp_path / "keys.json")
    simulator = simulate(
        site, "--keys", str(tmp_path / "keys.json"), "--trace", "--stranger", "north", "1", "38400"
    )
    line, ear = listening.start(site.lines[0], site.gates, simulator.ports["north"], pairings)
    ear.wait_health(LineHealth.OK)
    before = challenges(simulator)
    line.search(range(2), (Setting(Protocol.OSDP, 38400),))
    found = ear.wait(SearchNews, lambda news: news.left == 0)
    assert found.address == 1
    assert "serial number 1001" in (found.words or "")
    order(line, "held")
    ear.wait(Answered)
    assert challenges(simulator) == before


def challenges(simulator: Simulator) -> list[Note]:
    """Return the beginnings of channels with the device at address 1."""
    begun = "53 01 13 00 0c 03 11 01 76"
    return [note for note in simulator.notes("packet", unit=1) if note["bytes"].startswith(begun)]
