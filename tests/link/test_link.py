"""A desk and an engine over a real local socket."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Client
from pathlib import Path
from time import monotonic, sleep

import pytest

from izix_desk.domain.errors import DeskError
from izix_desk.domain.events import GateReading, GateState, LineHealth, LineReading
from izix_desk.domain.lines import LineFigures, TraceLine
from izix_desk.domain.site import Protocol
from izix_desk.link.client import LinkClient
from izix_desk.link.line_messages import Figures, Follow, Trace
from izix_desk.link.messages import Beat, Gates, Hint, Lines, Message
from izix_desk.link.server import LinkServer

KEY = b"k" * 32
NORTH = LineFigures(
    line="north",
    protocol=Protocol.MODBUS_RTU,
    port="COM3",
    baudrate=19200,
    parity="N",
    stopbits=1,
    monotonic=1.0,
)
PASSED = TraceLine(
    line="north", number=0, at=1.0, is_sent=True, address=1, data=b"\x01", words="unit 1"
)
OPEN = Gates((GateReading(gate="p1-entry", state=GateState.OPEN, monotonic=1.0),))


def wait_for(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until it holds; fail when it does not within the deadline."""
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "it never came true"
        sleep(0.005)


class Desk:
    """Collects what one client hears."""

    def __init__(self, address: str, key: bytes = KEY) -> None:
        self.heard: list[Message] = []
        self.connected: list[bool] = []
        self.client = LinkClient(
            address, key, take=self.heard.append, connected=self.connected.append
        )
        self.client.start()


def hear(link: LinkServer, one: Desk, message: Message) -> None:
    """Publish until that desk has it; it feels connected before the engine has greeted it."""

    def heard() -> bool:
        link.publish(message)
        return message in one.heard

    wait_for(heard)


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Return a socket path short enough for every system (107 bytes on Linux)."""
    return os.path.relpath(tmp_path / "link")


@contextmanager
def server(address: str, take: Callable[[Message], None] = lambda _: None) -> Iterator[LinkServer]:
    """Run an engine's end."""
    link = LinkServer(address, KEY, take)
    link.start()
    try:
        yield link
    finally:
        link.close()


@contextmanager
def desk(address: str, key: bytes = KEY) -> Iterator[Desk]:
    """Run a desk's end."""
    one = Desk(address, key)
    try:
        yield one
    finally:
        one.client.close()


def test_every_desk_hears_the_engine_and_the_engine_hears_hints(address: str) -> None:
    """States go to all desks, hints come back."""
    hints: list[Message] = []
    with server(address, hints.append) as link, desk(address) as one, desk(address) as two:
        wait_for(lambda: one.connected == [True] and two.connected == [True])
        hear(link, one, OPEN)
        hear(link, two, OPEN)
        one.client.hint()
        wait_for(lambda: hints == [Hint("commands")])


def test_a_desk_that_comes_later_gets_the_last_states(address: str) -> None:
    """It does not wait for the next change to fill its tiles, and knows whom it hears."""
    lines = Lines((LineReading(line="north", health=LineHealth.OFFLINE),))
    with server(address) as link:
        for message in (lines, OPEN, Beat(7, 1.0), Hint("commands")):
            link.publish(message)
        with desk(address) as one:
            wait_for(lambda: one.heard == [lines, OPEN, Beat(7, 1.0)])


def test_a_desk_finds_the_next_engine_by_itself(address: str) -> None:
    """An engine that was restarted is found without anybody's help."""
    with desk(address) as one:
        for turn in (1, 2):
            with server(address) as link:
                wait_for(lambda: one.connected[-1:] == [True])
                hear(link, one, Beat(1, float(turn)))
            wait_for(lambda: one.connected[-1:] == [False])
    assert one.connected[:4] == [True, False, True, False]


def test_who_does_not_know_the_key_hears_nothing(address: str) -> None:
    """Another user of the PC cannot listen."""
    with server(address) as link, desk(address, b"x" * 32) as stranger, desk(address) as one:
        wait_for(lambda: one.connected == [True])
        hear(link, one, OPEN)
        assert stranger.heard == []
        assert stranger.connected == []


def test_a_peer_that_says_nothing_keeps_nobody_out(address: str) -> None:
    """The challenge of one connection does not wait for another."""
    with server(address) as link, Client(address) as silent, desk(address) as one:
        wait_for(lambda: one.connected == [True])
        hear(link, one, OPEN)
        assert silent.poll(1)  # its challenge waits there still


def test_a_peer_that_never_reads_holds_up_neither_engine_nor_desks(address: str) -> None:
    """A frozen desk loses messages; nobody else notices."""
    big = Gates(
        tuple(
            GateReading(gate=f"g{n}" * 50, state=GateState.CLOSED, monotonic=1.0)
            for n in range(200)
        )
    )
    with (
        server(address) as link,
        Client(address, authkey=KEY) as hung,
        desk(address) as one,
    ):
        wait_for(lambda: one.connected == [True])
        for _ in range(400):  # some 12 MB: far more than a socket and an outbox take
            link.publish(big)
        last = Beat(9, 9.0)
        hear(link, one, last)
        assert hung.poll(1)


def test_figures_go_to_those_who_follow_and_traces_to_those_who_want_that_line(
    address: str,
) -> None:
    """Others are not bothered; whoever comes later is not greeted with what is old."""
    figures = Figures(NORTH)
    trace = Trace((PASSED,))
    with server(address) as link, desk(address) as one, desk(address) as two:
        wait_for(lambda: one.connected == [True] and two.connected == [True])
        assert link.followed().is_heard is False
        one.client.send(Follow(frozenset({"north"})))
        two.client.send(Follow())
        wait_for(lambda: link.followed().listeners == 2)
        assert link.followed().traced == {"north"}
        link.publish(trace)
        link.publish(figures)
        wait_for(lambda: figures in one.heard and figures in two.heard)
        assert trace in one.heard
        assert trace not in two.heard
        with desk(address) as late:
            hear(link, late, OPEN)
            assert figures not in late.heard


def test_a_follower_that_goes_is_followed_no_more(address: str) -> None:
    """At once: nobody waits for the end of its lease."""
    with server(address) as link:
        with desk(address) as one:
            wait_for(lambda: one.connected == [True])
            one.client.send(Follow(frozenset({"north"})))
            wait_for(lambda: link.followed().is_heard)
        wait_for(lambda: not link.followed().is_heard, 2.0)


def test_bytes_that_are_no_message_are_dropped(address: str) -> None:
    """A pickle is never loaded, and the connection goes on."""
    hints: list[Message] = []
    with server(address, hints.append), Client(address, authkey=KEY) as peer:
        peer.send_bytes(b"\x80\x04K\x01.")
        peer.send_bytes(b'{"v":1,"kind":"hint","what":"commands"}')
        wait_for(lambda: hints == [Hint("commands")])


def test_a_link_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path) -> None:
    """The world's fault, named."""
    link = LinkServer(str(tmp_path / "missing" / "link"), KEY, lambda _: None)
    with pytest.raises(DeskError, match="cannot be made"):
        link.start()


def test_closing_leaves_no_thread_behind(address: str) -> None:
    """Both ends go when they are told to."""
    with server(address), desk(address) as one:
        wait_for(lambda: one.connected == [True])
    wait_for(lambda: not [t for t in threading.enumerate() if t.name.startswith("link-")])
