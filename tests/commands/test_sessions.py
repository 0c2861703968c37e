"""`izix-desk sessions`: who is inside for long, ended, and counted anew."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from izix_desk.__main__ import main
from izix_desk.domain.parkers import Session
from izix_desk.store.candidates import candidate
from izix_desk.store.database import Database
from izix_desk.store.events import last_event
from izix_desk.store.ids import new_id
from izix_desk.store.sessions import start_session
from tests.support import quay


@pytest.fixture
def place(tmp_path: Path) -> quay.Quay:
    """Give a store with a small site."""
    return quay.quay(tmp_path / "site", quay.site())


@pytest.fixture
def old(place: quay.Quay) -> str:
    """Let Ada be inside since yesterday's yesterday, and return the session's id."""
    session = Session(
        id=new_id(), lot="p1", group="staff", gate_in="entry", profile=place.ada, plate="1ABC123",
        started=quay.now() - timedelta(hours=40),
    )  # fmt: skip
    store = place.open()
    store.write(lambda tx: start_session(tx, session))
    store.close()
    return str(session.id)


def said(place: quay.Quay, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Run a command; return its status and what it printed."""
    status = main(["sessions", *words, "--site", str(place.folder.path)])
    told = capsys.readouterr()
    return status, told.out + told.err


def test_an_old_session_is_found_and_ended(
    place: quay.Quay, old: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the id that the list prints."""
    status, listed = said(place, capsys, "stale")
    assert (status, listed.startswith(old)) == (0, True)
    assert "Ada Maes · 1ABC123 · Staff · Quay entry" in listed
    assert said(place, capsys, "stale", "--hours", "41")[0] == 1
    status, rows = said(place, capsys, "stale", "--json")
    assert json.loads(rows)[0]["session"]["id"] == old
    status, ended = said(place, capsys, "end", old)
    assert (status, ended.startswith("Ended: 1ABC123, inside since 20")) == (0, True)
    assert said(place, capsys, "stale") == (1, "Nobody is inside for so long.\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["end", "x"], "no id of a session"),
        (["end", str(new_id())], "not known here"),
        (["stale", "--hours", "nan"], "from 0 on"),
        (["stale", "--lot", "p9"], "the lots are: p1"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    place: quay.Quay, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    """On stderr, with a status."""
    status, text = said(place, capsys, *words)
    assert status in {1, 2}
    assert told in text


def test_counting_anew_says_what_differs_and_mends_it(
    place: quay.Quay, old: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only when asked to."""
    assert old
    assert said(place, capsys, "recount") == (0, "The counters say what the sessions say.\n")
    break_counters(place.open())
    for _ in range(2):
        status, told = said(place, capsys, "recount")
        assert (status, told.splitlines()[0]) == (1, "p1 · staff: 7 counted, 1 inside")
    assert said(place, capsys, "recount", "--mend")[0] == 0
    assert said(place, capsys, "recount")[0] == 0


def break_counters(store: Database) -> None:
    """Let the counters say seven."""
    store.write(lambda tx: tx.exec_driver_sql("UPDATE inside_count SET cars = 7"))
    store.close()


def test_somebody_is_left_open_by_plate_or_name(
    place: quay.Quay, old: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The next passage tells whether they are inside; the feed says who left it open."""
    told = "The next passage of Ada Maes at P1 tells whether they are inside.\n"
    for who in ("1-abc-123", "Ada Maes"):
        assert said(place, capsys, "neutral", who, "--operator", "Guard 1") == (0, told)
    store = place.open()
    ada = store.read(lambda tx: candidate(tx, place.ada, "p1", quay.now()))
    note = store.read(lambda tx: last_event(tx, "entry"))
    store.close()
    assert old
    assert ada is not None
    assert ada.neutral
    assert note is not None
    assert (note.operator, note.profile) == ("Guard 1", place.ada)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("9-NO-999",), " search`."),
        (("1-ABC-123", "--lot", "p9"), "the lots are: p1"),
        (("Maes",), "name a plate instead"),
    ],
)
def test_who_is_meant_must_be_certain(
    place: quay.Quay, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    """Two of one name, nobody, or no such lot: nothing is changed."""
    store = place.open()
    quay.park(store, "Maes", "2-DEF-111")
    quay.park(store, "Maes", "2-DEF-222")
    store.close()
    status, sentence = said(place, capsys, "neutral", *words)
    assert status in {1, 2}
    assert told in sentence
