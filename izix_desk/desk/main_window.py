"""The control room's window: header, needs you, feed, panel, gates."""

from datetime import datetime, tzinfo

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QMenu, QWidget
from typing_extensions import override

from izix_desk.desk.forms.main_window import Ui_MainWindow
from izix_desk.desk.memory import Memory
from izix_desk.desk.panes.banner import Banner
from izix_desk.desk.panes.feed import FeedPane
from izix_desk.desk.panes.gates import GatesBar
from izix_desk.desk.panes.keys_overlay import KeysOverlay
from izix_desk.desk.panes.lamps import Lamps
from izix_desk.desk.panes.needs_you import NeedsYouPane
from izix_desk.desk.parts.search_box import search_box
from izix_desk.desk.tabs import order_tabs, tab_stops
from izix_desk.desk.texts import clock
from izix_desk.desk.theme import ZOOMS, Look
from izix_desk.domain.events import Entry
from izix_desk.domain.site import Site

CLOCK_MS = 1000
SIDES = ((22, 260, 340), (30, 360, 560))
"""Share of the width in percent, least and most, of the outer panes until they are moved."""


class MainWindow(QMainWindow):
    """Puts the panes together and says what is in hand; `Wiring` connects it to the backend."""

    in_hand_changed = Signal(object)
    """Entry, or None."""
    painted = Signal()
    """The first picture is on the screen."""

    def __init__(self, look: Look, memory: Memory, operator: str) -> None:
        super().__init__()
        self.look = look
        self.memory = memory
        self.operator = operator
        self.site: Site | None = memory.site()
        self.timezone: tzinfo | None = None
        self._results: QWidget | None = None
        self.was_painted = False
        self.form = Ui_MainWindow()
        self.form.setupUi(self)
        self.banner = Banner(look, self.form, self)
        self.lamps = Lamps(look, self.form.header)
        self.search = search_box(look, self.form.header)
        self.needs_you = NeedsYouPane(look, self)
        self.feed = FeedPane(look, self)
        self._panel_room = QFrame(self)
        self.gates = GatesBar(look, self)
        self._keys: KeysOverlay | None = None
        self._assemble()
        self._connect()
        self._restore()
        self.show_site(self.site)

    def _assemble(self) -> None:
        # In the middle once it is as wide as it gets; until then it takes all there is.
        self.form.search_slot.addStretch(1)
        self.form.search_slot.addWidget(self.search, 100)
        self.form.search_slot.addStretch(1)
        self.form.lamps_slot.addWidget(self.lamps)
        self.form.panes.addWidget(self.needs_you)
        self.form.panes.addWidget(self.feed)
        self._panel_room.setProperty("pane", True)
        self.form.panes.addWidget(self._panel_room)
        self.form.rows.addWidget(self.gates)
        self.form.operator_menu.setText(f" {self.operator}")
        for place in range(self.form.panes.count()):
            self.form.panes.setStretchFactor(place, int(place == 1))

    def _connect(self) -> None:
        self._tick = QTimer(self, interval=CLOCK_MS)
        self._tick.timeout.connect(self._show_time)
        self._tick.start()
        self.look.changed.connect(self._size)
        self.form.operator_menu.clicked.connect(self._open_menu)
        self.needs_you.view.selectionModel().selectionChanged.connect(
            lambda: self.in_hand_changed.emit(self.entry_in_hand())
        )
        for view in (self.needs_you.view, self.feed.view):
            view.installEventFilter(self)
        self.needs_you.view.setFocus()
        order = [self.search, self.needs_you, self.feed, self._panel_room, self.gates]
        order_tabs([*order, self.lamps, self.form.operator_menu])

    def _restore(self) -> None:
        if not self.restoreGeometry(self.memory.layout("geometry")):
            self.resize(self.look.px(1280), self.look.px(720))
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self._size()
        self._show_time()

    def _restore_panes(self) -> None:
        if not self.form.panes.restoreState(self.memory.layout("panes")):
            px, wide = self.look.px, self.width()
            left, right = (
                min(max(wide * share // 100, px(least)), px(most)) for share, least, most in SIDES
            )
            self.form.panes.setSizes([left, wide - left - right, right])

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.was_painted:
            self._restore_panes()

    def _size(self) -> None:
        px = self.look.px
        self.form.header_row.setContentsMargins(px(16), px(8), px(16), px(8))
        self.form.header_row.setSpacing(px(8))
        self.search.setMinimumWidth(px(240))
        self.search.setMaximumWidth(px(640))
        self.form.banner_row.setContentsMargins(px(16), px(8), px(16), px(8))
        self.form.operator_menu.setIcon(self.look.icon("person", self.look.colours.dim))

    def toggle_keys(self) -> None:
        """Show the keys over the window, or take them away."""
        if self._keys is None:
            self._keys = KeysOverlay(self.look, self.form.desk)
        self._keys.toggle()

    def gate_in_hand(self) -> str | None:
        """Return the gate of the entry in hand, else of the chosen tile, else None."""
        entry = self.entry_in_hand()
        return entry.gate if entry is not None else self.gates.chosen()

    def entry_in_hand(self) -> Entry | None:
        """Return the one entry that is in hand."""
        return self.needs_you.in_hand()

    def place_results(self, results: QWidget) -> None:
        """Let the results of a search drop over the feed, and nothing else."""
        self._results = results
        results.setParent(self.feed)
        results.setGeometry(self.feed.rect())
        self.feed.installEventFilter(self)

    def place_panel(self, panel: QWidget) -> None:
        """Put the panel on the right, where its room was kept."""
        panel.setProperty("pane", True)
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        sizes = self.form.panes.sizes()
        self.form.panes.replaceWidget(2, panel)
        self._panel_room.deleteLater()
        self.form.panes.setSizes(sizes)
        panel.show()
        order_tabs([tab_stops(self.feed)[-1], panel, self.gates.more])
        self.gates.order_tabs()

    def show_site(self, site: Site | None) -> None:
        """Show the names of a site; before the store is open, as they were last time."""
        self.site = site
        title = self.tr("Izix Desk: Control Room")
        self.setWindowTitle(f"{title}, {site.name}" if site else title)
        place = self.tr("Control Room")
        self.form.title.setText(f"{place} · {site.name}" if site else place)
        if site is not None:
            self.gates.show_gates(site.gates, self.timezone)
            self.feed.view.rows.name_gates(gate.name for gate in site.gates)
            self.needs_you.model.name_gates({gate.id: gate.name for gate in site.gates})

    def set_timezone(self, timezone: tzinfo) -> None:
        """Show times as they are at the site, wherever this PC thinks it is."""
        self.timezone = timezone
        self.feed.view.rows.timezone = timezone
        self._show_time()

    def _show_time(self) -> None:
        self.form.clock.setText(clock(datetime.now(self.timezone).astimezone(self.timezone)))

    def zoom(self, steps: int) -> None:
        """Make everything bigger or smaller by steps; 0 is the normal size."""
        near = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - self.look.zoom))
        place = min(max(near + steps, 0), len(ZOOMS) - 1) if steps else 0
        self.look.set_zoom(ZOOMS[place])
        self.memory.keep("zoom", str(ZOOMS[place]))

    def set_theme(self, theme: str) -> None:
        """Change the theme, and remember it for this operator."""
        self.look.set_theme(theme)
        self.memory.keep("theme", theme)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for theme, words in (
            ("day", self.tr("Day")),
            ("night", self.tr("Night")),
            ("contrast", self.tr("High contrast")),
        ):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(theme == self.look.theme)
            action.triggered.connect(lambda _=False, theme=theme: self.set_theme(theme))
        menu.addSeparator()
        for words, steps, keys in (
            (self.tr("Bigger"), 1, "Ctrl++"),
            (self.tr("Smaller"), -1, "Ctrl+-"),
            (self.tr("Normal size"), 0, "Ctrl+0"),
        ):
            action = menu.addAction(f"{words}\t{keys}")
            action.triggered.connect(lambda _=False, steps=steps: self.zoom(steps))
        menu.addSeparator()
        menu.addAction(self.tr("Keys") + "\tF1").triggered.connect(self.toggle_keys)
        menu.aboutToHide.connect(menu.deleteLater)
        corner = self.form.operator_menu.rect().bottomLeft()
        menu.popup(self.form.operator_menu.mapToGlobal(corner))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.was_painted:
            self.was_painted = True
            # The picture reaches the screen when this turn of the event loop ends.
            QTimer.singleShot(0, self.painted.emit)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._type(event):
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Lists would search their own rows by what is typed.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._type(event)
        if event.type() == QEvent.Type.Resize and watched is self.feed and self._results:
            self._results.setGeometry(self.feed.rect())
        return super().eventFilter(watched, event)

    def _type(self, event: QKeyEvent) -> bool:
        """Pass on what is text; AltGr types characters, Ctrl and Alt alone do not."""
        pressed = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        altgr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        plain = pressed in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.GroupSwitchModifier}
        text = event.text()
        if not text.strip() or not text.isprintable() or not (plain or pressed == altgr):
            return False
        if not self.search.hasFocus():
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()
        return QApplication.sendEvent(self.search, event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.memory.keep("geometry", self.saveGeometry())
        self.memory.keep("panes", self.form.panes.saveState())
        self.memory.sync()
        super().closeEvent(event)
