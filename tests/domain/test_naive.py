"""Two writings of the rules agree: the program's, and a slow one from the text of the domain."""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from izix_desk.domain.deciding import decide
from izix_desk.domain.decision import (
    Access,
    Candidate,
    Decision,
    Known,
    Occupancy,
    Read,
    Reason,
    SharedRoom,
)
from izix_desk.domain.parkers import (
    HostAnswer,
    Profile,
    Release,
    Reservation,
    ReservationKind,
    ReservationState,
    Right,
    Session,
    Vehicle,
)
from izix_desk.domain.site import (
    Direction,
    ExitRule,
    Gate,
    Group,
    Lease,
    Lot,
    Method,
    Organisation,
    Output,
    Policy,
    Sequence,
    Strategy,
    VisitorPolicy,
)
from tests.domain import naive
from tests.domain.naive import Answer, Plain
from tests.domain.plain_hours import text
from tests.domain.plain_worlds import near, world
from tests.support.parking import ident

_COMPARED = ("minutes", "days", "inside", "reserved", "spots", "balance", "needed", "amount",
             "profiles", "valid")  # fmt: skip
_NEVER_READ = {
    Reason.NO_READ, Reason.CAMERA_SILENT, Reason.TAILGATED, Reason.OPENED_WITHOUT_US,
    Reason.LEFT_OPEN, Reason.TURNED_BACK, Reason.GATE_OFFLINE, Reason.GATE_TIMEOUT,
    Reason.GATE_BLOCKED, Reason.UNAUTHORISED_OPERATOR, Reason.DEVICE_DISTRUSTED,
    Reason.KEYPAD_LOCKED,
}  # fmt: skip
"""What gates and roles tell; no read is answered with it."""


def test_both_writings_agree(
    count: Callable[[int], int], figures: Callable[[Mapping[str, float]], None]
) -> None:
    """On random worlds of every kind, a third of them within a minute of a boundary."""
    met: Counter[str] = Counter()
    total = count(100_000)
    close = 0
    first = int(os.environ["IZIX_SEED"]) * total
    for number in range(first, first + total):
        it = world(number)
        said, made = naive.decide(it), decide(_read(it), _known(it))
        assert _answer(made, said) == said, f"world {number}"
        met.update({said.reason, *said.warnings})
        close += near(it)
    figures({"worlds": total, "within a minute of an edge": close, **met})
    assert close >= 0.3 * total
    reached = set(Reason) - _NEVER_READ
    assert {reason.value for reason in reached} <= set(met)
    # A thousand worlds may meet a rare one once; the whole number proves the rest.
    assert min(met[reason] for reason in reached) >= (total // 200 if total > 1000 else 1)


def _answer(made: Decision, said: Answer) -> Answer:
    """Return a decision in the words of the other writing, with the numbers that it gives."""
    told = dict(said.numbers)
    numbers = {key: made.values.get(key) for key in _COMPARED if key in told}
    names = {ident(name): name for name in ("Peeters", "Maes")}
    who = made.profile or made.vehicle
    return Answer(
        made.reason.value,
        tuple(warning.value for warning in made.warnings),
        names[who] if who else "",
        made.access,
        tuple(sorted(numbers.items())),
        made.call,
    )


def _read(it: Plain) -> Read:
    plain = it["read"]
    way = plain["direction"]
    return Read(
        gate="gate", at=plain["at"], method=Method(plain["method"]), plate=plain["plate"],
        confidence=plain["confidence"], direction=Direction(way) if way else None,
        until=plain["until"],
    )  # fmt: skip


def _known(it: Plain) -> Known:
    owner = it["lot"]["owner"]
    return Known(
        timezone="Europe/Brussels",
        country="BE",
        lot=_lot(it),
        gate=_gate(it["gate"]),
        candidates=tuple(_candidate(it, person) for person in it["people"]),
        similar=tuple(_look_alike(plate) for plate in it["similar"]),
        leases=tuple(_lease(lease) for lease in it["leases"]),
        owner=_organisation(it, owner) if owner else None,
        groups={name: Occupancy(**room) for name, room in it["room"].items()},
        tenants={key: Occupancy(**room) for key, room in it["tenants"].items()},
        shared=tuple(
            SharedRoom(each["name"], each["members"], each["group"], Occupancy(**each["room"]))
            for each in it["shared"]
        ),
        away_since=it["away"],
    )


def _lot(it: Plain) -> Lot:
    lot = it["lot"]
    groups = tuple(Group(name, name, room["spots"]) for name, room in it["room"].items())
    return Lot(
        id="p1", name="P1", groups=groups, hours=text(lot["hours"]), closed_on=lot["closed_on"],
        owner=lot["owner"],
    )  # fmt: skip


def _gate(plain: Plain) -> Gate:
    return Gate(
        id="gate", name="Gate", lot="p1", direction=Direction(plain["direction"]), line="n",
        address=1, open=Output(number=0), groups=tuple(plain["groups"]),
        methods=tuple(Method(each) for each in plain["methods"]),
        min_confidence=plain["min_confidence"], in_service=plain["in_service"],
        exit=ExitRule(plain["exit"]), on_foot=plain["on_foot"],
    )  # fmt: skip


def _organisation(it: Plain, name: str) -> Organisation:
    plain = it["organisations"][name]
    terms = VisitorPolicy(host_must_confirm=plain["host_must_confirm"])
    return Organisation(id=name, name=name, plan=tuple(plain["plan"]), visitors=terms)


def _lease(plain: Plain) -> Lease:
    return Lease(
        tenant=plain["tenant"], lot="p1", spots={}, starts=plain["starts"], ends=plain["ends"],
        hours=text(plain["hours"]),
    )  # fmt: skip


def _look_alike(plate: str) -> Candidate:
    car = Vehicle(id=ident(plate), plate=plate)
    return Candidate(
        profile=Profile(id=ident(plate), organisation="acme", last_name=plate), vehicle=car
    )


def _candidate(it: Plain, plain: Plain) -> Candidate:
    who, marks = ident(plain["name"]), plain["marks"]
    profile = Profile(
        id=who, organisation="acme", last_name=plain["name"], credits=plain["credits"],
        due_cents=plain["due"], blocked="profile blocked" in marks,
        active="profile inactive" not in marks,
    )  # fmt: skip
    fleet = plain["fleet"] and not {"profile blocked", "profile inactive"} & marks
    plain["fleet"] = fleet
    car = Vehicle(
        id=who, plate=plain["plate"], valid_until=plain["plate_until"],
        blocked="vehicle blocked" in marks, active="vehicle inactive" not in marks,
    )  # fmt: skip
    return Candidate(
        profile=None if fleet else profile,
        vehicle=car,
        accesses=tuple(_access(it, each) for each in plain["accesses"]),
        inside=_session(plain["inside"]) if plain["inside"] else None,
        last_exit=plain["left"],
        neutral_since=plain["neutral"],
    )


def _session(plain: Plain) -> Session:
    visit = plain["visit"]
    return Session(
        id=ident("inside"), lot="p1", group=plain["group"], gate_in="in", started=plain["since"],
        plate=plain["plate"], policy=plain["policy"], until=plain["until"],
        reservation=UUID(visit) if visit else None,
    )  # fmt: skip


def _access(it: Plain, plain: Plain) -> Access:
    visits = plain["key"].startswith("visit:")
    (first, given_from), (last, given_to) = plain["first_days"], plain["last_days"]
    out = plain["sequence_out"]
    policy = Policy(
        id=plain["name"], organisation=plain["organisation"], lot=plain["lot"],
        strategy=Strategy(plain["strategy"]), groups=tuple(plain["groups"]),
        timetable=text(plain["timetable"]), grace_before=plain["before"],
        grace_after=plain["after"], starts=first, ends=last, sequence=Sequence(plain["sequence"]),
        sequence_out=Sequence(out) if out else None, reentry=plain["reentry"],
        credits=plain["credits"], pay_first=plain["pay_first"],
    )  # fmt: skip
    number = UUID(int=plain["number"])
    right = Right(id=number, policy=policy.id, starts=given_from, ends=given_to)
    return Access(
        policy=policy,
        right=None if visits else right,
        organisation=_organisation(it, plain["organisation"]),
        reservations=tuple(_reservation(each, visits) for each in plain["windows"]),
        released=tuple(Release(*each) for each in plain["released"]),
    )


def _reservation(plain: Plain, visits: bool) -> Reservation:
    more: dict[str, Any] = {"cars": plain["cars"], "cars_in": plain["cars_in"]}
    return Reservation(
        id=UUID(int=plain["number"]), profile=ident("Peeters"), lot="p1", group="visitors",
        kind=ReservationKind.VISIT if visits else ReservationKind.BOOKING,
        starts=plain["starts"], ends=plain["ends"], state=ReservationState(plain["state"]),
        host_answer=HostAnswer(plain["answer"]), **more,
    )  # fmt: skip
