"""At 1280x720, and with words 40 % longer, nothing is cut off; a planted cut is found."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from izix_desk.desk.dialogs.count import CountDialog
from izix_desk.desk.dialogs.find_devices import FindDevicesDialog
from izix_desk.desk.dialogs.fix import FixDialog
from izix_desk.desk.dialogs.hold_gate import HoldGateDialog
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.dialogs.lines import LinesDialog
from izix_desk.desk.dialogs.old_sessions import OldSessionsDialog
from izix_desk.desk.dialogs.open_gate import OpenGateDialog
from izix_desk.desk.dialogs.visit import VisitDialog
from izix_desk.desk.panes.panel import PanelPane
from izix_desk.desk.presets import FixPreset, OpenPreset, VisitPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import Action, Stage
from izix_desk.domain.scanning import Evidence, SearchNews, setting_of
from izix_desk.domain.views import Asks, FieldFault, Offer, OldSession
from tests.support import demo_day, demo_lines
from tests.support import demo_views as demo
from tests.support.clipping import clipped
from tests.support.demo_site import site
from tests.support.fake_backend import FakeBackend
from tests.support.longer import Longer

Show = Callable[[KeyedDialog], None]
PANEL = 350
"""Width of the panel in a window of 1280 px."""
ENTER = Qt.Key.Key_Return


@pytest.fixture(params=[False, True], ids=["English", "40 % longer"])
def language(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run once in English and once in a language with longer words."""
    longer = Longer()
    if request.param:
        QCoreApplication.installTranslator(longer)
    yield
    QCoreApplication.removeTranslator(longer)


def fits(dialog: QWidget) -> None:
    """Fail where a text is cut or the dialog is larger than a small screen."""
    assert clipped(dialog) == []
    assert dialog.height() <= 720 - 40  # a title bar has to fit as well
    assert dialog.width() <= 1280


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("who", [demo.MAES, demo.PEETERS, demo.DUPONT, demo.BLOCKED])
def test_open_gate_fits(backend: FakeBackend, look: Look, shown: Show, who: object) -> None:
    """Whoever it is for."""
    view = next(view for view in backend.views.values() if view.profile.id == who)
    preset = OpenPreset(gate="p1-entry", for_whom=f"{view.profile.name} · {view.organisation.name}",
                        profile=view.profile.id, plate="1-HHH-222")  # fmt: skip
    dialog = OpenGateDialog(backend, look, preset)
    shown(dialog)
    fits(dialog)


@pytest.mark.usefixtures("language")
def test_a_bad_end_fits(backend: FakeBackend, look: Look, shown: Show, qtbot: QtBot) -> None:
    """The longest thing that Open gate has to say."""
    dialog = OpenGateDialog(backend, look, OpenPreset(gate="p1-entry", profile=demo.MAES))
    shown(dialog)
    dialog.form.confirm.click()
    qtbot.waitUntil(lambda: len(backend.requests) == 1)
    backend.reach(Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED)
    backend.reach(Stage.NOT_MOVED, detail="The closed input stayed on all the time. " * 3)
    qtbot.waitUntil(dialog.form.stages_page.end.isVisible)
    fits(dialog)


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("letters", ["acm", "del", "van", "nor"])
def test_create_profile_fits(
    backend: FakeBackend, look: Look, shown: Show, qtbot: QtBot, letters: str
) -> None:
    """With every fault said at once."""
    dialog = VisitDialog(backend, look, VisitPreset(last_name="Vanderstichelen", gate="p1-entry"))
    shown(dialog)
    QTest.keyClicks(dialog.form.organisation, letters)
    QTest.keyClick(dialog.form.organisation, ENTER)
    fits(dialog)
    if not dialog.host.refused:
        names = ("organisation", "host", "ends", "last_name", "phone", "email")
        told = "What is wrong here takes a whole sentence to say, and then a little more."
        backend.faults = tuple(FieldFault(name, told) for name in names)
        dialog.form.confirm.click()
        qtbot.waitUntil(dialog.form.email_fault.isVisible)
        fits(dialog)


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("who", [demo.MAES, demo.PEETERS, demo.DUPONT, demo.BLOCKED])
def test_the_panel_fits(backend: FakeBackend, look: Look, qtbot: QtBot, who: object) -> None:
    """At its width in a small window; a button that is too long says the rest as a tip."""
    panel = PanelPane(backend, look)
    qtbot.addWidget(panel)
    panel.resize(PANEL, 520)
    panel.show()
    view = next(view for view in backend.views.values() if view.profile.id == who)
    panel.show_parker(view.profile.id, "p1-entry")
    qtbot.waitUntil(lambda: panel.head.who.text() == view.profile.name)
    qtbot.waitUntil(lambda: not asyncio.all_tasks(asyncio.get_event_loop()))

    def whole() -> None:
        assert clipped(panel) == []

    qtbot.waitUntil(whole)
    sideways = [area.horizontalScrollBar().maximum() for area in panel.findChildren(QScrollArea)]
    assert sideways == [0]


def test_a_planted_cut_is_found(look: Look, qtbot: QtBot) -> None:
    """The control: a label with too little room, and one whose second line is hidden."""
    assert look is not None
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    narrow, low = QLabel("Société coopérative"), QLabel("two lines of words " * 4)
    narrow.setFixedWidth(40)
    low.setWordWrap(True)
    low.setFixedSize(120, 18)
    layout.addWidget(narrow)
    layout.addWidget(low)
    window.show()
    assert len(clipped(window)) == 2


def test_longer_words_are_longer(qapp: QCoreApplication) -> None:
    """The control of the other half."""
    assert qapp is not None
    longer = Longer()
    QCoreApplication.installTranslator(longer)
    assert QCoreApplication.translate("Hosts", "no visitors") == "no visitorséééé"
    QCoreApplication.removeTranslator(longer)


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("action", [Action.HOLD_OPEN, Action.RELEASE])
def test_a_hold_and_a_release_fit(
    backend: FakeBackend, look: Look, shown: Show, action: Action
) -> None:
    """With all reasons there are."""
    dialog = HoldGateDialog(backend, look, site().gate("p1-entry"), action)
    shown(dialog)
    fits(dialog)


@pytest.mark.usefixtures("language")
def test_the_fixes_fit(backend: FakeBackend, look: Look, shown: Show) -> None:
    """One that asks for a window, and the list of old sessions."""
    backend.inside = (OldSession(id=demo.MAES, line="Tue 17 Nov 09:15 · Jo Peeters · Staff"),)
    offer = Offer(code="create_booking", label="Create booking", gate="p1-entry", about="Staff",
                  asks=Asks.WINDOW)  # fmt: skip
    preset = FixPreset(offer=offer, profile=demo.PEETERS, whom="Jo Peeters · Acme")
    for kind in (FixDialog, OldSessionsDialog, CountDialog):
        dialog = kind(backend, look, preset)
        shown(dialog)
        fits(dialog)


@pytest.mark.usefixtures("language")
def test_the_search_for_devices_fits(backend: FakeBackend, look: Look, shown: Show) -> None:
    """With all there is to say at its end."""
    dialog = FindDevicesDialog(backend, look, backend.place.lines[0])
    shown(dialog)
    dialog.form.search.click()
    news = SearchNews(
        "north", setting_of(backend.place.lines[0]), 32, None, 0, Evidence(asked=32, damaged=3)
    )
    backend.news.line_searched.emit(news)
    backend.news.engine_running.emit(False)
    fits(dialog)


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("row", [0, 1, 2])
def test_the_lines_fit(
    backend: FakeBackend, look: Look, shown: Show, qtbot: QtBot, row: int
) -> None:
    """Over a small window, with a port that is not there and with all there is to say."""
    dialog = LinesDialog(backend, look, backend.place)
    shown(dialog)
    dialog.resize(1240, 640)
    backend.news.lines_measured.emit(demo_day.lines(broken=True))
    backend.news.line_figures.emit(demo_lines.figures(fault=f"{demo_lines.PORT} is not there."))
    backend.news.line_trace.emit(demo_lines.passed(100))
    dialog.form.controllers.selectRow(row)
    qtbot.waitUntil(lambda: dialog.trace.model.rowCount() == 100)
    dialog.form.trace.selectRow(50)
    backend.news.engine_running.emit(False)
    fits(dialog)
    sideways = [
        view.horizontalScrollBar().maximum() for view in (dialog.form.trace, dialog.form.lines)
    ]
    assert sideways == [0, 0]
