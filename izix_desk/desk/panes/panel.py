"""The panel: who is at the gate in hand, whether they may pass, and what can be done."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.parts.elided import ElidedButton
from izix_desk.desk.parts.fixes import Deed, Fix, borrowed, fixes_for
from izix_desk.desk.parts.panel_body import PanelBody
from izix_desk.desk.parts.panel_head import PanelHead
from izix_desk.desk.parts.standing import Standing, Subject, standing
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.presets import FixPreset, OpenPreset, VisitPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.events import Entry
from izix_desk.domain.site import Site
from izix_desk.domain.views import Hit, ParkerView, PlateView


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
    profile_shown = Signal(object)
    """UUID of the profile that the panel shows from now on."""

    def __init__(self, backend: Backend, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._backend, self._look = backend, look
        self._subject = Subject()
        self._entry: Entry | None = None
        self._gone = False
        """Whether the car of the entry in hand is not waited for any more."""
        self._site = Site(name="", timezone="UTC")
        self._parker: ParkerView | None = None
        self._plate: PlateView | None = None
        self._expected: tuple[Hit, ...] = ()
        self._access = ""
        self._open_waits = False
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
        waits = self._entry is not None and self._entry.gate == gate
        plate = self._entry.plate if self._entry is not None and waits else ""
        self._look_at(Subject(gate=gate, profile=profile, plate=plate))

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
        found = self._standing(access or self._access)
        gate, here = self._subject.gate, self._entry_here()
        return OpenPreset(
            gate=gate,
            for_whom=self._for_whom(),
            profile=self._subject.profile,
            plate=self._subject.plate,
            event=here.event if here is not None else None,
            access=found.access,
            verdict=found.verdict if gate is not None else None,
        )

    def visit_preset(self) -> VisitPreset:
        """Return what *Create Profile +* (`F8`) would start with."""
        here = self._entry_here()
        person = self._parker.profile if self._parker is not None else None
        event = here.event if here is not None else None
        made = VisitPreset(plate=self._subject.plate, gate=self._subject.gate, event=event)
        return made if person is None else made.of(person)

    def _look_at(self, subject: Subject) -> None:
        self._subject, self._parker, self._plate = subject, None, None
        self._access, self._open_waits, self._settled = "", False, False
        if subject.gate is None and subject.profile is None and not subject.plate:
            self._loading.drop()
            self._settled = True
            self._redraw()
        else:
            self._loading.start(self._load(subject, again=False))

    async def _load(self, subject: Subject, *, again: bool) -> None:
        parker: ParkerView | None = None
        plate: PlateView | None = None
        self._site = await self._backend.site()
        if subject.profile is not None:
            parker = await self._backend.parker(subject.profile, subject.gate)
        elif subject.plate and subject.gate is not None:
            plate = await self._backend.plate(subject.plate, subject.gate)
        expected = () if parker is not None else await self._backend.search("", subject.gate)
        if again and (parker, plate, expected) == (self._parker, self._plate, self._expected):
            return
        self._parker, self._plate, self._expected = parker, plate, expected
        if not again:
            self._access = self._standing("").access
            self._scroll.verticalScrollBar().setValue(0)
        self._settled = True
        if again:
            self._redraw_in_place()
        else:
            self._redraw()
        if subject.profile is not None and not again:
            self.profile_shown.emit(subject.profile)
        if self._open_waits:
            self._open_waits = False
            QTimer.singleShot(0, self, self.ask_open)

    def _redraw(self) -> None:
        self._show_place()
        if self._parker is not None:
            self._draw_parker(self._parker)
        elif self._plate is not None:
            self._draw_plate(self._plate)
        else:
            self._draw_nobody()
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
        offers = (*borrowed(view, self._subject.plate, self._subject.gate), *view.offers)
        self.head.show_verdict(view.verdict, fixes_for(view.verdict, offers=offers))
        self.body.show_parker(view, self._site.timezone, self._access)

    def _draw_plate(self, view: PlateView) -> None:
        look_alikes = ", ".join(f"{hit.name} ({hit.organisation})" for hit in view.similar)
        similar = self.tr("similar: {0}").format(look_alikes) if look_alikes else ""
        self.head.show_person(self.tr("Not known here"), similar, view.plate)
        self.head.show_verdict(view.verdict, fixes_for(view.verdict, view.similar))
        self.body.show_plate(view, self._expected)

    def _draw_nobody(self) -> None:
        create = Fix(Deed.VISIT, self.tr("Create Profile +"))
        search = Fix(Deed.SEARCH, self.tr("Search"))
        plate = self._subject.plate
        who = self.tr("Nobody chosen") if self._subject.gate is None else self.tr("Nobody read")
        self.head.show_person(who, "", plate)
        nobody = self.tr("Nobody was read here: ask who it is, then search.")
        idle = self.tr("Search, or take an entry with F9.")
        self.head.show_nothing(idle if self._subject.gate is None else nobody, [create, search])
        self.body.show_expected(self._expected if self._subject.gate is not None else ())

    def _draw_button(self) -> None:
        found = self._standing(self._access)
        valid = found.valid or self._subject == Subject()
        words = self.tr("Open gate") if valid else self.tr("Open once with a reason")
        parts = [part for part in (words, self._gate_name(self._subject.gate)) if part]
        if self._subject == Subject():
            self.open_button.show_text(f"F5  {words} …")
            return
        whom = self._parker.profile.name if self._parker is not None else self.tr("(not known)")
        lines = (f"F5  {' · '.join(parts)}", self.tr("for {0} …").format(whom))
        self.open_button.show_text("\n".join(lines))

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
            self.search_asked.emit(self._subject.plate if self._parker is None else "")
        elif fix.offer is not None and self._subject.profile is not None:
            whom = self._for_whom()
            preset = FixPreset(offer=fix.offer, profile=self._subject.profile, whom=whom)
            self.change_asked.emit(preset)
        elif fix.hit is not None:
            self._look_at(replace(self._subject, profile=fix.hit.profile))

    def _standing(self, access: str) -> Standing:
        if self._parker is not None:
            return standing(self._parker, access)
        return Standing(self._plate.verdict if self._plate is not None else None)

    def _for_whom(self) -> str:
        if self._parker is None:
            return ""
        return f"{self._parker.profile.name} · {self._parker.organisation.name}"

    def _show_place(self) -> None:
        here = self._entry_here()
        gone = self._gone and here is not None
        self.head.show_place(self._gate_name(self._subject.gate), here, gone=gone)

    def _entry_here(self) -> Entry | None:
        here = self._entry is not None and self._entry.gate == self._subject.gate
        return self._entry if here else None

    def _gate_name(self, gate: str | None) -> str:
        return next((each.name for each in self._site.gates if each.id == gate), gate or "")

    def _say_fault(self, sentence: str) -> None:
        self._settled = True
        self._redraw()
        self.head.show_nothing(sentence, [])

    def _arrange(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.body, 1)
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(self.tr("Details"))
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.addWidget(self.open_button)
        self.open_button.setProperty("role", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(foot)
        self.open_button.clicked.connect(self.ask_open)
        self.head.fix_asked.connect(self._do)
        self.body.access_selected.connect(self._choose_access)
        self.body.open_asked.connect(lambda key: self.open_asked.emit(self.preset(key)))
        self.body.profile_chosen.connect(
            lambda profile: self._look_at(replace(self._subject, profile=profile))
        )
