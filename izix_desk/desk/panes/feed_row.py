"""Draws one row of the feed: granted ones quietly, everything else with its reason and numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, tzinfo

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics

from izix_desk.desk.panes.painting import Brush, plate_width
from izix_desk.desk.texts import aside, row_word, shown
from izix_desk.desk.theme import Look, Size
from izix_desk.domain.commands import BAD_ENDS, Stage
from izix_desk.domain.events import EventKind, Outcome
from izix_desk.domain.site import Direction
from izix_desk.domain.views import FeedRow

PLATE_LETTERS = 10
WIDE = 280
"""Room from which on name and organisation stand in columns of their own."""
_ARROWS = {Direction.ENTRY: "entry", Direction.EXIT: "exit", Direction.BOTH: "both"}


@dataclass(frozen=True, slots=True)
class Tone:
    """How loud a row is: its icon, the colour of icon and word, and its ground."""

    icon: str
    colour: str
    ground: str = ""


def is_double(row: FeedRow) -> bool:
    """Tell whether a row needs a second line for its reason."""
    return bool(row.text) and row.outcome is not Outcome.GRANTED


def arrow(direction: str) -> str:
    """Return the icon of a direction."""
    return _ARROWS.get(Direction(direction), "both")


class RowPainter:
    """Knows the columns of the feed at the zoom in use."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._names: tuple[str, ...] = ()
        self.timezone: tzinfo = UTC
        self._look.changed.connect(self._measure)
        self._measure()

    def name_gates(self, names: Iterable[str]) -> None:
        """Make room for the gates' names."""
        self._names = tuple(names)
        self._measure()

    def heights(self) -> tuple[int, int]:
        """Return the height of a row of one line, and of two."""
        return self._heights

    def _measure(self) -> None:
        body = QFontMetrics(self._look.font())
        px = self._look.px
        self._heights = (px(28), px(48))
        self._time = body.horizontalAdvance("00:00:00") + px(12)
        names = [body.horizontalAdvance(name) for name in self._names]
        self._gate = min(max(names, default=px(80)), px(160)) + px(16)
        self._word = px(24) + body.horizontalAdvance("NOT MOVED ")
        self._plate = plate_width(self._look, PLATE_LETTERS) + px(12)

    def paint(self, brush: Brush, area: QRect, row: FeedRow, *, chosen: bool) -> None:
        """Draw one row into its area."""
        tone = self.tone(row)
        colours, px = self._look.colours, self._look.px
        ground = colours.selected if chosen else tone.ground
        if ground:
            brush.painter.fillRect(area, ground)
        if tone.ground:
            brush.painter.fillRect(
                QRect(area.left(), area.top(), px(4), area.height()), tone.colour
            )
        brush.painter.fillRect(area.left(), area.bottom(), area.width(), 1, colours.line)
        first = QRect(area.left() + px(12), area.top(), area.width() - px(20), self._heights[0])
        under = self._first_line(brush, first, row, tone)
        if is_double(row):
            below = QRect(under, area.top() + px(24), area.right() - under - px(8), px(20))
            colour = tone.colour if tone.ground else colours.text
            told = " · ".join(filter(None, (row.text, aside(row))))
            brush.text(below, told, colour=colour, font=self._look.font(Size.SMALL))

    def _first_line(self, brush: Brush, line: QRect, row: FeedRow, tone: Tone) -> int:
        """Draw time, gate, outcome, plate and who; return where the second line starts."""
        colours, px = self._look.colours, self._look.px
        quiet = row.outcome is Outcome.GRANTED and row.kind != EventKind.OPENING
        left, middle = line.left(), line.center().y()
        colour = colours.dim if quiet else colours.text
        at = row.at.astimezone(self.timezone)
        brush.text(_from(line, left, self._time), f"{at:%H:%M:%S}", colour=colours.dim)
        left += self._time
        brush.icon(QPoint(left, middle - px(5)), arrow(row.direction), colours.dim, 10)
        left += px(16)
        brush.text(_from(line, left, self._gate - px(8)), row.gate_name, colour=colour)
        left += self._gate
        under = left
        brush.icon(QPoint(left, middle - px(8)), tone.icon, tone.colour, 16)
        font = self._look.font(bold=not quiet)
        word = QRect(left + px(22), line.top(), self._word - px(24), line.height())
        brush.text(word, row_word(row), colour=tone.colour, font=font)
        left += self._word
        if row.plate:
            brush.plate(QPoint(left, middle + 1), row.plate, quiet=quiet)
        elif row.raw:
            told = _from(line, left, self._plate - px(8))
            brush.text(told, shown(row.method, row.raw), colour=colour)
        left += self._plate
        self._who(brush, _from(line, left, line.right() - left), row, colour)
        return under

    def _who(self, brush: Brush, area: QRect, row: FeedRow, colour: str) -> None:
        """Draw name and organisation: in columns where there is room, else one after the other."""
        px = self._look.px
        name = row.who or (row.operator if row.kind == EventKind.OPENING else "")
        columns = area.width() >= px(WIDE)
        room = area.width() * 11 // 20 - px(12) if columns else area.width()
        taken = brush.text(_from(area, area.left(), room), name, colour=colour) if name else 0
        left = area.left() + (room if columns else taken) + (px(12) if name or columns else 0)
        more = "" if is_double(row) else aside(row)
        told = " · ".join(filter(None, (row.organisation, more)))
        if told and area.right() - left >= px(40):
            dim = self._look.colours.dim
            brush.text(_from(area, left, area.right() - left), told, colour=dim)

    def tone(self, row: FeedRow) -> Tone:
        """Return how a row looks: quiet when granted, blue for an operator, red when refused."""
        colours = self._look.colours
        if row.kind == EventKind.OPENING:
            return self._opening(row)
        if row.kind == EventKind.CALL:
            return Tone("call", colours.amber, colours.amber_fill)
        if row.outcome is Outcome.DENIED:
            return Tone("denied", colours.red, colours.red_fill)
        if row.outcome is Outcome.FAILED:
            return Tone("failed", colours.amber, colours.amber_fill)
        if row.outcome is Outcome.GRANTED:
            return Tone("granted", colours.dim)
        return Tone("gate" if row.kind == EventKind.GATE else "note", colours.dim)

    def _opening(self, row: FeedRow) -> Tone:
        colours = self._look.colours
        ending = Stage(row.ending) if row.ending else Stage.ASKED
        if ending in {Stage.NOT_SURE, Stage.NO_ANSWER, Stage.REFUSED}:
            icon = "not-sure" if ending is Stage.NOT_SURE else "offline"
            return Tone(icon, colours.red, colours.red_fill)
        if ending in BAD_ENDS:
            return Tone("failed", colours.amber, colours.amber_fill)
        return Tone("operator", colours.blue)


def _from(line: QRect, left: int, width: int) -> QRect:
    return QRect(left, line.top(), max(0, width), line.height())
