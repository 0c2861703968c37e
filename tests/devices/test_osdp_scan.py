"""OSDP devices are found, and known again where a site has their keys."""

from pathlib import Path

from izix_desk.devices.scanning import Search, scan
from izix_desk.domain.scanning import LATE, Setting
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
    site = osdp.site_of(osdp.gate("held", 4))
    for seconds, is_late in ((0.1, False), (0.4, True)):
        simulator = simulate(site)
        simulator.do(f"fault north late {seconds}")
        report = scan(Search(simulator.ports["north"], (AT,), range(4, 12)), lambda *_: None)
        assert [each.address for each in report.found] == [4]
        assert (LATE in report.sentences(limited=False)) is is_late
