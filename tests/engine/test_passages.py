"""Cars at real speed: simulator, engine and store as processes, bytes on pseudo-terminals.

What is true of the cars is only what the simulator noted of them; it decides nothing.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from izix_desk.domain.events import GateEvent
from izix_desk.domain.site import Direction, Gate, Group, Input, Lease, Site
from izix_desk.services.counting import group_views, recount
from izix_desk.store.database import Database, Role
from izix_desk.store.events import events_at_gate
from tests.support import quay
from tests.support.programs import Programs
from tests.support.simulator import Note, Simulator
from tests.support.waiting import wait_until

LOTS = {"north": 60, "south": 3}
"""Spots; the south is too small for those who come."""
PARKERS = 40
LANES = 2
"""Entries of a lot, and as many exits."""
PATIENCE = 8
"""Seconds after which a car leaves; NO_READ is told after five."""
TOLD = ("TAILGATED", "TURNED_BACK", "NO_READ")
MANNERS = ("", "", "", "reads=3", "turns-back", "followed", "reads=0")
STRANGER = 0.15
ALL, EVER = 200, 100_000


def _gates(plain: Gate) -> Iterator[Gate]:
    for lot in LOTS:
        for number in range(2 * LANES):
            way = Direction.EXIT if number % 2 else Direction.ENTRY
            name = f"{lot}-{number}"
            yield replace(
                plain,
                id=name,
                name=name,
                lot=lot,
                direction=way,
                line=lot,
                address=1 + number,
                plates=f"camera-{name}",
                inputs={what: Input(wired.number) for what, wired in plain.inputs.items()},
            )


def _site(links: Path) -> Site:
    plain = quay.site()
    modbus, camera = plain.lines
    gates = tuple(_gates(plain.gates[0]))
    lines = (
        *(replace(modbus, id=lot, port=str(links / lot)) for lot in LOTS),
        *(
            replace(camera, id=gate.plates or "", port=str(links / f"{gate.plates}"))
            for gate in gates
        ),
    )
    lot, lease, policy = plain.lots[0], plain.leases[0], plain.policies[0]
    return replace(
        plain,
        lines=lines,
        gates=gates,
        lots=tuple(
            replace(lot, id=name, name=name, groups=(Group(name, name, spots),))
            for name, spots in LOTS.items()
        ),
        leases=tuple(
            Lease(tenant="acme", lot=name, spots={name: spots}, starts=lease.starts)
            for name, spots in LOTS.items()
        ),
        policies=tuple(replace(policy, id=name, lot=name, groups=(name,)) for name in LOTS),
    )


@dataclass(frozen=True, slots=True)
class Car:
    """One car before one gate, and what it does there."""

    gate: Gate
    plate: str
    manner: str

    @property
    def known(self) -> bool:
        """Tell whether it may park here."""
        return self.plate.startswith("1-")

    @property
    def leaves(self) -> bool:
        """Tell whether it is on its way out."""
        return self.gate.direction is Direction.EXIT


@dataclass
class Cars:
    """Sends one car to every gate at a time, and compares what came of it."""

    site: Site
    simulator: Simulator
    store: Database
    dice: random.Random
    wrong: list[str] = field(default_factory=list[str])
    """What should not have been, with all that is known of it."""
    seen: Counter[str] = field(default_factory=Counter[str])
    inside: dict[str, list[str]] = field(default_factory=lambda: {lot: [] for lot in LOTS})
    """Plates; an empty one is of a car that nobody read."""
    last: dict[str, list[Note]] = field(default_factory=dict[str, list[Note]])
    _old: Counter[str] = field(default_factory=Counter[str])
    """Notes of each gate that are about earlier cars."""

    def round(self) -> None:
        """Let a car come to each gate, and wait until they are gone and the barriers down."""
        cars = list(self._next())
        for car in cars:
            self.simulator.do(
                f"car {car.gate.id} {car.plate} patience={PATIENCE} {car.manner}".strip()
            )
        room = {lot: spots - len(self.inside[lot]) for lot, spots in LOTS.items()}
        freed = {car.gate.lot for car in cars if car.leaves}
        for car in cars:
            notes = self._settled(car)
            self._judge(car, notes, room[car.gate.lot], freed=car.gate.lot in freed)
        try:
            wait_until(self._agrees, 20, "the store to agree")
        except AssertionError:
            raise AssertionError(self._story(cars)) from None

    def _next(self) -> Iterator[Car]:
        waiting: set[str] = set()
        unread = {lot: cars.count("") for lot, cars in self.inside.items()}
        for gate in self.site.gates:
            manner = self.dice.choice(MANNERS)
            if gate.direction is Direction.EXIT:
                there = set(self.inside[gate.lot]) - waiting - {""}
                if manner == "followed" and not unread[gate.lot]:
                    manner = ""  # there is nobody who could follow
                unread[gate.lot] -= manner == "followed"
            else:
                there = self._coming(gate.lot) - waiting
            if there:
                plate = self.dice.choice(sorted(there))
                waiting.add(plate)
                yield Car(gate, plate, manner)

    def _coming(self, lot: str) -> set[str]:
        if self.dice.random() < STRANGER:
            return {f"9-ZZZ-{self.dice.randrange(1000):03}"}
        return set(plates(lot)) - set(self.inside[lot])

    def _settled(self, car: Car) -> list[Note]:
        """Return what the simulator noted of a car, once all is quiet at its gate."""
        over = 2 if car.manner == "followed" else 1

        def quiet() -> list[Note] | None:
            notes = self._notes(car.gate)
            did = [note["did"] for note in notes if note["what"] == "car"]
            gone = did.count("passes") >= over or {"gives up", "turns back"} & set(did)
            states = [note["state"] for note in notes if note["what"] == "barrier"]
            return notes if gone and (not states or states[-1] == "closed") else None

        notes = wait_until(quiet, 60, f"{car} to be gone")
        assert notes
        self._old[car.gate.id] += len(notes)
        self.last[car.gate.id] = notes
        return notes

    def _notes(self, gate: Gate) -> list[Note]:
        place = {"line": gate.line, "unit": gate.address}
        found = [
            note
            for note in self.simulator.notes()
            if note.get("gate") == gate.id
            or (note["what"] == "coil" and place.items() <= note.items())
        ]
        return found[self._old[gate.id] :]

    def _judge(self, car: Car, notes: list[Note], room: int, *, freed: bool) -> None:
        opened = sum(1 for note in notes if note["what"] == "coil" and note["on"])
        read = car.manner != "reads=0"
        must = read and car.known and (car.leaves or room >= 2 * LANES - 1)
        never = not read or not car.known or (not car.leaves and room <= 0 and not freed)
        for what, happened in (
            ("opened twice", opened > 1),
            ("wrong grant", opened and never),
            ("trapped" if car.leaves else "kept out", must and not opened),
        ):
            if happened:
                self.wrong.append(f"{what}: {car} {notes} {self._events(car.gate)[:3]}")
        self.seen["full"] += room <= 0 and not car.leaves
        self.seen["strangers"] += not car.known
        self.seen["NO_READ"] += not read
        self.seen[car.manner] += 1
        for note in notes:
            self._drive(car, note)

    def _drive(self, car: Car, note: Note) -> None:
        if note.get("did") == "turns back":
            self.seen["TURNED_BACK"] += 1
        if note.get("did") != "passes":
            return
        self.seen["passages"] += 1
        self.seen["TAILGATED"] += not note["plate"]
        inside = self.inside[car.gate.lot]
        if car.leaves:
            inside.remove(note["plate"])
        else:
            inside.append(note["plate"])

    def _agrees(self) -> bool:
        return self._counts() == self._truth() and self.told() == self._to_tell()

    def _to_tell(self) -> Mapping[str, int]:
        return {reason: self.seen[reason] for reason in TOLD}

    def _story(self, cars: Sequence[Car]) -> str:
        lines = [
            f"inside {self._truth()}, the store says {self._counts()}",
            f"to tell {self._to_tell()}, told {self.told()}",
        ]
        for car in cars:
            lines += [f"{car.gate.id} {car.plate} {car.manner}", *map(str, self.last[car.gate.id])]
            lines += [
                f"    {event.at:%H:%M:%S.%f} {event.plate} {event.reason} {event.text}"
                for event in self._events(car.gate)[:4]
            ]
        return "\n".join(lines)

    def _truth(self) -> Mapping[str, tuple[int, int]]:
        return {lot: (len(cars), 0) for lot, cars in self.inside.items()}

    def _counts(self) -> Mapping[str, tuple[int, int]]:
        views = self.store.read(lambda tx: group_views(tx, self.site, quay.now()))
        return {view.lot: (view.inside, view.reserved) for view in views}

    def _events(self, gate: Gate) -> tuple[GateEvent, ...]:
        return self.store.read(lambda tx: events_at_gate(tx, gate.id, EVER))

    def told(self) -> Mapping[str, int]:
        """Return how often the gates told of each thing that is no plain passage."""
        events = [event for gate in self.site.gates for event in self._events(gate)]
        return {reason: sum(event.reason == reason for event in events) for reason in TOLD}


def plates(lot: str) -> list[str]:
    """Return the plates of those who may park at a lot."""
    return [f"1-{lot[:3].upper()}-{number:03}" for number in range(PARKERS)]


@pytest.mark.timeout(3600)
def test_cars_at_real_speed(
    tmp_path: Path,
    programs: Programs,
    count: Callable[[int], int],
    rng: random.Random,
    figures: Callable[[Mapping[str, float]], None],
) -> None:
    """The count is right after every car, nobody is let in wrongly, and nobody is kept in."""
    made = _site(tmp_path / "links")
    parking = quay.quay(tmp_path / "site", made)
    gates = parking.open(Role.GATE)
    for lot in LOTS:
        for plate in plates(lot):
            quay.park(gates, f"Parker {plate}", plate, policy=lot)
    gates.close()
    store, simulator = parking.open(Role.READ), Simulator(made, tmp_path)
    try:
        simulator.start()
        engine = programs.start("engine", "--site", str(parking.folder.path))
        engine.wait_for("runs the gates", 30)
        cars = Cars(made, simulator, store, rng)
        while cars.seen["passages"] < max(count(ALL), 5):
            cars.round()
            assert cars.wrong == []
        assert store.read(recount) == ()
        figures({what or "drives": times for what, times in cars.seen.items()})
        if count(ALL) == ALL:
            assert all(cars.seen[what] for what in (*TOLD, "full", "strangers", "reads=3"))
    finally:
        store.close()
        simulator.close()
