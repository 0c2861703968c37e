"""What happens at one gate, told from its inputs: measured values in, happenings out.

It has no clock and does no I/O; instants are monotonic seconds that the caller passes in.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from izix_desk.domain.events import STALE_SECONDS
from izix_desk.domain.site import Gate
from izix_desk.engine.arrivals import Arrivals
from izix_desk.engine.happenings import (
    Called,
    CarArrived,
    CarLeft,
    CarPassed,
    DidNotMove,
    FaultTold,
    FoundEmpty,
    Happening,
    LeftOpen,
    LostSight,
    NotWatched,
    OpenedWithoutUs,
    Rose,
    Tailgated,
    TurnedBack,
)
from izix_desk.engine.openings import BETWEEN, HALFWAY, WENT_SILENT, Opening
from izix_desk.engine.states import is_down, is_up

ASSUMED_PASSED_SECONDS = 10.0
"""An answered opening plus this counts as passed where no loop is wired."""
WATCH_SECONDS = 120.0
"""After this nobody drives through on that opening any more."""
LEFT_SECONDS = 2.0
"""The arrive loop must stay empty so long before the car counts as gone."""
NOT_WATCHED_SECONDS = 1.0
"""A car may drive over the loop in this time; a line that is well looks several times in it."""
LOOK_SECONDS = 0.5
"""In this time after a barrier had its time a healthy line has told how it stands."""


@dataclass(slots=True)
class GateWatch:
    """Watches one gate; openings may overlap, and the oldest one gets the first car."""

    gate: Gate
    inputs: Mapping[str, bool] = field(default_factory=dict[str, bool])
    measured: float | None = None
    held: bool = False
    """Held open by a command of ours."""
    held_until: datetime | None = None
    _openings: list[Opening] = field(default_factory=list[Opening])
    arrivals: Arrivals = field(default_factory=Arrivals)
    """Whether its camera reads the cars that stand there."""
    _ours_until: float = float("-inf")
    _away_since: float | None = None
    _up_since: float | None = None
    _told_open: bool = False
    _rises: bool = False
    """It left its closed end on a command of ours, as far as can be told, and is between."""
    _let_through: bool = False
    """Since the barrier went up a car has driven through on a command."""

    def sent(
        self,
        command: UUID,
        at: float,
        looked_from: float | None = None,
        ends: float = -math.inf,
    ) -> None:
        """Expect the barrier to move from now on; of the last engine's, look only since then."""
        since = at if looked_from is None else looked_from
        was_up, rested = is_up(self.inputs) is True, is_down(self.inputs) is True
        self._openings.append(Opening(command, at, since, ends, was_up=was_up, rested=rested))
        self._ours_until = at + self.gate.moves_within + self.gate.open.seconds

    def answered(self, command: UUID, at: float) -> None:
        """Note the controller's answer; the barrier's time runs since the command was sent."""
        for opening in self._openings:
            if opening.command == command:
                opening.answered = at

    def dropped(self, command: UUID) -> None:
        """Forget a command that ended; should the barrier move after all, it was ours."""
        self._openings = [o for o in self._openings if o.command != command]

    def measure(self, inputs: Mapping[str, bool], at: float) -> tuple[Happening, ...]:
        """Take the inputs as measured and return what they tell, in that order."""
        is_first = self.measured is None
        seen = -math.inf if self.measured is None else self.measured
        for opening in self._openings:
            opening.look(is_down(inputs), seen, at)
        told = self._not_watched(at - seen)
        before, self.inputs, self.measured = self.inputs, inputs, at
        return (
            *told,
            *((FoundEmpty(),) if is_first and inputs.get("arrive") is False else ()),
            *self._edges(before, at),
            *self._movement(before, seen, at),
            *self._passages(before),
            *self.tick(at),
        )

    def tick(self, now: float) -> tuple[Happening, ...]:
        """Return what only the passing of time tells; to be asked a few times a second."""
        if self.held:
            self._ours_until = max(self._ours_until, now)
        told = [told for opening in self._openings if (told := self._overdue(opening, now))]
        for happening in told:
            self.dropped(happening.command)
        late = tuple(o.command for o in self._openings if now - o.sent >= WATCH_SECONDS)
        for command in late:
            self.dropped(command)
        watches = self.gate.plates is not None and not self._openings
        return (
            *told,
            *(TurnedBack(command) for command in late if self._loop is not None),
            *self._gone(now),
            *self._left_open(now),
            *self.arrivals.tick(now, watches=watches),
        )

    def _not_watched(self, seconds: float) -> tuple[Happening, ...]:
        """Tell that cars may have been missed; none is made up, for nobody knows."""
        open_for = any(o.answered is not None for o in self._openings) or is_up(self.inputs)
        missed = NOT_WATCHED_SECONDS <= seconds < math.inf
        return (NotWatched(seconds),) if missed and open_for and self._loop else ()

    def _edges(self, before: Mapping[str, bool], at: float) -> tuple[Happening, ...]:
        told: list[Happening] = []
        if self._went_on("call", before):
            told.append(Called())
        if self._went_on("fault", before):
            told.append(FaultTold())
        if self._went_on("arrive", before):
            told.append(CarArrived())
            self._away_since = None
            self.arrivals.came(at)
        if self._went_off("arrive", before):
            self._away_since = at
            told += self.arrivals.went(counts=self.gate.plates is not None)
        return tuple(told)

    def _movement(
        self, before: Mapping[str, bool], seen: float, at: float
    ) -> tuple[Happening, ...]:
        up, was_up = is_up(self.inputs), is_up(before)
        told: list[Happening] = []
        if up:
            for opening in self._openings:
                if opening.answered is not None and not opening.up:
                    opening.up = True
                    detail = "the barrier was up already" if opening.was_up else ""
                    told.append(Rose(opening.command, detail))
        is_ours = self._is_ours(seen)
        if up and was_up is False and not is_ours and not self._rises:
            told.append(OpenedWithoutUs())
        left = self._rises or (is_ours and is_down(before) is True)
        self._rises = left and not up and not is_down(self.inputs)
        if not up or was_up is False:
            self._up_since, self._told_open, self._let_through = None, False, False
        if up and self._up_since is None:
            self._up_since = at
        return tuple(told)

    def _is_ours(self, seen: float) -> bool:
        """Tell whether what moved since that look may have done so on a command of ours."""
        return self.held or bool(self._openings) or seen <= self._ours_until

    def _passages(self, before: Mapping[str, bool]) -> tuple[Happening, ...]:
        told: list[Happening] = []
        loop = self._loop
        if loop is not None and self._went_off(loop, before):
            told += self._one_through()
        if is_down(self.inputs) and not is_down(before):
            # Closed again: whoever had not driven through by now did not on that opening; and where
            # no loop tells, whoever it was opened for is taken as gone through.
            over = [o.command for o in self._openings if o.up]
            self._openings = [o for o in self._openings if not o.up]
            if loop is None:
                told += [CarPassed(command, assumed=True) for command in over]
            else:
                told += [TurnedBack(command) for command in over]
        return tuple(told)

    def _one_through(self) -> tuple[Happening, ...]:
        first = next((o for o in self._openings if self._may_pass(o)), None)
        if first is not None:
            self.dropped(first.command)
            self._let_through = bool(is_up(self.inputs))
            return (CarPassed(first.command),)
        # A command that is still to be answered may be for this very car.
        follows = self._let_through and not self.held and not self._openings
        return (Tailgated(),) if follows else ()

    def _may_pass(self, opening: Opening) -> bool:
        return opening.up or (opening.answered is not None and is_up(self.inputs) is None)

    def _overdue(self, opening: Opening, now: float) -> DidNotMove | LostSight | CarPassed | None:
        if opening.answered is None:
            return None
        if opening.up or not {"opened", "closed"} & self.gate.inputs.keys():
            return self._driven(opening, opening.answered + ASSUMED_PASSED_SECONDS, now)
        return self._not_risen(opening, opening.sent + self.gate.moves_within, now)

    def _driven(self, opening: Opening, due: float, now: float) -> LostSight | CarPassed | None:
        """Tell what is assumed of an opening whose barrier was seen up, or can never be seen."""
        if now < due:
            return None
        if self._unheard(opening, now) >= STALE_SECONDS:
            return None if opening.up else LostSight(opening.command, WENT_SILENT)
        return CarPassed(opening.command, assumed=True) if self._loop is None else None

    def _not_risen(self, opening: Opening, due: float, now: float) -> DidNotMove | LostSight | None:
        """Tell of a barrier that was not seen up in its time: only a look after that counts."""
        if now < due:
            return None
        if self.measured is not None and self.measured >= due and not is_up(self.inputs):
            return opening.stayed() if is_down(self.inputs) else LostSight(opening.command, HALFWAY)
        most = max(opening.ends, due + LOOK_SECONDS) if due <= opening.ends else math.inf
        if now >= most or self._unheard(opening, now) >= STALE_SECONDS:
            return LostSight(opening.command, BETWEEN if opening.left else WENT_SILENT)
        return None

    def _unheard(self, opening: Opening, now: float) -> float:
        """Return for how long its inputs told nothing."""
        return now - max(opening.looked_from, self.measured or opening.looked_from)

    def _gone(self, now: float) -> tuple[Happening, ...]:
        if self._openings:
            self._away_since = None  # it is driving through
        if self._away_since is None or now - self._away_since < LEFT_SECONDS:
            return ()
        self._away_since = None
        return (CarLeft(),)

    def _left_open(self, now: float) -> tuple[Happening, ...]:
        if self._up_since is None or self._told_open or self.held or self._openings:
            return ()
        known = self.measured is not None and now - self.measured < STALE_SECONDS
        seconds = now - max(self._up_since, self._ours_until)
        if not known or seconds < self.gate.left_open_after:
            return ()
        self._told_open = True
        return (LeftOpen(now - self._up_since),)

    @property
    def _loop(self) -> str | None:
        return next((name for name in ("under", "photocell") if name in self.gate.inputs), None)

    def _went_on(self, name: str, before: Mapping[str, bool]) -> bool:
        return self.inputs.get(name, False) and not before.get(name, False)

    def _went_off(self, name: str, before: Mapping[str, bool]) -> bool:
        return before.get(name, False) and not self.inputs.get(name, False)
