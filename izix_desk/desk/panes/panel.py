"""The panel: who is at the gate in hand, whether they may pass, and what can be done."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.parts.elided import ElidedButton
from izix_desk.desk.parts.fixes import Deed, Fix
from izix_desk.desk.parts.looked_up import LookedUp, look_up
from izix_desk.desk.parts.panel_body import PanelBody
from izix_desk.desk.parts.panel_head import PanelHead
from izix_desk.desk.parts.panel_layout import lay_out
from izix_desk.desk.parts.standing import Subject
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.presets import FixPreset, OpenPreset, VisitPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.events import Entry
from izix_desk.domain.views import FeedRow, GateNews, ParkerView, PlateView


class PanelPane(QWidget):
    """Shows one parker or plate; what it shows changes only when it is told to."""

    open_asked = Signal(object)
    """OpenPreset."""
    create_profile = Signal(object)
    """VisitPreset."""
    change_asked = Signal(object)
    """FixPreset."""
    search_asked = Signal(str)
    """Text for the search box."""
    gate_asked = Signal(str)
    """Id of another gate, which is to be looked at."""
    release_asked = Signal(str)
    """Id of a gate that is to be released."""
    profile_shown = Signal(object)
    """UUID of the profile that the panel shows from now on."""

    def __init__(self, backend: Backend, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._backend, self._look = backend, look
        self._subject = Subject()
        self._entry: Entry | None = None
        self._gone = False
        """Whether the car of the entry in hand is not waited for any more."""
        self._known = LookedUp()
        self._access = ""
        self._open_waits = False
        self._opens_if_valid = False
        """Whether *Open gate* is asked for next, if whoever was confirmed may pass."""
        self._settled = True
        """Whether what is asked for is what is shown."""
        self._loading = Latest(self._say_fault)
        self.head, self.body = PanelHead(look), PanelBody(look)
        self.open_button = ElidedButton()
        self._scroll = QScrollArea()
        self._arrange()
        look.changed.connect(self._redraw)
        self.clear()

    def show_entry(self, entry: Entry) -> None:
        """Show what waits at a gate: its parker, else its plate, else the gate alone."""
        self._entry, self._gone = entry, False
        self._look_at(Subject(gate=entry.gate, profile=entry.profile, plate=entry.plate))

    def show_parker(self, profile: UUID, gate: str | None) -> None:
        """Show a parker, judged at this gate; a car that waits there keeps its plate."""
        self._look_at(Subject(gate=gate, profile=profile, plate=self._plate_at(gate)))

    def show_row(self, row: FeedRow) -> None:
        """Show whom a row of the feed is about, judged now, and how it was judged then."""
        # The car that waits there now may be another one: the row's own plate, or none.
        seen = Subject(gate=row.gate, profile=row.profile, plate=row.plate, event=row.id)
        self._look_at(seen)

    def show_plate(self, plate: str, gate: str) -> None:
        """Show what is known of a plate at this gate."""
        self._look_at(Subject(gate=gate, plate=plate))

    def show_gate(self, gate: str) -> None:
        """Show a gate at which nobody was read."""
        self._look_at(Subject(gate=gate))

    def set_entry(self, entry: Entry | None, *, gone: bool = False) -> None:
        """Tell which entry is in hand, without changing what is shown but that its car is gone."""
        changed, self._gone, self._entry = gone != self._gone, gone, entry
        self._show_place()
        if changed and self._settled:
            self._redraw_in_place()

    def clear(self) -> None:
        """Show nobody."""
        self._entry, self._gone = None, False
        self._look_at(Subject())

    def refresh(self) -> None:
        """Judge again what is shown; nothing moves unless something changed."""
        # Never under a pointer that is just pressing one of the buttons.
        pressing = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if self._settled and self._subject != Subject() and not pressing:
            self._loading.start(self._load(self._subject, again=True))

    def show_here(self, gate: str) -> None:
        """Judge whom it shows at another gate."""
        self._look_at(replace(self._subject, gate=gate))

    def look_again(self, *, then_open: bool) -> None:
        """Judge anew whom it shows after a change, and go on to *Open gate* if that was meant."""
        self._look_at(self._subject)
        if then_open:
            self.ask_open()

    def use_fix(self, number: int) -> None:
        """Press F2, F3 or F4 (0, 1, 2)."""
        self.head.use_fix(number)

    def ask_open(self) -> None:
        """Ask for *Open gate…* (`F5`), as soon as the panel knows for whom."""
        if self._settled:
            self.open_asked.emit(self.preset())
        else:
            self._open_waits = True

    def preset(self, access: str = "") -> OpenPreset:
        """Return what *Open gate* would start with."""
        found = self._known.standing(access or self._access)
        gate, here = self._subject.gate, self._entry_here()
        return OpenPreset(
            gate=gate,
            for_whom=self._known.whom,
            profile=self._subject.profile,
            plate=self._subject.plate,
            event=here.event if here is not None else None,
            access=found.access,
            verdict=found.verdict if gate is not None else None,
        )

    def visit_preset(self) -> VisitPreset:
        """Return what *Create Profile +* (`F8`) would start with."""
        here = self._entry_here()
        person = self._known.parker.profile if self._known.parker is not None else None
        event = here.event if here is not None else None
        made = VisitPreset(plate=self._subject.plate, gate=self._subject.gate, event=event)
        return made if person is None else made.of(person)

    def _look_at(self, subject: Subject) -> None:
        self._subject, self._known = subject, LookedUp(site=self._known.site)
        self._access, self._open_waits, self._settled = "", False, False
        self._opens_if_valid = False
        if subject.gate is None and subject.profile is None and not subject.plate:
            self._loading.drop()
            self._settled = True
            self._redraw()
        else:
            self._loading.start(self._load(subject, again=False))

    async def _load(self, subject: Subject, *, again: bool) -> None:
        here = self._entry_here()
        found = await look_up(self._backend, subject, here.event if here is not None else None)
        if again and found == self._known:
            return
        self._known, self._subject = found, found.subject
        if not again:
            self._access = found.standing("").access
            self._scroll.verticalScrollBar().setValue(0)
        self._settled = True
        if again:
            self._redraw_in_place()
            return
        self._redraw()
        if found.subject.profile is not None:
            self.profile_shown.emit(found.subject.profile)
        confirmed = self._opens_if_valid and found.standing("").valid
        if self._open_waits or confirmed:
            self._open_waits = self._opens_if_valid = False
            QTimer.singleShot(0, self, self.ask_open)

    def _redraw(self) -> None:
        self._show_place()
        known = self._known
        if known.parker is not None:
            self._draw_parker(known.parker)
        elif known.plate is not None:
            self._draw_plate(known.plate)
        elif known.news is not None:
            self._draw_news(known.news)
        else:
            self._draw_nobody()
        self.body.show_past(known.past)
        self._draw_button()

    def _redraw_in_place(self) -> None:
        """Show what changed, and leave scroll and keyboard where the operator has them."""
        focused = self.body.focused()
        # Held at its height until the new content is laid out, or the scroll bar would jump up.
        self.body.setMinimumHeight(self.body.height())
        self._redraw()
        self.body.focus(focused)
        QTimer.singleShot(0, self.body, lambda: self.body.setMinimumHeight(0))

    def _draw_parker(self, view: ParkerView) -> None:
        person = view.profile
        visitor = self.tr("Visitor of {0}").format(view.organisation.name)
        organisation = visitor if person.visitor else view.organisation.name
        about = " · ".join(part for part in (organisation, person.company) if part)
        plate = self._subject.plate or next((each.plate for each in view.vehicles), "")
        self.head.show_person(person.name, about, plate)
        self.head.show_verdict(view.verdict)
        self.head.show_fixes(self._known.fixes, self._known.advice)
        self.body.show_parker(view, self._known.site.timezone, self._access)

    def _draw_plate(self, view: PlateView) -> None:
        look_alikes = ", ".join(f"{hit.name} ({hit.organisation})" for hit in view.similar)
        about = self.tr("similar: {0}").format(look_alikes) if look_alikes else view.fleet
        who = self.tr("Fleet vehicle") if view.fleet else self.tr("Not known here")
        self.head.show_person(who, about, view.plate)
        self.head.show_verdict(view.verdict)
        self.head.show_fixes(self._known.fixes, self._known.advice)
        self.body.show_plate(view, self._known.expected)

    def _draw_news(self, news: GateNews) -> None:
        self.head.show_person(self.tr("About the gate"), "", "")
        self.head.show_news(news)
        self.head.show_fixes(self._known.fixes, self._known.advice)
        self.body.show_expected(())

    def _draw_nobody(self) -> None:
        create, search = self.tr("Create Profile +"), self.tr("Search")
        who, told = self.tr("Nobody chosen"), self.tr("Search, or take an entry with F9.")
        if self._entry_here() is not None:
            who = self.tr("Nobody read")
            told = self.tr("Nobody was read here: ask who it is, then search.")
        self.head.show_person(who, "", self._subject.plate)
        self.head.show_nothing(told, [Fix(Deed.VISIT, create), Fix(Deed.SEARCH, search)])
        self.body.show_expected(self._known.expected if self._subject.gate is not None else ())

    def _draw_button(self) -> None:
        gate = self._gate_name(self._subject.gate)
        self.open_button.show_text(self._known.open_words(self._subject, self._access, gate))

    def _choose_access(self, key: str) -> None:
        self._access = key
        self.body.mark(key)
        self._draw_button()

    def _do(self, fix: Fix) -> None:
        if fix.deed is Deed.VISIT:
            self.create_profile.emit(self.visit_preset())
        elif fix.deed is Deed.OPEN:
            self.ask_open()
        elif fix.deed is Deed.SEARCH:
            nobody = self._known.parker is None and not fix.anew
            self.search_asked.emit(self._subject.plate if nobody else "")
        elif fix.deed is Deed.RELEASE and self._subject.gate is not None:
            self.release_asked.emit(self._subject.gate)
        elif fix.deed is Deed.GATE and fix.offer is not None:
            self.gate_asked.emit(fix.offer.gate)
        elif fix.offer is not None:
            whom, who = self._known.whom, self._subject.profile
            self.change_asked.emit(FixPreset(offer=fix.offer, profile=who, whom=whom))
        elif fix.hit is not None:
            self._look_at(replace(self._subject, profile=fix.hit.profile))
            self._opens_if_valid = fix.opens

    def _show_place(self) -> None:
        here = self._entry_here()
        gone = self._gone and here is not None
        self.head.show_place(self._gate_name(self._subject.gate), here, gone=gone)

    def _entry_here(self) -> Entry | None:
        here = self._entry is not None and self._entry.gate == self._subject.gate
        return self._entry if here else None

    def _plate_at(self, gate: str | None) -> str:
        """Return the plate of the car in hand, if it waits there."""
        entry = self._entry
        return entry.plate if entry is not None and entry.gate == gate else ""

    def _gate_name(self, gate: str | None) -> str:
        return next((each.name for each in self._known.site.gates if each.id == gate), gate or "")

    def _say_fault(self, sentence: str) -> None:
        self._settled = True
        self._redraw()
        self.head.show_nothing(sentence, [])

    def _arrange(self) -> None:
        self._scroll.setAccessibleName(self.tr("Details"))
        lay_out(self, self._scroll, [self.head, self.body], self.open_button)
        self.open_button.setProperty("role", "primary")
        self.open_button.clicked.connect(self.ask_open)
        self.head.fix_asked.connect(self._do)
        self.body.access_selected.connect(self._choose_access)
        self.body.open_asked.connect(lambda key: self.open_asked.emit(self.preset(key)))
        self.body.profile_chosen.connect(
            lambda profile: self._look_at(replace(self._subject, profile=profile))
        )
