"""The feed's view: rows of two heights, found where they are painted."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from izix_desk.desk.models.feed_model import FeedModel
from izix_desk.desk.panes.feed_view import FeedView
from izix_desk.desk.theme import Look, prepare
from izix_desk.domain.events import Outcome
from izix_desk.domain.views import FeedRow
from tests.support import demo_day
from tests.support.rows import row

Key = Qt.Key


@pytest.fixture
def view(qapp: QApplication, qtbot: QtBot) -> Iterator[FeedView]:
    """Give a view of 100 rows, every third of two lines, in which about 15 have room."""
    prepare(qapp)
    look = Look()
    look.apply()
    model = FeedModel(qapp)
    view = FeedView(look, model)
    qtbot.addWidget(view)
    view.resize(600, 480)
    view.show()
    model.reset(
        [
            row(n, Outcome.DENIED if n % 3 == 0 else Outcome.GRANTED, text="why not")
            for n in range(100)
        ]
    )
    yield view
    view.close()


def shown_rows(view: FeedView) -> list[FeedRow]:
    """Return what the view shows, from the top."""
    model = view.model()
    assert isinstance(model, FeedModel)
    return model.rows


def test_every_row_is_found_where_it_stands(view: FeedView) -> None:
    """From top to bottom, one row ends where the next begins."""
    bottom = 0
    for place in range(100):
        area = view.visualRect(view.model().index(place, 0))
        assert area.top() == bottom
        assert view.indexAt(area.center()).row() == place
        assert view.indexAt(area.topLeft()).row() == place
        assert view.indexAt(QPoint(5, area.bottom())).row() == place
        bottom = area.bottom() + 1
    assert not view.indexAt(QPoint(5, bottom + 5)).isValid()


def test_a_refusal_is_higher_than_a_granted_row(view: FeedView) -> None:
    """A reason needs its line."""
    heights = {
        shown.outcome: view.visualRect(view.model().index(place, 0)).height()
        for place, shown in enumerate(shown_rows(view))
    }
    assert heights[Outcome.DENIED] > heights[Outcome.GRANTED]


def test_arrows_pages_and_ends_keep_the_row_in_sight(view: FeedView, qtbot: QtBot) -> None:
    """Every key that moves leaves the chosen row wholly visible."""
    view.setFocus()
    keys = [Key.Key_Down, Key.Key_PageDown, Key.Key_PageDown, Key.Key_End, Key.Key_PageUp]
    places = []
    for key in [*keys, Key.Key_Up, Key.Key_Home]:
        qtbot.keyClick(view, key)
        area = view.visualRect(view.currentIndex())
        assert view.viewport().rect().contains(area)
        places.append(view.currentIndex().row())
    assert places[0] == 0
    assert places[1] > 5
    assert places[3] == 99
    assert places[-1] == 0


def test_a_click_chooses_the_row_under_the_pointer(view: FeedView, qtbot: QtBot) -> None:
    """Also when the feed is scrolled."""
    view.verticalScrollBar().setValue(333)
    at = QPoint(300, 200)
    expected = view.indexAt(at).row()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.selectionModel().selectedIndexes()[0].row() == expected


def test_rows_that_come_on_top_push_nothing_out_of_reach(view: FeedView) -> None:
    """The scroll bar knows the new height."""
    before = view.verticalScrollBar().maximum()
    model = view.model()
    assert isinstance(model, FeedModel)
    model.add([row(200), row(201)])
    model.flush()
    single, _ = view.rows.heights()
    assert view.verticalScrollBar().maximum() == before + 2 * single


@pytest.mark.parametrize("theme", ["day", "night", "contrast"])
@pytest.mark.parametrize("zoom", [100, 200])
def test_every_kind_of_row_can_be_painted(
    qapp: QApplication, qtbot: QtBot, theme: str, zoom: int
) -> None:
    """A picture of each kind differs from an empty one."""
    prepare(qapp)
    look = Look(theme, zoom)
    look.apply()
    model = FeedModel(qapp)
    view = FeedView(look, model)
    qtbot.addWidget(view)
    view.resize(1100, 900)
    view.show()
    empty = view.grab().toImage()
    for told in demo_day.busy_feed(len(demo_day.TOLD)):
        model.reset([told])
        assert view.grab().toImage() != empty
