"""Listens between a line and its port: counts always, keeps what passes while somebody reads it."""

from collections import deque
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from izix_desk.devices.footing import Footing
from izix_desk.devices.ports import Port
from izix_desk.devices.rivals import Rivals
from izix_desk.devices.stations import Station
from izix_desk.devices.tally import Figures, Verdict
from izix_desk.devices.timing import Clock, character_seconds
from izix_desk.devices.wire import Post
from izix_desk.domain.lines import TraceLine
from izix_desk.domain.scanning import setting_of
from izix_desk.domain.site import Gate, Line

TELL_SECONDS = 1.0
KEPT = 500
"""What may wait to be read; older ones are dropped, which shows in the numbers."""
BATCH = 100
LONGEST_SHOWN = 256
ENDS = (b"\r", b"\n", b"\x03", b"\x00")


@dataclass(frozen=True, slots=True)
class Passed:
    """Something that passed on the wire, not put into words yet."""

    at: float
    is_sent: bool
    data: bytes
    asked: bytes
    """The frame that it answers, or itself when it was sent; empty when nobody was asked."""
    plain: bytes | None
    """What a sealed frame says, if it could be read."""
    is_late: bool = False
    """It came when it was not waited for any more."""
    setting: str = ""
    """How the port was set, if not as its line is."""


class Reader(Protocol):
    """Understands the bytes of one protocol."""

    def address(self, sent: bytes) -> int | None:
        """Return whom a frame of ours is for."""
        ...

    def judge(self, sent: bytes, received: bytes) -> Verdict:
        """Return what came back for a frame."""
        ...

    def questions(self, received: bytes) -> Sequence[bytes]:
        """Return the sound questions among these bytes: of another master, or our own echoed."""
        ...

    def plain(self, data: bytes) -> bytes | None:
        """Return what a sealed frame that has just passed says; called in the line's thread."""
        ...

    def words(self, passed: Passed) -> str:
        """Return what passed, for a person; called in any thread."""
        ...

    def is_secret(self, passed: Passed) -> bool:
        """Tell whether the bytes themselves must not be shown."""
        ...


@dataclass(slots=True)
class _Exchange:
    sent: bytes
    left: float
    """When the last byte of our frame had left."""
    received: bytes = b""
    heard: float = 0.0
    """When the last byte came."""
    setting: str = ""


class Tap:
    """One line's ear: everything but `listen` and `take` is called in the line's thread."""

    def __init__(
        self,
        line: Line,
        gates: Sequence[Gate],
        stations: Mapping[int, Station],
        *,
        reader: Reader,
        post: Post,
        footing: Footing,
    ) -> None:
        self.stations = stations
        self.rivals = Rivals(reader.questions)
        self._line = line
        self._character = character_seconds(line)
        self._setting = ""
        self._figures = Figures(line, gates, stations)
        self._reader = reader
        self.post = post
        self._clock = footing.clock
        self._exchange: _Exchange | None = None
        self._text = b""
        self._tell_at = 0.0
        self._is_traced = False
        self._kept: deque[tuple[int, Passed]] = deque(maxlen=KEPT)
        self._number = 0

    def on(self, port: Port) -> Port:
        """Return the port with this ear at it."""
        self._exchange, self._text = None, b""
        self.rivals.begin()
        return _TappedPort(port, self, self._clock)

    def listen(self, *, on: bool) -> None:
        """Keep what passes from now on, or no more."""
        if on and not self._is_traced:
            self._kept.clear()
        self._is_traced = on

    def take(self) -> list[TraceLine]:
        """Return what was kept and not taken yet, a batch at most."""
        taken: list[TraceLine] = []
        while self._kept and len(taken) < BATCH:
            taken.append(self._told(*self._kept.popleft()))
        return taken

    def look(self, fault: str = "") -> None:
        """Tell the figures if they are due; `fault` says why the port is not open."""
        now = self._clock.now()
        if now >= self._tell_at:
            self._tell_at = now + TELL_SECONDS
            trouble = "" if fault else self.rivals.trouble(self._line.id, now)
            self.post(self._figures.at(now, fault, trouble))

    @contextmanager
    def tuned(self, line: Line) -> Generator[None]:
        """Take within that the port is set as another line is: no controller of ours is asked."""
        self.settle()
        self._character, self._setting = character_seconds(line), f" ({setting_of(line)})"
        try:
            yield
        finally:
            self.settle()
            self._character, self._setting = character_seconds(self._line), ""

    def settle(self) -> None:
        """Count the exchange that is over: nothing more is waited for."""
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            self._count(exchange)
        self.look()

    def sent(self, data: bytes, began: float) -> None:
        """Take that a frame went out, at that moment."""
        self.settle()
        left = began + len(data) * self._character
        self._exchange = _Exchange(data, left, setting=self._setting)
        self.rivals.sent(data)
        self._keep(left, data, asked=data, is_sent=True)

    def heard(self, data: bytes) -> None:
        """Take bytes that were read while an answer was waited for."""
        if self._exchange is None:
            self.unasked(data)
        elif data:
            self._exchange.received += data
            self._exchange.heard = self._clock.now()

    def unasked(self, data: bytes) -> None:
        """Take bytes that came when nobody waited for them any more."""
        if data:
            asked = self._exchange.sent if self._exchange else b""
            self.settle()
            self._figures.stray_bytes += len(data)
            if not self._setting:  # at another speed nothing can be told of who speaks
                self.rivals.heard(data, self._clock.now())
            self._keep(self._clock.now(), data, asked=asked, is_late=True)

    def read(self, data: bytes) -> None:
        """Take bytes of a device that speaks by itself, in lines of text."""
        self._text += data
        whole = 1 + max(self._text.rfind(end) for end in ENDS)
        if whole or len(self._text) > LONGEST_SHOWN:
            self._keep(self._clock.now(), self._text[: whole or None], asked=b"")
            self._text = self._text[whole:] if whole else b""
        self.look()

    def _count(self, exchange: _Exchange) -> None:
        verdict = self._reader.judge(exchange.sent, exchange.received)
        whom = None if exchange.setting else self._reader.address(exchange.sent)
        tally = self._figures.tally(whom)
        tally.asked += 1
        tally.verdicts[verdict] += 1
        if verdict is Verdict.GOOD:
            tally.replies.append(max(0.0, exchange.heard - exchange.left))
        elif verdict is Verdict.NO_FRAME:
            tally.stray_bytes += len(exchange.received)
        if verdict is Verdict.GOOD and not exchange.setting:
            self.rivals.answered(exchange.sent, exchange.received, exchange.heard)
        elif exchange.received and not exchange.setting:
            self.rivals.heard(exchange.received, exchange.heard)
        if exchange.received or verdict is Verdict.NOTHING:
            at = exchange.heard or self._clock.now()
            self._keep(at, exchange.received, asked=exchange.sent)

    def _keep(
        self, at: float, data: bytes, *, asked: bytes, is_sent: bool = False, is_late: bool = False
    ) -> None:
        if not self._is_traced:
            return
        plain = self._reader.plain(data)
        passed = Passed(at, is_sent, data, asked, plain, is_late, self._setting)
        self._kept.append((self._number, passed))
        self._number += 1

    def _told(self, number: int, passed: Passed) -> TraceLine:
        secret = self._reader.is_secret(passed)
        return TraceLine(
            line=self._line.id,
            number=number,
            at=passed.at,
            is_sent=passed.is_sent,
            address=self._reader.address(passed.asked) if passed.asked else None,
            data=b"" if secret else passed.data[:LONGEST_SHOWN],
            words=self._reader.words(passed) + passed.setting,
        )


class _TappedPort:
    """A port whose every byte passes the tap."""

    def __init__(self, port: Port, tap: Tap, clock: Clock) -> None:
        self._port = port
        self._clock = clock
        self._tap = tap

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, fewer once the port's time-out is over."""
        data = self._port.read(size)
        self._tap.heard(data)
        return data

    def read_some(self) -> bytes:
        """Return what is there, after at most one time-out."""
        data = self._port.read_some()
        self._tap.read(data)
        return data

    def write(self, data: bytes) -> None:
        """Hand all of it to the wire; raises NothingLeftError only when no byte can have left."""
        began = self._clock.now()
        self._port.write(data)
        self._tap.sent(data, began)

    def discard(self) -> bytes:
        """Throw away what was received and not read, and return it."""
        data = self._port.discard()
        self._tap.unasked(data)
        return data

    @contextmanager
    def tuned(self, line: Line) -> Generator[bool]:
        """Be set within as another line is; tells whether the port can."""
        with self._tap.tuned(line), self._port.tuned(line) as can:
            yield can

    def close(self) -> None:
        """Close it; a port that is gone already is closed as well."""
        self._port.close()
