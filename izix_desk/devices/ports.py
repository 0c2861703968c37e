"""Serial ports and their kin, opened so that a lost one is noticed and never shared."""

import errno
import os
import select
import socket
import struct
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import serial

from izix_desk.devices.timing import character_seconds
from izix_desk.domain.errors import LineFault
from izix_desk.domain.site import Line

try:
    from termios import error as _termios_error

    _termios: type[Exception] = _termios_error
except ImportError:  # Windows has no termios; there pyserial raises SerialException throughout
    _termios = serial.SerialException

PORT_LOST: tuple[type[Exception], ...] = (OSError, serial.SerialException, _termios)
"""What a vanished port raises; termios.error is neither of the other two."""
CONNECT_SECONDS = 1.0
WRITE_SECONDS = 1.0
CHUNK = 4096
TCP_OPTIONS = {
    "TCP_NODELAY": 1,
    # Seconds of rest, seconds between questions, and questions until a half-open peer is noticed.
    "TCP_KEEPIDLE": 3,
    "TCP_KEEPINTVL": 1,
    "TCP_KEEPCNT": 3,
    # Milliseconds: the system would deliver an opening minutes later, once a cable is back.
    "TCP_USER_TIMEOUT": 2000,
}
_IN_USE = "is in use by another program: end that program."
_WHY = {
    errno.ENXIO: "leads nowhere: the simulator behind it has ended, start it again.",
    errno.EACCES: "may not be used by this account: add it to the group that owns the port.",
    errno.EAGAIN: _IN_USE,
    errno.EBUSY: _IN_USE,
}
_NO_LINGER = struct.pack("HH" if os.name == "nt" else "ii", 1, 0)
"""Closing throws away what did not leave yet, for the same reason."""


class NothingLeftError(OSError):
    """The port refused the very first byte, so it is certain that nothing was sent."""


class Port(Protocol):
    """An open port."""

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, fewer once the port's time-out is over."""
        ...

    def read_some(self) -> bytes:
        """Return what is there, after at most one time-out."""
        ...

    def write(self, data: bytes) -> None:
        """Hand all of it to the wire; raises NothingLeftError only when no byte can have left."""
        ...

    def discard(self) -> bytes:
        """Throw away what was received and not read, and return it."""
        ...

    def close(self) -> None:
        """Close it; a port that is gone already is closed as well."""
        ...


def open_port(line: Line, timeout: float) -> Port:
    """Open the port of a line; raises LineFault with one sentence when that cannot be done."""
    try:
        if line.port.startswith("socket://"):
            return SocketPort(line.port, timeout)
        return SerialPort(line, timeout)
    except ValueError as problem:
        raise LineFault(
            f"{_port(line)} cannot be used as it is written: {_correct(line)}; it is like "
            "/dev/ttyUSB0, COM3 or socket://host:port."
        ) from problem
    except PORT_LOST as problem:
        raise LineFault(f"{_port(line)} {_why(line, problem)}") from problem


def _port(line: Line) -> str:
    return f"Port {line.port} of line {line.id}" if line.id else f"Port {line.port}"


def _correct(line: Line) -> str:
    return "correct it in the site file" if line.id else "name another one"


def _errno(problem: Exception) -> int | None:
    """Return the number of what the system said; pyserial keeps some only as the first cause."""
    for each in (problem, problem.__context__):
        for number in (getattr(each, "errno", None), *getattr(each, "args", ())[:1]):
            if isinstance(number, int):
                return number
    return None


def _why(line: Line, problem: Exception) -> str:
    number = _errno(problem)
    if number in _WHY:
        return _WHY[number]
    if line.port.startswith("/") and not Path(line.port).exists():
        return f"does not exist: plug the adapter in, or {_correct(line)}."
    if number in {errno.ENOTTY, errno.EISDIR}:
        return f"is no serial port: {_correct(line)}."
    if "://" in line.port:
        return "cannot be reached: check the device, its network cable and how it is written."
    return "cannot be opened: check its adapter, and end any program that uses it."


def _refuse_stale(path: Path) -> None:
    """Raise OSError for the name of a pseudo-terminal that is somebody else's by now.

    A killed simulator leaves the name behind, and the system gives the number to whoever opens a
    terminal next: commands of a gate must not be written there, nor its keys be read.
    """
    if not path.is_symlink() or not str(path.resolve()).startswith("/dev/pts/"):
        return
    if path.exists() and path.stat().st_ctime_ns > path.lstat().st_ctime_ns:
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))


class SerialPort:
    """A port that pyserial opens: a device path, COM3, rfc2217://, loop://."""

    def __init__(self, line: Line, timeout: float) -> None:
        _refuse_stale(Path(line.port))
        self._port = serial.serial_for_url(
            line.port,
            do_not_open=True,
            baudrate=line.baudrate,
            parity=line.parity,
            stopbits=line.stopbits,
            timeout=timeout,
            write_timeout=WRITE_SECONDS,
        )
        self._timeout = timeout
        self._character = character_seconds(line)
        self._ahead = b""
        """Received, and not wanted yet."""
        self._descriptor: int | None = None
        if isinstance(self._port, serial.Serial):
            self._port.exclusive = True
        self._port.open()
        if os.name == "posix" and isinstance(self._port, serial.Serial):
            self._descriptor = self._port.fileno()

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, fewer once the port's time-out is over."""
        if self._descriptor is None:
            return self._port.read(size)
        return self._take(self._descriptor, size)

    def _take(self, descriptor: int, size: int) -> bytes:
        # What pyserial does, in a third of the time: with it, reading was half of all work.
        until = time.monotonic() + self._timeout
        while len(self._ahead) < size:
            left = max(0.0, until - time.monotonic())
            if not select.select([descriptor], [], [], left)[0]:
                break
            data = os.read(descriptor, CHUNK)
            if not data:
                raise serial.SerialException("the device is gone")
            self._ahead += data
        received, self._ahead = self._ahead[:size], self._ahead[size:]
        return received

    def read_some(self) -> bytes:
        """Return what is there, after at most one time-out."""
        return self.read(max(1, len(self._ahead) or self._port.in_waiting))

    def write(self, data: bytes) -> None:
        """Hand all of it to the wire; raises NothingLeftError only when no byte can have left."""
        done = 0 if self._descriptor is None else self._begin(self._descriptor, data)
        try:
            if done < len(data):
                self._port.write(data[done:])
            if self._descriptor is not None:
                self._drain()
        except serial.SerialTimeoutException:
            self._forget_unsent()
            raise

    def _begin(self, descriptor: int, data: bytes) -> int:
        # pyserial does not tell how much of a failed write had left; the system call does.
        try:
            return os.write(descriptor, data)
        except OSError as problem:
            raise NothingLeftError(problem.errno, problem.strerror) from problem

    def _forget_unsent(self) -> None:
        # A stuck adapter that goes on would open a gate when nobody expects it any more.
        with suppress(*PORT_LOST):
            self._port.reset_output_buffer()

    def _drain(self) -> None:
        # tcdrain has no time-out and hangs on a stuck adapter; the length of the queue is asked.
        until = time.monotonic() + WRITE_SECONDS
        while waiting := self._port.out_waiting:
            if time.monotonic() > until:
                raise serial.SerialTimeoutException("the port does not send")
            time.sleep(max(0.001, min(waiting * self._character, WRITE_SECONDS / 10)))

    def discard(self) -> bytes:
        """Throw away what was received and not read, and return it."""
        ahead, self._ahead = self._ahead, b""
        if self._descriptor is None:
            return self._port.read(self._port.in_waiting)
        if not select.select([self._descriptor], [], [], 0)[0]:
            return ahead
        data = os.read(self._descriptor, CHUNK)
        if not data:  # readable without a byte: the other end has hung up
            raise NothingLeftError(errno.EIO, "the device is gone")
        return ahead + data

    def close(self) -> None:
        """Close it; a port that is gone already is closed as well."""
        with suppress(*PORT_LOST):
            self._port.close()


class SocketPort:
    """A device server at `socket://host:port`; keep-alive questions show a half-open one."""

    def __init__(self, url: str, timeout: float) -> None:
        place = urlsplit(url)
        if not place.hostname or place.port is None:
            raise ValueError("expected socket://host:port")
        self._timeout = timeout
        self._socket = socket.create_connection((place.hostname, place.port), CONNECT_SECONDS)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        for name, value in TCP_OPTIONS.items():
            option: int | None = getattr(socket, name, None)
            if option is not None:
                self._socket.setsockopt(socket.IPPROTO_TCP, option, value)
        self._socket.settimeout(WRITE_SECONDS)

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, fewer once the port's time-out is over."""
        until = time.monotonic() + self._timeout
        received = b""
        while len(received) < size and self._is_ready(until - time.monotonic()):
            received += self._receive(size - len(received))
        return received

    def read_some(self) -> bytes:
        """Return what is there, after at most one time-out."""
        return self._receive(CHUNK) if self._is_ready(self._timeout) else b""

    def write(self, data: bytes) -> None:
        """Hand all of it to the wire; raises NothingLeftError only when no byte can have left."""
        try:
            done = self._socket.send(data)
        except OSError as problem:
            raise NothingLeftError(problem.errno, problem.strerror) from problem
        if done < len(data):
            self._socket.sendall(data[done:])

    def discard(self) -> bytes:
        """Throw away what was received and not read, and return it."""
        received = b""
        while self._is_ready(0):
            received += self._receive(CHUNK)
        return received

    def close(self) -> None:
        """Close it; a port that is gone already is closed as well."""
        self._socket.close()

    def _is_ready(self, timeout: float) -> bool:
        return bool(select.select([self._socket], [], [], max(0.0, timeout))[0])

    def _receive(self, size: int) -> bytes:
        data = self._socket.recv(size)
        if not data:
            raise ConnectionResetError(errno.ECONNRESET, "the other side closed the connection")
        return data
