"""The access decision a second time, plainly from the text of the domain, rule after rule.

It shares nothing with the program: no import, no helper, no hours library. Its worlds are plain
dictionaries. It is slow, and it is allowed to say everything twice.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from tests.domain import plain_hours
from tests.domain.plain_hours import MINUTE, PLACE, moment

Plain: TypeAlias = dict[str, Any]

_KNOWN_ONLY = {"UNKNOWN_PLATE", "UNKNOWN_CREDENTIAL", "PLATE_UNREADABLE", "PLATE_SIMILAR"}
_KEPT_FIRST = ("VISITOR BOOK VEHICLE_BOOK", "PREF VEHICLE_PREF", "OTFB", "FCFS", "FTP")
_FEATURE = {"VISITOR": "visitors", "BOOK": "bookings", "VEHICLE_BOOK": "bookings"}


class Answer(NamedTuple):
    """What a decision comes to."""

    reason: str
    warnings: tuple[str, ...] = ()
    who: str = ""
    access: str = ""
    numbers: tuple[tuple[str, Any], ...] = ()
    call: bool = False


class No(NamedTuple):
    """A step that refuses, with its numbers."""

    step: float
    reason: str
    numbers: Mapping[str, Any] = MappingProxyType({})


class Tried(NamedTuple):
    """How far a person got with one access."""

    person: Plain
    access: Plain | None
    no: No | None
    warnings: tuple[str, ...] = ()

    @property
    def step(self) -> float:
        """The step that refused; 13 when none did."""
        return self.no.step if self.no else 13.0


def decide(world: Plain) -> Answer:
    """Return the answer to the world's read."""
    way = _way(world)
    leaving = way == "EXIT"
    warned: list[str] = []
    for check in (_service, _control_room, _method, _read):
        no = check(world)
        if no is not None and leaving and no.step < 2 and no.step != 1.0:
            warned.append(no.reason)
        elif no is not None:
            return _nobody(world, no, warned)
    tried, no = _who(world, leaving=leaving)
    if tried is None:
        assert no is not None
        return _nobody(world, no, warned)
    let_out = leaving or (world["gate"]["on_foot"] and bool(tried.person["inside"]))
    return _somebody(tried, warned, leaving=let_out, way=way)


def _way(world: Plain) -> str | None:
    gate, read = world["gate"], world["read"]
    return gate["direction"] if gate["direction"] != "BOTH" else read["direction"]


# 1. gate in service, method allowed here


def _service(world: Plain) -> No | None:
    return None if world["gate"]["in_service"] else No(1.0, "GATE_OUT_OF_SERVICE")


def _control_room(world: Plain) -> No | None:
    owner = world["lot"]["owner"]
    if owner is None or "control_room" in world["organisations"][owner]["plan"]:
        return None
    return No(1.1, "PLAN_WITHOUT_FEATURE")


def _method(world: Plain) -> No | None:
    allowed = world["read"]["method"] in world["gate"]["methods"]
    return None if allowed else No(1.2, "METHOD_NOT_ALLOWED")


# 2. read usable: confidence, direction


def _read(world: Plain) -> No | None:
    read, gate = world["read"], world["gate"]
    if read["method"] == "PLATE":
        signs = [sign for sign in read["plate"] if sign.isalnum()]
        confidence = read["confidence"]
        sure = confidence is None or confidence >= gate["min_confidence"]
        if not sure or not 1 <= len(signs) <= 12:
            return No(2.0, "PLATE_UNREADABLE")
    if _way(world) is None and not gate["on_foot"]:
        return No(2.1, "DIRECTION_UNKNOWN")
    return None


# 3. credential → vehicle → profile


def _who(world: Plain, *, leaving: bool) -> tuple[Tried | None, No | None]:
    at = world["read"]["at"]
    people = [
        person
        for person in world["people"]
        if person["plate_until"] is None or at < person["plate_until"]
    ]
    if not people:
        if world["read"]["method"] != "PLATE":
            return None, No(3.0, "UNKNOWN_CREDENTIAL")
        return None, No(3.0, "PLATE_SIMILAR" if len(world["similar"]) == 1 else "UNKNOWN_PLATE")
    tried = [_best(world, person, leaving=leaving) for person in people]
    if len(tried) == 1:
        return tried[0], None
    inside = [each for each in tried if leaving and each.person["inside"]]
    valid = [each for each in tried if each.step >= 10.0]
    for found in (inside, valid):
        if len(found) == 1:
            return found[0], None
    return None, No(3.1, "AMBIGUOUS_MATCH", {"profiles": len(people), "valid": len(valid)})


def _best(world: Plain, person: Plain, *, leaving: bool) -> Tried:
    blocked = _blocked(person)
    if blocked is not None:
        return Tried(person, None, No(4.0, blocked))
    accesses = _by_which_they_came(person) if leaving else person["accesses"]
    if not accesses:
        return Tried(person, None, No(5.0, "NO_ACCESS_RIGHT"))
    return min((_try(world, person, each, leaving=leaving) for each in accesses), key=_order)


def _order(tried: Tried) -> tuple[Any, ...]:
    assert tried.access is not None
    strategy = tried.access["strategy"]
    rank = next(n for n, names in enumerate(_KEPT_FIRST) if strategy in names.split())
    numbers = tried.no.numbers if tried.no else {}
    off = numbers.get("minutes", numbers.get("days"))
    far = (off is None, off or 0)
    return -tried.step, len(tried.warnings), far, rank, tried.access["key"], tried.access["number"]


def _by_which_they_came(person: Plain) -> list[Plain]:
    inside = person["inside"]
    used = [
        access
        for access in person["accesses"]
        if inside
        and (
            (inside["policy"] is not None and access["key"] == f"policy:{inside['policy']}")
            or (inside["visit"] is not None and access["key"] == f"visit:{inside['visit']}")
        )
    ]
    return used or person["accesses"]


# 4. profile and vehicle active, not blocked


def _blocked(person: Plain) -> str | None:
    for what in ("profile", "vehicle"):
        if f"{what} blocked" in person["marks"]:
            return "BLOCKLISTED"
    for what in ("profile", "vehicle"):
        if f"{what} inactive" in person["marks"]:
            return "PROFILE_INACTIVE"
    return None


def _try(world: Plain, person: Plain, access: Plain, *, leaving: bool) -> Tried:
    warnings: list[str] = []
    for step in (_lot, _gate, _lease, _plan, _days, _open, _timetable, _strategy):
        no = step(world, person, access, leaving)
        if no is not None:
            return Tried(person, access, no)
    if world["gate"]["on_foot"]:
        return Tried(person, access, None)
    if leaving:
        return Tried(person, access, None, tuple(_leaves(person, access)))
    no, soft = _sequence(world, person, access)
    warnings += [soft] if soft else []
    for late in (_reentry, _capacity, _credits):
        no = no or late(world, person, access)
    return Tried(person, access, no, tuple(warnings))


# 5. candidate rights for this lot, gate and its groups


def _lot(_world: Plain, _person: Plain, access: Plain, _leaving: bool) -> No | None:
    return None if access["lot"] == "p1" else No(5.0, "NO_ACCESS_RIGHT")


def _led_to(world: Plain, access: Plain) -> list[str]:
    return [group for group in access["groups"] if group in world["gate"]["groups"]]


def _gate(world: Plain, _person: Plain, access: Plain, _leaving: bool) -> No | None:
    return None if _led_to(world, access) else No(5.1, "GATE_NOT_INCLUDED")


# 6. lease active; and the plan of whom it is about


def _today(world: Plain) -> date:
    return world["read"]["at"].astimezone(PLACE).date()


def _active_leases(world: Plain, access: Plain) -> list[Plain]:
    today = _today(world)
    return [
        lease
        for lease in world["leases"]
        if lease["tenant"] == access["organisation"]
        and lease["starts"] <= today
        and (lease["ends"] is None or today <= lease["ends"])
    ]


def _lease(world: Plain, _person: Plain, access: Plain, _leaving: bool) -> No | None:
    owns = world["lot"]["owner"] == access["organisation"]
    return None if owns or _active_leases(world, access) else No(6.0, "LEASE_INACTIVE")


def _plan(world: Plain, _person: Plain, access: Plain, _leaving: bool) -> No | None:
    feature = _FEATURE.get(access["strategy"])
    plan = world["organisations"][access["organisation"]]["plan"]
    return None if feature is None or feature in plan else No(6.1, "PLAN_WITHOUT_FEATURE")


# 7. right valid today


def _days(world: Plain, _person: Plain, access: Plain, _leaving: bool) -> No | None:
    today = _today(world)
    lasts = [day for day in access["last_days"] if day is not None]
    firsts = [day for day in access["first_days"] if day is not None]
    if lasts and today > min(lasts):
        return No(7.0, "ACCESS_EXPIRED", {"days": (today - min(lasts)).days})
    if firsts and today < max(firsts):
        return No(7.0, "ACCESS_NOT_STARTED", {"days": (max(firsts) - today).days})
    return None


# 8. lot open, timetable ± grace


def _open(world: Plain, _person: Plain, _access: Plain, _leaving: bool) -> No | None:
    lot = world["lot"]
    now = plain_hours.state(lot["hours"], world["read"]["at"], lot["closed_on"])
    return None if now.let_in else No(8.0, "LOT_CLOSED", {"minutes": now.minutes})


def _with_grace(world: Plain, access: Plain, hours: plain_hours.PlainHours) -> plain_hours.State:
    return plain_hours.state(
        hours, world["read"]["at"], world["lot"]["closed_on"], access["before"], access["after"]
    )


def _timetable(world: Plain, _person: Plain, access: Plain, _leaving: bool) -> No | None:
    if access["timetable"]:
        now = _with_grace(world, access, access["timetable"])
        if not now.let_in:
            return No(8.1, "OUTSIDE_TIMETABLE", {"minutes": now.minutes})
    leases = _active_leases(world, access)
    if world["lot"]["owner"] == access["organisation"] or not all(x["hours"] for x in leases):
        return None
    states = [_with_grace(world, access, lease["hours"]) for lease in leases]
    if any(now.let_in for now in states):
        return None
    return No(8.1, "OUTSIDE_TIMETABLE", {"minutes": min(now.minutes or 0 for now in states)})


# 9. strategy


def _strategy(world: Plain, person: Plain, access: Plain, leaving: bool) -> No | None:
    at, strategy = world["read"]["at"], access["strategy"]
    if strategy in {"PREF", "VEHICLE_PREF"}:
        gone = any(starts <= at < ends for starts, ends in access["released"])
        return No(9.0, "SPOT_RELEASED") if gone else None
    if strategy == "OTFB":
        return _chosen_end(world, person, access, leaving=leaving)
    if strategy in {"BOOK", "VEHICLE_BOOK"}:
        alive = [each for each in access["windows"] if each["state"] == "PLANNED"]
        if not alive:
            return No(9.0, "NO_BOOKING" if strategy == "BOOK" else "VEHICLE_NOT_BOOKED")
        return _in_window(at, access, alive, "BOOKING")
    if strategy == "VISITOR":
        return _visit(world, access)
    return None


def _chosen_end(world: Plain, person: Plain, access: Plain, *, leaving: bool) -> No | None:
    at, until = world["read"]["at"], world["read"]["until"]
    if not leaving:
        chosen = _kept(world, access) or (until is not None and at < until)
        return None if chosen else No(9.0, "DURATION_REQUIRED")
    if not person["inside"]:
        return None
    began = (x for x in access["windows"] if x["state"] == "PLANNED" and x["starts"] <= at)
    chosen = person["inside"]["until"] or next((each["ends"] for each in began), None)
    if not chosen or at < chosen + access["after"] * MINUTE:
        return None
    return No(9.0, "OVERSTAY", {"minutes": _minutes(at - chosen)})


def _kept(world: Plain, access: Plain) -> bool:
    """Tell whether the desk keeps a spot from now to an end that was chosen there."""
    at = world["read"]["at"]
    return access["strategy"] == "OTFB" and any(
        each["state"] == "PLANNED" and each["starts"] <= at < each["ends"]
        for each in access["windows"]
    )


def _visit(world: Plain, access: Plain) -> No | None:
    visit = access["windows"][0]
    must = world["organisations"][access["organisation"]]["host_must_confirm"]
    refused = visit["state"] != "PLANNED" or visit["answer"] == "NO"
    if refused or (must and visit["answer"] != "YES"):
        return No(9.0, "VISIT_CANCELLED")
    return _in_window(world["read"]["at"], access, [visit], "VISIT")


def _in_window(at: datetime, access: Plain, windows: list[Plain], what: str) -> No | None:
    early, late = access["before"] * MINUTE, access["after"] * MINUTE
    for window in windows:
        if window["starts"] - early <= at < window["ends"] + late:
            return None
    nearest = min(windows, key=lambda window: (_away(window, at), window["number"]))
    too_early = at < nearest["starts"]
    reason = f"{what}_TOO_EARLY" if too_early else f"{what}_ENDED"
    return No(9.0, reason, {"minutes": _off(nearest, at)})


def _away(window: Plain, at: datetime) -> timedelta:
    return max(window["starts"] - at, at - window["ends"], timedelta(0))


def _off(window: Plain, at: datetime) -> int:
    return _minutes(_away(window, at))


def _minutes(off: timedelta) -> int:
    return -(-off // MINUTE)


# 10. sequence: entry while inside, re-entry after leaving


def _neutral(person: Plain) -> bool:
    since, inside, left = person["neutral"], person["inside"], person["left"]
    if since is None:
        return False
    return not ((inside and inside["since"] > since) or (left is not None and left > since))


def _party(person: Plain, access: Plain) -> bool:
    """Tell whether one more car of a visit with several may come."""
    if not access["key"].startswith("visit:"):
        return False
    visit, inside = access["windows"][0], person["inside"]
    same = bool(inside and inside["plate"] and inside["plate"] == person["plate"])
    return visit["cars"] > 1 and visit["cars_in"] < visit["cars"] and not same


def _sequence(world: Plain, person: Plain, access: Plain) -> tuple[No | None, str | None]:
    rule = access["sequence"]
    if not person["inside"] or rule == "off" or _neutral(person) or _party(person, access):
        return None, None
    if rule == "soft" or world["away"] is not None:
        return None, "ASE_ALREADY_IN"
    return No(10.0, "ASE_ALREADY_IN"), None


def _reentry(world: Plain, person: Plain, access: Plain) -> No | None:
    left = person["left"]
    if access["reentry"] or left is None or _neutral(person) or _party(person, access):
        return None
    return None if left < _since(world, access) else No(10.1, "NO_REENTRY")


def _since(world: Plain, access: Plain) -> datetime:
    at, early = world["read"]["at"], access["before"] * MINUTE
    windows = sorted(access["windows"], key=lambda each: each["starts"], reverse=True)
    windows.sort(key=lambda each: each["state"] != "PLANNED")
    late = access["after"] * MINUTE
    for window in windows:
        if window["starts"] - early <= at < window["ends"] + late:
            return window["starts"] - early
    if windows:
        best = min(windows, key=lambda x: (x["state"] != "PLANNED", _away(x, at), x["number"]))
        return best["starts"] - early
    if access["timetable"]:
        started = _with_grace(world, access, access["timetable"]).started
        if started is not None:
            return started - early
    return moment(_today(world), 0)


def _leaves(person: Plain, access: Plain) -> list[str]:
    rule = access["sequence_out"] or access["sequence"]
    missing = not person["inside"] and rule != "off" and not _neutral(person)
    return ["ASE_NOT_IN"] if missing else []


# 11. capacity: the tightest of group, tenant and community wins


def _capacity(world: Plain, person: Plain, access: Plain) -> No | None:
    if access["strategy"] not in {"FCFS", "OTFB"} or _kept(world, access):
        return None
    full: list[tuple[int, No]] = []
    for group in _led_to(world, access):
        mine = 1 if person["inside"] and person["inside"]["group"] == group else 0
        rooms = [("PARKING_FULL", world["room"][group])]
        tenant = world["tenants"].get((access["organisation"], group))
        rooms += [("TENANT_QUOTA_FULL", tenant)] if tenant else []
        rooms += [
            ("COMMUNITY_FULL", shared["room"])
            for shared in world["shared"]
            if shared["group"] == group and access["organisation"] in shared["members"]
        ]
        reason, room = min(rooms, key=lambda each: _free(each[1]))
        if _free(room) + mine > 0:
            return None
        numbers = {key: room[key] for key in ("inside", "reserved", "spots")}
        full.append((_free(room) + mine, No(11.0, reason, numbers)))
    return max(full, key=lambda each: each[0])[1]


def _free(room: Plain) -> int:
    return room["spots"] - room["inside"] - room["reserved"] - room["guaranteed"]


# 12. credits or payment


def _credits(_world: Plain, person: Plain, access: Plain) -> No | None:
    if person["fleet"]:
        return None
    balance, due = person["credits"] or 0, person["due"] or 0
    if access["credits"] and balance < access["credits"]:
        return No(12.0, "INSUFFICIENT_CREDITS", {"balance": balance, "needed": access["credits"]})
    if access["pay_first"] and due > 0:
        return No(12.1, "PAYMENT_REQUIRED", {"amount": f"{due // 100}.{due % 100:02}"})
    return None


# The end: everybody is let out, with a warning


def _nobody(world: Plain, no: No, warned: list[str]) -> Answer:
    held = world["gate"]["exit"] == "known" and no.reason in _KNOWN_ONLY
    if _way(world) == "EXIT" and not held and no.reason != "GATE_OUT_OF_SERVICE":
        return Answer("GRANTED", (*warned, no.reason))
    numbers = tuple(sorted(no.numbers.items()))
    call = _way(world) != "ENTRY"
    return Answer(no.reason, tuple(warned), numbers=numbers, call=call)


def _somebody(tried: Tried, warned: list[str], *, leaving: bool, way: str | None) -> Answer:
    who = tried.person["name"]
    access = tried.access["key"] if tried.access else ""
    if tried.no is None:
        return Answer("GRANTED", (*warned, *tried.warnings), who, access)
    reason, numbers = tried.no.reason, tuple(sorted(tried.no.numbers.items()))
    if leaving:
        over = reason in {"BOOKING_ENDED", "VISIT_ENDED"}
        told = "OVERSTAY" if over else reason
        return Answer("GRANTED", (*warned, told, *tried.warnings), who, access)
    return Answer(reason, (*warned, *tried.warnings), who, access, numbers, call=way != "ENTRY")
