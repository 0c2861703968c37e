"""Search results: grouped, and always ended by *Create Profile +*."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from izix_desk.domain.views import Hit

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
translate = QCoreApplication.translate
GROUPS = ("may_pass", "may_not", "people", "visitors", "vehicles")
"""Order of the results; *people* are those that were not judged."""


class RowKind(Enum):
    """What a row is; only hits and the last row can be chosen."""

    HEADING = "heading"
    HIT = "hit"
    CREATE = "create"


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is drawn."""

    kind: RowKind
    text: str
    hit: Hit | None = None
    note: str = ""

    @property
    def choosable(self) -> bool:
        """Tell whether the keyboard stops here."""
        return self.kind is not RowKind.HEADING


class HitsModel(QAbstractListModel):
    """One answer at a time; the last row is always there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self.show((), "")

    def show(self, hits: Sequence[Hit], typed: str) -> None:
        """Show the answer to what was typed."""
        rows = [
            *_grouped(hits, typed),
            Row(RowKind.CREATE, translate("HitsModel", "Create Profile +"), note=typed),
        ]
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def row_at(self, index: Index) -> Row | None:
        """Return the row of an index."""
        valid = index.isValid() and index.row() < len(self._rows)
        return self._rows[index.row()] if valid else None

    def first_choice(self) -> QModelIndex:
        """Return the row that Enter means: the first exact hit, else the first hit."""
        choices = [row for row in self._rows if row.choosable]
        exact = [row for row in choices if row.hit is not None and row.hit.exact]
        return self.index(self._rows.index((exact or choices)[0]))

    def next_choice(self, index: Index, step: int) -> QModelIndex:
        """Return the choosable row after (1) or before (-1) this one, or this one at the ends."""
        row = index.row() + step
        while 0 <= row < len(self._rows) and not self._rows[row].choosable:
            row += step
        return self.index(row if 0 <= row < len(self._rows) else index.row())

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        if not row.choosable:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        return _spoken(row) if role == Qt.ItemDataRole.AccessibleTextRole else None


def _grouped(hits: Sequence[Hit], typed: str) -> list[Row]:
    if not typed:
        return [_heading("expected" if hits else "nobody_expected"), *(_hit(hit) for hit in hits)]
    rows: list[Row] = [] if hits else [_heading("nobody")]
    for group in GROUPS:
        found = [hit for hit in hits if (hit.group if hit.group in GROUPS else "people") == group]
        if found:
            rows += [_heading(group), *(_hit(hit) for hit in found)]
    return rows


def _heading(group: str) -> Row:
    words = {
        "people": translate("HitsModel", "People"),
        "may_pass": translate("HitsModel", "May pass here now"),
        "may_not": translate("HitsModel", "May not pass here now"),
        "visitors": translate("HitsModel", "Visitors"),
        "vehicles": translate("HitsModel", "Vehicles"),
        "expected": translate("HitsModel", "Expected here within two hours"),
        "nobody": translate("HitsModel", "Nobody found"),
        "nobody_expected": translate("HitsModel", "Nobody is expected here within two hours"),
    }
    return Row(RowKind.HEADING, words[group])


def _hit(hit: Hit) -> Row:
    return Row(RowKind.HIT, hit.name, hit, hit.note)


def _spoken(row: Row) -> str:
    parts = [row.text]
    if row.hit is not None:
        parts += [row.hit.organisation, *row.hit.plates]
    return ", ".join(part for part in [*parts, row.note] if part)
