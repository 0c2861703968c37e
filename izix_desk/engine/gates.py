"""The gates of the site as the engine knows them: what lines tell in, facts to be stored out."""

import asyncio
from collections.abc import Callable

from izix_desk.devices import wire
from izix_desk.domain.commands import Action, GateCommand
from izix_desk.domain.decision import Reason
from izix_desk.domain.site import Gate, Site
from izix_desk.engine import happenings as told
from izix_desk.engine import recovery
from izix_desk.engine.courses import Courses
from izix_desk.engine.happenings import Happening
from izix_desk.engine.holding import Holds
from izix_desk.engine.recorder import Recorder
from izix_desk.engine.reporter import Reporter
from izix_desk.engine.watching import GateWatch
from izix_desk.engine.weighing import Situation
from izix_desk.services.cars import car_called, car_left
from izix_desk.services.gate_news import camera_misses, left_open, not_read, tailgated
from izix_desk.services.moments import Moment, present
from izix_desk.services.outcomes import note_gate, report_gate
from izix_desk.store.database import Transaction

NOT_WATCHED = (
    "its controller told nothing for {:.1f} s while cars could drive: the count may be off"
)


class Gates:
    """Keeps a watch for each gate; waits for nothing, so that the loop can call it at any time."""

    def __init__(
        self, recorder: Recorder, reporter: Reporter, drop_coil: Callable[[Gate], None]
    ) -> None:
        self.turn = asyncio.Lock()
        """Held from `situation` to `claimed`: nobody else sends meanwhile, no gate goes away."""
        self._recorder = recorder
        self._reporter = reporter
        self._drop_coil = drop_coil
        self._holds = Holds(recorder)
        self._courses = Courses(recorder, self._holds, lambda: self.site)
        self._begun = present()
        self._site: Site | None = None
        self._watches: dict[str, GateWatch] = {}
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

    def standing(self) -> frozenset[str]:
        """Return the gates where a loop sees a car stand."""
        seen = (gate for gate, watch in self._watches.items() if watch.inputs.get("arrive"))
        return frozenset(seen) - self._offline.keys()

    def claimed(self, command: GateCommand, now: float) -> None:
        """Expect news of a command that is handed to its line now."""
        watch = self._watches[command.gate]
        self._courses.begin(command, watch, now)
        if command.action is Action.OPEN:
            self._free_at[command.gate] = now + watch.gate.cycle_seconds

    def seen(self, gate: str, at: float) -> None:
        """Take that the camera of a gate read a car."""
        watch = self._watches.get(gate)
        if watch is not None:
            watch.arrivals.read(at)

    def watch_on(self, left: recovery.Watched) -> None:
        """Watch a command that the last engine saw answered."""
        self._courses.watch_on(left, self._watches[left.command.gate])

    def take(self, message: wire.Message) -> None:
        """Take what a line told, but for what cameras and readers read."""
        match message:
            case wire.LineReading():
                self._reporter.line(message)
            case (
                wire.Inputs()
                | wire.GateOffline()
                | wire.CoilFound()
                | wire.PulseStuck()
                | wire.Distrust()
            ):
                watch = self._watches.get(message.gate)
                if watch is not None:  # else the gate has just been taken out of the site
                    self._take_of_gate(watch, message)
            case _:
                self._courses.take(message)

    def tick(self, now: Moment) -> None:
        """Let time pass: what did not happen in time is told, old commands are forgotten."""
        for watch in self._watches.values():
            self._happened(watch.gate, watch.tick(now.monotonic), now.monotonic)
        self._holds.tick(now)
        self._courses.tick(now)

    def _take_of_gate(
        self,
        watch: GateWatch,
        message: wire.Inputs | wire.GateOffline | wire.CoilFound | wire.PulseStuck | wire.Distrust,
    ) -> None:
        match message:
            case wire.Inputs(gate, inputs, at):
                self._offline.pop(gate, None)
                self._happened(watch.gate, watch.measure(inputs, at), at)
                self._reporter.measured(watch, inputs, at)
            case wire.GateOffline(gate, detail, at):
                self._offline[gate] = detail
                self._reporter.offline(gate, at)
            case wire.CoilFound(gate, on, _, held):
                self._offline.pop(gate, None)
                self._holds.found(watch, held=held)
                if on:
                    self._open_coil_found(watch.gate)
            case wire.PulseStuck(_, detail, at):
                self._report(watch.gate, Reason.GATE_TIMEOUT, detail, at)
            case wire.Distrust(_, detail, at):
                self._report(watch.gate, Reason.DEVICE_DISTRUSTED, detail, at)

    def _happened(self, gate: Gate, happenings: tuple[Happening, ...], at: float) -> None:
        for happening in happenings:
            match happening:
                case told.Rose(command, detail):
                    self._courses.rose(command, detail, at)
                case told.CarPassed(command, assumed):
                    self._courses.passed(command, at, assumed=assumed)
                case told.DidNotMove(command):
                    self._courses.did_not_move(command)
                case told.LostSight(command, detail):
                    self._courses.lost_sight(command, detail)
                case told.TurnedBack(command):
                    self._courses.turned_back(command, at)
                case _:
                    self._told(gate, happening, at)

    def _told(self, gate: Gate, happening: Happening, at: float) -> None:
        wall = present().wall_at(at)
        match happening:
            case told.Called():
                self._recorder.add(lambda tx: car_called(tx, gate, wall))
            case told.CarLeft():
                self._recorder.add(lambda tx: car_left(tx, gate, wall))
            case told.FoundEmpty():
                begun = self._begun.wall
                self._recorder.add(lambda tx: car_left(tx, gate, wall, came_before=begun))
            case told.FaultTold():
                self._report(gate, Reason.GATE_BLOCKED, "the barrier reports a fault", at)
            case told.OpenedWithoutUs():
                text = "the barrier went up without a command of ours"
                self._report(gate, Reason.OPENED_WITHOUT_US, text, at)
            case told.NotRead():
                self._recorder.add(lambda tx: not_read(tx, gate, wall))
            case told.CameraMisses(missed, cars):
                self._recorder.add(lambda tx: camera_misses(tx, gate, missed, cars, wall))
            case told.LeftOpen(seconds):
                self._recorder.add(lambda tx: left_open(tx, gate, seconds, wall))
            case told.NotWatched(seconds):
                text = NOT_WATCHED.format(seconds)
                self._recorder.add(lambda tx: note_gate(tx, gate, "", text, wall))
            case told.Tailgated():
                site = self.site
                self._recorder.add(lambda tx: tailgated(tx, site, gate, wall))
            case _:
                pass  # a car that arrives is no news yet

    def _open_coil_found(self, gate: Gate) -> None:
        at = present().wall

        def decide(tx: Transaction) -> None:
            if recovery.coil_found_on(tx, gate, at):
                self._drop_coil(gate)

        self._recorder.add(decide)

    def _report(self, gate: Gate, reason: Reason, text: str, at: float) -> None:
        wall = present().wall_at(at)
        self._recorder.add(lambda tx: report_gate(tx, gate, reason, text, wall))
