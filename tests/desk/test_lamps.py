"""Lamps are grey while all is well, and say which line is not, in words."""

import time

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from izix_desk.desk.panes.lamps import Lamps
from izix_desk.desk.theme import Look
from izix_desk.domain.events import LineHealth, LineReading
from tests.support.demo_site import site


@pytest.fixture
def lamps(qapp: QApplication, qtbot: QtBot) -> Lamps:
    """Give the lamps of a site with two lines and a camera."""
    del qapp
    lamps = Lamps(Look())
    qtbot.addWidget(lamps)
    lamps.show_lines(site().lines)
    return lamps


def reading(line: str, health: LineHealth, ago: float = 0, detail: str = "") -> LineReading:
    """Return how a line does that was last heard so long ago."""
    return LineReading(line=line, health=health, last=time.monotonic() - ago, detail=detail)


def test_all_is_well(lamps: Lamps) -> None:
    """One quiet word, whatever the number of lines."""
    lamps.measure([reading("north", LineHealth.OK), reading("south", LineHealth.OK)])
    assert lamps.lines.accessibleName() == "lines"
    assert lamps.lines.property("tone") in {None, "dim"}


def test_the_worst_line_speaks_and_the_others_are_counted(lamps: Lamps) -> None:
    """No answer before answers in part."""
    lamps.measure([reading("north", LineHealth.DEGRADED), reading("south", LineHealth.OFFLINE, 42)])
    assert lamps.lines.accessibleName() == "south no answer +1"
    assert lamps.lines.property("tone") == "red"
    assert "south: no answer, last heard 42 s ago" in lamps.lines.accessibleDescription()


def test_a_silent_camera_says_how_old_its_last_read_is(lamps: Lamps) -> None:
    """Cameras have a lamp of their own."""
    lamps.measure([reading("cameras", LineHealth.SILENT, 190, "Half-open")])
    assert lamps.cameras.accessibleName() == "cameras silent"
    assert "last heard 3 min ago · Half-open" in lamps.cameras.accessibleDescription()
    assert lamps.lines.accessibleName() == "lines"


@pytest.mark.qt_log_ignore("This plugin does not support")  # raising and grabbing, for a menu
def test_a_lamp_leads_to_the_lines(lamps: Lamps, qtbot: QtBot) -> None:
    """From its menu, below what it says."""
    lamps.show()
    wanted: list[bool] = []
    lamps.lines_wanted.connect(lambda: wanted.append(True))
    for lamp in (lamps.lines, lamps.cameras):
        lamp.click()
        menu = lamp.findChild(QMenu)
        assert menu is not None
        assert "not measured" in menu.actions()[0].text()
        menu.actions()[-1].trigger()
        menu.close()
        qtbot.waitUntil(lambda lamp=lamp: lamp.findChild(QMenu) is None)
    assert wanted == [True, True]


def test_without_an_engine_nothing_is_known_of_the_lines(lamps: Lamps) -> None:
    """What it said before is no longer true."""
    lamps.measure([reading("south", LineHealth.OFFLINE)])
    lamps.run(False)
    assert lamps.engine.accessibleName() == "no engine"
    assert lamps.engine.property("tone") == "red"
    assert lamps.lines.accessibleName() == "lines"
    assert "not measured" in lamps.lines.accessibleDescription()
    lamps.run(True)
    assert lamps.engine.accessibleName() == "engine"
