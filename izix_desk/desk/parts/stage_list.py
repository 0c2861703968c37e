"""The four steps of an opening, ticked off with their times."""

from datetime import tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from izix_desk.desk.parts.steps import STEPS
from izix_desk.desk.parts.tones import set_icon, set_tone
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import ASSUMED, UNHEARD, Stage, StageRecord


class StageList(QWidget):
    """*sent · controller answered · barrier up · car passed*; grey where nothing is measured."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._measured: frozenset[Stage] = frozenset()
        self._first: float | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._cells = {stage: self._row(row) for row, stage in enumerate(STEPS)}
        self.reached: list[Stage] = []
        """Steps that were ticked off, in their order."""

    def begin(self, look: Look, steps: frozenset[Stage]) -> None:
        """Start anew: nothing reached; what the gate cannot measure says so."""
        self._look, self._measured, self._first = look, steps, None
        self.reached = []
        for stage, (_, word, time) in self._cells.items():
            known = stage in steps
            word.setText(self._words()[stage])
            self._paint(stage, "clock" if known else "", "dim", "dim")
            time.setText("" if known else self._unmeasured())

    def asked(self, record: StageRecord) -> None:
        """Count the seconds from here."""
        self._first = record.monotonic

    def reach(self, record: StageRecord, zone: tzinfo) -> None:
        """Tick one off with its time; what is assumed, or was not heard, stays grey and says so."""
        if record.stage is Stage.NOT_MEASURED:
            self._measured -= {Stage.ANSWERED}
            self._leave_open(Stage.ANSWERED, self._unmeasured())
        if record.stage not in self._cells:
            return
        self.reached.append(record.stage)
        for earlier in STEPS[: STEPS.index(record.stage)]:
            self._imply(earlier)
        if record.detail.startswith(UNHEARD):
            self._leave_open(record.stage, self._proof(record.detail))
            return
        assumed = record.detail.startswith(ASSUMED)
        sure = record.stage in self._measured and not assumed
        self._paint(record.stage, "granted", "green" if sure else "dim", "text" if sure else "dim")
        self._cells[record.stage][2].setText(self._time(record, zone, assumed=assumed))

    def stop(self, icon: str) -> None:
        """Mark the step that was never proven, in red."""
        missing = (s for s in STEPS if s in self._measured and s not in self.reached)
        stage = next(missing, None)
        if stage is not None:
            self._paint(stage, icon, "red", "red")

    def text_of(self, stage: Stage) -> str:
        """Return a step as it reads, for assistive technology and tests."""
        _, word, time = self._cells[stage]
        return f"{word.text()} {time.text()}".strip()

    def _time(self, record: StageRecord, zone: tzinfo, *, assumed: bool) -> str:
        at = f"{record.at.astimezone(zone):%H:%M:%S}"
        if self._first is not None:
            at += f"   +{max(record.monotonic - self._first, 0.0):.2f} s"
        return self.tr("{0}   assumed").format(at) if assumed else at

    def _imply(self, stage: Stage) -> None:
        # A barrier that is up proves that the order arrived, even if nobody heard the answer.
        if stage not in self.reached and stage in self._measured:
            self._leave_open(stage, self.tr("not heard"))

    def _leave_open(self, stage: Stage, known: str) -> None:
        """Do not tick a step off, and say instead what is known of it."""
        self._paint(stage, "", "dim", "dim")
        self._cells[stage][2].setText(known)

    def _proof(self, detail: str) -> str:
        """Return what was read back, in the language in use."""
        return {
            "output is on": self.tr("no answer, but the output is on"),
            "output is off": self.tr("no answer, but the output is off"),
            "barrier is up": self.tr("no answer, but the barrier is up"),
        }.get(detail.removeprefix(UNHEARD), detail)

    def _paint(self, stage: Stage, icon: str, icon_tone: str, tone: str) -> None:
        picture, word, time = self._cells[stage]
        if self._look is not None:
            set_icon(picture, self._look, icon, icon_tone)
        set_tone(word, tone)
        set_tone(time, tone)

    def _row(self, row: int) -> tuple[QLabel, QLabel, QLabel]:
        cells = QLabel(self), QLabel(self), QLabel(self)
        for column, label in enumerate(cells):
            self._grid.addWidget(label, row, column)
        cells[2].setAlignment(Qt.AlignmentFlag.AlignRight)
        return cells

    def _unmeasured(self) -> str:
        return self.tr("not measured at this gate")

    def _words(self) -> dict[Stage, str]:
        return {
            Stage.SENT: self.tr("Sent"),
            Stage.ANSWERED: self.tr("Controller answered"),
            Stage.UP: self.tr("Barrier up"),
            Stage.PASSED: self.tr("Car passed"),
        }
