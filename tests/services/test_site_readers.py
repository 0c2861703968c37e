"""What a site file may say of readers: which device, which way, and what they read."""

import pytest

from izix_desk.domain.errors import BadInput
from izix_desk.domain.methods import Method, Reader
from izix_desk.domain.site import Gate, Site
from izix_desk.services.resources import resource
from izix_desk.services.site_file import read_site, read_site_text, write_site
from izix_desk.store.database import Database
from izix_desk.store.site import load_site, save_site

YARD = """
[site]
name = "Yard"
timezone = "Europe/Brussels"

[[line]]
id = "readers"
port = "COM1"
protocol = "osdp"

[[line]]
id = "north"
port = "COM2"
protocol = "modbus-rtu"

[[line]]
id = "scanner"
port = "COM3"
protocol = "plates"
pattern = '^(?:P(?P<plate>.+)|Q(?P<qr>.+))$'

[[line]]
id = "cam"
port = "COM4"
protocol = "plates"
pattern = '^(?P<plate>.+)$'

[[lot]]
id = "p1"
name = "P1"
groups = [{ id = "staff", name = "Staff", spots = 5 }]

[[gate]]
id = "door"
name = "Door"
lot = "p1"
direction = "BOTH"
line = "readers"
address = 5
open = { output = 0 }
methods = ["BADGE", "PIN"]

[[gate]]
id = "bar"
name = "Bar"
lot = "p1"
direction = "ENTRY"
line = "north"
address = 1
open = { coil = 0 }
plates = "cam"
"""


def yard(*changes: tuple[str, str]) -> Site:
    """Return the yard with parts of its text replaced."""
    text = YARD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read_site_text(text, "yard.toml")


def gate(name: str, *changes: tuple[str, str]) -> Gate:
    """Return a gate of the changed yard; what is written reads back the same."""
    site = yard(*changes)
    assert read_site_text(write_site(site), "again.toml") == site
    return site.gate(name)


PIN = 'methods = ["BADGE", "PIN"]'
CAM = 'plates = "cam"'


def test_a_door_has_the_readers_of_its_device() -> None:
    """All of them, either way, and it counts nobody."""
    door = gate("door")
    assert door.readers == (Reader("readers", 5),)
    assert (door.readers_out, door.on_foot) == ((), True)
    assert gate("bar").readers == ()
    assert not gate("bar").on_foot


@pytest.mark.parametrize(
    ("more", "readers"),
    [
        ("[{ reader = 1 }]", (Reader("readers", 5, 1),)),
        ('[{ reader = 1, reads = "QR" }]', (Reader("readers", 5, 1, Method.QR),)),
        ('[{ address = 6 }, { line = "scanner" }]', (Reader("readers", 6), Reader("scanner"))),
    ],
)
def test_readers_are_named(more: str, readers: tuple[Reader, ...]) -> None:
    """By number, on another device, or as a line of text."""
    assert gate("door", (PIN, f"{PIN}\nreaders = {more}")).readers == readers


def test_two_readers_tell_in_from_out() -> None:
    """Then it may be for cars; it says so where it is not."""
    both = f"{PIN}\nreaders = [{{ reader = 0 }}]\nreaders_out = [{{ reader = 1 }}]"
    assert gate("door", (PIN, both)).readers_out == (Reader("readers", 5, 1),)
    assert not gate("door", (PIN, both)).on_foot
    assert gate("door", (PIN, f"{both}\non_foot = true")).on_foot


def test_a_barrier_on_another_line_has_a_reader() -> None:
    """Its contact is on a relay board, its reader speaks OSDP."""
    more = f'{CAM}\nmethods = ["PLATE", "BADGE"]\nreaders = [{{ line = "readers", address = 7 }}]'
    assert gate("bar", (CAM, more)).readers == (Reader("readers", 7),)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (CAM, f"{CAM}\nreaders = [{{ address = 7 }}]", ['"bar" readers 1.line', "osdp or plates"]),
        (CAM, f'{CAM}\nmethods = ["QR"]\nreaders = [{{ line = "readers" }}]', ["address"]),
        (CAM, f'{CAM}\nreaders = [{{ line = "scanner" }}]', ['"bar".methods', "BADGE, PIN, QR"]),
        (
            CAM,
            f'{CAM}\nmethods = ["QR"]\nreaders = [{{ line = "cam" }}]',
            ['"bar".readers', "no group (?P<badge>…) or (?P<qr>…)"],
        ),
        (
            CAM,
            f'{CAM}\nmethods = ["BADGE"]\nreaders = [{{ line = "readers", address = 5 }}]',
            ['"bar".readers', "readers of its own", 'gate "door"', "reader = 0"],
        ),
        (CAM, f"{CAM}\nreaders_out = [{{ line = 'scanner' }}]", ['"bar".readers_out', "BOTH"]),
        (PIN, f"{PIN}\nreaders = [{{ reader = 300 }}]", ["reader", "300"]),
        (PIN, f"{PIN}\nreaders = [{{ address = 127 }}]", ["address", "127"]),
        (PIN, f'{PIN}\nreaders = [{{ reads = "PLATE" }}]', ["reads", "BADGE, QR, APP"]),
        (PIN, f"{PIN}\nreaders = [{{ number = 1 }}]", ["number"]),
        ("(?P<plate>.+)|Q(?P<qr>.+)", "(?P<plat>.+)", ['line "scanner".pattern', "?P<qr>"]),
        (CAM, 'plates = "scanner2"', ['"bar".plates']),
    ],
)
def test_what_nobody_could_tell_apart_is_refused(old: str, new: str, words: list[str]) -> None:
    """With its place and what was expected."""
    with pytest.raises(BadInput) as refused:
        yard((old, new))
    assert [word for word in words if word not in str(refused.value)] == []


def test_a_camera_that_reads_no_plates_is_refused() -> None:
    """A scanner of codes is no camera."""
    with pytest.raises(BadInput, match="whose pattern has no group plate"):
        yard(("P(?P<plate>.+)|Q", "Q"), (CAM, 'plates = "scanner"'))


def test_they_are_kept(database: Database) -> None:
    """In the store as in the file."""
    both = f"{PIN}\nreaders = [{{ reader = 0 }}]\nreaders_out = [{{ reader = 1, reads = 'QR' }}]"
    site = yard((PIN, both))
    database.write(lambda tx: save_site(tx, site))
    assert database.read(load_site) == site


def test_the_example_has_a_door() -> None:
    """Its readers are those of its device, though the file does not name them."""
    door = read_site(resource("site-example.toml")).gate("p1-door")
    assert (door.readers, door.on_foot) == ((Reader("readers", 5),), True)
