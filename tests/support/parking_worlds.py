"""Random worlds to decide about, half of them within minutes of a boundary.

A world is made from one number, so that a failing one is told by that number. Hypothesis draws
the number; drawing every part of a world would take it most of the time that the rules need.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import TypeVar

from izix_desk.domain.decision import Access, Candidate, Known, Occupancy, Read
from izix_desk.domain.parkers import HostAnswer
from izix_desk.domain.site import Direction, Strategy
from izix_desk.domain.site import Sequence as InSequence
from tests.support.parking import (
    CANCELLED,
    GATES,
    booking,
    known,
    parker,
    right,
    time,
    visit,
)

T = TypeVar("T")
_BOUNDARIES = [
    f"{day} {hour}"
    for day in ("Mon", "Mon", "Mon", "Tue", "Tue", "Wed", "Fri", "Sat", "Sun")
    for hour in (
        "00:00",
        "06:00",
        "07:00",
        "09:00",
        "09:00",
        "14:00",
        "14:00",
        "17:00",
        "19:00",
        "22:00",
    )
]
_HOURS = ["", "", "Mo-Fr 07:00-19:00", "Mo-Fr 09:00-17:00", "Mo-Sa 22:00-02:00; PH off", "24/7"]
_WINDOWS = [("Mon 09:00", "Mon 17:00"), ("Tue 09:00", "Tue 14:00"), ("Mon 00:00", "Wed 00:00")]
_ORGANISATIONS = ["acme"] * 6 + ["nine", "gone"]
_GATES = ["in"] * 12 + ["out"] * 4 + list(GATES)
_CLOSE = [-16, -15, -14, -1, 0, 1, 14, 15, 16]


@dataclass(frozen=True, slots=True)
class World:
    """A read, and what is known of it."""

    read: Read
    known: Known

    @property
    def leaving(self) -> bool:
        """Tell whether the car goes out."""
        gate = self.known.gate.direction
        return (self.read.direction if gate is Direction.BOTH else gate) is Direction.EXIT

    def by(self, *candidates: Candidate) -> "World":
        """Return this world with other parkers."""
        return replace(self, known=replace(self.known, candidates=candidates))


def world(number: int) -> World:
    """Return the world of that number."""
    chance = Random(number)  # noqa: S311 - repeatable, not secret
    gate = chance.choice(_GATES)
    names = ("Peeters", "Maes")[: chance.choice([0, 1, 1, 1, 1, 1, 1, 2])]
    inside = chance.choice([0, 60, 115, 116, 117, 120])
    alike = (parker(name="Claes", plate="1-A8C-234"), parker(name="Bos", plate="I-ABC-234"))
    around = replace(
        known(gate, *(_candidate(chance, name) for name in names)),
        similar=alike[: chance.choice([0, 1, 1, 2])],
        groups={"staff": Occupancy(120, inside, chance.choice([0, 3, 4]))},
        tenants={("acme", "staff"): Occupancy(80, chance.choice([0, 60, 79, 80]), 1)},
    )
    return World(_read(chance, gate), around)


def one_access(number: int) -> Access:
    """Return one access of a random kind."""
    return _access(Random(number), "one more")  # noqa: S311 - repeatable, not secret


def shuffled(values: Sequence[T], number: int) -> tuple[T, ...]:
    """Return values in another order."""
    return tuple(Random(number).sample(values, len(values)))  # noqa: S311 - repeatable


def _read(chance: Random, gate: str) -> Read:
    minutes = chance.choice(_CLOSE) if chance.random() < 0.5 else chance.randint(-300, 300)
    return Read(
        gate=gate,
        at=time(chance.choice(_BOUNDARIES)) + timedelta(minutes=minutes),
        plate="" if chance.random() < 0.03 else "1-ABC-234",
        confidence=chance.choice([None] * 6 + [0.9] * 6 + [0.7, float("nan")]),
        direction=chance.choice([None, Direction.ENTRY, Direction.EXIT]),
    )


def _candidate(chance: Random, name: str) -> Candidate:
    accesses = [_access(chance, f"{name} {n}") for n in range(chance.choice([0, 1, 1, 1, 2, 3]))]
    return parker(
        *{access.key: access for access in accesses}.values(),  # the store knows a visit once
        name=name,
        inside=chance.choice(["", "", "", "Mon 05:30"]),
        left=chance.choice(["", "", "Sun 20:00", "Mon 06:30"]),
        blocked=chance.random() < 0.04,
        active=chance.random() > 0.04,
    )


def _access(chance: Random, name: str) -> Access:
    if chance.random() < 0.2:
        answer = chance.choice([HostAnswer.NOT_ASKED, HostAnswer.YES, HostAnswer.NO])
        return visit(*chance.choice(_WINDOWS), confirm=chance.random() < 0.3, host_answer=answer)
    windows = chance.sample(_WINDOWS, chance.choice([0, 1, 1, 2]))
    state = {"state": CANCELLED} if chance.random() < 0.1 else {}
    return right(
        chance.choice([*Strategy, *[Strategy.FCFS] * 3]),
        chance.choice(_HOURS),
        name=name,
        org=chance.choice(_ORGANISATIONS),
        given=chance.choice([("", "")] * 4 + [("2026-11-24", ""), ("", "2026-11-23")]),
        booked=tuple(booking(*window, **state) for window in windows),
        released=chance.choice([None, None, ("Mon 06:00", "Tue 09:00")]),
        groups=chance.choice([("staff",)] * 4 + [("visitors",), ("staff", "visitors")]),
        lot=chance.choice(["p1"] * 8 + ["p2"]),
        sequence=chance.choice(list(InSequence)),
        reentry=chance.random() > 0.3,
        grace_before=chance.choice([0, 15]),
        grace_after=chance.choice([0, 15]),
    )
