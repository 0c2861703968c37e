"""The words of the command line for the stages of a gate command."""

from izix_desk.domain.commands import Stage, StageRecord

_WORDS = {
    Stage.ASKED: "asked",
    Stage.CLAIMED: "taken by the engine",
    Stage.SENT: "sent",
    Stage.ANSWERED: "controller answered",
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
    said = _WORDS[record.stage]
    return f"{said} ({record.detail})" if record.detail else said
