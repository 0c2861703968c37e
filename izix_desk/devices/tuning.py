"""Another speed for a moment: a port is set back for certain, or counts as lost."""

from collections.abc import Generator
from contextlib import contextmanager

import serial

from izix_desk.devices.port_faults import PORT_LOST
from izix_desk.domain.site import Line

try:
    from termios import tcgetattr as _settings
except ImportError:  # on Windows the system refuses aloud what it does not do
    _settings = None

_NAMES = "baudrate", "stopbits", "parity"
_FLAGS = slice(2, 6)
"""Of all settings, those of the wire: bits of a byte, and both speeds."""


@contextmanager
def tuned(port: serial.SerialBase, line: Line) -> Generator[bool]:
    """Be set within as a line is; tells whether the port can, and raises PORT_LOST on no return."""
    if not isinstance(port, serial.Serial):
        yield False  # over a network it takes time, and nobody knows when it was done
        return
    own, before = [getattr(port, name) for name in _NAMES], _wire_settings(port)
    try:
        yield _try(port, line)
    finally:
        _set_back(port, own, before)


def _try(port: serial.Serial, line: Line) -> bool:
    try:
        for name in _NAMES:
            setattr(port, name, getattr(line, name))
    except (ValueError, *PORT_LOST):
        return False
    return True


def _set_back(port: serial.Serial, own: list[object], before: list[object]) -> None:
    try:
        # The other way round: what the port refused was the last, and goes first.
        for name, value in reversed(list(zip(_NAMES, own, strict=True))):
            if getattr(port, name) != value:
                setattr(port, name, value)
    except ValueError as problem:
        raise serial.SerialException("the port does not take its own speed again") from problem
    if _wire_settings(port) != before:  # the system calls it done if any of them was
        raise serial.SerialException("the port did not go back to its own speed")


def _wire_settings(port: serial.Serial) -> list[object]:
    return [] if _settings is None else _settings(port.fileno())[_FLAGS]
