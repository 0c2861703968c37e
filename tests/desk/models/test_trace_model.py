"""The trace: in batches, bounded, narrowed, and still during a pause."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from izix_desk.desk.models.trace_model import BYTES, TraceFilter, TraceModel
from izix_desk.desk.theme import Look
from izix_desk.domain.lines import TraceLine
from tests.support.demo_lines import passed

ANSWERED = "unit 1, inputs 0 to 3: 0 and 2 on"
CAPACITY = 600
"""Less than a window keeps: Qt looks at every row of a watched model whenever one comes."""
NORTH = TraceFilter(frozenset({"north"}))


@pytest.fixture
def model(qapp: QApplication) -> TraceModel:
    """Give a trace of the north line that Qt itself watches."""
    assert qapp is not None
    model = TraceModel(Look(), capacity=CAPACITY)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.narrow(NORTH)
    return model


def numbers(model: TraceModel) -> Sequence[int]:
    """Return what is in view."""
    return [row.passed.number for row in model.rows]


def test_what_comes_together_shows_together(model: TraceModel, qtbot: QtBot) -> None:
    """One insertion for several messages, not one for each."""
    inserted: list[int] = []
    model.rowsInserted.connect(lambda _, first, last: inserted.append(last - first + 1))
    for first in (0, 10, 20):
        model.add(passed(10, first))
    assert model.rowCount() == 0
    qtbot.waitUntil(lambda: model.rowCount() == 30)
    assert inserted == [30]
    assert numbers(model) == list(range(30))


def test_only_the_newest_are_kept(model: TraceModel, qtbot: QtBot) -> None:
    """The oldest go from the top, whether all of them were in view or some."""
    model.add(passed(CAPACITY))
    qtbot.waitUntil(lambda: model.rowCount() == CAPACITY)
    model.add(passed(90, CAPACITY))
    qtbot.waitUntil(lambda: numbers(model)[-1] == CAPACITY + 89)
    assert numbers(model) == list(range(90, CAPACITY + 90))
    model.narrow(replace(NORTH, text="damaged"))
    seen = model.rowCount()
    model.add(passed(600, CAPACITY + 90))
    qtbot.waitUntil(lambda: numbers(model)[-1] > CAPACITY + 600)
    assert model.rowCount() == seen
    model.add(passed(3 * CAPACITY, CAPACITY + 690))
    qtbot.waitUntil(lambda: numbers(model)[0] > 2 * CAPACITY)
    model.narrow(NORTH)
    assert model.rowCount() == CAPACITY


def test_a_pause_lets_nothing_in_and_loses_nothing(model: TraceModel, qtbot: QtBot) -> None:
    """What came meanwhile is counted, and follows."""
    model.add(passed(6))
    qtbot.waitUntil(lambda: model.rowCount() == 6)
    model.hold(True)
    model.add(passed(6, 6))
    qtbot.waitUntil(lambda: model.waiting == 6)
    assert model.rowCount() == 6
    model.hold(False)
    assert (model.rowCount(), model.waiting, model.dropped) == (12, 0, 0)


def test_a_long_pause_keeps_as_much_as_is_shown(model: TraceModel) -> None:
    """And no more: an installer may go for lunch."""
    model.hold(True)
    model.add(passed(CAPACITY))
    model.add(passed(70, CAPACITY))
    assert model.waiting == CAPACITY
    model.hold(False)
    assert numbers(model) == list(range(70, CAPACITY + 70))


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (TraceFilter(frozenset({"north"}), 3), {"unit 3, inputs 0 to 3?", "unit 3, no answer"}),
        (TraceFilter(frozenset({"north"}), None, "DAMAGED"),
         {"unit 2, an answer that was damaged: wrong check"}),
        (TraceFilter(frozenset({"north"}), None, "01 05 61"), {ANSWERED}),
        (TraceFilter(frozenset({"north"}), None, "010561"), {ANSWERED}),
        (TraceFilter(frozenset({"south"})), {"unit 1, inputs 0 to 3?"}),
    ],
)  # fmt: skip
def test_a_filter_goes_by_line_address_words_and_bytes(
    model: TraceModel, qtbot: QtBot, wanted: TraceFilter, words: set[str]
) -> None:
    """Over what is there, and over what comes."""
    model.add(passed(6))
    model.add(passed(1, line="south"))
    qtbot.waitUntil(lambda: model.rowCount() == 6)
    model.narrow(wanted)
    assert {row.passed.words for row in model.rows} == words
    seen = model.rowCount()
    model.add(passed(6, 6))
    model.add(passed(1, 1, line="south"))
    qtbot.waitUntil(lambda: model.rowCount() == 2 * seen)
    assert {row.passed.words for row in model.rows} == words


def test_what_is_nobodys_is_shown_with_every_address(model: TraceModel, qtbot: QtBot) -> None:
    """Bytes that nobody asked for may be why a controller is not understood."""
    stray = TraceLine(line="north", number=0, at=0.0, is_sent=False, address=None, data=b"\x00",
                      words="1 byte that nobody asked for")  # fmt: skip
    model.narrow(replace(NORTH, address=3))
    model.add([stray])
    qtbot.waitUntil(lambda: model.rowCount() == 1)


def test_gaps_are_counted(model: TraceModel) -> None:
    """A number that is missing was dropped on its way."""
    model.add(passed(5))
    model.add(passed(5, 12))
    assert model.dropped == 7


def test_a_row_keeps_its_time(model: TraceModel) -> None:
    """Both clocks are read one after the other, so that a second look would find another time."""
    lines = passed(CAPACITY)
    # Some of them within a microsecond of the next millisecond.
    model.add([replace(each, at=each.at + 13e-6 * place) for place, each in enumerate(lines)])
    model.hold(False)

    def times() -> Sequence[str]:
        return [model.index(row, 0).data() for row in range(CAPACITY)]

    first = times()
    assert len(set(first)) == CAPACITY
    assert all(times() == first for _ in range(20))


def test_a_row_reads_in_bytes_and_in_words(model: TraceModel, qtbot: QtBot) -> None:
    """And as one sentence for who cannot see arrows."""
    model.add(passed(2))
    qtbot.waitUntil(lambda: model.rowCount() == 2)
    assert model.index(1, BYTES).data() == "01 02 01 05 61 8B"
    assert [model.index(row, 2).data() for row in (0, 1)] == ["→ 1", "← 1"]
    spoken = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("north, received, unit 1, inputs 0 to 3: 0 and 2 on")
