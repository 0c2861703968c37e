"""Dialog that closes an entry of *Needs you* with how it ended."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget
from typing_extensions import override

from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.forms.close_entry import Ui_CloseEntryDialog
from izix_desk.desk.parts.row_list import fit_rows
from izix_desk.desk.texts import CLOSINGS, closing_word
from izix_desk.desk.theme import Look
from izix_desk.domain.events import Entry

CodeRole = Qt.ItemDataRole.UserRole


class CloseEntryDialog(KeyedDialog):
    """Six outcomes; arrows or a digit choose, Enter closes the entry."""

    chosen = Signal(object, str)
    """UUID of the entry, and the code of the outcome."""

    def __init__(self, look: Look, entry: Entry, gate: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry = entry
        self.form = Ui_CloseEntryDialog()
        self.form.setupUi(self)
        about = " · ".join(part for part in (gate, entry.plate, entry.text) if part)
        self.form.about.setText(about)
        for number, code in enumerate(CLOSINGS, start=1):
            item = QListWidgetItem(f"{number}   {closing_word(code)}")
            item.setData(CodeRole, code)
            self.form.outcomes.addItem(item)
        self.form.outcomes.setCurrentRow(0)
        fit_rows(self.form.outcomes, len(CLOSINGS))
        self.setMinimumWidth(look.px(400))
        self.form.outcomes.itemDoubleClicked.connect(self._close_entry)
        self.form.close_entry.clicked.connect(self._close_entry)
        self.form.cancel.clicked.connect(self.reject)
        self.prepare_buttons()
        self.form.close_entry.setProperty("role", "primary")
        self.form.outcomes.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.text()
        if place.isdecimal() and 1 <= int(place) <= len(CLOSINGS):
            self.form.outcomes.setCurrentRow(int(place) - 1)
            return
        super().keyPressEvent(event)

    @override
    def go_on(self, from_field: QWidget | None) -> None:
        del from_field
        self._close_entry()

    def _close_entry(self) -> None:
        code = self.form.outcomes.currentItem().data(CodeRole)
        self.accept()
        self.chosen.emit(self._entry.id, code)
