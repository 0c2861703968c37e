"""What installers see of a line: figures of each controller, and what passes in bytes and words."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from izix_desk.devices.osdp.codes import BUZ, KEYPAD, LED, POLL
from izix_desk.devices.osdp.frames import Message, crc, encode
from izix_desk.devices.osdp.messages import REFUSED_BEEPS, lamp
from izix_desk.devices.osdp.words import OsdpReader
from izix_desk.devices.tap import KEPT, Passed
from izix_desk.devices.wire import Answered, LineThread
from izix_desk.domain.events import LineHealth
from izix_desk.domain.lines import ControllerFigures, ControllerState, LineFigures, TraceLine
from tests.devices.conftest import Simulate
from tests.support import osdp
from tests.support.waiting import wait_until
from tests.support.wires import Ear, Listening, gate, order, site_of

SITE = site_of(gate("desk", 1, hold=1), gate("second", 2))
BADGE = "10000000100000000000000010"


def figures(
    ear: Ear, address: int, wanted: Callable[[ControllerFigures], bool]
) -> ControllerFigures:
    """Wait until the figures of a controller are as wanted, and return them."""

    def of(told: LineFigures) -> ControllerFigures:
        return next(each for each in told.controllers if each.address == address)

    return of(ear.wait(LineFigures, lambda told: wanted(of(told))))


class Traced:
    """What passes on a line from now on."""

    def __init__(self, line: LineThread) -> None:
        self._line = line
        self.seen: list[TraceLine] = []
        line.listen(on=True)

    def wait(self, words: str, *, sent: bool | None = None) -> TraceLine:
        """Return the first that says so."""

        def found() -> TraceLine | None:
            self.seen += self._line.passed()
            return next(
                (t for t in self.seen if words in t.words and sent in {None, t.is_sent}), None
            )

        return wait_until(found, 15, f"{words!r} in the trace") or pytest.fail(words)


def numbers(seen: Iterable[TraceLine]) -> list[int]:
    """Return how they are counted."""
    return [each.number for each in seen]


def test_a_line_of_boards_in_figures_and_in_words(simulate: Simulate, listening: Listening) -> None:
    """Requests and answers with their bytes, an opening included, and how quick each board is."""
    line, ear = listening.start(SITE.lines[0], SITE.gates, simulate(SITE).ports["north"])
    ear.wait_health(LineHealth.OK)
    traced = Traced(line)
    order(line, "desk")
    ear.wait(Answered)
    done = traced.wait("unit 1, done: switch output 0 on")
    asked = traced.wait("unit 1, switch output 0 on", sent=True)
    assert asked.data == done.data == bytes.fromhex("01050000ff008c3a")
    assert asked.at < done.at
    assert traced.wait("unit 2, inputs 0–3: 1000").address == 2  # noqa: RUF001 - from to
    assert numbers(traced.seen) == list(range(len(traced.seen)))
    told = figures(ear, 1, lambda one: one.asked > 5 and one.state is ControllerState.OK)
    assert told.gates == ("desk",)
    assert told.misses == told.check_errors == told.stray_bytes == 0
    assert told.reply_worst is not None
    assert told.reply_median is not None
    # Two gaps and the answer's bytes take so long at 19200, whatever the machine does.
    assert 0.004 < told.reply_median <= told.reply_worst
    whole = ear.wait(LineFigures, lambda each: each.polls_per_second > 0)
    assert (whole.baudrate, whole.parity, whole.stopbits, whole.fault) == (19200, "N", 1, "")


def test_a_silent_board_is_counted_and_asked_again_on_request(
    simulate: Simulate, listening: Listening
) -> None:
    """Its misses, what to do, and no wait of seconds once somebody has plugged it in again."""
    simulator = simulate(SITE)
    line, ear = listening.start(SITE.lines[0], SITE.gates, simulator.ports["north"])
    ear.wait_health(LineHealth.OK)
    traced = Traced(line)
    simulator.do("fault north silent on")
    assert traced.wait("unit 1, no answer").data == b""
    told = figures(ear, 1, lambda one: one.state is ControllerState.OFFLINE)
    assert told.misses >= 2
    assert "check its power" in told.detail
    simulator.do("fault north silent off")
    line.try_now(2)
    line.try_now(99)  # nobody there; nothing happens
    ear.forget()
    figures(ear, 2, lambda one: one.state is ControllerState.OK)


def test_damaged_answers_are_told_from_strange_bytes(
    simulate: Simulate, listening: Listening
) -> None:
    """A wrong check is counted apart, since it means another thing for the installer."""
    simulator = simulate(SITE)
    line, ear = listening.start(SITE.lines[0], SITE.gates, simulator.ports["north"])
    ear.wait_health(LineHealth.OK)
    traced = Traced(line)
    simulator.do("fault north noise on")
    traced.wait("damaged")
    damaged = [figures(ear, unit, lambda one: one.misses > 0) for unit in (1, 2)]
    assert sum(one.check_errors for one in damaged) > 0
    assert all(one.check_errors <= one.misses for one in damaged)


def test_what_nobody_takes_is_dropped_and_shows_in_the_numbers(
    simulate: Simulate, listening: Listening
) -> None:
    """The line goes on as if nobody listened, and keeps so much and no more."""
    site = site_of(*(gate(f"g{unit}", unit) for unit in range(1, 9)), baudrate=115200)
    line, ear = listening.start(site.lines[0], site.gates, simulate(site).ports["north"])
    ear.wait_health(LineHealth.OK)
    assert list(line.passed()) == []
    line.listen(on=True)
    asked = figures(ear, 1, lambda one: one.asked > 0).asked
    ear.forget()
    figures(ear, 1, lambda one: one.asked > asked + KEPT // 10)
    line.listen(on=False)
    seen: list[TraceLine] = []
    while batch := line.passed():
        seen += batch
    assert len(seen) == KEPT
    assert seen[0].number > 0
    assert numbers(seen) == list(range(seen[0].number, seen[0].number + KEPT))


def test_osdp_in_words_through_the_channel(
    simulate: Simulate, listening: Listening, tmp_path: Path
) -> None:
    """Sealed on the wire, plain in words; a PIN is in neither, and who a device is stands there."""
    site = osdp.site_of(osdp.gate("held", 1, hold=1), osdp.gate("door", 2, 3, inputs={}))
    pairings = osdp.paired((1, 2), tmp_path / "keys.json")
    simulator = simulate(site, "--keys", str(tmp_path / "keys.json"))
    line, ear = listening.start(site.lines[0], site.gates, simulator.ports["north"], pairings)
    ear.wait_health(LineHealth.OK)
    traced = Traced(line)
    order(line, "held")
    opened = traced.wait("OSDP 1, OUT 0 on for 0.5 s")
    assert opened.data[:2] == b"\xff\x53"
    assert b"\x68\x00\x05\x05\x00" not in opened.data
    simulator.do(f"card north 2 {BADGE}")
    assert traced.wait("OSDP 2, card 26 bit 1:1").is_sent is False
    simulator.do("keys north 2 4711#")
    pressed = traced.wait("OSDP 2, keys of a PIN")
    assert not any(digit in pressed.words.replace("OSDP 2", "") for digit in "471")
    assert b"4711" not in pressed.data
    told = figures(ear, 2, lambda one: one.identity is not None)
    assert told.identity is not None
    assert (told.identity.vendor, told.identity.serial) == ("495a58", 1002)
    everything = " ".join(each.data.hex() for each in traced.seen)
    assert not any(pairing.key.hex() in everything for pairing in pairings.values())


def test_a_device_without_a_key_is_told_as_barred(
    simulate: Simulate, listening: Listening, tmp_path: Path
) -> None:
    """With the command that pairs it; and asking at once changes nothing."""
    site = osdp.site_of(osdp.gate("door", 2, inputs={}))
    simulator = simulate(site, "--keys", str(tmp_path / "keys.json"))
    line, ear = listening.start(site.lines[0], site.gates, simulator.ports["north"])
    told = figures(ear, 2, lambda one: one.state is ControllerState.BARRED)
    assert "izix-desk pair north 2" in told.detail
    line.try_now(2)
    ear.forget()
    assert figures(ear, 2, lambda one: one.state is ControllerState.BARRED).asked == 0


def test_what_is_secret_and_not_sealed_is_never_shown() -> None:
    """Digits from a device without a channel, and commands that no running program sends."""
    reader = OsdpReader({})
    digits = bytearray(encode(Message(2, 1, KEYPAD, b"\x00\x0447 1")))
    digits[1] |= 0x80
    reply = encode_again(bytes(digits))
    assert reader.is_secret(Passed(0.0, False, reply, b"", None))
    assert "not shown" in reader.words(Passed(0.0, False, reply, b"", None))
    odd = encode(Message(2, 1, 0x75, bytes(18)))
    assert reader.is_secret(Passed(0.0, True, odd, odd, None))
    poll = encode(Message(2, 1, POLL))
    assert not reader.is_secret(Passed(0.0, True, poll, poll, None))


def test_what_a_driver_is_shown_is_told() -> None:
    """In the colour that a driver sees; a tone that is none is not heard."""
    reader = OsdpReader({})

    def told(code: int, data: bytes) -> str:
        sent = encode(Message(2, 1, code, data))
        return reader.words(Passed(0.0, True, sent, sent, None))

    assert told(LED, lamp(0, good=True)) == "OSDP 2, reader 0: green"
    assert told(LED, lamp(1, good=False)) == "OSDP 2, reader 1: red"
    assert told(BUZ, bytes((0, *REFUSED_BEEPS))) == "OSDP 2, reader 0: sounds"
    assert told(BUZ, bytes((0, 1, 0, 0, 0))) == "OSDP 2, reader 0: is silent"


def encode_again(frame: bytes) -> bytes:
    """Return a frame whose check fits again."""
    return frame[:-2] + crc(frame[:-2])


def test_a_camera_is_traced_as_it_writes(simulate: Simulate, listening: Listening) -> None:
    """Its text in words; nobody asks it anything."""
    simulator = simulate(SITE)
    line, ear = listening.start(SITE.lines[1], SITE.gates, simulator.ports["camera"])
    ear.wait_health(LineHealth.OK)
    traced = Traced(line)
    simulator.do("read camera '1-ABC-123;0.98'")
    assert traced.wait("1-ABC-123;0.98").address is None
    line.try_now(1)
    assert ear.wait(LineFigures).controllers == ()


def test_why_a_port_is_not_open_stands_in_its_figures(listening: Listening) -> None:
    """Also of a camera; nothing has to answer for that."""
    for line in SITE.lines:
        gone = replace(line, port="/nowhere/at/all")
        _, ear = listening.start(gone, SITE.gates, gone.port)
        told = ear.wait(LineFigures, lambda told: told.fault != "")
        assert "plug the adapter in" in told.fault
        assert not any(each.detail for each in told.controllers)
