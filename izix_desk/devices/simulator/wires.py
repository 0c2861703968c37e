"""The board's end of a port: a pty's master side, or a TCP server; bytes take their time."""

import asyncio
import os
import socket
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from izix_desk.devices.simulator.speeds import misread
from izix_desk.domain.errors import LineFault

CHUNK = 4096
SPEEDS = (300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
Receive = Callable[[bytes], None]


class Wire(ABC):
    """One end of a line; what is written to nobody is lost, as on a real wire."""

    def __init__(self) -> None:
        self.on_bytes: Receive = _ignore

    @property
    @abstractmethod
    def port(self) -> str:
        """Return what the site file would have as its port."""

    @abstractmethod
    def write(self, data: bytes) -> None:
        """Send bytes, all at once."""

    @abstractmethod
    def pull(self) -> None:
        """Take the port away as a pulled plug does."""

    @abstractmethod
    def plug(self) -> None:
        """Bring it back, under the name that it had."""

    @abstractmethod
    def close(self) -> None:
        """Take the port away for good."""


class PtyWire(Wire):
    """A pseudo-terminal; its other end has a lasting name in the folder of links.

    It has no speed, but remembers which one its other end set: at another one than that of the
    controllers each side misreads the other, as on a real wire.
    """

    def __init__(self, name: str, links: Path | None, baudrate: int) -> None:
        super().__init__()
        self._baudrate = baudrate
        self._branches: list[Branch] = []
        self._loop = asyncio.get_running_loop()
        self._name = links / name if links else None
        self._open()

    def _open(self) -> None:
        # Imported late: Windows has none of the three.
        import pty  # noqa: PLC0415
        import termios  # noqa: PLC0415
        import tty  # noqa: PLC0415

        self._master, self._slave = pty.openpty()
        # The slave stays open here too: else the line would end when a desk closes its side.
        tty.setraw(self._slave)
        speeds = {rate: getattr(termios, f"B{rate}", None) for rate in SPEEDS}
        self._speeds = {code: rate for rate, code in speeds.items() if code is not None}
        self._get_settings = termios.tcgetattr
        settings = termios.tcgetattr(self._slave)
        settings[4] = settings[5] = speeds.get(self._baudrate) or settings[5]
        termios.tcsetattr(self._slave, termios.TCSANOW, settings)
        os.set_blocking(self._master, False)
        self._device = os.ttyname(self._slave)
        self._link = _link(self._name, self._device) if self._name else None
        self._closed = False
        self._loop.add_reader(self._master, self._read)

    @property
    def port(self) -> str:
        """Return the link, or the device where no folder was given."""
        return str(self._link or self._device)

    def write(self, data: bytes) -> None:
        """Send bytes, all at once; an answer that was still due when the port went is lost."""
        self.write_at(data, self._baudrate)

    def branch(self, baudrate: int) -> Wire:
        """Return an end for controllers of another speed on the same line."""
        self._branches.append(Branch(self, baudrate))
        return self._branches[-1]

    def write_at(self, data: bytes, baudrate: int) -> None:
        """Send bytes at a speed that need not be the line's."""
        if self._closed:
            return
        data = misread(data, baudrate, self._other_speed())
        with suppress(BlockingIOError):  # nobody reads and the buffer is full
            os.write(self._master, data)

    def pull(self) -> None:
        """Take the port away as a pulled plug does."""
        self.close()

    def plug(self) -> None:
        """Bring it back; only one with a link has the name that it had."""
        if self._closed:
            self._open()

    def close(self) -> None:
        """Take the port away, and the link if it is still ours."""
        if self._closed:
            return
        self._closed = True
        self._loop.remove_reader(self._master)
        if self._link is not None and str(self._link.readlink()) == self._device:
            self._link.unlink()
        os.close(self._slave)
        os.close(self._master)

    def _read(self) -> None:
        with suppress(BlockingIOError):
            data = os.read(self._master, CHUNK)
            speed = self._other_speed()
            self.on_bytes(misread(data, speed, self._baudrate))
            for branch in self._branches:
                branch.on_bytes(misread(data, speed, branch.baudrate))

    def _other_speed(self) -> int:
        if self._baudrate not in self._speeds.values():
            return self._baudrate  # one that the system has no name for: nothing can be told
        return self._speeds.get(self._get_settings(self._slave)[5], self._baudrate)


class Branch(Wire):
    """Where controllers of another speed sit on the same line; the plug is the line's."""

    def __init__(self, trunk: PtyWire, baudrate: int) -> None:
        super().__init__()
        self._trunk = trunk
        self.baudrate = baudrate

    @property
    def port(self) -> str:
        """Return the port of the line."""
        return self._trunk.port

    def write(self, data: bytes) -> None:
        """Send bytes, all at once."""
        self._trunk.write_at(data, self.baudrate)

    def pull(self) -> None:
        """Take the port away as a pulled plug does."""
        self._trunk.pull()

    def plug(self) -> None:
        """Bring it back."""
        self._trunk.plug()

    def close(self) -> None:
        """Do nothing: the line closes its port."""


def _link(link: Path, device: str) -> Path:
    try:
        link.parent.mkdir(parents=True, exist_ok=True)
        spare = link.with_name(f".{link.name}.{os.getpid()}")
        spare.unlink(missing_ok=True)
        spare.symlink_to(device)
        spare.replace(link)
    except OSError as problem:
        raise LineFault(f"{link} cannot be made: {problem.strerror}; name a folder.") from problem
    return link


class TcpWire(Wire, asyncio.Protocol):
    """A device server; the last that connected is the one that is heard and answered."""

    def __init__(self, host: str) -> None:
        super().__init__()
        self._host = host
        self._server: asyncio.Server | None = None
        self._client: asyncio.Transport | None = None
        self._is_pulled = False

    @classmethod
    async def listen(cls, host: str, port: int) -> "TcpWire":
        """Return a wire that listens; port 0 takes a free one."""
        wire = cls(host)
        loop = asyncio.get_running_loop()
        try:
            wire._server = await loop.create_server(lambda: wire, host, port)
        except OSError as problem:
            raise LineFault(
                f"Port {port} on {host} cannot be listened on: {problem.strerror}; choose another."
            ) from problem
        return wire

    @property
    def port(self) -> str:
        """Return the address as a site file names it."""
        sockets: list[socket.socket] = list(self._server.sockets) if self._server else []
        return f"socket://{self._host}:{sockets[0].getsockname()[1]}"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Turn to a new desk."""
        if not isinstance(transport, asyncio.Transport):
            return
        if self._is_pulled:
            transport.abort()
        else:
            self._client = transport

    def data_received(self, data: bytes) -> None:
        """Take what the desk sends."""
        self.on_bytes(data)

    def write(self, data: bytes) -> None:
        """Send bytes, all at once."""
        if self._client is not None and not self._client.is_closing():
            self._client.write(data)

    def pull(self) -> None:
        """Cut the connection, and every one that is tried until the plug is back."""
        self._is_pulled = True
        if self._client is not None:
            self._client.abort()

    def plug(self) -> None:
        """Take connections again."""
        self._is_pulled = False

    def close(self) -> None:
        """Take the port away."""
        if self._server is not None:
            self._server.close()
        if self._client is not None:
            self._client.abort()


def _ignore(data: bytes) -> None:
    """Drop what nobody listens to."""
