"""A real port that notes at which speed each frame leaves it, and can refuse to go back."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from serial import SerialException

from izix_desk.devices.footing import Footing
from izix_desk.devices.ports import Port, open_port
from izix_desk.domain.scanning import Setting, setting_of
from izix_desk.domain.site import Line


@dataclass
class Overheard:
    """What left the ports of a line, oldest first."""

    on_other: Callable[[int], object] = lambda _: None
    """Called in the line's thread for each frame at another setting, with its number from 1."""
    sent: list[tuple[Setting, bytes]] = field(default_factory=list[tuple[Setting, bytes]])
    opened: int = 0
    stuck: bool = False
    """The next way back to the line's own setting fails."""

    @property
    def footing(self) -> Footing:
        """What the line is to stand on."""
        return Footing(self._open)

    def at_other(self, own: Setting) -> list[bytes]:
        """Return the frames that left at another setting than the line's own."""
        return [data for setting, data in self.sent if setting != own]

    def _open(self, line: Line, timeout: float) -> Port:
        self.opened += 1
        return _Port(open_port(line, timeout), setting_of(line), self)


class _Port:
    def __init__(self, port: Port, own: Setting, overheard: Overheard) -> None:
        self._port, self._own, self._setting, self._overheard = port, own, own, overheard
        self.read, self.read_some = port.read, port.read_some
        self.discard, self.close = port.discard, port.close

    def write(self, data: bytes) -> None:
        """Note a frame, and hand it to the wire."""
        overheard = self._overheard
        overheard.sent.append((self._setting, data))
        if self._setting != self._own:
            overheard.on_other(len(overheard.at_other(self._own)))
        self._port.write(data)

    @contextmanager
    def tuned(self, line: Line) -> Generator[bool]:
        """Be set within as another line is; tells whether the port can."""
        with self._port.tuned(line) as can:
            self._setting = setting_of(line)
            yield can
            if self._overheard.stuck:
                self._overheard.stuck = False
                raise SerialException("the port did not go back to its own speed")
        self._setting = self._own
