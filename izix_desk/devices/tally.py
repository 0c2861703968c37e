"""What is counted of each controller of a line, and the figures that come of it."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from statistics import median

from izix_desk.devices.stations import Station, units_of
from izix_desk.domain.lines import ControllerFigures, ControllerState, LineFigures
from izix_desk.domain.site import Gate, Line

RECENT = 64
"""Answers over which median and worst are told."""


_QUIET = {ControllerState.OK, ControllerState.WAITING, ControllerState.NOT_MEASURED}


class Verdict(Enum):
    """What came back for a frame."""

    GOOD = auto()
    NOTHING = auto()
    BAD_CHECK = auto()
    """An answer that was damaged on its way."""
    NO_FRAME = auto()
    """Bytes that are no answer."""
    NONE_DUE = auto()
    """The protocol has no answer to that frame."""


@dataclass(slots=True)
class Tally:
    """Counts of one address since the line began."""

    verdicts: Counter[Verdict] = field(default_factory=Counter[Verdict])
    asked: int = 0
    stray_bytes: int = 0
    replies: deque[float] = field(default_factory=lambda: deque[float](maxlen=RECENT))
    """Seconds that the last good answers took."""

    @property
    def misses(self) -> int:
        """Return how many frames stayed without a good answer."""
        missed = (Verdict.NOTHING, Verdict.BAD_CHECK, Verdict.NO_FRAME)
        return sum(self.verdicts[each] for each in missed)


class Figures:
    """Keeps the tallies of a line and says how it is doing."""

    def __init__(self, line: Line, gates: Sequence[Gate], stations: Mapping[int, Station]) -> None:
        self._line = line
        self._stations = stations
        self._gates = {
            unit: tuple(gate.id for gate in gates if unit in units_of(gate)) for unit in stations
        }
        self._tallies = {unit: Tally() for unit in stations}
        self._asked, self._since = 0, 0.0
        self.stray_bytes = 0

    def tally(self, address: int | None) -> Tally:
        """Return the counts of an address; of one that is none of ours they lead nowhere."""
        self._asked += 1
        return self._tallies.get(address or 0) or Tally()

    def at(self, now: float, fault: str, detail: str = "") -> LineFigures:
        """Return all figures; the frames per second are those since the last call.

        `fault` says why the port is not open, `detail` what else is wrong with the whole line.
        """
        rate = self._asked / (now - self._since) if now > self._since > 0 else 0.0
        self._asked, self._since = 0, now
        line = self._line
        return LineFigures(
            line=line.id,
            protocol=line.protocol,
            port=line.port,
            baudrate=line.baudrate,
            parity=line.parity,
            stopbits=line.stopbits,
            monotonic=now,
            fault=fault,
            detail=detail,
            polls_per_second=rate,
            stray_bytes=self.stray_bytes,
            controllers=tuple(
                self._controller(unit, now, fault) for unit in sorted(self._stations)
            ),
        )

    def _controller(self, unit: int, now: float, fault: str) -> ControllerFigures:
        station, tally = self._stations[unit], self._tallies[unit]
        state = station.state(now, self._line.id)
        return ControllerFigures(
            address=unit,
            state=state,
            gates=self._gates[unit],
            detail="" if fault else self._detail(station, state),  # the port's fault says it all
            heard=station.last_heard,
            reply_last=tally.replies[-1] if tally.replies else None,
            reply_median=median(tally.replies) if tally.replies else None,
            reply_worst=max(tally.replies, default=None),
            asked=tally.asked,
            misses=tally.misses,
            check_errors=tally.verdicts[Verdict.BAD_CHECK],
            stray_bytes=tally.stray_bytes,
            identity=station.identity,
        )

    def _detail(self, station: Station, state: ControllerState) -> str:
        trouble = station.trouble(self._line.id)
        if trouble or state in _QUIET:
            return trouble
        return "It does not answer: check its power, its address, and the wires A and B."
