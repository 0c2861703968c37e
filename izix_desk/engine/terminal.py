"""What the engine says on its own terminal of the lines."""

import sys

from izix_desk.domain.events import LineHealth, LineReading


class Terminal:
    """Says what keeps a line from its gates, and that it is over: one sentence for each change."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}

    def line(self, reading: LineReading) -> None:
        """Take how a line is doing."""
        if reading.health not in {LineHealth.OFFLINE, LineHealth.OK}:
            return
        said = self._said.get(reading.line, "")
        if reading.detail != said:
            self._said[reading.line] = reading.detail
            sys.stderr.write(f"{reading.detail or f'Line {reading.line} answers again.'}\n")
