"""The live feed as a Qt model: newest first, in batches, and still while somebody reads it."""

from bisect import bisect
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from typing_extensions import override

from izix_desk.desk.models.feed_filter import FeedFilter
from izix_desk.desk.texts import aside, row_word, shown
from izix_desk.domain.views import FeedRow

Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()
RowRole: Final = Qt.ItemDataRole.UserRole


class FeedModel(QAbstractListModel):
    """Rows that the filter lets through; while held, new ones wait and are counted.

    A busy gate reports many events within one frame: they go in together every FLUSH_MS, so
    that the view repaints once. A row that comes again (its command got a new stage) changes
    where it stands.
    """

    FLUSH_MS = 80

    waiting_changed = Signal(int)
    """How many new rows wait behind a held feed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: dict[UUID, FeedRow] = {}
        self._shown: list[FeedRow] = []
        self._pending: dict[UUID, FeedRow] = {}
        self._waiting: dict[UUID, FeedRow] = {}
        self._held = False
        self.filter = FeedFilter()
        self._timer = QTimer(self, singleShot=True, interval=self.FLUSH_MS)
        self._timer.timeout.connect(self.flush)

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self._shown[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return sentence(row)
        return row if role == RowRole else None

    @property
    def rows(self) -> list[FeedRow]:
        """The rows in view, newest first; not to be changed."""
        return self._shown

    @property
    def waiting(self) -> int:
        """How many new rows wait until the feed is let go."""
        return len(self._waiting)

    def reset(self, rows: Iterable[FeedRow]) -> None:
        """Begin again with what the store has."""
        self._pending.clear()
        self._all = {row.id: row for row in rows}
        self._rebuild()

    def add(self, rows: Iterable[FeedRow]) -> None:
        """Take new or changed rows; they show with the next batch."""
        self._pending.update((row.id, row) for row in rows)
        if self._pending and not self._timer.isActive():
            self._timer.start()

    def hold(self, held: bool) -> None:
        """Keep everything where it is, or let the waiting rows in."""
        self._held = held
        if not held and self._waiting:
            waiting, self._waiting = list(self._waiting.values()), {}
            self._insert(waiting)
            self.waiting_changed.emit(0)

    def set_filter(self, chosen: FeedFilter) -> None:
        """Show what the filter lets through, from the newest on."""
        if chosen != self.filter:
            self.flush()
            self.filter = chosen
            self._rebuild()

    def drop_before(self, oldest: datetime) -> None:
        """Forget rows that are older than the feed's period; a held feed keeps them."""
        if self._held:
            return
        self._all = {key: row for key, row in self._all.items() if row.at >= oldest}
        last = len(self._shown)
        first = last
        while first and self._shown[first - 1].at < oldest:
            first -= 1
        if first < last:
            self.beginRemoveRows(ROOT, first, last - 1)
            del self._shown[first:]
            self.endRemoveRows()

    def flush(self) -> None:
        """Show what came since the last batch."""
        batch, self._pending = self._pending, {}
        known = {row.id: place for place, row in enumerate(self._shown)} if batch else {}
        fresh: list[FeedRow] = []
        for row in batch.values():
            self._all[row.id] = row
            if row.id in known:
                self._change(known[row.id], row)
            elif self.filter.accepts(row):
                fresh.append(row)
        if self._held and fresh:
            self._waiting.update((row.id, row) for row in fresh)
            self.waiting_changed.emit(len(self._waiting))
        else:
            self._insert(fresh)

    def _change(self, place: int, row: FeedRow) -> None:
        self._shown[place] = row
        index = self.index(place)
        self.dataChanged.emit(index, index)

    def _insert(self, fresh: list[FeedRow]) -> None:
        fresh.sort(key=_newest_first)
        newest = _newest_first(self._shown[0]) if self._shown else 1
        on_top = [row for row in fresh if _newest_first(row) < newest]
        if on_top:
            self.beginInsertRows(ROOT, 0, len(on_top) - 1)
            self._shown[:0] = on_top
            self.endInsertRows()
        for row in fresh[len(on_top) :]:
            place = bisect(self._shown, _newest_first(row), key=_newest_first)
            self.beginInsertRows(ROOT, place, place)
            self._shown.insert(place, row)
            self.endInsertRows()

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._waiting.clear()
        self._shown = sorted(filter(self.filter.accepts, self._all.values()), key=_newest_first)
        self.endResetModel()
        self.waiting_changed.emit(0)


def sentence(row: FeedRow) -> str:
    """Return a row as a screen reader says it."""
    parts = (
        row.gate_name,
        row_word(row),
        row.plate or shown(row.method, row.raw),
        row.who,
        row.organisation,
        row.text,
        aside(row),
    )
    return ", ".join(part for part in (f"{row.at.astimezone():%H:%M:%S}", *parts) if part)


def _newest_first(row: FeedRow) -> int:
    # The order of recording, not the gates' clocks: what is new to this desk stands on top.
    return -row.seq
