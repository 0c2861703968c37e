"""What the operator does in the main window, handed to the backend and to the dialogs."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.choose_gate import ChooseGateDialog
from izix_desk.desk.dialogs.close_entry import CloseEntryDialog
from izix_desk.desk.keys import install_keys
from izix_desk.desk.main_window import MainWindow
from izix_desk.desk.tasks import Tasks
from izix_desk.desk.texts import closing_word
from izix_desk.domain.events import Entry


class Acting(QObject):
    """Keys, list, tiles and menus lead here; nothing in here opens a gate without a dialog."""

    changed = Signal()
    """Something was stored from here."""

    def __init__(self, window: MainWindow, backend: Backend, tasks: Tasks) -> None:
        super().__init__(window)
        self._window = window
        self._backend = backend
        self._tasks = tasks
        pane = window.needs_you
        pane.taken.connect(lambda entry: tasks.start(self._take(entry)))
        pane.undo_asked.connect(lambda entry: tasks.start(self._reopen(entry)))
        pane.next_asked.connect(self.take_next)
        pane.close_asked.connect(self.ask_close)
        install_keys(window, self._acts())

    def _acts(self) -> dict[str, Callable[[], None]]:
        window = self._window
        return {
            "back": self.step_back,
            "keys": window.keys.toggle,
            "next": self.take_next,
            "close": self.ask_close,
            "undo": window.needs_you.take_back,
            "gate": self.ask_gate,
            "bigger": lambda: window.zoom(1),
            "smaller": lambda: window.zoom(-1),
            "normal": lambda: window.zoom(0),
        }

    def take_next(self) -> None:
        """Put the most urgent entry in hand that nobody has."""
        entry = self._window.needs_you.following()
        if entry is not None:
            self._window.needs_you.take(entry)

    def step_back(self) -> None:
        """Go one step back: to the live feed, out of a tile, out of the entry in hand."""
        window = self._window
        if window.feed.view.selectionModel().hasSelection():
            window.feed.let_go()
        elif window.gates.chosen() is not None:
            window.gates.select(None)
        else:
            window.needs_you.put_down()

    def ask_close(self) -> None:
        """Ask how the entry in hand ended."""
        entry = self._window.entry_in_hand()
        if entry is None or not self._window.needs_you.close_entry.isEnabled():
            return
        name = self._window.needs_you.model.gate_name(entry.gate)
        dialog = CloseEntryDialog(entry, name, self._window)
        dialog.chosen.connect(lambda _, code: self._tasks.start(self._close(entry, code)))
        self._show(dialog)

    def ask_gate(self) -> None:
        """Ask at which gate somebody stands who phones."""
        site = self._window.site
        if site is not None and site.gates:
            dialog = ChooseGateDialog(self._window.look, site.gates, self._window)
            dialog.chosen.connect(lambda gate: self._tasks.start(self._take_gate(gate)))
            self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _take(self, entry: Entry) -> None:
        if entry.taken_by != self._backend.operator:
            await self._backend.take(entry.id)
            self.changed.emit()

    async def _close(self, entry: Entry, code: str) -> None:
        await self._backend.close_entry(entry.id, code)
        pane = self._window.needs_you
        text = f"{pane.model.gate_name(entry.gate)} · {closing_word(code)}"
        pane.put_down()
        pane.offer_undo(entry, text)
        self.changed.emit()

    async def _reopen(self, entry: UUID) -> None:
        await self._backend.reopen_entry(entry)
        pane = self._window.needs_you
        pane.show_entries(await self._backend.entries())
        again = next((known for known in pane.model.waiting if known.id == entry), None)
        if again is not None:
            pane.take(again)
        self.changed.emit()

    async def _take_gate(self, gate: str) -> None:
        entry = await self._backend.entry_for_gate(gate)
        pane = self._window.needs_you
        pane.show_entries(await self._backend.entries())
        pane.take(entry)
        self.changed.emit()
