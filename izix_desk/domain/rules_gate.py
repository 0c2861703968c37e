"""Rules about the gate and the read itself: in service, method, readable, direction."""

from math import isfinite

from izix_desk.domain.case import PASSED, Finding
from izix_desk.domain.decision import Known, Read, Reason, Value
from izix_desk.domain.plates import LONGEST_PLATE, normalise
from izix_desk.domain.site import Direction, Method

CONTROL_ROOM = "control_room"


def in_service(known: Known) -> Finding:
    """Refuse at a gate that was set out of service."""
    gate = known.gate
    if gate.in_service:
        return PASSED
    values = {"gate": gate.name, "note": gate.out_of_service_note}
    return Finding(Reason.GATE_OUT_OF_SERVICE, values)


def control_room(known: Known) -> Finding:
    """Refuse where the plan of the lot's owner does not include the control room."""
    owner = known.owner
    if owner is None or CONTROL_ROOM in owner.plan:
        return PASSED
    values = {"organisation": owner.name, "feature": CONTROL_ROOM}
    return Finding(Reason.PLAN_WITHOUT_FEATURE, values)


def method_allowed(read: Read, known: Known) -> Finding:
    """Refuse a way of asking that this gate does not take."""
    if read.method in known.gate.methods:
        return Finding(None, {"method": read.method.value})
    allowed = ", ".join(method.value for method in known.gate.methods)
    values = {"method": read.method.value, "allowed": allowed, "gate": known.gate.name}
    return Finding(Reason.METHOD_NOT_ALLOWED, values)


def readable(read: Read, known: Known) -> Finding:
    """Refuse a plate that was read too poorly; other methods read for certain."""
    if read.method is not Method.PLATE:
        return PASSED
    plate, confidence = normalise(read.plate), read.confidence
    minimum = known.gate.min_confidence
    sure = confidence is None or (isfinite(confidence) and confidence >= minimum)
    values: dict[str, Value] = {"plate": read.plate}
    if minimum:
        values["minimum"] = minimum
    if confidence is not None and isfinite(confidence):
        values["confidence"] = confidence
    if not sure or not 0 < len(plate) <= LONGEST_PLATE:
        return Finding(Reason.PLATE_UNREADABLE, values)
    return Finding(None, values)


def direction_of(read: Read, known: Known) -> Direction | None:
    """Return which way the car goes: the gate says it, else the read; None when neither does."""
    if known.gate.direction is not Direction.BOTH:
        return known.gate.direction
    return None if read.direction is Direction.BOTH else read.direction


def direction_known(read: Read, known: Known) -> Finding:
    """Refuse when nobody can tell in from out; at a door for people it is all the same."""
    way = direction_of(read, known)
    if known.gate.on_foot:
        values = {"on_foot": "ON_FOOT"} | ({"direction": way.value} if way else {})
        return Finding(None, values)
    if way is None:
        return Finding(Reason.DIRECTION_UNKNOWN, {"gate": known.gate.name})
    return Finding(None, {"direction": way.value})
