"""What the dialogs of a fix share: carried out once, closed when it is stored, else the fault."""

from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.parts.spins import indent_spins
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.presets import FixPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.requests import FixRequest

WIDTH = 480


class FixForm(Protocol):
    """The widgets that such a dialog is drawn with."""

    fault: QLabel
    confirm: QPushButton
    cancel: QPushButton


class FixingDialog(KeyedDialog):
    """Carries out one fix.

    Show it with open(), never exec(): a nested event loop breaks the coroutines under way.
    """

    fixed = Signal()
    """It was carried out and stored."""

    def __init__(self, backend: Backend, preset: FixPreset, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.backend, self.preset = backend, preset
        self.asking, self._saving = Latest(self.say_fault), Latest(self.say_fault)

    def fix_form(self) -> FixForm:
        """Return the form as this dialog drew it."""
        raise NotImplementedError

    def request(self) -> FixRequest:
        """Return what is to be done."""
        raise NotImplementedError

    def draw(self, look: Look) -> None:
        """Name it after the fix, and wire its buttons."""
        form, label = self.fix_form(), self.preset.offer.label
        indent_spins(self, look)
        self.setMinimumWidth(look.px(WIDTH))
        self.setWindowTitle(label)
        form.confirm.setText(label)
        form.fault.hide()
        self.prepare_buttons()
        form.confirm.clicked.connect(self._confirm)
        form.cancel.clicked.connect(self.reject)

    def reject(self) -> None:
        """Close, unless it is being stored at this moment."""
        if not self._saving.busy:
            super().reject()

    def done(self, result: int) -> None:
        """Drop what is still being asked."""
        self.asking.drop()
        super().done(result)

    def say_fault(self, sentence: str) -> None:
        """Show what is wrong, or that nothing is."""
        form = self.fix_form()
        form.fault.setText(sentence)
        form.fault.setVisible(bool(sentence))
        self.make_room()

    def _confirm(self) -> None:
        if self.seen and self.fix_form().confirm.isEnabled() and not self._saving.busy:
            self._saving.start(self._save())

    async def _save(self) -> None:
        await self.backend.fix(self.request())
        self.accept()
        self.fixed.emit()
