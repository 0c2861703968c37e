"""A site at work: simulator, store and engine, each a process of its own."""

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from izix_desk.devices.modbus.frames import READ_COILS, read_bits
from izix_desk.devices.modbus.master import Master, timing_of
from izix_desk.devices.ports import open_port
from izix_desk.domain.commands import Action, Stage, StageRecord
from izix_desk.domain.events import GateState
from izix_desk.domain.requests import FixRequest, OpenRequest
from izix_desk.domain.site import Site as SitePlan
from izix_desk.link.client import LinkClient
from izix_desk.link.messages import Gates, Message
from izix_desk.services.moments import present
from izix_desk.services.opening import ask, ask_open
from izix_desk.services.remedies import carry_out
from izix_desk.store.commands import stages
from izix_desk.store.database import Database, Role, Transaction
from izix_desk.store.events import events_at_gate
from izix_desk.store.folder import SiteFolder
from izix_desk.store.keys import link_authkey, store_key
from izix_desk.store.lock import engine_runs
from izix_desk.store.site import load_site, save_site
from tests.support import quay
from tests.support.programs import Program, Programs
from tests.support.simulator import Note, Simulator
from tests.support.waiting import wait_until


class Site:
    """What a test sees of it: the far end of the line, and the store through its own door."""

    def __init__(
        self,
        folder: Path,
        programs: Programs,
        wired: Callable[[SitePlan], SitePlan] = lambda plan: plan,
        *,
        options: Sequence[str] = (),
    ) -> None:
        self._links = folder / "links"
        self.plan = wired(quay.site(str(self._links / "north"), str(self._links / "camera")))
        self.quay = quay.quay(folder / "site", self.plan)
        self.simulator = Simulator(self.plan, folder, *options)
        self._programs = programs
        self.store: Database = self.quay.open(Role.READ)
        self._gate_store = self.quay.open(Role.GATE)

    @property
    def words(self) -> tuple[str, str]:
        """The option that names this site."""
        return "--site", str(self.quay.folder.path)

    def start_engine(self) -> Program:
        """Start an engine and wait until it takes commands and has measured its gates."""
        engine = self.start_engine_anyhow()
        with self.listen() as desk:
            desk.wait_for("entry", GateState.CLOSED)
        return engine

    def start_engine_anyhow(self) -> Program:
        """Start an engine and wait only until it takes commands."""
        engine = self._programs.start("engine", *self.words)
        engine.wait_for("runs the gates", 30)
        return engine

    def start_second_engine(self) -> Program:
        """Start an engine beside one that runs."""
        return self._programs.start("engine", *self.words)

    def listen(self) -> "Listener":
        """Listen to the engine as a desk does."""
        return Listener(self.quay.folder)

    def open_gate(self, gate: str, *options: str, reason: str = "DELIVERY") -> Program:
        """Start `izix-desk open`."""
        return self._programs.start("open", *self.words, gate, "--reason", reason, *options)

    def ask(
        self,
        gate: str,
        for_whom: str = "",
        action: Action = Action.OPEN,
        until: datetime | None = None,
        *,
        stale: bool = False,
    ) -> UUID:
        """Ask at once, without a process that has to start first; `stale` on the site as made."""
        request = OpenRequest(
            gate=gate,
            action=action,
            reason="DELIVERY",
            operator="Guard 1",
            desk="lodge",
            for_whom=for_whom,
            until=until,
        )
        if stale:
            return self._gate_store.write(lambda tx: ask(tx, request, present(), self.plan))
        return ask_open(self._gate_store, request)

    def service(self, gate: str, code: str, note: str = "") -> None:
        """Set a gate out of service or put it back, as a desk does."""
        request = FixRequest(code=code, gate=gate, operator="Guard 1", note=note)
        store = self.quay.open()
        store.write(lambda tx: carry_out(tx, load_site(tx), request, present().wall))
        store.close()

    def command(self, after: UUID | None = None) -> UUID:
        """Wait for a command and return the newest one; another one than that which is named."""

        def another() -> UUID | None:
            newest = self._newest()
            return None if newest == after else newest

        command = wait_until(another, 20, "a command in the store")
        assert command is not None
        return command

    def stages(self, command: UUID) -> list[Stage]:
        """Return the stages of a command so far."""
        return [record.stage for record in self.records(command)]

    def records(self, command: UUID) -> tuple[StageRecord, ...]:
        """Return the stages of a command so far, with all that is stored of them."""
        return self.store.read(lambda tx: stages(tx, command))

    def wait_stage(self, command: UUID, *wanted: Stage, seconds: float = 20) -> StageRecord:
        """Wait until a command reached a stage, or one of several."""

        def reached() -> StageRecord | None:
            return next((r for r in self.records(command) if r.stage in wanted), None)

        try:
            record = wait_until(reached, seconds, f"{wanted}")
        except AssertionError as problem:
            raise AssertionError(f"{problem}: {self.records(command)}") from None
        assert record is not None
        return record

    def load(self, plan: SitePlan) -> None:
        """Store another state of the site, as `site load` does."""
        store = self.quay.open()
        store.write(lambda tx: save_site(tx, plan))
        store.close()

    def kill_simulator(self) -> None:
        """Kill it as a cable that is pulled: its ports are gone with it.

        The links go first: the system soon gives the number behind one to somebody else's port.
        """
        for link in self._links.iterdir():
            link.unlink()
        self.simulator.kill()

    def read_out(self, line: str) -> None:
        """Return once the boards have read all that a dead engine left on their wire.

        A wire keeps the order: what stood before a question was read before its answer.
        """
        wired = next(each for each in self.plan.lines if each.id == line)
        port = open_port(wired, timing_of(wired).reply)
        master = Master(port, timing_of(wired))
        question = read_bits(1, READ_COILS, 0, 9)  # no engine asks for so many
        try:
            wait_until(lambda: master.ask(question), 20, f"an answer on line {line}")
        finally:
            port.close()

    def coil_on(self, gate: str) -> list[Note]:
        """Return when the open contact of a gate went on, as the board saw it."""
        place = self.plan.gate(gate)
        return self.simulator.notes("coil", unit=place.address, coil=place.open.number, on=True)

    def close(self) -> None:
        """Let go of everything; an engine that a desk started must not outlive a failed test.

        Its port would soon lead to the simulator of somebody else.
        """
        if engine_runs(self.quay.folder):
            with suppress(OSError, ValueError):
                os.kill(int(self.quay.folder.engine_pid.read_text("ascii")), signal.SIGKILL)
        self.store.close()
        self._gate_store.close()
        self.simulator.close()

    def _newest(self) -> UUID | None:
        def newest(tx: Transaction) -> UUID | None:
            rows = [row for gate in self.plan.gates for row in events_at_gate(tx, gate.id)]
            found = [row.command for row in sorted(rows, key=lambda r: -r.seq) if row.command]
            return found[0] if found else None

        return self.store.read(newest)


class Listener:
    """What a desk hears of the gates over the local link."""

    def __init__(self, folder: SiteFolder) -> None:
        self.states: list[tuple[str, GateState]] = []
        self.inputs: dict[tuple[str, str], bool] = {}
        self._client = LinkClient(
            folder.link_address, link_authkey(store_key(folder)), take=self._take
        )

    def last(self, gate: str) -> GateState | None:
        """Return the state of a gate as heard last."""
        return next((state for name, state in reversed(self.states) if name == gate), None)

    def wait_input(self, gate: str, name: str, value: bool) -> None:
        """Wait until an input of a gate was heard with this value."""
        wait_until(lambda: self.inputs.get((gate, name)) is value, 20, f"{gate} {name} {value}")

    def wait_for(self, gate: str, state: GateState, seconds: float = 20) -> None:
        """Wait until the newest state of a gate is this one."""
        wait_until(lambda: self.last(gate) is state, seconds, f"{gate} {state}")

    def __enter__(self) -> "Listener":
        self._client.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def _take(self, message: Message) -> None:
        if isinstance(message, Gates):
            self.states += [(reading.gate, reading.state) for reading in message.readings]
            for each in message.readings:
                self.inputs |= {(each.gate, name): on for name, on in each.inputs.items()}


class Frozen:
    """A process that is stopped in the middle of what it does, until the end of the block."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def __enter__(self) -> None:
        os.kill(self._pid, signal.SIGSTOP)

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):  # killed meanwhile, as the test wanted
            os.kill(self._pid, signal.SIGCONT)
