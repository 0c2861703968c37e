"""The controllers of a line: news changes cells, never rows that stay."""

import pytest
from PySide6.QtCore import QLocale, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from izix_desk.desk.models.controllers_model import COLUMNS, ControllersModel
from izix_desk.desk.theme import Look
from tests.support.demo_lines import controllers


@pytest.fixture
def model(qapp: QApplication) -> ControllersModel:
    """Give a model that Qt itself watches."""
    assert qapp is not None
    model = ControllersModel(Look(), {"p1-entry": "P1 Entry"})
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def cells(model: ControllersModel, row: int) -> list[str]:
    """Return a row as it reads."""
    return [model.index(row, column).data() for column in range(COLUMNS)]


def test_a_controller_reads_in_figures(model: ControllersModel) -> None:
    """What was never measured stays empty; a gate that is not known reads by its id."""
    model.show(controllers())
    assert cells(model, 0) == [
        "1", "answers", "P1 Entry", "6.4", "6.1", "31", "now", "3", "1", "2.14.9",
    ]  # fmt: skip
    assert cells(model, 2)[:7] == ["3", "no answer", "p1-ramp", "", "", "", "66 min"]
    spoken = model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Reply ms: 6.4"


def test_numbers_are_written_as_they_are_here(model: ControllersModel) -> None:
    """A comma and a full stop, where people write so."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    model.show(controllers())
    read = cells(model, 0)[3], cells(model, 1)[7]
    QLocale.setDefault(before)
    assert read == ("6,4", "1.284")


def test_what_stays_stays_where_it_is(model: ControllersModel) -> None:
    """Whatever comes and goes around it."""
    one, two, three = controllers()
    model.show([two, three])
    kept = QPersistentModelIndex(model.index(0, 0))
    model.show([one, two, three])
    assert (kept.row(), kept.data()) == (1, "2")
    model.show([one, two])
    assert (model.rowCount(), kept.row(), kept.data()) == (2, 1, "2")
    model.show([three])
    assert not kept.isValid()
    assert cells(model, 0)[0] == "3"


def test_what_is_not_known_any_more_is_not_shown(model: ControllersModel) -> None:
    """Addresses and gates stay, figures go."""
    model.show(controllers())
    model.know(False)
    assert cells(model, 0) == ["1", "not measured", "P1 Entry", *[""] * 7]
