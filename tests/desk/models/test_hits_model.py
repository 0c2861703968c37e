"""Search results: grouped in one order, ended by *Create Profile +*."""

from collections.abc import Sequence
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from izix_desk.desk.models.hits_model import HitsModel, RowKind
from izix_desk.domain.views import Hit


def hit(name: str, group: str, *, exact: bool = False) -> Hit:
    """Return a hit of a group."""
    return Hit(profile=uuid4(), name=name, organisation="Acme", group=group, exact=exact)


@pytest.fixture
def model(qapp: QApplication) -> HitsModel:
    """Give a model that Qt itself watches."""
    assert qapp is not None
    model = HitsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def texts(model: HitsModel) -> Sequence[str]:
    """Return the rows as they read."""
    return [model.index(row).data() for row in range(model.rowCount())]


def test_groups_come_in_their_order_whatever_the_answer_says(model: HitsModel) -> None:
    """Groups come in their order whatever the answer says."""
    model.show(
        [hit("V", "vehicles"), hit("G", "visitors"), hit("N", "may_not"), hit("Y", "may_pass")], "x"
    )
    assert texts(model) == [
        "May pass here now", "Y", "May not pass here now", "N", "Visitors", "G", "Vehicles", "V",
        "Create Profile +",
    ]  # fmt: skip


def test_the_last_row_carries_what_was_typed(model: HitsModel) -> None:
    """The last row carries what was typed."""
    model.show([hit("Maes", "may_pass")], "mae")
    row = model.row_at(model.index(model.rowCount() - 1))
    assert row is not None
    assert (row.kind, row.note) == (RowKind.CREATE, "mae")


def test_enter_means_the_exact_hit_first(model: HitsModel) -> None:
    """Enter means the exact hit first."""
    model.show([hit("Maes", "may_pass"), hit("Mae", "may_not", exact=True)], "mae")
    assert model.first_choice().data() == "Mae"


def test_nobody_found_leaves_one_thing_to_do(model: HitsModel) -> None:
    """Nobody found leaves one thing to do."""
    model.show([], "zidane")
    assert texts(model) == ["Nobody found", "Create Profile +"]
    assert model.first_choice().data() == "Create Profile +"


def test_the_keyboard_steps_over_headings_and_stops_at_the_ends(model: HitsModel) -> None:
    """The keyboard steps over headings and stops at the ends."""
    model.show([hit("A", "may_pass"), hit("B", "may_not")], "x")
    walked = [model.first_choice()]
    for _ in range(4):
        walked.append(model.next_choice(walked[-1], 1))
    assert [index.data() for index in walked] == ["A", "B", *["Create Profile +"] * 3]
    back = model.next_choice(walked[1], -1)
    assert back.data() == "A"
    assert model.next_choice(back, -1).data() == "A"


def test_headings_cannot_be_selected(model: HitsModel) -> None:
    """Headings cannot be selected."""
    model.show([hit("A", "may_pass")], "x")
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable
