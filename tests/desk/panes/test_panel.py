"""The panel: who, whether they may pass here, what to say, and what can be done."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QMenu, QScrollArea
from pytestqt.qtbot import QtBot

from izix_desk.desk.panes.panel import PanelPane
from izix_desk.desk.parts.fixes import Deed
from izix_desk.desk.presets import VALID, OpenPreset, VisitPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.decision import RuleCheck
from izix_desk.domain.errors import StoreFault
from izix_desk.domain.events import Entry, EntryKind
from izix_desk.domain.views import Asks, GateNews, Offer, PastView, PlateView
from tests.support import demo_views as demo
from tests.support.fake_backend import FakeBackend


@pytest.fixture
def panel(backend: FakeBackend, look: Look, qtbot: QtBot) -> Iterator[PanelPane]:
    """Give the panel on screen."""
    panel = PanelPane(backend, look)
    qtbot.addWidget(panel)
    panel.resize(480, 640)
    panel.show()
    yield panel
    panel.clear()
    qtbot.waitUntil(lambda: not asyncio.all_tasks(asyncio.get_event_loop()))


def words(panel: PanelPane) -> str:
    """Return everything that can be read in the panel."""
    labels = (label for label in panel.findChildren(QLabel) if label.isVisible())
    return "\n".join(label.text() for label in labels)


def named(panel: PanelPane, qtbot: QtBot, name: str) -> None:
    """Wait until the panel is about this person."""
    qtbot.waitUntil(lambda: panel.head.who.text() == name)


def test_a_parker_who_may_pass(panel: PanelPane, qtbot: QtBot) -> None:
    """A parker who may pass."""
    panel.show_parker(demo.MAES, "p1-entry")
    named(panel, qtbot, "Pieter Maes")
    read = words(panel)
    for told in ("May pass now", "“Welcome", "2-DEF-111", "Acme", "+32 2 555 10 00",
                 "parking@acme.example", "Follow the blue line to the ramp, second level",
                 "Internal note, not for the driver", "Barrier arm replaced in May.",
                 "P1 Exit · granted"):  # fmt: skip
        assert told in read
    assert panel.open_button.whole == "F5  Open gate · P1 Entry\nfor Pieter Maes …"


def test_f5_hands_on_everything_that_is_known(panel: PanelPane, qtbot: QtBot) -> None:
    """F5 hands on everything that is known."""
    asked = QSignalSpy(panel.open_asked)
    panel.show_parker(demo.MAES, "p1-entry")
    panel.ask_open()  # pressed before the answer came: it means this parker all the same
    qtbot.waitUntil(lambda: asked.count() == 1)
    preset = asked.at(0)[0]
    assert isinstance(preset, OpenPreset)
    assert (preset.gate, preset.profile, preset.reason) == ("p1-entry", demo.MAES, VALID)
    assert preset.access == "policy:acme-weekdays"


def test_f5_for_one_parker_never_means_the_one_before(
    panel: PanelPane, backend: FakeBackend, qtbot: QtBot
) -> None:
    """F5 for one parker never means the one before."""
    panel.show_parker(demo.MAES, "p1-entry")
    named(panel, qtbot, "Pieter Maes")
    backend.slow["p2-entry"] = asyncio.Event()
    panel.show_parker(demo.PEETERS, "p2-entry")
    asked = QSignalSpy(panel.open_asked)
    panel.ask_open()
    qtbot.wait(1)
    assert asked.count() == 0
    backend.slow["p2-entry"].set()
    qtbot.waitUntil(lambda: asked.count() == 1)
    assert asked.at(0)[0].profile == demo.PEETERS


def test_an_answer_about_somebody_left_again_is_dropped(
    panel: PanelPane, backend: FakeBackend, qtbot: QtBot
) -> None:
    """An answer about somebody left again is dropped."""
    backend.slow["p2-entry"] = asyncio.Event()
    panel.show_parker(demo.PEETERS, "p2-entry")
    panel.show_parker(demo.MAES, "p1-entry")
    named(panel, qtbot, "Pieter Maes")
    backend.slow["p2-entry"].set()
    qtbot.wait(1)
    assert panel.head.who.text() == "Pieter Maes"


def test_a_parker_who_may_not_pass_is_told_why_and_what_to_do(
    panel: PanelPane, qtbot: QtBot
) -> None:
    """A parker who may not pass is told why and what to do."""
    panel.show_parker(demo.PEETERS, "p1-entry")
    named(panel, qtbot, "Jo Peeters")
    assert "Staff is full: 116 inside, 4 reserved, 120 spots" in panel.head.verdict.line.text()
    assert "Please try P2" in panel.head.say.text()
    assert panel.open_button.whole.startswith("F5  Open once with a reason · P1 Entry")
    preset = panel.preset()
    assert preset.reason == ""


def test_a_blocked_parker_is_never_one_click(panel: PanelPane, qtbot: QtBot) -> None:
    """A blocked parker is never one click."""
    panel.show_parker(demo.BLOCKED, "p1-entry")
    named(panel, qtbot, "Karim El Idrissi")
    assert "Blocked: unpaid" in panel.head.verdict.line.text()
    assert "with a reason" in panel.open_button.whole
    assert all("Open gate" not in card.button.text() for card in panel.body.cards)


def test_only_fixes_that_can_be_done_have_a_button(panel: PanelPane, qtbot: QtBot) -> None:
    """Only fixes that can be done have a button."""
    panel.show_plate("9-NEW-001", "p1-entry")
    named(panel, qtbot, "Not known here")
    assert [fix.deed for fix in panel.head.fixes] == [Deed.SEARCH, Deed.VISIT, Deed.SEARCH]
    assert panel.head.buttons[0].whole == "F2  Search"
    assert panel.head.buttons[1].whole == "F3  Create Profile +"
    assert panel.head.buttons[2].whole == "F4  Use this plate until…"


def test_f3_leads_to_a_visit_with_the_plate_and_gate(panel: PanelPane, qtbot: QtBot) -> None:
    """F3 leads to a visit with the plate and gate."""
    entry = replace(demo.entry_at("p1-entry"), plate="9-NEW-001", event=demo.MAES)
    panel.show_entry(entry)
    named(panel, qtbot, "Not known here")
    made = QSignalSpy(panel.create_profile)
    panel.use_fix(1)
    expected = VisitPreset(plate="9-NEW-001", gate="p1-entry", event=demo.MAES)
    assert made.at(0)[0] == expected


def test_a_look_alike_is_confirmed_with_one_key_and_keeps_the_plate(
    panel: PanelPane, qtbot: QtBot
) -> None:
    """A look alike is confirmed with one key and keeps the plate."""
    panel.show_entry(replace(demo.entry_at("p1-entry"), plate="1-XYZ-987"))
    named(panel, qtbot, "Not known here")
    assert panel.head.buttons[0].whole == "F2  It is 1-XYZ-937"
    panel.use_fix(0)
    named(panel, qtbot, "Pieter Maes")
    assert panel.preset().plate == "1-XYZ-987"
    assert panel.preset().reason == VALID


def test_a_shared_plate_asks_who_it_is(panel: PanelPane, qtbot: QtBot) -> None:
    """A shared plate asks who it is."""
    panel.show_plate("5-AMB-111", "p1-entry")
    named(panel, qtbot, "Not known here")
    assert [button.whole for button in panel.head.buttons[:2]] == [
        "F2  It is Pieter Maes",
        "F3  It is Jo Peeters",
    ]
    panel.use_fix(1)
    named(panel, qtbot, "Jo Peeters")


def test_an_access_has_its_own_button_and_can_be_selected(panel: PanelPane, qtbot: QtBot) -> None:
    """An access has its own button and can be selected."""
    panel.show_parker(demo.MAES, "p1-entry")
    named(panel, qtbot, "Pieter Maes")
    weekdays, weekend = panel.body.cards
    assert weekdays.property("chosen") == "true"
    assert (weekdays.button.text(), weekend.button.text()) == ("Open gate", "Open once…")
    assert "Upcoming" in words(panel)
    QTest.mouseClick(weekend, Qt.MouseButton.LeftButton)
    assert weekend.property("chosen") == "true"
    assert weekdays.property("chosen") == "false"
    asked = QSignalSpy(panel.open_asked)
    QTest.mouseClick(weekdays.button, Qt.MouseButton.LeftButton)
    assert asked.at(0)[0].access == "policy:acme-weekdays"


def test_space_and_enter_on_an_access_ask_nothing(panel: PanelPane, qtbot: QtBot) -> None:
    """Space and enter on an access ask nothing."""
    panel.show_parker(demo.MAES, "p1-entry")
    named(panel, qtbot, "Pieter Maes")
    asked = QSignalSpy(panel.open_asked)
    panel.body.cards[1].setFocus()
    QTest.keyClick(panel.body.cards[1], Qt.Key.Key_Space)
    QTest.keyClick(panel.body.cards[1], Qt.Key.Key_Return)
    assert panel.body.cards[1].property("chosen") == "true"
    assert asked.count() == 0


def test_why_shows_every_rule_with_its_values(panel: PanelPane, qtbot: QtBot) -> None:
    """Why shows every rule with its values."""
    panel.show_parker(demo.PEETERS, "p1-entry")
    named(panel, qtbot, "Jo Peeters")
    assert "Room left" not in words(panel)
    assert panel.body.why is not None
    panel.body.why.toggle.click()
    assert "Room left" in words(panel)
    assert "116 inside, 4 reserved, 120 spots" in words(panel)


def test_looking_again_changes_nothing_that_stayed_the_same(
    panel: PanelPane, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Looking again changes nothing that stayed the same."""
    panel.show_parker(demo.MAES, "p1-entry")
    named(panel, qtbot, "Pieter Maes")
    cards = panel.body.cards
    QTest.mouseClick(cards[1], Qt.MouseButton.LeftButton)
    panel.refresh()
    qtbot.waitUntil(lambda: not asyncio.all_tasks(asyncio.get_event_loop()))
    assert panel.body.cards is cards
    backend.views[demo.MAES] = replace(backend.views[demo.MAES], verdict=demo.FULL)
    panel.refresh()
    qtbot.waitUntil(lambda: "116 inside" in panel.head.verdict.line.text())
    assert panel.body.cards[1].property("chosen") == "true"


def test_news_leave_scroll_and_keyboard_where_they_are(
    panel: PanelPane, backend: FakeBackend, qtbot: QtBot
) -> None:
    """The verdict changed elsewhere; whoever reads further down goes on reading."""
    panel.resize(400, 300)
    panel.show_parker(demo.MAES, "p1-entry")
    named(panel, qtbot, "Pieter Maes")
    bar = panel.findChildren(QScrollArea)[0].verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 200)
    panel.body.cards[1].setFocus()
    bar.setValue(150)
    backend.views[demo.MAES] = replace(backend.views[demo.MAES], verdict=demo.FULL)
    panel.refresh()
    qtbot.waitUntil(lambda: "116 inside" in panel.head.verdict.line.text())
    qtbot.wait(1)
    assert bar.value() == 150
    assert panel.body.cards[1].hasFocus()


def test_the_clock_turns_amber_and_red(panel: PanelPane, qtbot: QtBot) -> None:
    """The clock turns amber and red."""
    for seconds, tone in ((5, "dim"), (31, "amber"), (61, "red")):
        panel.show_entry(demo.entry_at("p1-entry", seconds=seconds))
        said = f"P1 Entry · CALLING {seconds // 60}:{seconds % 60:02}"
        qtbot.waitUntil(lambda said=said: panel.head.gate.text() == said)
        assert panel.head.gate.property("tone") == tone


def test_a_gate_without_a_read_offers_search_and_a_visit(panel: PanelPane, qtbot: QtBot) -> None:
    """A gate without a read offers search and a visit."""
    panel.show_gate("p1-entry")
    qtbot.waitUntil(lambda: panel.head.gate.text() == "P1 Entry")
    assert {fix.deed for fix in panel.head.fixes} == {Deed.SEARCH, Deed.VISIT}
    assert panel.preset() == OpenPreset(gate="p1-entry")


def test_nobody_means_no_gate(panel: PanelPane) -> None:
    """Nobody means no gate."""
    panel.clear()
    assert panel.preset() == OpenPreset()


def test_the_next_parker_is_whole_after_nobody(panel: PanelPane, qtbot: QtBot) -> None:
    """The widgets of the parker before are deleted by then, and nothing asks them any more."""
    panel.show_parker(demo.MAES, "p1-entry")
    named(panel, qtbot, "Pieter Maes")
    old = panel.body.why
    assert old is not None
    with qtbot.waitSignal(old.destroyed):
        panel.clear()
    panel.show_parker(demo.PEETERS, "p1-entry")
    qtbot.waitUntil(lambda: panel.body.why is not None)
    assert panel.head.who.text() == "Jo Peeters"


def test_a_fault_is_said_where_the_verdict_stands(
    panel: PanelPane, backend: FakeBackend, qtbot: QtBot
) -> None:
    """A fault is said where the verdict stands."""
    backend.fail_look = StoreFault("The store cannot be read: close other programs.")
    panel.show_parker(demo.MAES, "p1-entry")
    qtbot.waitUntil(lambda: "cannot be read" in panel.head.verdict.line.text())
    assert panel.preset().reason == ""


def test_both_themes_redraw_what_is_shown(panel: PanelPane, look: Look, qtbot: QtBot) -> None:
    """Both themes redraw what is shown."""
    panel.show_parker(demo.MAES, "p1-entry")
    named(panel, qtbot, "Pieter Maes")
    look.set_theme("night")
    assert panel.head.who.text() == "Pieter Maes"
    assert len(panel.body.cards) == 2
    look.set_theme("day")


def test_a_fourth_fix_is_found_under_more(
    panel: PanelPane, backend: FakeBackend, qtbot: QtBot
) -> None:
    """What has no key of its own is still one of the fixes."""
    many = replace(demo.FULL, fixes=("search", "type_plate", "make_visit", "open_with_reason"))
    backend.views[demo.MAES] = replace(backend.views[demo.MAES], verdict=many)
    panel.show_parker(demo.MAES, "p1-entry")
    named(panel, qtbot, "Pieter Maes")
    assert panel.head.more.isVisible()
    asked = QSignalSpy(panel.open_asked)
    menu = panel.head.findChildren(QMenu)[0]
    menu.actions()[0].trigger()
    assert asked.count() == 1


def test_a_look_alike_that_may_pass_leads_to_the_gate(panel: PanelPane, qtbot: QtBot) -> None:
    """Confirmed and asked for with one key; nothing opens without the dialog."""
    panel.show_entry(replace(demo.entry_at("p1-entry"), plate="1-XYZ-987"))
    named(panel, qtbot, "Not known here")
    asked = QSignalSpy(panel.open_asked)
    panel.use_fix(0)
    qtbot.waitUntil(lambda: asked.count() == 1)
    assert asked.at(0)[0].reason == VALID


def test_what_a_gate_told_has_its_own_fixes(
    panel: PanelPane, backend: FakeBackend, qtbot: QtBot
) -> None:
    """What can be done is a button, whom to call is a line."""
    entry = replace(demo.entry_at("p1-entry"), plate="", profile=None, event=demo.MAES)
    backend.told[demo.MAES] = GateNews(
        reason="LEFT_OPEN", line="P1 Entry is left open for 4 minutes",
        fixes=("release", "technician", "other_gate"),
        offers=(
            Offer(code="technician", label="Technician: +32 2 555 99 00", asks=Asks.ADVICE),
            Offer(code="other_gate", label="Show P2 Entry", asks=Asks.GATE, gate="p2-entry"),
        ),
    )  # fmt: skip
    panel.show_entry(entry)
    named(panel, qtbot, "About the gate")
    assert "left open for 4 minutes" in panel.head.verdict.line.text()
    assert [fix.deed for fix in panel.head.fixes] == [Deed.RELEASE, Deed.GATE]
    assert panel.head.advice.text() == "Technician: +32 2 555 99 00"
    released, gate = QSignalSpy(panel.release_asked), QSignalSpy(panel.gate_asked)
    panel.use_fix(0)
    panel.use_fix(1)
    assert (released.at(0), gate.at(0)) == (["p1-entry"], ["p2-entry"])


def test_a_parker_is_judged_at_another_gate_on_request(panel: PanelPane, qtbot: QtBot) -> None:
    """Whom it shows stays; the button names the other gate."""
    panel.show_parker(demo.PEETERS, "p1-entry")
    named(panel, qtbot, "Jo Peeters")
    panel.show_here("p1-exit")
    qtbot.waitUntil(lambda: "P1 Exit" in panel.open_button.whole)
    assert panel.preset().gate == "p1-exit"


def test_a_row_of_the_feed_tells_how_it_was_judged_then(
    panel: PanelPane, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Marked with its time, every rule with its values; what holds now stands below it."""
    row = next(row for row in backend.rows if row.plate)
    backend.judged[row.id] = PastView(
        when="Sun 22 Nov 14:31:20", line="Staff is full: 120 inside", granted=False,
        rules=(RuleCheck("capacity", False, {"inside": 120, "spots": 120}),),
    )  # fmt: skip
    panel.show_row(row)
    qtbot.waitUntil(lambda: panel.body.past is not None)
    read = words(panel)
    for told in ("As it was judged on Sun 22 Nov 14:31:20", "Staff is full: 120 inside",
                 "Room left", "120 inside"):  # fmt: skip
        assert told in read
    assert panel.body.past is not None
    assert panel.body.past.toggle.isChecked()
    panel.show_parker(demo.MAES, "p1-entry")
    qtbot.waitUntil(lambda: panel.body.past is None)
    assert "As it was judged" not in words(panel)


def test_a_row_of_the_feed_never_takes_the_plate_of_the_car_that_waits(
    panel: PanelPane, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Else one click on the past would offer to give somebody else's plate away."""
    panel.show_entry(
        Entry(id=uuid4(), gate="p1-entry", kind=EntryKind.CALL, opened=datetime.now(UTC),
              plate="1-XYZ-987")
    )  # fmt: skip
    panel.show_row(replace(backend.rows[0], plate="", profile=demo.PEETERS, gate="p1-entry"))
    named(panel, qtbot, "Jo Peeters")
    assert panel.preset().plate == ""


def test_a_badge_that_nobody_has(panel: PanelPane, backend: FakeBackend, qtbot: QtBot) -> None:
    """The entry in hand shows what was shown, why it was refused, and what can be done."""
    event = uuid4()
    told = replace(demo.UNKNOWN, line="Badge not known here: 26:1:1")
    backend.badges[event] = PlateView(plate="26:1:1", verdict=told)
    entry = Entry(
        id=uuid4(), gate="p1-entry", kind=EntryKind.REFUSED, opened=datetime.now(UTC),
        method="BADGE", raw="26:1:1", event=event,
    )  # fmt: skip
    backend.waiting_entries = [entry]
    panel.show_entry(entry)
    named(panel, qtbot, "Not known here")
    assert "26:1:1" in panel.head.plate.text()
    assert "Badge not known here: 26:1:1" in words(panel)
