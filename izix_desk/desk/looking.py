"""What the operator looks at: search, feed and tiles lead to the panel, and Esc leads back."""

from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from izix_desk.desk.backend import Backend
from izix_desk.desk.main_window import MainWindow
from izix_desk.desk.panes.panel import PanelPane
from izix_desk.desk.panes.search import SearchPane
from izix_desk.domain.events import Entry
from izix_desk.domain.views import FeedRow


class Looking(QObject):
    """Decides what the panel shows; only the operator's own acts change it, never news."""

    def __init__(self, window: MainWindow, backend: Backend) -> None:
        super().__init__(window)
        self._window = window
        self._shown: UUID | None = None
        self.search = SearchPane(backend, window.look, window, box=window.search)
        self.panel = PanelPane(backend, window.look, window)
        window.place_results(self.search.results)
        window.place_panel(self.panel)
        self._connect()

    def _connect(self) -> None:
        window, search, panel = self._window, self.search, self.panel
        window.needs_you.taken.connect(self._show_entry)
        window.feed.row_chosen.connect(self._show_row)
        window.gates.selected.connect(self._show_gate)
        window.gates.why_wanted.connect(self._show_why)
        search.profile_chosen.connect(self._show_parker)
        search.left.connect(self.step_back)
        panel.search_asked.connect(search.search_for)
        panel.gate_asked.connect(self._look_at_gate)
        panel.profile_shown.connect(self._note_shown)

    def step_back(self) -> None:
        """Go one step back: out of a field, the feed's past, a tile, the entry in hand."""
        window = self._window
        if self.search.results.isVisible():
            self.search.hide_results()
        elif self.search.box.hasFocus():
            window.needs_you.view.setFocus()
        elif not window.feed.view.at_top or window.feed.view.selectionModel().hasSelection():
            window.feed.let_go()
            self.show_hand()
        elif window.gates.chosen() is not None:
            window.gates.select(None)
            if window.entry_in_hand() is not None:
                self.show_hand()
        elif window.entry_in_hand() is not None:
            window.needs_you.put_down()
            self.show_hand()

    def show_hand(self) -> None:
        """Show what is in hand again, or nobody."""
        entry = self._window.entry_in_hand()
        if entry is not None:
            self._show_entry(entry)
        else:
            self._shown = None
            self.panel.clear()
            self._show_gate(self._window.gate_in_hand())

    def keep_hand(self) -> None:
        """Tell the panel how the entry in hand stands now; what it shows stays."""
        entry = self._window.entry_in_hand()
        gone = entry is not None and not self._window.needs_you.model.waits(entry.id)
        self.panel.set_entry(entry, gone=gone)

    def _show_entry(self, entry: Entry) -> None:
        self._shown = entry.profile
        self.search.set_gate(entry.gate)
        self.panel.show_entry(entry)

    def _show_parker(self, profile: UUID) -> None:
        self._shown = profile
        self.panel.show_parker(profile, self._window.gate_in_hand())
        if QApplication.focusWidget() is self.search.box:
            self.search.box.selectAll()

    def _show_row(self, row: FeedRow) -> None:
        self.panel.show_row(row)

    def _look_at_gate(self, gate: str) -> None:
        self._window.gates.select(gate)
        self.panel.show_here(gate)

    def _show_gate(self, gate: str | None) -> None:
        # With an entry in hand, its gate stays the one that is meant.
        if self._window.entry_in_hand() is not None:
            return
        self.search.set_gate(gate)
        if self._shown is not None:
            self.panel.show_parker(self._shown, gate)
        elif gate is not None:
            self.panel.show_gate(gate)
        else:
            self.panel.clear()

    def _show_why(self, gate: str) -> None:
        if not self._window.feed.choose_last_read(gate):
            name = self._window.needs_you.model.gate_name(gate)
            none = self.tr("The feed shows no read at {0}, so there is nothing to explain.")
            self._window.banner.hint(none.format(name))

    def _note_shown(self, profile: UUID) -> None:
        self._shown = profile
