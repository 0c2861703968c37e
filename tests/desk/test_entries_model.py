"""Needs you never moves under the operator's hand."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from izix_desk.desk.models.entries_model import EntriesModel, EntryRole, GoneRole
from izix_desk.domain.events import Entry, EntryKind
from tests.support.rows import NOON


def entry(number: int) -> Entry:
    """Return entry number so and so."""
    return Entry(id=UUID(int=number), gate="p1-entry", kind=EntryKind.CALL, opened=NOON)


@pytest.fixture
def model(qapp: QApplication) -> Iterator[EntriesModel]:
    """Give an empty list that Qt's own tester watches."""
    model = EntriesModel(qapp)
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    yield model
    tester.deleteLater()
    model.deleteLater()


def show(model: EntriesModel, *numbers: int, keep: int | None = None, still: bool = False) -> None:
    """Tell the model which entries are open, in the order of F9."""
    hand = UUID(int=keep) if keep is not None else None
    model.update([entry(n) for n in numbers], keep=hand, still=still)


def shown(model: EntriesModel) -> list[str]:
    """Return the rows; one that is gone has a minus."""
    indexes = [model.index(place) for place in range(model.rowCount())]
    return [
        f"{'-' if index.data(GoneRole) else ''}{index.data(EntryRole).id.int}" for index in indexes
    ]


def test_entries_stand_in_the_order_of_f9(model: EntriesModel) -> None:
    """Entries stand in the order of `F9`."""
    show(model, 2, 3)
    show(model, 1, 3, 2)
    assert shown(model) == ["1", "3", "2"]
    show(model, 3)
    assert shown(model) == ["3"]


def test_what_is_in_hand_stays_when_it_was_closed_elsewhere(model: EntriesModel) -> None:
    """What is in hand stays when it was closed elsewhere."""
    show(model, 1, 2, 3)
    show(model, 1, 3, keep=2)
    assert shown(model) == ["1", "-2", "3"]
    assert [waiting.id.int for waiting in model.waiting] == [1, 3]
    show(model, 1, 3)
    assert shown(model) == ["1", "3"]


def test_no_row_moves_under_the_pointer(model: EntriesModel) -> None:
    """No row moves under the pointer."""
    show(model, 1, 2, 3)
    show(model, 4, 3, 1, still=True)
    assert shown(model) == ["1", "-2", "3", "4"]
    show(model, 4, 3, 1)
    assert shown(model) == ["4", "3", "1"]


def test_an_undone_close_brings_the_row_back(model: EntriesModel) -> None:
    """An undone close brings the row back."""
    show(model, 1, 2)
    show(model, 2, keep=1)
    assert shown(model) == ["-1", "2"]
    show(model, 1, 2)
    assert shown(model) == ["1", "2"]


def test_a_row_says_itself_in_words(model: EntriesModel) -> None:
    """A row says itself in words."""
    model.name_gates({"p1-entry": "P1 Entry"})
    show(model, 1)
    assert model.index(0).data() == "P1 Entry, CALLING"
