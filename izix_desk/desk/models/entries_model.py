"""What needs a person, as a Qt model that never moves under the operator's hand."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from izix_desk.desk.texts import kind_word, shown
from izix_desk.domain.events import Entry

Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()
EntryRole: Final = Qt.ItemDataRole.UserRole
GoneRole: Final = Qt.ItemDataRole.UserRole + 1
DraftRole: Final = Qt.ItemDataRole.UserRole + 2


class EntriesModel(QAbstractListModel):
    """Open entries in the order of `F9`.

    An entry that was closed elsewhere stays as *gone* while it is in hand, or while the pointer
    is over the list: a click must never land on another car.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._gone: set[UUID] = set()
        self._names: dict[str, str] = {}
        self._drafts: dict[UUID, str] = {}

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            who = entry.plate or shown(entry.method, entry.raw)
            parts = (self.gate_name(entry.gate), kind_word(entry.kind), who, entry.text)
            return ", ".join(part for part in parts if part)
        more = {EntryRole: entry, GoneRole: entry.id in self._gone}
        return more.get(role) if role != DraftRole else self._drafts.get(entry.id, "")

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """The entries that really wait, in order."""
        return tuple(entry for entry in self._entries if entry.id not in self._gone)

    def waits(self, entry: UUID) -> bool:
        """Tell whether an entry still waits: one in hand stays listed when it is gone."""
        return entry not in self._gone

    def name_gates(self, names: dict[str, str]) -> None:
        """Know the gates' names."""
        self._names = names
        self._changed(0, len(self._entries) - 1)

    def name_draft(self, entry: UUID, draft: str) -> None:
        """Say whose visit was begun for an entry and put aside; an empty name takes it away."""
        self._drafts[entry] = draft
        place = self.place_of(entry)
        self._changed(place, place)

    def gate_name(self, gate: str) -> str:
        """Return the name of a gate, or its id while the site is not loaded."""
        return self._names.get(gate, gate)

    def place_of(self, entry: UUID) -> int:
        """Return the row of an entry, -1 when it is not there."""
        return next((i for i, known in enumerate(self._entries) if known.id == entry), -1)

    def update(self, entries: Sequence[Entry], *, keep: UUID | None, still: bool) -> None:
        """Show these entries; `keep` is the one in hand, `still` keeps every row in its place."""
        fresh = {entry.id: entry for entry in entries}
        kept = {e.id for e in self._entries if e.id not in fresh and (still or e.id == keep)}
        self._drop([i for i, e in enumerate(self._entries) if e.id not in fresh.keys() | kept])
        self._gone = kept
        self._entries = [fresh.get(entry.id, entry) for entry in self._entries]
        known = {entry.id for entry in self._entries}
        self._append([entry for entry in entries if entry.id not in known])
        if not still:
            self._order(self._wanted(entries))
        self._changed(0, len(self._entries) - 1)

    def _drop(self, places: list[int]) -> None:
        for place in reversed(places):
            self.beginRemoveRows(ROOT, place, place)
            del self._entries[place]
            self.endRemoveRows()

    def _append(self, fresh: list[Entry]) -> None:
        if fresh:
            first = len(self._entries)
            self.beginInsertRows(ROOT, first, first + len(fresh) - 1)
            self._entries.extend(fresh)
            self.endInsertRows()

    def _wanted(self, entries: Sequence[Entry]) -> list[UUID]:
        order = [entry.id for entry in entries]
        for place, entry in enumerate(self._entries):
            if entry.id in self._gone:
                order.insert(place, entry.id)
        return order

    def _order(self, wanted: list[UUID]) -> None:
        # Rows move one by one, so that selection and focus go with them.
        for place, entry in enumerate(wanted):
            now = self.place_of(entry)
            if now != place:
                self.beginMoveRows(ROOT, now, now, ROOT, place)
                self._entries.insert(place, self._entries.pop(now))
                self.endMoveRows()

    def _changed(self, first: int, last: int) -> None:
        if last >= first >= 0:
            self.dataChanged.emit(self.index(first), self.index(last))
