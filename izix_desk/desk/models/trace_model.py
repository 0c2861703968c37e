"""What passes on the wires, as a Qt model: the oldest on top, in batches, and never too much."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import islice
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor
from typing_extensions import override

from izix_desk.desk.texts import whole
from izix_desk.desk.theme import Look, Size
from izix_desk.domain.lines import TraceLine
from izix_desk.services.line_watching import RECEIVED, SENT, Gaps
from izix_desk.services.moments import present

Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()
CAPACITY: Final = 5000
"""Rows that are kept, and as many that wait during a pause."""
BYTES: Final = 3
COLUMNS: Final = 5
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class TraceFilter:
    """Which part of a trace is wanted."""

    lines: frozenset[str] = frozenset()
    address: int | None = None
    """None wants all; with an address, what is nobody's is wanted as well."""
    text: str = ""
    """Part of the words, or of the bytes in hex."""

    def wants(self, passed: TraceLine) -> bool:
        """Tell whether it is of that part."""
        if passed.line not in self.lines:
            return False
        if self.address is not None and passed.address not in {None, self.address}:
            return False
        wanted = self.text.strip().casefold()
        compact = wanted.replace(" ", "")
        return wanted in passed.words.casefold() or compact in passed.data.hex()


@dataclass(frozen=True, slots=True)
class TraceRow:
    """What passed, and the time of day that it was then: a clock that is set changes no row."""

    passed: TraceLine
    at: datetime


class TraceModel(QAbstractTableModel):
    """Takes what comes every BATCH_MS; while held, what comes waits and is counted."""

    BATCH_MS = 80

    counted = Signal()
    """Something waits, was let through, or was dropped."""

    def __init__(
        self, look: Look, parent: QObject | None = None, *, capacity: int = CAPACITY
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._capacity = capacity
        self.zone: tzinfo = UTC
        self._kept: deque[TraceRow] = deque()
        self._shown: list[TraceRow] = []
        self._waiting: deque[TraceRow] = deque(maxlen=capacity)
        self._gaps = Gaps()
        self._is_held = False
        self._filter = TraceFilter()
        self._timer = QTimer(self, singleShot=True, interval=self.BATCH_MS)
        self._timer.timeout.connect(self._take)

    @property
    def rows(self) -> Sequence[TraceRow]:
        """What is in view, oldest first; not to be changed."""
        return self._shown

    @property
    def kept(self) -> int:
        """How many rows there are, in view or not."""
        return len(self._kept)

    @property
    def waiting(self) -> int:
        """How many rows wait for the end of a pause."""
        return len(self._waiting) if self._is_held else 0

    @property
    def dropped(self) -> int:
        """How much passed that was never told, since more came than could be taken."""
        return self._gaps.dropped

    def add(self, passed: Sequence[TraceLine]) -> None:
        """Take what passed on one line; it shows with the next batch."""
        self._gaps.count(passed)
        now = present()
        self._waiting.extend(TraceRow(each, now.wall_at(each.at)) for each in passed)
        if not self._timer.isActive():
            self._timer.start()

    def hold(self, held: bool) -> None:
        """Let nothing new in, or let in what came meanwhile."""
        self._is_held = held
        self._take()

    def narrow(self, wanted: TraceFilter) -> None:
        """Show another part of what is kept."""
        if wanted != self._filter:
            self._filter = wanted
            self.beginResetModel()
            self._shown = [row for row in self._kept if wanted.wants(row.passed)]
            self.endResetModel()

    def stop(self) -> None:
        """Take nothing more."""
        self._timer.stop()

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else COLUMNS

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < COLUMNS:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return headings()[section]
        return LEFT if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row, column = self._shown[index.row()], index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._cell(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(row)
        if role == Qt.ItemDataRole.FontRole:
            return self._look.font(Size.SMALL, plate=column == BYTES)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._colour(row.passed))
        return LEFT if role == Qt.ItemDataRole.TextAlignmentRole else None

    def spoken(self, row: TraceRow) -> str:
        """Return one row as a sentence."""
        way = (
            translate("TraceModel", "sent") if row.passed.is_sent
            else translate("TraceModel", "received")
        )  # fmt: skip
        return f"{self._cell(row, 0)}, {row.passed.line}, {way}, {row.passed.words}"

    def _cell(self, row: TraceRow, column: int) -> str:
        passed = row.passed
        if column == BYTES:
            return passed.data.hex(" ").upper()
        if column == 0:
            at = row.at.astimezone(self.zone)
            return f"{at:%H:%M:%S}.{at.microsecond // 1000:03}"
        if column == 2:
            arrow = SENT if passed.is_sent else RECEIVED
            return arrow if passed.address is None else f"{arrow} {whole(passed.address)}"
        return passed.line if column == 1 else passed.words

    def _colour(self, passed: TraceLine) -> str:
        colours = self._look.colours
        if passed.is_sent:
            return colours.dim
        return colours.text if passed.data else colours.amber

    def _take(self) -> None:
        if not self._is_held:
            self._make_room(len(self._waiting))
            self._append(self._waiting)
            self._waiting.clear()
        self.counted.emit()

    def _make_room(self, coming: int) -> None:
        """Forget the oldest; those in view go from the top."""
        gone = max(0, len(self._kept) + coming - self._capacity)
        if gone:
            out = sum(self._filter.wants(row.passed) for row in islice(self._kept, gone))
            for _ in range(gone):
                self._kept.popleft()
            if out:
                self.beginRemoveRows(ROOT, 0, out - 1)
                del self._shown[:out]
                self.endRemoveRows()

    def _append(self, fresh: Sequence[TraceRow]) -> None:
        self._kept.extend(fresh)
        wanted = [row for row in fresh if self._filter.wants(row.passed)]
        if wanted:
            first = len(self._shown)
            self.beginInsertRows(ROOT, first, first + len(wanted) - 1)
            self._shown.extend(wanted)
            self.endInsertRows()


def headings() -> tuple[str, ...]:
    """Return what the columns hold, in the language in use."""
    return (
        translate("TraceModel", "Time"),
        translate("TraceModel", "Line"),
        translate("TraceModel", "Address"),
        translate("TraceModel", "Bytes"),
        translate("TraceModel", "In words"),
    )


LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
