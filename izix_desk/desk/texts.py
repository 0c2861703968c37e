"""The operator's words for states, outcomes, stages and kinds; all translatable."""

from datetime import datetime, timedelta

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from izix_desk.domain.commands import ASSUMED, NO_LOOP, Stage
from izix_desk.domain.events import EntryKind, EventKind, GateState, LineHealth, Outcome
from izix_desk.domain.lines import ControllerState
from izix_desk.domain.methods import Method
from izix_desk.domain.site import Direction, Protocol
from izix_desk.domain.views import FeedRow

_STATES = {
    GateState.CLOSED: QT_TRANSLATE_NOOP("texts", "closed"),
    GateState.OPENING: QT_TRANSLATE_NOOP("texts", "opening"),
    GateState.OPEN: QT_TRANSLATE_NOOP("texts", "open now"),
    GateState.HELD_OPEN: QT_TRANSLATE_NOOP("texts", "HELD OPEN"),
    GateState.BLOCKED: QT_TRANSLATE_NOOP("texts", "BLOCKED"),
    GateState.OFFLINE: QT_TRANSLATE_NOOP("texts", "NO ANSWER"),
    GateState.OUT_OF_SERVICE: QT_TRANSLATE_NOOP("texts", "out of service"),
    GateState.NOT_MEASURED: QT_TRANSLATE_NOOP("texts", "not measured"),
}
_KINDS = {
    EntryKind.CALL: QT_TRANSLATE_NOOP("texts", "CALLING"),
    EntryKind.NOT_SURE: QT_TRANSLATE_NOOP("texts", "NOT SURE"),
    EntryKind.FAILED: QT_TRANSLATE_NOOP("texts", "FAILED"),
    EntryKind.REFUSED: QT_TRANSLATE_NOOP("texts", "refused"),
    EntryKind.GATE: QT_TRANSLATE_NOOP("texts", "gate"),
}
_METHODS = {
    Method.BADGE: QT_TRANSLATE_NOOP("texts", "Badge"),
    Method.PIN: QT_TRANSLATE_NOOP("texts", "PIN"),
    Method.QR: QT_TRANSLATE_NOOP("texts", "QR"),
    Method.APP: QT_TRANSLATE_NOOP("texts", "App"),
}
_OUTCOMES = {
    Outcome.GRANTED: QT_TRANSLATE_NOOP("texts", "granted"),
    Outcome.DENIED: QT_TRANSLATE_NOOP("texts", "DENIED"),
    Outcome.FAILED: QT_TRANSLATE_NOOP("texts", "FAILED"),
    Outcome.NOTED: QT_TRANSLATE_NOOP("texts", "noted"),
}
_EVENTS = {
    EventKind.CALL: QT_TRANSLATE_NOOP("texts", "CALL"),
    EventKind.PASSAGE: QT_TRANSLATE_NOOP("texts", "passed"),
    EventKind.GATE: QT_TRANSLATE_NOOP("texts", "gate"),
    EventKind.NOTE: QT_TRANSLATE_NOOP("texts", "note"),
}
_STAGES = {
    Stage.ASKED: QT_TRANSLATE_NOOP("texts", "asked"),
    Stage.CLAIMED: QT_TRANSLATE_NOOP("texts", "asked"),
    Stage.SENT: QT_TRANSLATE_NOOP("texts", "sent"),
    Stage.ANSWERED: QT_TRANSLATE_NOOP("texts", "controller answered"),
    Stage.NOT_MEASURED: QT_TRANSLATE_NOOP("texts", "not measured"),
    Stage.UP: QT_TRANSLATE_NOOP("texts", "barrier up"),
    Stage.PASSED: QT_TRANSLATE_NOOP("texts", "car passed"),
    Stage.REFUSED: QT_TRANSLATE_NOOP("texts", "refused"),
    Stage.EXPIRED: QT_TRANSLATE_NOOP("texts", "expired, not sent"),
    Stage.NO_ANSWER: QT_TRANSLATE_NOOP("texts", "no answer"),
    Stage.NOT_MOVED: QT_TRANSLATE_NOOP("texts", "nothing moved"),
    Stage.NOT_SURE: QT_TRANSLATE_NOOP("texts", "not sure: the gate may be open"),
}
_ENDINGS = {
    Stage.ANSWERED: QT_TRANSLATE_NOOP("texts", "answered"),
    Stage.NOT_MEASURED: QT_TRANSLATE_NOOP("texts", "sent"),
    Stage.UP: QT_TRANSLATE_NOOP("texts", "opened"),
    Stage.PASSED: QT_TRANSLATE_NOOP("texts", "opened"),
    Stage.REFUSED: QT_TRANSLATE_NOOP("texts", "REFUSED"),
    Stage.EXPIRED: QT_TRANSLATE_NOOP("texts", "EXPIRED"),
    Stage.NO_ANSWER: QT_TRANSLATE_NOOP("texts", "NO ANSWER"),
    Stage.NOT_MOVED: QT_TRANSLATE_NOOP("texts", "NOT MOVED"),
    Stage.NOT_SURE: QT_TRANSLATE_NOOP("texts", "NOT SURE"),
}
_DIRECTIONS = {
    Direction.ENTRY: QT_TRANSLATE_NOOP("texts", "entry"),
    Direction.EXIT: QT_TRANSLATE_NOOP("texts", "exit"),
    Direction.BOTH: QT_TRANSLATE_NOOP("texts", "entry and exit"),
}
_HEALTH = {
    LineHealth.OK: QT_TRANSLATE_NOOP("texts", "answers"),
    LineHealth.DEGRADED: QT_TRANSLATE_NOOP("texts", "answers in part"),
    LineHealth.OFFLINE: QT_TRANSLATE_NOOP("texts", "no answer"),
    LineHealth.SILENT: QT_TRANSLATE_NOOP("texts", "silent"),
    LineHealth.NOT_MEASURED: QT_TRANSLATE_NOOP("texts", "not measured"),
}
_CONTROLLERS = {
    ControllerState.WAITING: QT_TRANSLATE_NOOP("texts", "not asked yet"),
    ControllerState.OK: QT_TRANSLATE_NOOP("texts", "answers"),
    ControllerState.DEGRADED: QT_TRANSLATE_NOOP("texts", "unsteady"),
    ControllerState.OFFLINE: QT_TRANSLATE_NOOP("texts", "no answer"),
    ControllerState.NOT_MEASURED: QT_TRANSLATE_NOOP("texts", "not measured"),
    ControllerState.BARRED: QT_TRANSLATE_NOOP("texts", "barred"),
}
_PROTOCOLS = {
    Protocol.MODBUS_RTU: QT_TRANSLATE_NOOP("texts", "Modbus RTU"),
    Protocol.OSDP: QT_TRANSLATE_NOOP("texts", "OSDP"),
    Protocol.FRAMES: QT_TRANSLATE_NOOP("texts", "declared frames"),
    Protocol.PLATES: QT_TRANSLATE_NOOP("texts", "camera"),
}
_CLOSINGS = {
    "LET_IN": QT_TRANSLATE_NOOP("texts", "Let in"),
    "TURNED_AWAY": QT_TRANSLATE_NOOP("texts", "Turned away"),
    "LEFT": QT_TRANSLATE_NOOP("texts", "Left by itself"),
    "POLICE": QT_TRANSLATE_NOOP("texts", "Police or ambulance called"),
    "TECHNICIAN": QT_TRANSLATE_NOOP("texts", "Technician called"),
    "NUISANCE": QT_TRANSLATE_NOOP("texts", "Nuisance"),
}
CLOSINGS = tuple(_CLOSINGS)
"""Codes of how a person closes an entry, in the order of the dialog."""


def _tr(text: object) -> str:
    # Qt types its marker for translators as taking and giving any object.
    return QCoreApplication.translate("texts", str(text))


def state_word(state: GateState) -> str:
    """Return what a tile says about its gate."""
    return _tr(_STATES[state])


def kind_word(kind: EntryKind) -> str:
    """Return what an entry of *Needs you* is."""
    return _tr(_KINDS[kind])


def stage_word(stage: Stage) -> str:
    """Return a stage of a gate command in words."""
    return _tr(_STAGES[stage])


def direction_word(direction: Direction) -> str:
    """Return which way a gate leads."""
    return _tr(_DIRECTIONS[direction])


def health_word(health: LineHealth) -> str:
    """Return how a line is doing, in one or two words."""
    return _tr(_HEALTH[health])


def controller_word(state: ControllerState | None) -> str:
    """Return how a controller is doing, or that nobody knows."""
    return _tr("not measured") if state is None else _tr(_CONTROLLERS[state])


def protocol_word(protocol: Protocol) -> str:
    """Return what is spoken on a line."""
    return _tr(_PROTOCOLS[protocol])


def closing_word(code: str) -> str:
    """Return how an entry was closed; an unknown code reads as it is stored."""
    return _tr(_CLOSINGS[code]) if code in _CLOSINGS else code


def row_word(row: FeedRow) -> str:
    """Return the one word that a row of the feed carries beside its icon."""
    if row.kind == EventKind.OPENING:
        if row.detail.startswith(ASSUMED) and row.detail != NO_LOOP:
            return _tr("assumed")  # not even its barrier was seen
        return _tr(_ENDINGS.get(Stage(row.ending), "asked")) if row.ending else _tr("asked")
    if row.kind in _EVENTS:
        return _tr(_EVENTS[EventKind(row.kind)])
    return _tr(_OUTCOMES[row.outcome])


def aside(row: FeedRow) -> str:
    """Return how often a car was read, and that nothing saw it pass; mostly nothing of that."""
    again = _tr("read {0} times").format(row.reads) if row.reads > 1 else ""
    is_assumed = row.kind == EventKind.OPENING and row.detail.startswith(ASSUMED)
    return " · ".join(filter(None, (again, _tr("car passed: assumed") if is_assumed else "")))


def shown(method: str, raw: str) -> str:
    """Return what somebody showed instead of a plate: `Badge 26:123:45678`, or `PIN ••••`."""
    return f"{_tr(_METHODS[Method(method)])} {raw}" if raw else ""


def waited(seconds: float) -> str:
    """Return a waiting time as 0:42 or 1:10:05."""
    whole = max(0, int(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def age(seconds: float) -> str:
    """Return how old a measurement is, short: 4 s, 3 min, 2 h."""
    whole = timedelta(seconds=max(0, int(seconds)))
    if whole < timedelta(minutes=2):
        return QCoreApplication.translate("texts", "%1 s").replace("%1", str(whole.seconds))
    if whole < timedelta(hours=2):
        minutes = str(whole.seconds // 60)
        return QCoreApplication.translate("texts", "%1 min").replace("%1", minutes)
    hours = str(int(whole.total_seconds() // 3600))
    return QCoreApplication.translate("texts", "%1 h").replace("%1", hours)


def whole(number: int) -> str:
    """Return a number as it is written here."""
    return QLocale().toString(number)


def decimal(number: float) -> str:
    """Return a number with one decimal as it is written here."""
    return QLocale().toString(number, "f", 1)


def milliseconds(seconds: float | None) -> str:
    """Return a short time without its unit; empty when there was none."""
    if seconds is None:
        return ""
    short = seconds * 1000
    return decimal(short) if short < 10 else whole(round(short))


def clock(now: datetime) -> str:
    """Return date and time as the header shows them, by locale and on 24 hours."""
    locale = QLocale()
    day = locale.dayName(now.isoweekday(), QLocale.FormatType.ShortFormat)
    month = locale.monthName(now.month, QLocale.FormatType.ShortFormat)
    return f"{day} {now.day} {month} {now:%H:%M}"
