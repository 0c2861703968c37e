"""One gate as a tile: which way it leads, what was measured, how old that is, and who rings."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from izix_desk.desk.panes.feed_row import arrow
from izix_desk.desk.panes.painting import Brush
from izix_desk.desk.parts.service_words import out_of_service
from izix_desk.desk.texts import age, direction_word, state_word, waited
from izix_desk.desk.theme import Look, Size
from izix_desk.domain.events import STALE_SECONDS, GateReading, GateState
from izix_desk.domain.site import Gate

ABNORMAL = frozenset(
    {GateState.HELD_OPEN, GateState.BLOCKED, GateState.OFFLINE, GateState.OUT_OF_SERVICE}
)
_ICONS = {
    GateState.CLOSED: "gate",
    GateState.OPENING: "granted",
    GateState.OPEN: "granted",
    GateState.HELD_OPEN: "held",
    GateState.BLOCKED: "failed",
    GateState.OFFLINE: "offline",
    GateState.OUT_OF_SERVICE: "blocked",
    GateState.NOT_MEASURED: "clock",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a tile may claim at one moment."""

    state: GateState
    words: str
    abnormal: bool
    ringing: bool = False


def seen(
    gate: Gate, reading: GateReading | None, *, ringing: bool, now: float, at: datetime
) -> Seen:
    """Return what is known of a gate; a state older than three seconds is not measured."""
    if not gate.in_service:
        state = GateState.OUT_OF_SERVICE
        return Seen(state, state_word(state), True, ringing)
    if reading is None:
        return Seen(GateState.NOT_MEASURED, state_word(GateState.NOT_MEASURED), False, ringing)
    called = ringing or reading.inputs.get("call", False)
    old = reading.age(now)
    if old > STALE_SECONDS:
        words = f"{state_word(GateState.NOT_MEASURED)} · {age(old)}"
        return Seen(GateState.NOT_MEASURED, words, True, called)
    words = state_word(reading.state)
    if reading.state is GateState.HELD_OPEN and reading.held_until is not None:
        words = f"{words} · {waited((reading.held_until - at).total_seconds())}"
    return Seen(reading.state, words, reading.state in ABNORMAL or called, called)


class GateTile(QAbstractButton):
    """Selects its gate on a click; Enter, Space, the menu key or a right click open its menu.

    Nothing here moves a gate: the menu leads to dialogs.
    """

    menu_asked = Signal(str)

    def __init__(self, look: Look, gate: Gate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.gate = gate
        self.timezone: tzinfo | None = None
        self.reading: GateReading | None = None
        self.ringing = False
        self.monotonic: Callable[[], float] = time.monotonic
        self._shown = "", ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.refresh()

    def seen(self) -> Seen:
        """Return what the tile may claim now."""
        return seen(
            self.gate,
            self.reading,
            ringing=self.ringing,
            now=self.monotonic(),
            at=datetime.now(UTC),
        )

    def refresh(self) -> None:
        """Say what is true now; repaints only when that changed."""
        now = self.seen()
        where = f"{self.gate.name}, {direction_word(self.gate.direction)}"
        words = f"{where}, {now.words}{', ' + self.tr('call') if now.ringing else ''}"
        out = out_of_service(self.gate, self.timezone)
        tip = f"{where} · {out}" if out else words
        if (words, tip) != self._shown:
            self._shown = words, tip
            self.setAccessibleName(words)
            self.setToolTip(tip)
            self.update()

    @override
    def sizeHint(self) -> QSize:
        # Not by what is true now: tiles that change their width would push each other around.
        measure = QFontMetrics(self._look.font(Size.SMALL, bold=True)).horizontalAdvance
        name = QFontMetrics(self._look.font(bold=True)).horizontalAdvance(self.gate.name)
        words = [state_word(state) for state in GateState]
        words.append(f"{state_word(GateState.NOT_MEASURED)} · {age(100)}")
        words.append(f"{state_word(GateState.HELD_OPEN)} · {waited(5999)}")
        px = self._look.px
        longest = max(measure(each) for each in words)
        return QSize(min(max(name + px(64), longest + px(44)), px(256)), px(56))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush = Brush(self._look, painter)
        now = self.seen()
        self._ground(brush, now)
        self._words(brush, now)
        painter.end()

    def _tone(self, now: Seen) -> tuple[str, str]:
        colours = self._look.colours
        tones = {
            GateState.OPENING: (colours.green, colours.green_fill),
            GateState.OPEN: (colours.green, colours.green_fill),
            GateState.HELD_OPEN: (colours.blue, colours.blue_fill),
            GateState.BLOCKED: (colours.red, colours.red_fill),
            GateState.OFFLINE: (colours.red, colours.red_fill),
        }
        rung = colours.amber_fill if now.ringing else colours.raised
        return tones.get(now.state, (colours.dim, rung))

    def _ground(self, brush: Brush, now: Seen) -> None:
        colours, px = self._look.colours, self._look.px
        area = self.rect().adjusted(0, 0, -1, -1)
        tone, ground = self._tone(now)
        if self.underMouse() and ground == colours.raised:
            ground = colours.hover
        brush.fill(area, ground, px(4))
        edge = colours.line if ground in {colours.raised, colours.hover} else tone
        if now.ringing:
            edge = colours.amber
        brush.outline(area, edge, 1, px(4))
        if self.isChecked() or self.hasFocus():
            brush.outline(area, colours.accent, 2, px(4))

    def _words(self, brush: Brush, now: Seen) -> None:
        colours, px, look = self._look.colours, self._look.px, self._look
        tone, _ = self._tone(now)
        left, right = px(12), self.width() - px(12)
        middle = self.height() // 2
        brush.icon(QPoint(left, middle - px(13)), arrow(self.gate.direction), colours.dim, 12)
        name = QRect(left + px(20), middle - px(20), right - left - px(40), px(22))
        brush.text(name, self.gate.name, colour=colours.text, font=look.font(bold=True))
        brush.icon(QPoint(left - px(2), middle + px(3)), _ICONS[now.state], tone, 16)
        words = QRect(left + px(20), middle, right - left - px(20), px(22))
        bold = now.state in ABNORMAL or now.state in {GateState.OPEN, GateState.OPENING}
        brush.text(words, now.words, colour=tone, font=look.font(Size.SMALL, bold=bold))
        if now.ringing:
            brush.icon(QPoint(right - px(16), middle - px(19)), "call", colours.amber, 20)
        else:
            brush.icon(QPoint(right - px(10), middle - px(16)), "more", colours.dim, 14)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setChecked(True)
            self.clicked.emit()
            if event.position().x() > self.width() - self._look.px(32):
                self.menu_asked.emit(self.gate.id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        opens = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Menu}
        if event.key() in opens:
            if not event.isAutoRepeat():
                self.menu_asked.emit(self.gate.id)
            return
        super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.setChecked(True)
        self.clicked.emit()
        self.menu_asked.emit(self.gate.id)
