"""What waits, and what left by itself, can be read in its row."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from izix_desk.desk.palettes import PALETTES, contrast
from izix_desk.desk.panes.needs_you import NeedsYouPane
from izix_desk.desk.theme import Look
from izix_desk.domain.events import Entry
from tests.support import demo_day


def strongest(image: QImage, area: QRect, ground: str) -> float:
    """Return the contrast of the clearest pixel there."""
    pixels = {
        image.pixelColor(x, y).name()
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    }
    return max(contrast(pixel, ground) for pixel in pixels)


def in_hand(look: Look, qtbot: QtBot) -> tuple[NeedsYouPane, Entry]:
    """Return the list with its first entry in hand."""
    pane = NeedsYouPane(look)
    qtbot.addWidget(pane)
    pane.resize(280, 500)
    pane.show()
    entry = next(iter(demo_day.busy_entries()))
    pane.show_entries([entry])
    pane.take(entry)
    return pane, entry


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("waits", [10, 40, 90])
@pytest.mark.parametrize("gone", [False, True])
def test_how_long_it_waits_can_be_read(
    look: Look, qtbot: QtBot, theme: str, waits: int, *, gone: bool
) -> None:
    """At 4.5:1, in hand; *left* as well as the seconds."""
    look.set_theme(theme)
    pane, entry = in_hand(look, qtbot)
    pane.rows.now = lambda: entry.opened + timedelta(seconds=waits)
    if gone:
        pane.show_entries([])
    row = pane.view.visualRect(pane.model.index(0))
    image = pane.view.viewport().grab(row).toImage()
    words = QRect(row.width() - 60, 8, 46, 28)
    assert strongest(image, words, look.colours.selected) >= 4.5


SENTENCE = "not sure: the gate may be open; the controller answered, but the engine was restarted"


def drawn(look: Look, qtbot: QtBot, text: str) -> QImage:
    """Return a row that says this."""
    pane, entry = in_hand(look, qtbot)
    pane.rows.now = lambda: entry.opened
    pane.show_entries([replace(entry, text=text)])
    return pane.view.viewport().grab(pane.view.visualRect(pane.model.index(0))).toImage()


def test_a_sentence_is_written_to_its_end(look: Look, qtbot: QtBot) -> None:
    """In as many lines as it takes, up to four; a longer one says that it goes on."""
    whole, other = drawn(look, qtbot, SENTENCE), drawn(look, qtbot, SENTENCE[:-1] + "s")
    assert whole.height() == other.height()
    assert whole != other
    long, longer = drawn(look, qtbot, SENTENCE * 3), drawn(look, qtbot, SENTENCE * 5)
    assert long.height() == longer.height()
    assert long.height() > whole.height()
