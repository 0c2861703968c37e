"""Top of the panel: which gate, who, whether they may pass, what to say and what can be done."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from izix_desk.desk.parts.elided import ElidedButton, line
from izix_desk.desk.parts.fixes import Fix
from izix_desk.desk.parts.flow import FlowLayout
from izix_desk.desk.parts.plate_badge import PlateBadge
from izix_desk.desk.parts.tones import set_tone
from izix_desk.desk.parts.verdict_bar import VerdictBar
from izix_desk.desk.texts import kind_word, waited
from izix_desk.desk.theme import Look
from izix_desk.domain.events import Entry
from izix_desk.domain.views import GateNews, Verdict

AMBER, RED = 30, 60
"""Seconds of waiting from which the clock is amber and red."""
FIX_KEYS = ("F2", "F3", "F4")


class PanelHead(QWidget):
    """What must be read within a second; the rest of the panel scrolls below it."""

    fix_asked = Signal(object)
    """Fix."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._entry: Entry | None = None
        self._gate_name = ""
        self.fixes: list[Fix] = []
        self.gate = line("", "section")
        self.who = line("", "big")
        self.about = line("", "dim")
        self.say = line("", "say")
        self.advice = line("", "dim")
        self.plate = PlateBadge()
        self.verdict = VerdictBar()
        self.buttons = [ElidedButton() for _ in FIX_KEYS]
        self.more = ElidedButton(self.tr("More"))
        self._menu = QMenu(self)
        self._gone = False
        """Whether the car of the entry is not waited for any more."""
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._tick)
        self._wire()
        self._arrange()

    def show_place(self, gate_name: str, entry: Entry | None, *, gone: bool = False) -> None:
        """Say at which gate somebody waits, and for how long, or that the car is gone."""
        self._gate_name, self._entry, self._gone = gate_name, entry, gone
        self._tick()
        if entry is not None and not gone:
            self._second.start()
        else:
            self._second.stop()

    def show_person(self, who: str, about: str, plate: str) -> None:
        """Say who it is."""
        self.who.setText(who)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.plate.show_plate(plate)

    def show_verdict(self, verdict: Verdict) -> None:
        """Say whether they may pass, and what to tell them."""
        self.verdict.show_verdict(self._look, verdict)
        self._show_say(verdict.say)

    def show_news(self, news: GateNews) -> None:
        """Say what the gate itself told, and what to tell whoever stands there."""
        self.verdict.show_news(self._look, news.line, failed=news.failed)
        self._show_say(news.say)

    def show_fixes(self, fixes: list[Fix], advice: Sequence[str] = ()) -> None:
        """Say what can be done, and whom to call; nothing for a car that is gone."""
        self._show_fixes(fixes)
        told = "" if self._gone else " · ".join(advice)
        self.advice.setText(told)
        self.advice.setVisible(bool(told))

    def show_nothing(self, text: str, fixes: list[Fix]) -> None:
        """Say that there is nobody to judge."""
        self.verdict.show_waiting(self._look, text)
        self.say.hide()
        self.show_fixes(fixes)

    def use_fix(self, number: int) -> None:
        """Press the button of F2, F3 or F4 (0, 1, 2), if it is there."""
        if number < len(self.fixes):
            self.fix_asked.emit(self.fixes[number])

    def _show_say(self, sentence: str) -> None:
        self.say.setText(f"“{sentence}”")
        self.say.setVisible(bool(sentence))

    def _show_fixes(self, fixes: list[Fix]) -> None:
        fixes = [] if self._gone else fixes  # they are for a car that waits
        self.fixes = fixes
        for number, (button, key) in enumerate(zip(self.buttons, FIX_KEYS, strict=True)):
            button.setVisible(number < len(fixes))
            if number < len(fixes):
                button.show_text(f"{key}  {fixes[number].label}")
        self._menu.clear()
        for fix in fixes[len(FIX_KEYS) :]:
            self._menu.addAction(fix.label, lambda _=False, fix=fix: self.fix_asked.emit(fix))
        self.more.setVisible(len(fixes) > len(FIX_KEYS))

    def _tick(self) -> None:
        if self._entry is None:
            self.gate.setText(self._gate_name)
            set_tone(self.gate, "dim")
            return
        if self._gone:
            self.gate.setText(f"{self._gate_name} · {self.tr('left')}")
            set_tone(self.gate, "dim")
            return
        seconds = (datetime.now(UTC) - self._entry.opened).total_seconds()
        self.gate.setText(f"{self._gate_name} · {kind_word(self._entry.kind)} {waited(seconds)}")
        set_tone(self.gate, "red" if seconds >= RED else "amber" if seconds >= AMBER else "dim")

    def _wire(self) -> None:
        for number, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, number=number: self.use_fix(number))
            button.hide()
        self.more.setIcon(self._look.icon("more"))
        self.more.clicked.connect(self._show_more)
        self.more.hide()
        self.say.hide()
        self.advice.hide()

    def _show_more(self) -> None:
        # popup(), not exec(): a nested event loop breaks the coroutines that are under way.
        self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.gate, 1)
        top.addWidget(self.plate, 0, Qt.AlignmentFlag.AlignTop)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self.who)
        who.addWidget(self.about)
        row = FlowLayout()
        for button in (*self.buttons, self.more):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(who)
        layout.addWidget(self.verdict)
        layout.addWidget(self.say)
        layout.addLayout(row)
        layout.addWidget(self.advice)
