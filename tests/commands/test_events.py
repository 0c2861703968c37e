"""`izix-desk events` on a real store."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from izix_desk.__main__ import main
from izix_desk.domain.commands import NO_LOOP, Stage, StageRecord
from izix_desk.domain.requests import OpenRequest
from izix_desk.services.opening import ask_open
from izix_desk.store.commands import record_stage
from izix_desk.store.database import Role
from izix_desk.store.events import feed_since
from tests.support import quay
from tests.support.programs import Programs

DELIVERY = OpenRequest(
    gate="entry", reason="DELIVERY", operator="Guard 1", desk="lodge", plate="1-ABC-123"
)
TEST = OpenRequest(gate="exit", reason="TEST", operator="Guard 2", desk="lodge")


@pytest.fixture
def place(tmp_path: Path) -> quay.Quay:
    """Give a store in which one thing happened."""
    made = quay.quay(tmp_path / "site", quay.site())
    _open(made, DELIVERY)
    return made


def _open(place: quay.Quay, request: OpenRequest) -> None:
    store = place.open(Role.GATE)
    ask_open(store, request)
    store.close()


def _events(place: quay.Quay, *words: str) -> int:
    return main(["events", "--site", str(place.folder.path), *words])


def test_the_feed_is_printed_as_one_reads_it(
    place: quay.Quay, capsys: pytest.CaptureFixture[str]
) -> None:
    """Oldest first, with who did it and how it stands."""
    _open(place, TEST)
    assert _events(place) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  Quay entry  opening  noted", first)
    assert first.endswith("1-ABC-123  Delivery  by Guard 1  asked")
    assert "Quay exit" in second


@pytest.mark.parametrize(
    ("detail", "told"), [("", "passed"), (NO_LOOP, f"passed ({NO_LOOP})")], ids=["seen", "assumed"]
)
def test_a_passage_that_nobody_saw_is_printed_as_assumed(
    place: quay.Quay, capsys: pytest.CaptureFixture[str], detail: str, told: str
) -> None:
    """In words for people, and beside the stage for programs."""
    _reach_passed(place, detail)
    _events(place)
    assert capsys.readouterr().out.rstrip().endswith(f"by Guard 1  {told}")
    _events(place, "--json")
    event = json.loads(capsys.readouterr().out)
    assert (event["ending"], event["detail"]) == ("PASSED", detail)


def _reach_passed(place: quay.Quay, detail: str) -> None:
    store = place.open(Role.GATE)
    [row], _ = store.read(lambda tx: feed_since(tx, datetime(2020, 1, 1, tzinfo=UTC)))
    assert row.command is not None
    for stage in (Stage.CLAIMED, Stage.SENT, Stage.ANSWERED, Stage.PASSED):
        said = detail if stage is Stage.PASSED else ""
        record = StageRecord(command=row.command, stage=stage, at=row.at, monotonic=1, detail=said)
        assert store.write(lambda tx, record=record: record_stage(tx, record))
    store.close()


def test_the_feed_is_printed_for_programs(
    place: quay.Quay, capsys: pytest.CaptureFixture[str]
) -> None:
    """One JSON object a line, with ids and codes."""
    assert _events(place, "--json") == 0
    event = json.loads(capsys.readouterr().out)
    assert (event["gate"], event["kind"], event["reason"]) == ("entry", "OPENING", "DELIVERY")
    assert (event["operator"], event["ending"]) == ("Guard 1", "ASKED")
    assert event["command"]


def test_only_the_period_that_was_asked_for_is_printed(
    place: quay.Quay, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing happened in the last no minutes."""
    assert _events(place, "--minutes", "0") == 0
    assert capsys.readouterr().out == ""


def test_following_tells_what_another_process_does(place: quay.Quay, programs: Programs) -> None:
    """As soon as it is stored, and until somebody ends it."""
    following = programs.start("events", "--site", str(place.folder.path), "--follow")
    following.wait_for("Quay entry", 30)
    _open(place, TEST)
    following.wait_for("Quay exit", 30)
    assert following.output.count("Quay entry") == 1
