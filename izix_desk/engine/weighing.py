"""Whether a gate command that was asked is sent now, waits, or ends unsent: a pure judgement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from izix_desk.domain.commands import Action, GateCommand, Stage
from izix_desk.domain.decision import Reason
from izix_desk.domain.site import Gate
from izix_desk.services.moments import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What counts besides the command itself."""

    gates: Mapping[str, Gate]
    started: Moment
    """When this engine started."""
    offline: Mapping[str, str] = field(default_factory=dict[str, str])
    """Gates whose board is known not to answer, with the words for it."""
    free_at: Mapping[str, float] = field(default_factory=dict[str, float])
    """Gate to the monotonic instant from which its barrier takes another opening."""


@dataclass(frozen=True, slots=True)
class Send:
    """Claim it and send it now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Another car has just been let through; look again later."""


@dataclass(frozen=True, slots=True)
class End:
    """It ends here and nothing is sent."""

    stage: Stage
    detail: str
    trouble: str = ""
    """Reason code of what a person must hear of."""


Judgement: TypeAlias = Send | Wait | End


def weigh(command: GateCommand, situation: Situation, now: Moment) -> Judgement:
    """Judge one command that was asked and not claimed."""
    # By the clock that nobody sets: after a time of day that was set back all would seem old.
    if command.asked_monotonic < situation.started.monotonic:
        return End(Stage.EXPIRED, "the engine was not running when it was asked")
    if not command.is_fresh(now.wall, now.monotonic):
        return End(Stage.EXPIRED, f"it was not taken within {command.ttl:g} s; nothing was sent")
    gate = situation.gates.get(command.gate)
    if gate is None:
        return End(Stage.REFUSED, "the gate is not of this site any more")
    return _weigh_gate(command, gate, situation, now)


def _weigh_gate(command: GateCommand, gate: Gate, situation: Situation, now: Moment) -> Judgement:
    if not gate.in_service and command.action is not Action.RELEASE:
        note = f": {gate.out_of_service_note}" if gate.out_of_service_note else ""
        return End(Stage.REFUSED, f"the gate is out of service{note}")
    if gate.id in situation.offline:
        return End(Stage.REFUSED, situation.offline[gate.id], Reason.GATE_OFFLINE)
    waits = command.action is Action.OPEN and now.monotonic < situation.free_at.get(gate.id, 0)
    return Wait() if waits else Send()
