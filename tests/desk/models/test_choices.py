"""Short lists to choose one from."""

from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from izix_desk.desk.models.choices import Choice, ChoiceModel, chosen


def test_rows_are_found_by_what_they_stand_for(qapp: QApplication) -> None:
    """Rows are found by what they stand for."""
    assert qapp is not None
    model = ChoiceModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show([Choice("a", "Alpha"), Choice("b", "Beta", "second")])
    assert chosen(model.row_of("b")) == "b"
    assert not model.row_of("c").isValid()
    assert chosen(QModelIndex()) == ""
    model.show([Choice("c", "Gamma")])
    assert chosen(model.row_of("c")) == "c"
    assert model.rowCount() == 1
