"""A camera or scanner that writes one text line per read, over serial or `socket://`."""

import re
import threading
from collections.abc import Sequence
from math import nan

from izix_desk.devices.footing import GROUND, Footing
from izix_desk.devices.port_faults import PORT_LOST
from izix_desk.devices.ports import Port
from izix_desk.devices.tally import Verdict
from izix_desk.devices.tap import Passed, Tap
from izix_desk.devices.wire import CodeRead, LineOrder, PlateLine, Post, Refused, Signal
from izix_desk.domain.errors import LineFault
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.lines import TraceLine
from izix_desk.domain.methods import Method
from izix_desk.domain.scanning import Setting
from izix_desk.domain.site import Line

DEFAULT_PATTERN = r"^(?P<plate>[^;]+)(?:;(?P<confidence>[0-9.]+))?(?:;(?P<direction>\w+))?$"
SILENT_SECONDS = 10.0
READ_SECONDS = 0.25
AWAY_SECONDS = 1.0
"""A thread that was away so long finds bytes of any age; they count as come when it left."""
REOPEN_SECONDS = 1.0
TELL_SECONDS = 1.0
SHOWN = 40
_CODES = {"qr": Method.QR, "badge": Method.BADGE}
"""Groups of a pattern that name something else than a plate."""
LONGEST_LINE = 1024
"""Bytes without a line end beyond which it is garbage and thrown away."""


class LineCutter:
    """Joins the bytes of a camera into text lines."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_garbage = False

    def feed(self, data: bytes) -> list[str]:
        """Return the lines that became whole; what cannot be decoded becomes a question mark."""
        *whole, self._rest = re.split(rb"[\r\n\x00\x02\x03]+", self._rest + data)
        if whole and self._is_garbage:
            del whole[0]
            self._is_garbage = False
        if len(self._rest) > LONGEST_LINE:
            self._rest = b""
            self._is_garbage = True
        lines = (line.decode("utf-8", "replace").strip() for line in whole)
        return [line for line in lines if line and len(line) <= LONGEST_LINE]


class PlatesLine:
    """The thread of one camera; a lost port is opened again, a silent camera is told."""

    def __init__(self, line: Line, post: Post, footing: Footing = GROUND) -> None:
        self._open = footing.open_port
        self._clock = footing.clock
        self._line = line
        self._post = post
        self._pattern = re.compile(line.pattern or DEFAULT_PATTERN)
        self._heartbeat = re.compile(line.heartbeat) if line.heartbeat else None
        self._silent_after = line.silent_after or SILENT_SECONDS
        self._heard = 0.0
        """When any byte came; the camera is given its time from the opening of the port."""
        self._looked = 0.0
        """When the port was read last."""
        self._last_read: float | None = None
        self._misfit = ""
        """The last text, if it did not fit the pattern."""
        self._told: tuple[LineHealth, str] | None = None
        self._tell_at = 0.0
        self._tap = Tap(line, (), {}, reader=_Texts(line), post=post, footing=footing)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"line-{line.id}", daemon=True)

    def start(self) -> None:
        """Open the port, and open it again whenever it was lost."""
        self._thread.start()

    def order(self, order: LineOrder) -> None:
        """Refuse: a camera opens nothing."""
        detail = f"Line {self._line.id} is a camera: check the gate's line in the site file."
        self._post(Refused(order.command, detail))

    def drop_coil(self, gate: str) -> None:
        """Do nothing: a camera has no coil."""

    def try_now(self, address: int) -> None:
        """Do nothing: a camera is not asked."""

    def search(self, addresses: Sequence[int], settings: Sequence[Setting] = ()) -> None:
        """Do nothing: a camera is not asked."""

    def listen(self, *, on: bool) -> None:
        """Keep what the camera writes from now on, or no more."""
        self._tap.listen(on=on)

    def passed(self) -> Sequence[TraceLine]:
        """Return what was kept of the wire and not taken yet, a batch at most."""
        return self._tap.take()

    def signal(self, signal: Signal) -> None:
        """Do nothing: nothing is ever sent to a camera or scanner."""

    def stop(self) -> None:
        """End the thread and close the port."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                port = self._open(self._line, READ_SECONDS)
            except LineFault as fault:
                self._tell(LineHealth.OFFLINE, str(fault))
                self._clock.wait(self._stopping, REOPEN_SECONDS)
            else:
                self._use(self._tap.on(port))

    def _use(self, port: Port) -> None:
        self._heard = self._looked = self._clock.now()
        cutter = LineCutter()
        try:
            while not self._stopping.is_set():
                self._take(*self._next(port), cutter)
                self._look()
        except PORT_LOST:
            where = f"Port {self._line.port} of camera line {self._line.id}"
            self._tell(LineHealth.OFFLINE, f"{where} was lost: check its plug and its power.")
            self._clock.wait(self._stopping, REOPEN_SECONDS)
        finally:
            port.close()

    def _next(self, port: Port) -> tuple[bytes, float]:
        """Return what came, and the earliest instant at which it can have come."""
        looked, data = self._looked, port.read_some()
        self._looked = self._clock.now()
        if self._looked - looked < AWAY_SECONDS:
            return data, self._looked
        return data + port.discard(), looked

    def _take(self, data: bytes, at: float, cutter: LineCutter) -> None:
        if not data:
            return
        self._heard = self._looked
        for text in cutter.feed(data):
            if self._heartbeat is None or not self._heartbeat.search(text):
                self._read(text, at)

    def _read(self, text: str, at: float) -> None:
        found = self._pattern.search(text)
        # What a scanner sends may be a code that opens a gate.
        is_plain = _CODES.keys().isdisjoint(self._pattern.groupindex)
        self._misfit = "" if found else text[:SHOWN] if is_plain else f"{len(text)} characters"
        if found is None:
            return
        groups = found.groupdict()
        self._last_read = at
        for group, method in _CODES.items():
            if groups.get(group):
                self._post(CodeRead(self._line.id, method, groups[group].strip(), at))
                return
        read = PlateLine(
            line=self._line.id,
            plate=(groups.get("plate") or "").strip(),
            confidence=_number(groups.get("confidence")),
            direction=groups.get("direction") or "",
            raw=text,
            monotonic=at,
        )
        self._post(read)

    def _look(self) -> None:
        quiet = self._clock.now() - self._heard
        if self._heartbeat is not None and quiet >= self._silent_after:
            where = f"Camera line {self._line.id}"
            self._tell(LineHealth.SILENT, f"{where} sends nothing: check the camera.")
        elif self._misfit:
            where = f"Camera line {self._line.id}"
            self._tell(
                LineHealth.DEGRADED, f"{where} sends text unlike its pattern: {self._misfit}"
            )
        else:
            self._tell(LineHealth.OK, "")

    def _tell(self, health: LineHealth, detail: str) -> None:
        now = self._clock.now()
        self._tap.look(detail if health is LineHealth.OFFLINE else "")
        if (health, detail) != self._told or now >= self._tell_at:
            self._told = (health, detail)
            self._tell_at = now + TELL_SECONDS
            self._post(
                LineReading(line=self._line.id, health=health, last=self._last_read, detail=detail)
            )


class _Texts:
    """Understands a camera or scanner: it writes text, and nobody asks it."""

    def __init__(self, line: Line) -> None:
        groups = re.compile(line.pattern or DEFAULT_PATTERN).groupindex
        # Whoever has a code could open a gate with it.
        self._hides = "qr" in groups

    def address(self, sent: bytes) -> int | None:
        del sent

    def judge(self, sent: bytes, received: bytes) -> Verdict:
        del sent, received
        return Verdict.NONE_DUE

    def questions(self, received: bytes) -> Sequence[bytes]:
        del received
        return ()

    def plain(self, data: bytes) -> bytes | None:
        del data

    def words(self, passed: Passed) -> str:
        text = passed.data.decode("utf-8", "replace").strip()
        return f"a text that may be a code (not shown), {len(text)}" if self._hides else text

    def is_secret(self, passed: Passed) -> bool:
        del passed
        return self._hides


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return nan  # no confidence is a camera without one, this is a camera that is not sure
