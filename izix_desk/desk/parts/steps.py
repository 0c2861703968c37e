"""Which stages of an opening a gate can prove, and when there is nothing more to wait for."""

from izix_desk.domain.commands import TAKEN, Action, Stage
from izix_desk.domain.site import Gate

STEPS = (Stage.SENT, Stage.ANSWERED, Stage.UP, Stage.PASSED)
"""What the operator reads: sent, controller answered, barrier up, car passed."""
BARRIER_INPUTS = frozenset({"opened", "closed"})
CAR_INPUTS = frozenset({"under", "photocell"})


def measured(gate: Gate, action: Action = Action.OPEN) -> frozenset[Stage]:
    """Return the steps that are measured here; of the controller one learns it by its silence."""
    found = {Stage.SENT, Stage.ANSWERED}
    if action is Action.RELEASE:
        return frozenset(found)
    if BARRIER_INPUTS & gate.inputs.keys():
        found.add(Stage.UP)
    if action is Action.OPEN and CAR_INPUTS & gate.inputs.keys():
        found.add(Stage.PASSED)
    return frozenset(found)


def last_owed(gate: Gate, action: Action = Action.OPEN) -> Stage:
    """Return the last measurable stage before *car passed*; a release only drops a contact."""
    if action is Action.RELEASE or Stage.UP not in measured(gate):
        return Stage.ANSWERED
    return Stage.UP


def settles(stage: Stage, gate: Gate, action: Action = Action.OPEN) -> bool:
    """Tell whether nothing is owed any more once this stage was reached."""
    owed = last_owed(gate, action)
    taken = TAKEN if owed is Stage.ANSWERED else {owed}
    return stage in taken | {Stage.UP, Stage.PASSED}
