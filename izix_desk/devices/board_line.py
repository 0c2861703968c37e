"""The thread of one line of boards: commands in the next gap, ends of pulses, polls between."""

from abc import abstractmethod
from typing import Generic

from izix_desk.devices.asking import Probe
from izix_desk.devices.board_orders import BoardOrders, Q
from izix_desk.devices.footing import Footing
from izix_desk.devices.lamp import Lamp
from izix_desk.devices.mailbox import Item
from izix_desk.devices.ordering import STOPPED, A
from izix_desk.devices.port_line import LOOK_SECONDS, PortLine
from izix_desk.devices.ports import Port
from izix_desk.devices.stations import Roster, S
from izix_desk.devices.tap import Reader, Tap
from izix_desk.devices.wire import LineOrder, Post
from izix_desk.domain.site import Line

PUT_OFF_SECONDS = 0.1
"""For how long orders may go before the end of a pulse; then they take turns with it."""


class BoardLine(PortLine, Generic[S, A, Q]):
    """One serial line with its boards; posts what it measures, sends what it is ordered."""

    def __init__(
        self,
        line: Line,
        roster: Roster[S],
        orders: BoardOrders[S, A, Q],
        *,
        reader: Reader,
        probe: Probe | None = None,
        read_seconds: float,
        post: Post,
        footing: Footing,
    ) -> None:
        tap = Tap(line, roster.gates, roster.stations, reader=reader, post=post, footing=footing)
        super().__init__(line, read_seconds, tap, footing, probe=probe)
        self._roster = roster
        self._orders = orders
        self._post = post
        self._lamp = Lamp(line, roster, tap.rivals, post)
        self._took = False
        """An order was carried out since the end of a pulse had its turn."""

    @abstractmethod
    def _asker(self, port: Port) -> A:
        """Return the asking side on a port that was just opened."""

    @abstractmethod
    def _ask(self, station: S, asker: A) -> bool:
        """Ask a board that was met for its inputs; tell whether it answered."""

    def _look_closed(self, now: float, why: str) -> None:
        self._lamp.update(now, why)

    def _lose(self, now: float) -> None:
        self._roster.lose(now)

    def _turn_away(self, item: Item, why: str) -> None:
        if isinstance(item, LineOrder):
            self._orders.turn_away(item, why)
        elif isinstance(item, str):
            self._orders.switch_off(item)

    def _serve(self, port: Port) -> None:
        asker = self._asker(port)
        self._roster.restart(self._clock.now())
        while not self._is_over():
            self._lamp.update(self._clock.now())
            asker.await_gap()
            self._step(asker, self._clock.now())
        while (pulse := self._orders.pulses.first()) is not None:
            self._orders.cut_pulse(pulse, asker)

    def _is_over(self) -> bool:
        if not self._mailbox.is_stopping:
            return False
        return not self._orders.pulses or self._clock.now() > self._stop_by

    def _step(self, asker: A, now: float) -> None:
        pulse = self._orders.pulses.first()
        station = self._roster.next_due()
        is_urgent = pulse is not None and pulse.due + PUT_OFF_SECONDS <= now
        # Orders go first, but not one after the other while a contact stays closed for too long.
        if not (is_urgent and self._took) and (item := self._next_item()) is not None:
            self._took = True
            self._take(item, asker)
        elif pulse is not None and pulse.due <= now:
            self._took = False
            self._orders.end_pulse(pulse, asker)
        elif pulse is None and self._search.step():
            pass  # a pulse that is to end soon is worth more than somebody who may be there
        elif station is not None and station.due <= now:
            self._poll(station, asker)
        else:
            waiting = [thing.due for thing in (pulse, station) if thing is not None]
            self._rest(min([LOOK_SECONDS, *(due - now for due in waiting)]))

    def _take(self, item: Item, asker: A) -> None:
        if isinstance(item, LineOrder) and not self._mailbox.is_stopping:
            self._orders.carry_out(item, asker)
        else:
            self._turn_away(item, STOPPED)

    def _poll(self, station: S, asker: A) -> None:
        if not station.is_met:
            self._orders.meet(station, asker)
            return
        asked = self._clock.now()
        answered = self._ask(station, asker)
        now = self._clock.now()
        if not answered:
            self._roster.missed(station, now)
            return
        self._roster.heard(station, asked, now)
        for inputs in self._roster.measured(station, now):
            self._post(inputs)
