"""The feed: newest first, in batches, still while held, and never a row twice."""

import random
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from izix_desk.desk.models.feed_filter import CALLS, NOT_GRANTED, OPERATORS, FeedFilter
from izix_desk.desk.models.feed_model import FeedModel, sentence
from izix_desk.domain.commands import NO_LOOP, NOTHING_WIRED
from izix_desk.domain.events import Outcome
from tests.support.rows import NOON, row


@pytest.fixture
def model(qapp: QApplication) -> Iterator[FeedModel]:
    """Give an empty feed that Qt's own tester watches."""
    model = FeedModel(qapp)
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    yield model
    tester.deleteLater()
    model.deleteLater()


def numbers(model: FeedModel) -> list[int]:
    """Return the sequence numbers in view, from the top."""
    return [shown.seq for shown in model.rows]


def test_new_rows_come_on_top_in_one_batch(model: FeedModel, qtbot: QtBot) -> None:
    """New rows come on top in one batch."""
    model.reset([row(1), row(2)])
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        model.add([row(3)])
        model.add([row(5), row(4)])
    assert numbers(model) == [5, 4, 3, 2, 1]
    assert inserted.args is not None
    assert inserted.args[1:] == [0, 2], "three rows, one insertion"


def test_a_changed_row_stays_where_it_is(model: FeedModel) -> None:
    """A changed row stays where it is."""
    model.reset([row(1), row(2, kind="OPENING", ending="SENT"), row(3)])
    model.add([row(2, kind="OPENING", ending="PASSED")])
    model.flush()
    assert numbers(model) == [3, 2, 1]
    assert model.rows[1].ending == "PASSED"


def test_a_held_feed_counts_what_is_new(model: FeedModel) -> None:
    """A held feed counts what is new."""
    counted: list[int] = []
    model.waiting_changed.connect(counted.append)
    model.reset([row(1)])
    model.hold(True)
    model.add([row(2), row(3)])
    model.flush()
    model.add([row(4)])
    model.flush()
    assert numbers(model) == [1]
    assert model.waiting == 3
    model.hold(False)
    assert numbers(model) == [4, 3, 2, 1]
    assert counted == [0, 2, 3, 0]


def test_a_row_that_changes_while_it_waits_is_counted_once(model: FeedModel) -> None:
    """A row that changes while it waits is counted once."""
    model.hold(True)
    for ending in ("SENT", "ANSWERED", "UP"):
        model.add([row(1, kind="OPENING", ending=ending)])
        model.flush()
    assert model.waiting == 1
    model.hold(False)
    assert [shown.ending for shown in model.rows] == ["UP"]


@pytest.mark.parametrize(
    ("detail", "word", "aside"),
    [
        pytest.param("", "opened", "", id="a loop saw it"),
        pytest.param(NO_LOOP, "opened", "car passed: assumed", id="the barrier was seen up"),
        pytest.param(NOTHING_WIRED, "assumed", "car passed: assumed", id="nothing was seen"),
    ],
)
def test_what_is_only_assumed_of_an_opening_is_said_so(detail: str, word: str, aside: str) -> None:
    """In the row and by the screen reader; a read that was let in claims no passage."""
    opening = row(1, kind="OPENING", ending="PASSED", detail=detail)
    words = sentence(opening).split(", ")
    assert (words[2], words[4:]) == (word, [aside] if aside else [])
    assert "assumed" not in sentence(row(2, ending="PASSED", detail=detail))


def test_a_late_row_finds_its_place(model: FeedModel) -> None:
    """A late row finds its place."""
    model.reset([row(1), row(5)])
    model.add([row(3), row(7)])
    model.flush()
    assert numbers(model) == [7, 5, 3, 1]


def test_old_rows_go_but_not_while_somebody_reads(model: FeedModel) -> None:
    """Old rows go but not while somebody reads."""
    model.reset([row(n) for n in range(10)])
    model.hold(True)
    model.drop_before(NOON + timedelta(seconds=4))
    assert len(model.rows) == 10
    model.hold(False)
    model.drop_before(NOON + timedelta(seconds=4))
    assert numbers(model) == [9, 8, 7, 6, 5, 4]


FILTERED = [
    (FeedFilter(), {1, 2, 3, 4, 5}),
    (FeedFilter(lot="p2"), {3}),
    (FeedFilter(outcome="denied"), {2}),
    (FeedFilter(outcome=NOT_GRANTED), {2, 4, 5}),
    (FeedFilter(outcome=CALLS), {4}),
    (FeedFilter(outcome=OPERATORS), {5}),
    (FeedFilter(text="maes"), {1}),
    (FeedFilter(text="1abc002"), {2}),
    (FeedFilter(text=" FULL "), {2}),
    (FeedFilter(lot="p1", outcome="granted", text="nobody"), set()),
]


@pytest.mark.parametrize(("chosen", "expected"), FILTERED)
def test_filter(model: FeedModel, chosen: FeedFilter, expected: set[int]) -> None:
    """A filter lets through what it names, and loses nothing."""
    model.reset(
        [
            row(1, who="P. Maes"),
            row(2, Outcome.DENIED, text="Staff is full: 116 inside"),
            row(3, lot="p2"),
            row(4, Outcome.NOTED, kind="CALL"),
            row(5, Outcome.FAILED, kind="OPENING", ending="NOT_MOVED"),
        ]
    )
    model.set_filter(chosen)
    assert set(numbers(model)) == expected
    model.set_filter(FeedFilter())
    assert numbers(model) == [5, 4, 3, 2, 1], "nothing is lost behind a filter"


def test_any_order_of_news_ends_in_the_same_feed(model: FeedModel, rng: random.Random) -> None:
    """Rows come in any order, several times, held and let go: each shows once, newest first."""
    batches = [rng.sample(range(200), rng.randint(1, 12)) for _ in range(60)]
    for batch in batches:
        model.add([row(n) for n in batch])
        rng.choice([model.flush, lambda: model.hold(True), lambda: model.hold(False)])()
    model.flush()
    model.hold(False)
    assert numbers(model) == sorted({n for batch in batches for n in batch}, reverse=True)


def test_a_row_says_itself_in_words(model: FeedModel) -> None:
    """A row says itself in words."""
    model.reset([row(1, Outcome.DENIED, who="J. Peeters", text="Staff is full")])
    said = model.index(0).data()
    for part in ("P1 Entry", "DENIED", "1-ABC-001", "J. Peeters", "Staff is full"):
        assert part in said
    assert model.index(5).data() is None
    assert model.rows[0].id == UUID(int=1)


def test_a_row_without_a_plate_says_what_was_shown(model: FeedModel) -> None:
    """The badge, or that it was a PIN."""
    badge = row(1, plate="", method="BADGE", raw="26:1:1")
    model.reset([badge, row(2, plate="", method="PIN", raw="••••")])
    told = [model.index(n).data() for n in range(2)]
    assert "PIN ••••" in told[0]
    assert "Badge 26:1:1" in told[1]
