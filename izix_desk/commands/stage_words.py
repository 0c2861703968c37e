"""The words of the command line for the stages of a gate command."""

from collections.abc import Callable

from izix_desk.domain.commands import TAKEN, UNHEARD, Stage, StageRecord
from izix_desk.domain.events import STALE_SECONDS
from izix_desk.domain.site import Gate
from izix_desk.services.moments import present

GOOD = TAKEN | {Stage.UP, Stage.PASSED}
"""Stages that an opening may end in when all went well."""

_WORDS = {
    Stage.ASKED: "asked",
    Stage.CLAIMED: "taken by the engine",
    Stage.SENT: "sent",
    Stage.ANSWERED: "controller answered",
    Stage.NOT_MEASURED: "not measured",
    Stage.UP: "barrier up",
    Stage.PASSED: "car passed",
    Stage.REFUSED: "refused",
    Stage.EXPIRED: "expired, nothing was sent",
    Stage.NO_ANSWER: "no answer, nothing was sent",
    Stage.NOT_MOVED: "nothing moved",
    Stage.NOT_SURE: "not sure: the gate may be open",
}


def words(record: StageRecord) -> str:
    """Return a stage as one reads it, with its detail."""
    if record.detail.startswith(UNHEARD):
        return record.detail
    said = _WORDS[record.stage]
    return f"{said} ({record.detail})" if record.detail else said


def enough_for(gate: Gate) -> Callable[[StageRecord], bool]:
    """Return what tells the last stage that this gate can measure before the car drives on."""
    measures = bool({"opened", "closed"} & set(gate.inputs))

    def enough(last: StageRecord) -> bool:
        if last.stage not in TAKEN or not measures:
            return last.stage in GOOD
        # The engine tells within this time.
        most = gate.moves_within + STALE_SECONDS + 1
        return (present().wall - last.at).total_seconds() > most

    return enough
