"""What the lines dialog says of a line and its controllers, from what is known of them."""

import time
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from izix_desk.desk.texts import (
    age,
    controller_word,
    decimal,
    health_word,
    protocol_word,
    whole,
)
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.lines import ControllerFigures, LineFigures
from izix_desk.domain.scanning import why_not_searched
from izix_desk.domain.site import Line, Protocol

MARKS = {
    LineHealth.OK: ("granted", "text"),
    LineHealth.DEGRADED: ("failed", "amber"),
    LineHealth.OFFLINE: ("offline", "red"),
    LineHealth.SILENT: ("offline", "red"),
    LineHealth.NOT_MEASURED: ("not-sure", "dim"),
}
"""Icon and tone."""
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLine:
    """A line of the site, and what the engine told of it, if one runs."""

    line: Line
    figures: LineFigures | None = None
    reading: LineReading | None = None

    @property
    def mark(self) -> tuple[str, str, str]:
        """Icon, tone and word of its state."""
        if self.figures is not None and self.figures.fault:
            return "offline", "red", translate("LinesDialog", "not open")
        if self.reading is None:
            return "not-sure", "dim", controller_word(None)
        if self.is_camera and self.reading.health is LineHealth.OK and self.reading.last is None:
            return "not-sure", "dim", translate("LinesDialog", "open, nothing heard yet")
        return *MARKS[self.reading.health], health_word(self.reading.health)

    @property
    def title(self) -> str:
        """Its name, and what is spoken there."""
        return f"{self.line.id} · {protocol_word(self.line.protocol)}"

    @property
    def about(self) -> str:
        """Port, speed, and how busy it is."""
        figures, line = self.figures, self.line
        speed = translate("LinesDialog", "{0} baud").format(
            line.baudrate if figures is None else figures.baudrate
        )
        port = line.port if figures is None else figures.port
        parts = [port, f"{speed} 8{line.parity}{line.stopbits}"]
        if self.reading is not None and self.is_camera and self.reading.last is not None:
            parts.append(
                translate("LinesDialog", "last heard {0} ago").format(
                    age(_since(self.reading.last))
                )
            )
        if figures is not None and not figures.fault and not self.is_camera:
            parts.append(
                translate("LinesDialog", "{0} questions/s").format(
                    decimal(figures.polls_per_second)
                )
            )
        if figures is not None and figures.stray_bytes:
            parts.append(
                translate("LinesDialog", "bytes that came unasked: {0}").format(
                    whole(figures.stray_bytes)
                )
            )
        return " · ".join(parts)

    @property
    def fault(self) -> str:
        """What is wrong with it as a whole, in a sentence; empty when nothing is."""
        if self.figures is not None and self.figures.fault:
            return translate("LinesDialog", "Not open: {0}").format(self.figures.fault)
        ails = self.reading is not None and self.reading.health is not LineHealth.OK
        return self.reading.detail if self.reading is not None and ails else ""

    @property
    def fault_tone(self) -> str:
        """How bad what `fault` says is; what is merely not asked is nothing bad."""
        if self.reading is None or (self.figures is not None and self.figures.fault):
            return "red"
        return MARKS[self.reading.health][1]

    @property
    def advice(self) -> str:
        """What to do while no controller is chosen."""
        if self.is_camera:
            return translate("LinesDialog", "A camera speaks by itself: there is nothing to ask.")
        choose = translate("LinesDialog", "Choose a controller to try or test it.")
        return " ".join(filter(None, (choose, why_not_searched(self.line))))

    @property
    def is_camera(self) -> bool:
        """Whether it has no controllers that are asked."""
        return self.line.protocol is Protocol.PLATES


def about_controller(controller: ControllerFigures, *, is_known: bool, opens: bool) -> str:
    """Return what is wrong with a controller, who it is, and whether it opens any gate."""
    parts = [controller.detail if is_known else ""]
    if controller.identity is not None:
        parts.append(str(controller.identity))
    if controller.stray_bytes and is_known:
        stray = whole(controller.stray_bytes)
        parts.append(translate("LinesDialog", "bytes that were no frame: {0}").format(stray))
    if not opens:
        parts.append(translate("LinesDialog", "No gate is opened here."))
    return " · ".join(part for part in parts if part)


def _since(monotonic: float) -> float:
    return time.monotonic() - monotonic
