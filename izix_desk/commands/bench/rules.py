"""How long the rules themselves take, with the frozen decision that is stored, and no store."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from izix_desk.commands.bench.figures import Row, table, timed
from izix_desk.domain.deciding import decide
from izix_desk.domain.decision import Access, Candidate, Known, Occupancy, Read
from izix_desk.domain.frozen import freeze
from izix_desk.domain.parkers import Profile, Right, Vehicle
from izix_desk.domain.site import (
    Direction,
    Gate,
    Group,
    Lease,
    Lot,
    Organisation,
    Output,
    Policy,
    Strategy,
)
from izix_desk.store.ids import new_id

TITLE = "rules: a read → decided and frozen, everything known already, nothing stored"
AT_ONCE = 100
"""Decisions for each one that is asked for, since they are so much quicker than a gate."""
PLATE = "1-ABC-234"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ACME = Organisation(id="acme", name="Acme")


def measure(n: int) -> Iterator[str]:
    """Yield the table of n times 100 decisions about a parker with one right, and with three."""
    read = Read(gate="in", at=MONDAY, plate=PLATE, raw=PLATE, confidence=0.95)
    staff = _access("Mo-Fr 07:00-19:00; PH off")
    ended = _access("Mo-Fr 07:00-19:00; PH off", ends=date(2026, 10, 31))
    late = _access("Mo-Sa 12:00-22:00; PH off")
    rows = (
        _row(n, "one right", read, _known(staff)),
        _row(
            n, "three rights by overlapping policies, one lets in", read, _known(ended, late, staff)
        ),
        _row(n, "three rights by overlapping policies, none does", read, _known(ended, late, late)),
    )
    yield table(TITLE, rows, "µs")


def _row(n: int, name: str, read: Read, known: Known) -> Row:
    made = decide(read, known)
    samples = [timed(lambda: freeze(decide(read, known))) * 1000 for _ in range(n * AT_ONCE)]
    return Row(name, samples, made.reason.value)


def _access(timetable: str, ends: date | None = None) -> Access:
    policy = Policy(
        id=f"{timetable} {ends}",
        name="Staff",
        organisation="acme",
        strategy=Strategy.FCFS,
        lot="p1",
        groups=("staff",),
        timetable=timetable,
    )
    right = Right(id=new_id(), policy=policy.id, starts=date(2026, 1, 1), ends=ends)
    return Access(policy=policy, right=right, organisation=ACME)


def _known(*accesses: Access) -> Known:
    person = Profile(id=new_id(), organisation="acme", first_name="Marie", last_name="Janssens")
    vehicle = Vehicle(id=new_id(), plate=PLATE, profile=person.id)
    groups = (Group("staff", "Staff", 120), Group("visitors", "Visitors", 20))
    output = Output(number=0)
    return Known(
        timezone="Europe/Brussels",
        country="BE",
        lot=Lot(id="p1", name="P1", groups=groups, hours="Mo-Sa 06:00-22:00; PH off"),
        gate=Gate(
            id="in",
            name="In",
            lot="p1",
            direction=Direction.ENTRY,
            line="n",
            address=1,
            open=output,
        ),
        candidates=(Candidate(profile=person, vehicle=vehicle, accesses=accesses),),
        leases=(Lease(tenant="acme", lot="p1", spots={"staff": 80}, starts=date(2026, 1, 1)),),
        groups={"staff": Occupancy(120, 60, 4), "visitors": Occupancy(20, 3, 1)},
        tenants={("acme", "staff"): Occupancy(80, 41, 2)},
    )
