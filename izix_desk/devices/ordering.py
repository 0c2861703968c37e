"""How one gate command is carried out on any kind of line: sent once at most, told as it went."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from izix_desk.devices.contacts import Contacts
from izix_desk.devices.port_faults import PORT_LOST, NothingLeftError
from izix_desk.devices.stations import Roster, S
from izix_desk.devices.timing import MACHINE, Clock, TooLate
from izix_desk.devices.wire import Expired, LineOrder, Message, Post, Refused, Sent, Unsent, Unsure
from izix_desk.domain.commands import CONCLUDE_SECONDS, Action
from izix_desk.domain.site import Gate

OFFLINE = "GATE_OFFLINE"
CARRY_SECONDS = CONCLUDE_SECONDS - 0.1
"""An order holds its line for no longer, answer and evidence included.

So one that goes out at the last moment has its end in time, and whoever waits behind it is told
in time that its own is over.
"""
REACH_SECONDS = 0.7
"""What of it may be gone before the first byte leaves."""
STOPPED = "The line was stopped before the command went out."
LOST = "The port was lost while the command went out; look at the gate before asking again."
LATE_THERE = "The controller of {} took too long to be there, so nothing was sent."
LOST_BEFORE = "The port was lost before the command went out."
SILENT = "The controller did not confirm; the gate may be open. Look before asking again."


class Asker(Protocol):
    """The asking side of a line; its port is open."""

    def await_gap(self) -> None:
        """Sleep until the wire was silent for long enough."""
        ...

    @property
    def longest(self) -> float:
        """Seconds that one question and the silence before it take, on a port that stalls."""
        ...


A = TypeVar("A", bound=Asker)


@dataclass(frozen=True, slots=True)
class Written:
    """A command on its way."""

    sent: float
    """When its last byte has left."""
    conclude: Callable[[], Message]
    """Listens for the answer, looks for evidence where none comes, and returns how it went."""


class Orders(ABC, Generic[S, A]):
    """Carries out gate commands on an open line; each protocol says how it is put and heard."""

    def __init__(
        self, gates: Mapping[str, Gate], roster: Roster[S], post: Post, clock: Clock = MACHINE
    ) -> None:
        self._gates = gates
        self._roster = roster
        self._post = post
        self._clock = clock
        self._contacts = Contacts()
        self._began = 0.0
        """When the order that is being carried out had its turn."""

    def turn_away(self, order: LineOrder, why: str) -> None:
        """Answer an order while the port is not open: nothing can have left it."""
        gate = self._gates.get(order.gate)
        if gate is not None and self._roster.stations[gate.address].is_offline:
            self._post(Refused(order.command, why, OFFLINE))
        else:
            self._post(Unsent(order.command, why))

    def carry_out(self, order: LineOrder, asker: A) -> None:
        """Send an order if it may still be sent; raises one of PORT_LOST after telling."""
        gate, self._began = self._gates.get(order.gate), self._clock.now()
        if gate is None or not self._can(gate, order.action):
            return self._post(Refused(order.command, _cannot(order)))
        if self._is_old(order):
            return self._post(Expired(order.command))
        with self._told_if_lost(Unsent(order.command, LOST_BEFORE)):
            hindrance = self._reach(order, gate, asker)
        if hindrance is not None:
            return self._post(hindrance)
        asker.await_gap()
        if self._is_old(order):
            return self._post(Expired(order.command))
        if self._clock.now() > self._began + REACH_SECONDS:
            return self._post(Unsent(order.command, LATE_THERE.format(gate.name)))
        return self._send(order, gate, asker)

    @abstractmethod
    def _can(self, gate: Gate, action: Action) -> bool:
        """Tell whether there is a frame for that."""

    @abstractmethod
    def _reach(self, order: LineOrder, gate: Gate, asker: A) -> Refused | Unsent | None:
        """Return why nothing can be sent now; None once the controller is known to be there."""

    @abstractmethod
    def _write(self, order: LineOrder, gate: Gate, asker: A) -> Written:
        """Write the frame, once; raises one of PORT_LOST, or TooLate."""

    def _send(self, order: LineOrder, gate: Gate, asker: A) -> None:
        try:
            written = self._write(order, gate, asker)
        except TooLate:
            return self._post(Expired(order.command))
        except NothingLeftError:
            self._post(Unsent(order.command, LOST_BEFORE))
            raise
        except PORT_LOST:
            self._post(Unsure(order.command, LOST, ""))
            raise
        self._clock.sleep(max(0.0, written.sent - self._clock.now()))
        self._post(Sent(order.command, written.sent))
        with self._told_if_lost(Unsure(order.command, LOST, "")):
            outcome = written.conclude()
        return self._post(outcome)

    def _was_at_rest(self, gate: Gate) -> bool:
        """Tell whether the barrier was seen closed just before; else its rising proves nothing.

        To be asked before anything else is read.
        """
        return self._contacts.was_at_rest(gate, self._roster.closed_at(gate))

    def _may_ask(self, asker: A) -> bool:
        """Tell whether there is time for one more question about the order."""
        return self._clock.now() + asker.longest <= self._began + CARRY_SECONDS

    def _is_old(self, order: LineOrder) -> bool:
        return self._clock.now() >= order.expires_monotonic

    @contextmanager
    def _told_if_lost(self, message: Message) -> Generator[None]:
        try:
            yield
        except PORT_LOST:
            self._post(message)
            raise


def offline(order: LineOrder, gate: Gate) -> Refused:
    """Refuse, because the controller is known to be silent."""
    detail = f"The controller of {gate.name} does not answer, so nothing was sent."
    return Refused(order.command, detail, OFFLINE)


def refused(order: LineOrder, gate: Gate, why: str) -> Refused:
    """Return that the controller said no, and why."""
    return Refused(order.command, f"The controller of {gate.name} refused: {why}.")


def contact_of(gate: Gate, action: Action) -> int | None:
    """Return the output that an action is about; None where it is not wired."""
    return gate.open.number if action is Action.OPEN else gate.hold


def _cannot(order: LineOrder) -> str:
    if order.action is Action.OPEN:
        return f"Gate {order.gate} is not on this line: check the site file."
    return f"Gate {order.gate} cannot be held open: no hold output is wired."
