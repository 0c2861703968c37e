"""Forty gates on eight bad lines, and whoever asks, pulls plugs and kills engines meanwhile."""

import heapq
import json
import math
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from izix_desk.devices.osdp.keys import new_key
from izix_desk.domain.commands import Action, Stage
from izix_desk.domain.errors import StoreFault
from izix_desk.domain.requests import OpenRequest
from izix_desk.services.moments import present
from izix_desk.services.opening import ask
from izix_desk.store.commands import stages
from izix_desk.store.database import Role, Transaction
from izix_desk.store.pairings import keep_pairing
from tests.support import osdp, quay
from tests.support.contacts import ENDS, Asked, spans
from tests.support.held import Held, Outage, held
from tests.support.programs import Program, Programs
from tests.support.simulator import Simulator
from tests.support.storm_site import EACH, LINES, site
from tests.support.waiting import wait_until

LOSS = 0.15
FLIPS = 0.01
LATE_SHARE = 0.05
FAULTS = (
    f"lost-requests {LOSS}",
    f"lost-answers {LOSS}",
    "doubled 0.05",
    "late 0.3",
    f"late-share {LATE_SHARE}",
    f"flipped {FLIPS}",
)
MILD = ("lost-requests 0.02", "lost-answers 0.02", "doubled 0.05")
SPACING = 3.06
"""Seconds between two commands of a gate: a late one could not pass for the next."""
CALM_SECONDS = 60.0
OPEN_ENDED = frozenset({Stage.ANSWERED})
"""No end yet where the barrier is measured."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to happen, at least."""

    commands: int
    pulls: int
    reboots: int
    restarts: int = 0
    freezes: int = 0
    """How often the engine stands still for a while, as on a laptop that sleeps."""
    faults: tuple[str, ...] = FAULTS
    holds: float = 0.0
    """Share of commands that hold a gate open for some seconds."""
    pull_every: float = 3.0
    reboot_every: float = 2.5


class Storm:
    """The site at work, as processes; all that happens is done by one hand, in its time."""

    def __init__(self, folder: Path, programs: Programs, chance: random.Random) -> None:
        self.site = site(folder / "links")
        self._quay = quay.quay(folder / "site", self.site)
        self._chance = chance
        self._programs = programs
        keys = self._pair(folder / "keys.json")
        self.simulator = Simulator(self.site, folder, "--keys", str(keys))
        self._store = self._quay.open(Role.GATE)
        self._engine: Program | None = None
        self._todo: list[tuple[float, int, Callable[[], None]]] = []
        self._number = 0
        self._plan = Plan(0, 0, 0)
        self._pulled: set[str] = set()
        self._is_stuck = False
        """The engine stands still and keeps everybody else out of the store."""
        self._asked: dict[UUID, tuple[str, Action]] = {}
        self._until: dict[UUID, float] = {}
        """By the monotonic clock, of those that hold a gate."""
        self._away: dict[str, float] = {}
        """Since when a line, or with an empty name the engine, cannot be reached."""
        self.outages: list[Outage] = []
        self.done: Counter[str] = Counter()
        self._ended_at = math.inf
        self.kills: list[float] = []
        self.pulls: list[tuple[float, str]] = []
        self.reboots: list[tuple[float, str, int]] = []

    def run(self, plan: Plan) -> list[Asked]:
        """Let all of it happen, then calm down; return the commands as they ended."""
        self._plan = plan
        self.simulator.start()
        self._start_engine(wait=True)
        for name in LINES:
            for fault in plan.faults:
                self.simulator.do(f"fault {name} {fault}")
            self.simulator.do(f"fault {name}-2 stuck on")
        self._schedule()
        while self._is_going_on():
            at, _, action = heapq.heappop(self._todo)
            time.sleep(max(0.0, at - time.monotonic()))
            action()
        self._calm_down()
        return [self._ended(command) for command in self._asked]

    def inside(self, at: float, line: str = "", *, held: bool = False) -> bool:
        """Tell whether some contact was closed at a moment, by the journal; or only a hold's."""
        return any(
            began <= at < ended
            for (name, _, coil), closed in spans(self.simulator.notes("coil")).items()
            for began, ended in closed
            if line in {"", name} and (coil > 0 or not held)
        )

    def lengths(self, commands: list[Asked]) -> Held:
        """Return for how long contacts were closed, held against what each of them may."""
        notes = self.simulator.notes()
        return held(self.site, notes, commands, self.outages, now=self._ended_at)

    def left_on(self) -> list[str]:
        """Return the gates whose open contact is closed; hold contacts may be held."""
        coils = self.simulator.do("coils")["coils"]
        return [gate for gate, contacts in coils.items() if contacts["open"]]

    def close(self) -> None:
        """Let go of everything."""
        self._store.close()
        self.simulator.close()

    def _pair(self, keys: Path) -> Path:
        store = self._quay.open()
        names: dict[str, str] = {}
        for gate in self.site.gates:
            if gate.line.startswith("osdp"):
                pairing = osdp.pairing(gate.address, new_key(), gate.line)
                names[f"{gate.line}/{gate.address}"] = pairing.key.hex()
                store.write(lambda tx, pairing=pairing: keep_pairing(tx, pairing))
        store.close()
        keys.write_text(json.dumps(names), "ascii")
        return keys

    def _schedule(self) -> None:
        for number, name in enumerate(LINES):
            gates = [gate.id for gate in self.site.gates if gate.line == name]
            if number % 2:  # all at once, so that some wait for others
                self._in(self._chance.random() * SPACING, lambda gates=gates: self._burst(gates))
            else:
                for gate in gates:
                    after = self._chance.random() * SPACING
                    self._in(after, lambda gate=gate: self._burst([gate]))
        if self._plan.pulls:
            self._in(self._plan.pull_every, self._pull)
        if self._plan.reboots:
            self._in(self._plan.reboot_every, self._reboot)
        if self._plan.restarts:
            self._in(2.0, self._kill)
        if self._plan.freezes:
            self._in(2.0, self._freeze)

    def _in(self, seconds: float, action: Callable[[], None]) -> None:
        self._number += 1
        heapq.heappush(self._todo, (time.monotonic() + seconds, self._number, action))

    def _is_going_on(self) -> bool:
        wanted = {"pulls": self._plan.pulls, "reboots": self._plan.reboots}
        wanted |= {"commands": self._plan.commands, "restarts": self._plan.restarts}
        wanted |= {"freezes": self._plan.freezes}
        return any(self.done[what] < count for what, count in wanted.items())

    def _burst(self, gates: list[str]) -> None:
        if self._is_stuck:
            self._in(0.1, lambda: self._burst(gates))
            return
        requests = [self._request(gate) for gate in gates]

        def store(tx: Transaction) -> list[UUID]:
            return [ask(tx, request, present(), self.site) for request in requests]

        try:
            asked = zip(self._store.write(store), requests, strict=True)
        except StoreFault:  # an engine stands still in the middle of a commit; nothing was asked
            self.done["busy"] += 1
            self._is_stuck = True
        else:
            for command, each in asked:
                self._asked[command] = each.gate, each.action
                if each.until is not None:
                    rest = (each.until - quay.now()).total_seconds()
                    self._until[command] = time.monotonic() + rest
            self.done["commands"] += len(gates)
        self._in(SPACING + self._chance.random() * 0.3, lambda: self._burst(gates))

    def _request(self, gate: str) -> OpenRequest:
        holds = self._chance.random() < self._plan.holds
        until = quay.now() + timedelta(seconds=self._chance.uniform(2, 15))
        return OpenRequest(
            gate=gate,
            action=Action.HOLD_OPEN if holds else Action.OPEN,
            reason="DELIVERY",
            operator="Guard 1",
            desk="lodge",
            until=until if holds else None,
        )

    def _pull(self) -> None:
        name = self._chance.choice([name for name in LINES if name not in self._pulled])
        self._pulled.add(name)
        self._lose(name)
        self.pulls.append((time.monotonic(), name))
        self.simulator.do(f"port {name} pulled")
        self._in(self._chance.uniform(0.1, 0.9), lambda: self._plug(name))
        self._in(self._chance.uniform(0.5, 1.5) * self._plan.pull_every, self._pull)

    def _plug(self, name: str) -> None:
        self.simulator.do(f"port {name} plugged")
        self._find(name)
        # The line needs its time to open the port: a loss that it did not see is none.
        self._in(1.2, lambda: self._pulled.discard(name))
        self.done["pulls"] += 1

    def _reboot(self) -> None:
        line, unit = self._chance.choice(LINES), self._chance.randint(1, EACH)
        self.reboots.append((time.monotonic(), line, unit))
        self.simulator.do(f"device {line} {unit} reboot")
        self.done["reboots"] += 1
        self._in(self._chance.uniform(0.5, 1.5) * self._plan.reboot_every, self._reboot)

    def _kill(self) -> None:
        assert self._engine is not None, "it was started"
        assert self._engine.running, self._engine.story
        self.kills.append(time.monotonic())
        self._lose("")
        self._engine.kill()
        self._in(self._chance.uniform(0.0, 0.3), self._start_engine)

    def _freeze(self) -> None:
        engine = self._engine
        assert engine is not None, "it was started"
        assert engine.running, engine.story
        self._lose("")
        os.kill(engine.pid, signal.SIGSTOP)
        shortest = 0.5 if self.done["freezes"] % 2 else 3.8  # every other one outlives an opening
        self._in(shortest + self._chance.random(), lambda: self._go_on(engine))

    def _go_on(self, engine: Program) -> None:
        os.kill(engine.pid, signal.SIGCONT)
        self._find("")
        self._is_stuck = False
        self.done["freezes"] += 1
        self._in(self._chance.uniform(0.5, 3.0), self._freeze)

    def _start_engine(self, *, wait: bool = False) -> None:
        self._engine = self._programs.start("engine", "--site", str(self._quay.folder.path))
        if wait:
            self._engine.wait_for("runs the gates", 60)
            self._find("")
        else:
            self._in(0.2, self._await_engine)

    def _await_engine(self) -> None:
        assert self._engine is not None, "it was started"
        assert self._engine.running, self._engine.story
        if "runs the gates" in self._engine.output:
            self.done["restarts"] += 1
            self._find("")
            self._in(self._chance.uniform(0.5, 4.0), self._kill)
        else:
            self._in(0.1, self._await_engine)

    def _lose(self, line: str) -> None:
        self._away[line] = time.monotonic()

    def _find(self, line: str) -> None:
        if line in self._away:
            self.outages.append(Outage(self._away.pop(line), time.monotonic(), line))

    def _calm_down(self) -> None:
        assert self._engine is not None, "it was started"
        if self._plan.freezes:
            os.kill(self._engine.pid, signal.SIGCONT)
        for name in LINES:
            for fault in self._plan.faults:
                kind = fault.split()[0]
                self.simulator.do(f"fault {name} {kind} 0")
            self.simulator.do(f"port {name} plugged")
            self._find(name)
        if not self._engine.running:
            self._start_engine(wait=True)
        self._engine.wait_for("runs the gates", 60)
        self._find("")
        wait_until(self._all_ended, CALM_SECONDS, "an end for every command")
        wait_until(lambda: not self.left_on(), CALM_SECONDS, f"no contact on: {self.left_on()}")
        self._ended_at = time.monotonic()
        assert self._engine.stop() == 0, self._engine.story

    def _all_ended(self) -> bool:
        newest = list(self._asked)[-400:]
        return all(self._ended(command).ended < math.inf for command in newest)

    def _ended(self, command: UUID) -> Asked:
        gate, action = self._asked[command]
        records = self._store.read(lambda tx: stages(tx, command))
        measured = bool(self.site.gate(gate).inputs) and action is Action.OPEN
        at = {record.stage: record.monotonic for record in reversed(records)}
        final = [each for each in at if each in ENDS and not (measured and each in OPEN_ENDED)]
        return Asked(
            gate=gate,
            action=action,
            asked=at[Stage.ASKED],
            claimed=at.get(Stage.CLAIMED),
            last=records[-1].stage,
            ended=min((at[each] for each in final), default=math.inf),
            until=self._until.get(command, 0.0),
        )
