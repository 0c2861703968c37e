"""The simulator as its users meet it: ports, lever, journal, traffic, and its end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from izix_desk.devices.simulator.barrier import MOVE_SECONDS, STAY_SECONDS, Barrier, Pace
from izix_desk.devices.simulator.traffic import read_plates
from izix_desk.devices.simulator.wires import PtyWire
from izix_desk.devices.simulator.world import Plan, open_world
from izix_desk.devices.wire import Answered, PlateLine
from izix_desk.domain.errors import BadInput
from izix_desk.domain.events import LineHealth
from izix_desk.domain.site import Direction
from izix_desk.services.site_file import write_site
from tests.devices.conftest import Simulate
from tests.support.wires import Listening, gate, order, site_of

SITE = site_of(gate("one", 1), gate("two", 2, direction=Direction.EXIT))
STEP = 0.01


def life(
    barrier: Barrier, seconds: float, *, driven: bool = False, occupied: bool = False
) -> list[str]:
    """Let a barrier live for a while, on a clock of its own."""
    begin = barrier.clock or 0.0
    steps = round(seconds / STEP)
    news = [
        barrier.advance(begin + n * STEP, driven=driven, occupied=occupied)
        for n in range(1, steps + 1)
    ]
    return [word for word in news if word]


def test_a_pulse_raises_the_barrier_and_it_closes_by_itself() -> None:
    """Up in its time, open for a while, down again."""
    barrier = Barrier()
    assert life(barrier, 0.2, driven=True) == ["rising"]
    assert not barrier.is_up
    assert life(barrier, MOVE_SECONDS) == ["open"]
    assert life(barrier, STAY_SECONDS - 1) == []
    assert life(barrier, 2 + MOVE_SECONDS) == ["falling", "closed"]


def test_a_barrier_may_be_quicker() -> None:
    """Each part of its way takes the time that was given."""
    barrier = Barrier(Pace(move=0.5, stay=1.0))
    assert life(barrier, 0.45, driven=True) == ["rising"]
    assert life(barrier, 0.1, driven=True) == ["open"]
    assert life(barrier, 0.95) == []
    assert life(barrier, 0.1) == ["falling"]
    assert life(barrier, 0.45) == []
    assert life(barrier, 0.1) == ["closed"]


async def test_all_barriers_of_a_site_have_its_pace() -> None:
    """As it was given."""
    async with open_world(Plan(SITE, pace=Pace(2.0, 3.0))) as world:
        assert {gate.barrier.pace for gate in world.gates.values()} == {Pace(2.0, 3.0)}


def test_a_car_keeps_it_open() -> None:
    """It never closes onto somebody."""
    barrier = Barrier()
    life(barrier, MOVE_SECONDS + 0.2, driven=True)
    assert life(barrier, 3 * STAY_SECONDS, occupied=True) == []
    assert life(barrier, STAY_SECONDS + 2 * MOVE_SECONDS) == ["falling", "closed"]


def test_a_car_turns_it_round() -> None:
    """Under a falling arm."""
    barrier = Barrier()
    life(barrier, MOVE_SECONDS + 0.2, driven=True)
    assert life(barrier, STAY_SECONDS + 0.5) == ["falling"]
    assert life(barrier, MOVE_SECONDS, occupied=True) == ["rising", "open"]


def test_a_stuck_barrier_does_not_move() -> None:
    """The contact closes, nothing happens."""
    barrier = Barrier(is_stuck=True)
    assert life(barrier, 5, driven=True) == []
    assert barrier.is_down


def test_it_listens_on_tcp_too(simulate: Simulate, listening: Listening) -> None:
    """Where there are no pseudo-terminals."""
    simulator = simulate(SITE, "--tcp", "127.0.0.1:0")
    line, ear = listening.start(SITE.lines[0], SITE.gates, simulator.ports["north"])
    _, camera = listening.start(SITE.lines[1], SITE.gates, simulator.ports["camera"])
    ear.wait_health(LineHealth.OK)
    camera.wait_health(LineHealth.OK)
    order(line, "one")
    ear.wait(Answered)
    simulator.do("car one 1-ABC-234")
    assert camera.wait(PlateLine).plate == "1-ABC-234"


def test_the_end_takes_the_links_away(simulate: Simulate) -> None:
    """A service manager's request is obeyed and nothing is left behind."""
    simulator = simulate(SITE)
    port = Path(simulator.ports["north"])
    assert port.is_symlink()
    assert simulator.stop() == 0
    assert not port.is_symlink()


def test_it_ends_with_whoever_holds_its_lever(simulate: Simulate) -> None:
    """No orphan after a killed demo."""
    simulator = simulate(SITE)
    assert simulator.let_go() == 0


WRONG = (
    "dance",
    "car one 1-ABC-234 --no-read",
    "car nowhere 1-ABC-234",
    "fault north late soon",
    "ring",
    "input one fire on",
    "",
)


def test_a_wrong_command_is_answered(simulate: Simulate) -> None:
    """With a sentence, and the next command works."""
    simulator = simulate(SITE)
    for command in WRONG:
        assert simulator.ask(command)["error"].endswith(".")
    assert simulator.do("coils")["coils"]["one"] == {"open": False}


def test_traffic_may_begin_later(simulate: Simulate) -> None:
    """The demo lets cars come once somebody listens."""
    simulator = simulate(SITE)
    assert "error" in simulator.ask("traffic heavy")
    simulator.do("traffic 6000")
    simulator.wait_for("car", did="arrives")


def test_traffic_is_the_same_for_one_seed(simulate: Simulate, tmp_path: Path) -> None:
    """Who comes first to each gate, and what the camera makes of it."""
    sheet = tmp_path / "parkers.csv"
    sheet.write_text("Name,Licence plates\nA,1-ABC-234;1-DEF-567\nB,\nC,1-GHI-777\n", "utf-8")
    assert [known.plate for known in read_plates(sheet)] == ["1-ABC-234", "1-DEF-567", "1-GHI-777"]
    seen: list[list[str]] = []
    for seed in ("7", "7", "8"):
        run = simulate(SITE, "--traffic", "60000", "--plates", str(sheet), "--seed", seed)
        first = [run.wait_for("car", gate=name, did="arrives") for name in ("one", "two")]
        seen.append([note["plate"] for note in first])
    assert seen[0] == seen[1]
    assert seen[0] != seen[2]


def test_a_sheet_without_plates_is_refused(tmp_path: Path) -> None:
    """Named, with what was expected."""
    sheet = tmp_path / "people.csv"
    sheet.write_text("Name\nA\n", "utf-8")
    with pytest.raises(BadInput, match=r"people.csv has no column `Licence plates`"):
        read_plates(sheet)


def simulate_text(text: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the simulator on a site file, with a lever that is let go at once."""
    file = folder / "site.toml"
    file.write_text(text, "utf-8")
    words = ["-m", "izix_desk", "simulate", str(file), "--control", *options]
    return subprocess.run(
        [sys.executable, *words], input="", capture_output=True, text=True, check=False
    )


def test_bad_options_are_one_sentence(tmp_path: Path) -> None:
    """Wrong use, without a traceback."""
    run = simulate_text(write_site(SITE), tmp_path, "--tcp", "nowhere")
    assert run.returncode == 2
    assert run.stderr.startswith("izix-desk: --tcp needs HOST:PORT")
    (tmp_path / "file").touch()
    run = simulate_text(write_site(SITE), tmp_path, "--links", str(tmp_path / "file"))
    assert run.returncode == 1
    assert run.stderr.count(os.linesep) == 1
    run = simulate_text(write_site(SITE), tmp_path, "--barrier", "2", "0")
    assert run.returncode == 2
    assert "0 is no time in seconds." in run.stderr


async def test_an_answer_due_when_the_port_goes_is_lost() -> None:
    """The system soon gives the number of the closed port to somebody else's file."""
    wire = PtyWire("north", None, 19200)
    wire.close()
    others = [os.pipe() for _ in range(2)]
    wire.write(b"late")
    for reading, writing in others:
        os.close(writing)
        with os.fdopen(reading, "rb") as file:
            assert file.read() == b""
