"""Dialog that holds a gate open until a time, or releases it, and shows how it went."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.commanding import CommandDialog, CommandForm
from izix_desk.desk.forms.hold_gate import Ui_HoldGateDialog
from izix_desk.desk.parts.gate_choices import opening_choices
from izix_desk.desk.parts.spins import indent_spins
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.presets import VALID
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import Action
from izix_desk.domain.errors import DeskError
from izix_desk.domain.requests import OpenRequest
from izix_desk.domain.site import Gate
from izix_desk.domain.views import OpeningReason

USUAL = timedelta(minutes=15)
"""How long a gate is held unless another time is chosen: a forgotten one closes soon."""
WIDTH = 480


class HoldGateDialog(CommandDialog):
    """*Hold open…* asks until when and why; *Release* asks only once more.

    Show it with open(), never exec(): a nested event loop breaks the coroutines under way.
    """

    def __init__(
        self,
        backend: Backend,
        look: Look,
        gate: Gate,
        action: Action,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(backend, look, parent)
        self._gate, self._action = gate, action
        self._reasons: dict[str, OpeningReason] = {}
        self._loading = Latest(self.say_fault)
        self.form = Ui_HoldGateDialog()
        self.form.setupUi(self)
        indent_spins(self, look)
        self.setMinimumWidth(look.px(WIDTH))
        self._word()
        self._wire()

    @property
    def holds(self) -> bool:
        """Whether it holds the gate open; else it releases it."""
        return self._action is Action.HOLD_OPEN

    def open(self) -> None:
        """Show it, as soon as the site and the reasons are there."""
        self._loading.start(self._load())

    def go_on(self, from_field: QWidget | None) -> None:
        """Lead from field to field, and at last to the button."""
        if from_field is self.form.until:
            self.form.reason_list.setFocus()
            return
        (self._missing() or self.form.confirm).setFocus()

    def done(self, result: int) -> None:
        """Drop what is still being asked."""
        self._loading.drop()
        super().done(result)

    async def _load(self) -> None:
        try:
            self.site = await self.backend.site()
            reasons = await self.backend.opening_reasons()
            self._reasons = {each.code: each for each in reasons if each.holds}
        except DeskError as problem:
            self.say_fault(str(problem))
        self.form.until.zone = ZoneInfo(self.site.timezone)
        self.form.until.show_moment(datetime.now(UTC) + USUAL)
        self.form.reason_list.show_rows(opening_choices(self._reasons.values(), valid=False))
        self._refresh()
        self.open_whole()
        (self.form.until if self.holds else self.form.confirm).setFocus()

    @property
    def _until(self) -> datetime:
        return self.form.until.moment().astimezone(UTC)

    def _missing(self) -> QWidget | None:
        if not self.holds:
            return None
        if self._until <= datetime.now(UTC):
            return self.form.until
        reason = self._reasons.get(self.form.reason_list.key)
        if reason is None:
            return self.form.reason_list
        return self.form.note if reason.needs_note and not self.form.note.text().strip() else None

    def _refresh(self) -> None:
        """Say what is still missing."""
        missing = self._missing()
        hints = {
            self.form.until: self.tr("That time is over."),
            self.form.reason_list: self.tr("Choose a reason."),
            self.form.note: self.tr("This reason needs a note."),
        }
        self.form.hint.setText("" if missing is None else hints[missing])
        self.form.confirm.setEnabled(missing is None)

    def _confirm(self) -> None:
        asking = self.form.pages.currentWidget() is self.form.ask_page
        if self.seen and asking and self._missing() is None:
            self.send()

    def command_form(self) -> CommandForm:
        """Return the form as it is drawn."""
        return self.form

    def ask_anew(self) -> None:
        """Say again what is missing."""
        self._refresh()

    def command(self) -> tuple[Gate, OpenRequest]:
        """Return the hold or the release as it was chosen."""
        request = OpenRequest(
            gate=self._gate.id,
            action=self._action,
            reason=self.form.reason_list.key if self.holds else VALID,
            operator=self.backend.operator,
            role=self.backend.role,
            desk=self.backend.desk,
            note=self.form.note.text().strip(),
            until=self._until if self.holds else None,
        )
        return self._gate, request

    def _word(self) -> None:
        form, name = self.form, self._gate.name
        what = self.tr("Hold open") if self.holds else self.tr("Release")
        hold = self.tr("It stays open until then, and is released by itself.")
        release = self.tr("Its barrier comes down as soon as it is free.")
        self.setWindowTitle(what)
        form.what.setText(f"{what} · {name}")
        form.confirm.setText(f"{what} · {name}")
        form.meaning.setText(hold if self.holds else release)
        for widget in (form.until_label, form.until, form.reason_label, form.reason_list,
                       form.note_label, form.note):  # fmt: skip
            widget.setVisible(self.holds)

    def _wire(self) -> None:
        self.connect_command()
        self.form.reason_list.dress(self.look)
        self.form.until.dateTimeChanged.connect(self._refresh)
        self.form.reason_list.changed.connect(self._refresh)
        self.form.note.textChanged.connect(self._refresh)
        self.form.confirm.clicked.connect(self._confirm)
