"""The fields of *Create Profile +*: what they hold, what is missing, and where a fault stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from izix_desk.desk.forms.visit import Ui_VisitDialog
from izix_desk.desk.parts.moments import MomentEdit
from izix_desk.desk.parts.tones import set_tone
from izix_desk.domain.parkers import HostAnswer, Profile
from izix_desk.domain.views import FieldFault, HostOrganisation, VisitForm

TEXTS = ("organisation", "host", "plates", "last_name", "first_name", "company", "phone", "email")
MOMENTS = ("starts", "ends")
CHOICES = ("host_answer", "lot", "group", "language")
ANSWERS = (HostAnswer.NOT_ASKED, HostAnswer.YES, HostAnswer.NOT_REACHED, HostAnswer.NO)
LANGUAGES = ("en_US", "fr_BE", "nl_BE", "de_BE")
ALWAYS = ("organisation", "last_name")
SHORTEST = timedelta(hours=2)
EVENING = 18
"""A visit of the day ends at this hour, unless that is too soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDraft:
    """What was typed and not confirmed; nothing of it is lost."""

    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    choices: Mapping[str, str] = field(default_factory=dict[str, str])
    moments: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    cars: int = 1
    profile: UUID | None = None

    @property
    def name(self) -> str:
        """Whom it is about, for *Draft: Dupont*."""
        return self.texts.get("last_name", "") or self.texts.get("organisation", "")

    def same_as(self, other: "VisitDraft") -> bool:
        """Tell whether the same was typed and chosen; the clock moves the times by itself."""
        mine = self.texts, self.choices, self.cars, self.profile
        return mine == (other.texts, other.choices, other.cars, other.profile)


class VisitFields:
    """Reads and writes the form; times are those of the site, whatever this PC thinks."""

    def __init__(self, form: Ui_VisitDialog) -> None:
        self.form = form
        self.mandatory: tuple[str, ...] = ALWAYS
        for combo, keys in ((form.language, LANGUAGES), (form.host_answer, ANSWERS)):
            for row, key in enumerate(keys):
                combo.setItemData(row, str(key))
        self.mark_mandatory(())
        self.clear_faults()
        self._connect()

    def _connect(self) -> None:
        """Take a fault away as soon as somebody mends its field; the next try judges anew."""
        for name in TEXTS:
            self.text(name).textChanged.connect(partial(self._mended, name))
        for name in MOMENTS:
            self.moment(name).dateTimeChanged.connect(partial(self._mended, name))
        for name in CHOICES:
            self.combo(name).currentIndexChanged.connect(partial(self._mended, name))
        self.form.cars.valueChanged.connect(partial(self._mended, "cars"))

    def _mended(self, name: str, _: object) -> None:
        self._clear_fault(name)

    def text(self, name: str) -> QLineEdit:
        """Return a text field by its name in VisitForm."""
        return getattr(self.form, name)

    @property
    def zone(self) -> tzinfo:
        """The site's time zone."""
        return self.form.starts.zone

    @zone.setter
    def zone(self, zone: tzinfo) -> None:
        for name in MOMENTS:
            self.moment(name).zone = zone

    def moment(self, name: str) -> MomentEdit:
        """Return a field for a time."""
        return getattr(self.form, name)

    def combo(self, name: str) -> QComboBox:
        """Return a field with a list."""
        return getattr(self.form, name)

    def at(self, name: str) -> datetime:
        """Return what a time field holds, in the site's zone."""
        return self.moment(name).moment()

    def set_at(self, name: str, at: datetime) -> None:
        """Show a moment in the site's zone."""
        self.moment(name).show_moment(at)

    def start_now(self, now: datetime) -> None:
        """Propose a visit from now until the evening, or a little longer when that is near."""
        local = now.astimezone(self.zone).replace(second=0, microsecond=0)
        self.set_at("starts", local)
        self.set_at("ends", max(local.replace(hour=EVENING, minute=0), local + SHORTEST))

    def shorten(self, longest: timedelta) -> None:
        """End the visit no later than its host allows."""
        self.set_at("ends", min(self.at("ends"), self.at("starts") + longest))

    def show_places(self, host: HostOrganisation, lot_names: Mapping[str, str], lot: str) -> None:
        """Offer the lots of a host; `lot` is the one of the gate in hand."""
        self.form.lot.clear()
        for each in host.lots:
            self.form.lot.addItem(lot_names.get(each, each), each)
        self.choose("lot", lot)

    def show_groups(self, groups: Iterable[tuple[str, str]]) -> None:
        """Offer groups as (id, name)."""
        before = self.form.group.currentData()
        self.form.group.clear()
        for key, name in groups:
            self.form.group.addItem(name, key)
        self.choose("group", before or "")

    def choose(self, name: str, key: str) -> None:
        """Choose a row of a list by what it stands for; an unknown one changes nothing."""
        row = self.combo(name).findData(key)
        if row >= 0:
            self.combo(name).setCurrentIndex(row)

    def mark_mandatory(self, names: Iterable[str]) -> None:
        """Put a star at the labels of what must be filled in."""
        self.mandatory = tuple(dict.fromkeys([*ALWAYS, *names]))
        for name in TEXTS:
            label: QLabel = getattr(self.form, f"{name}_label")
            plain = label.text().removesuffix(" *")
            label.setText(f"{plain} *" if name in self.mandatory else plain)

    def next_empty(self, after: QWidget | None) -> QLineEdit | None:
        """Return the first mandatory text field after this one that is empty, round the end."""
        order = [self.text(name) for name in TEXTS if name in self.mandatory]
        every = [self.text(name) for name in TEXTS]
        start = every.index(after) + 1 if isinstance(after, QLineEdit) and after in every else 0
        ordered = [*every[start:], *every[:start]]
        return next((each for each in ordered if each in order and not each.text().strip()), None)

    def fill_person(self, person: Profile) -> None:
        """Take over what is known of a visitor of the past; what was typed stays."""
        known = {
            "last_name": person.last_name,
            "first_name": person.first_name,
            "company": person.company,
            "phone": next(iter(person.phones), ""),
            "email": next(iter(person.emails), ""),
        }
        for name, value in known.items():
            if name == "last_name" or not self.text(name).text().strip():
                self.text(name).setText(value)
        self.choose("language", person.language)

    def read(self, organisation: str, profile: UUID | None) -> VisitForm:
        """Return what was typed as the service wants it."""
        values = {name: self.text(name).text().strip() for name in TEXTS}
        plates = tuple(part.strip() for part in values["plates"].split(",") if part.strip())
        return VisitForm(
            organisation=organisation,
            lot=self.form.lot.currentData() or "",
            group=self.form.group.currentData() or "",
            starts=self.at("starts").astimezone(UTC),
            ends=self.at("ends").astimezone(UTC),
            last_name=values["last_name"],
            first_name=values["first_name"],
            company=values["company"],
            phone=values["phone"],
            email=values["email"],
            language=self.form.language.currentData(),
            host=values["host"],
            host_answer=self.form.host_answer.currentData(),
            cars=self.form.cars.value(),
            plates=plates,
            profile=profile,
        )

    def draft(self, profile: UUID | None) -> VisitDraft | None:
        """Return what was typed, None when nothing was."""
        texts = {name: self.text(name).text() for name in TEXTS if self.text(name).text().strip()}
        if not texts:
            return None
        return VisitDraft(
            texts=texts,
            choices={name: self.combo(name).currentData() or "" for name in CHOICES},
            moments={name: self.at(name) for name in MOMENTS},
            cars=self.form.cars.value(),
            profile=profile,
        )

    def restore(self, draft: VisitDraft) -> None:
        """Put a draft back; lists that depend on the organisation must be filled before."""
        for name, value in draft.texts.items():
            self.text(name).setText(value)
        for name, key in draft.choices.items():
            self.choose(name, key)
        for name, at in draft.moments.items():
            self.set_at(name, at)
        self.form.cars.setValue(draft.cars)

    def show_faults(self, faults: Iterable[FieldFault]) -> list[FieldFault]:
        """Say each fault at its field and go to the first; return those that have no field."""
        self.clear_faults()
        homeless: list[FieldFault] = []
        first: QWidget | None = None
        for fault in faults:
            label = getattr(self.form, f"{fault.field}_fault", None)
            if not isinstance(label, QLabel):
                homeless.append(fault)
                continue
            widget: QWidget = getattr(self.form, fault.field)
            label.setText(fault.message)
            label.show()
            set_tone(widget, "true", name="fault")
            widget.setAccessibleDescription(fault.message)
            first = first or widget
        if first is not None:
            first.setFocus()
        return homeless

    def clear_faults(self) -> None:
        """Take all faults away."""
        for name in (*TEXTS, *MOMENTS, *CHOICES, "cars"):
            self._clear_fault(name)

    def _clear_fault(self, name: str) -> None:
        label: QLabel = getattr(self.form, f"{name}_fault")
        label.clear()
        label.hide()
        widget: QWidget = getattr(self.form, name)
        widget.setAccessibleDescription("")
        set_tone(widget, "false", name="fault")
