"""A fix of a refusal, asked once more: a booking, a longer visit, a borrowed plate."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.fixing import FixForm, FixingDialog
from izix_desk.desk.forms.fix import Ui_FixDialog
from izix_desk.desk.parts.moments import MomentEdit
from izix_desk.desk.parts.tones import set_tone
from izix_desk.desk.presets import FixPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.errors import DeskError
from izix_desk.domain.requests import FixRequest
from izix_desk.domain.views import Asks, Room


class FixDialog(FixingDialog):
    """Asks until when, says how much room there is while one chooses, and carries it out."""

    def __init__(
        self, backend: Backend, look: Look, preset: FixPreset, parent: QWidget | None = None
    ) -> None:
        super().__init__(backend, preset, parent)
        self._knows_zone = False
        self.form = Ui_FixDialog()
        self.form.setupUi(self)
        self.draw(look)
        self._fill()

    def open(self) -> None:
        """Show it, as soon as the site's time zone is known."""
        self.asking.start(self._load())

    def go_on(self, from_field: QWidget | None) -> None:
        """Lead from the first time to the second, and from there to the button."""
        first = from_field is self.form.starts
        (self.form.ends if first else self.form.confirm).setFocus()

    def _fill(self) -> None:
        offer = self.preset.offer
        self.form.whom.setText(self.preset.whom)
        self.form.what.setText(offer.label)
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

    async def _load(self) -> None:
        try:
            site = await self.backend.site()
            self._propose(ZoneInfo(site.timezone))
            self._knows_zone = True
            self._show_room(await self.backend.fix_room(self.request()))
        except DeskError as problem:
            self.say_fault(str(problem))
        self.open_whole()
        ask = self.preset.offer.asks is not Asks.NOTHING
        (self.form.ends if ask else self.form.confirm).setFocus()

    def _propose(self, zone: ZoneInfo) -> None:
        offer, now = self.preset.offer, datetime.now(UTC)
        for box, at in ((self.form.starts, offer.starts), (self.form.ends, offer.ends)):
            box.zone = zone
            box.show_moment(at or now)
            box.dateTimeChanged.connect(self._look_again)

    def _look_again(self) -> None:
        self.asking.start(self._ask_room())

    async def _ask_room(self) -> None:
        self._show_room(await self.backend.fix_room(self.request()))

    def _show_room(self, room: Room) -> None:
        self.form.room.setText(room.line)
        self.form.room.setVisible(bool(room.line))
        self.say_fault(room.fault)
        self.form.confirm.setEnabled(not room.fault)

    def fix_form(self) -> FixForm:
        """Return the form as it was drawn."""
        return self.form

    def request(self) -> FixRequest:
        """Return the fix with the times that were chosen."""
        offer = self.preset.offer
        return self.preset.request(
            self.backend.operator,
            self.backend.role,
            starts=self._at(self.form.starts) if offer.asks is Asks.WINDOW else offer.starts,
            ends=self._at(self.form.ends) if offer.asks is not Asks.NOTHING else offer.ends,
        )

    def _at(self, box: MomentEdit) -> datetime | None:
        return box.moment().astimezone(UTC) if self._knows_zone else None
