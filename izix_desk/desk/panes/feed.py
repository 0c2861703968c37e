"""The feed: what happened at the gates, newest on top, still while it is being read."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from izix_desk.desk.models.feed_filter import CALLS, NOT_GRANTED, OPERATORS, FeedFilter
from izix_desk.desk.models.feed_model import FeedModel, RowRole
from izix_desk.desk.panes.feed_view import FeedView
from izix_desk.desk.theme import Look
from izix_desk.domain.events import EventKind, Outcome
from izix_desk.domain.site import Site

PERIODS = (30, 120, 720)
"""Minutes that the feed can reach back."""
PRUNE_MS = 10_000


class FeedPane(QFrame):
    """Filters above, rows below; a held feed counts what is new and lets it in on request."""

    row_chosen = Signal(object)
    """FeedRow that the operator selected."""
    period_changed = Signal()
    """The rows of another period are wanted."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("pane", True)
        self.setObjectName("feed")
        self.model = FeedModel(self)
        self.view = FeedView(look, self.model, self)
        self.title = QLabel(self)
        self.period = QComboBox(self)
        self.lot = QComboBox(self)
        self.outcome = QComboBox(self)
        self.text = QLineEdit(self)
        self.clear = QPushButton(self)
        self.news = QPushButton(self)
        self.state = QLabel(self)
        self._lay_out()
        self._connect()
        self.retranslate()
        look.changed.connect(self._size)
        self._size()
        self._prune = QTimer(self, interval=PRUNE_MS)
        self._prune.timeout.connect(lambda: self.model.drop_before(self.since()))
        self._prune.start()

    def _lay_out(self) -> None:
        self._bar = QHBoxLayout()
        for widget in (self.title, self.period, self.lot, self.outcome):
            self._bar.addWidget(widget)
        self._bar.addWidget(self.text, 1)
        self._bar.addWidget(self.clear)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(self._bar)
        rows.addWidget(self.news)
        rows.addWidget(self.view, 1)
        self.state.setParent(self.view.viewport())
        self.state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setProperty("role", "section")
        self.news.setProperty("role", "news")
        self.state.setProperty("role", "dim")
        self.clear.hide()
        self.news.hide()

    def _connect(self) -> None:
        self.period.currentIndexChanged.connect(self.period_changed)
        self.lot.currentIndexChanged.connect(self._filter)
        self.outcome.currentIndexChanged.connect(self._filter)
        self.text.textChanged.connect(self._filter)
        self.clear.clicked.connect(self.clear_filter)
        self.news.clicked.connect(self.let_go)
        self.model.waiting_changed.connect(self._count_news)
        self.view.moved.connect(self._hold_or_go)
        self.view.selectionModel().selectionChanged.connect(self._choose)
        for changed in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            changed.connect(self._say_empty)
        self.view.viewport().installEventFilter(self)

    def retranslate(self) -> None:
        """Write every word again, in the language in use."""
        self.title.setText(self.tr("FEED"))
        names = {
            30: self.tr("last 30 min"),
            120: self.tr("last 2 hours"),
            720: self.tr("last 12 hours"),
        }
        _fill(self.period, [(names[minutes], minutes) for minutes in PERIODS])
        self.show_lots(None)
        _fill(
            self.outcome,
            [
                (self.tr("all outcomes"), ""),
                (self.tr("not granted"), NOT_GRANTED),
                (self.tr("granted"), Outcome.GRANTED.value),
                (self.tr("denied"), Outcome.DENIED.value),
                (self.tr("failed"), Outcome.FAILED.value),
                (self.tr("calls"), CALLS),
                (self.tr("opened by hand"), OPERATORS),
            ],
        )
        self.text.setPlaceholderText(self.tr("filter…"))
        self.clear.setText(self.tr("Show all"))
        for widget, name in (
            (self.period, self.tr("Period of the feed")),
            (self.lot, self.tr("Feed of one lot")),
            (self.outcome, self.tr("Feed of one outcome")),
            (self.text, self.tr("Filter the feed by text")),
            (self.clear, self.tr("Show all rows of the feed again")),
            (self.view, self.tr("Feed, newest on top")),
        ):
            widget.setAccessibleName(name)
        self.state.setText(self.tr("Opening the store…"))

    def since(self) -> datetime:
        """Return where the chosen period begins."""
        return datetime.now(UTC) - timedelta(minutes=self.period.currentData())

    def show_lots(self, site: Site | None) -> None:
        """Offer the lots of the site."""
        lots = [(lot.name, lot.id) for lot in site.lots] if site else []
        _fill(self.lot, [(self.tr("all lots"), ""), *lots])

    def clear_filter(self) -> None:
        """Show everything again."""
        self.lot.setCurrentIndex(0)
        self.outcome.setCurrentIndex(0)
        self.text.clear()

    def let_go(self) -> None:
        """Go back to the newest row and follow again."""
        self.view.clearSelection()
        self.view.setCurrentIndex(self.model.index(-1))
        self.model.hold(False)
        self.view.scrollToTop()
        self.model.drop_before(self.since())

    def choose_last_read(self, gate: str) -> bool:
        """Choose the newest read at a gate, as if it were clicked; False if none is in view."""
        reads = (
            place
            for place, row in enumerate(self.model.rows)
            if row.gate == gate and row.kind == EventKind.READ
        )
        place = next(reads, -1)
        if place >= 0:
            self.view.setFocus()
            self.view.setCurrentIndex(self.model.index(place))
        return place >= 0

    def _filter(self) -> None:
        chosen = FeedFilter(
            self.lot.currentData() or "", self.outcome.currentData() or "", self.text.text()
        )
        self.model.set_filter(chosen)
        self.clear.setVisible(chosen.active)
        _mark(self.lot, bool(chosen.lot))
        _mark(self.outcome, bool(chosen.outcome))
        _mark(self.text, bool(chosen.text.strip()))
        self._say_empty()

    def _choose(self) -> None:
        for index in self.view.selectionModel().selectedIndexes():
            self.row_chosen.emit(index.data(RowRole))

    def _hold_or_go(self) -> None:
        self.model.hold(not self.view.at_top or self.view.selectionModel().hasSelection())

    def _count_news(self, count: int) -> None:
        self.news.setVisible(count > 0)
        self.news.setText(self.tr("%n new: show", "", count).replace("%n", str(count)))
        self.news.setIcon(self._look.icon("new", self._look.colours.blue))

    def _say_empty(self) -> None:
        empty = not self.model.rows
        self.state.setVisible(empty)
        if empty and self.model.filter.active:
            self.state.setText(self.tr("Nothing fits the filter."))
        elif empty:
            self.state.setText(self.tr("Nothing happened in this time."))

    def _size(self) -> None:
        px = self._look.px
        self._bar.setContentsMargins(px(12), px(8), px(12), px(8))
        self._bar.setSpacing(px(8))
        self._place_state()

    def _place_state(self) -> None:
        self.state.setGeometry(self.view.viewport().rect())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view.viewport() and event.type() == QEvent.Type.Resize:
            self._place_state()
        return super().eventFilter(watched, event)


def _fill(box: QComboBox, choices: list[tuple[str, object]]) -> None:
    """Give a box its choices again without telling that something was chosen."""
    now = max(0, box.currentIndex())
    box.blockSignals(True)
    box.clear()
    for text, value in choices:
        box.addItem(text, value)
    box.setCurrentIndex(min(now, box.count() - 1))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.blockSignals(False)


def _mark(widget: QWidget, on: bool) -> None:
    """Make an active filter plain to see."""
    if widget.property("filter") != ("on" if on else ""):
        widget.setProperty("filter", "on" if on else "")
        widget.style().unpolish(widget)
        widget.style().polish(widget)
