"""A million frames of nonsense: no exception leaves a line, none is dear, and none is kept."""

import random
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from typing_extensions import override

from izix_desk.devices.footing import Footing
from izix_desk.devices.lines import make_line
from izix_desk.devices.mailbox import Item
from izix_desk.devices.modbus.words import ModbusReader
from izix_desk.devices.osdp.keys import new_key
from izix_desk.devices.port_line import PortLine
from izix_desk.devices.ports import Port
from izix_desk.devices.tap import Tap
from izix_desk.devices.wire import LineThread, Post, Sent
from izix_desk.domain.events import LineHealth
from tests.support import frames, osdp
from tests.support.foul import KINDS, Foul, FoulBoards, FoulCamera, FoulDevices, FoulRelays
from tests.support.hostile import Range, Report
from tests.support.hostile_pty import HostilePty
from tests.support.wires import Ear, Listening, by_board, gate, order, site_of

FRAMES = 1_000_000
PTY_FRAMES = 10_000
SECONDS = 3600.0
UNITS = (1, 2, 3)
BOARDS = site_of(
    gate("one", 1, hold=1),
    gate("two", 2, hold=1, open=by_board("waveshare")),
    gate("three", 3, hold=1, open=by_board("lc-tech"), inputs={}),
)
DEVICES = osdp.site_of(*(osdp.gate(name, n, hold=1) for n, name in enumerate("abc", 1)))
RELAYS = frames.site_of(
    frames.RELAYS,
    *(frames.gate(name, n, hold=1) for n, name in enumerate(("one", "two", "three"), 1)),
    baudrate=115200,
)
Record = Callable[[str, object], None]
Count = Callable[[int], int]


def check(report: Report, frames: int) -> None:
    """Fail unless all promises were kept and each kind of nonsense was there."""
    assert report.problems() == []
    assert report.frames >= frames
    assert report.sound >= 0.1 * report.frames
    assert min(report.kinds[kind] for kind in KINDS) >= 0.02 * report.frames


@pytest.mark.timeout(SECONDS + 60)
def test_boards_that_talk_nonsense(
    count: Count, rng: random.Random, record_property: Record
) -> None:
    """Modbus, with commands under way all the time; none of them is sent twice."""
    shot_at = Range(FoulBoards(rng, UNITS), count(FRAMES), ("one", "two", "three"), rng)
    line = BOARDS.lines[0]
    report = shot_at.run(
        lambda post, footing: make_line(line, BOARDS.gates, post, footing=footing), SECONDS
    )
    record_property("hostile bytes, Modbus", report.row())
    check(report, count(FRAMES))
    for what in ("Sent", "Answered", "Unsure", "Refused", "Expired", "Inputs", "PulseEnded"):
        assert report.posted[what] > 0, report.posted


@pytest.mark.timeout(SECONDS + 60)
def test_devices_that_talk_nonsense(
    count: Count, rng: random.Random, record_property: Record
) -> None:
    """OSDP, also within the secure channel."""
    keys = {unit: new_key() for unit in UNITS}
    pairings = {unit: osdp.pairing(unit, key) for unit, key in keys.items()}
    foul = FoulDevices(rng, keys)
    shot_at = Range(foul, count(FRAMES), ("a", "b", "c"), rng)
    line = DEVICES.lines[0]
    report = shot_at.run(
        lambda post, footing: make_line(line, DEVICES.gates, post, pairings, footing), SECONDS
    )
    record_property("hostile bytes, OSDP", f"{report.row()}, {foul.in_channel} in the channel")
    check(report, count(FRAMES))
    assert foul.in_channel >= 0.01 * count(FRAMES)
    for what in ("Sent", "Answered", "Unsure", "Refused", "Unsent", "Distrust", "CardRead"):
        assert report.posted[what] > 0, report.posted


@pytest.mark.timeout(SECONDS + 60)
def test_declared_devices_that_talk_nonsense(
    count: Count, rng: random.Random, record_property: Record
) -> None:
    """Frames of a table."""
    shot_at = Range(FoulRelays(rng, UNITS), count(FRAMES), ("one", "two", "three"), rng)
    line = RELAYS.lines[0]
    report = shot_at.run(
        lambda post, footing: make_line(line, RELAYS.gates, post, footing=footing), SECONDS
    )
    record_property("hostile bytes, frames", report.row())
    check(report, count(FRAMES))
    for what in ("Sent", "Answered", "Unsure", "Refused", "Expired", "Inputs", "PulseEnded"):
        assert report.posted[what] > 0, report.posted


@pytest.mark.timeout(SECONDS + 60)
def test_a_camera_that_talks_nonsense(
    count: Count, rng: random.Random, record_property: Record
) -> None:
    """Lines of text; what fits the pattern is a read, and no more."""
    shot_at = Range(FoulCamera(rng), count(FRAMES), (), rng)
    line = BOARDS.lines[1]
    report = shot_at.run(
        lambda post, footing: make_line(line, BOARDS.gates, post, footing=footing), SECONDS
    )
    record_property("hostile bytes, plates", report.row())
    check(report, count(FRAMES))
    assert report.posted["PlateLine"] >= 0.1 * report.frames


def over_a_pty(
    foul: Foul, frames: int, start: Callable[[str], tuple[LineThread, Ear]], names: str = ""
) -> str:
    """Shoot at a line over a real port; it must be well again once the far end is."""
    far = HostilePty(foul, frames, unasked=not names)
    line, ear = start(far.port)
    try:
        while not far.is_over.wait(0.05):
            if names:
                order(line, foul.chance.choice(names.split()), fresh=1)
        ear.wait_health(LineHealth.OK, seconds=60)
    finally:
        line.stop()
        far.close()
    assert foul.commands <= len(ear.all(Sent))
    return f"{far.frames} frames, {far.sound / far.frames:.0%} past the check"


@pytest.mark.timeout(SECONDS)
def test_boards_that_talk_nonsense_over_a_pty(
    count: Count, rng: random.Random, record_property: Record, listening: Listening
) -> None:
    """Real reads, real time-outs."""
    line = replace(BOARDS.lines[0], baudrate=115200)
    told = over_a_pty(
        FoulBoards(rng, UNITS),
        count(PTY_FRAMES),
        lambda port: listening.start(line, BOARDS.gates, port),
        "one two three",
    )
    record_property("hostile bytes over a pty, Modbus", told)


@pytest.mark.timeout(SECONDS)
def test_devices_that_talk_nonsense_over_a_pty(
    count: Count, rng: random.Random, record_property: Record, listening: Listening
) -> None:
    """The secure channel breaks again and again, and is there in the end."""
    keys = {unit: new_key() for unit in UNITS}
    pairings = {unit: osdp.pairing(unit, key) for unit, key in keys.items()}
    told = over_a_pty(
        FoulDevices(rng, keys),
        count(PTY_FRAMES),
        lambda port: listening.start(DEVICES.lines[0], DEVICES.gates, port, pairings),
        "a b c",
    )
    record_property("hostile bytes over a pty, OSDP", told)


@pytest.mark.timeout(SECONDS)
def test_declared_devices_that_talk_nonsense_over_a_pty(
    count: Count, rng: random.Random, record_property: Record, listening: Listening
) -> None:
    """Frames of a table."""
    told = over_a_pty(
        FoulRelays(rng, UNITS),
        count(PTY_FRAMES),
        lambda port: listening.start(RELAYS.lines[0], RELAYS.gates, port),
        "one two three",
    )
    record_property("hostile bytes over a pty, frames", told)


@pytest.mark.timeout(SECONDS)
def test_a_camera_that_talks_nonsense_over_a_pty(
    count: Count, rng: random.Random, record_property: Record, listening: Listening
) -> None:
    """It talks unasked."""
    told = over_a_pty(
        FoulCamera(rng),
        count(PTY_FRAMES),
        lambda port: listening.start(BOARDS.lines[1], BOARDS.gates, port),
    )
    record_property("hostile bytes over a pty, plates", told)


class _Naive(PortLine):
    """A line that believes what it reads; each test plants its own fault."""

    def __init__(self, post: Post, footing: Footing, fault: Callable[[bytes], object]) -> None:
        line = BOARDS.lines[0]
        tap = Tap(line, (), {}, reader=ModbusReader(), post=post, footing=footing)
        super().__init__(line, 0.1, tap, footing)
        self._fault = fault
        self._post = post

    @override
    def _serve(self, port: Port) -> None:
        while not self._mailbox.is_stopping:
            port.write(b"\x01\x01\x00\x00\x00\x08\x3d\xcc")
            self._fault(port.read(256))

    @override
    def _look_closed(self, now: float, why: str) -> None:
        pass

    @override
    def _lose(self, now: float) -> None:
        pass

    @override
    def _turn_away(self, item: Item, why: str) -> None:
        pass


def planted(rng: random.Random, fault: Callable[[bytes], object], frames: int = 10_000) -> str:
    """Return what is said of a line with a fault in it."""
    shot_at = Range(FoulBoards(rng, (1,)), frames, (), rng)
    report = shot_at.run(lambda post, footing: _Naive(post, footing, fault), 60)
    return " ".join(report.problems())


def test_a_parser_that_raises_is_found(rng: random.Random) -> None:
    """Planted control."""
    assert "died of IndexError" in planted(rng, lambda data: data[data[2]])


def test_a_parser_that_leaks_is_found(rng: random.Random) -> None:
    """Planted control: it keeps every frame."""
    kept: list[bytes] = []
    assert "were kept" in planted(rng, kept.append)


def test_a_parser_that_is_slow_is_found(rng: random.Random) -> None:
    """Planted control: one frame in a thousand costs too much."""
    calls = iter(range(10_000_000))

    def think(_: bytes) -> None:
        if next(calls) % 1000 == 999:
            until = time.thread_time() + 0.15
            while time.thread_time() < until:
                pass

    assert "ms of CPU" in planted(rng, think, 2000)


def test_a_line_that_repeats_a_command_is_found(rng: random.Random) -> None:
    """Planted control: more commands at the far end than were told."""
    foul: Foul = FoulBoards(rng, (1,))
    shot_at = Range(foul, 100, (), rng)

    def make(post: Post, footing: Footing) -> LineThread:
        del post
        on = b"\x01\x05\x00\x00\xff\x00\x8c\x3a"
        port = footing.open_port(BOARDS.lines[0], 0.1)
        return _Naive(lambda _: None, footing, lambda _: port.write(on))

    assert "commands for 0" in " ".join(shot_at.run(make, 60).problems())
