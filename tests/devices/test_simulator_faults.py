"""What can be made to go wrong at the simulator, on lines of every protocol."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from izix_desk.devices.lines import NO_PAIRINGS
from izix_desk.devices.simulator.faults import HELP, KINDS, Faults, Trouble
from izix_desk.devices.wire import Answered, GateOffline, Inputs, LineThread, Unsure
from izix_desk.domain.errors import BadInput
from izix_desk.domain.events import LineHealth
from izix_desk.domain.pairing import Pairing
from izix_desk.domain.site import Output, Site
from tests.devices.conftest import Simulate
from tests.support import frames, osdp
from tests.support.simulator import Simulator
from tests.support.waiting import wait_until
from tests.support.wires import Ear, Listening, by_board, gate, order, site_of

FRAME = bytes(range(8))
MODBUS = site_of(
    gate("one", 1, open=by_board("waveshare", seconds=2.0)),
    gate("two", 2, open=by_board("waveshare")),
)
FRAMES = frames.site_of(
    frames.RELAYS,
    frames.gate("one", 1, open=Output(number=0, seconds=2.0)),
    frames.gate("two", 2),
)
OSDP = osdp.site_of(osdp.gate("one", 1, seconds=2.0), osdp.gate("two", 2))


class Room:
    """A simulator, a line on it, and an ear."""

    def __init__(self, simulator: Simulator, line: LineThread, ear: Ear) -> None:
        self.simulator = simulator
        self.line = line
        self.ear = ear

    def closings(self) -> int:
        """Return how often contacts were told to close."""
        return len(self.simulator.notes("coil", on=True) + self.simulator.notes("again"))


Enter = Callable[..., Room]


@pytest.fixture(params=["modbus", "osdp", "frames"])
def enter(
    request: pytest.FixtureRequest, simulate: Simulate, listening: Listening, tmp_path: Path
) -> Enter:
    """Give a line of two controllers of each protocol, once the simulator runs."""

    def start(*options: str) -> Room:
        site: Site = FRAMES if request.param == "frames" else MODBUS
        pairings: Mapping[int, Pairing] = NO_PAIRINGS
        if request.param == "osdp":
            site, keys = OSDP, tmp_path / "keys.json"
            pairings = osdp.paired((1, 2), keys)
            options += ("--keys", str(keys))
        simulator = simulate(site, *options)
        line = replace(site.lines[0], port=simulator.ports["north"])
        thread, ear = listening.start(line, site.gates, line.port, pairings)
        return Room(simulator, thread, ear)

    return start


def test_a_silent_controller_is_one_of_two(enter: Enter) -> None:
    """From the start, by an option; the other one works."""
    room = enter("--fault", "north/2", "silent", "on")
    room.ear.wait_polls("one", 3)
    assert not room.ear.all(Inputs, lambda read: read.gate == "two")
    room.simulator.do("fault north/2 silent off")
    room.ear.wait_health(LineHealth.OK)


def test_a_lost_answer_and_a_lost_request(enter: Enter) -> None:
    """The contact closes in the one case, and not in the other; the ends are the same."""
    room = enter()
    room.ear.wait_health(LineHealth.OK)
    room.simulator.do("fault north/1 drop-acks 1")
    order(room.line, "one")
    room.ear.wait(Unsure)
    assert room.closings() == 1
    room.ear.wait_polls("two")
    room.ear.forget()
    room.simulator.do("fault north/2 lost-requests 1")
    command = order(room.line, "two")
    wait_until(lambda: room.ear.about(command), 15, "an end")
    assert room.closings() == 1


def test_doubled_late_and_damaged_answers(enter: Enter) -> None:
    """Polls go on; what is damaged is not believed, what came twice is taken once."""
    room = enter()
    room.ear.wait_health(LineHealth.OK)
    for fault in ("doubled 1", "late 0.02", "flipped 0.1", "missing 0.1"):
        kind, _ = fault.split()
        room.simulator.do(f"fault north {fault}")
        room.ear.wait_polls("one", 2)
        room.ear.wait_polls("two", 2)
        room.simulator.do(f"fault north {kind} 0")
    order(room.line, "one")
    room.ear.wait(Answered)
    assert room.closings() == 1


def test_another_name_is_no_answer(enter: Enter) -> None:
    """The answer is sound, and from the wrong address."""
    room = enter("--fault", "north/1", "misnamed", "on")
    room.ear.wait_polls("two", 5)
    assert not room.ear.all(Inputs, lambda read: read.gate == "one")


def test_a_second_master_is_survived(enter: Enter) -> None:
    """It asks in between; an opening is still one opening, with one end."""
    room = enter()
    room.ear.wait_health(LineHealth.OK)
    room.simulator.do("fault north second-master 0.3")
    room.ear.wait_polls("one", 5)
    command = order(room.line, "one")
    wait_until(lambda: len(room.ear.about(command)) >= 2, 15, "an end")
    assert room.closings() <= 1
    room.simulator.do("fault north second-master 0")
    room.ear.wait_polls("two", 3)


def test_a_reboot_opens_contacts(enter: Enter) -> None:
    """What was on goes off, and comes on again by nobody."""
    room = enter()
    room.ear.wait_health(LineHealth.OK)
    order(room.line, "one")
    room.ear.wait(Answered)
    room.simulator.do("device north 1 reboot")
    room.simulator.wait_for("coil", on=False, by="reboot")
    room.ear.wait_polls("one", 3)
    assert room.closings() == 1


def test_a_plug_is_pulled_and_plugged(enter: Enter) -> None:
    """The line says so, and is back by itself."""
    room = enter()
    room.ear.wait_health(LineHealth.OK)
    for _ in range(2):
        room.ear.forget()
        room.simulator.do("port north pulled")
        room.ear.wait_health(LineHealth.OFFLINE)
        room.simulator.do("port north plugged")
        room.ear.wait_health(LineHealth.OK)
    assert room.closings() == 0


def test_a_network_cable_is_pulled_and_plugged(simulate: Simulate, listening: Listening) -> None:
    """The same over TCP."""
    simulator = simulate(MODBUS, "--tcp", "127.0.0.1:0")
    _, ear = listening.start(MODBUS.lines[0], MODBUS.gates, simulator.ports["north"])
    ear.wait_health(LineHealth.OK)
    simulator.do("port north pulled")
    ear.wait(GateOffline)
    ear.forget()
    simulator.do("port north plugged")
    ear.wait_health(LineHealth.OK)


def test_shares_are_kept() -> None:
    """Of 10,000 frames as many are struck as were asked for, and no others."""
    trouble = Trouble("any")
    trouble.line.put("lost-requests", "0.15")
    trouble.at(3).put("lost-answers", "0.3")
    lost = sum(trouble.request(FRAME, 1) is None for _ in range(10_000))
    assert 1300 < lost < 1700
    lost = sum(trouble.is_answer_lost(3, is_command=True) for _ in range(10_000))
    assert 2700 < lost < 3300
    assert not any(trouble.is_answer_lost(1, is_command=True) for _ in range(1000))


def test_damage_is_what_it_is_called() -> None:
    """One bit, one byte, twice, in two pieces, in another's name."""
    trouble = Trouble("any")

    def heard(**faults: str) -> list[tuple[float, bytes]]:
        trouble.line = Faults()
        for kind, value in faults.items():
            trouble.line.put(kind, value)
        return list(trouble.answer(FRAME, 1, lambda answer: b"f" + answer))

    assert heard() == [(0.0, FRAME)]
    [(_, flipped)] = heard(flipped="1")
    assert sum((a ^ b).bit_count() for a, b in zip(FRAME, flipped, strict=True)) == 1
    assert len(heard(missing="1")[0][1]) == len(FRAME) - 1
    assert heard(doubled="1", late="0.5") == [(0.5, FRAME), (0.5, FRAME)]
    assert heard(cut="on") == [(0.0, FRAME[:4]), (0.0, FRAME[4:])]
    assert heard(misnamed="on") == [(0.0, b"f" + FRAME)]
    assert heard(foreign="on") == [(0.0, b"f" + FRAME + FRAME)]
    [(_, noisy)] = heard(noise="on")
    assert len(noisy) > len(FRAME)


@pytest.mark.parametrize(("kind", "value"), [("fire", "on"), ("late", "soon"), ("doubled", "2")])
def test_what_there_is_not_is_refused(kind: str, value: str) -> None:
    """With what there is."""
    with pytest.raises(BadInput, match=r"use one of|needs"):
        Faults().put(kind, value)


def test_the_help_names_every_kind() -> None:
    """As it is typed."""
    assert [line.split()[0] for line in HELP.splitlines()] == list(KINDS)
