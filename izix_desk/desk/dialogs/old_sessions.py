"""Dialog that lists who is counted inside for long, so that spots taken by nobody are freed."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.forms.old_sessions import Ui_OldSessionsDialog
from izix_desk.desk.parts.row_list import fit_rows
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.presets import FixPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.errors import DeskError
from izix_desk.domain.requests import FixRequest
from izix_desk.domain.views import OldSession

IdRole = Qt.ItemDataRole.UserRole
SHOWN_ROWS = 8
WIDTH = 680


class OldSessionsDialog(KeyedDialog):
    """Arrows choose, Enter leads to the button that ends one session; the rest stays listed.

    Show it with open(), never exec(): a nested event loop breaks the coroutines under way.
    """

    fixed = Signal()
    """A session was ended."""

    def __init__(
        self, backend: Backend, look: Look, preset: FixPreset, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._backend, self._preset = backend, preset
        self._loading, self._saving = Latest(self._say), Latest(self._say)
        self.form = Ui_OldSessionsDialog()
        self.form.setupUi(self)
        self.setMinimumWidth(look.px(WIDTH))
        self.form.about.setText(f"{preset.offer.label} · {preset.offer.about}")
        # A long name is cut with dots: a scroll bar would hide the last row.
        self.form.sessions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._wire()

    def open(self) -> None:
        """Show it, as soon as it is known who is inside."""
        self._loading.start(self._load())

    def go_on(self, from_field: QWidget | None) -> None:
        """Lead to the button, so that no single Enter ends a session."""
        del from_field
        if self.form.end_session.isEnabled():
            self.form.end_session.setFocus()

    def done(self, result: int) -> None:
        """Drop what is still being asked."""
        self._loading.drop()
        super().done(result)

    async def _load(self) -> None:
        try:
            self._show(await self._backend.old_sessions(self._preset.offer.gate))
        except DeskError as problem:
            self._show(())
            self._say(str(problem))
        self.open_whole()
        self.form.sessions.setFocus()

    def _show(self, inside: tuple[OldSession, ...]) -> None:
        view = self.form.sessions
        row = max(view.currentRow(), 0)
        view.clear()
        for session in inside:
            item = QListWidgetItem(session.line)
            item.setData(IdRole, session.id)
            if not session.may_end:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            view.addItem(item)
        view.setVisible(bool(inside))
        if inside:
            fit_rows(view, min(SHOWN_ROWS, len(inside)))
            view.setCurrentRow(min(row, len(inside) - 1))
        question = self.tr("Whose car is gone?")
        nobody = self.tr("Nobody is inside for more than a day.")
        self._say(question if inside else nobody)
        self._choose()

    def _choose(self) -> None:
        self.form.end_session.setEnabled(self._chosen() is not None)

    def _chosen(self) -> UUID | None:
        item = self.form.sessions.currentItem()
        ends = item is not None and bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)
        return item.data(IdRole) if ends else None

    def _end(self) -> None:
        chosen = self._chosen()
        if self.seen and chosen is not None and not self._saving.busy:
            self._saving.start(self._save(chosen))

    async def _save(self, session: UUID) -> None:
        await self._backend.fix(self._ending(session))
        self.fixed.emit()
        self._show(await self._backend.old_sessions(self._preset.offer.gate))
        self.form.sessions.setFocus()

    def _ending(self, session: UUID) -> FixRequest:
        return self._preset.ending(session, self._backend.operator, self._backend.role)

    def _say(self, sentence: str) -> None:
        self.form.question.setText(sentence)

    def _wire(self) -> None:
        self.prepare_buttons()
        self.form.sessions.currentRowChanged.connect(self._choose)
        self.form.end_session.clicked.connect(self._end)
        self.form.cancel.clicked.connect(self.reject)
        self.form.end_session.setProperty("role", "primary")
