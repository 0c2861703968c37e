"""The search box, and its results as one types."""

from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from izix_desk.desk.backend import Backend
from izix_desk.desk.models.hits_model import HitsModel, RowKind
from izix_desk.desk.parts.hit_delegate import HitDelegate
from izix_desk.desk.parts.search_box import search_box
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.theme import Look

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
WAIT_MS = 20
"""From a key to the question; keys in between go with it."""


class SearchPane(QObject):
    """`box` goes into the header, `results` over the feed; the keyboard never leaves the box."""

    profile_chosen = Signal(object)
    """UUID of the profile."""
    create_profile = Signal(str)
    """What was typed, for *Create Profile +*."""
    left = Signal()
    """`Esc` with no results on screen: one step further back."""

    def __init__(
        self,
        backend: Backend,
        look: Look,
        parent: QObject | None = None,
        *,
        box: QLineEdit | None = None,
    ) -> None:
        super().__init__(parent)
        self._backend, self._look = backend, look
        self._gate: str | None = None
        self._enter_waits = False
        self.model = HitsModel(self)
        self.box, self.results = box or search_box(look), QWidget()
        self.list, self._fault = QListView(self.results), QLabel(self.results)
        self._asking = Latest(self._say_fault)
        self._soon = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._arrange()
        self._soon.timeout.connect(self._ask)
        self.box.textEdited.connect(self._typed)
        self.box.installEventFilter(self)
        if self.box.text():  # typed before the pane was there
            self._soon.start()
        self.list.clicked.connect(self._choose)

    def set_gate(self, gate: str | None) -> None:
        """Search from the point of view of this gate: who may pass *here*."""
        if gate != self._gate:
            self._gate = gate
            if self.results.isVisible():
                self._soon.start()

    def focus_box(self) -> None:
        """Go to the box (`Ctrl+K`), with what it holds selected, and show its results."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()
        self._soon.start()

    def search_for(self, text: str) -> None:
        """Put a text into the box, as if it had been typed."""
        self.box.setText(text)
        self.focus_box()

    def hide_results(self) -> None:
        """Take the results away; what was typed stays."""
        self._soon.stop()
        self._asking.drop()
        self._enter_waits = False
        self.results.hide()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that walk through the results; everything else is typing."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in STEPS and self.results.isVisible():
            index = self.model.next_choice(self.list.currentIndex(), STEPS[key])
            self.list.setCurrentIndex(index)
            return True
        if key in STEPS:
            self._soon.start()
            return True
        if key is Qt.Key.Key_Escape:
            self._back()
            return True
        if key in ENTER:
            self._enter(repeated=event.isAutoRepeat())
            return True
        return False

    def drop(self) -> None:
        """Drop what is still being asked."""
        self._soon.stop()
        self._asking.drop()

    def _enter(self, *, repeated: bool) -> None:
        if repeated:
            return
        if self._soon.isActive() or self._asking.busy:
            self._enter_waits = True  # it means the answer to what was typed, not the one before
        elif self.results.isVisible():
            self._choose(self.list.currentIndex())
        else:
            self._soon.start()

    def _back(self) -> None:
        showing = self.results.isVisible()
        self.hide_results()
        if not showing:
            self.left.emit()

    def _typed(self) -> None:
        self._enter_waits = False
        if not self._soon.isActive():
            self._soon.start()

    def _ask(self) -> None:
        self._asking.start(self._search(self.box.text().strip()))

    async def _search(self, text: str) -> None:
        hits = await self._backend.search(text, self._gate)
        self._say_fault("")
        self.model.show(hits, text)
        self.list.setCurrentIndex(self.model.first_choice())
        self.list.scrollToTop()
        if self._enter_waits and not self._soon.isActive():
            self._enter_waits = False
            self._choose(self.list.currentIndex())

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is None or not row.choosable:
            return
        self.hide_results()
        if row.kind is RowKind.CREATE:
            self.create_profile.emit(row.note)
        elif row.hit is not None:
            self.box.selectAll()
            profile: UUID = row.hit.profile
            self.profile_chosen.emit(profile)

    def _say_fault(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        self.results.show()
        self.results.raise_()

    def _arrange(self) -> None:
        self.results.setObjectName("results")
        self.results.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.results.hide()
        self.list.setModel(self.model)
        self.list.setItemDelegate(HitDelegate(self._look, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("Search results"))
        self._fault.setProperty("tone", "red")
        self._fault.setWordWrap(True)
        self._fault.setMargin(12)
        self._fault.hide()
        layout = QVBoxLayout(self.results)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self._fault)
        layout.addWidget(self.list, 1)
