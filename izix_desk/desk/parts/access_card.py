"""One access of a parker: what it is, whether it is valid here now, and its own button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget
from typing_extensions import override

from izix_desk.desk.parts.elided import line
from izix_desk.desk.parts.tones import VERDICT_ICONS, set_icon, set_tone
from izix_desk.desk.theme import Look
from izix_desk.domain.views import AccessView


class AccessCard(QFrame):
    """Selected by click, Space or the arrows; *Open gate* asks on exactly this access."""

    selected = Signal(str)
    """Key of the access."""
    open_asked = Signal(str)
    """Key of the access."""

    def __init__(self, access: AccessView, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.access = access
        self.setProperty("role", "access")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{access.title}, {self._validity()}")
        self.button = QPushButton(self._button_text())
        self.button.setAutoDefault(False)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(lambda: self.open_asked.emit(access.key))
        self._arrange(look)
        self.mark(chosen=False)

    def mark(self, *, chosen: bool) -> None:
        """Show whether this is the access that `F5` would open on."""
        set_tone(self, "true" if chosen else "false", name="chosen")

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.selected.emit(self.access.key)
        super().mousePressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selected.emit(self.access.key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.selected.emit(self.access.key)
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def _validity(self) -> str:
        verdict = self.access.verdict
        if verdict.may_pass:
            return self.tr("Valid here now")
        return self.tr("Not valid here now: {0}").format(verdict.line)

    def _button_text(self) -> str:
        valid = self.access.verdict.may_pass and not self.access.verdict.blocked
        return self.tr("Open gate") if valid else self.tr("Open once…")

    def _arrange(self, look: Look) -> None:
        facts = [self.access.groups, self.access.hours, self.access.validity]
        if self.access.upcoming:
            facts.insert(0, self.tr("Upcoming"))
        icon, tone = VERDICT_ICONS[self.access.verdict.may_pass]
        picture, validity = QLabel(), line(self._validity())
        set_icon(picture, look, icon, tone, 16)
        set_tone(validity, tone)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 8, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(line(self.access.title, "title"), 0, 0, 1, 2)
        grid.addWidget(self.button, 0, 2, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(line(" · ".join(fact for fact in facts if fact), "small"), 1, 0, 1, 2)
        grid.addWidget(picture, 2, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(validity, 2, 1, 1, 2)
        if self.access.instructions:
            grid.addWidget(line(self.access.instructions, "small"), 3, 0, 1, 3)
