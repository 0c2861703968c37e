"""`izix-desk site check` on a site at work: seen, moved, read, kept, and asked for before admit."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from izix_desk.__main__ import main
from izix_desk.domain.checking import CheckResult, items_of
from izix_desk.domain.events import EventKind, GateEvent
from izix_desk.domain.methods import Method, Reader
from izix_desk.domain.site import Direction, Input, Line, Output, Protocol, TimedBy
from izix_desk.domain.site import Site as SitePlan
from izix_desk.services.frame_tables import shipped_tables
from izix_desk.services.site_checking import admit_warnings, keep_check
from izix_desk.store.database import Role
from izix_desk.store.events import events_at_gate
from izix_desk.store.pairings import keep_pairing
from tests.support import osdp, quay
from tests.support.programs import Program, Programs
from tests.support.running import Site
from tests.support.saying import said
from tests.support.waiting import wait_until


@pytest.fixture
def site(tmp_path: Path, programs: Programs) -> Iterator[Site]:
    """Give a site whose simulator and engine run."""
    site = Site(tmp_path, programs)
    try:
        site.simulator.start()
        site.start_engine()
        yield site
    finally:
        site.close()


def check(site: Site, programs: Programs, *words: str) -> Program:
    """Start a walk."""
    return programs.start("site", "check", *site.words, *words, "--operator", "Ines", typed=True)


def sheet(site: Site, *gates: str) -> dict[str, tuple[str | None, str]]:
    """Return result and note by item."""
    told = said("site", "check", *site.words, "--sheet", "--json", *gates)
    return {row["item"]: (row["result"], row["note"]) for row in json.loads(told.output)}


def flip(site: Site, name: str) -> Callable[[], None]:
    """Return what changes an input, and changes it back."""

    def act() -> None:
        for value in ("on", "off"):
            site.simulator.do(f"input entry {name} {value}")
            with site.listen() as desk:
                desk.wait_input("entry", name, value == "on")

    return act


def test_a_whole_gate_is_walked_through(site: Site, programs: Programs) -> None:
    """Openings and a hold that are recorded as tests, inputs that are seen, a plate read."""
    walk = check(site, programs, "entry")
    walk.wait_for("Is the barrier down now")
    walk.type("n")
    walk.wait_for("Let it go down first")
    walk.type("y")
    walk.wait_for("open: Quay entry opens now")
    walk.type("y")
    walk.wait_for("Did the barrier go up", 30)
    walk.type("y")
    walk.wait_for("hold: Quay entry is held open now")
    walk.type("y")
    walk.wait_for("Does the barrier stay up", 30)
    walk.type("y")
    walk.wait_for("Did it close", 30)
    walk.type("y")
    walk.wait_for("^closed: ok, seen", 30)
    walk.wait_for("^opened: ok, seen", 30)
    for name in ("arrive", "under", "call"):
        walk.wait_for(f"^{name}: [A-Z]", 30)
        flip(site, name)()
        walk.wait_for(f"^{name}: ok, seen", 30)
    walk.wait_for("^fault: Have the barrier", 30)
    walk.type("y")
    walk.wait_for("^fault: not seen yet; it is seen by itself. Have the barrier", 30)
    walk.type("s no key for its box")
    walk.wait_for("^read PLATE: Show the camera", 30)
    site.simulator.do("read camera '1-ABC-123;0.98'")
    walk.wait_for("^read PLATE: ok, seen", 30)
    assert walk.ended() == 0, walk.output
    assert "Quay entry  fault       skipped" in walk.output
    assert "Ines" in walk.output
    assert sheet(site, "entry")["fault"] == ("SKIPPED", "no key for its box")
    assert {r for r, _ in sheet(site, "entry").values()} == {"OK", "SKIPPED"}
    events = said("events", *site.words, "--json").output.splitlines()
    tests = [json.loads(line) for line in events if '"TEST"' in line]
    assert [each["operator"] for each in tests] == ["Ines"] * 3
    assert not any(note["on"] for note in site.simulator.notes("coil", unit=1, coil=1)[-1:])


def test_what_does_not_work_is_kept_and_so_is_what_nobody_looked_at(
    site: Site, programs: Programs
) -> None:
    """A no with its words; the rest stays open when the installer goes."""
    walk = check(site, programs)
    walk.wait_for("Is the barrier down now")
    walk.type("s nobody sees it from here")
    walk.wait_for("open: Quay entry opens now")
    walk.type("s a car stands under it")
    walk.wait_for("hold: Quay entry")
    walk.type("y")
    walk.wait_for("Does the barrier stay up", 30)
    walk.end_of_input()
    assert walk.ended(30) == 1
    assert "what was checked so far is kept" in walk.output
    told = sheet(site)
    assert told["open"] == (None, "")  # of the exit, which was not reached
    entry = sheet(site, "entry")
    assert entry["open"] == ("SKIPPED", "a car stands under it")
    assert entry["hold"] == (None, "")
    # The hold that was tested ended with the test, although nobody said so.
    site.simulator.wait_for("coil", unit=1, coil=1, on=False)
    bad = check(site, programs, "exit")
    bad.wait_for("open: Quay exit opens now")
    bad.type("y")
    bad.wait_for("Did the barrier go up", 30)
    bad.type("n the other one moved")
    assert bad.ended(30) == 1
    assert sheet(site, "exit")["open"] == ("NOT_OK", "the other one moved")


def miswired(**inputs: Input) -> Callable[[SitePlan], SitePlan]:
    """Return what wires inputs of the entry otherwise than its boards are."""

    def wire(plan: SitePlan) -> SitePlan:
        wired = {**plan.gate("entry").inputs, **inputs}
        return quay.with_gate(plan, "entry", inputs=wired, hold=None)

    return wire


@pytest.mark.parametrize(
    ("wired", "faults"),
    [
        ({"closed": Input(0, invert=True)}, {"closed"}),
        ({"opened": Input(1, invert=True)}, {"opened"}),
        ({"closed": Input(1), "opened": Input(0)}, {"closed", "opened"}),
    ],
    ids=["closed inverted", "opened inverted", "swapped"],
)
def test_end_positions_that_contradict_the_barrier_are_not_ok(
    tmp_path: Path, programs: Programs, wired: dict[str, Input], faults: set[str]
) -> None:
    """The boards are right, the site file is not; the opening is judged by the installer's eyes."""
    site = Site(tmp_path, programs)
    try:
        site.simulator.start()
        site.load(miswired(**wired)(site.plan))
        site.start_engine_anyhow()
        walk = check(site, programs, "entry")
        walk.wait_for("Is the barrier down now")
        walk.type("y")
        walk.wait_for("open: Quay entry opens now")
        walk.type("y")
        walk.wait_for("Did the barrier go up", 30)
        walk.type("y")
        walk.wait_for("^arrive: [A-Z]", 30)
        walk.end_of_input()
        assert walk.ended(30) == 1
        told = sheet(site, "entry")
        assert told["open"] == ("OK", "")
        for name in ("closed", "opened"):
            result, note = told[name]
            assert result == ("NOT_OK" if name in faults else "OK"), told
            said = f"{name} reads open while the barrier is down: turn `invert` round, or"
            assert note.startswith(said) is (name in faults), told
    finally:
        site.close()


def unanswering(plan: SitePlan) -> SitePlan:
    """Put boards that answer no command on the line."""
    frames = shipped_tables()["kmtronic"]
    line = replace(plan.lines[0], protocol=Protocol.FRAMES, frames=frames, baudrate=9600)
    opening = Output(number=0, seconds=0.3)
    entry = replace(plan.gate("entry"), address=0, open=opening, hold=1, inputs={}, plates=None)
    return replace(plan, lines=(line, *plan.lines[1:]), gates=(replace(entry, admit=False),))


def test_a_board_that_answers_nothing_is_judged_by_eye(tmp_path: Path, programs: Programs) -> None:
    """A hold on it waits for no answer, and no end position is asked for."""
    site = Site(tmp_path, programs, unanswering)
    try:
        site.simulator.start()
        site.start_engine_anyhow()
        walk = check(site, programs, "entry")
        for question in ("opens now", "Did the barrier go up", "held open now"):
            walk.wait_for(question, 30)
            walk.type("y")
        walk.wait_for("Does the barrier stay up", 30)
        walk.type("y")
        walk.wait_for("Released. Did it close", 30)
        walk.type("y")
        assert walk.ended(30) == 0, walk.output
        assert "barrier down now" not in walk.output
    finally:
        site.close()


DOOR = Reader("readers", 5, 0), Reader("readers", 5, 1, Method.QR)


def with_a_door(links: Path) -> Callable[[SitePlan], SitePlan]:
    """Return what makes the exit a door: cards and a keypad inside, codes and a keypad outside."""

    def wire(plan: SitePlan) -> SitePlan:
        readers = Line(
            id="readers", port=str(links / "readers"), protocol=Protocol.OSDP, baudrate=115200
        )
        scanner = Line(
            id="scanner", port=str(links / "scanner"), protocol=Protocol.PLATES,
            pattern="^Q(?P<qr>.+)$",
        )  # fmt: skip
        door = replace(
            plan.gate("exit"), line="readers", address=5, inputs={}, hold=None, plates=None,
            open=Output(number=0, seconds=0.5, timed_by=TimedBy.BOARD), direction=Direction.BOTH,
            methods=(Method.BADGE, Method.PIN, Method.QR), on_foot=True,
            readers=(DOOR[0], Reader("scanner")), readers_out=(DOOR[1],),
        )  # fmt: skip
        return replace(plan, lines=(*plan.lines, readers, scanner), gates=(plan.gates[0], door))

    return wire


@pytest.fixture
def door(tmp_path: Path, programs: Programs) -> Iterator[Site]:
    """Give a site with such a door, at work; nobody is known by any card."""
    keys = tmp_path / "keys.json"
    pairing = osdp.paired((5,), keys)[5]
    keys.write_text(json.dumps({"readers/5": pairing.key.hex()}), "ascii")
    site = Site(tmp_path, programs, with_a_door(tmp_path / "links"), options=("--keys", str(keys)))
    try:
        store = site.quay.open()
        store.write(lambda tx: keep_pairing(tx, replace(pairing, line="readers")))
        store.close()
        site.simulator.start()
        site.start_engine()
        yield site
    finally:
        site.close()


def test_every_read_of_a_door_is_seen_where_it_is_shown(door: Site, programs: Programs) -> None:
    """A card, PINs inside and outside, codes by scanner and reader: each at its own reader."""
    walk = check(door, programs, "exit")
    walk.wait_for("open: Quay exit opens now")
    walk.type("y")
    walk.wait_for("Did the barrier go up", 30)
    walk.type("y")
    code = "".join(f"{ord(sign):08b}" for sign in "Q7")
    shown = {
        "BADGE": ("Hold a card before the reader readers/5 reader 0", "card readers 5 26:1:1"),
        "PIN at readers/5 reader 0": ("Type a PIN and #", "keys readers 5 4711#"),
        "PIN at readers/5 reader 1": ("Type a PIN and #", "keys readers 5 4711# 1"),
        "QR at scanner": ("Show a code to the reader scanner", "read scanner Qtoken"),
        "QR at readers/5 reader 1": ("Show a code to the reader", f"card readers 5 {code} 1"),
    }
    for item, (to_do, command) in shown.items():
        walk.wait_for(f"^read {item}: {to_do}", 30)
        if item.endswith("reader 1"):  # what is shown inside is no read of the reader outside
            before = shown_at_door(door)
            door.simulator.do("keys readers 5 4712#" if "PIN" in item else "read scanner Qother")
            wait_until(lambda n=before: shown_at_door(door) > n, 20, "the other's read")
        door.simulator.do(command)
        walk.wait_for(f"^read {item}: ok, seen", 30)
    assert walk.ended(30) == 0, walk.output
    told = sheet(door, "exit")
    assert {item for item in told if item.startswith("read ")} == {f"read {each}" for each in shown}
    assert set(told.values()) == {("OK", ""), ("OK", "seen")}
    assert "4711" not in walk.output
    rows = json.loads(said("site", "check", *door.words, "--sheet", "--json", "exit").output)
    seen = {row["item"]: datetime.fromisoformat(row["at"]) for row in rows}
    for read in reads_of_door(door):
        if read.direction is Direction.EXIT:
            assert seen[f"read {read.method} at readers/5 reader 1"] > read.at


def shown_at_door(site: Site) -> int:
    """Return how often something was shown there; the same again is counted on its event."""
    return sum(each.reads for each in reads_of_door(site))


def reads_of_door(site: Site) -> list[GateEvent]:
    """Return what was read at the door."""
    events = site.store.read(lambda tx: events_at_gate(tx, "exit", 100))
    return [each for each in events if each.kind is EventKind.READ]


def test_without_an_engine_nothing_can_be_checked(tmp_path: Path) -> None:
    """One sentence; the sheet can be printed all the same."""
    place = quay.quay(tmp_path / "site", quay.site())
    words = ("--site", str(place.folder.path))
    told = said("site", "check", *words)
    assert told.status == 1
    assert "No engine runs for this site" in told.output
    printed = said("site", "check", *words, "--sheet")
    assert printed.status == 1
    assert "Quay entry  open        not checked" in printed.output


def test_admit_without_a_check_is_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """When the site is loaded and shown, until all is checked as it is wired; never refused."""
    plan = quay.site("one", "two")
    place = quay.quay(tmp_path / "site", plan)
    words = ["--site", str(place.folder.path)]
    said = (
        "admit is on for Quay entry, which was not checked: run"
        f" `izix-desk --site {place.folder.path} site check`"
    )
    assert main(["site", "show", *words]) == 0
    shown = capsys.readouterr()
    assert said in shown.err
    assert said not in shown.out
    file = tmp_path / "site.toml"
    file.write_text(shown.out, "utf-8")
    assert main(["site", "load", *words, str(file), "--yes"]) == 0
    assert said in capsys.readouterr().err
    store = place.open(Role.REST)
    gate = plan.gate("entry")
    for item in items_of(gate, plan.lines):
        keep_check(store, gate, item, CheckResult.OK, operator="Ines")
    store.close()
    assert main(["site", "show", *words]) == 0
    assert said not in capsys.readouterr().err
    rewired = shown.out.replace("address = 1\n", "address = 7\n", 1)
    assert rewired != shown.out
    file.write_text(rewired, "utf-8")
    assert main(["site", "load", *words, str(file), "--yes"]) == 0
    assert "Quay entry, which was not checked whole (open not ch" in capsys.readouterr().err


def test_what_nobody_saw_good_is_named(tmp_path: Path) -> None:
    """An item that was skipped was not checked, whatever its note says."""
    plan = quay.site()
    place = quay.quay(tmp_path / "site", plan)
    store = place.open(Role.REST)
    gate = plan.gate("entry")
    for item in items_of(gate, plan.lines):
        keep_check(store, gate, item, CheckResult.OK, operator="Ines")
    assert store.read(lambda tx: admit_warnings(tx, plan)) == []
    keep_check(store, gate, "open", CheckResult.SKIPPED, operator="Ines", note="no time")
    keep_check(store, gate, "call", CheckResult.NOT_OK, operator="Ines", note="dead")
    assert store.read(lambda tx: admit_warnings(tx, plan)) == [
        "admit is on for Quay entry, which was not checked whole (open skipped, call NOT OK):"
        " run `izix-desk site check`"
    ]
    store.close()
