"""How many cars are inside in truth: a group's count put right by whoever looked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.forms.count import Ui_CountDialog
from izix_desk.desk.parts.spins import indent_spins
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.presets import FixPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.errors import DeskError
from izix_desk.domain.views import GroupView

WIDTH = 480


class CountDialog(KeyedDialog):
    """Asks for the group and for the cars in it, and carries it out.

    Show it with open(), never exec(): a nested event loop breaks the coroutines under way.
    """

    fixed = Signal()
    """The count was put right."""

    def __init__(
        self, backend: Backend, look: Look, preset: FixPreset, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._backend, self._preset = backend, preset
        self._groups: dict[str, GroupView] = {}
        self._loading, self._saving = Latest(self._say_fault), Latest(self._say_fault)
        self.form = Ui_CountDialog()
        self.form.setupUi(self)
        indent_spins(self, look)
        self.setMinimumWidth(look.px(WIDTH))
        self.setWindowTitle(preset.offer.label)
        self.form.what.setText(f"{preset.offer.label} · {preset.offer.about}")
        self.form.confirm.setText(preset.offer.label)
        self.form.fault.hide()
        self._wire()

    def open(self) -> None:
        """Show it, as soon as it is known what is counted."""
        self._loading.start(self._load())

    def go_on(self, from_field: QWidget | None) -> None:
        """Lead from the group to the cars, and from there to the button."""
        first = from_field is self.form.group
        (self.form.cars if first else self.form.confirm).setFocus()

    def reject(self) -> None:
        """Close, unless it is being stored at this moment."""
        if not self._saving.busy:
            super().reject()

    def done(self, result: int) -> None:
        """Drop what is still being asked."""
        self._loading.drop()
        super().done(result)

    async def _load(self) -> None:
        try:
            site = await self._backend.site()
            lot = site.gate(self._preset.offer.gate).lot
            views = await self._backend.groups()
            self._groups = {each.group.id: each for each in views if each.lot == lot}
        except DeskError as problem:
            self._say_fault(str(problem))
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

    def _confirm(self) -> None:
        if self.seen and self.form.confirm.isEnabled() and not self._saving.busy:
            self._saving.start(self._save())

    async def _save(self) -> None:
        who, role = self._backend.operator, self._backend.role
        group, cars = self.form.group.currentData(), self.form.cars.value()
        await self._backend.fix(self._preset.counting(group, cars, who, role))
        self.accept()
        self.fixed.emit()

    def _say_fault(self, sentence: str) -> None:
        self.form.fault.setText(sentence)
        self.form.fault.setVisible(bool(sentence))
        self.make_room()

    def _wire(self) -> None:
        self.prepare_buttons()
        self.form.group.currentIndexChanged.connect(self._show_group)
        self.form.cars.valueChanged.connect(self._look)
        self.form.confirm.clicked.connect(self._confirm)
        self.form.cancel.clicked.connect(self.reject)
