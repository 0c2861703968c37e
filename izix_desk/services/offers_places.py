"""Fixes that lead to another gate or group, or only say whom to call."""

from collections.abc import Callable
from typing import TypeAlias

from izix_desk.domain.decision import Access
from izix_desk.domain.site import Direction, Gate, Organisation
from izix_desk.domain.views import Asks, Offer
from izix_desk.services.gate_choice import lanes
from izix_desk.services.standing import Standing, label


def _right_gate(standing: Standing, code: str) -> tuple[Offer, ...]:
    """Name the gate that leads to where somebody may go, and takes how they ask."""
    for access in standing.who.accesses if standing.who else ():
        gate = _leads(standing, access)
        if gate is not None:
            return (_to(code, gate),)
    return _other_gate(standing, code) if standing.who is None else ()


def _leads(standing: Standing, access: Access) -> Gate | None:
    groups, policy = set(access.policy.groups), access.policy
    for gate in _usable(standing, policy.lot):
        led_to = not gate.groups or groups & set(gate.groups)
        if led_to and standing.read.method in gate.methods:
            return gate
    return None


def _other_gate(standing: Standing, code: str) -> tuple[Offer, ...]:
    """Name the gates of the lot that lead the same way and take the same way of asking."""
    here = standing.gate
    fitting = (
        gate
        for gate in _usable(standing, here.lot)
        if standing.read.method in gate.methods
        and (not here.groups or not gate.groups or set(here.groups) & set(gate.groups))
    )
    return tuple(_to(code, gate) for gate in fitting)[:2]


def _usable(standing: Standing, lot: str) -> tuple[Gate, ...]:
    here, way = standing.gate, standing.read.direction or Direction.BOTH
    ways = {Direction.BOTH, here.direction if here.direction is not Direction.BOTH else way}
    return tuple(
        gate
        for gate in standing.site.gates
        if gate.lot == lot and gate.id != here.id and gate.in_service and gate.direction in ways
    )


def _to(code: str, gate: Gate) -> Offer:
    return Offer(code=code, label=label(code, {"gate": gate.name}), gate=gate.id, asks=Asks.GATE)


def _other_group(standing: Standing, code: str) -> tuple[Offer, ...]:
    """Say where in the lot there is room, by the gate at which somebody stands or by another."""
    free = [
        f"{group.name} {room.free}"
        for group in standing.site.lot(standing.lot).groups
        if (room := standing.groups.get(group.id)) is not None and room.free > 0
    ]
    return _advice(code, ", ".join(free))


def _choose_direction(standing: Standing, code: str) -> tuple[Offer, ...]:
    """Ask in or out: at this gate, or at the other lane that its camera sees."""
    found: list[Offer] = []
    for way in (Direction.ENTRY, Direction.EXIT):
        # A lane that leads this way alone says more than one that leads both ways.
        seen = lanes(standing.site, standing.gate)
        for gate in sorted(seen, key=lambda each, way=way: each.direction is not way):
            if gate.direction in {way, Direction.BOTH}:
                found.append(_going(standing, code, gate, way))
                break
    return tuple(found)


def _going(standing: Standing, code: str, gate: Gate, way: Direction) -> Offer:
    return Offer(
        code=code, label=label(code, {"way": way.value}), gate=gate.id, asks=Asks.AT_ONCE,
        way=way, plate=standing.read.plate, about_car=True,
    )  # fmt: skip


def _correct_count(standing: Standing, code: str) -> tuple[Offer, ...]:
    lot = standing.site.lot(standing.lot).name
    return (Offer(code=code, label=label(code), about=lot, asks=Asks.COUNT),)


def _call_manager(standing: Standing, code: str) -> tuple[Offer, ...]:
    person = standing.who.profile if standing.who else None
    own = standing.organisation(person.organisation if person else None)
    return _advice(code, _manager(own) if own else "")


def _manager(organisation: Organisation) -> str:
    for each in organisation.managers:
        return ", ".join(filter(None, (each.name, each.phone or each.email)))
    return ""


def _technician(standing: Standing, code: str) -> tuple[Offer, ...]:
    site = standing.site
    return _advice(code, " · ".join(filter(None, (site.technician, site.on_call))))


def _by_hand(standing: Standing, code: str) -> tuple[Offer, ...]:
    return _advice(code, standing.gate.by_hand)


def _ask_colleague(standing: Standing, code: str) -> tuple[Offer, ...]:
    return _advice(code, standing.site.control_room_phone)


def _advice(code: str, what: str) -> tuple[Offer, ...]:
    return (Offer(code=code, label=label(code, {"what": what}), asks=Asks.ADVICE),) if what else ()


_Placing: TypeAlias = Callable[[Standing, str], tuple[Offer, ...]]
PLACES: dict[str, _Placing] = {
    "show_right_gate": _right_gate,
    "other_gate": _other_gate,
    "other_group": _other_group,
    "choose_direction": _choose_direction,
    "correct_count": _correct_count,
    "call_manager": _call_manager,
    "technician": _technician,
    "by_hand": _by_hand,
    "ask_colleague": _ask_colleague,
}
