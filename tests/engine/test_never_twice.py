"""Never twice, never late, never alone: bad lines, pulled plugs, dead engines, counted contacts."""

import math
import random
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from izix_desk.domain.commands import Action, Stage
from tests.support import storm, storm_site
from tests.support.contacts import Asked, judge
from tests.support.held import DESK_SECONDS, HOLD_SECONDS, Outage, held
from tests.support.naive_master import Boards, NaiveMaster
from tests.support.programs import Programs
from tests.support.storm import EACH, FAULTS, FLIPS, LATE_SHARE, LOSS, MILD, Plan, Storm

COMMANDS, PULLS, REBOOTS, RESTARTS, FREEZES = 10_000, 1000, 200, 200, 100
TRIES = 3
LONGEST = 5400
Count = Callable[[int], int]
Record = Callable[[str, object], None]
Figures = Callable[[Mapping[str, float]], None]


@pytest.fixture
def place(tmp_path: Path, programs: Programs, rng: random.Random) -> Iterator[Storm]:
    """Give forty gates on eight lines."""
    made = Storm(tmp_path, programs, rng)
    yield made
    made.close()


@pytest.mark.timeout(LONGEST)
def test_bad_lines(place: Storm, count: Count, record_property: Record, figures: Figures) -> None:
    """15 % lost each way, answers doubled and late, reboots and pulls: each command moves once."""
    plan = Plan(
        commands=count(COMMANDS), pulls=count(COMMANDS // 50), reboots=count(COMMANDS // 40)
    )
    commands = place.run(plan)
    verdict = judge(place.site, place.simulator.notes(), commands)
    record_property("never twice, bad lines", f"{verdict.row()}; {dict(place.done)}")
    # Other tests and a slow disk keep a machine busy for seconds: told above, and forgiven if rare.
    assert verdict.broken.pop("slow", 0) <= max(5, 0.002 * len(commands)), verdict.examples
    assert dict(verdict.broken) == {}, verdict.examples
    assert verdict.closings >= 0.3 * len(commands)
    lengths = place.lengths(commands)
    figures(lengths.figures("bad lines"))
    assert lengths.too_long == []
    assert min(lengths.counts["board"], lengths.counts["desk"]) > 0, lengths.counts
    for end in (Stage.ANSWERED, Stage.PASSED, Stage.UP, Stage.NOT_SURE):
        assert verdict.ends[end] > 0 or len(commands) < COMMANDS, verdict.ends


@pytest.mark.timeout(LONGEST)
def test_lost_links_dead_engines_and_reboots(
    place: Storm, count: Count, record_property: Record, figures: Figures
) -> None:
    """Whatever is lost, some inside a pulse or a hold: no contact closes by itself afterwards."""
    plan = Plan(
        commands=count(COMMANDS) // 5,
        pulls=count(PULLS),
        reboots=count(REBOOTS),
        restarts=count(RESTARTS),
        faults=MILD,
        holds=0.25,
        pull_every=0.7,
        reboot_every=3.0,
    )
    commands = place.run(plan)
    verdict = judge(place.site, place.simulator.notes(), commands, on_time=False)
    inside = sum(place.inside(at) for at in place.kills)
    cut = len(place.simulator.notes("coil", by="reboot"))
    row = f"{verdict.row()}; {dict(place.done)}; {inside} kills and {cut} reboots inside a pulse"
    record_property("never alone, losses and restarts", row)
    lengths = place.lengths(commands)
    figures({**lengths.figures("losses and restarts"), **_inside(place)})
    assert lengths.too_long == []
    assert dict(verdict.broken) == {}, verdict.examples
    assert inside >= 0.3 * len(place.kills)
    assert sum(command.action is Action.HOLD_OPEN for command in commands) > 0


def _inside(place: Storm) -> dict[str, float]:
    cut = place.simulator.notes("coil", by="reboot")
    return {
        "kills inside a hold": sum(place.inside(at, held=True) for at in place.kills),
        "reboots inside a hold": sum(note["coil"] > 0 for note in cut),
        "pulls inside a pulse or a hold": sum(place.inside(at, line) for at, line in place.pulls),
    }


@pytest.mark.timeout(LONGEST)
def test_a_computer_that_sleeps(place: Storm, count: Count, record_property: Record) -> None:
    """An engine that stood still finds orders that are too old: it drops them, and says so."""
    freezes = max(2, count(FREEZES))
    commands = place.run(Plan(commands=0, pulls=0, reboots=0, freezes=freezes, faults=MILD))
    verdict = judge(place.site, place.simulator.notes(), commands, on_time=False)
    record_property("never late, a computer that sleeps", f"{verdict.row()}; {dict(place.done)}")
    assert dict(verdict.broken) == {}, verdict.examples
    assert verdict.ends[Stage.EXPIRED] + place.done["busy"] > 0


@pytest.fixture
def boards(tmp_path: Path) -> Iterator[Boards]:
    """Give the same lines, all of boards that time their pulses, to masters to be found out."""
    made = Boards(tmp_path)
    yield made
    made.simulator.close()


def expected_doubles(tries: int) -> float:
    """Return the share of commands that a retrying master does more than once."""
    lost = 1 - (1 - LOSS) * (1 - FLIPS)
    unheard = 1 - (1 - LOSS) * (1 - FLIPS) * (1 - LATE_SHARE)
    done_first = [lost**n * (1 - lost) for n in range(tries)]
    return sum(
        first * unheard * (1 - lost ** (tries - n - 1)) for n, first in enumerate(done_first)
    )


@pytest.mark.timeout(LONGEST)
def test_a_master_that_retries_doubles(
    boards: Boards, count: Count, record_property: Record
) -> None:
    """Planted control, on lines as bad and judged the same: doubles in proportion."""
    boards.spoil(FAULTS)
    each = -(-count(COMMANDS) // len(storm.LINES))
    told: list[Asked] = []
    threads = [
        threading.Thread(target=_open_all, args=(boards.master(name, TRIES), name, told, each))
        for name in storm.LINES
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = judge(boards.site, boards.simulator.notes(), told).broken["double"]
    total, share = len(told), expected_doubles(TRIES)
    row = f"{found} doubles of {total} commands, {share * total:.0f} expected"
    record_property("planted: a master that retries", row)
    assert total == each * len(storm.LINES)
    chance = 4 * math.sqrt(share * (1 - share) * total) + 2
    # A busy machine makes more answers late than the simulator was told to.
    assert share * total - chance <= found <= 1.5 * share * total + chance


def _open_all(master: NaiveMaster, line: str, told: list[Asked], count: int) -> None:
    for number in range(count):
        unit = number % EACH + 1
        told.append(master.open(f"{line}-{unit}", unit))
    master.close()


def test_a_master_that_keeps_an_order_is_found(boards: Boards) -> None:
    """Planted control: it goes on asking until the controller is back."""
    boards.spoil(("lost-requests 1",))
    timer = threading.Timer(1.0, lambda: boards.spoil(("lost-requests 0",)))
    timer.start()
    master = boards.master("flash", 1000)
    command = master.open("flash-1", 1, ttl=0.6)
    timer.join()
    master.close()
    boards.simulator.wait_for("coil", on=True)
    verdict = judge(boards.site, boards.simulator.notes(), [command])
    assert dict(verdict.broken) == {"late": 1}


def test_a_contact_that_nobody_asked_for_is_found(boards: Boards) -> None:
    """Planted control: an opening without a command in the store."""
    master = boards.master("flash", 3)
    asked = master.open("flash-1", 1)
    other = master.open("flash-2", 2)
    master.close()
    notes = boards.simulator.notes()
    assert dict(judge(boards.site, notes, [asked]).broken) == {"alone": 1}
    assert dict(judge(boards.site, notes, [asked, other]).broken) == {}


def test_an_end_that_is_not_true_is_found(boards: Boards) -> None:
    """Planted control: said to be done, or not sent, and the contact tells otherwise; no end."""
    master = boards.master("flash", 3)
    sent = master.open("flash-1", 1)
    master.close()
    told = [
        replace(sent, last=Stage.EXPIRED),
        replace(sent, gate="flash-2"),
        replace(sent, gate="flash-3", last=Stage.SENT),
        replace(sent, gate="flash-4", last=Stage.NOT_SURE, ended=sent.asked + 5.1),
    ]
    verdict = judge(boards.site, boards.simulator.notes(), told)
    assert dict(verdict.broken) == {
        "unsent but closed": 1, "done but never closed": 1, "without end": 1, "slow": 1,
    }  # fmt: skip


def test_a_pulse_that_a_board_ends_too_late_is_found(boards: Boards) -> None:
    """Planted control: it was told to close for much longer than its gate's pulse."""
    master = boards.master("flash", 3)
    in_time = master.open("flash-1", 1)
    too_long = master.open("flash-2", 2, tenths=9)
    master.close()
    boards.simulator.wait_for("coil", unit=2, on=False)
    found = held(boards.site, boards.simulator.notes(), [in_time, too_long])
    assert [(kind, spell.contact) for kind, _, spell in found.too_long] == [
        ("board", ("flash", 2, 0))
    ]
    assert found.counts["board"] == 2


def test_a_contact_that_is_forgotten_is_found(boards: Boards) -> None:
    """Planted control: a master that closes a contact and ends; an outage excuses its own time."""
    master = boards.master("plain-1", 3)
    command = master.open("plain-1-1", 1, forgets=True)
    master.close()
    site, notes = storm_site.site(Path("links")), boards.simulator.notes()
    end = command.asked + storm_site.PULSE
    late = end + DESK_SECONDS + 1
    assert held(site, notes, [command], now=end + 1).too_long == []
    (forgotten,) = held(site, notes, [command], now=late).too_long
    assert forgotten[0] == "desk"
    away = Outage(end - 1, end + 8, "plain-1")
    assert held(site, notes, [command], [away], now=late).too_long == []
    assert held(site, notes, [command], [replace(away, line="flash")], now=late).too_long


def test_a_hold_that_nobody_ends_is_found(boards: Boards) -> None:
    """Planted control: the hold's contact is closed long after its end."""
    master = boards.master("plain-1", 3)
    asked = master.open("plain-1-1", 1, coil=1, forgets=True)
    master.close()
    command = replace(asked, action=Action.HOLD_OPEN, until=asked.asked + 5)
    site, notes = storm_site.site(Path("links")), boards.simulator.notes()
    assert held(site, notes, [command], now=command.until + 9).too_long == []
    found = held(site, notes, [command], now=command.until + HOLD_SECONDS + 1)
    assert [kind for kind, _, _ in found.too_long] == ["hold"]
