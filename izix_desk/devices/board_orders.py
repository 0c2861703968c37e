"""Commands of boards that may leave the end of a pulse to us: its contact is opened in time."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Generic, TypeVar

from izix_desk.devices.ordering import A, Orders, Written, contact_of, offline
from izix_desk.devices.port_faults import PORT_LOST, NothingLeftError
from izix_desk.devices.pulses import QUIET_FAILURES, Pulse, Pulses
from izix_desk.devices.stations import Roster, S
from izix_desk.devices.timing import MACHINE, Clock, TooLate
from izix_desk.devices.wire import LineOrder, Message, Post, PulseEnded, PulseStuck, Refused
from izix_desk.domain.commands import Action
from izix_desk.domain.site import Gate, TimedBy

Q = TypeVar("Q")
"""A frame of the protocol, ready to be sent."""


class BoardOrders(Orders[S, A], Generic[S, A, Q]):
    """Carries out gate commands and the ends of their pulses on an open line."""

    def __init__(
        self, gates: Mapping[str, Gate], roster: Roster[S], post: Post, clock: Clock = MACHINE
    ) -> None:
        super().__init__(gates, roster, post, clock)
        self.pulses = Pulses()

    def switch_off(self, gate_id: str) -> None:
        """Have an open contact that was found on switched off next."""
        gate = self._gates[gate_id]
        self.pulses.put(Pulse(gate.id, gate.address, gate.open.number, self._clock.now()))

    def end_pulse(self, pulse: Pulse, asker: A, *, last: bool = False) -> None:
        """Drop the contact; tried again until confirmed, and told if that takes long."""
        why = self._drop(pulse, asker)
        now = self._clock.now()
        if not why:
            self.pulses.drop(pulse.unit, pulse.coil)
            self._contacts.open((pulse.unit, pulse.coil))
            return self._post(PulseEnded(pulse.gate, now))
        if last or pulse.failures == QUIET_FAILURES:
            detail = f"The opening contact may still be closed: {why}. It is tried again."
            self._post(PulseStuck(pulse.gate, detail, now))
        return self.pulses.put(pulse.put_off(now))

    def cut_pulse(self, pulse: Pulse, asker: A) -> None:
        """Drop the contact early, because the line ends; said once, since nobody tries again."""
        self.end_pulse(pulse, asker, last=True)
        self.pulses.drop(pulse.unit, pulse.coil)

    @abstractmethod
    def meet(self, station: S, asker: A) -> bool:
        """Read the contacts of a board at the first contact; tell whether it answered."""

    @abstractmethod
    def _drop(self, pulse: Pulse, asker: A) -> str:
        """Ask for the contact to be opened; return why it is not known to be, else nothing."""

    @abstractmethod
    def _request(self, gate: Gate, action: Action) -> Q | None:
        """Return the frame of an action, or None where there is none."""

    @abstractmethod
    def _put(self, request: Q, asker: A, not_after: float) -> float:
        """Write a frame and return when its last byte has left; or TooLate."""

    @abstractmethod
    def _conclude(self, order: LineOrder, gate: Gate, request: Q, asker: A) -> Message:
        """Return how it went, by the board's answer or by evidence."""

    def _can(self, gate: Gate, action: Action) -> bool:
        return self._request(gate, action) is not None

    def _reach(self, order: LineOrder, gate: Gate, asker: A) -> Refused | None:
        station = self._roster.stations[gate.address]
        if not station.is_offline and (station.is_met or self.meet(station, asker)):
            return None
        return offline(order, gate)

    def _write(self, order: LineOrder, gate: Gate, asker: A) -> Written:
        request = self._request(gate, order.action)
        assert request is not None, "asked before"
        before = self.pulses.at(gate.address, gate.open.number)
        place = gate.address, contact_of(gate, order.action) or 0
        self._contacts.switch(order, gate, place, self._clock.now())
        try:
            sent = self._put(request, asker, order.expires_monotonic)
        except (NothingLeftError, TooLate):
            self._contacts.undo(place)
            raise
        except PORT_LOST:
            self._begin_pulse(order, gate, self._clock.now())
            raise
        self._begin_pulse(order, gate, sent)

        def conclude() -> Message:
            outcome = self._conclude(order, gate, request, asker)
            if isinstance(outcome, Refused):
                self._contacts.undo(place)
                if order.action is Action.OPEN:
                    self.pulses.restore(gate.address, gate.open.number, before)
            return outcome

        return Written(sent, conclude)

    def _begin_pulse(self, order: LineOrder, gate: Gate, at: float) -> None:
        if order.action is Action.OPEN and gate.open.timed_by is TimedBy.DESK:
            due = at + gate.open.seconds
            self.pulses.put(Pulse(gate.id, gate.address, gate.open.number, due))
