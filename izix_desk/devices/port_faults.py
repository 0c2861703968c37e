"""What goes wrong with ports: what they raise when they are lost, and why one cannot be opened."""

import errno
from pathlib import Path

import serial

from izix_desk.domain.site import Line

try:
    from termios import error as _termios_error

    _termios: type[Exception] = _termios_error
except ImportError:  # Windows has no termios; there pyserial raises SerialException throughout
    _termios = serial.SerialException

PORT_LOST: tuple[type[Exception], ...] = (OSError, serial.SerialException, _termios)
"""What a vanished port raises; termios.error is neither of the other two."""
_IN_USE = "is in use by another program: end that program."
_WHY = {
    errno.ENXIO: "leads nowhere: the simulator behind it has ended, start it again.",
    errno.EACCES: "may not be used by this account: add it to the group that owns the port.",
    errno.EAGAIN: _IN_USE,
    errno.EBUSY: _IN_USE,
}


class NothingLeftError(OSError):
    """The port refused the very first byte, so it is certain that nothing was sent."""


class NoSuchAdapter(Exception):
    """No port, or more than one, has that serial number; the text completes `Port X …`."""


class PortHeld(OSError):
    """The port is open already, for the line whose id is its only word."""


def not_opened(line: Line, problem: Exception) -> str:
    """Return one sentence on why the port of a line cannot be opened, and what to do."""
    if isinstance(problem, ValueError):
        return (
            f"{_port(line)} cannot be used as it is written: {_correct(line)}; it is like "
            "/dev/ttyUSB0, COM3 or socket://host:port."
        )
    if isinstance(problem, NoSuchAdapter):
        return f"{_port(line)} {problem}: `izix-desk lines ports` lists those that are there."
    return f"{_port(line)} {_why(line, problem)}"


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
    if isinstance(problem, PortHeld):
        return f"is that of line {problem} as well: {_correct(line)}."
    number = _errno(problem)
    if number in _WHY:
        return _WHY[number]
    is_missing = line.port.startswith("/") and not Path(line.port).exists()
    if is_missing or number == errno.ENOENT:
        return f"does not exist: plug the adapter in, or {_correct(line)}."
    if number in {errno.ENOTTY, errno.EISDIR}:
        return f"is no serial port: {_correct(line)}."
    if "://" in line.port:
        return "cannot be reached: check the device, its network cable and how it is written."
    return "cannot be opened: check its adapter, and end any program that uses it."
