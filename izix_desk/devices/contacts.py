"""Which contacts are closed as far as we know: one that was so before proves nothing afterwards."""

import math

from izix_desk.devices.wire import LineOrder
from izix_desk.domain.commands import Action
from izix_desk.domain.site import Gate, TimedBy

Place = tuple[int, int]
"""Address and number of an output."""
MARGIN_SECONDS = 0.5
"""By how much a board may open a contact later than our clock says."""

FRESH_SECONDS = 1.0
"""How old a look at a barrier may be to tell how it stood."""
REACTS_SECONDS = 1.0
"""In this time a barrier that was told to open is seen to have left its closed end."""


class Contacts:
    """Until when each contact stays closed, and how it was before the last command."""

    def __init__(self) -> None:
        self._closed_until: dict[Place, float] = {}
        self._was_open: dict[Place, bool] = {}
        self._before: dict[Place, float] = {}
        self._sent: dict[str, tuple[float, float]] = {}
        """When the last command went to a gate, and the one before."""

    def switch(self, order: LineOrder, gate: Gate, place: Place, now: float) -> None:
        """Note a command that goes out now."""
        self._sent[gate.id] = now, self._sent.get(gate.id, (-math.inf, 0.0))[0]
        self._before[place] = before = self._closed_until.get(place, 0.0)
        self._was_open[place] = before <= now
        self._closed_until[place] = now + _seconds(order.action, gate)

    def undo(self, place: Place) -> None:
        """Note that the last command did nothing: it did not leave, or was refused."""
        self._closed_until[place] = self._before.get(place, 0.0)

    def find(self, gate: Gate, place: Place, now: float, *, closed: bool) -> None:
        """Note how a contact was found; one that we did not close ends when it would have."""
        self._closed_until[place] = now + _seconds(Action.OPEN, gate) if closed else 0.0

    def open(self, place: Place) -> None:
        """Note that a contact is open for certain."""
        self._closed_until.pop(place, None)

    def was_open(self, place: Place) -> bool:
        """Tell whether a contact was open when the last command went to it."""
        return self._was_open.get(place, False)

    def proves(self, order: LineOrder, place: Place, *, closed: bool | None) -> bool:
        """Tell whether a contact as it reads now shows that the last command was done.

        Held or released is what it is; a pulse that may be an earlier one's shows nothing.
        """
        if order.action is Action.OPEN:
            return closed is True and self.was_open(place)
        return closed is (order.action is Action.HOLD_OPEN)

    def was_at_rest(self, gate: Gate, closed_at: float | None) -> bool:
        """Tell whether a barrier stood still before the last command went to it.

        `closed_at` is when it was last seen closed.
        """
        sent, before = self._sent.get(gate.id, (-math.inf, -math.inf))
        if closed_at is None:
            return False
        return sent - closed_at <= FRESH_SECONDS and closed_at - before >= REACTS_SECONDS


def _seconds(action: Action, gate: Gate) -> float:
    if action is Action.RELEASE:
        return 0.0
    if action is Action.HOLD_OPEN or gate.open.timed_by is TimedBy.DESK:
        return math.inf
    return gate.open.seconds + MARGIN_SECONDS
