"""OSDP devices are found, and known again where a site has their keys."""

from pathlib import Path

from izix_desk.devices.scanning import Search, scan
from izix_desk.domain.scanning import LATE, MISNAMED, Setting
from izix_desk.domain.site import Protocol
from tests.devices.conftest import Simulate
from tests.support import osdp

AT = Setting(Protocol.OSDP, 115200)


def test_it_is_told_whose_device_answers(simulate: Simulate, tmp_path: Path) -> None:
    """Where it stands in the site by its serial number, or that it is none of the site's."""
    site = osdp.site_of(osdp.gate("held", 4), osdp.gate("door", 7))
    pairings = tuple(osdp.paired((4,), tmp_path / "keys.json").values())
    simulator = simulate(site, "--keys", str(tmp_path / "keys.json"))
    port = simulator.ports["north"]
    report = scan(Search(port, (AT,), range(4, 8), pairings=pairings), lambda *_: None)
    ours, stranger = (each.words for each in report.found)
    assert ours.endswith("; paired with this site as address 4 of line north")
    assert stranger.endswith("; not paired with this site")


def test_what_gates_would_wait_for_is_not_called_late(simulate: Simulate) -> None:
    """A search has less patience than a line of gates; beyond that of a line it is too late."""
    site = osdp.site_of(*(osdp.gate(f"g{unit}", unit) for unit in (1, 2, 4)))
    for seconds, sentences in ((0.1, []), (0.3, [LATE])):
        simulator = simulate(site)
        simulator.do(f"fault north late {seconds}")
        report = scan(Search(simulator.ports["north"], (AT,), range(7)), lambda *_: None)
        assert sorted(each.address for each in report.found) == [1, 2, 4]
        assert list(report.sentences(limited=False)) == sentences


def test_a_wrong_name_is_not_taken_for_a_late_answer(simulate: Simulate) -> None:
    """Though the one whose name it is was asked in vain just before."""
    simulator = simulate(osdp.site_of(osdp.gate("held", 1)))
    simulator.do("fault north misnamed on")
    report = scan(Search(simulator.ports["north"], (AT,), range(3)), lambda *_: None)
    assert [(each.address, each.words) for each in report.found] == [(1, "answers as address 0")]
    assert list(report.sentences(limited=False)) == [MISNAMED]
