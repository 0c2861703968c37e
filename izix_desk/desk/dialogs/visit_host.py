"""The organisation visited: found by three letters, with what holds for visits to it."""

from collections.abc import Iterable
from datetime import timedelta

from PySide6.QtCore import QObject, Signal

from izix_desk.desk.dialogs.visit_fields import VisitFields
from izix_desk.desk.parts.hosts import host_choice, matching, terms
from izix_desk.desk.parts.suggesting import Suggestions
from izix_desk.desk.parts.tones import set_tone
from izix_desk.desk.theme import Look
from izix_desk.domain.parkers import HostAnswer
from izix_desk.domain.site import Site
from izix_desk.domain.views import HostOrganisation


class VisitHost(QObject):
    """Says at once whether it takes visitors, how many spots are free, and whom to call if not."""

    chosen = Signal()
    """The operator chose one from the list."""
    changed = Signal()

    def __init__(self, fields: VisitFields, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._fields, self._form = fields, fields.form
        self._site = Site(name="", timezone="UTC")
        self._hosts: list[HostOrganisation] = []
        self._lot = ""
        self.host: HostOrganisation | None = None
        """The one that is meant; None while it is not plain which."""
        window = self._form.organisation.window()
        self.list = Suggestions(self._form.organisation, window, look, first_is_meant=True)
        self._form.organisation.textEdited.connect(self._typed)
        self._form.lot.currentIndexChanged.connect(self._lot_changed)
        self.list.chosen.connect(self._choose)

    @property
    def refused(self) -> bool:
        """Tell whether the organisation takes no visitors."""
        return self.host is not None and not terms(self.host, {}).takes

    @property
    def answer_missing(self) -> bool:
        """Tell whether the host must say yes and was not asked yet."""
        asks = self.host is not None and self.host.organisation.visitors.host_must_confirm
        return asks and self._form.host_answer.currentData() == HostAnswer.NOT_ASKED

    def offer(self, site: Site, hosts: Iterable[HostOrganisation], gate: str | None) -> None:
        """Know the organisations; the lot of the gate in hand is proposed."""
        self._site, self._hosts = site, list(hosts)
        self._lot = next((each.lot for each in site.gates if each.id == gate), "")
        self._show()

    def take(self, key: str) -> None:
        """Take the organisation of that id, if it is there."""
        host = next((each for each in self._hosts if each.organisation.id == key), None)
        if host is not None:
            self._take(host)

    def settle(self) -> None:
        """Take an organisation whose name was typed whole, or that alone fits."""
        typed = self._form.organisation.text().strip()
        if self.host is None and typed:
            found = matching(self._hosts, typed)
            whole = [each for each in found if _name(each) == typed.casefold()]
            if len(whole or found) == 1:
                self._take((whole or found)[0])

    def fault(self) -> str:
        """Return why there is no organisation yet."""
        if not self._form.organisation.text().strip():
            return self.tr("Which organisation is visited? Three letters are enough.")
        return self.tr("No single organisation is called so: choose one from the list.")

    def _typed(self, text: str) -> None:
        self.host = None
        self._show()
        self.list.show_rows([host_choice(host) for host in matching(self._hosts, text)])

    def _choose(self, key: str) -> None:
        self.take(key)
        self.chosen.emit()

    def _take(self, host: HostOrganisation) -> None:
        self.host = host
        policy = host.organisation.visitors
        self._form.organisation.setText(host.organisation.name)
        self._form.organisation.setCursorPosition(0)
        self._fields.mark_mandatory(policy.mandatory)
        self._fields.show_places(host, {lot.id: lot.name for lot in self._site.lots}, self._lot)
        self._fields.shorten(timedelta(hours=policy.longest_stay_hours))
        self._show()

    def _show(self) -> None:
        """Say what holds for it."""
        names = {lot.id: lot.name for lot in self._site.lots}
        said = terms(self.host, names, self._lot) if self.host is not None else None
        self._form.terms.setText(said.text if said is not None else "")
        self._form.terms.setVisible(said is not None)
        set_tone(self._form.terms, said.tone if said is not None else "dim")
        asks = self.host is not None and self.host.organisation.visitors.host_must_confirm
        for widget in (self._form.host_answer, self._form.host_answer_label):
            widget.setVisible(asks)
        self._form.host_row.setStretch(1, 2 if asks else 0)
        self.changed.emit()

    def _lot_changed(self) -> None:
        lot = self._form.lot.currentData()
        groups = self.host.lots.get(lot, ()) if self.host is not None and lot else ()
        every = [group for each in self._site.lots if each.id == lot for group in each.groups]
        names = {group.id: group.name for group in every}
        self._fields.show_groups((group, names.get(group, group)) for group in groups)


def _name(host: HostOrganisation) -> str:
    return host.organisation.name.casefold()
