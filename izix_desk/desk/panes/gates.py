"""The gates at the bottom: abnormal ones first, the rest folded when there is no room."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QWidget
from typing_extensions import override

from izix_desk.desk.panes.gate_tile import GateTile
from izix_desk.desk.parts.enter_button import EnterButton
from izix_desk.desk.theme import Look
from izix_desk.domain.events import GateReading, GateState
from izix_desk.domain.site import Gate, Site
from izix_desk.domain.views import GroupView

TICK_MS = 500


class GatesBar(QFrame):
    """Tiles from the left, the groups' counts on the right."""

    selected = Signal(object)
    """Id of the gate whose tile was chosen."""
    open_wanted = Signal(str)
    """Gate id: *Open gate…* was chosen in its menu."""
    hold_wanted = Signal(str)
    """The same for *Hold open…*."""
    release_wanted = Signal(str)
    """The same for *Release…*."""

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
        self._names: dict[str, str] = {}
        self._order: list[str] = []
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

    def show_gates(self, gates: Sequence[Gate]) -> None:
        """Make a tile for every gate."""
        for tile in self.tiles.values():
            tile.deleteLater()
        self.tiles = {gate.id: GateTile(self._look, gate, self) for gate in gates}
        self._order = list(self.tiles)
        for tile in self.tiles.values():
            tile.clicked.connect(lambda _=False, tile=tile: self.select(tile.gate.id))
            tile.menu_asked.connect(self._ask_menu)
        self._place()

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
        """Let every tile say what is true now, and put the abnormal ones first."""
        for tile in self.tiles.values():
            tile.refresh()
        # A tile never slips away from under the pointer.
        if not self.underMouse():
            order = sorted(self.tiles, key=lambda gate: not self.tiles[gate].seen().abnormal)
            if order != self._order:
                self._order = order
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
        told = [(self.tr("By hand: %1"), gate.by_hand), (self.tr("Intercom: %1"), gate.intercom)]
        told.append((self.tr("Out of service: %1"), gate.out_of_service_note))
        if any(words for _, words in told):
            menu.addSeparator()
        for line, words in told:
            if words:
                menu.addAction(line.replace("%1", words)).setEnabled(False)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _place(self) -> None:
        """Put the tiles side by side while there is room, and fold the others."""
        px = self._look.px
        self.setFixedHeight(px(80))
        self.title.adjustSize()
        self.title.move(px(16), (px(80) - self.title.height()) // 2)
        self.counts.adjustSize()
        right = self.width() - px(16) - self.counts.width()
        self.counts.move(right, (px(80) - self.counts.height()) // 2)
        left = self.title.geometry().right() + px(16)
        tiles = [self.tiles[gate] for gate in self._order]
        self._folded = self._lay(tiles, left, right - px(16))
        self.more.setVisible(bool(self._folded))
        self.order_tabs()

    def _lay(self, tiles: list[GateTile], left: int, right: int) -> list[GateTile]:
        px = self._look.px
        widths = [tile.sizeHint().width() for tile in tiles]
        room = right - left
        if sum(widths) + px(8) * (len(tiles) - 1) > room:
            room -= px(136)
        folded: list[GateTile] = []
        for tile, wide in zip(tiles, widths, strict=True):
            fits = not folded and wide <= room
            tile.setVisible(fits)
            if fits:
                tile.setGeometry(left, px(12), wide, px(56))
                left += wide + px(8)
                room -= wide + px(8)
            else:
                folded.append(tile)
        self.more.setText(self._folded_words(folded))
        self.more.adjustSize()
        self.more.move(left, (px(80) - self.more.height()) // 2)
        return folded

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
        shown = [self.tiles[gate] for gate in self._order if self.tiles[gate].isVisible()]
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
