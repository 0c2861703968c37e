"""Serial ports and their kin, opened so that a lost one is noticed and never shared."""

import errno
import os
import select
import socket
import struct
import time
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

import serial

from izix_desk.devices.port_faults import (
    PORT_LOST,
    NoSuchAdapter,
    NothingLeftError,
    PortHeld,
    not_opened,
)
from izix_desk.devices.port_names import device_of
from izix_desk.devices.timing import character_seconds
from izix_desk.devices.tuning import tuned
from izix_desk.domain.errors import LineFault
from izix_desk.domain.site import Line

CONNECT_SECONDS = 1.0
WRITE_SECONDS = 0.5
"""How long a port may send nothing, besides what the bytes take at its speed."""
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
_NO_LINGER = struct.pack("HH" if os.name == "nt" else "ii", 1, 0)
"""Closing throws away what did not leave yet, for the same reason."""


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

    def tuned(self, line: Line) -> AbstractContextManager[bool]:
        """Be set within as another line is; tells whether the port can, else it stays as it is.

        Nothing may be on its way meanwhile but what is sent within, and what answers it. It is
        left with the port set back for certain, or with one of PORT_LOST.
        """
        ...

    def close(self) -> None:
        """Close it; a port that is gone already is closed as well."""
        ...


def open_port(line: Line, timeout: float) -> Port:
    """Open the port of a line; raises LineFault with one sentence when that cannot be done."""
    try:
        if line.port.startswith("socket://"):
            return SocketPort(line.port, timeout)
        return SerialPort(replace(line, port=device_of(line.port)), timeout)
    except (ValueError, NoSuchAdapter, *PORT_LOST) as problem:
        raise LineFault(not_opened(line, problem)) from problem


_HELD: WeakValueDictionary[str, "SerialPort"] = WeakValueDictionary()
"""The open ports of this program by what the system calls them: two lines may name one."""


def _refuse_held(place: str) -> None:
    holder = _HELD.get(place)
    if holder is not None:
        raise PortHeld(holder.line)


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
        self._place = os.path.realpath(line.port)
        _refuse_held(self._place)
        self.line = line.id
        """Whose it is."""
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
        if isinstance(self._port, serial.Serial):
            _HELD[self._place] = self
            if os.name == "posix":
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
        until = time.monotonic() + WRITE_SECONDS + len(data) * self._character
        done = 0 if self._descriptor is None else self._begin(self._descriptor, data)
        try:
            if done < len(data):
                self._port.write(data[done:])
            if self._descriptor is not None:
                self._drain(until)
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

    def _drain(self, until: float) -> None:
        # tcdrain has no time-out and hangs on a stuck adapter; the length of the queue is asked.
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

    @contextmanager
    def tuned(self, line: Line) -> Generator[bool]:
        """Be set within as another line is; tells whether the port can."""
        own = self._character
        with tuned(self._port, line) as can:
            self._character = character_seconds(line) if can else own
            yield can
        self._character = own

    def close(self) -> None:
        """Close it; a port that is gone already is closed as well."""
        with suppress(*PORT_LOST):
            self._port.close()
        if _HELD.get(self._place) is self:
            del _HELD[self._place]


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

    def tuned(self, line: Line) -> AbstractContextManager[bool]:
        """Tell that it cannot: the device server alone knows its speed."""
        del line
        return nullcontext(enter_result=False)

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
