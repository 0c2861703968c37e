"""Gate commands: a stage is appended once, in an order that can be, whoever asks."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from izix_desk.domain.commands import Action, GateCommand, Stage, StageRecord, may_follow
from izix_desk.store.commands import (
    add_command,
    find_same,
    forget_unfinished,
    get_command,
    last_opening,
    record_stage,
    stages,
    unclaimed,
    unfinished,
)
from izix_desk.store.database import Database, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.ids import new_id

NOW = datetime(2026, 11, 22, 9, 30, 0, 123456, tzinfo=UTC)


def _command(**more: object) -> GateCommand:
    values: dict[str, object] = {
        "id": new_id(),
        "gate": "entry",
        "action": Action.OPEN,
        "reason": "VALID",
        "operator": "Guard 1",
        "desk": "control room",
        "asked": NOW,
        "asked_monotonic": 12.5,
        **more,
    }
    return GateCommand(**values)  # pyright: ignore[reportArgumentType] the test's own names


def _stage(command: GateCommand, stage: Stage) -> StageRecord:
    return StageRecord(command=command.id, stage=stage, at=NOW, monotonic=13.0, detail="as told")


def _record(database: Database, command: GateCommand, *reached: Stage) -> list[bool]:
    return [
        database.write(lambda tx, each=each: record_stage(tx, _stage(command, each)))
        for each in reached
    ]


def test_a_command_comes_back_whole_and_asked(database: Database) -> None:
    """A command comes back whole and asked."""
    command = _command(
        action=Action.HOLD_OPEN, note="moving house", for_whom="Ada Maes", profile=new_id(),
        plate="1-ABC-123", event=new_id(), access="policy:x", until=NOW + timedelta(hours=1),
    )  # fmt: skip
    database.write(lambda tx: add_command(tx, command))
    assert database.read(lambda tx: get_command(tx, command.id)) == command
    [asked] = database.read(lambda tx: stages(tx, command.id))
    assert (asked.stage, asked.at, asked.monotonic) == (Stage.ASKED, NOW, 12.5)


def test_a_command_with_the_same_id_is_stored_once(database: Database) -> None:
    """A command with the same id is stored once."""
    command = _command()
    database.write(lambda tx: add_command(tx, command))
    with pytest.raises(IntegrityError):
        database.write(lambda tx: add_command(tx, command))


def test_stages_follow_each_other_as_the_domain_says(database: Database) -> None:
    """Stages follow each other as the domain says."""
    command = _command()
    database.write(lambda tx: add_command(tx, command))
    assert _record(
        database, command, Stage.SENT, Stage.CLAIMED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED,
        Stage.SENT, Stage.UP, Stage.NOT_MOVED, Stage.PASSED, Stage.NOT_SURE,
    ) == [False, True, False, True, True, False, True, False, True, False]  # fmt: skip
    kept = [record.stage for record in database.read(lambda tx: stages(tx, command.id))]
    assert kept == [
        Stage.ASKED, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED, Stage.UP, Stage.PASSED,
    ]  # fmt: skip


def test_the_store_allows_exactly_what_the_domain_allows(database: Database) -> None:
    """The store allows exactly what the domain allows, from every stage to every stage."""
    for last, following in itertools.product(Stage, Stage):
        command = _command()
        database.write(lambda tx, command=command: add_command(tx, command))
        for step in _path(last):
            assert _record(database, command, step) == [True]
        assert _record(database, command, following) == [may_follow(last, following)]


def test_of_two_engines_one_claims(folder: SiteFolder, database: Database) -> None:
    """Of two engines one claims."""
    other = open_database(folder)
    command = _command()
    database.write(lambda tx: add_command(tx, command))
    assert _record(database, command, Stage.CLAIMED) == [True]
    assert _record(other, command, Stage.CLAIMED, Stage.EXPIRED) == [False, True]
    assert _record(database, command, Stage.SENT) == [False]
    other.close()


def test_commands_wait_until_they_are_claimed_and_then_until_they_end(database: Database) -> None:
    """Commands wait until they are claimed and then until they end."""
    first, second = _command(), _command(asked=NOW + timedelta(seconds=1))
    for command in (second, first):
        database.write(lambda tx, command=command: add_command(tx, command))
    assert database.read(unclaimed) == (first, second)
    _record(database, first, Stage.CLAIMED, Stage.SENT)
    assert database.read(unclaimed) == (second,)
    [(command, last)] = database.read(unfinished)
    assert (command, last.stage) == (first, Stage.SENT)
    _record(database, first, Stage.NOT_SURE)
    assert database.read(unfinished) == ()


def test_old_commands_are_listed_no_more_and_keep_their_stages(database: Database) -> None:
    """Old commands are listed no more and keep their stages."""
    command = _command()
    database.write(lambda tx: add_command(tx, command))
    _record(database, command, Stage.CLAIMED)
    assert database.write(lambda tx: forget_unfinished(tx, NOW)) == 0
    assert database.write(lambda tx: forget_unfinished(tx, NOW + timedelta(seconds=1))) == 1
    assert database.read(unfinished) == ()
    assert len(database.read(lambda tx: stages(tx, command.id))) == 2


def test_a_second_click_finds_the_first(database: Database) -> None:
    """A second click finds the first."""
    command = _command(plate="1-ABC-123", for_whom="Ada Maes")
    database.write(lambda tx: add_command(tx, command))

    def same(later: float = 0.0, clock: float = 0.0, **other: object) -> object:
        again = replace(
            command, asked=NOW + timedelta(seconds=later + clock), asked_monotonic=12.5 + later
        )
        like = replace(again, **other)  # pyright: ignore[reportArgumentType] names of fields
        return database.read(lambda tx: find_same(tx, like, 2.0))

    assert same() == command.id
    assert same(later=1.9) == command.id
    assert same(later=-0.1) == command.id  # the other desk came first to the lock
    assert same(plate="2-DEF-111") is None
    assert same(gate="exit") is None
    assert same(action=Action.RELEASE) is None
    assert same(profile=new_id()) is None
    assert same(later=2.1) is None
    assert same(later=600, clock=-599) is None  # the clock was set back meanwhile
    _record(database, command, Stage.REFUSED)
    assert same() is None


def test_the_last_opening_is_one_that_was_sent(database: Database) -> None:
    """The last opening is one that was sent."""
    sent, refused = _command(), _command(asked=NOW + timedelta(seconds=5))
    for command in (sent, refused):
        database.write(lambda tx, command=command: add_command(tx, command))
    assert database.read(lambda tx: last_opening(tx, "entry")) is None
    _record(database, sent, Stage.CLAIMED, Stage.SENT, Stage.ANSWERED)
    _record(database, refused, Stage.REFUSED)
    found = database.read(lambda tx: last_opening(tx, "entry"))
    assert found is not None
    assert found[0] == sent
    assert found[1].stage is Stage.ANSWERED
    for end in (Stage.REFUSED, Stage.EXPIRED, Stage.NO_ANSWER):
        unsent = _command(asked=NOW + timedelta(seconds=9))
        database.write(lambda tx, unsent=unsent: add_command(tx, unsent))
        _record(database, unsent, Stage.CLAIMED, end)
    assert database.read(lambda tx: last_opening(tx, "entry")) == found
    assert database.read(lambda tx: last_opening(tx, "exit")) is None


def _path(target: Stage) -> list[Stage]:
    """Return the stages that lead from asked to a stage."""
    paths: list[list[Stage]] = [[Stage.ASKED]]
    while paths:
        path = paths.pop(0)
        if path[-1] is target:
            return path[1:]
        paths += [[*path, stage] for stage in Stage if may_follow(path[-1], stage)]
    raise AssertionError(target)
