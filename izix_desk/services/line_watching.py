"""Figures and traces of lines as people read them, in the window and on the command line."""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from datetime import datetime, tzinfo

from izix_desk.domain.lines import ControllerFigures, ControllerState, LineFigures, TraceLine

STATE_WORDS = {
    ControllerState.WAITING: "not asked yet",
    ControllerState.OK: "ok",
    ControllerState.DEGRADED: "degraded",
    ControllerState.OFFLINE: "offline",
    ControllerState.NOT_MEASURED: "not measured",
    ControllerState.BARRED: "barred",
}
"""One word for each state of a controller."""
HEADINGS = (
    "address",
    "state",
    "gates",
    "reply ms",
    "median",
    "worst",
    "age s",
    "retries",
    "check errors",
    "stray bytes",
    "device",
)
SENT, RECEIVED = "→", "←"
HEX_COLUMN = 48


def line_text(figures: LineFigures) -> str:
    """Return one line of text about a whole line: how its port is set, and how it is doing."""
    head = (
        f"{figures.line}: {figures.protocol}, {figures.port}, "
        f"{figures.baudrate} {figures.parity}{figures.stopbits}"
    )
    if figures.fault:
        return f"{head}, not open: {figures.fault}"
    stray = f", {figures.stray_bytes} bytes came unasked" if figures.stray_bytes else ""
    return f"{head}, open, {figures.polls_per_second:.1f} polls/s{stray}"


def controller_cells(controller: ControllerFigures, now: float) -> tuple[str, ...]:
    """Return a row under HEADINGS; empty cells are what is not known."""
    age = None if controller.heard is None else now - controller.heard
    return (
        str(controller.address),
        STATE_WORDS[controller.state],
        " ".join(controller.gates),
        _milliseconds(controller.reply_last),
        _milliseconds(controller.reply_median),
        _milliseconds(controller.reply_worst),
        "" if age is None else f"{max(0.0, age):.1f}",
        str(controller.misses),
        str(controller.check_errors),
        str(controller.stray_bytes),
        "" if controller.identity is None else str(controller.identity),
    )


def _milliseconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:.0f}"


def trace_text(passed: TraceLine, at: datetime, zone: tzinfo | None = None) -> str:
    """Return one line of a trace: time (of this PC's zone unless told), line, way, bytes, words."""
    arrow = SENT if passed.is_sent else RECEIVED
    stamp = f"{at.astimezone(zone):%H:%M:%S.%f}"[:-3]
    return f"{stamp} {passed.line} {arrow} {passed.data.hex(' '):{HEX_COLUMN}} {passed.words}"


def only_from(passed: Iterable[TraceLine], addresses: Collection[int]) -> list[TraceLine]:
    """Return what is for or from these addresses, and what is nobody's; all when none is named."""
    return [each for each in passed if not addresses or each.address in {None, *addresses}]


class Gaps:
    """Counts what was dropped of a trace, by the numbers of what arrived."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}
        self.dropped = 0
        """All in all."""

    def count(self, passed: Iterable[TraceLine]) -> int:
        """Return how much was dropped before and between these."""
        dropped = 0
        for each in passed:
            # A line that began anew, because its wiring changed, counts from 0 again.
            dropped += max(0, each.number - self._next.get(each.line, each.number))
            self._next[each.line] = each.number + 1
        self.dropped += dropped
        return dropped


class InOrder:
    """Puts what passed on several lines into the order of time: each tells its own in batches."""

    def __init__(self, wait: float) -> None:
        self._wait = wait
        """Seconds after which no line tells of an earlier moment any more."""
        self._kept: list[TraceLine] = []

    def take(self, passed: Iterable[TraceLine], now: float) -> list[TraceLine]:
        """Keep these, and return all that nothing can come before any more."""
        self._kept += passed
        self._kept.sort(key=lambda each: each.at)
        ripe = bisect_right(self._kept, now - self._wait, key=lambda each: each.at)
        ready, self._kept = self._kept[:ripe], self._kept[ripe:]
        return ready
