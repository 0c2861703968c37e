"""The commands under way: what lines and gates tell of them becomes their stages."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from izix_desk.devices import wire
from izix_desk.domain.commands import (
    NO_LOOP,
    NOTHING_WIRED,
    UNHEARD,
    Action,
    GateCommand,
    Stage,
    StageRecord,
)
from izix_desk.domain.decision import Reason
from izix_desk.domain.site import Site
from izix_desk.engine import recovery
from izix_desk.engine.holding import Holds
from izix_desk.engine.recorder import Recorder
from izix_desk.engine.watching import GateWatch
from izix_desk.services.gate_news import turned_back
from izix_desk.services.moments import Moment, present
from izix_desk.services.outcomes import keep_stage, note_gate
from izix_desk.services.passing import car_passed
from izix_desk.store.commands import finish
from izix_desk.store.database import Transaction

FORGET_SECONDS = 200.0
"""A command gets no more stages after this; its watch has ended long before."""
STILL_CLOSED = "the barrier still reads closed"
UNTOLD = "its line did not tell in time how it went; the gate may be open"
LATER = "told of an opening after it had ended as not sure"
_TOLD = {
    Stage.SENT: "it was sent",
    Stage.ANSWERED: "the controller answered",
    Stage.NOT_MEASURED: "the controller answers no command",
    Stage.NO_ANSWER: "nothing was sent",
    Stage.EXPIRED: "nothing was sent",
    Stage.REFUSED: "nothing was done",
    Stage.NOT_SURE: "nothing proves what the gate did",
}
AWAY_SECONDS = 1.0
"""An engine that itself stood still for so long first hears what its lines tell."""


@dataclass(frozen=True, slots=True)
class _Course:
    command: GateCommand
    watch: GateWatch
    since: float
    left_over: bool = False
    """Of the last engine: what is not seen any more may have happened while none ran."""
    unanswered: bool = False
    """Its controller answers no command."""
    taken: bool = False
    """Its controller has it, as far as that can be told."""
    given_up: bool = False
    """Ended as not sure while its line still had it; what is told now is a fact, and no stage."""


class Courses:
    """Knows each command from its claim on, and has every stage it reaches stored."""

    def __init__(self, recorder: Recorder, holds: Holds, site: Callable[[], Site]) -> None:
        self._recorder = recorder
        self._holds = holds
        self._site = site
        self._courses: dict[UUID, _Course] = {}
        self._ticked = -math.inf

    def begin(self, command: GateCommand, watch: GateWatch, now: float) -> None:
        """Expect news of a command whose claim is committed."""
        self._courses[command.id] = _Course(command, watch, now)

    def watch_on(self, left: recovery.Watched, watch: GateWatch) -> None:
        """Watch a command that the last engine saw answered."""
        command, answered = left.command, left.answered.monotonic
        self._courses[command.id] = _Course(
            command,
            watch,
            answered,
            left_over=True,
            taken=True,
            unanswered=left.answered.stage is Stage.NOT_MEASURED,
        )
        watch.sent(command.id, answered, looked_from=present().monotonic)
        watch.answered(command.id, answered)

    def take(self, message: wire.Message) -> None:
        """Take what a line told of a command; other messages mean nothing here."""
        match message:
            case wire.Sent(command, at):
                self._sent(command, at)
            case wire.Answered(command, at):
                self._answered(command, "", at)
            case wire.Unanswered(command, detail, at):
                self._answered(command, detail, at, Stage.NOT_MEASURED)
            case wire.Unsent(command, detail):
                self._end(command, Stage.NO_ANSWER, detail)
            case wire.Refused(command, detail, reason):
                self._end(command, Stage.REFUSED, detail, reason or Reason.GATE_TIMEOUT)
            case wire.Expired(command):
                self._end(command, Stage.EXPIRED, "its turn on the line came too late")
            case wire.Unsure(command, detail, ""):
                self._end(command, Stage.NOT_SURE, detail)
            case wire.Unsure(command, _, evidence):
                proof = f"{UNHEARD}{evidence.replace(' ', ' is ')}"
                self._answered(command, proof, present().monotonic)
            case _:
                pass

    def rose(self, command: UUID, detail: str, at: float) -> None:
        """Take that the barrier is up on a command."""
        course = self._courses.get(command)
        if course is not None and course.command.action is not Action.OPEN:
            course.watch.dropped(command)  # many cars drive through a gate that is held
        self._stage(command, Stage.UP, detail, at=at)

    def passed(self, command: UUID, at: float, *, assumed: bool) -> None:
        """Take that the car drove through, and count it."""
        course = self._courses.pop(command, None)
        if course is None:
            return
        site, opening = self._site(), course.command
        how = NO_LOOP if {"opened", "closed"} & course.watch.gate.inputs.keys() else NOTHING_WIRED
        record = _record(command, Stage.PASSED, how if assumed else "", at)

        def store(tx: Transaction) -> None:
            if assumed and course.unanswered:
                finish(tx, command)  # the car counts, but that it drove through is not claimed
                car_passed(tx, site, opening, record.at)
            elif keep_stage(tx, site, record):
                car_passed(tx, site, opening, record.at)

        self._recorder.add(store)

    def did_not_move(self, command: UUID) -> None:
        """Take that nothing moved, as far as this engine can tell."""
        self._unseen(command, Stage.NOT_MOVED, STILL_CLOSED)

    def lost_sight(self, command: UUID, detail: str) -> None:
        """Take that nobody can tell any more whether it moved."""
        self._unseen(command, Stage.NOT_SURE, detail)

    def turned_back(self, command: UUID, at: float) -> None:
        """Take that the barrier closed again and no car had driven through."""
        course = self._courses.pop(command, None)
        if course is not None:
            wall, opening = present().wall_at(at), course.command
            self._recorder.add(lambda tx: turned_back(tx, course.watch.gate, opening, wall))

    def tick(self, now: Moment) -> None:
        """End what no line tells of in time, and forget what will get no more stages."""
        was_away = now.monotonic - self._ticked > AWAY_SECONDS
        self._ticked = now.monotonic
        for course in () if was_away else tuple(self._courses.values()):
            is_over = course.taken or course.given_up
            if not is_over and now.monotonic >= course.command.ends_monotonic:
                self._give_up(course, now.monotonic)
        old = [c for c, course in self._courses.items() if _is_over(course, now)]
        for command in old:
            del self._courses[command]

    def _give_up(self, course: _Course, at: float) -> None:
        command = course.command.id
        course.watch.dropped(command)
        self._holds.unsure(course.command)
        self._stage(command, Stage.NOT_SURE, UNTOLD, at=at)
        self._courses[command] = replace(course, given_up=True)

    def _sent(self, command: UUID, at: float) -> None:
        course = self._courses.get(command)
        if course is not None and course.command.action is not Action.RELEASE:
            course.watch.sent(command, at, ends=course.command.ends_monotonic)
            if course.given_up:
                course.watch.dropped(command)
        self._stage(command, Stage.SENT, at=at)

    def _answered(
        self, command: UUID, detail: str, at: float, stage: Stage = Stage.ANSWERED
    ) -> None:
        course = self._courses.get(command)
        if course is not None and not course.given_up:
            unanswered = stage is Stage.NOT_MEASURED
            course = replace(course, unanswered=unanswered, taken=True)
            self._courses[command] = course
            course.watch.answered(command, at)
            if course.command.action is not Action.OPEN:
                self._holds.answered(course.command, course.watch)
        self._stage(command, stage, detail, at=at)

    def _end(self, command: UUID, stage: Stage, detail: str, trouble: str = "") -> None:
        course = self._courses.get(command)
        if course is not None:
            course.watch.dropped(command)
            if stage is Stage.NOT_SURE:
                self._holds.unsure(course.command)
        self._stage(command, stage, detail, at=present().monotonic, trouble=trouble)
        self._courses.pop(command, None)

    def _unseen(self, command: UUID, stage: Stage, detail: str) -> None:
        course = self._courses.pop(command, None)
        if course is None or not course.left_over:
            self._stage(command, stage, detail, at=present().monotonic)
            return
        site, left = self._site(), course.command
        self._recorder.add(lambda tx: recovery.settle_unseen(tx, site, left, present()))

    def _stage(
        self, command: UUID, stage: Stage, detail: str = "", *, at: float, trouble: str = ""
    ) -> None:
        record, site = _record(command, stage, detail, at), self._site()
        course = self._courses.get(command)
        if course is not None and course.given_up:
            gate, text = course.watch.gate, f"{LATER}: {_TOLD[stage]}"
            self._recorder.add(lambda tx: note_gate(tx, gate, "", text, record.at))
        else:
            self._recorder.add(lambda tx: keep_stage(tx, site, record, trouble))


def _record(command: UUID, stage: Stage, detail: str, at: float) -> StageRecord:
    wall = present().wall_at(at)
    return StageRecord(command=command, stage=stage, at=wall, monotonic=at, detail=detail)


def _is_over(course: _Course, now: Moment) -> bool:
    return now.monotonic - course.since > FORGET_SECONDS
