"""What the panel tells below the verdict, rebuilt only when it changed."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from izix_desk.desk.parts.access_card import AccessCard
from izix_desk.desk.parts.elided import ElidedButton, line
from izix_desk.desk.parts.sections import (
    Section,
    Why,
    lines,
    manager_lines,
    reservation_line,
    vehicles_row,
)
from izix_desk.desk.parts.tones import VERDICT_ICONS, set_icon
from izix_desk.desk.theme import Look
from izix_desk.domain.decision import RuleCheck
from izix_desk.domain.views import AccessView, Hit, ParkerView, PastView, PlateView

SHOWN = 6
"""People in a list of the panel; the search box has them all."""


class PanelBody(QWidget):
    """Accesses first, then what helps to decide, then what explains."""

    access_selected = Signal(str)
    open_asked = Signal(str)
    """Key of the access whose own button was pressed."""
    profile_chosen = Signal(object)
    """UUID of one of the look-alikes."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.cards: list[AccessCard] = []
        self.why: Why | None = None
        self.past: Why | None = None
        """The rules of a past read, as they were judged then."""
        self._old, self._was = QFrame(), QLabel()
        self._then, self._line = line("", "section"), line("")
        self._why_then = QVBoxLayout()
        self._content = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 4, 16, 8)
        self._column.addWidget(self._arranged_past())
        self._column.addWidget(self._content)
        self._column.addStretch(1)

    def show_parker(self, view: ParkerView, timezone: str, access: str) -> None:
        """Show everything about a parker."""
        zone = ZoneInfo(timezone)
        reservations = [reservation_line(each, zone) for each in view.reservations]
        self.cards = [self._card(each) for each in view.accesses]
        self._fill(
            [
                self._accesses(),
                self._section(
                    self.tr("Vehicles"), [vehicles_row(view.vehicles)] * bool(view.vehicles)
                ),
                self._section(self.tr("Visits and bookings"), lines(reservations)),
                self._section(
                    self.tr("Whom to ask at {0}").format(view.organisation.name),
                    manager_lines(view.managers),
                ),
                self._section(self.tr("Contact"), lines([_contact(view)])),
                *self._told(view.instructions, view.internal_note),
                self._note(view.profile.note),
                self._section(self.tr("Last passages"), lines(view.last_passages)),
                self._why(view.verdict.rules),
            ]
        )
        self.mark(access)

    def show_plate(self, view: PlateView, expected: Sequence[Hit]) -> None:
        """Show whom a plate may belong to, who is expected, and what holds at this gate."""
        self.cards = []
        self._fill(
            [
                self._people(self.tr("It may be"), view.similar),
                self._people(self.tr("Expected here now"), expected),
                *self._told(view.instructions, view.internal_note),
                self._why(view.verdict.rules),
            ]
        )

    def show_expected(self, expected: Sequence[Hit]) -> None:
        """Show who is expected, where nobody was read."""
        self.cards = []
        self.why = None  # the old one is deleted with what it stood in
        self._fill([self._people(self.tr("Expected here now"), expected)])

    def show_past(self, past: PastView | None) -> None:
        """Show how a past read was judged, above all that holds now; None shows nothing."""
        unfolded = self.past is None or self.past.toggle.isChecked()
        if past is None:
            self._old.hide()
            self.past = None
            return
        self.past = Why(past.rules, self._look, unfolded=unfolded, then=True)
        set_icon(self._was, self._look, *VERDICT_ICONS[past.granted], 16)
        self._then.setText(self.tr("As it was judged on {0}").format(past.when))
        self._line.setText(past.line)
        old = self._why_then.takeAt(0)
        if old is not None and (widget := old.widget()) is not None:
            widget.deleteLater()
        self._why_then.addWidget(self.past)
        self._old.show()

    def mark(self, access: str) -> None:
        """Mark the access that `F5` would open on."""
        for card in self.cards:
            card.mark(chosen=card.access.key == access)

    def focused(self) -> str:
        """Return the key of the access that has the keyboard, itself or its button."""
        cards = (card for card in self.cards if card.isAncestorOf(_focus()) or card is _focus())
        return next((card.access.key for card in cards), "")

    def focus(self, access: str) -> None:
        """Give the keyboard to the card of an access, if it is still there."""
        card = next((card for card in self.cards if card.access.key == access), None)
        if card is not None:
            card.setFocus()

    def _arranged_past(self) -> QWidget:
        self._old.setProperty("role", "card")
        column = QVBoxLayout(self._old)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addWidget(self._then)
        row = QHBoxLayout()
        row.addWidget(self._was, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._line, 1)
        column.addLayout(row)
        column.addLayout(self._why_then)
        self._old.hide()
        return self._old

    def _accesses(self) -> QWidget | None:
        if not self.cards:
            return Section(self.tr("Accesses"), line(self.tr("None for this site."), "dim"))
        return Section(self.tr("Accesses"), *self.cards)

    def _card(self, access: AccessView) -> AccessCard:
        card = AccessCard(access, self._look)
        card.selected.connect(self.access_selected)
        card.open_asked.connect(self.open_asked)
        return card

    def _people(self, title: str, hits: Sequence[Hit]) -> QWidget | None:
        return self._section(title, [self._person(hit) for hit in hits[:SHOWN]])

    def _person(self, hit: Hit) -> QWidget:
        facts = (hit.name, hit.organisation, hit.note, *hit.plates)
        button = ElidedButton(" · ".join(fact for fact in facts if fact))
        button.setProperty("role", "row")
        button.clicked.connect(lambda: self.profile_chosen.emit(hit.profile))
        return button

    def _told(self, instructions: str, internal: str) -> list[QWidget | None]:
        told = self._section(self.tr("Instructions for the driver"), lines([instructions]))
        return [told, self._note(internal)]

    def _note(self, text: str) -> QWidget | None:
        """Return a note for the desk alone; it is never read out to a driver."""
        if not text:
            return None
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        column.addWidget(line(self.tr("Internal note, not for the driver"), "section"))
        column.addWidget(line(text))
        return card

    def _why(self, rules: Iterable[RuleCheck]) -> QWidget | None:
        unfolded = self.why is not None and self.why.toggle.isChecked()
        self.why = Why(rules, self._look, unfolded=unfolded) if rules else None
        return self.why

    def _section(self, title: str, content: Sequence[QWidget]) -> QWidget | None:
        return Section(title, *content) if content else None

    def _fill(self, widgets: list[QWidget | None]) -> None:
        old, self._content = self._content, QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for widget in widgets:
            if widget is not None:
                column.addWidget(widget)
        self._column.replaceWidget(old, self._content)
        old.hide()
        old.deleteLater()


def _focus() -> QWidget:
    return QApplication.focusWidget() or QWidget()


def _contact(view: ParkerView) -> str:
    return " · ".join([*view.profile.phones, *view.profile.emails])
