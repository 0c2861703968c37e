"""Eight ways to get a gate opened or a key out of an OSDP line, none of which works."""

import random
from collections.abc import Callable, Iterator, Mapping
from uuid import uuid4

import pytest

from izix_desk.devices.footing import Footing
from izix_desk.devices.lines import make_line
from izix_desk.devices.osdp.keys import DEFAULT_KEY, new_key
from izix_desk.devices.simulator.osdp_codec import Packet, build
from izix_desk.devices.wire import (
    Answered,
    CardRead,
    Distrust,
    GateOffline,
    LineOrder,
    LineThread,
    Refused,
)
from izix_desk.domain.commands import Action
from izix_desk.domain.events import LineHealth
from tests.support import osdp, osdp_attackers
from tests.support.far_end import FarEnd
from tests.support.hostile import TestClock
from tests.support.osdp_attackers import ADDRESS, KEYSET, OUT, Attacked, Recorder, Replay, Reply
from tests.support.waiting import wait_until
from tests.support.wires import Ear, Listening, order

SITE = osdp.site_of(osdp.gate("door", ADDRESS, inputs={}))
KEY = new_key()
OLD_KEY = new_key()
ALARM_SECONDS = 3.0
POLL, SECURED = 0x60, {0x15, 0x17}

Attack = Callable[[Reply], Attacked]


@pytest.fixture
def attack() -> Iterator[Attack]:
    """Start far ends of lines."""
    started: list[Attacked] = []

    def start(reply: Reply) -> Attacked:
        started.append(Attacked(reply))
        return started[-1]

    yield start
    for each in started:
        each.close()


def line_on(listening: Listening, far: Attacked, key: bytes = KEY) -> tuple[LineThread, Ear]:
    """Start a line whose device was paired with a key."""
    return listening.start(SITE.lines[0], SITE.gates, far.port, {ADDRESS: osdp.pairing(5, key)})


def must_be_barred(line: LineThread, ear: Ear, far: Attacked) -> None:
    """Check that it is told, that nothing is sent there, and that no key is seen."""
    alarm = ear.wait(Distrust)
    assert alarm.gate == "door"
    assert ear.wait(GateOffline).detail == alarm.detail
    assert "nothing is sent to it" in ear.wait_health(LineHealth.DEGRADED).detail
    command = order(line, "door")
    refused = ear.wait(Refused)
    assert (refused.command, refused.reason) == (command, "GATE_OFFLINE")
    must_have_sent_nothing(far)
    assert len(ear.all(Distrust)) == 1


def must_have_sent_nothing(far: Attacked) -> None:
    """Check that no command and no key left."""
    assert far.packets
    assert far.count(OUT) == far.count(KEYSET) == 0
    for key in (KEY, OLD_KEY, DEFAULT_KEY):
        assert key not in far.heard


def lure() -> Reply:
    """Return a device that claims to be in install mode."""
    return osdp_attackers.Lure()


STRANGERS = [
    pytest.param(lambda: osdp_attackers.plain, id="plain device"),
    pytest.param(lambda: osdp_attackers.downgrade, id="capability downgrade"),
    pytest.param(lambda: osdp_attackers.honest(osdp_attackers.device(new_key())), id="wrong key"),
    pytest.param(lure, id="install-mode lure"),
    pytest.param(
        lambda: osdp_attackers.honest(osdp_attackers.device(DEFAULT_KEY)), id="sample key"
    ),
    pytest.param(
        lambda: osdp_attackers.honest(osdp_attackers.device(OLD_KEY)),
        id="key of a captured KEYSET, since replaced",
    ),
]


@pytest.mark.parametrize("make", STRANGERS)
def test_a_device_that_does_not_know_the_key(
    make: Callable[[], Reply], attack: Attack, listening: Listening
) -> None:
    """Barred with an alarm; no command, no key, no question outside the handshake."""
    far = attack(make())
    line, ear = line_on(listening, far)
    must_be_barred(line, ear, far)
    assert {packet.command for packet in far.packets} <= {0x76, 0x77}


@pytest.mark.parametrize("key", [DEFAULT_KEY, bytes(16), bytes(range(16))])
def test_a_sample_key_in_the_store_is_never_used(
    key: bytes, attack: Attack, listening: Listening
) -> None:
    """Even where the device has the same: anybody could be that device."""
    far = attack(osdp_attackers.honest(osdp_attackers.device(key)))
    line, ear = line_on(listening, far, key)
    assert "anybody could guess" in ear.wait(GateOffline).detail
    order(line, "door")
    assert ear.wait(Refused).reason == "GATE_OFFLINE"
    assert far.packets == []


def test_a_recorded_session_opens_nothing_again(attack: Attack, listening: Listening) -> None:
    """Our challenge is another one each time."""
    recorder = Recorder(KEY)
    true = attack(recorder)
    line, ear = line_on(listening, true)
    ear.wait_health(LineHealth.OK)
    order(line, "door")
    ear.wait(Answered)
    line.stop()
    far = attack(Replay(recorder.recorded))
    line, ear = line_on(listening, far)
    must_be_barred(line, ear, far)


def test_a_replayed_reply_is_no_confirmation(attack: Attack, listening: Listening) -> None:
    """In the middle of a session: old replies, the sequence number right, in place of new ones."""
    made = osdp_attackers.honest(osdp_attackers.device(KEY))
    recorder = Recorder(KEY)
    far = attack(recorder)
    line, ear = line_on(listening, far)
    ear.wait_health(LineHealth.OK)
    ear.wait_polls("door", 3)
    old = {answer[4] & 0x03: answer for code, answer in recorder.recorded if code == POLL}
    far.reply = lambda packet: [old[packet.sequence]] if packet.scs in SECURED else made(packet)
    ear.wait(Distrust)
    order(line, "door")
    ear.wait(Refused)
    must_have_sent_nothing(far)


@pytest.mark.parametrize("first", ["true device first", "stranger first"])
def test_two_devices_on_one_address(first: str, attack: Attack, listening: Listening) -> None:
    """Whoever answers first: the place is barred."""
    true = osdp_attackers.honest(osdp_attackers.device(KEY))
    stranger = osdp_attackers.plain
    pair = (true, stranger) if first == "true device first" else (stranger, true)
    far = attack(osdp_attackers.both(*pair))
    line, ear = line_on(listening, far)
    must_be_barred(line, ear, far)


def test_a_card_of_a_barred_device_is_not_read(attack: Attack, listening: Listening) -> None:
    """A reader that was swapped for one with the right key of another place reads nothing."""
    made = osdp_attackers.device(KEY)
    made.serial_shift = 1
    made.show_card("10000000100000000000000010")
    far = attack(osdp_attackers.honest(made))
    line, ear = line_on(listening, far)
    must_be_barred(line, ear, far)
    assert "not the one that was paired" in ear.wait(Distrust).detail
    assert not ear.all(CardRead)


def test_babble_breaks_nothing(
    rng: random.Random, count: Callable[[int], int], attack: Attack, listening: Listening
) -> None:
    """Random, cut and mutated replies, and sound frames around nonsense; then all is well."""
    made = osdp_attackers.honest(osdp_attackers.device(KEY))
    left = [count(10_000)]

    def babble(packet: Packet) -> list[bytes]:
        (good,) = made(packet)
        left[0] -= 1
        if left[0] <= 0:
            return [good]
        spot = rng.randrange(len(good))
        nonsense = rng.randbytes(rng.randrange(1, 20))
        return [
            rng.choice(
                (
                    rng.randbytes(rng.randrange(1, 60)),
                    good[:spot],
                    good[:spot] + bytes((good[spot] ^ 1 << rng.randrange(8),)) + good[spot + 1 :],
                    build(
                        ADDRESS, packet.sequence, nonsense, rng.choice((b"", b"\x16", b"\x12\x01"))
                    ),
                    good,
                )
            )
        ]

    far = attack(babble)
    line, ear = line_on(listening, far)
    ear.wait_health(LineHealth.DEGRADED, seconds=60)
    left[0] = 0
    ear.forget()
    ear.wait_health(LineHealth.OK, seconds=60)
    command = order(line, "door")
    wait_until(lambda: ear.about(command) == ["Sent", "Answered"], 15, "an answer")


def test_the_true_device_is_trusted_again(attack: Attack, listening: Listening) -> None:
    """By itself, after it has answered well for a while."""
    far = attack(osdp_attackers.plain)
    line, ear = line_on(listening, far)
    ear.wait(Distrust)
    far.reply = osdp_attackers.honest(osdp_attackers.device(KEY))
    ear.wait_health(LineHealth.OK, seconds=25)
    command = order(line, "door")
    wait_until(lambda: ear.about(command) == ["Sent", "Answered"], 15, "an answer")
    assert far.count(OUT) == 1


def both(*, true_first: bool) -> Reply:
    """Return two devices on one address."""
    true = osdp_attackers.honest(osdp_attackers.device(KEY))
    pair = (true, osdp_attackers.plain) if true_first else (osdp_attackers.plain, true)
    return osdp_attackers.both(*pair)


def replayed() -> Reply:
    """Return what plays back the replies of a session that went well."""
    recorder = Recorder(KEY)
    clock = TestClock()
    line, ear = in_process(clock, recorder)
    ear.wait_health(LineHealth.OK)
    line.order(LineOrder(uuid4(), "door", Action.OPEN, clock.now() + 60))
    ear.wait(Answered)
    line.stop()
    return Replay(recorder.recorded)


def in_process(clock: TestClock, reply: Reply) -> tuple[LineThread, Ear]:
    """Start a line on a clock of the test; there is no wire between it and the far end."""

    def answer(data: bytes) -> bytes:
        packet = Packet(data.lstrip(b"\xff"))
        return b"".join(reply(packet)) if packet.ok else b""

    ear = Ear()
    footing = Footing(lambda _, timeout: FarEnd(clock, answer, timeout), clock)
    pairings = {ADDRESS: osdp.pairing(ADDRESS, KEY)}
    line = make_line(SITE.lines[0], SITE.gates, ear, pairings, footing)
    line.start()
    return line, ear


@pytest.mark.parametrize(
    "make",
    [
        *STRANGERS,
        pytest.param(replayed, id="replay"),
        pytest.param(lambda: both(true_first=True), id="two devices, the true one first"),
        pytest.param(lambda: both(true_first=False), id="two devices, the stranger first"),
    ],
)
def test_the_alarm_comes_within_three_seconds(
    make: Callable[[], Reply], figures: Callable[[Mapping[str, float]], None]
) -> None:
    """By a clock that only the line's own waiting moves, from its first question on."""
    reply, clock = make(), TestClock()
    began = clock.now()
    line, ear = in_process(clock, reply)
    alarm = ear.wait(Distrust)
    line.stop()
    figures({"alarm after, s": round(alarm.monotonic - began, 2)})
    assert alarm.monotonic - began <= ALARM_SECONDS


def test_the_clock_finds_an_alarm_that_is_late() -> None:
    """Planted: one that is true for five seconds of that clock, and only then is another."""
    clock = TestClock()
    true = osdp_attackers.honest(osdp_attackers.device(KEY))
    turns = clock.now() + ALARM_SECONDS + 2

    def turncoat(packet: Packet) -> list[bytes]:
        return true(packet) if clock.now() < turns else osdp_attackers.plain(packet)

    line, ear = in_process(clock, turncoat)
    alarm = ear.wait(Distrust)
    line.stop()
    assert alarm.monotonic > turns
    assert alarm.monotonic - turns <= ALARM_SECONDS
