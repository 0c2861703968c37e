"""Dialog that opens one gate for somebody and shows, stage by stage, how it went."""

from PySide6.QtWidgets import QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.commanding import CommandDialog, CommandForm
from izix_desk.desk.forms.open_gate import Ui_OpenGateDialog
from izix_desk.desk.parts.gate_choices import gate_choices, opening_choices
from izix_desk.desk.parts.standing import Standing, of_preset, standing
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.presets import TEST, VALID, OpenPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import Action
from izix_desk.domain.errors import DeskError
from izix_desk.domain.requests import OpenRequest
from izix_desk.domain.site import Gate
from izix_desk.domain.views import OpeningReason


class OpenGateDialog(CommandDialog):
    """Says for whom and whether they may pass there, asks once, and ticks the stages off.

    Show it with open(), never exec(): a nested event loop breaks the coroutines that are
    under way. It appears once it knows what it has to say, so Enter never outruns the verdict.
    """

    def __init__(
        self, backend: Backend, look: Look, preset: OpenPreset, parent: QWidget | None = None
    ) -> None:
        super().__init__(backend, look, parent)
        self._preset = preset
        self._reasons: dict[str, OpeningReason] = {}
        self._standing = Standing()
        self._judged = False
        """Whether `_standing` is about the gate that is chosen now."""
        self._enter_waits = False
        self._judging = Latest(self.say_fault)
        self._loading = Latest(self.say_fault)
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

    def done(self, result: int) -> None:
        """Drop what is still being asked."""
        self._loading.drop()
        self._judging.drop()
        super().done(result)

    async def _load(self) -> None:
        try:
            self.site = await self.backend.site()
            reasons, only = await self.backend.opening_reasons(), self._preset.because
            self._reasons = {each.code: each for each in reasons if only in {"", each.code}}
            self._show_gates()
            self._show_reasons()
            self.form.reason_list.choose(self._preset.because)
            if self._gate:
                await self._judge(self._gate)
        except DeskError as problem:
            self.say_fault(str(problem))
        self._refresh()
        self.open_whole()
        self.form.gate_list.setFocus()

    async def _judge(self, gate: str) -> None:
        preset = self._preset
        if preset.profile is not None:
            view = await self.backend.parker(preset.profile, gate)
            self._standing = standing(view, preset.access)
        elif preset.plate:
            self._standing = Standing((await self.backend.plate(preset.plate, gate)).verdict)
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
        if self._preset.because == TEST:
            words = self.tr("Open as a test")
        gate = self._name_of(self._gate)
        self.form.confirm.setText(f"{words} · {gate}" if gate else words)

    def _show_verdict(self) -> None:
        bar = self.form.verdict
        if not self._gate:
            bar.show_waiting(self.look, self.tr("No gate is chosen."))
        elif not self._judged:
            bar.show_waiting(self.look, self.tr("Asking whether they may pass there…"))
        elif self._preset.because == TEST:
            bar.show_waiting(self.look, self.tr("It really opens: is the way free?"))
        elif self._standing.verdict is None:
            given = self.tr("Nobody is named: it opens for the reason that is chosen.")
            needed = self.tr("Nobody is named, so a reason is needed.")
            bar.show_waiting(self.look, given if self._reason else needed)
        else:
            bar.show_verdict(self.look, self._standing.verdict, self._name_of(self._gate))

    def _show_reasons(self) -> None:
        valid = self._judged and self._standing.valid
        self.form.reason_list.show_rows(opening_choices(self._reasons.values(), valid=valid))
        if valid and not self._reason:
            self.form.reason_list.choose(VALID)

    def _show_gates(self) -> None:
        self.form.gate_list.show_rows(
            gate_choices(self.site, self._preset.gate, self._preset.gates)
        )
        self.form.gate_list.choose(self._preset.gate)
        if self._gate:
            self._standing = of_preset(self._preset)
            self._judged = self._preset.verdict is not None

    def _show_person(self) -> None:
        about, who = self._heading()
        self.form.about.setText(about)
        self.form.who.setText(who)
        self.form.plate.show_plate(self._preset.plate)

    def _heading(self) -> tuple[str, str]:
        preset = self._preset
        if preset.because == TEST:
            self.setWindowTitle(self.tr("Test an output"))
            return self.tr("It opens, and is recorded as a test"), self.tr("Test an output")
        if preset.profile is None and not preset.for_whom:
            return self.tr("Open for nobody known"), self.tr("Not known here")
        return self.tr("Open for"), preset.for_whom or self.tr("Not known here")

    def _name_of(self, gate: str) -> str:
        return next((each.name for each in self.site.gates if each.id == gate), "")

    def _confirm(self) -> None:
        if self.form.pages.currentWidget() is self.form.ask_page and self._missing() is None:
            self.send()

    def command_form(self) -> CommandForm:
        """Return the form as it is drawn."""
        return self.form

    def ask_anew(self) -> None:
        """Judge the gate once more."""
        self._gate_changed()
        self.form.gate_list.setFocus()

    def command(self) -> tuple[Gate, OpenRequest]:
        """Return the opening as it was chosen."""
        valid = self._reason == VALID
        request = OpenRequest(
            gate=self._gate,
            action=Action.OPEN,
            reason=self._reason,
            operator=self.backend.operator,
            role=self.backend.role,
            desk=self.backend.desk,
            note=self.form.note.text().strip(),
            for_whom=self._preset.for_whom,
            profile=self._preset.profile,
            plate=self._preset.plate,
            event=self._preset.event,
            access=self._standing.access if valid else "",
        )
        return self.site.gate(self._gate), request

    def _wire(self) -> None:
        self.connect_command()
        for choices in (self.form.gate_list, self.form.reason_list):
            choices.dress(self.look)
        self.form.gate_list.changed.connect(self._gate_changed)
        self.form.reason_list.changed.connect(self._refresh)
        self.form.note.textChanged.connect(self._refresh)
        self.form.confirm.clicked.connect(self._confirm)
