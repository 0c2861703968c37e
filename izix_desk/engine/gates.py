"""The gates of the site as the engine knows them: what lines tell in, facts to be stored out."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from izix_desk.devices import wire
from izix_desk.domain.commands import Action, GateCommand, Stage, StageRecord
from izix_desk.domain.decision import Reason
from izix_desk.domain.site import Gate, Site
from izix_desk.engine import recovery, watching
from izix_desk.engine.recorder import Recorder
from izix_desk.engine.reporter import Reporter
from izix_desk.engine.watching import GateWatch, Happening
from izix_desk.engine.weighing import Situation
from izix_desk.services.cars import car_called, car_left
from izix_desk.services.moments import Moment, present
from izix_desk.services.outcomes import keep_stage, report_gate
from izix_desk.services.passing import car_passed
from izix_desk.store.database import Transaction

FORGET_SECONDS = 200.0
"""A command gets no more stages after this; its watch has ended long before."""


@dataclass(frozen=True, slots=True)
class _UnderWay:
    command: GateCommand
    since: float
    left_over: bool = False
    """Of the last engine: what is not seen any more may have happened while none ran."""


class Gates:
    """Joins each gate's watch with the commands under way; keeps no clock and waits for nothing."""

    def __init__(
        self, recorder: Recorder, reporter: Reporter, drop_coil: Callable[[Gate], None]
    ) -> None:
        self._recorder = recorder
        self._reporter = reporter
        self._drop_coil = drop_coil
        self._site: Site | None = None
        self._watches: dict[str, GateWatch] = {}
        self._under_way: dict[UUID, _UnderWay] = {}
        self._offline: dict[str, str] = {}
        self._free_at: dict[str, float] = {}

    @property
    def site(self) -> Site:
        """The site as last read from the store."""
        assert self._site is not None, "apply() comes first"
        return self._site

    def apply(self, site: Site) -> None:
        """Go on with another state of the site; what is under way at a gate stays so."""
        self._site = site
        gates = {gate.id: gate for gate in site.gates}
        self._watches = {key: watch for key, watch in self._watches.items() if key in gates}
        for gate in site.gates:
            self._watches.setdefault(gate.id, GateWatch(gate)).gate = gate
        self._offline = {key: told for key, told in self._offline.items() if key in gates}
        self._reporter.keep_only(set(gates), {line.id for line in site.lines})

    def situation(self, started: Moment) -> Situation:
        """Return what commands are weighed against, as of now."""
        return Situation(
            gates={gate.id: gate for gate in self.site.gates},
            started=started,
            offline=dict(self._offline),
            free_at=dict(self._free_at),
        )

    def claimed(self, command: GateCommand, now: float) -> None:
        """Expect news of a command that is handed to its line now."""
        self._under_way[command.id] = _UnderWay(command, now)
        if command.action is Action.OPEN:
            self._free_at[command.gate] = now + self._watches[command.gate].gate.cycle_seconds

    def watch_on(self, left: recovery.Watched) -> None:
        """Watch a command that the last engine saw answered."""
        command, answered = left.command, left.answered.monotonic
        self._under_way[command.id] = _UnderWay(command, answered, left_over=True)
        self._watches[command.gate].sent(command.id, answered)
        self._watches[command.gate].answered(command.id, answered)

    def take(self, message: wire.Message) -> None:
        """Take what a line told, plate reads excepted."""
        match message:
            case wire.Inputs():
                self._measured(message)
            case wire.GateOffline():
                self._offline[message.gate] = message.detail
                self._reporter.offline(message.gate, message.monotonic)
            case wire.CoilFound():
                self._coil_found(message)
            case wire.PulseStuck():
                self._stuck(message)
            case wire.PulseEnded() | wire.PlateLine():
                pass  # the end of a pulse is no news; reads are the gatekeeper's
            case wire.LineReading():
                self._reporter.line(message)
            case _:
                self._outcome(message)

    def tick(self, now: Moment) -> None:
        """Let time pass: what did not happen in time is told, old commands are forgotten."""
        for watch in self._watches.values():
            self._happened(watch.gate, watch.tick(now.monotonic), now.monotonic)
        for command, under_way in list(self._under_way.items()):
            if now.monotonic - under_way.since > FORGET_SECONDS:
                del self._under_way[command]

    def _measured(self, message: wire.Inputs) -> None:
        watch = self._watches.get(message.gate)
        if watch is None:
            return
        self._offline.pop(message.gate, None)
        self._happened(
            watch.gate, watch.measure(message.inputs, message.monotonic), message.monotonic
        )
        self._reporter.measured(watch.gate, message.inputs, message.monotonic, held=watch.held)

    def _outcome(self, message: "wire.Message") -> None:
        match message:
            case wire.Sent(command, at):
                self._with_watch(command, lambda watch: watch.sent(command, at))
                self._stage(command, Stage.SENT, at=at)
            case wire.Answered(command, at):
                self._answered(command, at)
            case wire.Unsent(command, detail):
                self._end(command, Stage.NO_ANSWER, detail)
            case wire.Refused(command, detail, reason):
                self._end(command, Stage.REFUSED, detail, reason or Reason.GATE_TIMEOUT)
            case wire.Expired(command):
                self._end(command, Stage.EXPIRED, "its turn on the line came too late")
            case wire.Unsure(command, detail, evidence):
                self._unsure(command, detail, evidence)
            case _:
                pass

    def _answered(self, command: UUID, at: float) -> None:
        self._with_watch(command, lambda watch: watch.answered(command, at))
        self._stage(command, Stage.ANSWERED, at=at)
        under_way = self._under_way.get(command)
        if under_way is not None and under_way.command.action is not Action.OPEN:
            held = under_way.command.action is Action.HOLD_OPEN
            self._watches[under_way.command.gate].held = held

    def _unsure(self, command: UUID, detail: str, evidence: str) -> None:
        if not evidence:
            self._end(command, Stage.NOT_SURE, detail)
            return
        now = present().monotonic
        self._with_watch(command, lambda watch: watch.answered(command, now))
        proof = f"no answer came; proven by evidence: {evidence}"
        self._stage(command, Stage.ANSWERED, proof, at=now)

    def _end(self, command: UUID, stage: Stage, detail: str, trouble: str = "") -> None:
        self._with_watch(command, lambda watch: watch.dropped(command))
        self._stage(command, stage, detail, trouble=trouble)
        self._under_way.pop(command, None)

    def _with_watch(self, command: UUID, act: Callable[[GateWatch], None]) -> None:
        under_way = self._under_way.get(command)
        watch = self._watches.get(under_way.command.gate) if under_way is not None else None
        if watch is not None:
            act(watch)

    def _stage(
        self,
        command: UUID,
        stage: Stage,
        detail: str = "",
        *,
        at: float | None = None,
        trouble: str = "",
    ) -> None:
        now = present()
        at = now.monotonic if at is None else at
        record = StageRecord(
            command=command, stage=stage, at=now.wall_at(at), monotonic=at, detail=detail
        )
        site = self.site
        self._recorder.add(lambda tx: keep_stage(tx, site, record, trouble))

    def _happened(self, gate: Gate, happenings: tuple[Happening, ...], at: float) -> None:
        for happening in happenings:
            match happening:
                case watching.Rose(command, detail):
                    self._stage(command, Stage.UP, detail, at=at)
                case watching.CarPassed(command, assumed):
                    self._passed(command, at, assumed=assumed)
                case watching.DidNotMove(command):
                    self._did_not_move(command)
                case _:
                    self._told(gate, happening, at)

    def _told(self, gate: Gate, happening: Happening, at: float) -> None:
        wall = present().wall_at(at)
        match happening:
            case watching.Called():
                self._recorder.add(lambda tx: car_called(tx, gate, wall))
            case watching.CarLeft():
                self._recorder.add(lambda tx: car_left(tx, gate, wall))
            case watching.FaultTold():
                self._report(gate, Reason.GATE_BLOCKED, "the barrier reports a fault", at)
            case watching.OpenedWithoutUs():
                text = "the barrier went up without a command of ours"
                self._report(gate, Reason.OPENED_WITHOUT_US, text, at)
            case _:
                pass  # a car that arrives is no news yet

    def _passed(self, command: UUID, at: float, *, assumed: bool) -> None:
        under_way = self._under_way.pop(command, None)
        if under_way is None:
            return
        now, site = present(), self.site
        record = StageRecord(
            command=command,
            stage=Stage.PASSED,
            at=now.wall_at(at),
            monotonic=at,
            detail="assumed: no loop is wired here" if assumed else "",
        )

        def store(tx: Transaction) -> None:
            if keep_stage(tx, site, record):
                car_passed(tx, site, under_way.command, record.at)

        self._recorder.add(store)

    def _did_not_move(self, command: UUID) -> None:
        under_way = self._under_way.pop(command, None)
        if under_way is None or not under_way.left_over:
            self._stage(command, Stage.NOT_MOVED, "the barrier still reads closed")
            return
        site, now = self.site, present()
        self._recorder.add(lambda tx: recovery.settle_unseen(tx, site, under_way.command, now))

    def _coil_found(self, message: wire.CoilFound) -> None:
        watch = self._watches.get(message.gate)
        if watch is None or not message.on:
            return
        gate, at = watch.gate, present().wall

        def decide(tx: Transaction) -> None:
            if recovery.coil_found_on(tx, gate, at):
                self._drop_coil(gate)

        self._recorder.add(decide)

    def _stuck(self, message: wire.PulseStuck) -> None:
        gate = self._watches[message.gate].gate
        self._report(gate, Reason.GATE_TIMEOUT, message.detail, message.monotonic)

    def _report(self, gate: Gate, reason: Reason, text: str, at: float) -> None:
        wall = present().wall_at(at)
        self._recorder.add(lambda tx: report_gate(tx, gate, reason, text, wall))
