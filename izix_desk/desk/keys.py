"""The keys of the main window: one list for what they do and for the overlay that shows them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Key:
    """One thing to do from the keyboard; `act` names it where the window connects it."""

    act: str
    keys: tuple[str, ...]
    words: object
    """Marked for translators, which Qt types as any object."""
    shown: str = ""
    """Where it differs from the keys, e.g. for keys that a pane handles itself."""


KEYS = (
    Key("search", ("Ctrl+K",), QT_TRANSLATE_NOOP("keys", "search; typing does it too")),
    Key("", (), QT_TRANSLATE_NOOP("keys", "choose in a list"), "↑ ↓ Enter"),
    Key("back", ("Esc",), QT_TRANSLATE_NOOP("keys", "one step back, typed text stays")),
    Key("keys", ("F1",), QT_TRANSLATE_NOOP("keys", "these keys")),
    Key("fix1", ("F2",), QT_TRANSLATE_NOOP("keys", "the first fix, as named on its button")),
    Key("fix2", ("F3",), QT_TRANSLATE_NOOP("keys", "the second fix")),
    Key("fix3", ("F4",), QT_TRANSLATE_NOOP("keys", "the third fix")),
    Key("open", ("F5", "Ctrl+O"), QT_TRANSLATE_NOOP("keys", "open gate…")),
    Key("hold", ("F6", "Ctrl+Shift+O"), QT_TRANSLATE_NOOP("keys", "hold open…")),
    Key("release", ("F7", "Ctrl+R"), QT_TRANSLATE_NOOP("keys", "release a gate that is held open")),
    Key("visit", ("F8", "Ctrl+N"), QT_TRANSLATE_NOOP("keys", "Create Profile +")),
    Key("next", ("F9", "Ctrl+J"), QT_TRANSLATE_NOOP("keys", "take the next entry")),
    Key("close", ("F12", "Ctrl+D"), QT_TRANSLATE_NOOP("keys", "close the entry with an outcome")),
    Key("undo", ("Ctrl+Z",), QT_TRANSLATE_NOOP("keys", "undo a close, for five seconds")),
    Key("gate", ("Ctrl+G",), QT_TRANSLATE_NOOP("keys", "choose a gate: somebody phones")),
    Key("lines", ("F11", "Ctrl+I"), QT_TRANSLATE_NOOP("keys", "lines: figures and a live trace")),
    Key("bigger", ("Ctrl++", "Ctrl+="), QT_TRANSLATE_NOOP("keys", "bigger")),
    Key("smaller", ("Ctrl+-",), QT_TRANSLATE_NOOP("keys", "smaller")),
    Key("normal", ("Ctrl+0",), QT_TRANSLATE_NOOP("keys", "normal size")),
    Key("", (), QT_TRANSLATE_NOOP("keys", "from pane to pane"), "Tab  Shift+Tab"),
)


def key_words(key: Key) -> str:
    """Return what a key does, in the language in use."""
    return QCoreApplication.translate("keys", str(key.words))


def key_names(key: Key) -> str:
    """Return the keys as they are written on the keyboard."""
    names = (
        QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) for keys in key.keys
    )
    return key.shown or "   ".join(name for name in names if name != "Ctrl+=")


def install_keys(window: QWidget, acts: Mapping[str, Callable[[], None]]) -> None:
    """Connect every key of the list; holding one down does it once."""
    for key in KEYS:
        for keys in key.keys if key.act in acts else ():
            shortcut = QShortcut(QKeySequence(keys), window)
            shortcut.setAutoRepeat(False)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(acts[key.act])
