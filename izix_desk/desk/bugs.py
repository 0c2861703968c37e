"""What happens with a bug of ours: it is kept, shown in one sentence, and the window goes on."""

import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication

from izix_desk.desk.main_window import MainWindow

KEPT_BYTES = 1_000_000


class BugHook:
    """Stands in for `sys.excepthook` while a window is open: a driver may wait at a gate."""

    def __init__(self, window: MainWindow, report: Path) -> None:
        self._window = window
        self._report = report

    def install(self) -> None:
        """Take every exception that nobody caught."""
        sys.excepthook = self.take

    def take(
        self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None
    ) -> None:
        """Print and keep the traceback, and tell the operator that something broke."""
        sys.__excepthook__(kind, bug, trace)
        if issubclass(kind, KeyboardInterrupt):
            return
        kept = self._keep("".join(traceback.format_exception(kind, bug, trace)))
        words = QCoreApplication.translate(
            "BugHook", "A fault in the program itself (%1). What was asked may not have been done."
        )
        where = QCoreApplication.translate("BugHook", " The report is in %1.") if kept else ""
        self._window.banner.tell(
            (words + where).replace("%1", kind.__name__, 1).replace("%1", kept)
        )

    def _keep(self, report: str) -> str:
        try:
            with self._report.open("a", encoding="utf-8") as reports:
                if reports.tell() < KEPT_BYTES:
                    reports.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n{report}\n")
        except OSError:
            return ""
        return str(self._report)
