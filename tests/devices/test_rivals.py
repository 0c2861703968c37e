"""Somebody else who asks on a line is told, and nobody who only seems to."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from izix_desk.devices.footing import Footing
from izix_desk.devices.frames.talker import Talker, put
from izix_desk.devices.frames.words import FramesReader
from izix_desk.devices.modbus.frames import READ_INPUTS, READ_REGISTERS, read_bits, seal
from izix_desk.devices.modbus.master import Master, timing_of
from izix_desk.devices.modbus.words import ModbusReader
from izix_desk.devices.osdp.bus import Bus
from izix_desk.devices.osdp.codes import ACK, ID, POLL
from izix_desk.devices.osdp.frames import MARK, REPLY_BIT, Message, crc, encode
from izix_desk.devices.osdp.words import OsdpReader
from izix_desk.devices.rivals import SEEN_SECONDS
from izix_desk.devices.tap import Reader, Tap
from izix_desk.domain.events import LineHealth
from izix_desk.domain.lines import LineFigures
from izix_desk.domain.site import Site
from tests.devices.conftest import Simulate
from tests.support import frames, osdp, wires
from tests.support.far_end import FarEnd
from tests.support.hostile import TestClock
from tests.support.waiting import wait_until
from tests.support.wires import Listening

SENTENCE = "Somebody else asks on line north: end that program or unplug that master."
LINE = wires.site_of(wires.gate("one", 1)).lines[0]
TABLE = frames.RELAYS


class Ground:
    """A line's port and ear on a clock of the test; what comes next is what the test says."""

    def __init__(self, reader: Reader) -> None:
        self.clock = TestClock()
        self.comes = b""
        self.told: list[LineFigures] = []
        self.tap = Tap(LINE, (), {}, reader=reader, post=self._take, footing=self._footing())
        self.port = self.tap.on(FarEnd(self.clock, lambda _: self.comes))

    def _take(self, message: object) -> None:
        if isinstance(message, LineFigures):
            self.told.append(message)

    def _footing(self) -> Footing:
        return Footing(clock=self.clock)

    def trouble(self) -> str:
        """Return what the ear has to say now."""
        self.tap.settle()
        return self.tap.rivals.trouble("north", self.clock.now())


Ask: TypeAlias = Callable[[bytes], None]
"""Ask once, while so much comes."""
Side: TypeAlias = tuple[Ground, Ask, bytes, bytes, bytes, bytes]
"""How a device is asked; the question, its answer, another question, another one's answer."""


def modbus() -> Side:
    """Three bytes of inputs make an answer that is as long as a question."""
    ground, question = Ground(ModbusReader()), read_bits(1, READ_INPUTS, 0, 24)
    master = Master(ground.port, timing_of(LINE), ground.clock)

    def ask(comes: bytes) -> None:
        ground.comes = comes
        master.ask(question)

    answer, foreign = seal(bytes((1, 2, 3, 1, 0, 9))), seal(bytes((2, 2, 3, 0, 1, 0)))
    other = seal(bytes((7, READ_REGISTERS, 0, 0, 0, 2)))
    return ground, ask, question.frame, answer, other, foreign


def declared() -> Side:
    """Frames of a table with a check."""
    ground = Ground(FramesReader(TABLE, (1, 2)))
    talker = Talker(ground.port, LINE, TABLE, ground.clock)
    assert TABLE.status is not None, "it can be asked"
    question, other = put(TABLE, TABLE.status, 1), put(TABLE, TABLE.status, 7)

    def ask(comes: bytes) -> None:
        ground.comes = comes
        talker.ask(question)

    answer, foreign = (seal(bytes((0xA5, unit, 0x82, 0, 0))) for unit in (1, 2))
    return ground, ask, question.frame, answer, other.frame, foreign


def panel() -> Side:
    """OSDP, where an answer names its device and has a bit of its own."""
    ground = Ground(OsdpReader({}))
    bus, question = Bus(LINE, ground.port, ground.clock), encode(Message(1, 1, POLL))

    def ask(comes: bytes) -> None:
        ground.comes = comes
        bus.ask(1, 1, question)

    answer, foreign = reply(1), reply(2)
    return ground, ask, MARK + question, answer, encode(Message(7, 0, ID, b"\x00")), foreign


def reply(address: int) -> bytes:
    """Return what an OSDP device says that has nothing new."""
    frame = bytearray(encode(Message(address, 1, ACK)))
    frame[1] |= REPLY_BIT
    return bytes(frame[:-2]) + crc(bytes(frame[:-2]))


SIDES = pytest.mark.parametrize("side", [modbus, declared, panel])


@SIDES
@pytest.mark.parametrize("echoes", [True, False], ids=["an adapter that echoes", "none"])
def test_what_only_looks_like_another_master_is_none(
    side: Callable[[], Side], *, echoes: bool
) -> None:
    """Our own frames given back whole or in part; answers twice, too late, damaged, of another."""
    ground, ask, question, answer, _, foreign = side()
    echo = question if echoes else b""
    damaged = answer[:-1] + bytes((answer[-1] ^ 1,))
    comes = [
        echo + answer,
        echo,
        echo[1:] + answer,
        echo + answer + answer,
        echo + damaged,
        echo + foreign,
        answer + echo + foreign,
        echo[:4] + foreign,
        b"",
    ]
    for each in (comes[0], comes[0], *comes, *comes, *[echo] * 20, comes[0]):
        ask(each)
        assert ground.trouble() == "", each.hex(" ")


@SIDES
def test_another_master_is_told_until_it_is_gone(side: Callable[[], Side]) -> None:
    """Whatever it asks; and once may be noise."""
    ground, ask, question, answer, other, _ = side()
    for heard in (question, other):
        for _ in range(5):
            ask(answer)
        ask(answer + heard)
        ask(answer)
        assert ground.trouble() == ""
        ask(heard)
        assert ground.trouble() == SENTENCE
        ground.tap.look()
        ground.clock.sleep(1)
        ground.tap.look()
        assert ground.told[-1].detail == SENTENCE
        ground.clock.sleep(SEEN_SECONDS)
        assert ground.trouble() == ""


@SIDES
def test_another_master_is_told_also_where_an_adapter_echoes(side: Callable[[], Side]) -> None:
    """By what it asks otherwise: the same question may be our own."""
    ground, ask, question, answer, other, _ = side()
    for _ in range(5):
        ask(question + answer + other)
    assert ground.trouble() == SENTENCE


@SIDES
def test_the_same_questions_between_every_two_answers_are_somebody_elses(
    side: Callable[[], Side],
) -> None:
    """From the first one on: an echo would come before the answer."""
    ground, ask, question, answer, _, _ = side()
    for _ in range(6):
        ask(answer + question + answer)
    assert ground.trouble() == SENTENCE


def test_another_port_begins_anew() -> None:
    """Its adapter may echo, and whoever asked on the last one may not be there."""
    ground, ask, question, answer, other, _ = modbus()
    for comes in (*[answer] * 5, answer + other, other, answer):
        ask(comes)
    assert ground.trouble() == SENTENCE
    ground.tap.on(ground.port)
    assert ground.trouble() == ""
    for _ in range(5):
        ask(question)
    assert ground.trouble() == ""


MODBUS = wires.site_of(wires.gate("one", 1), wires.gate("two", 2))
OSDP = osdp.site_of(osdp.gate("one", 1), osdp.gate("two", 2))
DECLARED = frames.site_of(TABLE, frames.gate("one", 1), frames.gate("two", 2))


@pytest.mark.parametrize("site", [MODBUS, OSDP, DECLARED], ids=["modbus", "osdp", "frames"])
def test_the_lamp_and_the_figures_name_a_second_master(
    site: Site, simulate: Simulate, listening: Listening, tmp_path: Path
) -> None:
    """It asks the same as we do; before it came the line was well."""
    pairings = osdp.paired((1, 2), tmp_path / "keys.json") if site is OSDP else {}
    options = ("--keys", str(tmp_path / "keys.json")) if site is OSDP else ()
    simulator = simulate(site, *options)
    _, ear = listening.start(site.lines[0], site.gates, simulator.ports["north"], pairings)
    ear.wait_health(LineHealth.OK)
    ear.wait_polls("one", 5)
    simulator.do("fault north second-master 0.07")
    told = wait_until(
        lambda: [each for each in ear.all(LineFigures) if each.detail], 30, "the figures' sentence"
    )
    assert told[0].detail == SENTENCE
    assert SENTENCE in ear.wait_health(LineHealth.DEGRADED).detail
