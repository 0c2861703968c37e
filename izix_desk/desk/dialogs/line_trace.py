"""The lower half of the lines dialog: a live trace with pause, filter and save."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QHeaderView, QWidget

from izix_desk.desk.forms.lines import Ui_LinesDialog
from izix_desk.desk.models.trace_model import TraceFilter, TraceModel
from izix_desk.desk.parts.row_table import keep_room
from izix_desk.desk.texts import whole
from izix_desk.desk.theme import Look
from izix_desk.domain.site import Site
from izix_desk.services.line_watching import trace_text

BYTES = 3
"""Column of the trace."""
ROWS = 4
"""In view however small the screen is."""


class LineTrace(QObject):
    """Traces one line or all; reading a row, or scrolling back to it, is a pause."""

    traced_changed = Signal()
    """Other lines are to be traced."""

    def __init__(self, look: Look, form: Ui_LinesDialog, site: Site, parent: QWidget) -> None:
        super().__init__(parent)
        self._form, self._site, self._dialog = form, site, parent
        self._line = ""
        self._addresses: dict[str, Sequence[int]] = {}
        self._told = ""
        self.model = TraceModel(look, self)
        self.model.zone = ZoneInfo(site.timezone)
        form.which.addItems([self.tr("This line"), self.tr("All lines")])
        self._list_addresses()
        form.trace.watch(self.model)
        lines = max((line.id for line in site.lines), key=len, default="")
        form.trace.dress(look, ("00:00:00.000", lines, "→ 127", "00 " * 13), ROWS)
        # Frames are as long as their words: what is free is for both.
        stretch = QHeaderView.ResizeMode.Stretch
        form.trace.horizontalHeader().setSectionResizeMode(BYTES, stretch)
        keep_room(form.trace_state, 1)
        self._wire()

    @property
    def traced(self) -> frozenset[str]:
        """Ids of the lines whose wire is wanted."""
        if self._form.which.currentIndex() == 1:
            return frozenset(line.id for line in self._site.lines)
        return frozenset({self._line} - {""})

    def choose_line(self, line: str) -> None:
        """Take another line as the one that is chosen."""
        self._line = line
        self._list_addresses()
        self._narrow()

    def know_addresses(self, line: str, addresses: Sequence[int]) -> None:
        """Take which addresses there are to choose from."""
        if self._addresses.get(line) != addresses:
            self._addresses[line] = addresses
            self._list_addresses()

    def stop(self) -> None:
        """Take nothing more."""
        self.model.stop()

    def _list_addresses(self) -> None:
        known = {each for line in self.traced for each in self._addresses.get(line, ())}
        box = self._form.address
        if [box.itemData(place) for place in range(box.count())] == [None, *sorted(known)]:
            return
        before = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(self.tr("All addresses"), None)
        for address in sorted(known):
            box.addItem(self.tr("Address {0}").format(whole(address)), address)
        box.setCurrentIndex(max(box.findData(before), 0))
        box.blockSignals(False)

    def _choose_lines(self) -> None:
        self._list_addresses()
        self._narrow()
        self.traced_changed.emit()

    def _narrow(self) -> None:
        form = self._form
        wanted = TraceFilter(self.traced, form.address.currentData(), form.text.text())
        self.model.narrow(wanted)
        is_narrowed = wanted.address is not None
        for box, narrowed in ((form.address, is_narrowed), (form.text, bool(wanted.text.strip()))):
            box.setProperty("filter", "on" if narrowed else "off")
            box.style().unpolish(box)
            box.style().polish(box)
        self._say()

    def _hold(self, held: bool) -> None:
        self._form.pause.setText(self.tr("Go on") if held else self.tr("Pause"))
        self._told = ""
        self.model.hold(held)
        self._form.trace.hold(held)
        self._say()

    def _say(self) -> None:
        """Say what waits, what was dropped, and what is chosen in full."""
        form, parts = self._form, [self._told] if self._told else []
        if form.pause.isChecked():
            parts.append(self.tr("Paused, {0} new").format(whole(self.model.waiting)))
        if not self.model.rowCount() and self.model.kept:
            none = self.tr("None of {0} rows has what is asked for")
            parts.append(none.format(whole(self.model.kept)))
        if self.model.dropped:
            parts.append(self.tr("missed, too fast: {0}").format(whole(self.model.dropped)))
        rows = form.trace.selectionModel().selectedRows()
        if rows:
            chosen = self.model.rows[rows[0].row()].passed
            parts += [part for part in (chosen.words, chosen.data.hex(" ").upper()) if part]
        form.trace_state.setText(" · ".join(parts))

    def _ask_where(self) -> None:
        asking = QFileDialog(self._dialog, self.tr("Save the trace"))
        asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asking.setNameFilter(self.tr("Text (*.txt)"))
        asking.setDefaultSuffix("txt")
        asking.selectFile(f"trace-{datetime.now(self.model.zone):%Y%m%d-%H%M%S}.txt")
        asking.fileSelected.connect(self._save)
        asking.finished.connect(asking.deleteLater)
        asking.open()

    def _save(self, path: str) -> None:
        zone = self.model.zone
        lines = [trace_text(row.passed, row.at, zone) for row in self.model.rows]
        try:
            Path(path).write_text("".join(f"{line}\n" for line in lines), "utf-8")
        except OSError as fault:
            self._told = self.tr("Not saved: {0}").format(fault.strerror or fault)
        else:
            self._told = self.tr("Rows saved: {0}, in {1}").format(
                whole(len(lines)), Path(path).name
            )
        self._say()

    def _wire(self) -> None:
        form = self._form
        form.which.currentIndexChanged.connect(self._choose_lines)
        form.address.currentIndexChanged.connect(self._narrow)
        form.text.textChanged.connect(self._narrow)
        form.pause.toggled.connect(self._hold)
        form.save.clicked.connect(self._ask_where)
        form.trace.left.connect(lambda: form.pause.setChecked(True))
        form.trace.selectionModel().selectionChanged.connect(self._say)
        self.model.counted.connect(self._say)
