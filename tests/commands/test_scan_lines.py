"""`izix-desk lines scan`: what is found, and each sentence that it can end in, by a real case."""

import os
import re
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from izix_desk.devices.port_names import ports_here
from izix_desk.domain.site import Protocol, Site
from tests.support import frames, osdp, quay
from tests.support.programs import Programs
from tests.support.running import Site as Running
from tests.support.saying import Said, said
from tests.support.simulator import Simulator
from tests.support.waiting import wait_until
from tests.support.wires import gate, site_of

RELAYS = """
name = "relays"
channels = [0x10, 0x20, 0x30, 0x40]
check = "crc16"
gap = 0.005
[on]
request = "A5 {address} 01 {channel} {check}"
reply = { mask = "A5 {address} 81 {channel} {check}" }
refusal = "A5 {address} EE ?? {check}"
[off]
request = "A5 {address} 00 {channel} {check}"
reply = { mask = "A5 {address} 80 {channel} {check}" }
[status]
request = "A5 {address} 02 {check}"
reply = { mask = "A5 {address} 82 ?? ?0 {check}" }
inputs = ["3.0", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7"]
outputs = ["4.4", "4.5", "4.6", "4.7"]
"""
BOARDS = site_of(gate("desk", 1, hold=1), gate("second", 3))


class Place:
    """A port with the simulator's boards behind it, and no site."""

    def __init__(self, folder: Path, site: Site, *options: str) -> None:
        self._folder = folder
        self.simulator = Simulator(site, folder, "--trace", *options)
        self.simulator.start()

    def scan(self, *words: str) -> Said:
        """Search the port to the end."""
        port = self.simulator.ports["north"]
        return said("lines", "scan", port, "--site", str(self._folder / "no"), *words)


@pytest.fixture
def boards(tmp_path: Path) -> Iterator[Place]:
    """Give a line with the boards 1 and 3, at 19200."""
    place = Place(tmp_path, BOARDS)
    yield place
    place.simulator.close()


def test_boards_are_found_at_their_speed(boards: Place) -> None:
    """Other speeds are tried first, in vain, since the bits are misread; nothing is written."""
    found = boards.scan("--protocol", "modbus-rtu", "--addresses", "1-4")
    assert found.status == 0, found.output
    assert "modbus-rtu at 9600 N1:\n" in found.output
    assert "modbus-rtu at 19200 N1: 1 answers 3 answers\n" in found.output
    assert "1        modbus-rtu at 19200 N1  has outputs, inputs\n" in found.output
    assert boards.simulator.notes("question")
    asked = {note["bytes"].split()[1] for note in boards.simulator.notes("frame")}
    assert asked <= {"03", "04", "2b"}, "only questions"
    assert not boards.simulator.notes("coil")


def test_a_search_ends_where_somebody_answers_and_says_so(tmp_path: Path) -> None:
    """Unless all speeds are wanted; addresses that are rarely given come last."""
    place = Place(tmp_path, BOARDS, "--stranger", "north", "34", "9600")
    words = "--protocol", "modbus-rtu", "--speed", "9600", "--speed", "19200", "--parity", "N"
    try:
        first = place.scan(*words, "--addresses", "31-34")
        steps = (
            "modbus-rtu at 9600 N1:.\nmodbus-rtu at 19200 N1:.\nmodbus-rtu at 9600 N1: 34 answers"
        )
        assert steps in first.output
        assert "--other-speeds tries all other speeds and protocols too." in first.output
        (tmp_path / "near").mkdir()
        near = Place(tmp_path / "near", BOARDS, "--stranger", "north", "2", "9600")
        try:
            every = near.scan(*words, "--addresses", "1-3", "--other-speeds")
        finally:
            near.simulator.close()
        assert every.status == 0, every.output
        assert "2        modbus-rtu at 9600 N1   has outputs, inputs\n" in every.output
        assert "3        modbus-rtu at 19200 N1  has outputs, inputs\n" in every.output
        assert "other speeds and protocols" not in every.output
    finally:
        place.simulator.close()


def test_a_long_search_is_announced_and_can_be_ended(boards: Place, programs: Programs) -> None:
    """It says what it heard by then, and that this is true only of what was asked."""
    scan = programs.start(
        "lines", "scan", boards.simulator.ports["north"], "--protocol", "modbus-rtu"
    )
    scan.wait_for(
        r"this takes about 1\d minutes; addresses up to 32 come first, 2 minutes; Ctrl\+C"
    )
    scan.wait_for(r"modbus-rtu at 9600 N1:\.")
    os.kill(scan.pid, signal.SIGINT)
    assert scan.ended() == 130
    assert re.search("Stopped after address [0-9]+ of modbus-rtu at 9600 N1: what", scan.output)
    assert "No bytes came" in scan.output
    assert "Only modbus-rtu at 9600 N1 was tried" in scan.output


def test_ports_are_listed_by_names_that_last(tmp_path: Path) -> None:
    """Those of this machine, or the sentence that it has none; without any site."""
    listed = said("lines", "ports", "--site", str(tmp_path / "no"))
    ports = ports_here()
    assert listed.status == (0 if ports else 1), listed.output
    assert all(each.device in listed.output and each.lasting in listed.output for each in ports)
    assert bool(ports) is not ("plug an adapter in" in listed.output)


def test_a_dead_line_is_told(boards: Place) -> None:
    """No byte at all; and when only some settings were tried, that is said too."""
    boards.simulator.do("fault north silent on")
    dead = boards.scan("--protocol", "modbus-rtu", "--speed", "19200", "--addresses", "1-3")
    assert dead.status == 1
    assert "No bytes came: check the power, the address, and whether A and B are swapped." in (
        dead.output
    )
    assert "was tried: the device may be set to something else." in dead.output


def test_a_wrong_speed_is_told(boards: Place) -> None:
    """Somebody talks there, and nobody can read it."""
    boards.scan("--protocol", "modbus-rtu", "--speed", "19200", "--addresses", "1")
    boards.simulator.do("fault north second-master 0.05")
    wrong = boards.scan("--protocol", "modbus-rtu", "--speed", "9600", "--addresses", "1-2")
    assert wrong.status == 1
    assert "Bytes came, but no frame: check speed and parity." in wrong.output


def test_a_second_master_is_told(boards: Place) -> None:
    """Its questions are heard before anything was asked."""
    boards.scan("--protocol", "modbus-rtu", "--speed", "19200", "--addresses", "1")
    boards.simulator.do("fault north second-master 0.05")
    two = boards.scan("--protocol", "modbus-rtu", "--speed", "19200", "--addresses", "1-3")
    assert "Somebody else asks on this line" in two.output


def test_damaged_answers_are_told(boards: Place) -> None:
    """Answers whose check is wrong: no end resistor, or somebody talks into them."""
    boards.simulator.do("fault north damaged 1")
    bad = boards.scan("--protocol", "modbus-rtu", "--speed", "19200", "--addresses", "1-3")
    assert bad.status == 1
    assert "Frames came with wrong checks: check the end resistors" in bad.output


def test_answers_that_get_lost_are_told_and_asked_for_again(boards: Place) -> None:
    """Every device is found with all that it knows, and nobody is said to refuse anything."""
    for share in ("drop-answers 1", "drop-answers 2"):
        boards.simulator.do(f"fault north {share}")
        lossy = boards.scan("--protocol", "modbus-rtu", "--speed", "19200", "--addresses", "1-3")
        for address in (1, 3):
            assert f"{address}        modbus-rtu at 19200 N1  has outputs, inputs\n" in lossy.output
        assert "Some answers were lost: check" in lossy.output
    boards.simulator.do("fault north/1 lost-answers 0.5")
    worse = boards.scan("--protocol", "modbus-rtu", "--speed", "19200", "--addresses", "1-3")
    assert "refuses" not in worse.output


def test_who_answers_under_another_address_is_found(boards: Place) -> None:
    """The answers are sound, so it is neither the wires nor the speed."""
    boards.simulator.do("fault north misnamed on")
    found = boards.scan("--protocol", "modbus-rtu", "--speed", "19200", "--addresses", "1-4")
    assert found.status == 0, found.output
    assert "1        modbus-rtu at 19200 N1  answers as address 2\n" in found.output
    assert "3        modbus-rtu at 19200 N1  answers as address 4\n" in found.output
    assert "Sound answers came under another address than was asked" in found.output
    assert "end resistors" not in found.output


def test_who_answers_too_late_is_found(boards: Place) -> None:
    """A search waits for it once it was heard, and says that gates cannot."""
    boards.simulator.do("fault north late 0.25")
    found = boards.scan("--protocol", "modbus-rtu", "--speed", "19200", "--addresses", "1-4")
    assert found.status == 0, found.output
    for address in (1, 3):
        assert f"{address}        modbus-rtu at 19200 N1  has outputs, inputs\n" in found.output
    assert "Answers come too late: look for a slow gateway" in found.output
    assert "parity" not in found.output


def test_osdp_devices_are_found_with_who_they_are(tmp_path: Path) -> None:
    """A device that was never paired as well as one that was; no output is touched."""
    site = osdp.site_of(osdp.gate("held", 4, hold=1), osdp.gate("door", 7, inputs={}))
    osdp.paired((4,), tmp_path / "keys.json")
    place = Place(tmp_path, site, "--keys", str(tmp_path / "keys.json"))
    try:
        found = place.scan("--speed", "9600", "--speed", "115200", "--addresses", "3-8")
        assert found.status == 0, found.output
        assert "osdp at 115200 N1: 4 answers 7 answers" in found.output
        assert (
            "4        osdp at 115200 N1  maker 495a58, model 1, version 1, serial number 1004"
            in (found.output)
        )
        assert "this site" not in found.output, "there is none"
        assert not place.simulator.notes("coil")
        assert not place.simulator.notes("frame")
        folder = str(quay.quay(tmp_path / "site", quay.site()).folder.path)
        port, words = place.simulator.ports["north"], ("--speed", "115200", "--addresses", "4")
        known = said("lines", "scan", port, "--protocol", "osdp", *words, "--site", folder)
        assert "firmware 1.0.0; not paired with this site\n" in known.output
    finally:
        place.simulator.close()


def test_what_cannot_be_meant_is_refused(boards: Place) -> None:
    """In one sentence; and a port that does not exist."""
    assert "Addresses are written as 1-32 or 5" in boards.scan("--addresses", "all").output
    turned = boards.scan("--addresses", "9-2")
    assert "The first address, 9, is larger than the last, 2." in turned.output
    assert "Addresses lie between 0 and 247." in boards.scan("--addresses", "9-300").output
    everyone = boards.scan("--protocol", "osdp", "--addresses", "127-127")
    assert everyone.status == 1
    assert "Addresses lie between 0 and 126 with osdp." in everyone.output
    nobody = boards.scan("--protocol", "modbus-rtu", "--addresses", "0-3")
    assert "Addresses lie between 1 and 247 with modbus-rtu." in nobody.output
    assert "between 300 and 1000000" in boards.scan("--speed", "9").output


def test_a_port_that_is_not_there_is_said(tmp_path: Path) -> None:
    """With what to do; no site file is needed, so none is spoken of."""
    gone, file = tmp_path / "gone", tmp_path / "file"
    file.touch()
    for port, why in {
        str(gone): "does not exist: plug the adapter in, or name another one.",
        "ttyUSB77": "does not exist: plug the adapter in, or name another one.",
        str(file): "is no serial port: name another one.",
        str(tmp_path): "is no serial port: name another one.",
        "odd://x": "cannot be used as it is written: name another one; it is like",
    }.items():
        told = said("lines", "scan", port)
        assert told.status == 1
        assert f"Port {port} {why}" in told.output


def test_each_protocol_is_asked_only_for_addresses_that_it_has(boards: Place) -> None:
    """127 of OSDP means every device, and is asked in Modbus alone."""
    found = boards.scan("--speed", "19200", "--addresses", "127-128")
    assert "osdp" not in found.output
    assert boards.simulator.notes("frame")


def test_a_board_whose_table_is_named_is_found(tmp_path: Path) -> None:
    """Once a person says its speed, and that nobody is there to whom the question is an order."""
    place = Place(tmp_path, frames.site_of("kmtronic-8", frames.gate("desk", 1, inputs={})))
    try:
        words = "--frames", "kmtronic-8"
        hasty = place.scan(*words)
        assert hasty.status == 1
        assert "kmtronic-8 have no check, so that noise may be an order" in hasty.output
        unsure = place.scan(*words, "--speed", "19200")
        assert unsure.status == 1
        assert "Devices of kmtronic take the question of kmtronic-8 for an order" in unsure.output
        found = place.scan(*words, "--speed", "19200", "--alone")
        assert found.status == 0, found.output
        assert "1        kmtronic-8 at 19200 N1  outputs 00000000" in found.output
        assert not place.simulator.notes("frame")
        mute = place.scan("--frames", "digicon")
        assert "digicon has no status request, so its devices cannot be found." in mute.output
        assert "There is no table odd: name one of digicon" in place.scan("--frames", "odd").output
    finally:
        place.simulator.close()


def test_a_port_that_an_engine_holds_is_searched_by_it(tmp_path: Path, programs: Programs) -> None:
    """In the gaps: an opening goes through meanwhile, and only the third board is news."""
    site = Running(tmp_path, programs, options=("--extra-units", "1", "--trace"))
    try:
        site.simulator.start()
        site.start_engine()
        port = site.simulator.ports["north"]
        scan = programs.start("lines", *site.words, "scan", port, "--addresses", "1-24")
        scan.wait_for("asks only at the line's own setting; --other-speeds tries others")
        opened = said("open", *site.words, "exit", "--reason", "TEST")
        assert opened.status == 0, opened.output
        assert scan.ended(60) == 0, scan.output
        assert "3        modbus-rtu at 19200 N1  has outputs, inputs\n" in scan.output
        assert "answers 3" not in scan.output
        assert len(site.coil_on("exit")) == 1
        asked = [note for note in site.simulator.notes("question") if note["unit"] == 17]
        assert asked
        camera = said("lines", *site.words, "scan", site.simulator.ports["camera"])
        assert camera.status == 1
        assert "which speaks plates: stop the engine" in camera.output
    finally:
        site.close()


def test_an_engine_searches_with_its_own_table(tmp_path: Path, programs: Programs) -> None:
    """It cannot with another one."""
    site = Running(tmp_path, programs, _with_relays, options=("--extra-units", "1"))
    try:
        site.simulator.start()
        site.start_engine()
        (tmp_path / "relays.toml").write_text(RELAYS, "utf-8")
        words = "lines", *site.words, "scan", site.simulator.ports["north"], "--addresses", "3"
        found = said(*words, "--frames", str(tmp_path / "relays.toml"))
        assert found.status == 0, found.output
        assert "3        relays at 19200 N1  inputs 00000000, outputs 0000" in found.output
        other = said(*words, "--frames", "kmtronic-8")
        assert "which speaks relays: stop the engine" in other.output
    finally:
        site.close()


def _with_relays(plan: Site) -> Site:
    line = replace(plan.lines[0], protocol=Protocol.FRAMES, frames=frames.RELAYS)
    return replace(plan, lines=(line, *plan.lines[1:]))


def test_an_engine_tries_other_speeds_when_that_is_asked_for(
    tmp_path: Path, programs: Programs
) -> None:
    """A new board at the address of another one is found, and an opening goes through once."""
    site = Running(tmp_path, programs, options=("--trace", "--stranger", "north", "1", "9600"))
    try:
        site.simulator.start()
        site.start_engine()
        words = "lines", *site.words, "scan", site.simulator.ports["north"]
        scan = programs.start(*words, "--other-speeds", "--addresses", "1-3")
        scan.wait_for("Between two questions the line goes back to its own setting")
        opened = said("open", *site.words, "exit", "--reason", "TEST")
        assert opened.status == 0, opened.output
        assert scan.ended(60) == 0, scan.output
        assert "1        modbus-rtu at 9600 N1  has outputs, inputs\n" in scan.output
        assert len(site.coil_on("exit")) == 1
        slow = said(*words, "--speed", "1200")
        assert slow.status == 1
        assert "Below 4800 baud a question keeps gate commands waiting" in slow.output
    finally:
        site.close()


def test_an_engine_stops_searching_once_nobody_listens(tmp_path: Path, programs: Programs) -> None:
    """A search of all addresses takes a minute; who goes away ends it."""
    site = Running(tmp_path, programs, options=("--trace",))
    try:
        site.simulator.start()
        site.start_engine()
        scan = programs.start("lines", *site.words, "scan", site.simulator.ports["north"])
        site.simulator.wait_for("question", unit=5)
        scan.kill()

        def is_over() -> bool:
            before, polled = _asked_of_strangers(site), _polls(site)
            wait_until(lambda: _polls(site) > polled + 30, 15, "polls of the boards")
            return _asked_of_strangers(site) == before

        wait_until(is_over, 30, "the end of the search")
    finally:
        site.close()


def _asked_of_strangers(site: Running) -> int:
    return sum(note["unit"] > 2 for note in site.simulator.notes("question"))


def _polls(site: Running) -> int:
    return sum(note["unit"] < 3 for note in site.simulator.notes("question"))
