"""Dialog that asks at which gate somebody stands who phones instead of ringing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget
from typing_extensions import override

from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.forms.choose_gate import Ui_ChooseGateDialog
from izix_desk.desk.panes.feed_row import arrow
from izix_desk.desk.parts.row_list import fit_rows
from izix_desk.desk.theme import Look
from izix_desk.domain.site import Gate

IdRole = Qt.ItemDataRole.UserRole
SHOWN_ROWS = 8


class ChooseGateDialog(KeyedDialog):
    """Typing narrows the list, arrows choose, Enter takes the gate."""

    chosen = Signal(str)

    def __init__(self, look: Look, gates: Sequence[Gate], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gates = tuple(gates)
        self._look = look
        self.form = Ui_ChooseGateDialog()
        self.form.setupUi(self)
        self.form.text.textChanged.connect(self._narrow)
        self.form.gates.itemDoubleClicked.connect(self._take)
        self.form.take.clicked.connect(self._take)
        self.form.cancel.clicked.connect(self.reject)
        self.prepare_buttons()
        self.form.take.setProperty("role", "primary")
        # A long place is cut with dots: a scroll bar would hide the last gate.
        self.form.gates.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._narrow("")
        fit_rows(self.form.gates, min(SHOWN_ROWS, len(self._gates)))
        self.setMinimumWidth(look.px(520))
        self.form.text.setFocus()

    def _narrow(self, text: str) -> None:
        wanted = text.strip().casefold()
        self.form.gates.clear()
        for gate in self._gates:
            shown = " · ".join(part for part in (gate.name, gate.place) if part)
            if wanted in f"{shown} {gate.lot}".casefold():
                icon = self._look.icon(arrow(gate.direction), self._look.colours.dim)
                item = QListWidgetItem(icon, shown)
                item.setData(IdRole, gate.id)
                self.form.gates.addItem(item)
        self.form.gates.setCurrentRow(0)
        self.form.take.setEnabled(self.form.gates.count() > 0)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        last = self.form.gates.count() - 1
        self.form.gates.setCurrentRow(min(max(self.form.gates.currentRow() + step, 0), last))

    @override
    def go_on(self, from_field: QWidget | None) -> None:
        del from_field
        self._take()

    def _take(self) -> None:
        item = self.form.gates.currentItem()
        if item is not None:
            self.accept()
            self.chosen.emit(item.data(IdRole))
