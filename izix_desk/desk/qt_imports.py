"""Imports Qt without what PySide adds to every import after it."""

import builtins
from importlib import import_module


def import_qt() -> None:
    """Import Qt, and put `import` back to what it was before the hook that is told of below.

    PySide puts a hook into `import` that reads the source of every later module, to find out
    whether it uses `__feature__`, and keeps all these lines: 17 MB and a good part of a start,
    for something that is not used here. To be called before anything else imports Qt.
    """
    import_module("PySide6.QtCore")
    before = getattr(builtins, "__orig_import__", None)
    if before is not None:
        builtins.__import__ = before
