"""What a site file and a table may say of frames, and one sentence for all that could not work."""

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from izix_desk.domain.errors import BadInput
from izix_desk.domain.site import Site, TimedBy
from izix_desk.services.site_file import read_site, read_site_text, write_site
from izix_desk.store.database import Database
from izix_desk.store.site import load_site, save_site
from tests.services.test_site_file import SMALL
from tests.support.frames import RELAYS

HEAD = SMALL[: SMALL.index("[[gate]]")].replace(
    'protocol = "modbus-rtu"', 'protocol = "frames"\nframes = "gate.toml"'
)
TAIL = SMALL[SMALL.index("[[organisation]]") :]
GATE = """
[[gate]]
id = "in"
name = "In"
lot = "p1"
direction = "ENTRY"
line = "north"
address = 5
open = { output = 0, seconds = 1.0 }
inputs = { closed = 0 }
"""
SITE = HEAD + GATE + TAIL
TABLE = """
name = "gate"
channels = [1, 2]
check = "sum"

[on]
request = "A5 {address} {channel} 01 {check}"
reply = { exact = "5A {address} 01 {check}" }

[off]
request = "A5 {address} {channel} 00 {check}"
reply = { mask = "5A {address} 0? {check}" }
refusal = "5A {address} EE {check}"

[status]
request = "A5 {address} 3F {check}"
reply = { mask = "5A {address} ?? {check}" }
inputs = ["2.0", "2.1"]
outputs = ["2.4", "2.5"]
"""


def load(folder: Path, table: str = TABLE, site: str = SITE) -> Site:
    """Load a site file that lies beside a table."""
    (folder / "gate.toml").write_text(table, "utf-8")
    (folder / "yard.toml").write_text(site, "utf-8")
    return read_site(folder / "yard.toml")


def test_a_site_has_a_table_of_its_own(tmp_path: Path) -> None:
    """It is within the site from then on, and is written with it."""
    site = load(tmp_path)
    table = site.lines[0].frames
    assert table
    assert (table.name, table.channels) == ("gate", (1, 2))
    (tmp_path / "gate.toml").unlink()
    assert read_site_text(write_site(site), "written.toml") == site


def test_a_mark_of_utf_8_is_no_fault(tmp_path: Path) -> None:
    """As Windows' Notepad writes one before both files."""
    plain = load(tmp_path)
    for name in ("gate.toml", "yard.toml"):
        file = tmp_path / name
        file.write_text(file.read_text("utf-8"), "utf-8-sig")
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_site(tmp_path / "yard.toml") == plain


def test_a_table_survives_the_store(tmp_path: Path, database: Database) -> None:
    """As it was, with everything that a table can have."""
    site = load(tmp_path)
    database.write(lambda tx: save_site(tx, site))
    assert database.read(load_site) == site


@pytest.mark.parametrize("name", ["kmtronic", "kmtronic-8", "turnstile-xor", "digicon"])
def test_a_shipped_table_is_named(name: str) -> None:
    """And written as its name."""
    gate = GATE.replace("inputs = { closed = 0 }\n", "")
    if not name.startswith("kmtronic"):
        gate = gate.replace(", seconds = 1.0", "")
    site = read_site_text((HEAD + gate + TAIL).replace("gate.toml", name), "yard.toml")
    assert f'frames = "{name}"' in write_site(site)
    assert read_site_text(write_site(site), "again.toml") == site
    by_desk = name.startswith("kmtronic")
    assert site.gates[0].open.timed_by is (TimedBy.DESK if by_desk else TimedBy.BOARD)


def test_a_table_that_can_do_everything_is_written_whole(tmp_path: Path) -> None:
    """Length, mask, refusal, order of bytes: nothing is lost on the way."""
    whole = TABLE.replace('"sum"', '"crc16"\ncheck_from = 1\ncheck_order = "big"\ngap = 0.03')
    whole = whole.replace('{ exact = "5A {address} 01 {check}" }', "{ length = 3 }")
    site = load(tmp_path, whole)
    assert read_site_text(write_site(site), "again.toml") == site


BAD_TABLES = [
    ('check = "sum"', 'check = "crc8"', ["gate.toml: check", "none, xor, sum, crc16", '"crc8"']),
    ('check = "sum"', "", ["gate.toml: on.request", "has {check}, but the check is none"]),
    ('check = "sum"', 'check = "sum"\ncheck_from = 4', ["check_from", "outside of on.request"]),
    ('check = "sum"', 'check = "sum"\ncheck_order = "up"', ["check_order", "little, big"]),
    ('check = "sum"', 'check = "sum"\nspeed = 3', ["gate.toml: speed", "is not a key"]),
    ("01 {check}\"\nreply", "01\"\nreply", ["on.request", "lacks {check}"]),
    ("{channel} 01 {check}", "{channel} 01 {check} {check}", ["on.request", "more than once"]),
    ("{channel} 01", "01", ["gate.toml: on.request", "lacks {channel}"]),
    ("A5 {address} {channel} 01", "A5 05 {channel} 01", ["on.request", "lacks {address}"]),
    ("A5 {address} 3F", "A5 05 3F", ["status.request", "lacks {address}", "all devices"]),
    ("A5 {address} 3F", "A5 {address} {channel}", ["status.request", "cannot have {channel}"]),
    ("A5 {address} {channel} 01", "A5 {adress} {channel} 01", ["on.request", "{adress}"]),
    ("A5 {address} {channel} 01", "A5 {address} {channel} 1", ["on.request", "has 1, which"]),
    ("A5 {address} {channel} 01", "?? {address} {channel} 01", ["on.request", "must be certain"]),
    ('exact = "5A {address} 01', 'exact = "5A {address} ??', ["on.reply.exact", "never fit"]),
    ('mask = "5A {address} ??', 'mask = "5A {channel} ??', ["status.reply", "never fit"]),
    ('mask = "5A {address} ?? {check}"', "length = 0", ["status.reply.length", "1 to 256"]),
    ('{ mask = "5A {address} ?? {check}" }', '"none"', ["status.reply", "must be there"]),
    ('{ mask = "5A {address} ?? {check}" }', '"some"', ["status.reply", '"none", { exact']),
    ('{ mask = "5A {address} ?? {check}" }', "{}", ["status.reply", "{ length = 8 }"]),
    ('"2.1"]', '"4.1"]', ["status.inputs", "bit 4.1", "4 bytes"]),
    ('"2.1"]', '"3.1"]', ["status.inputs", "bit 3.1", "always the same"]),
    ('"2.1"]', '"0.1"]', ["status.inputs", "bit 0.1", "always the same"]),
    ('"2.1"]', '"2.8"]', ["status.inputs", '"2.8"']),
    ('"2.1"]', '"two"]', ["status.inputs", '"two"']),
    ('"2.5"]', '"2.5", "2.6"]', ["status.outputs", "more than the 2 channels"]),
    ('inputs = ["2.0", "2.1"]\noutputs = ["2.4", "2.5"]', "", ["status.inputs", "is missing"]),
    ('refusal = "5A {address} EE', 'refusal = "5A {address} 0?', ["off.refusal", "differ"]),
    # Where its last byte is 0E it is the reply that means done.
    ('refusal = "5A {address} EE', 'refusal = "5A {address} ?E', ["off.refusal", "must differ"]),
    ('refusal = "5A {address} EE {check}"', 'refusal = "5A"', ["off.refusal", "begin with"]),
    ('mask = "5A {address} 0? {check}"', "length = 4", ["off.refusal", "must differ"]),
    ("{channel} 00 {check}", "{channel} 01 {check}", ["off.request", "must differ"]),
    ('check = "sum"', 'check = "sum"\ncheck_order = "big"', ["gate.toml: check_order", "crc16"]),
    ('mask = "5A {address} ?? {check}"', 'mask = "5A {address} ?? ??"', ["status.reply", "lacks"]),
    ('mask = "5A {address} ?? {check}"', "length = 4", ["status.reply", "lacks {check}"]),
    ('["2.4", "2.5"]', '["2.4", "2.1"]', ["status.outputs", "bit 2.1", "an input already"]),
    ('"A5 {address} 3F {check}"', '"A5 {address} {channel} 01 {check}"', ["status.request"]),
    # In bytes it is *on* of the first output of some device: it would open with each question.
    ('"A5 {address} 3F {check}"', '"A5 {address} 01 01 {check}"', ["status.request", "differ"]),
    ("channels = [1, 2]", "channels = [1, 1]", ["channels", "different bytes"]),
    ("channels = [1, 2]", "channels = [1, 256]", ["channels", "different bytes"]),
    ("channels = [1, 2]", "channels = []", ["channels", "different bytes"]),
    ('[off]\nrequest = "A5 {address} {channel} 00', '[pulse]\nrequest = "A5 {address} {channel} 00',
     ["gate.toml: off", "is missing"]),
    ('name = "gate"', 'name = "kmtronic"', ['line "north".frames', "a name of its own"]),
    ('name = "gate"', 'name = "gate', ["gate.toml is not valid TOML"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("good", "bad", "parts"), BAD_TABLES, ids=[f"{b[1]}"[:40] for b in BAD_TABLES]
)
def test_a_bad_table_is_refused_in_one_sentence(
    good: str, bad: str, parts: list[str], tmp_path: Path
) -> None:
    """With its place, and what was expected."""
    assert good in TABLE
    with pytest.raises(BadInput) as refused:
        load(tmp_path, TABLE.replace(good, bad, 1))
    assert all(part in str(refused.value) for part in parts), str(refused.value)
    assert "\n" not in str(refused.value)


def test_noise_is_no_status(tmp_path: Path) -> None:
    """Where a table has no check, at least one half byte must be known."""
    plain = TABLE.replace(" {check}", "").replace('check = "sum"\n', "")
    assert load(tmp_path, plain)
    with pytest.raises(BadInput, match=r"status.reply is any bytes of that length"):
        load(tmp_path, plain.replace("5A {address} ??", "?? ?? ??"))


@pytest.mark.parametrize("reply", ['exact = "06"', 'exact = "4F 4B"', 'mask = "5A ?1"'])
def test_a_bare_acknowledgement_needs_no_check(reply: str, tmp_path: Path) -> None:
    """Makers check what opens and answer with one byte or two: every one of them is compared."""
    assert load(tmp_path, TABLE.replace('exact = "5A {address} 01 {check}"', reply))


def test_a_device_that_opens_nothing_is_refused(tmp_path: Path) -> None:
    """A table needs a frame that opens."""
    with pytest.raises(BadInput, match=r"gate.toml: pulse is missing"):
        load(tmp_path, TABLE[: TABLE.index("[on]")] + TABLE[TABLE.index("[status]") :])


BAD_SITES = [
    ('frames = "gate.toml"', "", ['line "north".frames', "is missing", "kmtronic", "a file"]),
    ('"gate.toml"', '"gates.toml"', ['line "north".frames', "gates.toml", "cannot be read"]),
    ('"gate.toml"', '"kmtronik"', ['line "north".frames', "one of digicon, kmtronic"]),
    ('"frames"\n', '"osdp"\n', ['line "north".frames', "only for a line with the protocol frames"]),
    ("output = 0", "output = 2", ['gate "in".open.output', "from 0 to 1"]),
    ("closed = 0", "closed = 2", ['gate "in".inputs.closed', "from 0 to 1"]),
    ("seconds = 1.0", "seconds = 61", ['gate "in".open.seconds', "to 60"]),
    ("address = 5", "address = 256", ['gate "in".address', "from 0 to 255"]),
    ("inputs =", "hold = { output = 0 }\ninputs =", ['gate "in".hold', "another contact"]),
]


@pytest.mark.parametrize(
    ("good", "bad", "parts"), BAD_SITES, ids=[f"{b[1]}"[:40] for b in BAD_SITES]
)
def test_a_gate_must_fit_its_table(good: str, bad: str, parts: list[str], tmp_path: Path) -> None:
    """With its place, and what was expected."""
    assert good in SITE
    with pytest.raises(BadInput) as refused:
        load(tmp_path, site=SITE.replace(good, bad, 1))
    assert all(part in str(refused.value) for part in parts), str(refused.value)


def test_what_a_device_ends_by_itself_has_no_seconds_and_no_hold(tmp_path: Path) -> None:
    """Both would be promises that nobody keeps."""
    pulse = (
        TABLE[: TABLE.index("[off]")].replace("[on]", "[pulse]") + TABLE[TABLE.index("[status]") :]
    )
    with pytest.raises(BadInput, match=r'gate "in".open.seconds cannot be set'):
        load(tmp_path, pulse)
    timed = SITE.replace(", seconds = 1.0", "")
    assert load(tmp_path, pulse, timed).gates[0].open.timed_by is TimedBy.BOARD
    with pytest.raises(BadInput, match=r'gate "in".hold is not possible: "gate" has no frames on'):
        load(tmp_path, pulse, timed.replace("inputs =", "hold = { output = 1 }\ninputs ="))


def test_without_an_address_a_line_has_one_device() -> None:
    """A second one would do what the first was told."""
    gate = GATE.replace("inputs = { closed = 0 }\n", "")
    more = (
        gate.replace('"in"', '"out"').replace('"In"', '"Out"').replace("output = 0", "output = 1")
    )
    text = (HEAD + gate + more + TAIL).replace("gate.toml", "kmtronic")
    assert len(read_site_text(text, "yard.toml").gates) == 2
    second = (HEAD + gate + more.replace("= 5", "= 6") + TAIL).replace("gate.toml", "kmtronic")
    with pytest.raises(BadInput, match=r'gate "out".address must be 5, not 6'):
        read_site_text(second, "yard.toml")
    with pytest.raises(BadInput, match=r'gate "in".inputs cannot be read'):
        read_site_text(SITE.replace("gate.toml", "kmtronic"), "yard.toml")


def test_two_tables_of_one_name_are_refused(tmp_path: Path) -> None:
    """A name means one thing in a site."""
    (tmp_path / "other.toml").write_text(TABLE.replace("3F", "3E"), "utf-8")
    line = '[[line]]\nid = "south"\nport = "COM9"\nprotocol = "frames"\nframes = "{}"\n'
    load(tmp_path, site=SITE + line.format("gate.toml"))
    with pytest.raises(BadInput, match=r'line "south".frames is another table .* name "gate"'):
        load(tmp_path, site=SITE + line.format("other.toml"))


def test_a_text_without_a_folder_has_no_files() -> None:
    """As when a site is read from the program's own memory."""
    with pytest.raises(BadInput, match="this text has no folder"):
        read_site_text(SITE, "yard.toml")


def test_the_table_of_the_line_tests_is_one_that_loads(tmp_path: Path) -> None:
    """What the tests of the wires play is what a site could have."""
    site = load(tmp_path)
    line = replace(site.lines[0], frames=RELAYS)
    whole = replace(site, lines=(line, *site.lines[1:]))
    assert read_site_text(write_site(whole), "x.toml") == whole


def test_the_table_of_the_readme_loads(tmp_path: Path) -> None:
    """What people copy works."""
    readme = Path(__file__).parents[2].joinpath("README.md").read_text("utf-8")
    example = readme[readme.index('    name = "our-gate"') : readme.index("Gates say `open =")]
    frames = load(tmp_path, dedent(example)).lines[0].frames
    assert frames
    assert (frames.name, frames.check_from, frames.channels) == ("our-gate", 1, (16, 32))
