"""Tiles keep their places and are all in view; a click selects a gate, and opens nothing."""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from izix_desk.desk.panes.gates import GatesBar
from izix_desk.desk.texts import state_word
from izix_desk.desk.theme import Look, Size
from izix_desk.domain.events import GateReading, GateState
from tests.support import demo_day
from tests.support.clipping import over_the_edge
from tests.support.demo_site import gates, site
from tests.support.longer import Longer

SMALL = 1280
NARROW = 900


@pytest.fixture(params=[False, True], ids=["English", "40 % longer"])
def language(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run once in English and once in a language with longer words."""
    longer = Longer()
    if request.param:
        QCoreApplication.installTranslator(longer)
    yield
    QCoreApplication.removeTranslator(longer)


def bar(look: Look, qtbot: QtBot, wide: int) -> GatesBar:
    """Return the demo's six gates and its counts in a window so wide."""
    pane = GatesBar(look)
    qtbot.addWidget(pane)
    pane.resize(wide, 80)
    pane.show()
    pane.show_gates(gates())
    pane.show_groups(demo_day.counted(), site())
    return pane


def places(pane: GatesBar) -> dict[str, QRect]:
    """Return where every tile in view stands."""
    return {gate: tile.geometry() for gate, tile in pane.tiles.items() if tile.isVisible()}


def measure(pane: GatesBar, gate: str, state: GateState) -> None:
    """Tell the bar what the engine measured just now."""
    pane.measure([GateReading(gate=gate, state=state, monotonic=time.monotonic())])


def test_a_click_selects_the_gate(look: Look, qtbot: QtBot) -> None:
    """With the pointer; the menu alone leads to a dialog."""
    pane = bar(look, qtbot, SMALL)
    selected, opening = QSignalSpy(pane.selected), QSignalSpy(pane.open_wanted)
    tile = pane.tiles["p1-exit"]
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert selected.at(0)[0] == "p1-exit"
    assert pane.chosen() == "p1-exit"
    assert opening.count() == 0


@pytest.mark.parametrize(
    ("words", "signal"),
    [
        ("Open gate…", "open_wanted"),
        ("Hold open…", "hold_wanted"),
        ("Why?", "why_wanted"),
        ("Out of service…", "service_wanted"),
    ],
)
def test_the_menu_asks_for_what_it_says(look: Look, qtbot: QtBot, words: str, signal: str) -> None:
    """And for nothing else."""
    pane = bar(look, qtbot, SMALL)
    asked = QSignalSpy(getattr(pane, signal))
    (chosen,) = (
        each for each in pane.menu_for(gates()[0]).actions() if each.text().startswith(words)
    )
    chosen.trigger()
    assert [asked.at(place) for place in range(asked.count())] == [["p1-entry"]]


@pytest.mark.usefixtures("language")
def test_all_six_gates_are_in_view_in_a_small_window(look: Look, qtbot: QtBot) -> None:
    """None hides another or the counts, and none is folded."""
    pane = bar(look, qtbot, SMALL)
    shown = places(pane)
    assert list(shown) == [gate.id for gate in gates()]
    rooms = [*shown.values(), pane.title.geometry(), pane.counts.geometry()]
    assert not any(one.intersects(two) for one in rooms for two in rooms if one is not two)
    assert over_the_edge(pane) == []
    assert pane.more.isHidden()


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("state", GateState)
def test_every_state_has_room_in_its_tile(look: Look, qtbot: QtBot, state: GateState) -> None:
    """Beside its icon, in the type that abnormal ones are written in."""
    pane = bar(look, qtbot, SMALL)
    wide = QFontMetrics(look.font(Size.SMALL, bold=True)).horizontalAdvance(state_word(state))
    assert all(wide <= place.width() - look.px(44) for place in places(pane).values())


def test_a_tile_keeps_its_place_whatever_happens(look: Look, qtbot: QtBot) -> None:
    """A hand learns where a gate is; a call or a hold moves none."""
    pane = bar(look, qtbot, SMALL)
    before = places(pane)
    measure(pane, "p2-entry", GateState.HELD_OPEN)
    pane.ring({"p2-exit"})
    measure(pane, "p1-ramp", GateState.OFFLINE)
    assert places(pane) == before


def test_where_not_all_have_room_an_abnormal_gate_has_it_first(look: Look, qtbot: QtBot) -> None:
    """It takes the place of the last quiet one; those in front of it stay where they are."""
    pane = bar(look, qtbot, NARROW)
    before = places(pane)
    assert "p2-entry" not in before
    assert pane.more.isVisible()
    measure(pane, "p2-entry", GateState.BLOCKED)
    after = places(pane)
    assert "p2-entry" in after
    assert after["p1-entry"] == before["p1-entry"]
    assert list(after) == [gate.id for gate in gates() if gate.id in after]
    assert over_the_edge(pane) == []
