"""Draws one entry of *Needs you*: gate, what it is, how long it waits, plate and reason."""

from collections.abc import Callable
from datetime import UTC, datetime
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from izix_desk.desk.models.entries_model import DraftRole, EntriesModel, EntryRole, GoneRole
from izix_desk.desk.panes.painting import LEFT, RIGHT, Brush
from izix_desk.desk.texts import kind_word, shown, waited
from izix_desk.desk.theme import Look, Size
from izix_desk.domain.events import Entry, EntryKind

Index = QModelIndex | QPersistentModelIndex
AMBER_SECONDS = 30
RED_SECONDS = 60
LINES = 4
"""Of what it says, at most."""
WRAPPED = int(Qt.TextFlag.TextWordWrap)
_ICONS = {
    EntryKind.CALL: "call",
    EntryKind.NOT_SURE: "not-sure",
    EntryKind.FAILED: "failed",
    EntryKind.REFUSED: "denied",
    EntryKind.GATE: "gate",
}


class EntryRow(QStyledItemDelegate):
    """Paints entries; the one in hand stands on the colour of the selection."""

    def __init__(self, look: Look, view: QListView, model: EntriesModel) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self._model = model
        self.us: frozenset[str] = frozenset()
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(EntryRole)
        px = self._look.px
        wide = self._view.viewport().width()
        lines = self._lines(entry, wide)
        second = bool(entry.plate or entry.raw or index.data(DraftRole))
        return QSize(wide, px(68 if second else 40) + lines * px(20))

    def _lines(self, entry: Entry, wide: int) -> int:
        metrics = QFontMetrics(self._look.font(Size.SMALL))
        room = QRect(0, 0, wide - self._look.px(28), metrics.height() * len(entry.text))
        high = metrics.boundingRect(room, WRAPPED, entry.text).height() if entry.text else 0
        return min(ceil(high / metrics.lineSpacing()), LINES)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(EntryRole)
        gone = bool(index.data(GoneRole))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush = Brush(self._look, painter)
        area: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] Qt's stubs lack it
        state = option.state  # pyright: ignore[reportAttributeAccessIssue] Qt's stubs lack it
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        seconds = (self.now() - entry.opened).total_seconds()
        self._ground(brush, area, seconds, chosen=chosen, gone=gone)
        self._first_line(brush, area, entry, seconds, gone=gone)
        self._rest(brush, area, entry, str(index.data(DraftRole)))
        if chosen and self._view.hasFocus():
            brush.outline(area, self._look.colours.accent, 2)
        painter.restore()

    def _ground(
        self, brush: Brush, area: QRect, seconds: float, *, chosen: bool, gone: bool
    ) -> None:
        colours, px = self._look.colours, self._look.px
        if chosen:
            brush.painter.fillRect(area, colours.selected)
        bar = colours.accent if chosen else self._urgency(seconds, gone=gone)
        brush.painter.fillRect(QRect(area.left(), area.top(), px(4), area.height()), bar)
        brush.painter.fillRect(area.left(), area.bottom(), area.width(), 1, colours.line)

    def _urgency(self, seconds: float, *, gone: bool) -> str:
        colours = self._look.colours
        if gone:
            return colours.line
        return colours.dim if seconds < AMBER_SECONDS else self._waited(seconds)

    def _waited(self, seconds: float) -> str:
        colours = self._look.colours
        if seconds < AMBER_SECONDS:
            return colours.text
        return colours.red if seconds >= RED_SECONDS else colours.amber

    def _first_line(
        self, brush: Brush, area: QRect, entry: Entry, seconds: float, *, gone: bool
    ) -> None:
        colours, px, look = self._look.colours, self._look.px, self._look
        line = QRect(area.left() + px(16), area.top() + px(8), area.width() - px(28), px(28))
        wait = self.tr("left") if gone else waited(seconds)
        size = Size.SMALL if gone else Size.BIG
        tone = colours.dim if gone else self._waited(seconds)
        taken = brush.text(line, wait, colour=tone, font=look.font(size, bold=True), align=RIGHT)
        colour = self._kind_colour(entry.kind) if not gone else colours.dim
        brush.icon(QPoint(line.left(), line.center().y() - px(9)), _ICONS[entry.kind], colour, 18)
        name = QRect(line.left() + px(26), line.top(), line.width() - taken - px(34), line.height())
        gate = self._model.gate_name(entry.gate)
        used = brush.text(name, gate, colour=colours.text, font=look.font(bold=True), align=LEFT)
        word = name.adjusted(used + px(8), 0, 0, 0)
        if word.width() > px(24):
            font = look.font(Size.SMALL, bold=True)
            brush.text(word, kind_word(entry.kind), colour=colour, font=font)

    def _rest(self, brush: Brush, area: QRect, entry: Entry, draft: str) -> None:
        colours, px = self._look.colours, self._look.px
        left, top = area.left() + px(16), area.top() + px(36)
        if entry.plate or entry.raw or draft:
            here = entry.plate or shown(entry.method, entry.raw)
            wide = brush.plate(QPoint(left, top + px(14)), here) + px(8) if here else 0
            who = QRect(left + wide, top, area.right() - left - wide - px(12), px(28))
            font = self._look.font(Size.SMALL)
            brush.text(who, self._beside(entry, draft), colour=colours.blue, font=font)
            top += px(28)
        words = QRect(left, top, area.width() - px(28), area.bottom() - top - px(2))
        brush.painter.setFont(self._look.font(Size.SMALL))
        brush.painter.setPen(colours.text)
        brush.painter.drawText(words, WRAPPED, self._cut(entry.text, words.width()))

    def _cut(self, text: str, wide: int) -> str:
        """Return what has room in the lines, with an ellipsis where there is more."""
        metrics = QFontMetrics(self._look.font(Size.SMALL))
        room = QRect(0, 0, wide, metrics.height() * len(text))
        while metrics.boundingRect(room, WRAPPED, text).height() > LINES * metrics.lineSpacing():
            text = text.rstrip("…").rpartition(" ")[0] + "…"
        return text

    def _beside(self, entry: Entry, draft: str) -> str:
        if draft:
            return self.tr("Draft: %1").replace("%1", draft)
        if entry.taken_by and entry.taken_by not in self.us:
            return self.tr("%1 is on it").replace("%1", entry.taken_by)
        return ""

    def _kind_colour(self, kind: EntryKind) -> str:
        colours = self._look.colours
        if kind in {EntryKind.NOT_SURE, EntryKind.REFUSED}:
            return colours.red
        return colours.amber if kind is not EntryKind.GATE else colours.text
