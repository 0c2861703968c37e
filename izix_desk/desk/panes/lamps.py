"""Status lamps: lines, cameras and engine, each with a word, and plain words on a click."""

import time
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from izix_desk.desk.texts import age, health_word
from izix_desk.desk.theme import Look
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.site import Line, Protocol

GOOD = frozenset({LineHealth.OK, LineHealth.NOT_MEASURED})
WORST_FIRST = (
    LineHealth.OFFLINE,
    LineHealth.SILENT,
    LineHealth.DEGRADED,
    LineHealth.NOT_MEASURED,
    LineHealth.OK,
)


class Lamp(QToolButton):
    """One lamp: grey while all is well, coloured and worded when something is not."""

    more_wanted = Signal()
    """Its dialog was chosen from the menu."""

    def __init__(self, look: Look, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._icon = icon
        self._colour = "dim"
        self._details: list[str] = []
        self.more = ""
        """What the menu calls the lamp's dialog; empty where there is none."""
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.clicked.connect(self._explain)
        look.changed.connect(self._tint)

    def say(self, text: str, tone: str, details: list[str]) -> None:
        """Show a word in a tone (dim, amber, red); the details are for the click."""
        self._details = details
        if (text, tone) != (self.accessibleName(), self._colour):
            self._colour = tone
            self.setText(f" {text}")  # Qt itself leaves no room between picture and word
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)
            self._tint()
        self.setToolTip("\n".join(details))
        self.setAccessibleName(text)
        self.setAccessibleDescription("; ".join(details))

    def _tint(self) -> None:
        self.setIconSize(QSize(self._look.px(16), self._look.px(16)))
        self.setIcon(self._look.icon(self._icon, getattr(self._look.colours, self._colour)))

    def _explain(self) -> None:
        menu = QMenu(self)
        for line in self._details:
            menu.addAction(line).setEnabled(False)
        if self.more:
            menu.addSeparator()
            menu.addAction(self.more).triggered.connect(self.more_wanted)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))


class Lamps(QWidget):
    """Lines and cameras from their readings, the engine from its heartbeat."""

    TICK_MS = 1000

    lines_wanted = Signal()
    """More about the lines is wanted than fits into a menu."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = Lamp(look, "line", self)
        self.cameras = Lamp(look, "camera", self)
        self.engine = Lamp(look, "engine", self)
        self._readings: dict[str, LineReading] = {}
        self._known: tuple[Line, ...] = ()
        self.running: bool | None = None
        """Whether an engine runs; None while nobody knows."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for lamp in (self.lines, self.cameras, self.engine):
            row.addWidget(lamp)
        for lamp in (self.lines, self.cameras):
            lamp.more = self.tr("Lines…") + "\tF11"
            lamp.more_wanted.connect(self.lines_wanted)
        self._tick = QTimer(self, interval=self.TICK_MS)
        self._tick.timeout.connect(self.refresh)
        self._tick.start()
        self.refresh()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Know the lines of the site."""
        self._known = tuple(lines)
        self.refresh()

    def measure(self, readings: Iterable[LineReading]) -> None:
        """Take how the lines are doing."""
        self._readings.update((reading.line, reading) for reading in readings)
        self.refresh()

    def run(self, running: bool) -> None:
        """Take whether an engine runs."""
        self.running = running
        if not running:
            self._readings.clear()
        self.refresh()

    def refresh(self) -> None:
        """Say what is true now."""
        cameras = [line for line in self._known if line.protocol is Protocol.PLATES]
        others = [line for line in self._known if line.protocol is not Protocol.PLATES]
        self._say(self.lines, self.tr("lines"), others)
        self._say(self.cameras, self.tr("cameras"), cameras)
        self.cameras.setVisible(bool(cameras) or not self._known)
        if self.running is False:
            told = [self.tr("No engine runs: nothing can be sent to a gate. It is being started.")]
            self.engine.say(self.tr("no engine"), "red", told)
        else:
            told = self.tr("The engine runs.") if self.running else self.tr("Not known yet.")
            self.engine.say(self.tr("engine"), "dim", [told])

    def _say(self, lamp: Lamp, name: str, lines: list[Line]) -> None:
        known = [self._readings.get(line.id) for line in lines]
        details = [self._detail(line, self._readings.get(line.id)) for line in lines]
        bad = [reading for reading in known if reading is not None and reading.health not in GOOD]
        if not bad:
            lamp.say(name, "dim", details or [self.tr("Not known yet.")])
            return
        worst = min(bad, key=lambda reading: WORST_FIRST.index(reading.health))
        tone = "red" if worst.health in {LineHealth.OFFLINE, LineHealth.SILENT} else "amber"
        others = f" +{len(bad) - 1}" if len(bad) > 1 else ""
        lamp.say(f"{worst.line} {health_word(worst.health)}{others}", tone, details)

    def _detail(self, line: Line, reading: LineReading | None) -> str:
        if reading is None:
            return f"{line.id}: {self.tr('not measured')}"
        heard = ""
        if reading.last is not None:
            ago = age(time.monotonic() - reading.last)
            heard = self.tr(", last heard %1 ago").replace("%1", ago)
        more = f" · {reading.detail}" if reading.detail else ""
        return f"{line.id}: {health_word(reading.health)}{heard}{more}"
