"""The main window, by its keys: taking, closing, undoing, and news that leaves the hand alone."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from izix_desk.desk.dialogs.choose_gate import ChooseGateDialog
from izix_desk.desk.dialogs.close_entry import CloseEntryDialog
from izix_desk.desk.dialogs.fix import FixDialog
from izix_desk.desk.dialogs.hold_gate import HoldGateDialog
from izix_desk.desk.dialogs.lines import LinesDialog
from izix_desk.desk.dialogs.open_gate import OpenGateDialog
from izix_desk.desk.dialogs.service import ServiceDialog
from izix_desk.desk.dialogs.visit import VisitDialog
from izix_desk.desk.main_window import MainWindow
from izix_desk.desk.memory import Memory
from izix_desk.desk.models.entries_model import DraftRole
from izix_desk.desk.models.feed_model import RowRole
from izix_desk.desk.theme import Look, prepare
from izix_desk.desk.wiring import Wiring
from izix_desk.domain.errors import StoreFault
from izix_desk.domain.events import EntryKind, EventKind, GateReading, GateState, Outcome
from izix_desk.domain.views import Offer, PastView
from tests.support import demo_views as demo
from tests.support.fake_backend import FakeBackend
from tests.support.rows import row

Key = Qt.Key


@dataclass
class Room:
    """A window with its backend, and a hand on the keyboard."""

    window: MainWindow
    backend: FakeBackend
    wiring: Wiring
    qtbot: QtBot

    def press(self, key: Qt.Key, text: str = "", *, ctrl: bool = False) -> None:
        """Press a key where the focus is."""
        target = QApplication.focusWidget() or self.window
        modifier = Qt.KeyboardModifier
        held = modifier.ControlModifier if ctrl else modifier.NoModifier
        if text:  # as X gives it: QTest itself types no accents
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, key, modifier.NoModifier, text))
        else:
            self.qtbot.keyClick(target, key, held)

    def dialog(self) -> QDialog:
        """Wait for the dialog that was asked for."""
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog)
        return found

    def put_away(self) -> None:
        """Close what popped up."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        while (modal := QApplication.activeModalWidget()) is not None:
            modal.close()

    def tell(self) -> None:
        """Say that something was committed elsewhere."""
        self.backend.news.store_changed.emit()

    def gates_waiting(self) -> list[str]:
        """Return the gates of the entries, from the top."""
        return [entry.gate for entry in self.window.needs_you.model.waiting]


@pytest.fixture
def room(
    qapp: QApplication, qtbot: QtBot, loop: qasync.QEventLoop, tmp_path: Path
) -> Iterator[Room]:
    """Give a window whose store is open: a call, a refusal, forty rows."""
    prepare(qapp)
    look = Look("day", 100)
    look.apply()
    window = MainWindow(look, Memory(tmp_path / "desk.ini", "Guard 1"), "Guard 1")
    window.resize(1280, 720)
    backend = FakeBackend()
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    wiring = Wiring(window, backend)
    room = Room(window, backend, wiring, qtbot)
    qtbot.waitUntil(lambda: len(room.gates_waiting()) == 2 and bool(window.feed.model.rows))
    yield room
    ended = loop.create_task(wiring.close())
    qtbot.waitUntil(ended.done)
    window.close()
    window.deleteLater()


def test_f9_takes_the_next_and_says_so_to_the_others(room: Room) -> None:
    """F9 takes the next and says so to the others."""
    room.press(Key.Key_F9)
    assert room.window.gate_in_hand() == "p1-entry"
    room.qtbot.waitUntil(lambda: len(room.backend.taken) == 1)
    room.press(Key.Key_F9)
    assert room.window.gate_in_hand() == "p2-entry"


def test_what_another_operator_has_is_not_taken(room: Room) -> None:
    """What another operator has is not taken."""
    first = room.backend.waiting_entries[0]
    room.backend.waiting_entries[0] = replace(first, taken_by="other-lodge")
    room.tell()
    room.qtbot.waitUntil(lambda: room.window.needs_you.model.waiting[0].taken_by == "other-lodge")
    room.press(Key.Key_F9)
    assert room.window.gate_in_hand() == "p2-entry"


def test_f12_closes_with_an_outcome_and_ctrl_z_takes_it_back(room: Room) -> None:
    """F12 closes with an outcome and ctrl z takes it back."""
    room.press(Key.Key_F9)
    entry = room.window.entry_in_hand()
    assert entry is not None
    room.press(Key.Key_F12)
    dialog = room.dialog()
    assert isinstance(dialog, CloseEntryDialog)
    room.qtbot.waitUntil(lambda: dialog.seen)
    room.qtbot.keyClicks(dialog.form.outcomes, "2")
    room.qtbot.keyClick(dialog.form.outcomes, Key.Key_Return)
    room.qtbot.waitUntil(lambda: room.gates_waiting() == ["p2-entry"])
    assert room.backend.closed == [(entry.id, "TURNED_AWAY")]
    assert room.window.entry_in_hand() is None
    room.press(Key.Key_Z, ctrl=True)
    room.qtbot.waitUntil(lambda: room.gates_waiting() == ["p1-entry", "p2-entry"])
    assert room.window.gate_in_hand() == "p1-entry"


def test_f12_without_an_entry_does_nothing(room: Room) -> None:
    """F12 without an entry does nothing."""
    room.press(Key.Key_F12)
    assert QApplication.activeModalWidget() is None


def test_ctrl_g_takes_the_gate_of_somebody_who_phones(room: Room) -> None:
    """Ctrl g takes the gate of somebody who phones."""
    room.press(Key.Key_G, ctrl=True)
    dialog = room.dialog()
    assert isinstance(dialog, ChooseGateDialog)
    room.qtbot.waitUntil(lambda: dialog.seen)
    room.qtbot.keyClicks(dialog.form.text, "ramp")
    room.qtbot.keyClick(dialog.form.text, Key.Key_Return)
    room.qtbot.waitUntil(lambda: room.window.gate_in_hand() == "p1-ramp")


def test_f5_asks_for_the_gate_in_hand_and_opens_nothing_by_itself(room: Room) -> None:
    """F5 asks for the gate in hand and opens nothing by itself."""
    room.press(Key.Key_F9)
    room.press(Key.Key_F5)
    dialog = room.dialog()
    assert isinstance(dialog, OpenGateDialog)
    assert dialog.form.gate_list.key == "p1-entry"
    assert room.backend.requests == []
    room.press(Key.Key_Escape)


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space, Key.Key_O, Key.Key_1])
def test_no_bare_key_opens_a_gate(room: Room, key: Qt.Key) -> None:
    """No bare key opens a gate."""
    for widget in room.window.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            room.qtbot.keyClick(widget, key)
            room.put_away()
    assert room.backend.requests == []


@pytest.mark.parametrize(("key", "ctrl"), [(Key.Key_F11, False), (Key.Key_I, True)])
def test_a_key_shows_the_lines(room: Room, key: Qt.Key, ctrl: bool) -> None:
    """Over the window and smaller than it; what is known of the engine already is said."""
    room.backend.news.engine_running.emit(False)
    room.press(key, ctrl=ctrl)
    dialog = room.dialog()
    assert isinstance(dialog, LinesDialog)
    assert dialog.form.line_fault.text().startswith("No engine runs")
    assert dialog.width() < room.window.width()
    assert dialog.height() < room.window.height()
    room.qtbot.waitUntil(dialog.form.lines.hasFocus)
    room.press(Key.Key_Escape)
    room.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


@pytest.mark.parametrize("typed", ["dup", "é1", "2def"])
def test_typing_anywhere_goes_into_the_search_box(room: Room, typed: str) -> None:
    """Typing anywhere goes into the search box."""
    for start in (room.window.needs_you.view, room.window.feed.view):
        room.window.search.clear()
        start.setFocus()
        for letter in typed:
            room.press(Key.Key_unknown, letter)
        assert room.window.search.text() == typed
        assert QApplication.focusWidget() is room.window.search


def test_typing_in_the_filter_stays_there(room: Room) -> None:
    """Typing in the filter stays there."""
    room.window.feed.text.setFocus()
    for letter in "maes":
        room.press(Key.Key_unknown, letter)
    assert room.window.feed.text.text() == "maes"
    assert room.window.search.text() == ""


def test_news_moves_neither_focus_nor_choice_nor_scroll(room: Room) -> None:
    """News moves neither focus nor choice nor scroll."""
    window = room.window
    window.feed.view.setFocus()
    room.press(Key.Key_Down)
    room.press(Key.Key_Down)
    chosen, focus = window.feed.view.currentIndex(), QApplication.focusWidget()
    shown, value = chosen.data(), window.feed.view.verticalScrollBar().value()
    room.backend.fresh = [row(900 + n) for n in range(12)]
    room.backend.waiting_entries.append(demo.entry_at("p2-exit", EntryKind.NOT_SURE))
    room.tell()
    room.qtbot.waitUntil(lambda: window.feed.model.waiting == 12)
    assert window.feed.news.text() == "12 new: show"
    assert window.feed.view.currentIndex().data() == shown
    assert window.feed.view.verticalScrollBar().value() == value
    assert QApplication.focusWidget() is focus
    assert window.entry_in_hand() is None
    room.press(Key.Key_Escape)
    assert window.feed.model.rows[0].seq == 911
    assert not window.feed.news.isVisible()


def test_a_filter_is_plain_to_see_and_hides_nothing_that_needs_a_person(room: Room) -> None:
    """A filter is plain to see and hides nothing that needs a person."""
    feed = room.window.feed
    feed.outcome.setCurrentIndex(feed.outcome.findData("denied"))
    assert {shown.outcome for shown in feed.model.rows} == {Outcome.DENIED}
    assert feed.clear.isVisible()
    assert feed.outcome.property("filter") == "on"
    assert room.gates_waiting() == ["p1-entry", "p2-entry"]
    feed.clear.click()
    assert len(feed.model.rows) == 40
    assert not feed.clear.isVisible()


def banner_ground(room: Room) -> QColor:
    """Return the colour that the banner stands on."""
    return room.window.form.banner.grab().toImage().pixelColor(2, 2)


def test_a_missing_engine_stays_in_the_red_banner_until_it_runs(room: Room) -> None:
    """A missing engine stays in the red banner until it runs."""
    news, banner = room.backend.news, room.window.form.banner
    news.engine_running.emit(False)
    assert banner.isVisible()
    assert banner_ground(room) == QColor(room.window.look.colours.banner)
    assert "No engine runs" in room.window.form.banner_text.text()
    news.trouble.emit("The disk is full.")
    assert "The disk is full." in room.window.form.banner_text.text()
    news.engine_running.emit(True)
    news.trouble.emit("")
    assert not banner.isVisible()


def test_f1_shows_the_keys_and_any_key_gives_the_focus_back(room: Room) -> None:
    """F1 shows the keys and any key gives the focus back."""
    room.window.feed.view.setFocus()
    room.press(Key.Key_F1)
    assert room.window.feed.view is not QApplication.focusWidget()
    room.press(Key.Key_Escape)
    assert QApplication.focusWidget() is room.window.feed.view


def test_zoom_and_theme_are_kept_for_the_operator(room: Room) -> None:
    """Zoom and theme are kept for the operator."""
    room.press(Key.Key_Plus, ctrl=True)
    assert room.window.look.zoom == 110
    room.window.set_theme("night")
    assert room.window.memory.number("zoom", 100) == 110
    assert room.window.memory.text("theme", "day") == "night"
    room.press(Key.Key_0, ctrl=True)
    assert room.window.look.zoom == 100


def test_every_control_has_a_name(room: Room) -> None:
    """Every control has a name."""
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in room.window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not (getattr(widget, "text", str)() or "")
        and not isinstance(widget.parent(), QLineEdit)
    ]
    assert nameless == []


def test_the_title_names_the_site(room: Room) -> None:
    """The title names the site."""
    assert room.window.windowTitle() == "Izix Desk: Control Room, Quai Nord"
    assert datetime.now(UTC).astimezone(room.window.timezone).strftime("%H:%M") in (
        room.window.form.clock.text()
    )


def test_the_first_arrow_key_takes_the_first_entry(room: Room) -> None:
    """Focus alone puts nothing in hand; the first arrow key takes the first entry."""
    room.window.needs_you.view.setFocus()
    assert room.window.entry_in_hand() is None
    room.press(Key.Key_Down)
    assert room.window.gate_in_hand() == "p1-entry"
    room.press(Key.Key_Down)
    assert room.window.gate_in_hand() == "p2-entry"


def test_tab_follows_the_eye(room: Room) -> None:
    """Tab goes from the search box to what needs a person, the feed, the panel and the gates."""
    window = room.window
    window.search.setFocus()
    met: list[QWidget] = []
    for _ in range(60):
        room.press(Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        met.append(focus)
    panel = room.wiring.looking.panel
    parts = [window.needs_you, window.feed, panel, window.gates, window.form.header]
    first = [next(i for i, at in enumerate(met) if part.isAncestorOf(at)) for part in parts]
    assert first == sorted(first)


def test_taking_the_next_puts_a_visit_aside_as_a_draft(room: Room) -> None:
    """F9 in the visit dialog keeps what was typed, names it at its car, and gives it back."""
    room.press(Key.Key_F9)
    room.press(Key.Key_F8)
    dialog = room.dialog()
    assert isinstance(dialog, VisitDialog)
    room.qtbot.waitUntil(lambda: dialog.seen)
    room.qtbot.keyClicks(dialog.form.last_name, "Dupont")
    room.qtbot.keyClick(dialog, Key.Key_F9)
    room.qtbot.waitUntil(lambda: room.window.gate_in_hand() == "p2-entry")
    assert room.window.needs_you.model.index(0).data(DraftRole) == "Dupont"
    room.window.needs_you.take(room.window.needs_you.model.waiting[0])
    room.window.activateWindow()
    room.window.needs_you.view.setFocus()
    room.qtbot.waitUntil(room.window.isActiveWindow)
    room.press(Key.Key_F8)
    again = room.dialog()
    assert isinstance(again, VisitDialog)
    assert again.form.last_name.text() == "Dupont"
    again.done(0)


def test_a_store_that_refuses_once_is_asked_again(room: Room) -> None:
    """The fault is told, and the list goes on by itself."""
    room.backend.refuse_reads = StoreFault("The store is locked by a backup.")
    room.tell()
    room.qtbot.waitUntil(lambda: "locked by a backup" in room.window.form.banner_text.text())
    room.backend.refuse_reads = None
    room.backend.waiting_entries.append(demo.entry_at("p2-exit", EntryKind.NOT_SURE))
    room.qtbot.waitUntil(lambda: "p2-exit" in room.gates_waiting())


def test_a_site_that_was_loaded_anew_shows_by_itself(room: Room) -> None:
    """New names appear on the tiles; each stays chosen, and keeps what was measured there."""
    gates = room.window.gates
    gates.select("p1-exit")
    gates.measure([GateReading(gate="p1-exit", state=GateState.OPEN, monotonic=time.monotonic())])
    before = dict(gates.tiles)
    place = room.backend.place
    named = (replace(place.gates[0], name="P1 North"), *place.gates[1:-1])
    room.backend.place = replace(place, gates=named)
    ended = asyncio.ensure_future(room.wiring.refresh_site())
    room.qtbot.waitUntil(ended.done)
    assert gates.tiles["p1-entry"].gate.name == "P1 North"
    assert "P1 North" in gates.tiles["p1-entry"].toolTip()
    assert list(gates.tiles) == list(before)[:-1]
    assert all(tile is before[gate] for gate, tile in gates.tiles.items())
    assert (gates.chosen(), gates.tiles["p1-exit"].seen().words) == ("p1-exit", "open now")


def test_a_gate_is_set_out_of_service_from_its_tile(room: Room) -> None:
    """The menu leads to the dialog; once it is stored the tile says so within a second or so."""
    room.window.gates.service_wanted.emit("p1-exit")
    dialog = room.dialog()
    assert isinstance(dialog, ServiceDialog)
    dialog.form.note.setText("arm bent")
    room.press(Key.Key_Return)
    room.press(Key.Key_Return)
    room.qtbot.waitUntil(lambda: [fix.code for fix in room.backend.fixes] == ["out_of_service"])
    since = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
    out = {"in_service": False, "out_of_service_note": "arm bent", "out_of_service_by": "Guard 1"}
    place = room.backend.place
    gates = tuple(
        replace(gate, out_of_service_since=since, **out) if gate.id == "p1-exit" else gate  # pyright: ignore[reportArgumentType] the names above
        for gate in place.gates
    )
    room.backend.place = replace(place, gates=gates)
    room.backend.news.store_changed.emit()
    tile = room.window.gates.tiles["p1-exit"]
    room.qtbot.waitUntil(lambda: tile.seen().state is GateState.OUT_OF_SERVICE)
    told = "Out of service since Sun 22 Nov 14:05, Guard 1: arm bent"
    assert tile.toolTip() == f"P1 Exit, exit · {told}"
    words = [each.text() for each in room.window.gates.menu_for(tile.gate).actions()]
    assert {"Back in service…", told} <= set(words)


def test_a_stale_session_is_ended_by_f2_and_the_gate_is_asked_for(room: Room) -> None:
    """It is asked once more, and the opening itself stays a dialog of its own."""
    peeters = room.backend.views[demo.PEETERS]
    inside = replace(peeters.verdict, reason="ASE_ALREADY_IN", fixes=("end_session",))
    offer = Offer(code="end_session", label="End the old session and open", gate="p1-entry",
                  subject=demo.PEETERS, opens=True)  # fmt: skip
    room.backend.views[demo.PEETERS] = replace(peeters, verdict=inside, offers=(offer,))
    panel = room.wiring.looking.panel
    panel.show_parker(demo.PEETERS, "p1-entry")
    room.qtbot.waitUntil(lambda: [fix.offer for fix in panel.head.fixes] == [offer])
    room.press(Key.Key_F2)
    asked = room.dialog()
    assert isinstance(asked, FixDialog)
    room.qtbot.waitUntil(asked.form.confirm.hasFocus)
    assert room.backend.fixes == []
    room.qtbot.waitUntil(lambda: asked.seen)
    room.press(Key.Key_Return)
    room.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), OpenGateDialog))
    assert [fix.code for fix in room.backend.fixes] == ["end_session"]
    assert room.backend.requests == []
    assert panel.preset().reason == "VALID"


def test_a_fix_that_needs_a_time_asks_for_it(room: Room) -> None:
    """The car that waits drives a plate that nobody knows: it is linked to its driver."""
    room.backend.longest = timedelta(days=2)
    panel = room.wiring.looking.panel
    room.press(Key.Key_F9)
    room.qtbot.waitUntil(panel.head.plate.isVisible)
    panel.show_parker(demo.MAES, room.window.gate_in_hand())
    room.qtbot.waitUntil(lambda: "1-XYZ-987" in " ".join(f.label for f in panel.head.fixes))
    room.press(Key.Key_F2)
    dialog = room.dialog()
    assert isinstance(dialog, FixDialog)
    room.qtbot.waitUntil(lambda: dialog.seen)
    dialog.form.confirm.click()
    room.qtbot.waitUntil(lambda: len(room.backend.fixes) == 1)
    assert room.backend.fixes[0].plate == "1-XYZ-987"


def test_f6_holds_the_chosen_gate_and_no_other(room: Room) -> None:
    """Without a gate it says what to do; a gate that cannot be held says so."""
    room.press(Key.Key_F6)
    assert room.window.form.banner_text.text().startswith("Choose a gate first")
    assert banner_ground(room) == QColor(room.window.look.colours.selected)
    room.window.gates.select("p1-exit")
    room.press(Key.Key_F6)
    assert "cannot be held open" in room.window.form.banner_text.text()
    room.window.gates.select(None)
    room.window.gates.tiles["p1-entry"].setFocus()
    room.backend.news.gates_measured.emit((reading("p1-entry", GateState.CLOSED),))
    room.press(Key.Key_F7)
    assert "is not held open" in room.window.form.banner_text.text()
    room.backend.news.gates_measured.emit((reading("p1-entry", GateState.HELD_OPEN),))
    room.press(Key.Key_F7)
    dialog = room.dialog()
    assert isinstance(dialog, HoldGateDialog)
    assert not dialog.holds
    assert room.backend.requests == []


def test_a_tile_that_stays_chosen_stays_on_the_button(room: Room) -> None:
    """`F5` acts on it, so the button names it; that nobody was read there is not claimed."""
    window, panel = room.window, room.wiring.looking.panel
    window.gates.select("p1-exit")
    room.qtbot.waitUntil(lambda: "P1 Exit" in panel.open_button.whole)
    assert panel.head.who.text() == "Nobody chosen"
    window.gates.why_wanted.emit("p1-entry")
    room.qtbot.waitUntil(lambda: "P1 Entry" in panel.open_button.whole)
    room.press(Key.Key_Escape)
    room.qtbot.waitUntil(lambda: "P1 Exit" in panel.open_button.whole)
    assert window.gate_in_hand() == "p1-exit"


def test_why_of_a_tile_shows_how_the_last_read_there_was_judged(room: Room) -> None:
    """As if its row of the feed were clicked; a gate without a read says so."""
    window, panel = room.window, room.wiring.looking.panel
    read = next(row for row in window.feed.model.rows if row.kind == EventKind.READ)
    room.backend.judged[read.id] = PastView(
        when="Sun 22 Nov 14:31:20", line="Staff is full", granted=False, rules=demo.FULL.rules
    )
    window.gates.why_wanted.emit(read.gate)
    assert window.feed.view.currentIndex().data(RowRole) == read
    room.qtbot.waitUntil(lambda: panel.body.past is not None)
    room.qtbot.waitUntil(window.feed.view.hasFocus)
    room.press(Key.Key_Escape)
    assert not window.feed.view.selectionModel().hasSelection()
    window.gates.why_wanted.emit("p2-delivery")
    assert "nothing to explain" in window.form.banner_text.text()


def test_a_car_that_left_is_not_waited_for_any_more(room: Room) -> None:
    """The panel says so, stops counting and offers nothing for it; `F12` lets go of it."""
    panel = room.wiring.looking.panel
    room.press(Key.Key_F9)
    room.qtbot.waitUntil(lambda: "CALLING" in panel.head.gate.text())
    room.qtbot.waitUntil(lambda: bool(panel.head.fixes))
    entry = room.window.entry_in_hand()
    assert entry is not None
    room.backend.waiting_entries = [e for e in room.backend.waiting_entries if e.id != entry.id]
    room.tell()
    room.qtbot.waitUntil(lambda: panel.head.gate.text() == "P1 Entry · left")
    assert panel.head.fixes == []
    room.press(Key.Key_F12)
    room.qtbot.waitUntil(lambda: room.window.entry_in_hand() is None)
    assert room.backend.closed == []


def reading(gate: str, state: GateState) -> GateReading:
    """Return a gate as measured now."""
    return GateReading(gate=gate, state=state, monotonic=time.monotonic())
