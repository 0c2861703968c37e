"""What every dialog of ours does with keys: nothing opens by a key that was not meant for it."""

from PySide6.QtCore import QKeyCombination, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NEXT_ENTRY = (Qt.Key.Key_F9, QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_J))
TITLE_BAR = 40
"""What a window manager puts on top."""


class KeyedDialog(QDialog):
    """Takes Enter only once it was seen, never by auto-repeat, and never from a text field.

    Keys pressed before the dialog was painted were meant for something else.
    """

    next_asked = Signal()
    """`F9` was pressed and the dialog let go: take the next entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seen = False
        """Whether it was painted, so that whoever presses a key knows what it is for."""
        self.setWindowModality(Qt.WindowModality.WindowModal)
        for keys in NEXT_ENTRY:
            QShortcut(QKeySequence(keys), self, self.take_next)

    def prepare_buttons(self) -> None:
        """Take the default away from all buttons: Enter presses only the one that has focus."""
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
            button.setDefault(False)

    def open_whole(self) -> None:
        """Open in full size; Qt alone would stop at two thirds of the screen and squeeze it."""
        self.ensurePolished()
        hint, room = self.sizeHint(), self.screen().availableSize()
        self.resize(hint.boundedTo(QSize(room.width(), room.height() - TITLE_BAR)))
        super().open()
        self.make_room()

    def make_room(self) -> None:
        """Grow until every text that wraps is whole; never shrink under the operator's hand."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            needed = max(
                layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height()
            )
            self.resize(self.width(), max(self.height(), needed))

    def go_on(self, from_field: QWidget | None) -> None:
        """Enter was pressed there; the dialog decides where it leads."""
        del from_field

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; from now on it can be known what a key is for."""
        super().paintEvent(event)
        self.seen = self.isVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send Enter where the dialog wants it; leave the rest to Qt."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)
            return
        event.accept()
        if not self.seen or event.isAutoRepeat():
            return
        field = self.focusWidget()
        if isinstance(field, QPushButton):
            field.click()
        elif event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.go_on(field)

    def hideEvent(self, event: QHideEvent) -> None:
        """Need to be seen again before the next Enter counts."""
        self.seen = False
        super().hideEvent(event)

    def done(self, result: int) -> None:
        """End, and hand the keyboard back: not every desktop gives it to the window below."""
        parent, had_keyboard = self.parentWidget(), self.isActiveWindow()
        super().done(result)
        if parent is not None and had_keyboard:  # never take it from another program
            parent.window().activateWindow()

    def take_next(self) -> None:
        """Let go for the next entry, if it may close now."""
        self.reject()
        if not self.isVisible():
            self.next_asked.emit()
