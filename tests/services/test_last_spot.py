"""The last spot is given to one car only, whoever asks, and is free again when no car came."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from izix_desk.domain.commands import VALID, Stage, StageRecord
from izix_desk.domain.decision import Reason
from izix_desk.domain.errors import Refused
from izix_desk.domain.requests import OpenRequest
from izix_desk.services.counting import group_views
from izix_desk.services.gatekeeping import Admission, take_read
from izix_desk.services.moments import Moment, present
from izix_desk.services.opening import ask
from izix_desk.services.passing import car_passed
from izix_desk.services.reads import plate_read
from izix_desk.store.commands import record_stage, unclaimed, unfinished
from izix_desk.store.database import Database, Role, Transaction
from tests.support import quay

SITE = quay.with_spots(quay.site(), 1)
OTHER_PLATE = "2-BOB-222"


@pytest.fixture
def place(tmp_path: Path) -> quay.Quay:
    """Give a parking with one spot."""
    return quay.quay(tmp_path / "site", SITE)


@pytest.fixture
def store(place: quay.Quay) -> Iterator[Database]:
    """Give a gate connection to it."""
    database = place.open(Role.GATE)
    yield database
    database.close()


@pytest.fixture
def bob(store: Database) -> UUID:
    """Return a second parker with the same right."""
    return quay.park(store, "Bos", OTHER_PLATE)


def read(store: Database, plate: str, later: float = 0) -> Admission:
    """Let the camera at the entry read a plate."""
    now = present()
    at = Moment(now.wall + timedelta(seconds=later), now.monotonic + later)
    seen = plate_read(at, SITE.gate("entry"), plate, 0.9)
    return store.write(lambda tx: take_read(tx, SITE, seen, at))


def valid(profile: UUID, plate: str) -> OpenRequest:
    """Return a guard's opening on a valid access."""
    return OpenRequest(
        gate="entry", reason=VALID, operator="Guard 1", desk="lodge", profile=profile, plate=plate,
        access="policy:acme-staff",
    )  # fmt: skip


def reach(store: Database, admission: Admission, *reached: Stage) -> None:
    """Let the admission's command go on."""
    assert admission.opens is not None
    for stage in reached:
        now = present()
        record = StageRecord(
            command=admission.opens.id, stage=stage, at=now.wall, monotonic=now.monotonic
        )
        assert store.write(lambda tx, record=record: record_stage(tx, record))


def test_while_one_drives_in_the_spot_is_taken(store: Database, bob: UUID) -> None:
    """For the gatekeeper and for the guard; and shown as reserved."""
    assert read(store, quay.KNOWN_PLATE).opens is not None
    second = read(store, OTHER_PLATE)
    assert (second.opens, second.decision.values["reserved"]) == (None, 1)
    assert second.decision.reason is Reason.PARKING_FULL
    with pytest.raises(Refused, match="Staff is full"):
        store.write(lambda tx: ask(tx, valid(bob, OTHER_PLATE), present()))
    (staff,) = store.read(lambda tx: group_views(tx, SITE, quay.now()))
    assert (staff.inside, staff.reserved) == (0, 1)


def test_the_car_itself_is_not_in_its_own_way(store: Database) -> None:
    """Read again while its barrier goes up, it is still granted, and opened for once."""
    first = read(store, quay.KNOWN_PLATE)
    again = read(store, quay.KNOWN_PLATE, later=4)
    assert again.decision.granted
    assert first.opens is not None
    assert again.event.command == first.opens.id


@pytest.mark.parametrize(
    "ends",
    [
        (Stage.NO_ANSWER,),
        (Stage.SENT, Stage.NOT_SURE),
        (Stage.SENT, Stage.ANSWERED, Stage.NOT_MOVED),
    ],
)
def test_an_opening_that_came_to_nothing_frees_the_spot(
    store: Database, bob: UUID, ends: tuple[Stage, ...]
) -> None:
    """However it ended."""
    reach(store, read(store, quay.KNOWN_PLATE), *ends)
    assert bob
    assert read(store, OTHER_PLATE).opens is not None


def test_the_car_that_drove_in_is_counted_once(store: Database, bob: UUID) -> None:
    """Its session takes the place of what was kept for it."""
    first = read(store, quay.KNOWN_PLATE)
    reach(store, first, Stage.SENT, Stage.ANSWERED, Stage.PASSED)
    opening = first.opens
    assert opening is not None
    assert bob
    store.write(lambda tx: car_passed(tx, SITE, opening, quay.now()))
    (staff,) = store.read(lambda tx: group_views(tx, SITE, quay.now()))
    assert (staff.inside, staff.reserved) == (1, 0)
    assert not read(store, OTHER_PLATE).decision.granted


_RIVAL = """
import sys
from pathlib import Path
from uuid import UUID
from tests.services.test_last_spot import rival
rival(Path(sys.argv[1]), sys.argv[2], UUID(sys.argv[3]))
"""


def rival(folder: Path, kind: str, profile: UUID) -> None:
    """Try for the last spot at each line of stdin, as the gatekeeper or as a guard."""
    place = quay.Quay(quay.SiteFolder(folder), profile)
    store = place.open(Role.GATE)
    for _ in sys.stdin:
        if kind == "gatekeeper":
            got = read(store, quay.KNOWN_PLATE).opens is not None
        else:
            try:
                store.write(lambda tx: ask(tx, valid(profile, OTHER_PLATE), present()))
                got = True
            except Refused:
                got = False
        print("got it" if got else "full", flush=True)
    store.close()


def test_two_processes_never_both_get_it(
    place: quay.Quay, store: Database, bob: UUID, count: Callable[[int], int]
) -> None:
    """A gatekeeper and a guard, at the same moment, again and again."""
    rivals = [start(place, "gatekeeper", place.ada), start(place, "guard", bob)]
    got: list[tuple[str, ...]] = []
    for _ in range(count(2000)):
        for each in rivals:
            send(each)
        got.append(tuple(answer(each) for each in rivals))
        store.write(forget_openings)
    for each in rivals:
        each.communicate(timeout=10)
    assert {"".join(sorted(pair)) for pair in got} == {"fullgot it"}


def start(place: quay.Quay, kind: str, profile: UUID) -> "subprocess.Popen[str]":
    """Start a process that competes."""
    return subprocess.Popen(
        [sys.executable, "-c", _RIVAL, str(place.folder.path), kind, str(profile)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def send(each: "subprocess.Popen[str]") -> None:
    """Tell a process to try."""
    assert each.stdin is not None
    each.stdin.write("go\n")
    each.stdin.flush()


def answer(each: "subprocess.Popen[str]") -> str:
    """Return what a process got."""
    assert each.stdout is not None
    return each.stdout.readline().strip()


def forget_openings(tx: Transaction) -> None:
    """End every opening, as if no car had come."""
    for command in (*unclaimed(tx), *(command for command, _ in unfinished(tx))):
        now = present()
        for stage in (Stage.REFUSED, Stage.CLAIMED):
            record = StageRecord(
                command=command.id, stage=stage, at=now.wall, monotonic=now.monotonic
            )
            record_stage(tx, record)
