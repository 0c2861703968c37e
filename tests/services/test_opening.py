"""Asking for a gate on a real store: what is committed, and what is not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from izix_desk.domain import roles
from izix_desk.domain.commands import Action, Stage, StageRecord
from izix_desk.domain.errors import BadInput, DeskError, NotFound, Refused
from izix_desk.domain.events import EventKind, Outcome
from izix_desk.domain.requests import OpenRequest
from izix_desk.services.following import expire_if_unclaimed, follow, stages_until_end
from izix_desk.services.moments import Moment, present
from izix_desk.services.opening import ask, ask_open
from izix_desk.store.commands import get_command, record_stage, stages, unclaimed
from izix_desk.store.database import Database, Role
from izix_desk.store.events import last_event
from izix_desk.store.parkers import profile, save_profile
from izix_desk.store.site import load_site, save_site
from tests.support import quay

FOR_ADA = OpenRequest(
    gate="entry", reason="DELIVERY", operator="Guard 1", desk="lodge", plate="1-ABC-123"
)


@pytest.fixture
def place(tmp_path: Path) -> quay.Quay:
    """Give a store with a small site."""
    return quay.quay(tmp_path / "site", quay.site())


@pytest.fixture
def store(place: quay.Quay) -> Iterator[Database]:
    """Give a gate connection to it."""
    database = place.open(Role.GATE)
    yield database
    database.close()


def test_asking_commits_the_command_and_its_event(store: Database, place: quay.Quay) -> None:
    """Another process sees both before the caller hears that it was asked."""
    hints: list[str] = []
    request = replace(FOR_ADA, profile=place.ada, note="parcels", for_whom="Ada Maes")
    command = ask_open(store, request, lambda: hints.append("hint"))
    other = place.open(Role.READ)
    stored = other.read(lambda tx: get_command(tx, command))
    event = other.read(lambda tx: last_event(tx, "entry"))
    recorded = other.read(lambda tx: stages(tx, command))
    other.close()
    assert stored is not None
    assert (stored.operator, stored.desk, stored.note) == ("Guard 1", "lodge", "parcels")
    assert [record.stage for record in recorded] == [Stage.ASKED]
    assert event is not None
    assert (event.kind, event.outcome, event.command) == (
        EventKind.OPENING,
        Outcome.NOTED,
        command,
    )
    assert (event.who, event.organisation, event.text) == ("Ada Maes", "Acme", "Delivery: parcels")
    assert hints == ["hint"]


def test_an_opening_on_a_valid_access_is_a_granted_one(store: Database) -> None:
    """The quietest line of the feed."""
    ask_open(store, replace(FOR_ADA, reason="VALID"))
    event = store.read(lambda tx: last_event(tx, "entry"))
    assert event is not None
    assert event.outcome is Outcome.GRANTED


def test_a_verdict_that_does_not_hold_any_more_opens_nothing(
    store: Database, place: quay.Quay
) -> None:
    """The dialog was open while she was blocked; a reason of the operator's still opens."""
    request = replace(FOR_ADA, reason="VALID", profile=place.ada, for_whom="Ada Maes")
    ask_open(store, request)
    known = store.read(lambda tx: profile(tx, place.ada))
    assert known is not None
    store.write(lambda tx: save_profile(tx, replace(known, blocked=True)))
    with pytest.raises(Refused, match="Ada Maes may not pass at Quay entry"):
        store.write(lambda tx: ask(tx, request, _later(5)))
    assert len(store.read(unclaimed)) == 1
    ask_open(store, replace(request, reason="DELIVERY", for_whom="her guest"))


@pytest.mark.parametrize(
    ("plate", "fault"), [("", BadInput), (quay.STRANGE_PLATE, Refused), ("1-A8C-I23", Refused)]
)
def test_nobody_known_is_not_valid(store: Database, plate: str, fault: type[DeskError]) -> None:
    """Not on the command line either, nor for a plate that only looks alike."""
    with pytest.raises(fault):
        ask_open(store, replace(FOR_ADA, reason="VALID", plate=plate))
    assert store.read(unclaimed) == ()


def test_a_second_click_is_the_same_command(store: Database) -> None:
    """Within 2 s, for the same gate and person; after that, or for another, it is a new one."""
    site, now = store.read(load_site), present()

    def at(seconds: float) -> Moment:
        return Moment(now.wall + timedelta(seconds=seconds), now.monotonic + seconds)

    def click(seconds: float, request: OpenRequest = FOR_ADA) -> UUID:
        return store.write(lambda tx: ask(tx, request, at(seconds), site))

    first = click(0)
    assert click(1.9) == first
    assert click(1.9, replace(FOR_ADA, gate="quay ENTRY")) == first
    assert click(1.0, replace(FOR_ADA, plate="1-DEF-456")) != first
    assert click(1.0, replace(FOR_ADA, gate="exit")) != first
    assert click(2.1) != first
    assert len(store.read(unclaimed)) == 4


REFUSED: dict[str, tuple[OpenRequest, type[DeskError], str]] = {
    "an unknown gate": (replace(FOR_ADA, gate="moon"), NotFound, "the gates are: entry, exit"),
    "an unknown reason": (replace(FOR_ADA, reason="WHIM"), BadInput, "take one of: .*DELIVERY"),
    "a reason without its note": (replace(FOR_ADA, reason="OTHER"), BadInput, "needs a note"),
    "a hold where none is wired": (
        replace(FOR_ADA, gate="exit", action=Action.HOLD_OPEN),
        Refused,
        "cannot be held",
    ),
    "a hold without an end": (
        replace(FOR_ADA, action=Action.HOLD_OPEN),
        BadInput,
        "until when",
    ),
}


@pytest.mark.parametrize(("request_", "fault", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_asked_leaves_nothing_behind(
    store: Database, request_: OpenRequest, fault: type[DeskError], words: str
) -> None:
    """Said in one sentence, and neither command nor event is stored."""
    with pytest.raises(fault, match=words):
        ask_open(store, request_)
    assert store.read(unclaimed) == ()
    assert store.read(lambda tx: last_event(tx, "entry")) is None


def test_what_a_role_does_not_include_is_not_sent(store: Database) -> None:
    """Reasons and holds go by role, as the catalogues say; with whom to ask."""
    full = replace(FOR_ADA, reason="LOT_FULL", role=roles.Role.RECEPTIONIST)
    hold = replace(
        FOR_ADA, role=roles.Role.RECEPTIONIST, action=Action.HOLD_OPEN,
        until=present().wall + timedelta(minutes=5),
    )  # fmt: skip
    for request in (full, hold, replace(FOR_ADA, role=roles.Role.AUDITOR)):
        with pytest.raises(Refused, match=r"Your role .* ask: security.* Nothing was sent"):
            ask_open(store, request)
    ask_open(store, replace(full, role=roles.Role.SECURITY))
    ask_open(store, replace(hold, role=roles.Role.SECURITY))
    with pytest.raises(BadInput, match="about one person"):
        ask_open(store, replace(hold, role=roles.Role.SECURITY, reason="FORGOTTEN"))


def test_a_gate_out_of_service_is_refused_with_its_note(store: Database) -> None:
    """The sentence says why and what else to do."""
    out = quay.with_gate(quay.site(), "entry", in_service=False, out_of_service_note="arm broken")
    store.write(lambda tx: save_site(tx, out))
    with pytest.raises(Refused, match=r"out of service \(arm broken\): use another gate"):
        ask_open(store, FOR_ADA)


def test_a_hold_can_be_released_at_a_gate_out_of_service(store: Database) -> None:
    """Dropping a contact is always allowed."""
    out = quay.with_gate(quay.site(), "entry", in_service=False)
    store.write(lambda tx: save_site(tx, out))
    command = ask_open(store, replace(FOR_ADA, action=Action.RELEASE))
    event = store.read(lambda tx: last_event(tx, "entry"))
    assert event is not None
    assert (event.command, event.text) == (command, "released: Delivery")


def test_gates_go_by_name_as_well(store: Database) -> None:
    """As people call them."""
    command = ask_open(store, replace(FOR_ADA, gate="quay ENTRY"))
    stored = store.read(lambda tx: get_command(tx, command))
    assert stored is not None
    assert stored.gate == "entry"


def _later(seconds: float) -> Moment:
    now = present()
    return Moment(now.wall + timedelta(seconds=seconds), now.monotonic + seconds)


def test_a_clock_that_is_set_ends_no_following(store: Database) -> None:
    """Put right by an hour while the barrier rises: what it does is still told."""
    command = ask_open(store, FOR_ADA)
    now = present()
    for stage in (Stage.CLAIMED, Stage.SENT, Stage.ANSWERED):
        record = StageRecord(command=command, stage=stage, at=now.wall, monotonic=now.monotonic)
        assert store.write(lambda tx, record=record: record_stage(tx, record))
    following = store.read(lambda tx: follow(tx, command))
    store.read(following.news)
    assert not following.over(Moment(now.wall + timedelta(hours=1), now.monotonic + 1))
    assert following.over(_later(151))


def test_an_asker_without_an_engine_ends_its_command(store: Database) -> None:
    """After its time to live, and not before."""
    command = ask_open(store, FOR_ADA)
    assert not store.write(lambda tx: expire_if_unclaimed(tx, command, _later(1)))
    assert store.write(lambda tx: expire_if_unclaimed(tx, command, _later(4)))
    assert store.read(lambda tx: stages(tx, command))[-1].stage is Stage.EXPIRED
    assert store.read(unclaimed) == ()


def test_a_claimed_command_is_not_the_askers_to_end(store: Database) -> None:
    """Only an engine knows what became of it."""
    command = ask_open(store, FOR_ADA)
    _record(store, Stage.CLAIMED, command)
    assert not store.write(lambda tx: expire_if_unclaimed(tx, command, _later(10)))


def test_stages_are_told_once_each_until_the_end(store: Database) -> None:
    """The iteration ends by itself."""
    command = ask_open(store, FOR_ADA)
    told: list[Stage] = []
    for record in stages_until_end(store, command, lambda: True):
        told.append(record.stage)
        following = {Stage.ASKED: Stage.CLAIMED, Stage.CLAIMED: Stage.NO_ANSWER}
        if record.stage in following:
            _record(store, following[record.stage], command)
    assert told == [Stage.ASKED, Stage.CLAIMED, Stage.NO_ANSWER]


def test_without_an_engine_a_command_under_way_is_left_open(store: Database) -> None:
    """How it ended is for the next engine to say."""
    command = ask_open(store, FOR_ADA)
    _record(store, Stage.CLAIMED, command)
    _record(store, Stage.SENT, command)
    told = [record.stage for record in stages_until_end(store, command, lambda: False)]
    assert told == [Stage.ASKED, Stage.CLAIMED, Stage.SENT]


def _record(store: Database, stage: Stage, command: UUID) -> None:
    now = present()
    record = StageRecord(command=command, stage=stage, at=now.wall, monotonic=now.monotonic)
    assert store.write(lambda tx: record_stage(tx, record))
