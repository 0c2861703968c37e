"""Dialog that opens one gate for somebody and shows, stage by stage, how it went."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.forms.open_gate import Ui_OpenGateDialog
from izix_desk.desk.parts.gate_choices import gate_choices, opening_choices
from izix_desk.desk.parts.standing import Standing, of_preset, standing
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.presets import VALID, OpenPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import Action
from izix_desk.domain.errors import DeskError
from izix_desk.domain.requests import OpenRequest
from izix_desk.domain.site import Site
from izix_desk.domain.views import OpeningReason


class OpenGateDialog(KeyedDialog):
    """Says for whom and whether they may pass there, asks once, and ticks the stages off.

    Show it with open(), never exec(): a nested event loop breaks the coroutines that are
    under way. It appears once it knows what it has to say, so Enter never outruns the verdict.
    """

    asked = Signal(object)
    """UUID of the command, once it is committed."""

    def __init__(
        self, backend: Backend, look: Look, preset: OpenPreset, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._backend, self._look, self._preset = backend, look, preset
        self._site = Site(name="", timezone="UTC")
        self._reasons: dict[str, OpeningReason] = {}
        self._standing = Standing()
        self._judged = False
        """Whether `_standing` is about the gate that is chosen now."""
        self._enter_waits = False
        self._judging = Latest(self._say_fault)
        self._loading = Latest(self._say_fault)
        self._asking = Latest(self._show_choices)
        self.form = Ui_OpenGateDialog()
        self.form.setupUi(self)
        self._wire()
        self._show_person()

    def open(self) -> None:
        """Show it, as soon as site, reasons and verdict are there."""
        self._loading.start(self._load())

    def go_on(self, from_field: QWidget | None) -> None:
        """Lead to what is still missing; from the gate list a valid opening goes right through."""
        if self._gate and not self._judged:
            self._enter_waits = True  # for the verdict: it is said first, then Enter counts
            return
        missing = self._missing()
        if missing is not None:
            missing.setFocus()
        elif from_field is self.form.gate_list and self._reason == VALID:
            self._confirm()
        else:
            self.form.confirm.setFocus()

    def reject(self) -> None:
        """Close, unless the gate still owes an answer."""
        if not self.form.stages_page.owed:
            super().reject()

    def done(self, result: int) -> None:
        """Drop what is still being asked."""
        self._loading.drop()
        self._judging.drop()
        self.form.stages_page.forget()
        super().done(result)

    async def _load(self) -> None:
        try:
            self._site = await self._backend.site()
            self._reasons = {each.code: each for each in await self._backend.opening_reasons()}
            self._show_gates()
            if self._gate:
                await self._judge(self._gate)
        except DeskError as problem:
            self._say_fault(str(problem))
        self._refresh()
        self.open_whole()
        self.form.gate_list.setFocus()

    async def _judge(self, gate: str) -> None:
        preset = self._preset
        if preset.profile is not None:
            view = await self._backend.parker(preset.profile, gate)
            self._standing = standing(view, preset.access)
        elif preset.plate:
            self._standing = Standing((await self._backend.plate(preset.plate, gate)).verdict)
        else:
            self._standing = Standing()
        self._judged = True
        self._refresh()
        if self._enter_waits:
            self._enter_waits = False
            self.go_on(self.focusWidget())

    def _gate_changed(self) -> None:
        self._judged = self._enter_waits = False
        self._refresh()
        if self._gate:
            self._judging.start(self._judge(self._gate))

    @property
    def _gate(self) -> str:
        return self.form.gate_list.key

    @property
    def _reason(self) -> str:
        return self.form.reason_list.key

    def _missing(self) -> QWidget | None:
        if not self._gate or not self._judged:
            return self.form.gate_list
        if not self._reason:
            return self.form.reason_list
        needs_note = self._reason in self._reasons and self._reasons[self._reason].needs_note
        return self.form.note if needs_note and not self.form.note.text().strip() else None

    def _refresh(self) -> None:
        """Say what is known now, and what is still missing."""
        self._show_verdict()
        self._show_reasons()
        missing = self._missing()
        hints = {
            self.form.gate_list: self.tr("Choose a gate."),
            self.form.reason_list: self.tr("Choose a reason."),
            self.form.note: self.tr("This reason needs a note."),
        }
        self.form.hint.setText("" if missing is None else hints[missing])
        self.form.confirm.setEnabled(missing is None)
        valid = self._judged and self._standing.valid
        words = self.tr("Open gate") if valid else self.tr("Open once with a reason")
        gate = self._name_of(self._gate)
        self.form.confirm.setText(f"{words} · {gate}" if gate else words)

    def _show_verdict(self) -> None:
        bar = self.form.verdict
        if not self._gate:
            bar.show_waiting(self._look, self.tr("No gate is chosen."))
        elif not self._judged:
            bar.show_waiting(self._look, self.tr("Asking whether they may pass there…"))
        elif self._standing.verdict is None:
            bar.show_waiting(self._look, self.tr("Nobody is named, so a reason is needed."))
        else:
            bar.show_verdict(self._look, self._standing.verdict, self._name_of(self._gate))

    def _show_reasons(self) -> None:
        valid = self._judged and self._standing.valid
        self.form.reason_list.show_rows(opening_choices(self._reasons.values(), valid=valid))
        if valid and not self._reason:
            self.form.reason_list.choose(VALID)

    def _show_gates(self) -> None:
        self.form.gate_list.show_rows(gate_choices(self._site, self._preset.gate))
        self.form.gate_list.choose(self._preset.gate)
        if self._gate:
            self._standing = of_preset(self._preset)
            self._judged = self._preset.verdict is not None

    def _show_person(self) -> None:
        nobody = self._preset.profile is None and not self._preset.for_whom
        known = self._preset.for_whom or self.tr("Not known here")
        self.form.who.setText(known)
        self.form.about.setText(
            self.tr("Open for") if not nobody else self.tr("Open for nobody known")
        )
        self.form.plate.show_plate(self._preset.plate)
        self.form.again.hide()

    def _name_of(self, gate: str) -> str:
        return next((each.name for each in self._site.gates if each.id == gate), "")

    def _confirm(self) -> None:
        if self.form.pages.currentWidget() is self.form.ask_page and self._missing() is None:
            self._send()

    def _send(self) -> None:
        if not self.form.stages_page.owed:
            page, gate = self.form.stages_page, self._site.gate(self._gate)
            page.prepare(self._look, self._site, gate)
            self._show_asking()
            self._asking.start(self._ask())

    async def _ask(self) -> None:
        command = await self._backend.ask(self._request())
        self.asked.emit(command)
        self.form.stages_page.follow(self._backend, command)

    def _request(self) -> OpenRequest:
        valid = self._reason == VALID
        return OpenRequest(
            gate=self._gate,
            action=Action.OPEN,
            reason=self._reason,
            operator=self._backend.operator,
            desk=self._backend.desk,
            note=self.form.note.text().strip(),
            for_whom=self._preset.for_whom,
            profile=self._preset.profile,
            plate=self._preset.plate,
            event=self._preset.event,
            access=self._standing.access if valid else "",
        )

    def _show_asking(self) -> None:
        self._say_fault("")
        self.form.pages.setCurrentWidget(self.form.stages_page)
        for widget in (self.form.again, self.form.confirm, self.form.hint):
            widget.hide()
        self.form.cancel.setEnabled(False)
        self.form.cancel.setText(self.tr("Close   Esc"))
        self.setFocus()

    def _show_choices(self, fault: str) -> None:
        """Nothing was asked: go back to where it can be asked again."""
        self.form.stages_page.forget()
        self.form.pages.setCurrentWidget(self.form.ask_page)
        for widget in (self.form.confirm, self.form.hint):
            widget.show()
        self.form.cancel.setEnabled(True)
        self._gate_changed()  # the verdict it rested on may not hold any more
        self._say_fault(fault)
        self.form.gate_list.setFocus()

    def _ended_badly(self) -> None:
        self.form.cancel.setEnabled(True)
        self.form.again.show()
        self.make_room()

    def _say_fault(self, sentence: str) -> None:
        self.form.fault.setText(sentence)
        self.form.fault.setVisible(bool(sentence))

    def _wire(self) -> None:
        self.prepare_buttons()
        self._say_fault("")
        for choices in (self.form.gate_list, self.form.reason_list):
            choices.dress(self._look)
        self.form.gate_list.changed.connect(self._gate_changed)
        self.form.reason_list.changed.connect(self._refresh)
        self.form.note.textChanged.connect(self._refresh)
        self.form.confirm.clicked.connect(self._confirm)
        self.form.again.clicked.connect(self._send)
        self.form.cancel.clicked.connect(self.reject)
        self.form.stages_page.ended_well.connect(self.accept)
        self.form.stages_page.ended_badly.connect(self._ended_badly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
