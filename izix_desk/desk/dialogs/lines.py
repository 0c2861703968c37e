"""Dialog for the installer: how each line and controller is doing, and what passes on the wires."""

import time
from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QListWidgetItem, QWidget
from typing_extensions import override

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.find_devices import FindDevicesDialog
from izix_desk.desk.dialogs.keyed import TITLE_BAR, KeyedDialog
from izix_desk.desk.dialogs.line_trace import LineTrace
from izix_desk.desk.dialogs.open_gate import OpenGateDialog
from izix_desk.desk.forms.lines import Ui_LinesDialog
from izix_desk.desk.models.controllers_model import ControllersModel
from izix_desk.desk.parts.line_words import KnownLine, about_controller
from izix_desk.desk.parts.row_table import keep_room
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.parts.tones import set_tone
from izix_desk.desk.presets import TEST, OpenPreset
from izix_desk.desk.texts import age, controller_word, whole
from izix_desk.desk.theme import Look
from izix_desk.domain.events import LineReading
from izix_desk.domain.lines import ControllerFigures, ControllerState, LineFigures
from izix_desk.domain.scanning import why_not_searched
from izix_desk.domain.site import Gate, Line, Site

ToneRole = Qt.ItemDataRole.UserRole
SIZE = QSize(1400, 900)
EDGE = 32
"""Of the window below, that stays in view around the dialog."""
LIST_WIDTH = 224
OLD_SECONDS = 5.0
"""Without figures for so long, those that are shown are called old."""
TRIED_SECONDS = 3.0
"""After this a controller that was tried and did not answer is said to be silent again."""
ROWS = 3
"""Of a table that are in view however small the screen is."""


class LinesDialog(KeyedDialog):
    """Arrows choose a line and a controller; news changes words, never what is chosen.

    It asks the engine for figures and traces as long as it is open, and not a second longer.
    Show it with open(), never exec(): a nested event loop breaks the coroutines under way.
    """

    AGAIN_MS = 1000
    """Between two words to the engine that somebody still looks."""

    asked = Signal()
    """A gate command was committed from here."""

    def __init__(
        self,
        backend: Backend,
        look: Look,
        site: Site,
        parent: QWidget | None = None,
        *,
        engine_runs: bool = True,
    ) -> None:
        super().__init__(parent)
        self._backend, self._look, self._site = backend, look, site
        self._engine_runs = engine_runs
        self._figures: dict[str, LineFigures] = {}
        self._health: dict[str, LineReading] = {}
        self._heard_at = time.monotonic()
        self.old_seconds = OLD_SECONDS
        self._tried, self._tried_at = ("", 0), float("-inf")
        self._above: KeyedDialog | None = None
        self._may_test = False
        """Whether the operator's role includes it; not before that is known."""
        self.form = Ui_LinesDialog()
        self.form.setupUi(self)
        names = {gate.id: gate.name for gate in site.gates}
        self.controllers = ControllersModel(look, names, self)
        self.trace = LineTrace(look, self.form, site, self)
        self._asking = Latest(self.form.detail.setText)
        self._again = QTimer(self, interval=self.AGAIN_MS)
        self._dress()
        self._wire()
        self._list_lines()

    def open(self) -> None:
        """Show it nearly as large as the window below, and begin to follow."""
        self.resize(self._size())
        super().open()
        self.form.lines.setFocus()
        self._follow()
        self._again.start()
        self._asking.start(self._ask_role())

    def go_on(self, from_field: QWidget | None) -> None:
        """Lead from the lines to the controllers, and from there to what can be done."""
        form = self.form
        onward = {form.lines: form.controllers, form.controllers: form.try_now,
                  form.text: form.trace}  # fmt: skip
        if isinstance(from_field, QWidget) and from_field in onward:
            onward[from_field].setFocus()

    def done(self, result: int) -> None:
        """Stop following; the engine ends the rest by itself."""
        self._again.stop()
        self._asking.drop()
        self.trace.stop()
        super().done(result)

    async def _ask_role(self) -> None:
        reasons = await self._backend.opening_reasons()
        self._may_test = any(reason.code == TEST for reason in reasons)
        self.form.test_output.setVisible(self._may_test)
        self._show_controller()

    def _size(self) -> QSize:
        below = self.parentWidget()
        if below is not None:
            room = below.window().size() - QSize(EDGE, EDGE + TITLE_BAR)
        else:
            room = self.screen().availableSize() - QSize(0, TITLE_BAR)
        wanted = QSize(self._look.px(SIZE.width()), self._look.px(SIZE.height()))
        return wanted.boundedTo(room).expandedTo(self.minimumSizeHint())

    def _follow(self) -> None:
        self._backend.follow_lines(self.trace.traced)
        self._refresh()

    @property
    def _line(self) -> Line | None:
        row = self.form.lines.currentRow()
        return self._site.lines[row] if 0 <= row < len(self._site.lines) else None

    @property
    def _controller(self) -> ControllerFigures | None:
        rows = self.form.controllers.selectionModel().selectedRows()
        return self.controllers.at(rows[0].row()) if rows else None

    def _take_figures(self, figures: LineFigures) -> None:
        self._heard_at = time.monotonic()
        self._figures[figures.line] = figures
        self.trace.know_addresses(figures.line, [each.address for each in figures.controllers])
        self._refresh()

    def _take_health(self, readings: Iterable[LineReading]) -> None:
        self._health.update((reading.line, reading) for reading in readings)
        self._refresh()

    def _take_engine(self, runs: bool) -> None:
        self._engine_runs = runs
        self._heard_at = time.monotonic()
        self._refresh()

    def _choose_line(self) -> None:
        line = self._line
        if line is not None:
            self.form.controllers.clearSelection()
            self.trace.choose_line(line.id)
            self._follow()

    def _refresh(self) -> None:
        """Say what is known now; nothing moves."""
        for row, line in enumerate(self._site.lines):
            self._show_state(self.form.lines.item(row), line)
        line = self._line
        if line is not None:
            self._show_line(line)
        self._show_controller()

    def _known(self, line: Line) -> KnownLine:
        """Return what is true of a line now; without an engine that is nothing."""
        if not self._engine_runs:
            return KnownLine(line=line)
        figures, reading = self._figures.get(line.id), self._health.get(line.id)
        return KnownLine(line=line, figures=figures, reading=reading)

    def _show_state(self, item: QListWidgetItem, line: Line) -> None:
        icon, tone, word = self._known(line).mark
        text = f"{line.id}\n{word}"
        if (item.text(), item.data(ToneRole)) != (text, tone):
            item.setText(text)
            item.setData(ToneRole, tone)
            item.setIcon(self._look.icon(icon, getattr(self._look.colours, tone)))

    def _show_line(self, line: Line) -> None:
        known, figures, fault = self._known(line), self._figures.get(line.id), self._engine_fault()
        self.form.line_title.setText(known.title)
        self.form.line_about.setText(known.about)
        self.form.line_fault.setText(fault or known.fault)
        set_tone(self.form.line_fault, "red" if fault else known.fault_tone)
        self.controllers.show(figures.controllers if figures is not None else ())
        self.controllers.know(self._engine_runs)

    def _engine_fault(self) -> str:
        silent = time.monotonic() - self._heard_at
        if not self._engine_runs:
            return self.tr("No engine runs: nothing is known of the lines. It is being started.")
        if silent > self.old_seconds:
            old = self.tr("The engine has said nothing about its lines for {0}.")
            return old.format(age(silent))
        return ""

    def _show_controller(self) -> None:
        line, chosen, opens = self._line, self._controller, bool(self._outputs())
        self.form.try_now.setEnabled(chosen is not None and self._engine_runs)
        self.form.test_output.setEnabled(self._may_test and opens)
        why_not = "" if line is None else why_not_searched(line)
        self.form.find.setEnabled(line is not None and not why_not)
        self.form.find.setToolTip(why_not)
        if line is not None and chosen is not None and self._is_being_tried(line, chosen):
            words = self.tr("Address {0} is being asked now.").format(whole(chosen.address))
        elif chosen is not None:
            words = about_controller(chosen, is_known=self._engine_runs, opens=opens)
        else:
            words = "" if line is None else self._known(line).advice
        self.form.detail.setText(words)

    def _is_being_tried(self, line: Line, chosen: ControllerFigures) -> bool:
        """Tell whether its answer to *Try now* is still to come; figures take a second."""
        is_it = self._tried == (line.id, chosen.address) and chosen.state is not ControllerState.OK
        return is_it and time.monotonic() - self._tried_at < TRIED_SECONDS

    def _outputs(self) -> list[Gate]:
        """Return the gates that the chosen controller opens."""
        line, chosen = self._line, self._controller
        if line is None or chosen is None:
            return []
        place = line.id, chosen.address
        return [gate for gate in self._site.gates if (gate.line, gate.address) == place]

    def _try(self) -> None:
        line, chosen = self._line, self._controller
        if line is not None and chosen is not None:
            self._backend.try_now(line.id, chosen.address)
            self._tried, self._tried_at = (line.id, chosen.address), time.monotonic()
            self._show_controller()

    def _test_output(self) -> None:
        gates = self._outputs()
        if self._above is None and gates:
            preset = OpenPreset(gate=gates[0].id, gates=tuple(g.id for g in gates), because=TEST)
            test = OpenGateDialog(self._backend, self._look, preset, self)
            test.asked.connect(self.asked)
            self._open_above(test)

    def _find(self) -> None:
        line = self._line
        if self._above is None and line is not None:
            args = self._backend, self._look, line, self
            self._open_above(FindDevicesDialog(*args, engine_runs=self._engine_runs))

    def _open_above(self, dialog: KeyedDialog) -> None:
        self._above = dialog
        dialog.finished.connect(self._end_above)
        dialog.next_asked.connect(self.take_next)
        dialog.open()

    def _end_above(self) -> None:
        if self._above is not None:
            self._above.deleteLater()
            self._above = None

    def _list_lines(self) -> None:
        for line in self._site.lines:
            self._show_state(QListWidgetItem(self.form.lines), line)
        self.form.lines.setCurrentRow(0)
        if not self._site.lines:
            self.form.line_title.setText(self.tr("No line is wired to this PC."))
        self._refresh()

    def _dress(self) -> None:
        form, look = self.form, self._look
        self.prepare_buttons()
        form.lines.setFixedWidth(look.px(LIST_WIDTH))
        form.lines.setIconSize(QSize(look.px(20), look.px(20)))
        form.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        form.controllers.setModel(self.controllers)
        states = max((controller_word(state) for state in (*ControllerState, None)), key=len)
        usual = ("247", f"{states}        ", "P1 Entry, P1 Exit", *("999",) * 3, "59 min")
        form.controllers.dress(look, (*usual, "9999", "9999", "1.2.3"), ROWS)
        keep_room(form.detail, 2)
        keep_room(form.line_fault, 1)

    def _wire(self) -> None:
        form, news = self.form, self._backend.news
        form.lines.currentRowChanged.connect(self._choose_line)
        form.controllers.selectionModel().selectionChanged.connect(self._show_controller)
        form.try_now.clicked.connect(self._try)
        form.test_output.clicked.connect(self._test_output)
        form.find.clicked.connect(self._find)
        form.cancel.clicked.connect(self.reject)
        self.trace.traced_changed.connect(self._follow)
        self._again.timeout.connect(self._follow)
        news.line_figures.connect(self._take_figures)
        news.line_trace.connect(self.trace.model.add)
        news.lines_measured.connect(self._take_health)
        news.engine_running.connect(self._take_engine)

    @override
    def reject(self) -> None:
        if self._above is None:
            super().reject()
