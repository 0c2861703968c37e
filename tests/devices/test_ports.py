"""What did not leave a port in time never leaves it: an opening must not come late."""

import os
import pty
import select
import socket
import termios
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from serial import SerialTimeoutException

from izix_desk.devices.port_faults import PORT_LOST
from izix_desk.devices.ports import Port, open_port
from izix_desk.domain.site import Line, Protocol

FULL = bytes(100_000)
"""More than a peer takes that does not read."""
COMMAND = b"OPEN THE GATE"


@pytest.fixture
def port_at() -> Iterator[Callable[[str], Port]]:
    """Open ports that are closed with their test."""
    opened: list[Port] = []

    def at(place: str) -> Port:
        line = Line(id="north", port=place, protocol=Protocol.MODBUS_RTU)
        opened.append(open_port(line, 0.1))
        return opened[-1]

    yield at
    for port in opened:
        port.close()


@pytest.fixture
def device() -> Iterator[socket.socket]:
    """Give a device server that takes a connection and few bytes, and reads none."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server


def url(device: socket.socket) -> str:
    """Return the port that leads there."""
    return f"socket://127.0.0.1:{device.getsockname()[1]}"


def all_of(peer: socket.socket) -> bytes:
    """Read until the connection ends, in order or not."""
    received = b""
    with suppress(ConnectionResetError, TimeoutError):
        while data := peer.recv(65536):
            received += data
    return received


def lose(port: Port) -> None:
    """Read until the port is lost."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        port.read_some()


def test_a_stuck_adapter_that_goes_on_does_not_open_a_gate(
    port_at: Callable[[str], Port],
) -> None:
    """The other end wakes up after the write was given up, and finds no command."""
    master, slave = pty.openpty()
    with open(master, "rb", 0), open(slave, "rb", 0):
        tty.setraw(slave)
        port = port_at(os.ttyname(slave))
        with pytest.raises(SerialTimeoutException):
            port.write(bytes(10_000) + COMMAND + FULL)
        woken = b""
        while select.select([master], [], [], 0)[0]:
            woken += os.read(master, 4096)
    assert COMMAND not in woken


def test_a_device_server_that_stalls_gets_nothing_late(
    port_at: Callable[[str], Port], device: socket.socket
) -> None:
    """The write gave up and the line is opened anew; what stood in the queue is thrown away."""
    port = port_at(url(device))
    peer, _ = device.accept()
    with peer:
        with pytest.raises(PORT_LOST):
            port.write(FULL + COMMAND + bytes(50_000_000))
        port.close()
        peer.settimeout(5)
        assert COMMAND not in all_of(peer)


def test_what_a_device_server_does_not_confirm_is_given_up(
    port_at: Callable[[str], Port], device: socket.socket
) -> None:
    """The write went well, into a queue: the port is lost before a cable is plugged in again."""
    port = port_at(url(device))
    peer, _ = device.accept()
    with peer:
        port.write(FULL)
        port.write(COMMAND)
        with pytest.raises(PORT_LOST):
            lose(port)
        peer.settimeout(5)
        assert COMMAND not in all_of(peer)


@pytest.fixture
def wire() -> Iterator[int]:
    """Give the line's end of a wire."""
    master, slave = pty.openpty()
    with open(master, "rb", 0), open(slave, "rb", 0):
        tty.setraw(slave)
        yield slave


def test_another_speed_lasts_as_long_as_it_is_wanted(
    port_at: Callable[[str], Port], wire: int
) -> None:
    """Whatever happens meanwhile; and what a port cannot do leaves it as it was."""
    port = port_at(os.ttyname(wire))
    before = termios.tcgetattr(wire)
    fast = Line(id="", port="", protocol=Protocol.MODBUS_RTU, baudrate=38400, stopbits=2)
    with port.tuned(fast) as can:
        assert can
        during = termios.tcgetattr(wire)
        assert during[4:6] == [termios.B38400] * 2
        assert during[2] & termios.CSTOPB
    assert termios.tcgetattr(wire) == before
    with pytest.raises(TimeoutError), port.tuned(fast):
        raise TimeoutError
    assert termios.tcgetattr(wire) == before
    with port.tuned(replace(fast, parity="E")) as can:
        assert not can, "a pseudo-terminal has no parity"
    assert termios.tcgetattr(wire) == before


def test_a_port_that_was_set_otherwise_meanwhile_counts_as_lost(
    port_at: Callable[[str], Port], wire: int
) -> None:
    """No command may leave it at a speed that nobody knows."""
    port = port_at(os.ttyname(wire))
    same = Line(id="", port="", protocol=Protocol.MODBUS_RTU)
    settings = termios.tcgetattr(wire)
    settings[4] = settings[5] = termios.B4800
    with pytest.raises(PORT_LOST, match="did not go back"), port.tuned(same):
        termios.tcsetattr(wire, termios.TCSANOW, settings)


def test_a_device_server_keeps_its_speed(
    port_at: Callable[[str], Port], device: socket.socket
) -> None:
    """It alone knows which one that is."""
    fast = Line(id="", port="", protocol=Protocol.MODBUS_RTU, baudrate=38400)
    with port_at(url(device)).tuned(fast) as can:
        assert not can
