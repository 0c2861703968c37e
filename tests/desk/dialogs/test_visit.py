"""*Create Profile +*: a visitor let in with few keys, and nothing typed is ever lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.dialogs.visit import VisitDialog
from izix_desk.desk.presets import OpenPreset, VisitPreset
from izix_desk.desk.theme import Look
from izix_desk.domain.errors import StoreFault
from izix_desk.domain.views import FieldFault
from tests.support import demo_views as demo
from tests.support.fake_backend import FakeBackend

Show = Callable[[KeyedDialog], None]
Make = Callable[..., VisitDialog]
ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
READ = VisitPreset(plate="1-XYZ-987", gate="p1-entry")


@pytest.fixture
def make(backend: FakeBackend, look: Look, shown: Show, qtbot: QtBot) -> Make:
    """Open the dialog for a preset, maybe with a draft."""

    def made(preset: VisitPreset = READ, **more: object) -> VisitDialog:
        dialog = VisitDialog(backend, look, preset, **more)  # pyright: ignore[reportArgumentType]
        shown(dialog)
        qtbot.waitUntil(lambda: dialog.focusWidget() is not None)
        return dialog

    return made


def focus() -> QWidget:
    """Return what has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_in(text: str) -> None:
    """Type where the keyboard is."""
    QTest.keyClicks(focus(), text)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    QTest.keyClick(focus(), key, modifier)


def test_three_letters_enter_name_and_ctrl_enter_let_a_visitor_in(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Three letters enter name and ctrl enter let a visitor in."""
    dialog = make()
    asked = QSignalSpy(dialog.open_asked)
    type_in("acm")
    press(ENTER)
    assert focus() is dialog.form.last_name
    type_in("Zidane")
    press(ENTER, CTRL)
    qtbot.waitUntil(lambda: asked.count() == 1)
    form = backend.visits[0]
    assert (form.organisation, form.last_name, form.plates) == ("acme", "Zidane", ("1-XYZ-987",))
    assert (form.lot, form.group) == ("p1", "visitors")
    assert form.starts <= datetime.now(UTC) < form.ends
    preset = asked.at(0)[0]
    assert isinstance(preset, OpenPreset)
    view = next(view for view in backend.views.values() if view.profile.last_name == "Zidane")
    assert preset.access == f"visit:{view.reservations[0].id}"
    assert (preset.gate, preset.profile) == ("p1-entry", view.profile.id)
    assert preset.for_whom == "Zidane · Acme"
    assert not dialog.isVisible()


def test_confirm_alone_asks_for_no_gate(make: Make, backend: FakeBackend, qtbot: QtBot) -> None:
    """Confirm alone asks for no gate."""
    dialog = make(VisitPreset(last_name="Zidane"))
    asked, registered = QSignalSpy(dialog.open_asked), QSignalSpy(dialog.registered)
    type_in("acm")
    press(ENTER)
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: registered.count() == 1)
    assert asked.count() == 0
    assert len(backend.visits) == 1
    assert dialog.draft is None


def test_enter_in_a_field_presses_no_button(make: Make, backend: FakeBackend) -> None:
    """Enter in a field presses no button."""
    dialog = make()
    type_in("acm")
    press(ENTER)
    type_in("Zidane")
    press(ENTER)
    assert focus() is dialog.form.confirm_open
    assert backend.visits == []
    dialog.form.email.setFocus()
    press(ENTER)
    assert backend.visits == []


def test_enter_goes_to_the_next_empty_mandatory_field(make: Make) -> None:
    """Enter goes to the next empty mandatory field."""
    dialog = make()
    press(ENTER)
    assert focus() is dialog.form.last_name
    press(ENTER)
    assert focus() is dialog.form.organisation
    type_in("nor")
    press(ENTER)
    assert focus() is dialog.form.host  # Nord wants to know the host
    assert dialog.form.host_label.text().endswith("*")
    assert dialog.form.host_answer.isVisible()
    type_in("Jan")
    press(ENTER)
    assert focus() is dialog.form.host_answer
    press(Qt.Key.Key_Down)
    assert dialog.form.host_answer.currentData() == "YES"
    press(ENTER)
    assert focus() is dialog.form.last_name


def test_an_organisation_that_takes_no_visitors_says_with_whom_to_speak(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """An organisation that takes no visitors says with whom to speak."""
    dialog = make(VisitPreset(last_name="Zidane", gate="p1-entry"))
    type_in("del")
    press(ENTER)
    assert dialog.form.terms.text() == "Delta takes no visitors. Ask Reception, +32 2 555 11 00."
    assert not dialog.form.confirm.isEnabled()
    assert not dialog.form.confirm_open.isEnabled()
    press(ENTER, CTRL)
    press(Qt.Key.Key_S, CTRL)
    qtbot.wait(1)
    assert backend.visits == []
    assert dialog.isVisible()


@pytest.mark.parametrize(
    ("letters", "said"),
    [("acm", "5 of its 12 spots"), ("van", "none of its 6 spots is free"), ("nor", "3 of its 8")],
)
def test_it_says_at_once_how_many_spots_are_free(make: Make, letters: str, said: str) -> None:
    """It says at once how many spots are free."""
    dialog = make()
    type_in(letters)
    press(ENTER)
    assert said in dialog.form.terms.text()


def test_without_a_free_spot_it_says_whom_to_call_and_lets_the_guard_decide(make: Make) -> None:
    """Without a free spot it says whom to call and lets the guard decide."""
    dialog = make()
    type_in("van")
    press(ENTER)
    assert "+32 475 12 34 56" in dialog.form.terms.text()
    assert dialog.form.confirm.isEnabled()


def test_accents_and_the_middle_of_a_name_find_it(make: Make) -> None:
    """Accents and the middle of a name find it."""
    dialog = make()
    type_in("etabl")
    press(ENTER)
    assert dialog.host.host is not None
    assert dialog.host.host.organisation.id == "vandenbroucke"


def test_a_future_visit_is_confirmed_but_opens_no_gate(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """A future visit is confirmed but opens no gate."""
    dialog = make(VisitPreset(last_name="Zidane", gate="p1-entry"))
    type_in("acm")
    press(ENTER)
    assert dialog.form.confirm_open.isEnabled()
    starts = datetime.now(UTC) + timedelta(hours=3)
    dialog.fields.set_at("starts", starts)
    dialog.fields.set_at("ends", starts + timedelta(hours=1))
    assert not dialog.form.confirm_open.isEnabled()
    local = starts.astimezone(dialog.fields.zone)
    assert f"{local:%H:%M}" in dialog.form.hint.text()
    press(ENTER, CTRL)
    qtbot.wait(1)
    assert backend.visits == []
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(backend.visits) == 1)
    assert abs(backend.visits[0].starts - starts) < timedelta(minutes=1)


def test_faults_stand_at_their_field_and_nothing_typed_is_lost(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """Faults stand at their field and nothing typed is lost."""
    dialog = make()
    type_in("acm")
    press(ENTER)
    type_in("Zidane")
    dialog.form.email.setText("zizou@")
    backend.faults = (
        FieldFault("email", "This is no e-mail address: it ends after the @."),
        FieldFault("weather", "It rains."),
    )
    press(ENTER, CTRL)
    qtbot.waitUntil(dialog.form.email_fault.isVisible)
    assert "no e-mail address" in dialog.form.email_fault.text()
    assert dialog.form.fault.text() == "It rains."
    assert focus() is dialog.form.email
    assert (dialog.form.last_name.text(), dialog.form.email.text()) == ("Zidane", "zizou@")
    assert backend.visits == []
    backend.faults = ()
    press(ENTER, CTRL)
    qtbot.waitUntil(lambda: len(backend.visits) == 1)
    assert not dialog.form.email_fault.isVisible()


def test_an_organisation_that_is_not_there_is_a_fault_at_its_field(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """An organisation that is not there is a fault at its field."""
    dialog = make(VisitPreset(last_name="Zidane"))
    type_in("Nowhere Ltd")
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(dialog.form.organisation_fault.isVisible)
    assert "choose one from the list" in dialog.form.organisation_fault.text()
    assert backend.visits == []


def test_a_store_that_refuses_keeps_everything_on_screen(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """A store that refuses keeps everything on screen."""
    dialog = make(VisitPreset(last_name="Zidane"))
    type_in("acm")
    press(ENTER)
    backend.fail = StoreFault("The disk is full: make room and try again.")
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(dialog.form.fault.isVisible)
    assert "disk is full" in dialog.form.fault.text()
    assert dialog.form.last_name.text() == "Zidane"
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(backend.visits) == 1)


def test_escape_takes_the_suggestions_first_and_keeps_a_draft(make: Make) -> None:
    """Escape takes the suggestions first and keeps a draft."""
    dialog = make()
    type_in("nor")
    assert dialog.host.list.list.isVisible()
    press(Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert not dialog.host.list.list.isVisible()
    assert dialog.form.organisation.text() == "nor"
    dialog.form.last_name.setText("Dupont")
    dialog.form.cars.setValue(3)
    press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.draft is not None
    assert dialog.draft.name == "Dupont"


def test_a_draft_comes_back_whole(make: Make) -> None:
    """A draft comes back whole."""
    first = make()
    type_in("nor")
    press(ENTER)
    first.form.last_name.setText("Dupont")
    first.form.phone.setText("+32 475 99 88 77")
    first.form.cars.setValue(3)
    first.fields.choose("language", "nl_BE")
    first.fields.choose("host_answer", "YES")
    starts = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=2)
    first.fields.set_at("starts", starts)
    press(Qt.Key.Key_F9)
    assert not first.isVisible()
    again = make(draft=first.draft)
    assert again.draft == first.draft
    assert again.host.host is not None
    assert again.fields.at("starts") == starts
    assert again.form.language.currentText() == "Nederlands"


def test_a_visitor_of_the_past_fills_the_profile(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """A visitor of the past fills the profile."""
    dialog = make()
    type_in("acm")
    press(ENTER)
    type_in("Du")
    assert not dialog.visitors.list.isVisible()
    type_in("p")
    qtbot.waitUntil(dialog.visitors.list.isVisible)
    assert dialog.visitors.list.key == ""  # a name that is only typed is not yet that person
    press(Qt.Key.Key_Down)
    press(ENTER)
    qtbot.waitUntil(lambda: dialog.form.first_name.text() == "Anne-Françoise")
    assert dialog.form.company.text() == "Thalès"
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(backend.visits) == 1)
    assert backend.visits[0].profile == demo.DUPONT


def test_a_name_changed_by_hand_is_somebody_else(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """A name changed by hand is somebody else."""
    dialog = make(VisitPreset(organisation="acme", profile=demo.DUPONT))
    assert dialog.form.last_name.text() == "Dupont-Vanderstichelen"
    dialog.form.last_name.setFocus()
    dialog.form.last_name.selectAll()
    type_in("Zidane")
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(backend.visits) == 1)
    assert backend.visits[0].profile is None


def test_several_plates_and_cars_are_told(make: Make, backend: FakeBackend, qtbot: QtBot) -> None:
    """Several plates and cars are told."""
    dialog = make(VisitPreset(last_name="Zidane", organisation="acme"))
    dialog.form.cars.setValue(2)
    dialog.form.plates.setText("1-ABC-111,  AB-123-CD ,")
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(backend.visits) == 1)
    assert (backend.visits[0].cars, backend.visits[0].plates) == (2, ("1-ABC-111", "AB-123-CD"))


def test_ctrl_enter_twice_registers_once(make: Make, backend: FakeBackend, qtbot: QtBot) -> None:
    """Ctrl enter twice registers once."""
    dialog = make(VisitPreset(last_name="Zidane", organisation="acme"))
    asked = QSignalSpy(dialog.open_asked)
    press(ENTER, CTRL)
    QTest.keyClick(dialog, ENTER, CTRL)
    qtbot.waitUntil(lambda: asked.count() == 1)
    qtbot.wait(1)
    assert len(backend.visits) == 1


def test_the_visit_is_never_longer_than_the_host_allows(make: Make) -> None:
    """The visit is never longer than the host allows."""
    dialog = make()
    dialog.fields.set_at("ends", dialog.fields.at("starts") + timedelta(hours=30))
    type_in("acm")
    press(ENTER)
    assert dialog.fields.at("ends") - dialog.fields.at("starts") == timedelta(hours=10)


def test_it_says_when_visitors_of_that_host_park_at_another_lot(make: Make) -> None:
    """The car stands at P2, the host's visitors park at P1."""
    dialog = make(VisitPreset(last_name="Zidane", gate="p2-entry"))
    type_in("acm")
    press(ENTER)
    assert dialog.form.terms.text() == "Its visitors park at P1, not at P2."
    assert dialog.form.confirm.isEnabled()


def test_a_form_that_nobody_touched_leaves_no_draft(make: Make) -> None:
    """Looked at and closed: nothing was typed; what was put aside before stays."""
    untouched = make()
    press(Qt.Key.Key_Escape)
    assert untouched.draft is None
    first = make()
    type_in("acm")
    press(ENTER)
    type_in("Dupont")
    again = make(draft=first.draft)
    assert again.draft == first.draft


def test_a_fault_goes_as_soon_as_its_field_is_mended(
    make: Make, backend: FakeBackend, qtbot: QtBot
) -> None:
    """The others stay until they are mended or the next try."""
    dialog = make()
    type_in("acm")
    press(ENTER)
    backend.faults = (FieldFault("last_name", "Too long."), FieldFault("phone", "No number."))
    dialog.form.confirm.click()
    qtbot.waitUntil(dialog.form.phone_fault.isVisible)
    dialog.form.phone.setText("+32 2 555 10 00")
    assert not dialog.form.phone_fault.isVisible()
    assert dialog.form.last_name_fault.isVisible()
