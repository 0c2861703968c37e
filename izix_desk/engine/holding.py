"""Gates that are held open: each hold has an end, and the engine releases it then."""

from contextlib import suppress
from datetime import datetime
from functools import partial

from izix_desk.domain.commands import VALID, Action, GateCommand
from izix_desk.domain.decision import Reason
from izix_desk.domain.errors import DeskError
from izix_desk.domain.requests import OpenRequest
from izix_desk.engine.recorder import Recorder
from izix_desk.engine.watching import GateWatch
from izix_desk.services.moments import Moment, present
from izix_desk.services.opening import ask
from izix_desk.services.outcomes import SYSTEM, report_gate
from izix_desk.store.commands import last_hold
from izix_desk.store.database import Transaction

AGAIN_SECONDS = 10.0
"""Releasing only drops a contact, so it is asked again until a board has answered."""
LOST = "it was held open and the hold is gone, by a restart or a power cut: hold it again if needed"
FOREIGN = "its hold contact is on and no hold of ours explains it"


class Holds:
    """Knows which gates are, or may be, held by a command of ours, and when each is to end."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._held: dict[str, GateCommand] = {}
        self._asked_at: dict[str, float] = {}

    def answered(self, command: GateCommand, watch: GateWatch) -> None:
        """Take that a board confirmed a hold or a release."""
        watch.held = command.action is Action.HOLD_OPEN
        watch.held_until = command.until if watch.held else None
        if watch.held:
            self._held[command.gate] = command
        else:
            self._held.pop(command.gate, None)
            self._asked_at.pop(command.gate, None)

    def unsure(self, command: GateCommand) -> None:
        """Take that a hold may have been done: then its end is due all the same."""
        if command.action is Action.HOLD_OPEN:
            self._held[command.gate] = command

    def found(self, watch: GateWatch, *, held: bool) -> None:
        """Take how a board's hold contact was found at the first contact with it."""
        if watch.gate.hold is not None:
            self._recorder.add(partial(self._compare, watch=watch, held=held, at=present().wall))

    def tick(self, now: Moment) -> None:
        """Ask for the release of what is due."""
        for gate, command in list(self._held.items()):  # the store's thread may find one
            due = command.until is None or now.wall >= command.until
            if due and now.monotonic - self._asked_at.get(gate, -AGAIN_SECONDS) >= AGAIN_SECONDS:
                self._asked_at[gate] = now.monotonic
                self._recorder.add(partial(_ask_release, gate=gate))

    def _compare(self, tx: Transaction, watch: GateWatch, at: datetime, *, held: bool) -> None:
        ours = last_hold(tx, watch.gate.id)
        holding = ours is not None and ours.action is Action.HOLD_OPEN
        if held and ours is not None and holding:
            self.answered(ours, watch)
        elif held:
            report_gate(tx, watch.gate, Reason.OPENED_WITHOUT_US, FOREIGN, at)
        elif ours is not None and holding and _lasts(ours, at):
            self._lost(tx, watch, ours, at)

    def _lost(self, tx: Transaction, watch: GateWatch, command: GateCommand, at: datetime) -> None:
        """Tell once; the release makes it the end of that hold also for the next engine."""
        watch.held = False
        self._held.pop(command.gate, None)
        report_gate(tx, watch.gate, Reason.GATE_TIMEOUT, LOST, at)
        _ask_release(tx, command.gate)


def _lasts(command: GateCommand, at: datetime) -> bool:
    return command.until is None or at < command.until


def _ask_release(tx: Transaction, gate: str) -> None:
    request = OpenRequest(
        gate=gate, action=Action.RELEASE, reason=VALID, operator=SYSTEM, desk=SYSTEM
    )
    with suppress(DeskError):  # the gate is gone from the site: its contact is a person's to drop
        ask(tx, request, present())
