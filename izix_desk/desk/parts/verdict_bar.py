"""Whether somebody may pass, in one line with an icon and a word."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from izix_desk.desk.parts.tones import VERDICT_ICONS, set_icon, set_tone
from izix_desk.desk.theme import Look
from izix_desk.domain.views import Verdict


class VerdictBar(QFrame):
    """✓ or ✕ and the reason's line; grey while it is not known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "verdict")
        self.setProperty("fill", "true")
        self._icon, self.line = QLabel(self), QLabel(self)
        self.line.setWordWrap(True)
        self.line.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.line, 1)

    def show_verdict(self, look: Look, verdict: Verdict, gate: str = "") -> None:
        """Say it; `gate` is named where it is not plain which one is meant."""
        icon, tone = VERDICT_ICONS[verdict.may_pass]
        if verdict.blocked:
            icon, tone = "blocked", "red"
        word = self.tr("May pass") if verdict.may_pass else self.tr("May not pass")
        place = self.tr("{0} at {1}").format(word, gate) if gate else word
        says_so = verdict.may_pass or verdict.line.casefold().startswith(word.casefold())
        if says_so and verdict.line:
            self._say(look, f"{gate}: {verdict.line}" if gate else verdict.line, tone, icon)
        else:
            self._say(look, f"{place}: {verdict.line}", tone, icon)

    def show_waiting(self, look: Look, text: str) -> None:
        """Say in grey why there is no verdict (yet)."""
        self._say(look, text, "dim", "clock")

    def show_news(self, look: Look, text: str, *, failed: bool) -> None:
        """Say what a gate told by itself, or that it does not work."""
        self._say(look, text, "amber", "failed" if failed else "gate")

    def _say(self, look: Look, text: str, tone: str, icon: str) -> None:
        set_tone(self, tone)
        set_tone(self.line, tone)
        set_icon(self._icon, look, icon, tone)
        self.line.setText(text)
        self.setAccessibleName(text)
