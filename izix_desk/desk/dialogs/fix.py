"""A fix of a refusal, asked once more: a booking, a longer visit, a borrowed plate."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.forms.fix import Ui_FixDialog
from izix_desk.desk.parts.moments import MomentEdit
from izix_desk.desk.parts.spins import indent_spins
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.parts.tones import set_tone
from izix_desk.desk.presets import FixPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.errors import DeskError
from izix_desk.domain.requests import FixRequest
from izix_desk.domain.views import Asks, Room

WIDTH = 480


class FixDialog(KeyedDialog):
    """Asks until when, says how much room there is while one chooses, and carries it out.

    Show it with open(), never exec(): a nested event loop breaks the coroutines under way.
    """

    fixed = Signal()
    """It was carried out and stored."""

    def __init__(
        self, backend: Backend, look: Look, preset: FixPreset, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._backend, self._preset = backend, preset
        self._knows_zone = False
        self._asking, self._saving = Latest(self._say_fault), Latest(self._say_fault)
        self.form = Ui_FixDialog()
        self.form.setupUi(self)
        indent_spins(self, look)
        self.setMinimumWidth(look.px(WIDTH))
        self._fill()
        self._wire()

    def open(self) -> None:
        """Show it, as soon as the site's time zone is known."""
        self._asking.start(self._load())

    def go_on(self, from_field: QWidget | None) -> None:
        """Lead from the first time to the second, and from there to the button."""
        first = from_field is self.form.starts
        (self.form.ends if first else self.form.confirm).setFocus()

    def reject(self) -> None:
        """Close, unless it is being stored at this moment."""
        if not self._saving.busy:
            super().reject()

    def done(self, result: int) -> None:
        """Drop what is still being asked."""
        self._asking.drop()
        super().done(result)

    def _fill(self) -> None:
        offer = self._preset.offer
        self.setWindowTitle(offer.label)
        self.form.whom.setText(self._preset.whom)
        self.form.what.setText(offer.label)
        self.form.confirm.setText(offer.label)
        self.form.about.setText(offer.about)
        self.form.about.setVisible(bool(offer.about))
        self.form.warning.setText(offer.warning)
        self.form.warning.setVisible(bool(offer.warning))
        set_tone(self.form.warning, "amber")
        for widget in (self.form.starts, self.form.starts_label):
            widget.setVisible(offer.asks is Asks.WINDOW)
        for widget in (self.form.ends, self.form.ends_label):
            widget.setVisible(offer.asks is not Asks.NOTHING)
        self.form.room.hide()
        self.form.fault.hide()

    async def _load(self) -> None:
        try:
            site = await self._backend.site()
            self._propose(ZoneInfo(site.timezone))
            self._knows_zone = True
            self._show_room(await self._backend.fix_room(self._request()))
        except DeskError as problem:
            self._say_fault(str(problem))
        self.open_whole()
        ask = self._preset.offer.asks is not Asks.NOTHING
        (self.form.ends if ask else self.form.confirm).setFocus()

    def _propose(self, zone: ZoneInfo) -> None:
        offer, now = self._preset.offer, datetime.now(UTC)
        for box, at in ((self.form.starts, offer.starts), (self.form.ends, offer.ends)):
            box.zone = zone
            box.show_moment(at or now)
            box.dateTimeChanged.connect(self._look_again)

    def _look_again(self) -> None:
        self._asking.start(self._ask_room())

    async def _ask_room(self) -> None:
        self._show_room(await self._backend.fix_room(self._request()))

    def _show_room(self, room: Room) -> None:
        self.form.room.setText(room.line)
        self.form.room.setVisible(bool(room.line))
        self._say_fault(room.fault)
        self.form.confirm.setEnabled(not room.fault)

    def _request(self) -> FixRequest:
        offer = self._preset.offer
        return self._preset.request(
            self._backend.operator,
            self._backend.role,
            starts=self._at(self.form.starts) if offer.asks is Asks.WINDOW else offer.starts,
            ends=self._at(self.form.ends) if offer.asks is not Asks.NOTHING else offer.ends,
        )

    def _at(self, box: MomentEdit) -> datetime | None:
        return box.moment().astimezone(UTC) if self._knows_zone else None

    def _confirm(self) -> None:
        if self.seen and self.form.confirm.isEnabled() and not self._saving.busy:
            self._saving.start(self._save())

    async def _save(self) -> None:
        await self._backend.fix(self._request())
        self.accept()
        self.fixed.emit()

    def _say_fault(self, sentence: str) -> None:
        self.form.fault.setText(sentence)
        self.form.fault.setVisible(bool(sentence))
        self.make_room()

    def _wire(self) -> None:
        self.prepare_buttons()
        self.form.confirm.clicked.connect(self._confirm)
        self.form.cancel.clicked.connect(self.reject)
