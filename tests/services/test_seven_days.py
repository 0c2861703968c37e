"""Seven days of traffic through gatekeeper, store and sessions, on a clock that the test moves."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from pathlib import Path

import pytest

from izix_desk.domain.commands import GateCommand, Stage, StageRecord
from izix_desk.domain.parkers import Profile, Right, Vehicle
from izix_desk.domain.site import Direction, Group, Lease, Site
from izix_desk.services.cars import car_left, forget_cars
from izix_desk.services.counting import group_views, recount
from izix_desk.services.gate_news import tailgated, turned_back
from izix_desk.services.gatekeeping import Admission, take_read
from izix_desk.services.moments import Moment
from izix_desk.services.outcomes import keep_stage
from izix_desk.services.passing import car_passed
from izix_desk.services.reads import plate_read
from izix_desk.services.sessions import end_too_long
from izix_desk.store.commands import forget_unfinished
from izix_desk.store.database import Database, Role, Transaction
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import add_rights, add_vehicles, save_profile
from izix_desk.store.search_index import index_profile
from izix_desk.store.site import save_site
from tests.support import quay
from tests.support.traffic import (
    BACK_AFTER,
    BEGIN,
    DAYS,
    FOLLOWS_AFTER,
    PASSES_AFTER,
    SPOTS,
    Deed,
    Traffic,
    Visit,
    plate,
)

HOUR = timedelta(hours=1)
PASSAGES_EACH = 14
"""Passages of one parker in seven days, about."""


def site(traffic: Traffic) -> Site:
    """Return two lots with an entry and an exit each, all of them read and opened by cameras."""
    plain = quay.site()
    entry, lot, usual = plain.gates[0], plain.lots[0], plain.policies[0]
    return replace(
        plain,
        lots=tuple(
            replace(lot, id=name, groups=(Group(name, name.title(), traffic.spots(name)),))
            for name in SPOTS
        ),
        gates=tuple(
            replace(
                entry,
                id=f"{name}-{way.value}",
                lot=name,
                direction=way,
                plates=f"{name}-{way.value}",
            )
            for name in SPOTS
            for way in (Direction.ENTRY, Direction.EXIT)
        ),
        leases=tuple(
            Lease(tenant="acme", lot=name, spots={name: traffic.spots(name)}, starts=BEGIN.date())
            for name in SPOTS
        ),
        policies=tuple(replace(usual, id=name, lot=name, groups=(name,)) for name in SPOTS),
    )


@dataclass
class Week:
    """Lets the cars drive, hour by hour, and notes what was wrong."""

    store: Database
    site: Site
    traffic: Traffic
    wrong: Counter[str] = field(default_factory=Counter[str])
    seen: Counter[str] = field(default_factory=Counter[str])
    _due: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _number: int = 0
    _hour: datetime = BEGIN

    def run(self) -> None:
        """Play the whole week."""
        for visit in self.traffic.visits():
            self._until(visit.at)
            self._come(visit)
            # A car is gone before the next comes to its gate; who comes later rests on that.
            self._until(visit.at + BACK_AFTER)
        self._until(BEGIN + timedelta(days=DAYS))

    def _come(self, visit: Visit) -> None:
        first = self._read(visit, 0)
        for again in range(1, visit.reads):
            self._again(visit, first, again)
        wanted = visit.out or self.traffic.may_enter(visit)
        granted = first.opens is not None
        self.seen["out" if visit.out else "in" if granted else first.decision.reason] += 1
        if granted and not wanted:
            self.wrong["wrong grants"] += 1
        if wanted and not granted:
            self.wrong["trapped" if visit.out else f"kept out: {first.decision.reason}"] += 1
        self._go_on(visit, first.opens)

    def _go_on(self, visit: Visit, command: GateCommand | None) -> None:
        gate = self.site.gate(_gate(visit))
        if command is None:
            self._write(visit.at + BACK_AFTER, lambda tx, at: car_left(tx, gate, at))
            self.traffic.stayed(visit)
        elif visit.deed is Deed.TURNS_BACK:
            self.seen["turned back"] += 1
            self._write(visit.at + BACK_AFTER, lambda tx, at: turned_back(tx, gate, command, at))
            self.traffic.stayed(visit)
        else:
            self._write(visit.at + PASSES_AFTER, lambda tx, at: self._pass(tx, command, at))
            self.traffic.drove(visit)
            if visit.followed:
                self.seen["followed"] += 1
                at = visit.at + FOLLOWS_AFTER
                self._write(at, lambda tx, now: tailgated(tx, self.site, gate, now))
                self.traffic.followed(visit)

    def _read(self, visit: Visit, number: int) -> Admission:
        after = 2.0 * number
        at = Moment(visit.at + timedelta(seconds=after), _seconds(visit.at) + after)
        seen = plate_read(at, self.site.gate(_gate(visit)), visit.plate, 0.9)
        return self.store.write(lambda tx: take_read(tx, self.site, seen, at))

    def _again(self, visit: Visit, first: Admission, number: int) -> None:
        read = self._read(visit, number)
        self.seen["read again"] += 1
        if read.opens is not None or read.event.id != first.event.id:
            self.wrong["not taken for one car"] += 1

    def _pass(self, tx: Transaction, command: GateCommand, at: datetime) -> None:
        for stage in (Stage.SENT, Stage.ANSWERED, Stage.UP, Stage.PASSED):
            record = StageRecord(command=command.id, stage=stage, at=at, monotonic=_seconds(at))
            assert keep_stage(tx, self.site, record)
        car_passed(tx, self.site, command, at)

    def _write(self, at: datetime, work: Callable[[Transaction, datetime], object]) -> None:
        def write() -> None:
            self.store.write(lambda tx: work(tx, at))

        self._number += 1
        heappush(self._due, (at, self._number, write))

    def _until(self, at: datetime) -> None:
        while self._due and self._due[0][0] <= at:
            heappop(self._due)[2]()
        while not self._due and self._hour + HOUR <= at:
            self._hour += HOUR
            self._tidy(self._hour)
            self._compare()

    def _tidy(self, at: datetime) -> None:
        def tidy(tx: Transaction) -> None:
            forget_cars(tx, at)
            forget_unfinished(tx, at - timedelta(minutes=10))
            end_too_long(tx, self.site, at)

        self.store.write(tidy)

    def _compare(self) -> None:
        self.seen["hours"] += 1
        for view in self.store.read(lambda tx: group_views(tx, self.site, self._hour)):
            if (view.inside, view.reserved) != (self.traffic.count(view.lot), 0):
                self.wrong["hours with a wrong count"] += 1


def _gate(visit: Visit) -> str:
    return f"{visit.lot}-{(Direction.EXIT if visit.out else Direction.ENTRY).value}"


def _seconds(at: datetime) -> float:
    return (at - BEGIN).total_seconds() + 1000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """Give a gate connection to a store."""
    database = quay.quay(tmp_path / "site", quay.site()).open(Role.GATE)
    yield database
    database.close()


def _add_parkers(tx: Transaction, made: Site, parkers: int) -> None:
    save_site(tx, made)
    for number in range(parkers):
        lot = ("north", "south")[number % 2]
        who = Profile(id=new_id(), organisation="acme", last_name=f"Parker {number}")
        save_profile(tx, who)
        add_vehicles(tx, [Vehicle(id=new_id(), plate=plate(number), profile=who.id)])
        add_rights(tx, [Right(id=new_id(), policy=lot, profile=who.id)])
        index_profile(tx, who.id)


@pytest.mark.timeout(3600)
def test_seven_days_of_traffic(
    store: Database,
    count: Callable[[int], int],
    rng: random.Random,
    figures: Callable[[Mapping[str, float]], None],
) -> None:
    """The count is right at every hour, nobody is let in wrongly, and nobody is kept in."""
    traffic = Traffic(rng, max(12, count(20_000) // PASSAGES_EACH))
    made = site(traffic)
    store.write(lambda tx: _add_parkers(tx, made, traffic.parkers))
    week = Week(store, made, traffic)
    week.run()
    figures(week.seen)
    assert dict(week.wrong) == {}
    assert week.seen["hours"] == 24 * DAYS
    assert week.seen["in"] + week.seen["out"] >= count(20_000) * 0.6
    for what in ("PARKING_FULL", "UNKNOWN_PLATE", "turned back", "read again", "followed"):
        assert week.seen[what] > 0, (what, week.seen)
    assert store.read(recount) == ()
