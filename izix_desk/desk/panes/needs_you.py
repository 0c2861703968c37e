"""Needs you: everything that waits for a person, in one place, with its seconds."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from izix_desk.desk.models.entries_model import EntriesModel, EntryRole, GoneRole
from izix_desk.desk.panes.entry_row import EntryRow
from izix_desk.desk.theme import Look
from izix_desk.domain.events import Entry

TICK_MS = 1000
UNDO_MS = 5000


class EntriesView(QListView):
    """A list that chooses nothing by itself: the first arrow key takes the first row."""

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection():
            self.selectionModel().clearCurrentIndex()


class NeedsYouPane(QFrame):
    """The list, the two things one does with it, and five seconds of *Undo*."""

    taken = Signal(object)
    """Entry that the operator put in hand."""
    close_asked = Signal()
    next_asked = Signal()
    undo_asked = Signal(object)
    """UUID of the entry to open again."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("needs_you")
        self.setProperty("pane", True)
        self.model = EntriesModel(self)
        self.title = QLabel(self)
        self.count = QLabel(self)
        self.view = EntriesView(self)
        self.rows = EntryRow(look, self.view, self.model)
        self.empty = QLabel(self.view.viewport())
        self.next = QPushButton(self)
        self.close_entry = QPushButton(self)
        self.undo_strip = QFrame(self)
        self.undo_text = QLabel(self.undo_strip)
        self.undo = QPushButton(self.undo_strip)
        self._undoable: object = None
        self._lay_out()
        self._connect()
        self.retranslate()
        self._size()
        self.refresh_actions()

    def _lay_out(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(self.rows)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        for label, role in ((self.title, "section"), (self.count, "count"), (self.empty, "dim")):
            label.setProperty("role", role)
        self.undo_strip.setProperty("role", "strip")
        self.undo_text.setWordWrap(True)
        self._head, self._foot, self._undo_row = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self.title)
        self._head.addWidget(self.count)
        self._head.addStretch(1)
        self._foot.addWidget(self.next, 1)
        self._foot.addWidget(self.close_entry, 1)
        self.undo_strip.setLayout(self._undo_row)
        self._undo_row.addWidget(self.undo_text, 1)
        self._undo_row.addWidget(self.undo)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(self._head)
        rows.addWidget(self.view, 1)
        rows.addWidget(self.undo_strip)
        rows.addLayout(self._foot)
        self.undo_strip.hide()

    def _connect(self) -> None:
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.view.viewport().update)
        self._tick.start()
        self._forget = QTimer(self, interval=UNDO_MS, singleShot=True)
        self._forget.timeout.connect(self.undo_strip.hide)
        self.view.selectionModel().selectionChanged.connect(self._choose)
        self.next.clicked.connect(self.next_asked)
        self.close_entry.clicked.connect(self.close_asked)
        self.undo.clicked.connect(self.take_back)
        self._look.changed.connect(self._size)
        self.view.viewport().installEventFilter(self)

    def retranslate(self) -> None:
        """Write every word again, in the language in use."""
        self.title.setText(self.tr("NEEDS YOU"))
        self.next.setText(self.tr("Take next  F9"))
        self.close_entry.setText(self.tr("Close…  F12"))
        self.undo.setText(self.tr("Undo"))
        self.empty.setText(self.tr("Opening the store…"))
        for widget, name in (
            (self.view, self.tr("Needs you")),
            (self.next, self.tr("Take the next entry")),
            (self.close_entry, self.tr("Close the entry in hand with an outcome")),
            (self.undo, self.tr("Open the entry again")),
        ):
            widget.setAccessibleName(name)

    def in_hand(self) -> Entry | None:
        """Return the entry that is selected."""
        return self._hand().data(EntryRole)

    def _hand(self) -> QModelIndex:
        # The selection, not the current row: Qt makes one current as soon as the list has focus.
        chosen = self.view.selectionModel().selectedIndexes()
        return chosen[0] if chosen else QModelIndex()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Bring the list in line with the store without moving what is under the hand."""
        hand = self.in_hand()
        still = self.view.viewport().underMouse()
        self.model.update(entries, keep=hand.id if hand else None, still=still)
        self.empty.setText(self.tr("Nothing needs you."))
        self.empty.setVisible(self.model.rowCount() == 0)
        self.refresh_actions()

    def refresh_actions(self) -> None:
        """Offer what can be done now."""
        waiting = len(self.model.waiting)
        self.count.setText(str(waiting) if waiting else "")
        self.count.setAccessibleName(self.tr("%1 wait").replace("%1", str(waiting)))
        hand = self._hand()
        self.next.setEnabled(self.following() is not None)
        self.close_entry.setEnabled(hand.isValid() and not hand.data(GoneRole))

    def following(self) -> Entry | None:
        """Return the next entry to take: not the one in hand, not what another operator has."""
        hand = self.in_hand()
        free = [
            entry
            for entry in self.model.waiting
            if (hand is None or entry.id != hand.id)
            and (not entry.taken_by or entry.taken_by in self.rows.us)
        ]
        return free[0] if free else None

    def take(self, entry: Entry) -> None:
        """Put an entry in hand, as if it were clicked."""
        place = self.model.place_of(entry.id)
        if place >= 0:
            self.view.selectionModel().setCurrentIndex(
                self.model.index(place), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def put_down(self) -> None:
        """Have nothing in hand."""
        self.view.clearSelection()
        self.view.setCurrentIndex(QModelIndex())
        self.refresh_actions()

    def offer_undo(self, entry: Entry, text: str) -> None:
        """Say that it was closed, and for five seconds how to take that back."""
        self._undoable = entry.id
        self.undo_text.setText(text)
        self.undo_strip.show()
        self._forget.start()

    def take_back(self) -> None:
        """Ask to open the entry again that was closed last."""
        if self.undo_strip.isVisible():
            self.undo_strip.hide()
            self.undo_asked.emit(self._undoable)

    def _choose(self) -> None:
        self.refresh_actions()
        entry = self.in_hand()
        if entry is not None:
            self.taken.emit(entry)

    def _size(self) -> None:
        px = self._look.px
        self._head.setContentsMargins(px(16), px(12), px(12), px(12))
        self._head.setSpacing(px(8))
        self._foot.setContentsMargins(px(12), px(8), px(12), px(8))
        self._foot.setSpacing(px(8))
        self._undo_row.setContentsMargins(px(12), px(4), px(4), px(4))
        self.view.scheduleDelayedItemsLayout()
        self.empty.setGeometry(self.view.viewport().rect())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.scheduleDelayedItemsLayout()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.empty.setGeometry(self.view.viewport().rect())
        return super().eventFilter(watched, event)
