"""The gates at the bottom, each in its place; folded where there is no room even for two rows."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from itertools import pairwise
from math import ceil

from PySide6.QtCore import QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QWidget
from typing_extensions import override

from izix_desk.desk.panes.gate_tile import GateTile
from izix_desk.desk.parts.enter_button import EnterButton
from izix_desk.desk.parts.service_words import out_of_service
from izix_desk.desk.theme import Look
from izix_desk.domain.events import GateReading, GateState
from izix_desk.domain.site import Gate, Site
from izix_desk.domain.views import GroupView

TICK_MS = 500
ROWS = 2
"""More would take too much from the feed."""
TALL, LOW, GAP = 56, 44, 4
"""Heights of a tile in one row and in two, and what is between the rows."""


class GatesBar(QFrame):
    """Tiles from the left, the groups' counts on the right.

    A hand learns where a gate is: tiles stand as the site lists them, and news moves none. Only
    where not all have room does an abnormal gate take the place of the last quiet ones.
    """

    selected = Signal(object)
    """Id of the gate whose tile was chosen."""
    open_wanted = Signal(str)
    """Gate id: *Open gate…* was chosen in its menu."""
    hold_wanted = Signal(str)
    """The same for *Hold open…*."""
    release_wanted = Signal(str)
    """The same for *Release…*."""
    service_wanted = Signal(str)
    """The same for *Out of service…*, or *Back in service…* where it is out."""
    why_wanted = Signal(str)
    """The same for *Why?*: how the last read there was judged."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("gates")
        self.title = QLabel(self)
        self.title.setProperty("role", "section")
        self.counts = QLabel(self)
        self.counts.setProperty("role", "counts")
        self.more = EnterButton(self)
        self.more.clicked.connect(self._show_folded)
        self.tiles: dict[str, GateTile] = {}
        self._folded: list[GateTile] = []
        self._cells: list[QRect] = []
        self._unfolded: list[str] = []
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.refresh)
        self._tick.start()
        look.changed.connect(self._place)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every word again, in the language in use."""
        self.title.setText(self.tr("GATES"))
        self.more.setAccessibleName(self.tr("Show the other gates"))
        self.counts.setAccessibleName(self.tr("Cars per group"))

    def show_gates(self, gates: Sequence[Gate], timezone: tzinfo | None = None) -> None:
        """Give every gate a tile; one that has it keeps it, with all that is known there."""
        for gone in self.tiles.keys() - {gate.id for gate in gates}:
            self.tiles.pop(gone).deleteLater()
        self.tiles = {gate.id: self.tiles.get(gate.id) or self._new(gate) for gate in gates}
        for gate in gates:
            tile = self.tiles[gate.id]
            tile.gate, tile.timezone = gate, timezone
            tile.refresh()
        self._place()

    def _new(self, gate: Gate) -> GateTile:
        tile = GateTile(self._look, gate, self)
        tile.clicked.connect(lambda: self.select(tile.gate.id))
        tile.menu_asked.connect(self._ask_menu)
        return tile

    def show_groups(self, groups: Sequence[GroupView], site: Site) -> None:
        """Say how full each group is."""
        lots = {lot.id: lot.name for lot in site.lots}
        self.counts.setText(counts_table(groups, lots, self._look.colours.amber))
        self.counts.setToolTip(self.tr("inside + reserved / spots"))
        self._place()

    def measure(self, readings: Sequence[GateReading]) -> None:
        """Take what the engine measured."""
        for reading in readings:
            tile = self.tiles.get(reading.gate)
            if tile is not None:
                tile.reading = reading
        self.refresh()

    def ring(self, gates: set[str]) -> None:
        """Light the call lamp of exactly these gates."""
        for tile in self.tiles.values():
            tile.ringing = tile.gate.id in gates
        self.refresh()

    def select(self, gate: str | None) -> None:
        """Mark one tile, or none."""
        for tile in self.tiles.values():
            tile.setChecked(tile.gate.id == gate)
        self.selected.emit(gate)

    def chosen(self) -> str | None:
        """Return the gate whose tile is marked, else has the keyboard."""
        tiles = [*self.tiles.values()]
        marked = next((tile for tile in tiles if tile.isChecked()), None)
        chosen = marked or next((tile for tile in tiles if tile.hasFocus()), None)
        return chosen.gate.id if chosen is not None else None

    def may_be_held(self, gate: str) -> bool:
        """Tell whether a gate is held open, or nothing measured says that it is not."""
        seen = self.tiles[gate].seen().state if gate in self.tiles else GateState.NOT_MEASURED
        return seen not in {GateState.CLOSED, GateState.OPENING, GateState.OPEN}

    def refresh(self) -> None:
        """Let every tile say what is true now."""
        for tile in self.tiles.values():
            tile.refresh()
        # A tile never slips away from under the pointer.
        if self._folded and not self.underMouse() and self._unfold() != self._unfolded:
            self._place()

    def _ask_menu(self, gate: str) -> None:
        tile = self.tiles[gate]
        anchor = tile if tile.isVisible() else self.more
        self.select(gate)
        menu = self.menu_for(tile.gate)
        menu.popup(anchor.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def menu_for(self, gate: Gate) -> QMenu:
        """Return what can be done with a gate; it goes when it is closed."""
        menu = QMenu(self)
        opening = menu.addAction(self.tr("Open gate…"))
        opening.triggered.connect(lambda: self.open_wanted.emit(gate.id))
        if gate.hold is not None:
            hold = menu.addAction(self.tr("Hold open…") + "\tF6")
            hold.triggered.connect(lambda: self.hold_wanted.emit(gate.id))
            release = menu.addAction(self.tr("Release…") + "\tF7")
            release.setEnabled(self.may_be_held(gate.id))
            release.triggered.connect(lambda: self.release_wanted.emit(gate.id))
        out, back = self.tr("Out of service…"), self.tr("Back in service…")
        service = menu.addAction(out if gate.in_service else back)
        service.triggered.connect(lambda: self.service_wanted.emit(gate.id))
        why = menu.addAction(self.tr("Why?   The last read here"))
        why.triggered.connect(lambda: self.why_wanted.emit(gate.id))
        self._tell(menu, gate)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _tell(self, menu: QMenu, gate: Gate) -> None:
        """Put below what is to be known of a gate."""
        told = [(self.tr("By hand: %1"), gate.by_hand), (self.tr("Intercom: %1"), gate.intercom)]
        told.append(("%1", out_of_service(gate, self.tiles[gate.id].timezone)))
        if any(words for _, words in told):
            menu.addSeparator()
        for line, words in told:
            if words:
                menu.addAction(line.replace("%1", words)).setEnabled(False)

    def _place(self) -> None:
        """Put the tiles into one row, else into two lower ones, and fold those without room."""
        px = self._look.px
        self.title.adjustSize()
        self.counts.adjustSize()
        left, right = px(32) + self.title.width(), self.width() - px(16) - self.counts.width()
        wide, columns = self._columns(right - px(16) - left)
        rows = 1 if len(self.tiles) <= columns else ROWS
        columns = min(columns, max(ceil(len(self.tiles) / rows), 1))
        self._cells = [
            QRect(left + column * (wide + px(8)), top, wide, high)
            for top, high in self._rows(rows)
            for column in range(columns)
        ]
        self.title.move(px(16), (self.height() - self.title.height()) // 2)
        self.counts.move(right, (self.height() - self.counts.height()) // 2)
        self._fill()

    def _columns(self, room: int) -> tuple[int, int]:
        """Return how wide every tile is, and how many stand side by side."""
        gap = self._look.px(8)
        wide = max((tile.sizeHint().width() for tile in self.tiles.values()), default=0)
        columns = max((room + gap) // (wide + gap), 1)
        return min(wide, max(room, 0)), columns

    def _rows(self, rows: int) -> list[tuple[int, int]]:
        """Make this bar as high as so many rows need; return the top and height of each."""
        px = self._look.px
        margin, high = (px(12), px(TALL)) if rows == 1 else (px(8), px(LOW))
        self.setFixedHeight(2 * margin + rows * high + (rows - 1) * px(GAP))
        return [(margin + row * (high + px(GAP)), high) for row in range(rows)]

    def _fill(self) -> None:
        """Put the tiles into the cells; a button for those that are folded has the last one."""
        self._unfolded = self._unfold()
        for gate, cell in zip(self._unfolded, self._cells, strict=False):
            self.tiles[gate].setGeometry(cell)
        self._folded = [tile for gate, tile in self.tiles.items() if gate not in self._unfolded]
        for gate, tile in self.tiles.items():
            tile.setVisible(gate in self._unfolded)
        self.more.setVisible(bool(self._folded))
        self.more.setText(self._folded_words(self._folded))
        self.more.adjustSize()
        last = self._cells[-1]
        self.more.move(last.left(), last.center().y() - self.more.height() // 2)
        self.order_tabs()

    def _unfold(self) -> list[str]:
        """Return the gates that have room, as the site lists them: abnormal ones have it first."""
        gates = list(self.tiles)
        if len(gates) <= len(self._cells):
            return gates
        urgent = sorted(gates, key=lambda gate: not self.tiles[gate].seen().abnormal)
        chosen = set(urgent[: len(self._cells) - 1])
        return [gate for gate in gates if gate in chosen]

    def _folded_words(self, folded: list[GateTile]) -> str:
        states = {tile.seen().state for tile in folded}
        text = self.tr("+ %1 closed") if states == {GateState.CLOSED} else self.tr("+ %1 more")
        return text.replace("%1", str(len(folded)))

    def _show_folded(self) -> None:
        menu = QMenu(self)
        for tile in self._folded:
            action = menu.addAction(f"{tile.gate.name}   {tile.seen().words}")
            action.triggered.connect(lambda _=False, gate=tile.gate.id: self._ask_menu(gate))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def order_tabs(self) -> None:
        """Let Tab go along the tiles as they stand, from where this bar has its turn."""
        shown = [self.tiles[gate] for gate in self._unfolded]
        # The button keeps the bar's turn, whatever tiles come and go: they are put behind it,
        # and at last it is put behind them.
        for one, following in pairwise([self.more, *shown]):
            QWidget.setTabOrder(one, following)
        if shown:
            QWidget.setTabOrder(shown[-1], self.more)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


def counts_table(groups: Sequence[GroupView], lots: Mapping[str, str], full: str) -> str:
    """Return the groups as columns of two or three; a full one in the colour `full`."""
    high = 2 if len(groups) <= 4 else 3
    cells: list[str] = []
    for first in range(0, len(groups), high):
        column = groups[first : first + high]
        names = (_plain(f"{lots.get(view.lot, '')} {view.group.name}".strip()) for view in column)
        cells.append(f"<td>{'<br>'.join(names)}</td>")
        counts = "<br>".join(_count(view, full) for view in column)
        cells.append(f"<td align='right'>{counts}</td>")
    return f"<table cellspacing='0' cellpadding='4'><tr>{''.join(cells)}</tr></table>"


def _plain(text: str) -> str:
    # `html.escape` would do it, and brings a table of all entities: half a megabyte.
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _count(view: GroupView, full: str) -> str:
    taken = f"{view.inside} + {view.reserved}" if view.reserved else f"{view.inside}"
    tone = f" style='color:{full}'" if view.inside + view.reserved >= view.group.spots else ""
    return f"<b{tone}>{taken}</b> / {view.group.spots}"
