"""*Create Profile +*: a visit and its visitor on one page, then the gate."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.dialogs.visit_fields import VisitDraft, VisitFields
from izix_desk.desk.dialogs.visit_host import VisitHost
from izix_desk.desk.forms.visit import Ui_VisitDialog
from izix_desk.desk.models.choices import Choice
from izix_desk.desk.parts.spins import indent_spins
from izix_desk.desk.parts.suggesting import Suggestions
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.presets import OpenPreset, VisitPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.errors import DeskError
from izix_desk.domain.views import FieldFault, Hit, VisitForm

LETTERS = 3
"""From here on visitors of the past are suggested."""
LOOK_AGAIN_MS = 5000
"""How often a visit in the future is looked at, until it may begin."""


class VisitDialog(KeyedDialog):
    """Profile and visit in one transaction; what was typed survives errors, Esc and F9.

    Show it with open(), never exec(): a nested event loop breaks the coroutines under way.
    """

    registered = Signal(object)
    """UUID of the profile."""
    open_asked = Signal(object)
    """OpenPreset for the visitor who was just registered; follows `registered`, when closed."""

    def __init__(
        self,
        backend: Backend,
        look: Look,
        preset: VisitPreset,
        parent: QWidget | None = None,
        *,
        draft: VisitDraft | None = None,
    ) -> None:
        super().__init__(parent)
        self._backend, self._preset = backend, preset
        self._before = draft
        self._profile: UUID | None = preset.profile
        self._stored = False
        self.form = Ui_VisitDialog()
        self.form.setupUi(self)
        indent_spins(self, look)
        self.fields = VisitFields(self.form)
        self.host = VisitHost(self.fields, look, self)
        self.visitors = Suggestions(self.form.last_name, self, look, first_is_meant=False)
        self._loading, self._looking = Latest(self._say_fault), Latest(self._say_fault)
        self._saving = Latest(self._say_fault)
        self._begun: VisitDraft | None = None
        """What stood in the form before anybody touched it."""
        self._clock = QTimer(self, interval=LOOK_AGAIN_MS)
        self._wire()

    @property
    def draft(self) -> VisitDraft | None:
        """What was typed and not confirmed; None when there is nothing to keep."""
        typed = None if self._stored else self.fields.draft(self._profile)
        if typed is None or self._begun is None or not typed.same_as(self._begun):
            return typed
        return self._before  # nobody touched it: what was put aside before stays

    def open(self) -> None:
        """Show it, as soon as the organisations are there."""
        self._loading.start(self._load())

    def go_on(self, from_field: QWidget | None) -> None:
        """Lead to the next empty mandatory field, and at last to the buttons."""
        self.host.settle()
        following = self.fields.next_empty(from_field)
        if from_field is self.form.host and self.host.answer_missing:
            self.form.host_answer.setFocus()
        elif following is not None:
            following.setFocus()
        elif self.form.confirm_open.isEnabled():
            self.form.confirm_open.setFocus()
        else:
            self.form.confirm.setFocus()

    def reject(self) -> None:
        """Close, unless it is being stored at this moment."""
        if not self._saving.busy:
            super().reject()

    def done(self, result: int) -> None:
        """Drop what is still being asked."""
        self._clock.stop()
        self._loading.drop()
        self._looking.drop()
        super().done(result)

    async def _load(self) -> None:
        try:
            site = await self._backend.site()
            hosts = await self._backend.host_organisations()
            self.fields.zone = ZoneInfo(site.timezone)
            self.fields.start_now(datetime.now(UTC))
            self.host.offer(site, hosts, self._preset.gate)
            self._begin()
            if self._profile is not None:
                await self._fill_person(self._profile)
            self._begun = self.fields.draft(self._profile)
        except DeskError as problem:
            self._say_fault(str(problem))
        self.open_whole()
        self._clock.start()
        (self.fields.next_empty(None) or self.form.organisation).setFocus()

    def _begin(self) -> None:
        """Put in what is known already: the preset, and above it a draft."""
        self.form.last_name.setText(self._preset.last_name)
        self.form.first_name.setText(self._preset.first_name)
        self.form.plates.setText(self._preset.plate)
        self.host.take(self._preset.organisation)
        if self._before is not None:
            self.form.organisation.setText(self._before.texts.get("organisation", ""))
            self.host.settle()
            self.fields.restore(self._before)
            self._profile = self._before.profile

    def _name_typed(self, text: str) -> None:
        self._profile = None
        if len(text.strip()) >= LETTERS:
            self._looking.start(self._suggest(text.strip()))
        else:
            self._looking.drop()
            self.visitors.show_rows([])

    async def _suggest(self, typed: str) -> None:
        host = self.host.host
        organisation = host.organisation.id if host is not None else ""
        found = await self._backend.past_visitors(typed, organisation)
        self.visitors.show_rows([_visitor(hit) for hit in found])

    def _choose_visitor(self, key: str) -> None:
        self._looking.start(self._fill_person(UUID(key)))

    async def _fill_person(self, profile: UUID) -> None:
        view = await self._backend.parker(profile, self._preset.gate)
        self.fields.fill_person(view.profile)
        self._profile = profile
        if self.isVisible():
            self.go_on(self.form.last_name)

    def _host_chosen(self) -> None:
        if self.host.refused:  # the sentence says whom to call; another one may be meant
            self.form.organisation.selectAll()
        else:
            self.go_on(self.form.organisation)

    def _refresh(self) -> None:
        """Enable what can be done now, and say why the gate cannot be opened yet."""
        future = self._future()
        self.form.confirm.setEnabled(not self.host.refused)
        self.form.confirm_open.setEnabled(not self.host.refused and not future)
        self.form.hint.setText("" if self.host.refused else future)
        self.make_room()

    def _future(self) -> str:
        starts = self.fields.at("starts")
        if starts <= datetime.now(UTC):
            return ""
        words = self.tr("The visit begins on {0} at {1}; the gate can be opened from then on.")
        return words.format(f"{starts:%d/%m}", f"{starts:%H:%M}")

    def _confirm(self) -> None:
        self._submit(self.form.confirm, then_open=False)

    def _confirm_open(self) -> None:
        self._submit(self.form.confirm_open, then_open=True)

    def _submit(self, button: QWidget, *, then_open: bool) -> None:
        self.host.settle()
        self._refresh()
        if self.seen and button.isEnabled() and not self._saving.busy:
            self._show_faults(())
            self._saving.start(self._save(then_open=then_open))

    async def _save(self, *, then_open: bool) -> None:
        host = self.host.host
        if host is None:
            self._show_faults((FieldFault("organisation", self.host.fault()),))
            return
        form = self.fields.read(host.organisation.id, self._profile)
        faults = await self._backend.check_visit(form)
        if faults:
            self._show_faults(faults)
            return
        profile, visit = await self._backend.register_visit(form)
        self._stored = True
        self.registered.emit(profile)
        self.accept()
        if then_open:
            self._ask_open(form, profile, visit)

    def _ask_open(self, form: VisitForm, profile: UUID, visit: UUID) -> None:
        """Go on to the choice of gate, on the visit that was just made."""
        host = self.host.host
        name = f"{form.first_name} {form.last_name}".strip()
        preset = OpenPreset(
            gate=self._preset.gate,
            for_whom=f"{name} · {host.organisation.name}" if host is not None else name,
            profile=profile,
            plate=self._preset.plate or next(iter(form.plates), ""),
            event=self._preset.event,
            access=f"visit:{visit}",
        )
        self.open_asked.emit(preset)

    def _show_faults(self, faults: Iterable[FieldFault]) -> None:
        homeless = self.fields.show_faults(faults)
        self._say_fault(" ".join(fault.message for fault in homeless))
        self.make_room()

    def _say_fault(self, sentence: str) -> None:
        self.form.fault.setText(sentence)
        self.form.fault.setVisible(bool(sentence))

    def _wire(self) -> None:
        self.prepare_buttons()
        self._say_fault("")
        form = self.form
        form.last_name.textEdited.connect(self._name_typed)
        form.starts.dateTimeChanged.connect(self._refresh)
        form.confirm.clicked.connect(self._confirm)
        form.confirm_open.clicked.connect(self._confirm_open)
        form.cancel.clicked.connect(self.reject)
        self.host.changed.connect(self._refresh)
        self.host.chosen.connect(self._host_chosen)
        self.visitors.chosen.connect(self._choose_visitor)
        self._clock.timeout.connect(self._refresh)
        self._shortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_S), self._confirm)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._shortcut(QKeySequence(Qt.Modifier.CTRL | key), self._confirm_open)

    def _shortcut(self, keys: QKeySequence, act: Callable[[], None]) -> None:
        shortcut = QShortcut(keys, self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)


def _visitor(hit: Hit) -> Choice:
    note = " · ".join(part for part in (hit.organisation, hit.note) if part)
    return Choice(str(hit.profile), hit.name, note, icon="person")
