"""What a bad end of a gate command means, and what a person does about it."""

from PySide6.QtCore import QCoreApplication

from izix_desk.domain.commands import Stage
from izix_desk.domain.site import Gate, Site

translate = QCoreApplication.translate


def title(stage: Stage) -> str:
    """Return the name of a bad end as the operator reads it everywhere."""
    return {
        Stage.NOT_MOVED: translate("BadEnds", "Nothing moved"),
        Stage.NO_ANSWER: translate("BadEnds", "No answer: nothing was sent to the gate"),
        Stage.NOT_SURE: translate("BadEnds", "Not sure: the gate may be open"),
        Stage.REFUSED: translate("BadEnds", "Refused: not opened"),
        Stage.EXPIRED: translate("BadEnds", "Expired: not sent in time"),
    }[stage]


def advice(stage: Stage, detail: str, gate: Gate, site: Site) -> str:
    """Return what happened and what to do, one thing a line."""
    lines = [_sentence(detail), _what_to_do(stage, gate), _technician(site), _by_hand(gate)]
    return "\n".join(line for line in lines if line)


def _sentence(detail: str) -> str:
    """Return what the line saw, which it tells in passing, as a sentence."""
    told = detail[:1].upper() + detail[1:]
    return told if not told or told.endswith((".", "!", "?")) else f"{told}."


def _what_to_do(stage: Stage, gate: Gate) -> str:
    return {
        Stage.NOT_MOVED: translate(
            "BadEnds",
            "The order left, but the barrier was not seen up within {0} s. "
            "Try again as a new command; if it stays down, set it out of service "
            "and open it by hand.",
        ).format(f"{gate.moves_within:g}"),
        Stage.NO_ANSWER: translate(
            "BadEnds",
            "The controller does not answer, so the barrier did not move. "
            "Try again; if it stays silent, open it by hand.",
        ),
        Stage.NOT_SURE: translate(
            "BadEnds",
            "The order left, and nothing proves what the gate did. "
            "Look at the gate before you try again.",
        ),
        Stage.REFUSED: translate(
            "BadEnds", "The barrier did not move. Try again, or open it by hand."
        ),
        Stage.EXPIRED: translate(
            "BadEnds",
            "The barrier did not move, and nothing will be sent later. Try again as a new command.",
        ),
    }[stage]


def _technician(site: Site) -> str:
    who = " · ".join(part for part in (site.technician, site.on_call) if part)
    return translate("BadEnds", "Technician: {0}").format(who) if who else ""


def _by_hand(gate: Gate) -> str:
    return translate("BadEnds", "By hand: {0}").format(gate.by_hand) if gate.by_hand else ""
