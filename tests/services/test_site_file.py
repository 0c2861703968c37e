"""A site file: what it gives, and one sentence for each thing that can be wrong with it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from izix_desk.domain.errors import BadInput
from izix_desk.domain.site import (
    Community,
    Direction,
    Input,
    Method,
    Protocol,
    Sequence,
    Strategy,
    TimedBy,
)
from izix_desk.services.resources import resource
from izix_desk.services.site_file import read_site, read_site_text, write_site

SMALL = """\
[site]
name = "Yard"
timezone = "Europe/Brussels"

[[line]]
id = "north"
port = "COM3"
protocol = "modbus-rtu"

[[line]]
id = "cam"
port = "socket://10.0.0.1:4001"
protocol = "plates"
pattern = '^(?P<plate>.+)$'

[[lot]]
id = "p1"
name = "P1"
hours = "Mo-Fr 06:00-22:00"
groups = [{ id = "staff", name = "Staff", spots = 10 }]

[[gate]]
id = "in"
name = "In"
lot = "p1"
direction = "ENTRY"
line = "north"
address = 1
open = { coil = 0, seconds = 1.0 }
inputs = { closed = 0, opened = 1 }
plates = "cam"

[[gate]]
id = "out"
name = "Out"
lot = "p1"
direction = "EXIT"
line = "north"
address = 1
open = { coil = 1, seconds = 1.5, timed_by = "board", board = "waveshare" }
inputs = { closed = 2, fire = 7 }

[[organisation]]
id = "acme"
name = "Acme"

[[lease]]
tenant = "acme"
lot = "p1"
spots = { staff = 5 }
from = 2026-01-01

[[policy]]
id = "week"
organisation = "acme"
strategy = "FCFS"
lot = "p1"
groups = ["staff"]
timetable = "Mo-Fr 07:00-19:00"
"""

BAD = [
    ('name = "Yard"', "nam = 1", ["site.name", "is missing", "a text"]),
    ('name = "Yard"', "name = 1", ["site.name", "must be a text", "not 1"]),
    ('name = "Yard"', 'name = "Yard"\ncolour = "red"', ["site.colour", "is not a key"]),
    ('name = "Yard"', 'name = "Yard', ["not valid TOML"]),
    ("[[lot]]", "[[parking]]", ["yard.toml: parking", "is not a key"]),
    ('"Europe/Brussels"', '"Europe/Bruxelles"', ["site.timezone", "Europe/Brussels"]),
    ('timezone = "Europe/Brussels"', 'timezone = "UTC"\ncountry = "be"', ["site.country", '"be"']),
    ('"modbus-rtu"', '"modbus"', ['line "north".protocol', "modbus-rtu, osdp", '"modbus"']),
    ('port = "COM3"', 'port = "ftp://x"', ['line "north".port', "socket://host:port"]),
    ('"COM3"', '"COM3"\nparity = "X"', ['line "north".parity', "N, E, O"]),
    ('"COM3"', '"COM3"\nbaudrate = "fast"', ['line "north".baudrate', '"fast"']),
    ('"COM3"', '"COM3"\nbaudrate = true', ['line "north".baudrate', "true"]),
    ("'^(?P<plate>.+)$'", "'^(.+)$'", ['line "cam".pattern', "(?P<plate>"]),
    ("'^(?P<plate>.+)$'", "'^(?P<plate>.+$'", ['line "cam".pattern', "regular expression"]),
    ("'^(?P<plate>.+)$'", "'^(?P<plate>.+)(?P<x>.)$'", ['line "cam".pattern', "group x"]),
    ("pattern = '^(?P<plate>.+)$'", "", ['line "cam".pattern', "is missing"]),
    ('"COM3"', '"COM3"\npattern = "a"', ['line "north".pattern', "protocol plates"]),
    ('id = "cam"', 'id = "north"', ['line "north".id', "twice"]),
    ('"Mo-Fr 06:00-22:00"', '"Mo-Fr six to ten"', ['lot "p1".hours', "is not understood"]),
    ('"Mo-Fr 06:00-22:00"', '"sunrise-sunset"', ['lot "p1".hours', "is not understood"]),
    (
        'groups = ["staff"]\ntimetable',
        'groups = ["staff"]\nsequence = { entry = "firm" }\ntimetable',
        ['policy "week".sequence.entry', "off, soft, hard", '"firm"'],
    ),
    (
        'groups = ["staff"]\ntimetable',
        "groups = []\ntimetable",
        ['policy "week".groups', "is missing", '"p1"'],
    ),
    (
        "[[policy]]",
        '[[community]]\nid = "ev"\nname = "EV"\nlot = "p1"\norganisations = ["acme"]\n'
        "spots = { staff = 2 }\n[[policy]]",
        ['community "ev".organisations', "two organisations"],
    ),
    (
        "[[policy]]",
        '[[community]]\nid = "ev"\nname = "EV"\nlot = "p1"\norganisations = ["acme", "zed"]\n'
        "spots = { staff = 2 }\n[[policy]]",
        ['community "ev".organisations', '"zed"'],
    ),
    (
        "[[policy]]",
        '[[community]]\nid = "ev"\nname = "EV"\nlot = "p1"\norganisations = ["acme", "zed"]\n'
        "[[policy]]",
        ['community "ev".spots', "is missing"],
    ),
    ("spots = 10", "spots = -1", ['lot "p1".group', "spots", "-1"]),
    ('hours = "Mo-Fr 06', 'owner = "zed"\nhours = "Mo-Fr 06', ['lot "p1".owner', '"zed"', "acme"]),
    (
        'hours = "Mo-Fr 06',
        'entry_instructions = { english = "x" }\nhours = "Mo-Fr 06',
        ['lot "p1".entry_instructions.english', "two-letter"],
    ),
    ('line = "north"', 'line = "nort"', ['gate "in".line', "of a line", "north", '"nort"']),
    ('line = "north"', 'line = "cam"', ['gate "in".line', "camera line"]),
    ('direction = "EXIT"', 'direction = "OUT"', ['gate "out".direction', "ENTRY, EXIT, BOTH"]),
    ('lot = "p1"\ndirection = "EXIT"', 'lot = "p9"\ndirection = "EXIT"', ['gate "out".lot', "p9"]),
    ("coil = 1,", "coil = 0,", ['gate "out".open', "output 0 at address 1", '"north"', '"in"']),
    ("coil = 1,", "coil = 70000,", ['gate "out".open.coil', "70000"]),
    ("coil = 0,", "coil = 3000,", ['gate "out".open', "number 1,", "within 2000"]),
    ("fire = 7", "fire = 2000", ['gate "out".inputs.fire', "number 2000", "within 2000"]),
    ("coil = 1,", "output = 1,", ['gate "out".open.coil', "is missing"]),
    ("address = 1\nopen = { coil = 0", "address = 248\nopen = { coil = 0", ["address", "1 to 247"]),
    (', board = "waveshare"', "", ['gate "out".open.board', "waveshare, lc-tech"]),
    ('board = "waveshare"', 'board = "acme"', ['gate "out".open.board', '"acme"']),
    ("seconds = 1.5", "seconds = 7000", ['gate "out".open.seconds', "3276.7"]),
    (
        'seconds = 1.5, timed_by = "board", board = "waveshare"',
        'seconds = 6553.6, timed_by = "board", board = "lc-tech"',
        ['gate "out".open.seconds', "6553.5"],
    ),
    ("coil = 1,", "coil = 32,", ['gate "out".open.coil', "0 to 31", "not 32"]),
    # Added to the place of output 0 it is where Waveshare's boards open a contact for a time.
    ("coil = 1,", "coil = 512,", ['gate "out".open.coil', "0 to 31", "not 512"]),
    (
        'coil = 1, seconds = 1.5, timed_by = "board", board = "waveshare"',
        'coil = 8, timed_by = "board", board = "lc-tech"',
        ['gate "out".open.coil', "0 to 7", "not 8"],
    ),
    (
        'timed_by = "board", board = "waveshare" }',
        'board = "waveshare" }\nhold = { coil = 255 }',
        ['gate "out".hold.coil', "0 to 31", "not 255"],
    ),
    (
        "coil = 0, seconds = 1.0",
        'coil = 0, board = "lc-tech"',
        ['gate "out".open.board', "is waveshare", 'gate "in"', "is lc-tech", "one board"],
    ),
    ("address = 1\nopen = { coil = 0", "address = 0\nopen = { coil = 0", ["address", "1 to 247"]),
    (
        "opened = 1",
        "opened = { input = 1, address = 248 }",
        ['gate "in".inputs.opened.address', "1 to 247"],
    ),
    ("coil = 0, seconds", "coil = 0, seconds = 1.0 }\nhold = { coil = 1 }\n#", ['gate "out".open']),
    ("seconds = 1.0", "seconds = 61", ['gate "in".open.seconds', "60"]),
    ("seconds = 1.0", "seconds = true", ['gate "in".open.seconds', "true"]),
    ("closed = 2", "closed = 1", ['gate "out".inputs.closed', "input 1 at address 1", '"in"']),
    (
        "closed = 2",
        "closed = { input = 1, address = 1, invert = true }",
        ['gate "out".inputs.closed', "input 1 at address 1", '"in"'],
    ),
    ("closed = 2, fire = 7", "fire = 1", ['gate "out".inputs.fire', "input 1", '"in"']),
    ("opened = 1", "opened = { input = 0, invert = true }", ["inputs.opened", "already closed"]),
    ("opened = 1", "opened = { input = 0, address = 1 }", ["inputs.opened", "already closed"]),
    (
        "closed = 0, opened = 1",
        "closed = 0, opened = 1, fire = { input = 7, invert = true }",
        ['gate "out".inputs.fire.invert', 'as at gate "in"', "always wrong"],
    ),
    ("opened = 1", "opened = 0", ['gate "in".inputs.opened', "already closed"]),
    ("opened = 1", "opend = 1", ['gate "in".inputs.opend', "closed, opened"]),
    ("opened = 1", "opened = { input = 1, inverted = true }", ["inputs.opened.inverted"]),
    ('plates = "cam"', 'plates = "north"', ['gate "in".plates', "protocol plates", "cam"]),
    (
        'plates = "cam"',
        'plates = "cam"\nhold = { coil = 0 }',
        ['gate "in".hold', "another contact"],
    ),
    ('plates = "cam"', 'plates = "cam"\nmethods = ["NOSE"]', ['gate "in".methods', "PLATE"]),
    ('plates = "cam"', 'plates = "cam"\ngroups = ["vip"]', ['gate "in".groups', '"vip"', "staff"]),
    ('name = "Out"', 'name = "IN"', ["gate.name", "twice"]),
    (
        'name = "Acme"',
        'name = "Acme"\nplan = ["gold"]',
        ['organisation "acme".plan', "control_room"],
    ),
    (
        'name = "Acme"',
        'name = "Acme"\nvisitors = { groups = ["vip"] }',
        ['organisation "acme".visitors.groups', '"vip"'],
    ),
    ('tenant = "acme"', 'tenant = "zed"', ['lease "zed" of "p1".tenant', "organisation"]),
    ("{ staff = 5 }", "{ staff = 11 }", ['lease "acme" of "p1".spots.staff', "at most 10"]),
    (
        "from = 2026-01-01",
        "from = 2026-01-01\n[[lease]]\ntenant = 'acme'\nlot = 'p1'\nspots = { staff = 1 }\n"
        "from = 2026-01-01",
        ['lease "acme" of "p1".from', "twice"],
    ),
    ("[[lot]]", "[lot]", ["yard.toml: lot must be a list of tables, [[lot]]", "not a table"]),
    ("{ staff = 5 }", "{ vip = 5 }", ['lease "acme" of "p1".spots', '"vip"']),
    ("from = 2026-01-01", 'from = "2026-01-01"', ['lease "acme" of "p1".from', "without quotes"]),
    ("from = 2026-01-01", "from = 2026-01-01\nuntil = 2025-01-01", [".until", "before 2026-01-01"]),
    ('organisation = "acme"', 'organisation = "zed"', ['policy "week".organisation', '"zed"']),
    ('strategy = "FCFS"', 'strategy = "FIFO"', ['policy "week".strategy', "PREF, BOOK"]),
    ('groups = ["staff"]', 'groups = ["vip"]', ['policy "week".groups', '"vip"']),
    ('"Mo-Fr 07:00-19:00"', '"Mo-Fr 07:00-"', ['policy "week".timetable', "is not understood"]),
    ('groups = ["staff"]', 'groups = ["staff"]\ngrace = { before = 5 }', ["grace.before"]),
]


@pytest.mark.parametrize(("good", "bad", "parts"), BAD, ids=[f"{b[1]}"[:40] for b in BAD])
def test_a_bad_file_is_refused_in_one_sentence(good: str, bad: str, parts: list[str]) -> None:
    """Each fault is named with file, key and what was expected."""
    assert good in SMALL
    with pytest.raises(BadInput) as caught:
        read_site_text(SMALL.replace(good, bad, 1), "yard.toml")
    sentence = str(caught.value)
    assert sentence.startswith("yard.toml")
    assert "\n" not in sentence
    assert sentence.endswith(".")
    for part in parts:
        assert part in sentence


def test_gates_may_share_a_board_and_a_fire_contact() -> None:
    """Outputs of their own on one board, and one contact that means the same to both."""
    shared = SMALL.replace("opened = 1", "opened = 1, fire = { input = 7, address = 1 }")
    site = read_site_text(shared, "yard.toml")
    assert {gate.address for gate in site.gates} == {1}
    assert {gate.inputs["fire"].number for gate in site.gates} == {7}


def test_the_longest_pulses_fit() -> None:
    """One tenth more is refused, see above."""
    for board, seconds in (("waveshare", 3276.7), ("lc-tech", 6553.5)):
        text = SMALL.replace("seconds = 1.5", f"seconds = {seconds}").replace("waveshare", board)
        assert read_site_text(text, "yard.toml").gate("out").open.seconds == seconds
    too_long = SMALL.replace("seconds = 1.5", "seconds = 3276.8")
    with pytest.raises(BadInput, match=r'gate "out".open.seconds must be .* 3276.7'):
        read_site_text(too_long, "yard.toml")


def test_the_small_site_is_good() -> None:
    """The base of the table of faults has none itself."""
    site = read_site_text(SMALL, "yard.toml")
    assert [gate.id for gate in site.gates] == ["in", "out"]
    assert site.lines[0].baudrate == 19200
    assert site.policies[0].grace_before == 15


def test_the_example_loads_whole() -> None:
    """The example of the format gives what it says."""
    site = read_site(resource("site-example.toml"))
    entry, out, door = site.gates
    assert (site.name, site.timezone, site.country) == ("Quai Nord", "Europe/Brussels", "BE")
    assert entry.inputs["closed"] == Input(0, invert=True)
    assert entry.hold == 1
    assert entry.admit
    assert (out.open.timed_by, out.open.board) == (TimedBy.BOARD, "waveshare")
    assert out.inputs["call"] == Input(4, address=9)
    assert door.methods == (Method.BADGE, Method.PIN)
    assert door.direction is Direction.BOTH
    assert site.lines[1].protocol is Protocol.OSDP
    assert site.leases[0].starts == date(2026, 1, 1)
    assert site.policies[0].strategy is Strategy.FCFS
    assert site.policies[0].sequence is Sequence.SOFT
    assert site.organisation("acme").visitors.per_day == 15


@pytest.mark.parametrize("name", ["site-example.toml", "demo/site.toml"])
def test_what_is_written_reads_back_equal(name: str) -> None:
    """`site show` prints what `site load` takes."""
    site = read_site_text(resource(name).read_text(encoding="utf-8"), name)
    assert read_site_text(write_site(site), "again.toml") == site


def test_every_optional_key_survives_a_round_trip() -> None:
    """No optional key is lost between show and load."""
    site = read_site_text(SMALL, "yard.toml")
    lot = replace(site.lots[0], closed_on=(date(2026, 12, 24),), owner="acme", address="Quai 1")
    camera = replace(site.lines[1], heartbeat="^#$", silent_after=60.0)
    gate = replace(
        site.gates[0],
        in_service=False,
        out_of_service_note="arm broken",
        min_confidence=0.7,
        cycle_seconds=4.5,
        moves_within=8.0,
        left_open_after=90.0,
        same_car_seconds=20.0,
    )
    policy = replace(
        site.policies[0],
        starts=date(2026, 1, 1),
        ends=date(2026, 6, 1),
        grace_after=0,
        sequence=Sequence.HARD,
        sequence_out=Sequence.SOFT,
        planning_days=14,
        credits=2,
        pay_first=True,
    )
    zeta = replace(site.organisations[0], id="zeta", name="Zeta")
    charging = Community(
        id="charging", name="Charging", lot="p1", organisations=("acme", "zeta"), spots={"staff": 4}
    )
    full = replace(
        site,
        lines=(site.lines[0], camera),
        lots=(lot,),
        gates=(gate, site.gates[1]),
        organisations=(*site.organisations, zeta),
        communities=(charging,),
        policies=(policy,),
    )
    assert read_site_text(write_site(full), "again.toml") == full


def test_two_gates_share_a_camera_only_if_it_tells_the_direction() -> None:
    """A read must belong to one gate."""
    shared = SMALL.replace("fire = 7 }", 'fire = 7 }\nplates = "cam"')
    with pytest.raises(BadInput, match=r'gate "out"\.plates must be a camera of its own'):
        read_site_text(shared, "yard.toml")
    telling = shared.replace("(?P<plate>.+)", "(?P<plate>.+);(?P<direction>.)")
    assert read_site_text(telling, "yard.toml").gates[1].plates == "cam"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file and a wrong encoding are the world's faults."""
    with pytest.raises(BadInput, match="does not exist"):
        read_site(tmp_path / "none.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes(SMALL.replace("Yard", "Café").encode("latin-1"))
    with pytest.raises(BadInput, match="must be UTF-8"):
        read_site(latin)
