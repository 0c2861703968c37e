"""Dialog that sets a gate out of service, or puts it back; nothing is sent to the gate."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.fixing import FixForm, FixingDialog
from izix_desk.desk.forms.service import Ui_ServiceDialog
from izix_desk.desk.parts.tones import set_tone
from izix_desk.desk.presets import FixPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.errors import DeskError
from izix_desk.domain.requests import FixRequest
from izix_desk.domain.site import Gate
from izix_desk.domain.views import Offer


class ServiceDialog(FixingDialog):
    """*Out of service…* asks why; *Back in service…* says why it was, and takes a note."""

    def __init__(
        self, backend: Backend, look: Look, gate: Gate, parent: QWidget | None = None
    ) -> None:
        self.sets_out = gate.in_service
        code = "out_of_service" if self.sets_out else "back_in_service"
        offer = Offer(code=code, label="", gate=gate.id)
        super().__init__(backend, FixPreset(offer=offer, profile=None, whom=""), parent)
        self._may = False
        """Whether it can be done at all, by this operator."""
        self.form = Ui_ServiceDialog()
        self.form.setupUi(self)
        self.draw(look)
        self._word(gate)
        self.form.note.textChanged.connect(self._refresh)
        self._refresh()

    def open(self) -> None:
        """Show it, as soon as it is known what is to be thought of before."""
        self.asking.start(self._load())

    def go_on(self, from_field: QWidget | None) -> None:
        """Lead from the note to the button, once it says why."""
        del from_field
        (self.form.confirm if self.form.confirm.isEnabled() else self.form.note).setFocus()

    async def _load(self) -> None:
        try:
            room = await self.backend.fix_room(self.request())
            self._may = not room.fault
            self.say_fault(room.fault)
            self.form.about.setText(room.line)
            self.form.about.setVisible(bool(room.line))
        except DeskError as problem:
            self.say_fault(str(problem))
        self._refresh()
        self.open_whole()
        self.form.note.setFocus()

    def _refresh(self) -> None:
        missing = self.sets_out and not self.form.note.text().strip()
        self.form.hint.setText(self.tr("Say why.") if missing and self._may else "")
        self.form.confirm.setEnabled(self._may and not missing)

    def _word(self, gate: Gate) -> None:
        form = self.form
        out, back = self.tr("Set out of service"), self.tr("Put back in service")
        what = f"{out if self.sets_out else back} · {gate.name}"
        shut = self.tr("It opens for nobody until it is back in service; a hold can be released.")
        again = self.tr("It takes openings again at once.")
        self.setWindowTitle(out if self.sets_out else back)
        form.what.setText(what)
        form.confirm.setText(what)
        form.meaning.setText(shut if self.sets_out else again)
        form.note_label.setText(self.tr("&Why") if self.sets_out else self.tr("&Note"))
        form.about.hide()
        set_tone(form.about, "amber" if self.sets_out else "dim")

    def fix_form(self) -> FixForm:
        """Return the form as it was drawn."""
        return self.form

    def request(self) -> FixRequest:
        """Return what was typed."""
        asked = self.preset.request(self.backend.operator, self.backend.role)
        return replace(asked, note=self.form.note.text().strip())
