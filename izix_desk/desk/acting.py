"""What the operator does in the main window, handed to the backend and to the dialogs."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.choose_gate import ChooseGateDialog
from izix_desk.desk.dialogs.close_entry import CloseEntryDialog
from izix_desk.desk.dialogs.count import CountDialog
from izix_desk.desk.dialogs.fix import FixDialog
from izix_desk.desk.dialogs.hold_gate import HoldGateDialog
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.dialogs.lines import LinesDialog
from izix_desk.desk.dialogs.old_sessions import OldSessionsDialog
from izix_desk.desk.dialogs.open_gate import OpenGateDialog
from izix_desk.desk.dialogs.service import ServiceDialog
from izix_desk.desk.dialogs.visit import VisitDialog
from izix_desk.desk.dialogs.visit_fields import VisitDraft
from izix_desk.desk.keys import install_keys
from izix_desk.desk.looking import Looking
from izix_desk.desk.main_window import MainWindow
from izix_desk.desk.presets import FixPreset, OpenPreset, VisitPreset, visit_for
from izix_desk.desk.tasks import Tasks
from izix_desk.desk.texts import closing_word
from izix_desk.domain.commands import Action
from izix_desk.domain.events import Entry
from izix_desk.domain.views import Asks

_DIALOGS = {Asks.SESSION: OldSessionsDialog, Asks.COUNT: CountDialog}


class Acting(QObject):
    """Keys, lists, tiles and menus lead here; nothing in here opens a gate without a dialog."""

    changed = Signal()
    """Something was stored from here."""

    def __init__(
        self, window: MainWindow, backend: Backend, tasks: Tasks, looking: Looking
    ) -> None:
        super().__init__(window)
        self._window = window
        self._backend = backend
        self._tasks = tasks
        self._looking = looking
        self._drafts: dict[UUID | None, VisitDraft] = {}
        self._dialog: KeyedDialog | None = None
        self._connect()
        install_keys(window, self._acts())

    def _connect(self) -> None:
        pane, panel, start = self._window.needs_you, self._looking.panel, self._tasks.start
        pane.taken.connect(lambda entry: start(self._take(entry)))
        pane.undo_asked.connect(lambda entry: start(self._reopen(entry)))
        pane.next_asked.connect(self.take_next)
        pane.close_asked.connect(self.ask_close)
        panel.open_asked.connect(self.ask_open)
        panel.create_profile.connect(self.ask_visit)
        panel.change_asked.connect(self.ask_change)
        panel.release_asked.connect(lambda gate: self._ask_hold(gate, Action.RELEASE))
        self._looking.search.create_profile.connect(self._create_typed)
        self._window.lamps.lines_wanted.connect(self.ask_lines)
        gates = self._window.gates
        gates.open_wanted.connect(self._open_tile)
        gates.hold_wanted.connect(lambda gate: self._ask_hold(gate, Action.HOLD_OPEN))
        gates.release_wanted.connect(lambda gate: self._ask_hold(gate, Action.RELEASE))
        gates.service_wanted.connect(self._ask_service)

    def _acts(self) -> dict[str, Callable[[], None]]:
        window, panel = self._window, self._looking.panel
        return {
            "search": self._looking.search.focus_box,
            "back": self._looking.step_back,
            "keys": window.toggle_keys,
            "fix1": lambda: panel.use_fix(0),
            "fix2": lambda: panel.use_fix(1),
            "fix3": lambda: panel.use_fix(2),
            "open": panel.ask_open,
            "hold": lambda: self._ask_hold(window.gate_in_hand(), Action.HOLD_OPEN),
            "release": lambda: self._ask_hold(window.gate_in_hand(), Action.RELEASE),
            "visit": lambda: self.ask_visit(panel.visit_preset()),
            "next": self.take_next,
            "close": self.ask_close,
            "undo": window.needs_you.take_back,
            "gate": self.ask_gate,
            "lines": self.ask_lines,
            "bigger": lambda: window.zoom(1),
            "smaller": lambda: window.zoom(-1),
            "normal": lambda: window.zoom(0),
        }

    def take_next(self) -> None:
        """Put the most urgent entry in hand that nobody has."""
        entry = self._window.needs_you.following()
        if entry is not None:
            self._window.needs_you.take(entry)

    def ask_open(self, preset: OpenPreset) -> None:
        """Ask to open a gate: the preset's, else the one in hand, else none is chosen."""
        gate = preset.gate or self._window.gate_in_hand()
        chosen = replace(preset, gate=gate, verdict=preset.verdict if preset.gate else None)
        dialog = OpenGateDialog(self._backend, self._window.look, chosen, self._window)
        dialog.asked.connect(self.changed)
        self._show(dialog)

    def _ask_hold(self, chosen: str | None, action: Action) -> None:
        """Hold a gate open or release it: the one in hand, else the chosen tile's."""
        site = self._window.site
        gate = next((each for each in site.gates if each.id == chosen), None) if site else None
        if gate is None:
            self._window.banner.hint(
                self.tr("Choose a gate first: take an entry, or a tile below.")
            )
        elif gate.hold is None:
            cannot = self.tr("{0} cannot be held open: no hold output is wired.")
            self._window.banner.hint(cannot.format(gate.name))
        elif action is Action.RELEASE and not self._window.gates.may_be_held(gate.id):
            self._window.banner.hint(self.tr("{0} is not held open.").format(gate.name))
        else:
            dialog = HoldGateDialog(self._backend, self._window.look, gate, action, self._window)
            dialog.asked.connect(self.changed)
            self._show(dialog)

    def _ask_service(self, chosen: str) -> None:
        """Set a gate out of service, or put it back."""
        site = self._window.site
        gate = next((each for each in site.gates if each.id == chosen), None) if site else None
        if gate is not None:
            dialog = ServiceDialog(self._backend, self._window.look, gate, self._window)
            dialog.fixed.connect(self.changed)
            self._show(dialog)

    def ask_visit(self, preset: VisitPreset) -> None:
        """Ask for a visitor's visit and profile; goes on with a draft of the same person."""
        entry = self._window.entry_in_hand()
        draft = self._drafts.pop(entry.id if entry is not None else None, None)
        if draft is not None and preset.last_name not in {"", draft.texts.get("last_name", "")}:
            draft = None
        chosen = replace(preset, gate=preset.gate or self._window.gate_in_hand())
        dialog = VisitDialog(self._backend, self._window.look, chosen, self._window, draft=draft)
        dialog.open_asked.connect(self.ask_open)
        dialog.registered.connect(self._show_registered)
        dialog.finished.connect(lambda: self._keep_draft(entry, dialog.draft))
        self._show(dialog)

    def ask_change(self, preset: FixPreset) -> None:
        """Carry out a fix, once it was asked for in words and with what it still needs."""
        if preset.offer.asks is Asks.AT_ONCE:
            self._tasks.start(self._change(preset))
            return
        kind = _DIALOGS.get(preset.offer.asks, FixDialog)
        dialog = kind(self._backend, self._window.look, preset, self._window)
        dialog.fixed.connect(lambda: self._show_changed(preset))
        self._show(dialog)

    def ask_close(self) -> None:
        """Ask how the entry in hand ended."""
        entry = self._window.entry_in_hand()
        pane = self._window.needs_you
        if entry is not None and not pane.model.waits(entry.id):
            pane.put_down()  # there is nothing left to close
            self._looking.show_hand()
        if entry is None or not pane.close_entry.isEnabled():
            return
        name = self._window.needs_you.model.gate_name(entry.gate)
        dialog = CloseEntryDialog(self._window.look, entry, name, self._window)
        dialog.chosen.connect(lambda _, code: self._tasks.start(self._close(entry, code)))
        self._show(dialog)

    def ask_gate(self) -> None:
        """Ask at which gate somebody stands who phones."""
        site = self._window.site
        if site is not None and site.gates:
            dialog = ChooseGateDialog(self._window.look, site.gates, self._window)
            dialog.chosen.connect(lambda gate: self._tasks.start(self._take_gate(gate)))
            self._show(dialog)

    def ask_lines(self) -> None:
        """Show how the lines and their controllers are doing."""
        window = self._window
        if window.site is not None:
            runs = window.lamps.running is not False
            dialog = LinesDialog(self._backend, window.look, window.site, window, engine_runs=runs)
            dialog.asked.connect(self.changed)
            self._show(dialog)

    def _keep_draft(self, entry: Entry | None, draft: VisitDraft | None) -> None:
        """Put aside what was typed and not confirmed, with the car it was typed for."""
        if draft is not None:
            self._drafts[entry.id if entry is not None else None] = draft
        if entry is not None:
            named = draft.name if draft is not None else ""
            self._window.needs_you.model.name_draft(entry.id, named)

    def _show_registered(self, profile: UUID) -> None:
        self._looking.panel.show_parker(profile, self._window.gate_in_hand())
        self.changed.emit()

    def _show_changed(self, preset: FixPreset) -> None:
        offer, panel = preset.offer, self._looking.panel
        if offer.about_car:
            panel.show_plate(offer.plate, offer.gate)
        else:
            panel.look_again(then_open=offer.opens)
        self.changed.emit()

    async def _change(self, preset: FixPreset) -> None:
        await self._backend.fix(preset.request(self._backend.operator, self._backend.role))
        self._show_changed(preset)

    def _create_typed(self, typed: str) -> None:
        shown, made = self._looking.panel.visit_preset(), visit_for(typed)
        self.ask_visit(replace(made, plate=made.plate or shown.plate, event=shown.event))

    def _open_tile(self, gate: str) -> None:
        shown = self._looking.panel.preset()
        self.ask_open(shown if shown.gate == gate else OpenPreset(gate=gate))

    def _show(self, dialog: KeyedDialog) -> None:
        # One dialog at a time: a key that was held, or hit twice, opens nothing on top of it.
        if self._dialog is not None:
            dialog.deleteLater()
            return
        self._dialog = dialog
        dialog.finished.connect(self._let_go)
        dialog.next_asked.connect(self.take_next)
        dialog.open()

    def _let_go(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

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
        self._looking.show_hand()
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
