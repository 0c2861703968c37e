"""Dialog for the installer: who answers on a line whose gates are served meanwhile."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.forms.find_devices import Ui_FindDevicesDialog
from izix_desk.desk.parts.row_table import keep_room
from izix_desk.desk.parts.tones import set_tone
from izix_desk.desk.texts import whole
from izix_desk.desk.theme import Look
from izix_desk.domain.lines import LineFigures
from izix_desk.domain.scanning import (
    USUAL_LAST,
    Report,
    SearchNews,
    Setting,
    addresses_of,
    other_settings,
    setting_of,
)
from izix_desk.domain.site import Line
from izix_desk.link.line_messages import SearchLine

ROWS = 6


class FindDevicesDialog(KeyedDialog):
    """Has the engine ask one address after the other; it only asks, and Esc ends it.

    Whoever opens it goes on following the lines: the engine tells, and searches, nobody else.
    """

    PATIENCE_MS = 10_000
    """Without a word for so long, a search is over; a gate's pulse alone may take seconds."""

    def __init__(
        self,
        backend: Backend,
        look: Look,
        line: Line,
        parent: QWidget | None = None,
        *,
        engine_runs: bool = True,
    ) -> None:
        super().__init__(parent)
        self._backend, self._look, self._line = backend, look, line
        self._engine_runs = engine_runs
        self._port_fault = ""
        self._setting, self._others = setting_of(line), other_settings(line)
        self._report = Report()
        every = addresses_of(line)
        self._choices = range(every.start, USUAL_LAST + 1), every
        self._wanted: list[tuple[Setting, int]] | None = None
        """What is being asked; None while no search is under way."""
        self._silence = QTimer(self, interval=self.PATIENCE_MS, singleShot=True)
        self.found = QStandardItemModel(0, 3, self)
        self.form = Ui_FindDevicesDialog()
        self.form.setupUi(self)
        self._dress()
        self._wire()
        self._refresh()

    def open(self) -> None:
        """Show it; nothing is asked before *Search*."""
        self.open_whole()
        self.form.search.setFocus()

    def go_on(self, from_field: QWidget | None) -> None:
        """Lead from what is asked to the search."""
        if from_field in {self.form.addresses, self.form.speeds}:
            self.form.search.setFocus()

    def done(self, result: int) -> None:
        """End the search too."""
        self._end("")
        super().done(result)

    @override
    def reject(self) -> None:
        if self._wanted is None:
            super().reject()
        else:
            self._stop()

    def _press(self) -> None:
        if self._wanted is None:
            self._begin()
        else:
            self._stop()

    def _begin(self) -> None:
        self._report = Report()
        self.found.setRowCount(0)
        addresses = tuple(self._choices[self.form.addresses.currentIndex()])
        others = self._others if self.form.speeds.isChecked() else ()
        self._wanted = [(each, to) for each in (self._setting, *others) for to in addresses]
        self._backend.search_line(SearchLine(self._line.id, addresses, others))
        self._silence.start()
        self.form.result.setText("")
        self.form.progress.setText(self.tr("Asking…"))
        self._refresh()

    def _stop(self) -> None:
        self._end(self.tr("Stopped before all addresses were asked."))

    def _end(self, words: str) -> None:
        """Ask nobody any more, and say why."""
        if self._wanted is not None:
            self._wanted = None
            self._silence.stop()
            self._backend.search_line(SearchLine(self._line.id, ()))
            self.form.progress.setText("")
            self.form.result.setText(words)
            self._refresh()
            self.make_room()

    def _take(self, news: SearchNews) -> None:
        if self._wanted is None or news.line != self._line.id or not self._is_awaited(news):
            return
        self._silence.start()
        found = self._report.take(news)
        if found is not None:
            cells = whole(found.address), str(found.setting), found.words
            self.found.appendRow([QStandardItem(cell) for cell in cells])
        self._tell(news)
        if not news.left:
            self._end(self._outcome())

    def _is_awaited(self, news: SearchNews) -> bool:
        """Tell whether it is of this search, not of one that was ended before."""
        wanted, asked = self._wanted or [], (news.setting, news.address)
        return asked in wanted and news.left < len(wanted) - wanted.index(asked)

    def _tell(self, news: SearchNews) -> None:
        asked = self.tr("Address {0} was asked · still to ask: {1} · found: {2}").format(
            whole(news.address), whole(news.left), whole(len(self._report.found))
        )
        at_own = news.setting == self._setting
        self.form.progress.setText(asked if at_own else f"{news.setting} · {asked}")

    def _outcome(self) -> str:
        count = whole(len(self._report.found))
        told = self.tr("Asked to the end · found: {0}").format(count)
        limited = not self.form.speeds.isChecked()
        return "\n".join((told, *self._report.sentences(limited=limited)))

    def _take_figures(self, figures: LineFigures) -> None:
        if figures.line == self._line.id:
            self._port_fault = figures.fault
            self._refresh()

    def _take_engine(self, runs: bool) -> None:
        self._engine_runs = runs
        self._refresh()

    def _give_up(self) -> None:
        self._end(self.tr("The engine said nothing more about this search: search again."))

    def _refresh(self) -> None:
        form, fault = self.form, self._port_fault
        if not self._engine_runs:
            fault = self.tr("No engine runs, so nobody can be asked. It is being started.")
        form.fault.setText(fault)
        if fault:
            self._end(self.tr("The search ended early."))
        is_searching = self._wanted is not None
        form.search.setText(self.tr("Stop   Esc") if is_searching else self.tr("Search"))
        form.cancel.setText(self.tr("Close") if is_searching else self.tr("Close   Esc"))
        form.search.setEnabled(not fault)
        form.addresses.setEnabled(not is_searching)
        form.speeds.setEnabled(bool(self._others) and not is_searching)

    def _dress(self) -> None:
        form, line = self.form, self._line
        self.prepare_buttons()
        form.line_title.setText(self.tr("Find devices on {0}").format(line.id))
        form.about.setText(
            self.tr(
                "{0}, {1}: the line's own speed, as its gates are served meanwhile. Nothing is "
                "switched, and the controllers of its gates are left out."
            ).format(line.port, self._setting)
        )
        form.warning.setText(self._warning())
        words = self.tr("Addresses {0} to {1}"), self.tr("All addresses, {0} to {1}")
        for text, wanted in zip(words, self._choices, strict=True):
            form.addresses.addItem(text.format(whole(wanted[0]), whole(wanted[-1])))
        headings = self.tr("Address"), self.tr("Setting"), self.tr("What it is")
        self.found.setHorizontalHeaderLabels(headings)
        form.found.setModel(self.found)
        widest = max(map(str, (self._setting, *self._others)), key=len)
        form.found.dress(self._look, ("247", widest), ROWS)
        set_tone(form.fault, "red")
        for label, lines in ((form.fault, 1), (form.progress, 1), (form.result, 3)):
            keep_room(label, lines)

    def _warning(self) -> str:
        if self._others:
            return self.tr(
                "Other speeds: between two questions the line goes back to its own; a gate command "
                "may wait for up to half a second."
            )
        if "://" in self._line.port:
            return self.tr("Other speeds cannot be tried here: set the device server to them.")
        return self.tr("Other speeds are not tried: to these devices noise could be an order.")

    def _wire(self) -> None:
        form, news = self.form, self._backend.news
        form.search.clicked.connect(self._press)
        form.cancel.clicked.connect(self._leave)
        self._silence.timeout.connect(self._give_up)
        news.line_searched.connect(self._take)
        news.line_figures.connect(self._take_figures)
        news.engine_running.connect(self._take_engine)

    def _leave(self) -> None:
        self.done(self.DialogCode.Rejected)
