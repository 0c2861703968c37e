"""A site with OSDP devices as processes: paired, opened, and defended."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from izix_desk.devices.osdp.keys import new_key
from izix_desk.domain.events import EntryKind
from izix_desk.store.database import Role, open_database
from izix_desk.store.entries import open_entries
from izix_desk.store.folder import SiteFolder
from izix_desk.store.pairings import keep_pairing, load_pairings
from izix_desk.store.site import save_site
from tests.support import osdp
from tests.support.programs import Program, Programs
from tests.support.saying import Said, said
from tests.support.simulator import Simulator
from tests.support.waiting import wait_until


@dataclass(frozen=True, slots=True)
class Place:
    """A store, the simulator of its one device, and the programs that work there."""

    folder: SiteFolder
    simulator: Simulator
    programs: Programs

    def run(self, *words: str) -> Said:
        """Carry out a command at this site."""
        return said(words[0], "--site", str(self.folder.path), *words[1:])

    def start_engine(self) -> Program:
        """Start an engine and wait until it takes commands."""
        engine = self.programs.start("engine", "--site", str(self.folder.path))
        engine.wait_for("runs the gates", 30)
        return engine

    def open_until_answered(self) -> Said:
        """Open the door once its device was met."""
        opened: list[Said] = []

        def answered() -> bool:
            opened.append(self.run("open", "door", "--reason", "DELIVERY"))
            return opened[-1].status == 0

        wait_until(answered, 30, "the device to be met")
        return opened[-1]


@pytest.fixture
def place(tmp_path: Path, site_folder: SiteFolder, programs: Programs) -> Iterator[Place]:
    """Give a site whose only device is new."""
    site = osdp.site_of(osdp.gate("door", 5, inputs={}), baudrate=115200)
    port = str(tmp_path / "links" / "north")
    site = replace(site, lines=(replace(site.lines[0], port=port),))
    site = replace(site, gates=(replace(site.gates[0], plates=None),))
    store = open_database(site_folder, Role.REST)
    store.write(lambda tx: save_site(tx, site))
    store.close()
    simulator = Simulator(site, tmp_path, "--keys", str(tmp_path / "keys.json"))
    simulator.start()
    yield Place(site_folder, simulator, programs)
    simulator.close()


def test_a_door_is_paired_and_opened(place: Place) -> None:
    """By the commands that an installer and an operator type."""
    assert "nowhere" in place.run("pair", "nowhere", "5").output
    assert "those used are: 5" in place.run("pair", "north", "6").output
    paired = place.run("pair", "north", "5")
    assert paired.status == 0, paired.output
    assert "Paired address 5 of line north: maker 495a58, model 1, serial number 1005" in (
        paired.output
    )
    engine = place.start_engine()
    assert "close the desk and stop the engine" in place.run("pair", "north", "5").output
    opened = place.open_until_answered()
    assert "answered" in opened.output
    assert len(place.simulator.notes("frame", unit=5)) == 1
    assert engine.stop() == 0


def test_a_stranger_in_its_place_is_told(place: Place) -> None:
    """An entry for a person, refused openings, and no command on the wire."""
    store = open_database(place.folder, Role.REST)
    store.write(lambda tx: keep_pairing(tx, osdp.pairing(5, new_key())))
    assert len(store.read(load_pairings)) == 1
    place.start_engine()

    def told() -> bool:
        kinds = [(each.kind, each.gate) for each in store.read(open_entries)]
        return kinds == [(EntryKind.GATE, "door")]

    wait_until(told, 15, "an entry of the door")
    assert "does not speak secure channel" in store.read(open_entries)[0].text
    refused = place.run("open", "door", "--reason", "DELIVERY")
    assert refused.status == 1, refused.output
    assert "nothing is sent to it" in refused.output
    assert not place.simulator.notes("frame")
    store.close()


def test_a_device_that_was_never_paired_is_no_alarm(place: Place) -> None:
    """Openings are refused, and the sentence says what to type."""
    place.start_engine()

    def refused() -> bool:
        return " pair north 5`" in place.run("open", "door", "--reason", "DELIVERY").output

    wait_until(refused, 15, "the refusal")
    assert not place.simulator.notes("frame")
