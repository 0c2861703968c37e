"""How many cars are inside in truth: a group's count put right by whoever looked."""

from PySide6.QtWidgets import QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.fixing import FixForm, FixingDialog
from izix_desk.desk.forms.count import Ui_CountDialog
from izix_desk.desk.presets import FixPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.errors import DeskError
from izix_desk.domain.requests import FixRequest
from izix_desk.domain.views import GroupView


class CountDialog(FixingDialog):
    """Asks for the group and for the cars in it, and carries it out."""

    def __init__(
        self, backend: Backend, look: Look, preset: FixPreset, parent: QWidget | None = None
    ) -> None:
        super().__init__(backend, preset, parent)
        self._groups: dict[str, GroupView] = {}
        self.form = Ui_CountDialog()
        self.form.setupUi(self)
        self.draw(look)
        self.form.what.setText(f"{preset.offer.label} · {preset.offer.about}")
        self.form.group.currentIndexChanged.connect(self._show_group)
        self.form.cars.valueChanged.connect(self._look)

    def open(self) -> None:
        """Show it, as soon as it is known what is counted."""
        self.asking.start(self._load())

    def go_on(self, from_field: QWidget | None) -> None:
        """Lead from the group to the cars, and from there to the button."""
        first = from_field is self.form.group
        (self.form.cars if first else self.form.confirm).setFocus()

    async def _load(self) -> None:
        try:
            site = await self.backend.site()
            lot = site.gate(self.preset.offer.gate).lot
            views = await self.backend.groups()
            self._groups = {each.group.id: each for each in views if each.lot == lot}
        except DeskError as problem:
            self.say_fault(str(problem))
        for group, view in self._groups.items():
            self.form.group.addItem(view.group.name, group)
        self._show_group()
        self.open_whole()
        (self.form.group if len(self._groups) > 1 else self.form.cars).setFocus()

    def _show_group(self) -> None:
        view = self._groups.get(self.form.group.currentData() or "")
        self.form.cars.setValue(view.inside if view is not None else 0)
        self.form.cars.selectAll()
        self._look()

    def _look(self) -> None:
        view = self._groups.get(self.form.group.currentData() or "")
        counted = self.tr("{0} are counted, of {1} spots.")
        told = "" if view is None else counted.format(view.inside, view.group.spots)
        self.form.counted.setText(told)
        self.form.confirm.setEnabled(view is not None and view.inside != self.form.cars.value())

    def fix_form(self) -> FixForm:
        """Return the form as it was drawn."""
        return self.form

    def request(self) -> FixRequest:
        """Return the count as it was typed."""
        group, cars = self.form.group.currentData(), self.form.cars.value()
        return self.preset.counting(group, cars, self.backend.operator, self.backend.role)
