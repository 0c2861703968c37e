"""What really happened at the simulated boards, one JSON line each, for whoever observes there."""

import json
import time
from pathlib import Path

Value = str | int | float | bool | None


class Journal:
    """Writes and flushes at once, so that another process sees it while it happens."""

    def __init__(self, path: Path | None, *, questions: bool = False) -> None:
        self._file = path.open("a", encoding="utf-8") if path else None
        self.notes_questions = questions

    def note(self, what: str, *, at: float | None = None, **values: Value) -> None:
        """Write one line; `at` is the monotonic clock, which all processes of a machine share."""
        if self._file is None:
            return
        line = {"at_monotonic": time.monotonic() if at is None else at, "what": what, **values}
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
