"""Dialog that holds a gate open until a time, or releases it, and shows how it went."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.forms.hold_gate import Ui_HoldGateDialog
from izix_desk.desk.parts.gate_choices import opening_choices
from izix_desk.desk.parts.moments import begin_at_hour, moment_of, prepare_moment, show_moment
from izix_desk.desk.parts.spins import indent_spins
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.presets import VALID
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import Action
from izix_desk.domain.errors import DeskError
from izix_desk.domain.requests import OpenRequest
from izix_desk.domain.site import Gate, Site
from izix_desk.domain.views import OpeningReason

USUAL = timedelta(minutes=15)
"""How long a gate is held unless another time is chosen: a forgotten one closes soon."""
WIDTH = 480


class HoldGateDialog(KeyedDialog):
    """*Hold open…* asks until when and why; *Release* asks only once more.

    Show it with open(), never exec(): a nested event loop breaks the coroutines under way.
    """

    asked = Signal(object)
    """UUID of the command, once it is committed."""

    def __init__(
        self,
        backend: Backend,
        look: Look,
        gate: Gate,
        action: Action,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._backend, self._look, self._gate, self._action = backend, look, gate, action
        self._site = Site(name="", timezone="UTC")
        self._reasons: dict[str, OpeningReason] = {}
        self._loading, self._asking = Latest(self._say_fault), Latest(self._show_choices)
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

    def reject(self) -> None:
        """Close, unless the gate still owes an answer."""
        if not self.form.stages_page.owed:
            super().reject()

    def done(self, result: int) -> None:
        """Drop what is still being asked."""
        self._loading.drop()
        self.form.stages_page.forget()
        super().done(result)

    async def _load(self) -> None:
        try:
            self._site = await self._backend.site()
            self._reasons = {each.code: each for each in await self._backend.opening_reasons()}
        except DeskError as problem:
            self._say_fault(str(problem))
        prepare_moment(self.form.until)
        show_moment(self.form.until, self._zone, datetime.now(UTC) + USUAL)
        self.form.reason_list.show_rows(opening_choices(self._reasons.values(), valid=False))
        self._refresh()
        self.open_whole()
        (self.form.until if self.holds else self.form.confirm).setFocus()
        begin_at_hour(self.form.until)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._site.timezone)

    @property
    def _until(self) -> datetime:
        return moment_of(self.form.until, self._zone).astimezone(UTC)

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
            self._send()

    def _send(self) -> None:
        if not self.form.stages_page.owed:
            self.form.stages_page.prepare(self._look, self._site, self._gate, self._action)
            self._show_asking()
            self._asking.start(self._ask())

    async def _ask(self) -> None:
        command = await self._backend.ask(self._request())
        self.asked.emit(command)
        self.form.stages_page.follow(self._backend, command)

    def _request(self) -> OpenRequest:
        return OpenRequest(
            gate=self._gate.id,
            action=self._action,
            reason=self.form.reason_list.key if self.holds else VALID,
            operator=self._backend.operator,
            desk=self._backend.desk,
            note=self.form.note.text().strip(),
            until=self._until if self.holds else None,
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
        self._refresh()
        self._say_fault(fault)

    def _ended_badly(self) -> None:
        self.form.cancel.setEnabled(True)
        self.form.again.show()
        self.make_room()

    def _say_fault(self, sentence: str) -> None:
        self.form.fault.setText(sentence)
        self.form.fault.setVisible(bool(sentence))
        self.make_room()

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
        form.again.hide()

    def _wire(self) -> None:
        self.prepare_buttons()
        self._say_fault("")
        self.form.reason_list.dress(self._look)
        self.form.until.dateTimeChanged.connect(self._refresh)
        self.form.reason_list.changed.connect(self._refresh)
        self.form.note.textChanged.connect(self._refresh)
        self.form.confirm.clicked.connect(self._confirm)
        self.form.again.clicked.connect(self._send)
        self.form.cancel.clicked.connect(self.reject)
        self.form.stages_page.ended_well.connect(self.accept)
        self.form.stages_page.ended_badly.connect(self._ended_badly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
