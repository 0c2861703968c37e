"""Random worlds of plain values: all is well but for a trouble or two, at a telling instant.

Nothing of the program is used, so that the rules and their second writing are handed the same.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeAlias
from uuid import UUID

from tests.domain.plain_hours import DAY, KINDS, MINUTE, PlainHours, moment, of_day

Plain: TypeAlias = dict[str, Any]
Trouble: TypeAlias = Callable[[Random, Plain], None]

PLATE = "1-ABC-234"
_DAYS = [date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 27), date(2026, 11, 28)]
_TELLING = [
    date(2026, 10, 25),  # an hour twice
    date(2027, 3, 28),  # an hour skipped
    date(2028, 2, 29),
    date(2026, 5, 1),  # a holiday on a Friday
    date(2026, 4, 6),  # Easter Monday
    date(2026, 12, 25),
    date(2027, 1, 1),
]
_STRATEGIES = (
    "FCFS",
    "FCFS",
    "FCFS",
    "PREF",
    "BOOK",
    "OTFB",
    "FTP",
    "VEHICLE_PREF",
    "VEHICLE_BOOK",
)
_ORGANISATIONS = ("acme", "acme", "acme", "nine")


def world(number: int) -> Plain:
    """Return the world of that number, with the instants at which something in it changes."""
    chance = Random(number)  # noqa: S311 - repeatable, not secret
    day = chance.choice(_DAYS if chance.random() < 0.6 else _TELLING)
    it = _calm(chance, day)
    for trouble in chance.sample(TROUBLES, chance.choice([0, 1, 1, 1, 2, 3])):
        trouble(chance, it)
    it["boundaries"] = sorted(_boundaries(it))
    it["read"]["at"] = _instant(chance, it)
    if it["read"]["until"] == "later":
        it["read"]["until"] = it["read"]["at"] + chance.choice([0, 1, 60]) * MINUTE
    return it


def near(it: Plain) -> bool:
    """Tell whether the read comes within a minute of a boundary."""
    at = it["read"]["at"]
    return any(abs(at - each) <= MINUTE for each in it["boundaries"])


def _calm(chance: Random, day: date) -> Plain:
    """Return a world in which somebody with a right drives in at ten."""
    hours = chance.choice([()] * 8 + [KINDS[2], KINDS[6]])
    return {
        "day": day,
        "read": {
            "at": moment(day, 600), "method": "PLATE", "plate": PLATE, "direction": None,
            "confidence": chance.choice([None, 0.9]), "until": "later",
        },
        "gate": {
            "direction": "ENTRY", "groups": ["staff", "visitors"], "methods": ["PLATE"],
            "min_confidence": 0.0, "in_service": True, "exit": "free",
            "on_foot": False,
        },
        "lot": {"hours": hours, "closed_on": (), "owner": chance.choice([None, None, "delta"])},
        "organisations": {
            name: {"plan": ["control_room", "visitors", "bookings"], "host_must_confirm": False}
            for name in ("acme", "nine", "delta", "gone")
        },
        "leases": _leases(chance, day),
        "people": [_person(chance, day, "Peeters")],
        "similar": [],
        "room": {name: _room(120) for name in ("staff", "visitors")},
        "tenants": {("acme", "staff"): _room(80)} if chance.random() < 0.5 else {},
        "shared": [],
        "away": None,
    }  # fmt: skip


def _leases(chance: Random, day: date) -> list[Plain]:
    return [
        {"tenant": "acme", "starts": day - 100 * DAY, "ends": None, "hours": ()},
        {
            "tenant": "nine",
            "starts": day - 100 * DAY,
            "ends": None,
            "hours": chance.choice([(), (), chance.choice(KINDS)]),
        },
        {"tenant": "delta", "starts": day - 9 * DAY, "ends": day + 9 * DAY, "hours": ()},
    ]


def _room(spots: int, inside: int = 0, reserved: int = 0, guaranteed: int = 0) -> Plain:
    return {"spots": spots, "inside": inside, "reserved": reserved, "guaranteed": guaranteed}


def _person(chance: Random, day: date, name: str) -> Plain:
    return {
        "name": name, "plate": PLATE, "fleet": False, "marks": set(), "plate_until": None,
        "credits": chance.choice([None, 5]), "due": chance.choice([None, 0]),
        "accesses": [_access(chance, day, f"{name} 1")], "inside": None, "left": None,
        "neutral": None,
    }  # fmt: skip


def _access(chance: Random, day: date, name: str, strategy: str = "") -> Plain:
    strategy = strategy or chance.choice(_STRATEGIES)
    booked = strategy in {"BOOK", "VEHICLE_BOOK"}
    return {
        "key": f"policy:{name}", "name": name, "number": chance.getrandbits(64),
        "strategy": strategy, "lot": "p1", "organisation": chance.choice(_ORGANISATIONS),
        "groups": ["staff"],
        "timetable": chance.choice([()] * 6 + [KINDS[1], chance.choice(KINDS)]),
        "before": chance.choice([0, 15, 15, 60]), "after": chance.choice([0, 15, 15, 60]),
        "first_days": [None, None], "last_days": [None, None], "sequence": "off",
        "sequence_out": None, "reentry": True, "credits": 0, "pay_first": False,
        "windows": [_window(chance, day)] if booked else [], "released": [],
    }  # fmt: skip


def _visit_access(chance: Random, day: date) -> Plain:
    window = _window(chance, day)
    visit = _access(chance, day, "visit", "VISITOR")
    more = {"groups": ["visitors"], "before": 15, "after": 15, "timetable": ()}
    key = f"visit:{UUID(int=window['number'])}"
    return {**visit, **more, "key": key, "organisation": "acme", "windows": [window], "number": 0}


def _window(chance: Random, day: date) -> Plain:
    starts = moment(day, chance.choice([480, 540, 600]))
    return {
        "number": chance.getrandbits(64), "starts": starts,
        "ends": starts + chance.choice([60, 240, 480]) * MINUTE, "state": "PLANNED",
        "answer": "NOT_ASKED", "cars": 1, "cars_in": 0,
    }  # fmt: skip


def _boundaries(it: Plain) -> set[datetime]:
    days = [it["day"] + n * DAY for n in (-1, 0, 1)]
    found = {moment(day, 0) for day in days}
    found |= _of_hours(it["lot"]["hours"], days, (0, 0))
    for person in it["people"]:
        for access in person["accesses"]:
            found |= _of_access(access, days, it)
    inside = [p["inside"]["until"] for p in it["people"] if p["inside"] and p["inside"]["until"]]
    limits = [p["plate_until"] for p in it["people"] if p["plate_until"]]
    return found | {each + n * MINUTE for each in inside for n in (0, 15)} | set(limits)


def _of_access(access: Plain, days: list[date], it: Plain) -> set[datetime]:
    grace = (access["before"], access["after"])
    hours = [access["timetable"]] if access["timetable"] else []
    hours += [x["hours"] for x in it["leases"] if x["tenant"] == access["organisation"]]
    found = {each for text in hours for each in _of_hours(text, days, grace)}
    for window in access["windows"]:
        found |= {window["starts"], window["ends"], window["starts"] - grace[0] * MINUTE,
                  window["ends"] + grace[1] * MINUTE}  # fmt: skip
    return found | {each for release in access["released"] for each in release}


def _of_hours(hours: PlainHours, days: list[date], grace: tuple[int, int]) -> set[datetime]:
    if not hours:
        return set()
    spans = [span for day in days for span in of_day(hours, day)]
    exact = {each for span in spans for each in span}
    early = {span.starts - grace[0] * MINUTE for span in spans}
    return exact | early | {span.ends + grace[1] * MINUTE for span in spans}


def _instant(chance: Random, it: Plain) -> datetime:
    boundaries = it["boundaries"]
    if chance.random() < 0.55:
        off = chance.choice([0, 0, 1, -1, 30, -30, 60, -60])
        return chance.choice(boundaries) + timedelta(seconds=off)
    if chance.random() < 0.6:
        return moment(it["day"], 600) + timedelta(seconds=chance.randint(-3600, 3600))
    return moment(it["day"], chance.randint(0, 1439)) + timedelta(seconds=chance.randint(0, 59))


# What may be wrong; each is as likely as the others.


def _out_of_service(_chance: Random, it: Plain) -> None:
    it["gate"]["in_service"] = False


def _owner_without_control_room(_chance: Random, it: Plain) -> None:
    it["lot"]["owner"] = "delta"
    it["organisations"]["delta"]["plan"] = ["visitors"]


def _badges_only(_chance: Random, it: Plain) -> None:
    it["gate"]["methods"] = ["BADGE"]


def _badge(chance: Random, it: Plain) -> None:
    it["gate"]["methods"] = ["PLATE", "BADGE"]
    it["read"]["method"] = "BADGE"
    if chance.random() < 0.7:
        it["people"] = []


def _door(chance: Random, it: Plain) -> None:
    it["gate"] |= {"on_foot": True, "direction": chance.choice(["BOTH", "BOTH", "ENTRY", "EXIT"])}
    it["read"]["direction"] = chance.choice([None, None, "ENTRY", "EXIT"])


def _poor_read(chance: Random, it: Plain) -> None:
    it["gate"]["min_confidence"] = 0.8
    it["read"]["confidence"] = chance.choice([None, 0.1, 0.79, 0.8, float("nan")])
    it["read"]["plate"] = chance.choice([PLATE, PLATE, "", "A" * 13, "A" * 12])


def _both_ways(chance: Random, it: Plain) -> None:
    it["gate"]["direction"] = "BOTH"
    it["read"]["direction"] = chance.choice([None, None, "ENTRY", "EXIT"])


def _leaves(chance: Random, it: Plain) -> None:
    it["gate"]["direction"] = "EXIT"
    it["gate"]["exit"] = chance.choice(["free", "free", "known"])
    if chance.random() < 0.6:
        _inside(chance, it)


def _leaves_late(chance: Random, it: Plain) -> None:
    _leaves(chance, it)
    for person in it["people"]:
        person["accesses"] = [_access(chance, it["day"], "late", chance.choice(["BOOK", "OTFB"]))]
    _inside(chance, it)


def _nobody(chance: Random, it: Plain) -> None:
    it["people"] = []
    it["similar"] = chance.choice([[], ["1-A8C-234"], ["1-A8C-234"], ["1-A8C-234", "I-ABC-234"]])


def _two(chance: Random, it: Plain) -> None:
    other = _person(chance, it["day"], "Maes")
    it["people"].append(other)
    if chance.random() < 0.4:
        other["accesses"] = []


def _plate_for_a_while(chance: Random, it: Plain) -> None:
    for person in it["people"]:
        person["plate_until"] = moment(it["day"], chance.choice([0, 599, 600, 601, 1200]))


def _marked(chance: Random, it: Plain) -> None:
    for person in it["people"]:
        marks = [
            f"{who} {how}" for who in ("profile", "vehicle") for how in ("blocked", "inactive")
        ]
        person["marks"] = set(chance.sample(marks, chance.choice([1, 1, 2])))


def _without_right(_chance: Random, it: Plain) -> None:
    for person in it["people"]:
        person["accesses"] = []


def _elsewhere(_chance: Random, it: Plain) -> None:
    for access in _all(it):
        access["lot"] = "p2"


def _other_gate(chance: Random, it: Plain) -> None:
    it["gate"]["groups"] = chance.choice([["visitors"], ["staff"]])
    for access in _all(it):
        access["groups"] = chance.choice([["staff"], ["visitors"], ["visitors", "staff"]])


def _lease_over(chance: Random, it: Plain) -> None:
    off = chance.choice([-1, 0, 1])
    for lease in it["leases"]:
        if chance.random() < 0.5:
            lease["ends"] = it["day"] + off * DAY
        else:
            lease["starts"] = it["day"] + off * DAY
    if chance.random() < 0.2:
        it["leases"] = []


def _second_lease(chance: Random, it: Plain) -> None:
    more = {"tenant": "nine", "starts": it["day"] - DAY, "ends": None}
    it["leases"].append({**more, "hours": chance.choice(KINDS)})


def _owns(_chance: Random, it: Plain) -> None:
    it["lot"]["owner"] = "nine"


def _poor_plan(chance: Random, it: Plain) -> None:
    for organisation in it["organisations"].values():
        organisation["plan"] = chance.choice([["control_room"], ["control_room", "bookings"]])
    for person in it["people"][:1]:
        person["accesses"] = [_booked_or_visit(chance, it["day"])]


def _booked_or_visit(chance: Random, day: date) -> Plain:
    return chance.choice([_visit_access(chance, day), _access(chance, day, "booked", "BOOK")])


def _dated(chance: Random, it: Plain) -> None:
    for access in _rights(it):
        key, offs = chance.choice([("first_days", (0, 1, 1, 2)), ("last_days", (-2, -1, -1, 0))])
        days = [it["day"] + chance.choice(offs) * DAY, None]
        access[key] = chance.sample(days, 2)


def _lot_hours(chance: Random, it: Plain) -> None:
    it["lot"]["hours"] = chance.choice(KINDS[1:])


def _closing_day(chance: Random, it: Plain) -> None:
    it["lot"]["closed_on"] = tuple(
        it["day"] + n * DAY for n in chance.choice([(0,), (-1,), (1, 2)])
    )


def _odd_timetable(chance: Random, it: Plain) -> None:
    for access in _all(it):
        access["timetable"] = chance.choice(KINDS[1:])


def _bookings(chance: Random, it: Plain) -> None:
    day = it["day"]
    for person in it["people"]:
        strategy = chance.choice(["BOOK", "BOOK", "VEHICLE_BOOK"])
        booked = _access(chance, day, f"{person['name']} booked", strategy)
        booked["windows"] = [_window(chance, day + n * DAY) for n in chance.choice(
            [(), (0,), (0, 0), (-1, 1), (0, 1)])]  # fmt: skip
        for window in booked["windows"]:
            window["state"] = chance.choice(["PLANNED"] * 4 + ["CANCELLED", "NO_SHOW"])
        person["accesses"] = [booked]
        person["fleet"] = strategy == "VEHICLE_BOOK" and chance.random() < 0.5


def _no_booking(chance: Random, it: Plain) -> None:
    for person in it["people"]:
        strategy = chance.choice(["BOOK", "VEHICLE_BOOK"])
        booked = {**_access(chance, it["day"], "none", strategy), "windows": []}
        person["accesses"] = [booked]


def _visits(chance: Random, it: Plain) -> None:
    for person in it["people"][:1]:
        person["accesses"] = [
            _visit_access(chance, it["day"] + n * DAY)
            for n in chance.choice([(0,), (0,), (-1, 1), (0, 0)])
        ]


def _called_off(chance: Random, it: Plain) -> None:
    _visits(chance, it)
    it["organisations"]["acme"]["host_must_confirm"] = chance.random() < 0.5
    for access in _all(it):
        for window in access["windows"]:
            window["answer"] = chance.choice(["NOT_ASKED", "YES", "NOT_REACHED", "NO"])
            window["state"] = chance.choice(["PLANNED", "PLANNED", "CANCELLED", "NO_SHOW"])


def _party(chance: Random, it: Plain) -> None:
    _visits(chance, it)
    for access in _all(it):
        access["sequence"] = chance.choice(["off", "soft", "hard"])
        access["reentry"] = chance.random() < 0.5
        for window in access["windows"]:
            window["cars"], window["cars_in"] = 3, chance.choice([0, 1, 2, 3])
    _inside(chance, it)


def _released(chance: Random, it: Plain) -> None:
    for access in _rights(it):
        access["strategy"] = chance.choice(["PREF", "VEHICLE_PREF"])
        starts = moment(it["day"], chance.choice([0, 540, 600, 601]))
        access["released"] = [(starts, starts + chance.choice([60, 600, 1440]) * MINUTE)]
        access["windows"] = []


def _without_end(chance: Random, it: Plain) -> None:
    it["read"]["until"] = chance.choice([None, None, moment(it["day"], 660)])
    for access in _rights(it):
        window = _window(chance, it["day"])
        access["strategy"], access["windows"] = "OTFB", chance.choice([[], [], [], [window]])


def _inside(chance: Random, it: Plain) -> None:
    for person in it["people"]:
        access = chance.choice(person["accesses"]) if person["accesses"] else None
        kind, _, key = access["key"].partition(":") if access else ("", "", "")
        person["inside"] = {
            "since": moment(it["day"], chance.choice([300, 500])),
            "group": chance.choice(["staff", "visitors"]), "plate": chance.choice(["", PLATE]),
            "policy": key if kind == "policy" and chance.random() < 0.7 else None,
            "visit": key if kind == "visit" and chance.random() < 0.7 else None,
            "until": chance.choice([None, moment(it["day"], chance.choice([540, 600, 900]))]),
        }  # fmt: skip


def _comes_again(chance: Random, it: Plain) -> None:
    _inside(chance, it)
    for access in _all(it):
        access["sequence"] = chance.choice(["off", "soft", "hard", "hard"])
    it["away"] = chance.choice([None, None, None, moment(it["day"], 400)])


def _came_never(chance: Random, it: Plain) -> None:
    it["gate"]["direction"] = "EXIT"
    for access in _all(it):
        access["sequence"] = chance.choice(["off", "soft", "hard"])
        access["sequence_out"] = chance.choice([None, None, "off", "soft"])


def _left(chance: Random, it: Plain) -> None:
    for person in it["people"]:
        off = chance.choice([-1440, -60, 0, 60, 415, 420, 550])
        person["left"] = moment(it["day"], 0) + off * MINUTE
    for access in _all(it):
        access["reentry"] = chance.random() < 0.2


def _set_neutral(chance: Random, it: Plain) -> None:
    chance.choice([_comes_again, _left])(chance, it)
    for person in it["people"]:
        person["neutral"] = moment(it["day"], chance.choice([0, 300, 420, 501, 590]))


def _full(chance: Random, it: Plain) -> None:
    for access in _rights(it):
        access["strategy"], access["windows"] = chance.choice(["FCFS"] * 5 + ["OTFB"]), []
        access["groups"] = chance.choice([["staff"], ["staff"], ["staff", "visitors"]])
    it["room"] = {name: _nearly(chance, 120) for name in ("staff", "visitors")}
    if chance.random() < 0.3:
        _inside(chance, it)


def _nearly(chance: Random, spots: int) -> Plain:
    reserved, guaranteed = chance.choice([0, 4]), chance.choice([0, 7])
    inside = spots - reserved - guaranteed - chance.choice([-1, 0, 0, 1, 2])
    return _room(spots, inside, reserved, guaranteed)


def _quota(chance: Random, it: Plain) -> None:
    _full(chance, it)
    it["room"] = {name: _room(120, 60) for name in it["room"]}
    organisations = ("acme", "nine")
    it["tenants"] = {(who, "staff"): _nearly(chance, 40) for who in organisations}


def _community(chance: Random, it: Plain) -> None:
    _full(chance, it)
    it["room"] = {name: _room(120, 60) for name in it["room"]}
    members = chance.choice([("acme", "nine"), ("acme", "delta"), ("acme", "nine")])
    room = _nearly(chance, 30)
    it["shared"] = [{"name": "EV", "members": members, "group": "staff", "room": room}]
    it["tenants"] = {("acme", "staff"): _nearly(chance, 40)} if chance.random() < 0.3 else {}


def _costs(chance: Random, it: Plain) -> None:
    for access in _all(it):
        access["credits"] = chance.choice([1, 5])
    for person in it["people"]:
        person["credits"] = chance.choice([None, -1, 0, 1, 4, 5])


def _owes(chance: Random, it: Plain) -> None:
    for access in _all(it):
        access["pay_first"] = chance.random() < 0.8
    for person in it["people"]:
        person["due"] = chance.choice([None, 0, 1, 1250])


def _several_rights(chance: Random, it: Plain) -> None:
    for person in it["people"]:
        for n in range(chance.choice([1, 2])):
            person["accesses"].append(_access(chance, it["day"], f"{person['name']} more {n}"))
        person["accesses"].append(_visit_access(chance, it["day"]))
        chance.shuffle(person["accesses"])


def _all(it: Plain) -> list[Plain]:
    return [access for person in it["people"] for access in person["accesses"]]


def _rights(it: Plain) -> list[Plain]:
    return [access for access in _all(it) if access["strategy"] != "VISITOR"]


TROUBLES: tuple[Trouble, ...] = (
    _out_of_service, _owner_without_control_room, _badges_only, _badge, _poor_read, _both_ways,
    _leaves, _leaves_late, _nobody, _two, _plate_for_a_while, _marked, _without_right, _elsewhere,
    _other_gate, _lease_over, _second_lease, _owns, _poor_plan, _dated, _lot_hours, _closing_day,
    _odd_timetable, _bookings, _no_booking, _visits, _called_off, _party, _released, _without_end,
    _comes_again, _came_never, _left, _set_neutral, _full, _quota, _community, _costs, _owes,
    _several_rights, _full, _quota, _quota, _community, _community, _costs, _owes, _released,
    _left, _came_never, _leaves_late, _dated, _dated, _door,
)  # fmt: skip
