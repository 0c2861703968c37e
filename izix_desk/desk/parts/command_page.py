"""Follows one gate command on screen, from *sent* to its end."""

from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.parts import bad_ends
from izix_desk.desk.parts.stage_list import StageList
from izix_desk.desk.parts.steps import measured, settles
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.parts.tones import set_tone
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import BAD_ENDS, Action, Stage, StageRecord
from izix_desk.domain.site import Gate, Site


class CommandPage(QWidget):
    """Ticks the stages off as the store learns of them, and says what a bad end means."""

    ended_well = Signal()
    """The last measurable stage before *car passed* was reached, a second ago."""
    ended_badly = Signal(object)
    """Stage with which it ended in red; it waits for a person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.owed = False
        """Whether the gate still owes an answer."""
        self.title, self.advice = QLabel(self), QLabel(self)
        self.gate_name, self.stages, self.end = QLabel(self), StageList(self), QFrame(self)
        self._watching = Latest(self._lost_sight)
        self.linger_ms = 1000
        """How long a good end stays to be read."""
        self._linger = QTimer(self, singleShot=True)
        self._linger.timeout.connect(self.ended_well)
        self.slack_ms = 8000
        """How much longer than the barrier may take one waits for the next stage."""
        self._overdue = QTimer(self, singleShot=True)
        self._overdue.timeout.connect(self._heard_nothing)
        self._arrange()

    def prepare(self, look: Look, site: Site, gate: Gate, action: Action = Action.OPEN) -> None:
        """Show the steps of this gate, before anything is asked of it."""
        self._site, self._gate, self._action = site, gate, action
        self._zone = ZoneInfo(site.timezone)
        self.gate_name.setText(gate.name)
        self.stages.begin(look, measured(gate, action))
        self.end.hide()
        self.owed = True
        self._overdue.start(self.slack_ms + round(gate.moves_within * 1000))

    def follow(self, backend: Backend, command: UUID) -> None:
        """Tick off what the store learns of this command."""
        self._watching.start(self._watch(backend, command))

    def forget(self) -> None:
        """Stop looking; what the gate does is stored all the same."""
        self._watching.drop()
        self._linger.stop()
        self._overdue.stop()
        self.owed = False

    async def _watch(self, backend: Backend, command: UUID) -> None:
        async for record in backend.stages(command):
            self._show(record)
        if self.owed:
            self._heard_nothing()

    def _heard_nothing(self) -> None:
        """Let the operator go on: whatever happened, nobody will tell it any more."""
        self._lost_sight(self.tr("Nothing more was heard of this command."))

    def _show(self, record: StageRecord) -> None:
        if self._overdue.isActive():
            self._overdue.start()
        if record.stage is Stage.ASKED:
            self.stages.asked(record)
        elif record.stage in BAD_ENDS:
            advice = bad_ends.advice(record.stage, record.detail, self._gate, self._site)
            self._end_badly(record.stage, advice)
        else:
            self.stages.reach(record, self._zone)
            if settles(record.stage, self._gate, self._action) and not self._linger.isActive():
                self.owed = False
                self._overdue.stop()
                self.end.hide()
                self._linger.start(self.linger_ms)

    def _lost_sight(self, sentence: str) -> None:
        advice = bad_ends.advice(Stage.NOT_SURE, sentence, self._gate, self._site)
        self._end_badly(Stage.NOT_SURE, advice)

    def _end_badly(self, end: Stage, advice: str) -> None:
        self.owed = False
        self._overdue.stop()
        self._linger.stop()
        self.stages.stop("not-sure" if end is Stage.NOT_SURE else "denied")
        self.title.setText(bad_ends.title(end))
        self.advice.setText(advice)
        self.end.show()
        self.ended_badly.emit(end)

    def _arrange(self) -> None:
        self.gate_name.setProperty("role", "title")
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.advice.setWordWrap(True)
        self.end.setProperty("role", "card")
        self.end.setProperty("fill", "true")
        set_tone(self.end, "red")
        set_tone(self.title, "red")
        inside = QVBoxLayout(self.end)
        inside.addWidget(self.title)
        inside.addWidget(self.advice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for widget in (self.gate_name, self.stages, self.end):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.end.hide()
